// Whose report of a year is not there, could not be read, or came late.

import { find, growing, h, show, table } from "./dom.js";
import { agencyLink, into, parameters, readPacked, remember } from "./data.js";
import { number, t } from "./words.js";

const result = find("#absent");
const form = find("#filters");
const names = ["year", "province", "state", "governments"];

for (const name of names) {
  const control = form.elements[name];
  const wanted = parameters().get(name);
  if (control.type === "checkbox") control.checked = wanted === "1";
  else if ([...control.options].some(({ value }) => value === wanted)) control.value = wanted;
}
form.addEventListener("change", () => into(result, draw));
into(result, draw);

async function draw(isNewest) {
  const [year, province, state] = ["year", "province", "state"].map((name) => form.elements[name].value);
  const only = form.elements.governments.checked;
  remember({ year, province, state, governments: only ? "1" : "" });
  const rows = await readPacked(`absent/${year}.bin`);
  if (!isNewest()) return;
  const wanted = rows.filter(([, , , category, place, , , status, , , late]) =>
    (!province || place === province) && (!only || category === "government") && (!state || (state === "late" ? late > 0 : status === state)));
  const cells = ([id, name, level, category, , city, county, status, due, published, late, known]) => [
    h("span", { lang: "zh-CN" }, known ? agencyLink(id, name) : name),
    city || county ? h("span", { lang: "zh-CN" }, [...new Set([city, county].filter(Boolean))].join(" ")) : "–",
    [level && t(`level_of/${level}`), category && t(`category_of/${category}`)].filter(Boolean).join(" · "),
    h("span", { class: `state ${status}` }, status === "published" ? t("home/late") : t(`coverage_of/${status}`)),
    due || "–", published || "–", late > 0 ? late : "–"];
  const headings = [t("body"), t("region_word"), t("category_word"), t("missing/state"), t("missing/due"), t("agency/published"), t("missing/days_late")];
  show(result, h("p", { "aria-live": "polite" }, t("missing/count", { n: number(wanted.length) })),
    wanted.length > 0 && growing(wanted, (some) => table(t("missing/title"), headings, some.map(cells), { numeric: [4, 5, 6], className: "list" })));
}
