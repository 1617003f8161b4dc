// One body: its years as lines, its report as the official form prints it, what was found, and its documents.

import { external, find, h, show, table } from "./dom.js";
import { address, agencyLink, into, parameters, read, readAgency } from "./data.js";
import { decode, factKey, figureAddress, finding, keyOf, oneAYear, valuesOf } from "./facts.js";
import { officialTables } from "./forms.js";
import { ruleName, sentences } from "./rules.js";
import { closeEvidence, onClose, openEvidence, sayMissing } from "./evidence.js";
import { lines } from "./chart.js";
import { figure, indicatorName, nameOf, number, percent, t } from "./words.js";

const CHARTS = [
  ["applications_received", "applications_closed"], ["share_granted", "share_denied"],
  ["reviews", "lawsuits"], ["items_disclosed", "normative_documents_made"],
];

const root = find("#agency");
const query = parameters();
const id = query.get("id");
into(root, draw);

async function draw() {
  const [codes, body] = await Promise.all([read("codes.json"), readAgency(id)]);
  if (!body) {
    show(root, h("h1", {}, t("agency/title")), h("p", {}, id ? t("agency/not_found", { id }) : t("agency/choose")));
    return;
  }
  document.title = `${body.name} · ${t("site")}`;
  const report = chosen(body);
  show(root, head(body), coverage(body), figures(body, codes), report ? reportView(body, report, codes) : notThere(body), documents(body));
  queueMicrotask(follow);
  addEventListener("hashchange", follow);
}

/** The report that the address names, or the newest where it names none; nothing where there is no such report. A
 * finding is named by its document: its report may be of another scope than the first. */
function chosen({ reports, findings }) {
  const [document_, number_] = named("#f=");
  const scope = query.get("scope") ?? findings.map(finding).find((one) => one.document === document_ && String(one.number) === number_)?.scope;
  if (!query.get("year")) return reports.at(-1);
  const ofYear = reports.filter(({ y }) => String(y) === query.get("year"));
  return ofYear.find(({ s }) => s === scope) || (query.get("scope") ? undefined : ofYear[0]);
}

/** The parts of what the address names after its hash, where it begins so. */
function named(sign) {
  try {
    return location.hash.startsWith(sign) ? decodeURIComponent(location.hash.slice(sign.length)).split("~") : [];
  } catch {
    return [];
  }
}

function notThere(body) {
  const newest = body.reports.at(-1);
  return h("section", { id: "report" }, h("h2", {}, t("agency/year_view", { year: query.get("year") || t("unknown") })),
    h("p", {}, t("agency/no_report")),
    newest && h("p", {}, h("a", { href: `${address("agency", { id, year: newest.y, scope: newest.s })}#report` }, t("agency/newest", { year: newest.y }))));
}

/** Show what the address names after its hash: the report, a finding, or where a number comes from. */
function follow() {
  const [document_, number_] = named("#f=");
  const place = location.hash === "#report" ? find("#report") : number_ && document.getElementById(findingId({ document: document_, number: number_ }));
  if (!place) return;
  place.scrollIntoView();
  if (number_) place.focus();
}

const findingId = ({ document: document_, number: number_ }) => `f-${document_}-${number_}`;

function head(body) {
  const where = [...new Set(body.place.filter(Boolean))].join(" ");
  const others = body.names.filter((name) => name !== body.name);
  return h("header", { class: "opening" },
    h("p", { class: "over" }, [where && h("a", { href: address("region", { code: (body.region || "").slice(0, 6) }) }, where),
      body.level && t(`level_of/${body.level}`), body.category && t(`category_of/${body.category}`)].filter(Boolean)
      .flatMap((part, i) => (i ? [" · ", part] : [part]))),
    h("h1", { lang: "zh-CN" }, body.name),
    others.length > 0 && h("p", { class: "quiet" }, t("agency/aliases", { names: others.join("、") })),
    body.successor && h("p", {}, t("agency/successor"), " ", agencyLink(...body.successor)),
    h("p", {}, h("a", { href: address("compare", { ids: id }) }, t("agency/compare"))));
}

