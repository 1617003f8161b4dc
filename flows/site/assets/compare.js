// Several bodies side by side over the years, by one figure.

import { find, h, show } from "./dom.js";
import { agencyLink, into, parameters, read, readAgency, remember } from "./data.js";
import { lines } from "./chart.js";
import { figureAddress, oneAYear, valuesOf } from "./facts.js";
import { attachSearch } from "./search.js";
import { figure, percent, t } from "./words.js";

const MOST = 8;
const result = find("#compared");
const chosen = find("#chosen");
const select = find("#figure");
let ids = (parameters().get("ids") || "").split(",").filter(Boolean).slice(0, MOST);

attachSearch(find("#add"), (id) => {
  if (!ids.includes(id) && ids.length < MOST) ids = [...ids, id];
  into(result, draw);
});
into(result, start);

async function start() {
  const { figures } = await read("codes.json");
  const wanted = parameters().get("figure");
  show(select, figures.map((name) => h("option", { value: name, selected: name === wanted }, t(`figure_of/${name}`))));
  select.addEventListener("change", () => into(result, draw));
  await into(result, draw);
}

async function draw(isNewest) {
  const name = select.value;
  remember({ ids: ids.join(","), figure: name });
  const codes = await read("codes.json");
  const bodies = (await Promise.all(ids.map(async (id) => [id, await readAgency(id)]))).filter(([, body]) => body);
  if (!isNewest()) return;
  show(chosen, bodies.map(([id, body], i) => h("li", { class: `c${i}` }, h("span", { lang: "zh-CN" }, agencyLink(id, body.name)),
    h("button", { type: "button", "aria-label": t("compare/remove", { name: body.name }), onclick: () => { ids = ids.filter((one) => one !== id); into(result, draw); } }, "×"))));
  if (!bodies.length) {
    show(result, h("p", { class: "quiet" }, t("compare/empty")));
    return;
  }
  const at = codes.figures.indexOf(name);
  const found = bodies.map(([, body]) => oneAYear(body.reports, at));
  const series = bodies.map(([, body], i) => ({
    name: found[i].isSystem ? `${body.name} (${t("agency/scope/system")})` : body.name, values: valuesOf(found[i].reports, at),
  }));
  const lead = (index, year) => figureAddress(bodies[index][0], found[index].reports.get(year), name, codes);
  const axis = name.startsWith("share_") ? percent : undefined;
  const drawn = lines(t(`figure_of/${name}`), series, (value) => figure(name, value), { axis, lead });
  drawn?.querySelector("details").setAttribute("open", "");
  show(result, drawn || h("p", { class: "quiet" }, t("none")));
}
