// Everything wrong or odd, by rule, region and year.

import { external, find, h, moreButton, show, table } from "./dom.js";
import { findingAddress, into, parameters, read, readPacked, remember } from "./data.js";
import { isWithin } from "./places.js";
import { ruleName, sentences } from "./rules.js";
import { number, t } from "./words.js";

const AT_ONCE = 100;
const result = find("#found");
const form = find("#filters");
const NAMES = ["year", "province", "place", "rule", "severity"];
const place = form.elements.place;

into(result, start);

async function start() {
  const [index, codes] = await Promise.all([read("findings/index.json"), read("codes.json")]);
  for (const name of NAMES) {
    if (name === "place") await fillPlaces();
    choose(form.elements[name], parameters().get(name));
  }
  const again = () => into(result, (isNewest) => draw(index, codes, isNewest));
  form.elements.province.addEventListener("change", async () => { await fillPlaces(); await again(); });
  form.addEventListener("change", (event) => event.target !== form.elements.province && again());
  await again();
}

function choose(select, wanted) {
  if (wanted && [...select.options].some(({ value }) => value === wanted)) select.value = wanted;
}

/** What a province's file says of its findings; the page needs it only where a place inside is chosen. */
const ofProvince = (code) => readPacked(`findings/${code}.bin`);

/** The cities and counties of the chosen province that have findings, counties under their cities. */
async function fillPlaces() {
  const province = form.elements.province.value;
  const { regions } = province && province !== "00" ? await ofProvince(province) : { regions: [] };
  const inside = regions.filter(([, , level]) => level !== "province");
  const options = inside.map(([code, name, level, parent]) =>
    h("option", { value: code }, level === "county" && !parent.endsWith("0000") ? "\u3000" : "", name));
  show(place, h("option", { value: "" }, t("all")), options);
  place.disabled = !options.length;
}

async function draw(index, codes, isNewest, most = AT_ONCE) {
  const chosen = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
  remember(chosen);
  const { year, province, rule, severity } = chosen;
  const counted = chosen.place ? (await ofProvince(province)).counts : index.counts;
  const within = chosen.place || province;
  const fits = counted.filter(([name, weight, when, where]) => (!year || String(when) === year) && isWithin(where, within)
    && (!rule || name === rule) && (!severity || weight === severity));
  const total = fits.reduce((sum, row) => sum + row[4], 0);
  const shown = await firstOf(index.files, chosen, within, Math.min(total, most));
  if (!isNewest()) return;
  show(result, h("p", { "aria-live": "polite" }, t("findings/count", { n: number(total) })),
    total > 0 && byRule(fits, codes), h("ol", { class: "finding-list" }, shown.map((row) => item(row, codes))),
    total > shown.length && moreButton(total - shown.length, () => into(result, async (isStill) => {
      await draw(index, codes, isStill, most + AT_ONCE);
      result.querySelector(".more")?.focus();
    })));
}

/** So many of the findings that fit, newest years first; only the files that can hold one are read. */
async function firstOf(files, { year, province, rule, severity }, within, most) {
  const found = [];
  const fitting = files.filter(([when, where, , first, last]) => (!year || String(when) === year) && (!province || where === province)
    && (within === province || reaches(first, last, within))).sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] - b[2]));
  for (const [when, where, at] of fitting) {
    if (found.length >= most) break;
    const rows = await readPacked(`findings/${when}-${where}-${at}.bin`);
    found.push(...rows.filter((row) => isWithin(row[0], within) && (!rule || row[4] === rule) && (!severity || row[5] === severity))
      .map((row) => [when, ...row]));
  }
  return found.slice(0, most);
}

/** Whether a file from one region to another can hold a finding of a place. */
const reaches = (first, last, within) => isWithin(first, within) || isWithin(last, within) || (first < within && within < last);

function byRule(rows, codes) {
  const counts = new Map();
  for (const [name, weight, , , n] of rows) counts.set(`${name}|${weight}`, (counts.get(`${name}|${weight}`) || 0) + n);
  const listed = [...counts].sort((a, b) => b[1] - a[1]).map(([key, n]) => {
    const [name, weight] = key.split("|");
    return [[ruleName(codes, name), " ", h("code", { class: "quiet" }, name)], h("span", { class: `severity ${weight}` }, t(`severity_of/${weight}`)), number(n)];
  });
  return h("details", {}, h("summary", {}, t("findings/by_rule")), table(t("findings/by_rule"), [t("findings/rule"), t("findings/severity"), t("findings/number")], listed, { numeric: [2] }));
}

function item([year, , agency, name, province, rule, severity, message, identity, document, number_, url, left, right], codes) {
  const where = [province, year || t("findings/no_year")].filter(Boolean).join(" · ");
  return h("li", { class: severity },
    h("p", {}, h("b", {}, t(`severity_of/${severity}`)), " ", ruleName(codes, rule), " ", h("code", { class: "quiet" }, rule)),
    h("p", {}, agency ? h("a", { href: findingAddress(agency, year, document, number_), lang: "zh-CN" }, name) : h("span", { lang: "zh-CN" }, name || t("unknown")),
      " ", h("span", { class: "quiet" }, where)),
    sentences(codes, { rule, message, left, right, identity }),
    h("p", { class: "address" }, external(url)));
}