/** A strip of years: each says whether a report is there, and leads to it. */
function coverage(body) {
  const reports = new Set(body.reports.map(({ y }) => y));
  const status = new Map(body.coverage.map((row) => [row[0], row]));
  const years = [...new Set([...status.keys(), ...reports])].sort((a, b) => a - b);
  return h("section", {}, h("h2", {}, t("agency/coverage")), h("ol", { class: "strip" }, years.map((year) => {
    const [, state = "published", due, published, late] = status.get(year) || [year];
    const says = [t(`coverage_of/${state}`), late > 0 && `+${late}`].filter(Boolean).join(" ");
    const hint = [due && `${t("missing/due")} ${due}`, published && t("agency/published_on", { date: published })].filter(Boolean).join(", ");
    const inside = [h("b", {}, year), h("small", { title: hint || null }, says)];
    return h("li", { class: `${state} ${late > 0 ? "late" : ""}` },
      reports.has(year) ? h("a", { href: `${address("agency", { id, year })}#report` }, inside) : h("span", {}, inside));
  })));
}

function figures(body, codes) {
  const series = (name) => {
    const at = codes.figures.indexOf(name);
    const { reports } = oneAYear(body.reports, at);
    return { figure: name, reports, name: t(`figure_of/${name}`), values: valuesOf(reports, at) };
  };
  const drawn = CHARTS.map((names) => {
    const shown = names.map(series).filter(({ values }) => [...values.values()].some((value) => value !== null));
    const lead = (index, year) => figureAddress(id, shown[index].reports.get(year), shown[index].figure, codes);
    const axis = names[0].startsWith("share_") ? percent : undefined;
    return shown.length ? lines(shown.map(({ name }) => name).join(" / "), shown, (v) => figure(names[0], v), { axis, lead }) : null;
  }).filter(Boolean);
  const isSystem = drawn.length > 0 && body.reports.every(({ s }) => s === "system");
  return drawn.length > 0 && h("section", {}, h("h2", {}, t("agency/figures")), isSystem && h("p", { class: "quiet" }, t("agency/scope/system")), h("div", { class: "charts" }, drawn));
}

function reportView(body, report, codes) {
  const facts = decode(report, codes);
  const found = body.findings.map(finding).filter((one) => one.year === report.y && (one.scope === report.s || !one.scope));
  const others = body.reports.filter(({ y }) => y === report.y);
  const state = report.ok === null ? "not_asked" : report.ok ? "balanced" : "unbalanced";
  const used = new Set();
  const forms = [...new Set(facts.map(({ form }) => form).filter(Boolean))].flatMap((form) => {
    const drawn = officialTables(codes.forms[form] || [], facts.filter((fact) => fact.form === form), (fact) => link(fact, found));
    drawn.used.forEach((fact) => used.add(fact));
    return drawn.tables;
  });
  const said = facts.filter((fact) => fact.table === null);
  const rest = facts.filter((fact) => fact.table !== null && !used.has(fact));
  listen(body, report, codes, facts, found);
  return h("section", { id: "report" },
    h("h2", {}, t("agency/year_view", { year: report.y })),
    others.length > 1 && h("nav", { class: "tabs", "aria-label": t("agency/year_view", { year: report.y }) }, others.map(({ y, s }) =>
      h("a", { href: `${address("agency", { id, year: y, scope: s })}#report`, "aria-current": s === report.s ? "page" : null }, t(`agency/scope/${s}`)))),
    h("p", { class: "facts-line" }, [others.length > 1 ? null : t(`agency/scope/${report.s}`), report.f && t("agency/form", { form: report.f }),
      report.on && t("agency/published_on", { date: report.on }), h("span", { class: `balance ${state}` }, t(`agency/${state}`))]
      .filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part]))),
    h("h3", {}, t("agency/findings")), findingList(found, codes, facts),
    facts.length === 0 && h("p", {}, t("agency/no_facts")),
    forms.length > 0 && [h("h3", {}, t("agency/as_printed")), h("p", { class: "quiet" }, t("agency/as_printed_text")), statusKey(), forms],
    factTable(t("agency/in_words"), said, found), factTable(t("agency/more_facts"), rest, found));
}

const statusKey = () => h("ul", { class: "status-key" }, ["proved", "proved_zero", "stated", "contradicted"].map((one) =>
  h("li", { title: t(`status_means/${one}`) }, h("span", { class: `fact ${one}` }, t(`status_of/${one}`)))));

