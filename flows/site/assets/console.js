// The SQL page: a question, its answer as a table, a simple chart and CSV.

import { find, h, show, table } from "./dom.js";
import { bars, lines } from "./chart.js";
import { parameters } from "./data.js";
import { MOST_ROWS, startDatabase } from "./duckdb.js";
import { number, t } from "./words.js";

const SHOWN_ROWS = 500;
const MOST_BARS = 24;
const form = find("#console");
const sql = form.elements.sql;
const button = form.querySelector("button[type=submit]");
const result = find("#result");
const examples = JSON.parse(find("#examples").textContent);
const wanted = parameters().get("example") || "findings_by_rule";
let database = null;
let round = 0;

const choice = form.elements.example;
choice.addEventListener("change", () => take(choice.value));
function take(name) {
  const found = examples.find((one) => one.name === name);
  if (!found) return;
  choice.value = name;
  sql.value = found.sql;
}
take(examples.some(({ name }) => name === wanted) ? wanted : examples[0].name);
if (parameters().get("sql")) sql.value = parameters().get("sql");

sql.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});

async function run() {
  const mine = ++round;
  button.disabled = true;
  result.setAttribute("aria-busy", "true");
  try {
    if (!database) {
      show(result, h("p", { role: "status" }, t("console/starting")));
      database = await startDatabase();
    }
    show(result, h("p", { role: "status" }, t("console/running"), " ", h("button", { type: "button", class: "plain", onclick: stop }, t("console/stop"))));
    const from = performance.now();
    const answer = await database.ask(sql.value);
    if (mine === round) draw(answer, Math.round(performance.now() - from));
  } catch (error) {
    if (mine === round) show(result, h("div", { class: "failed", role: "alert" }, h("b", {}, t("console/failed")), h("pre", {}, error.message)));
  } finally {
    if (mine === round) button.disabled = false;
  }
}

/** End the database with its query; the next one starts it anew. */
function stop() {
  round += 1;
  database.stop();
  database = null;
  button.disabled = false;
  show(result, h("p", { role: "status" }, t("console/stopped")));
}

function draw({ columns, rows, isCut }, ms) {
  const numeric = columns.flatMap(({ isNumber }, i) => (isNumber ? [i] : []));
  const isYear = (i) => /year/.test(columns[i].name);
  const cells = rows.slice(0, SHOWN_ROWS).map((row) => row.map((text, i) => (columns[i].isNumber && text !== null && !isYear(i) ? number(text) : text ?? h("i", { class: "null" }, "null"))));
  show(result,
    h("p", { role: "status", id: "count" }, t("console/rows", { n: number(rows.length), ms: number(ms) }), rows.length > SHOWN_ROWS && `, ${t("console/cut", { n: SHOWN_ROWS })}`,
      isCut && h("b", {}, ` ${t("console/most", { n: number(MOST_ROWS) })}`),
      " · ", h("button", { type: "button", class: "plain", onclick: () => save(columns, rows) }, t("console/csv"))),
    chart(columns, rows, numeric.filter((i) => !isYear(i))),
    table(t("console/title"), columns.map(({ name }) => name), cells, { numeric, className: "answer" }));
}

/** A line where each row is a year, bars where a few rows have a name each; nothing where neither tells anything. */
function chart(columns, rows, values) {
  if (!values.length || rows.length < 2) return null;
  const at = values[0];
  const year = columns.findIndex(({ name }) => name === "report_year");
  const value = (row) => (row[at] === null ? null : Number(row[at]));
  if (year >= 0 && new Set(rows.map((row) => row[year])).size === rows.length) {
    return lines(columns[at].name, [{ name: columns[at].name, values: new Map(rows.map((row) => [Number(row[year]), value(row)])) }], number);
  }
  const named = columns.findIndex(({ name, isNumber }) => !isNumber && name.endsWith("_name"));
  const label = named >= 0 ? named : columns.findIndex(({ isNumber }) => !isNumber);
  if (label < 0 || rows.length > MOST_BARS || rows.some((row) => value(row) < 0)) return null;
  return bars(columns[at].name, rows.map((row) => [row[label] ?? "–", value(row) ?? 0]), number);
}

/** A text that a spreadsheet would run, or take for another number: the rule of flows/publish/sheets.py. */
const NOT_KEPT = /^(?: *[=+\-@＝＋－＠]|[\t\r\n]|(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+)[\r\n]*$)/;

/** What would run within a text, where a spreadsheet cuts it at something else than commas. */
const WITHIN = /([;|\t\r\n][ "]*)([=+\-@＝＋－＠])/g;

/** Comma-separated rows; what would not be kept has a mark before it. */
function save(columns, rows) {
  const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const kept = (text) => (NOT_KEPT.test(text) ? "'" : "") + text.replaceAll(WITHIN, "$1'$2");
  const safe = (text, isNumber) => quoted(text === null ? "" : isNumber ? text : kept(text));
  const content = [columns.map(({ name }) => safe(name, false)), ...rows.map((row) => row.map((text, i) => safe(text, columns[i].isNumber)))]
    .map((row) => row.join(",")).join("\n");
  const link = h("a", { href: URL.createObjectURL(new Blob(["\ufeff", content, "\n"], { type: "text/csv" })), download: "gongkai.csv" });
  link.click();
  URL.revokeObjectURL(link.href);
}
