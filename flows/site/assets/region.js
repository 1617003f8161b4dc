// A region: the sums over its bodies by year, the regions inside, and the bodies.

import { find, growing, h, show, table } from "./dom.js";
import { address, agencyLink, ifThere, into, parameters, read } from "./data.js";
import { lines } from "./chart.js";
import { isWithin } from "./places.js";
import { number, t } from "./words.js";

const code = parameters().get("code") || "";
const root = find("#region");
into(root, draw);

async function draw() {
  if (!/^(\d{6}|00)$/.test(code)) {
    show(root, h("h1", {}, t("region/title")), h("p", {}, t("region/not_found", { code })));
    return;
  }
  const [codes, province] = await Promise.all([read("codes.json"), ifThere(read(`regions/${code.slice(0, 2)}.json`))]);
  const regions = new Map((province?.regions || []).map((row) => [row[0], row]));
  const here = regions.get(code);
  if (!province || (!here && code !== "00")) {
    show(root, h("h1", {}, t("region/title")), h("p", {}, t("region/not_found", { code })));
    return;
  }
  const name = here ? here[1] : t("home/unplaced");
  document.title = `${name} · ${t("site")}`;
  const inside = province.regions.filter(([, , , parent]) => parent === code);
  const bodies = province.agencies.filter(([, , , , region]) => isWithin(region, code));
  show(root, head(here, name, regions), sums(province.years[code] || [], codes), published(province.coverage[code] || [], regions.get(`${code.slice(0, 2)}0000`)), bodyTable(bodies), parts(inside, province.years));
}

function head(here, name, regions) {
  const above = [];
  for (let at = here && regions.get(here[3]); at; at = regions.get(at[3])) above.unshift(at);
  return h("header", { class: "opening" },
    h("p", { class: "over" }, above.flatMap((row) => [h("a", { href: address("region", { code: row[0] }) }, row[1]), " · "]),
      here && t(`level_of/${here[2]}`)),
    h("h1", { lang: "zh-CN" }, name), here && h("p", { class: "quiet" }, here[0]));
}

function sums(years, codes) {
  if (!years.length) return null;
  const of = (column) => new Map(years.map((row) => [row[0], row[column] === null ? null : Number(row[column])]));
  const at = (figure) => 4 + codes.summed.indexOf(figure);
  const series = (figures) => figures.map((figure) => ({ name: t(`figure_of/${figure}`), values: of(at(figure)) }));
  const charts = [
    lines(t("region/reporting"), [{ name: t("region/reporting"), values: of(1) }], number),
    lines(t("figure_of/applications_received"), series(["applications_received", "applications_closed"]), number),
    lines(`${t("figure_of/reviews")} / ${t("figure_of/lawsuits")}`, series(["reviews", "lawsuits"]), number),
    lines(t("figure_of/items_disclosed"), series(["items_disclosed"]), number),
  ];
  const headings = [t("year"), t("region/reporting"), t("region/balanced"), t("region/unbalanced"), ...codes.summed.map((one) => t(`figure_of/${one}`))];
  return h("section", {}, h("h2", {}, t("region/sums")), h("p", { class: "quiet" }, t("region/sums_text")),
    h("div", { class: "charts" }, charts),
    table(t("region/sums"), headings, years.map(([year, ...rest]) => [year, ...rest.map((v) => (v === null ? "–" : number(v)))]),
      { numeric: headings.map((_, i) => i).slice(1) }));
}

/** How many of the bodies known here have published, year by year. */
function published(years, province) {
  if (!years.length) return null;
  const headings = [t("year"), ...["published", "unreadable", "missing", "never_seen", "late"].map((name) => t(`home/${name}`))];
  return h("section", {}, h("h2", {}, t("home/map")), h("p", { class: "quiet" }, t("region/published_text"), " ",
    h("a", { href: address("missing", province ? { province: province[1] } : {}) }, t("nav/missing"))),
    table(t("home/map"), headings, years.map(([year, ...counts]) => [year, ...counts.map(number)]), { numeric: [1, 2, 3, 4, 5] }));
}

function parts(inside, years) {
  if (!inside.length) return null;
  const rows = inside.map(([part, name, level]) => {
    const found = years[part] || [];
    const newest = found.at(-1);
    return [h("a", { href: address("region", { code: part }), lang: "zh-CN" }, name), t(`level_of/${level}`),
      newest ? newest[0] : "–", newest ? number(newest[1]) : "–"];
  });
  return h("section", {}, h("h2", {}, t("region/parts")),
    table(t("region/parts"), [t("region/title"), t("level_word"), t("year"), t("region/reporting")], rows, { numeric: [2, 3] }));
}

function bodyTable(bodies) {
  if (!bodies.length) return h("p", { class: "quiet" }, t("region/no_bodies"));
  const row = ([id, name, level, category, , first, last, n]) => [
    h("span", { lang: "zh-CN" }, agencyLink(id, name)), level ? t(`level_of/${level}`) : "", category ? t(`category_of/${category}`) : "",
    first === last ? first : `${first}–${last}`, n];
  return h("section", {}, h("h2", {}, `${t("region/bodies")} (${number(bodies.length)})`),
    growing(bodies, (some) => table(t("region/bodies"), [t("body"), t("level_word"), t("category_word"), t("years"), t("agency/reports")],
      some.map(row), { numeric: [3, 4], className: "list" })));
}