/** A number that leads to its words. Its mark says how far it can be trusted; a finding has a sign of its own. */
function link(fact, found) {
  const mark = fact.finding !== null && found.some((one) => one.number === fact.finding && one.document === fact.document);
  return h("a", { href: `#n=${factKey(fact)}`, class: `fact ${fact.status}${fact.value === 0 ? " zero" : ""}`, title: t(`status_of/${fact.status}`) }, number(fact.value),
    mark && h("sup", {}, "!"), fact.isApproximate && h("span", { class: "about" }, "≈"));
}

function factTable(title, facts, found) {
  if (!facts.length) return null;
  const rows = facts.map((fact) => [
    [indicatorName(fact.indicator), fact.applicant && fact.applicant !== "total" ? ` · ${t(`applicant_of/${fact.applicant}`)}` : "",
      fact.period === "cumulative" ? ` · ${t("agency/cumulative")}` : ""],
    link(fact, found), fact.indicator[3], h("q", { lang: "zh-CN" }, fact.quote)]);
  return [h("h3", {}, title), table(title, [t("evidence/indicator"), t("value"), t("unit"), t("evidence/words")], rows, { numeric: [1], className: "list" })];
}

function findingList(found, codes, facts) {
  if (!found.length) return h("p", { class: "quiet" }, t("agency/no_findings"));
  return h("ul", { class: "finding-list" }, found.map((one) => h("li", { class: one.severity, id: findingId(one), tabindex: "-1" },
    h("b", {}, t(`severity_of/${one.severity}`)), " ", ruleName(codes, one.rule), " ", h("code", { class: "quiet" }, one.rule),
    sentences(codes, one), concerned(one, facts))));
}

/** The numbers that a finding marks, each with its link. */
function concerned(one, facts) {
  const marked = facts.filter((fact) => fact.finding === one.number && fact.document === one.document);
  return marked.length > 0 && h("p", { class: "marked" }, t("agency/marked"), " ", marked.flatMap((fact, i) => [i ? " · " : "",
    h("span", {}, indicatorName(fact.indicator), fact.applicant && ` (${t(`applicant_of/${fact.applicant}`)})`, " "), link(fact, [])]));
}

function listen(body, report, codes, facts, found) {
  const open = () => {
    const key = named("#n=").join("~");
    const fact = key && facts.find((one) => factKey(one) === key);
    if (key && !fact) return sayMissing(key);
    if (!fact) return closeEvidence();
    const mine = found.filter((one) => one.number === fact.finding && one.document === fact.document);
    const walk = `gongkai explain ${id} ${report.y} ${fact.indicator[0]}`;
    return openEvidence(id, fact, codes, { page: body.documents[fact.document], findings: mine, walk, label: labelOf(fact, codes) });
  };
  // The address names body, year and scope, so that a number's address can be handed on.
  const stay = new URLSearchParams({ id, year: report.y, scope: report.s });
  keep(stay, location.hash);
  onClose(() => location.hash.startsWith("#n=") && keep(stay, ""));
  addEventListener("hashchange", open);
  queueMicrotask(open);
}

/** How the official form labels the box that a number stands in. */
function labelOf(fact, codes) {
  const cell = (codes.forms[fact.form] || []).find(([, , , , indicator, applicant, period]) =>
    keyOf(indicator, applicant, period) === keyOf(fact.indicator[0], fact.applicant, fact.period));
  return cell && fact.table !== null ? [cell[1], ...cell[2], ...cell[3]].filter(Boolean).join(" › ") : null;
}

function keep(query_, hash) {
  history.replaceState(null, "", `?${query_}${hash}`);
  document.dispatchEvent(new Event("placechange"));
}

function documents(body) {
  const rows = Object.values(body.documents).map(([title, url, fetched, , , , kind, published, year, excluded]) => [
    year ?? t("unknown"), [h("span", { lang: "zh-CN", class: "title" }, title || t("page_unnamed")), h("br"), external(url),
      excluded && [h("br"), h("small", {}, t("agency/excluded", { why: nameOf("excluded_of", excluded) }))]], nameOf("kind_of", kind), published || "", fetched]);
  const headings = [t("year"), t("agency/page"), t("agency/kind"), t("agency/published"), t("agency/fetched")];
  return rows.length > 0 && h("section", {}, h("h2", {}, t("agency/documents")), table(t("agency/documents"), headings, rows, { className: "list" }));
}
