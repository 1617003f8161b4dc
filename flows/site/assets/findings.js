// Everything wrong or odd, by rule, year and province.

import { external, find, h, show, table } from "./dom.js";
import { address, into, parameters, read, remember } from "./data.js";
import { ruleName, sentences } from "./rules.js";
import { number, t } from "./words.js";

const MOST = 300;
const result = find("#found");
const form = find("#filters");
const NAMES = ["year", "province", "rule", "severity"];

into(result, start);

async function start() {
  const [index, codes] = await Promise.all([read("findings/index.json"), read("codes.json")]);
  for (const name of NAMES) {
    const wanted = parameters().get(name);
    if (wanted && [...form.elements[name].options].some(({ value }) => value === wanted)) form.elements[name].value = wanted;
  }
  form.addEventListener("change", () => into(result, () => draw(index, codes)));
  await draw(index, codes);
}

async function draw(index, codes) {
  const [year, province, rule, severity] = NAMES.map((name) => form.elements[name].value);
  remember({ year, province, rule, severity });
  const fits = index.filter(([name, weight, when, where]) => (!year || String(when) === year) && (!province || where === province)
    && (!rule || name === rule) && (!severity || weight === severity));
  const total = fits.reduce((sum, row) => sum + row[4], 0);
  const files = [...new Set(fits.map(([, , when, where]) => `${when}-${where}`))].sort().reverse();
  const read_ = [];
  for (const file of files) {
    if (read_.length >= MOST) break;
    const rows = await read(`findings/${file}.json`);
    read_.push(...rows.filter((row) => (!rule || row[3] === rule) && (!severity || row[4] === severity)).map((row) => [file, ...row]));
  }
  show(result, h("p", { "aria-live": "polite" }, t("findings/count", { n: number(total) }), total > MOST && `, ${t("missing/shown", { n: MOST })}`),
    byRule(fits, codes), h("ol", { class: "finding-list" }, read_.slice(0, MOST).map((row) => item(row, codes))));
}

function byRule(rows, codes) {
  const counts = new Map();
  for (const [name, weight, , , n] of rows) counts.set(`${name}|${weight}`, (counts.get(`${name}|${weight}`) || 0) + n);
  const listed = [...counts].sort((a, b) => b[1] - a[1]).map(([key, n]) => {
    const [name, weight] = key.split("|");
    return [[ruleName(codes, name), " ", h("code", { class: "quiet" }, name)], h("span", { class: `severity ${weight}` }, t(`severity_of/${weight}`)), number(n)];
  });
  return h("details", {}, h("summary", {}, t("findings/by_rule")), table(t("findings/by_rule"), [t("findings/rule"), t("findings/severity"), ""], listed, { numeric: [2] }));
}

function item([file, agency, name, province, rule, severity, message, identity, , number_, url, left, right], codes) {
  const year = file.split("-")[0];
  const where = [province, Number(year) ? year : t("findings/no_year")].filter(Boolean).join(" · ");
  return h("li", { class: severity },
    h("p", {}, h("b", {}, t(`severity_of/${severity}`)), " ", ruleName(codes, rule), " ", h("code", { class: "quiet" }, rule)),
    h("p", {}, agency ? h("a", { href: `${address("agency", { id: agency, year })}#f${number_}`, lang: "zh-CN" }, name) : h("span", { lang: "zh-CN" }, name || t("unknown")),
      " ", h("span", { class: "quiet" }, where)),
    sentences(codes, { rule, message, left, right }), identity && h("code", { class: "identity" }, identity),
    h("p", { class: "address" }, external(url)));
}
