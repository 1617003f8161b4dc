// An indicator: what it means, which forms ask it, how it went through the years, and who stated most.

import { find, h, show, table } from "./dom.js";
import { address, agencyLink, factAddress, into, parameters, read, remember } from "./data.js";
import { bars, lines } from "./chart.js";
import { keyOf } from "./facts.js";
import { indicatorName, number, t } from "./words.js";

const id = parameters().get("id") || "";
const root = find("#indicator");
into(root, draw);

async function draw() {
  const codes = await read("codes.json");
  const one = codes.indicators.find(([name]) => name === id);
  if (!one) {
    show(root, h("h1", {}, t("indicator/title")), h("p", {}, t("indicator/not_found", { id })));
    return;
  }
  const found = await read(`indicators/${encodeURIComponent(id)}.json`);
  document.title = `${indicatorName(one)} · ${t("site")}`;
  const places = Object.entries(codes.forms).flatMap(([form, cells]) => cells.filter(([, , , , name]) => name === id).map((cell) => [form, cell]));
  show(root, head(one, codes.indicators), forms(places), found.years.length ? through(found) : h("p", {}, t("indicator/no_values")));
}

function head([name, zh, en, unit, section, parent, comparable, dimension], all) {
  const link = ([other, ...labels]) => h("a", { href: address("indicator", { id: other }) }, indicatorName([other, ...labels]));
  const links = (found) => found.flatMap((other, i) => (i ? [t("indicator/and"), link(other)] : [link(other)]));
  const rows = [
    [t("unit"), unit],
    [t("indicator/part_of"), links(all.filter(([other]) => other === parent))],
    [t("indicator/parts"), links(all.filter((other) => other[5] === name))],
    [t("indicator/same_as"), comparable !== name && links(all.filter(([other]) => other === comparable))],
    [t("indicator/by_applicant"), dimension === "applicant" && t("indicator/yes")],
  ].filter(([, value]) => value && value.length);
  return h("header", { class: "opening" }, h("p", { class: "over" }, t(`section_of/${section}`)),
    h("h1", {}, indicatorName([name, zh, en])), h("p", { class: "quiet" }, `${zh} · ${en} · `, h("code", {}, name)),
    h("dl", { class: "definition" }, rows.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value)))));
}

function forms(places) {
  const seen = new Map();
  for (const [form, [, clause, row]] of places) seen.set(`${form}${row.join()}`, [form, [clause, ...row].filter(Boolean).join(" › ")]);
  return h("section", {}, h("h2", {}, t("indicator/forms")), seen.size
    ? h("ul", { class: "plain" }, [...seen.values()].map(([form, path]) => h("li", {}, h("b", {}, form), " ", h("span", { lang: "zh-CN" }, path))))
    : h("p", {}, t("indicator/prose_only")));
}

function through(found) {
  const of = (column) => new Map(found.years.map((row) => [row[0], row[column] === null ? null : Number(row[column])]));
  const columns = ["reports", "sum", "zeros", "p10", "median", "p90", "max"];
  const rows = found.years.map((row) => [row[0], ...row.slice(1, 8).map((value) => (value === null ? "–" : number(value))),
    ...row.slice(8).map(number)]);
  const headings = [t("year"), ...columns.map((name) => t(`indicator/${name}`)),
    ...["proved", "proved_zero", "stated", "contradicted"].map((name) => t(`status_of/${name}`))];
  const detail = h("div", {});
  const years = found.years.map(([year]) => year);
  const year = years.includes(Number(parameters().get("year"))) ? Number(parameters().get("year")) : years.at(-1);
  const choice = h("select", { onchange: (event) => { remember({ year: event.target.value }); show(detail, ofYear(found, Number(event.target.value))); } },
    years.map((one) => h("option", { value: one, selected: one === year }, one)));
  show(detail, ofYear(found, year));
  return [
    h("section", {}, h("h2", {}, t("indicator/trend")), h("div", { class: "charts" },
      lines(t("indicator/sum"), [{ name: t("indicator/sum"), values: of(2) }], number),
      lines(t("indicator/median"), ["p10", "median", "p90"].map((name, i) => ({ name: t(`indicator/${name}`), values: of(4 + i) })), number)),
      table(t("indicator/trend"), headings, rows, { numeric: headings.map((_, i) => i).slice(1) })),
    h("section", {}, h("p", { class: "filters" }, h("label", {}, t("year"), " ", choice)), detail),
  ];
}

function ofYear(found, year) {
  const sizes = found.spread.filter(([one]) => one === year).map(([, size, n]) => [sizeName(size), n]);
  const top = found.top.filter(([one]) => one === year);
  return [h("h2", {}, t("indicator/spread", { year })), h("p", { class: "quiet" }, t("indicator/spread_text")),
    bars(t("indicator/spread", { year }), sizes, number, { hasHeading: true }),
    top.length > 0 && [h("h2", {}, t("indicator/top", { year })), h("p", { class: "quiet" }, t("indicator/top_text")),
      table(t("indicator/top", { year }), [t("body"), t("value"), t("status")], top.map(([, agency, name, value, status, scope, applicant]) => [
        h("span", { lang: "zh-CN" }, agencyLink(agency, name)),
        h("a", { href: factAddress(agency, year, scope, keyOf(id, applicant)) }, number(value)), t(`status_of/${status}`)]), { numeric: [1] })]];
}

/** 0 is zero; n is from 10^(n-1) to below 10^n. */
function sizeName(size) {
  if (size === 0) return "0";
  if (size > 9) return t("indicator/above", { from: number(10 ** 9) });
  return t("indicator/from_to", { from: number(10 ** (size - 1)), to: number(10 ** size - 1) });
}

