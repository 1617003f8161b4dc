// How a number stands on its page: the rest of its line, or the headings of its table (`flows/site/excerpts.py`).

import { h } from "./dom.js";
import { ifThere, readPacked } from "./data.js";

/** The number with the words around it, or null where this copy of the site has none. */
export async function printed(id, fact, codes) {
  if (!codes.texts) return null;
  const found = await ifThere(readPacked(`texts/${id.slice(0, codes.prefix) || "all"}.bin`));
  const [sentences, tables] = found?.[fact.document] || [{}, {}];
  return fact.table === null ? inSentence(sentences[`${fact.down}-${fact.across}`], fact) : inTable(tables[fact.table], fact);
}

function inSentence(sides, fact) {
  if (!sides) return null;
  return h("blockquote", { lang: "zh-CN" }, sides[0], h("mark", {}, fact.quote), sides[1]);
}

function inTable(labels, fact) {
  if (!labels) return null;
  const over = above(labels, fact.down, fact.across);
  const beside = labels.filter(([row, column, rows, columns]) => covers(row, rows, fact.down) && column + columns <= fact.across)
    .sort((a, b) => a[1] - b[1]).map(textOf);
  if (!over.length && !beside.length) return null;
  const corner = (i) => i === 0 && beside.length > 0 && h("td", { class: "corner", rowspan: over.length });
  return h("div", { class: "scroll", lang: "zh-CN" }, h("table", { class: "official snippet" },
    h("tbody", { class: "heads" }, over.map((text, i) => h("tr", {}, corner(i), h("th", { scope: "col" }, text)))),
    h("tbody", {}, h("tr", {}, beside.length > 0 && h("th", { scope: "row" }, beside.join(" › ")), h("td", { class: "number" }, h("mark", {}, fact.quote))))));
}

/** The headings over a place, from the top: the nearest ones that stand on each other without a gap. */
function above(labels, row, column) {
  const at = (line) => labels.find(([first, left, rows, columns]) => covers(first, rows, line) && covers(left, columns, column));
  let line = row - 1;
  while (line >= 0 && !at(line)) line -= 1;
  const found = [];
  for (let label = at(line); label; label = at(label[0] - 1)) found.unshift(textOf(label));
  return found;
}

const covers = (first, n, place) => first <= place && place < first + n;
const textOf = ([, , , , text]) => text;
