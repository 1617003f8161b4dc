// The official forms as they are printed: headings that span, rows that nest.

import { h } from "./dom.js";
import { keyOf } from "./facts.js";

/** The tables of a form that hold one of the facts: [{title, element}]. */
export function officialTables(cells, facts, write) {
  const known = new Map(facts.map((fact) => [keyOf(fact.indicator[0], fact.applicant, fact.period), fact]));
  const used = new Set();
  const take = ([, , , , indicator, applicant, period]) => {
    const fact = known.get(keyOf(indicator, applicant, period));
    if (fact) used.add(fact);
    return fact ? write(fact) : null;
  };
  const tables = [];
  for (const group of grouped(cells, ([name]) => name)) {
    if (!group.some(([, , , , i, a, p]) => known.has(keyOf(i, a, p)))) continue;
    const name = group[0][0];
    const blocks = blocksOf(name, group);
    tables.push(h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": blocks[0][0].path[0] || name },
      h("table", { class: `official ${name}` }, blocks.map((rows) => block(rows, take, widest(blocks))))));
  }
  return { tables, used };
}

/** Rows that share their columns. Review and litigation are one row; the lists of older forms are indented. */
function blocksOf(name, cells) {
  if (name === "remedies") return [sideways(cells)];
  if (name === "statistics") return [indented(rowsOf(cells))];
  return grouped(rowsOf(cells), (row) => row.clause + row.columns.join("|"));
}

function grouped(items, key) {
  const found = [];
  let last;
  for (const item of items) {
    const name = key(item);
    if (found.length && name === last) found.at(-1).push(item);
    else found.push([item]);
    last = name;
  }
  return found;
}

function rowsOf(cells) {
  return grouped(cells, ([, , path]) => path.join("/")).map((row) => ({
    clause: row[0][1], path: row[0][2], columns: row.map(([, , , column]) => column.join("/")), cells: row,
  }));
}

/** Review and litigation are printed as one row under three groups of columns. */
function sideways(cells) {
  return [{ clause: "", path: [], columns: cells.map(([, , path, column]) => [...path, ...column].join("/")), cells }];
}

/** A list in which a row can stand above others and have a number of its own: each row shows its last label, and a
 * label that is no row itself gets a line. */
function indented(rows) {
  const seen = new Set();
  return rows.flatMap((row) => {
    const above = row.path.slice(0, -1).map((_, level) => row.path.slice(0, level + 1));
    const lines = above.filter((path) => !seen.has(path.join("/"))).map((path) => ({ ...row, path, cells: [] }));
    for (const path of [...above, row.path]) seen.add(path.join("/"));
    return [...lines, row].map((line) => ({ ...line, path: [line.path.at(-1)], indent: line.path.length - 1 }));
  });
}

const depthOf = (rows) => Math.max(...rows.map(({ path }) => path.length));
const widest = (blocks) => ({
  lead: Math.max(...blocks.map(depthOf)), columns: Math.max(...blocks.map((rows) => rows[0].columns.length)),
});

/** A block with fewer columns than its table gives its last one the room that is left, as the forms do. */
function block(rows, take, width) {
  const depth = width.lead;
  const columns = joined(rows[0].columns.map((text) => text.split("/")));
  const room = (at) => (at === columns.length - 1 ? 1 + width.columns - columns.length : 1);
  return [
    h("tbody", { class: "heads" }, rows[0].clause && h("tr", {}, h("th", { colspan: depth + width.columns, class: "clause" }, rows[0].clause)),
      columnHeads(columns, depth, room)),
    h("tbody", {}, rows.map((row, at) => h("tr", {}, rowHeads(rows, at, depth),
      row.cells.length === 0 && h("td", { colspan: width.columns }),
      row.cells.map((cell, i) => h("td", { class: "number", colspan: room(i) }, take(cell)))))),
  ];
}

/** A heading that stands over one column alone is no group: 本年增/减 is one label. */
function joined(columns) {
  return columns.map((path, at) => {
    const shared = (level) => columns.some((other, i) => i !== at && same(other, path, level));
    const own = path.findIndex((_, level) => !shared(level));
    return own < 0 ? path : [...path.slice(0, own), path.slice(own).join("/")];
  });
}

function columnHeads(columns, lead, room) {
  const depth = Math.max(...columns.map((path) => path.length));
  return Array.from({ length: depth }, (_, level) => h("tr", {},
    level === 0 && lead > 0 && h("td", { colspan: lead, rowspan: depth, class: "corner" }),
    columns.map((path, at) => {
      if (level >= path.length || (at > 0 && same(columns[at - 1], path, level) && level < path.length - 1)) return null;
      let span = 1;
      while (level < path.length - 1 && at + span < columns.length && same(columns[at + span], path, level)) span += 1;
      const last = level === path.length - 1;
      return h("th", { scope: span > 1 ? "colgroup" : "col", colspan: span > 1 ? span : room(at), rowspan: last ? depth - level : 1 }, path[level]);
    })));
}

function rowHeads(rows, at, depth) {
  const { path, indent } = rows[at];
  return path.map((text, level) => {
    const last = level === path.length - 1;
    // Only a label that has no row of its own reaches over the rows below it.
    const reaches = (other) => !last && other !== undefined && other.path.length - 1 > level && same(other.path, path, level);
    if (reaches(rows[at - 1])) return null;
    let span = 1;
    while (reaches(rows[at + span])) span += 1;
    return h("th", { scope: span > 1 ? "rowgroup" : "row", rowspan: span, colspan: last ? depth - level : 1, class: indent ? `in${Math.min(indent, 4)}` : null }, text);
  });
}

const same = (one, two, level) => one.slice(0, level + 1).join("/") === two.slice(0, level + 1).join("/") && one.length > level;
