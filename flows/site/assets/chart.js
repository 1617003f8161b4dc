// Lines over the years, as SVG drawn here: 2 KB in place of a library. The same figures always stand in a table.

import { h, s, table } from "./dom.js";
import { t } from "./words.js";

const WIDTH = 640;
const HEIGHT = 230;
const PAD = { left: 56, right: 16, top: 14, bottom: 28 };

/** Round steps for an axis from 0 to at least `most`; whole ones where the values are. */
export function steps(most, areWhole = false) {
  if (!(most > 0)) return [0, 1];
  const raw = areWhole ? Math.max(1, most / 4) : most / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw && (!areWhole || Number.isInteger(one)));
  const found = [0];
  while (found.at(-1) < most) found.push(Number((found.at(-1) + step).toPrecision(12)));
  return found;
}

const short = (value) => (value >= 1e8 ? `${value / 1e8}×10⁸` : value >= 1e4 ? `${+(value / 1e3).toFixed(1)}k` : +value.toPrecision(6));

/**
 * Lines over years.
 *
 * series: [{name, values: Map(year -> number | null)}]; a year without a value breaks the line.
 * write: how a value is shown; axis: how it is shown beside the drawing; lead: where the number of a series and year
 * leads, if anywhere. Returns a figure with the drawing, its key and a table.
 */
export function lines(title, series, write, { axis = short, lead = () => null } = {}) {
  const years = [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const all = series.flatMap(({ values }) => [...values.values()]).filter((value) => value !== null);
  if (!all.length) return null;
  const marks = steps(Math.max(...all), all.every(Number.isInteger));
  const first = years[0];
  const span = Math.max(1, years.at(-1) - first);
  const x = (year) => years.length === 1 ? WIDTH / 2 : PAD.left + ((year - first) / span) * (WIDTH - PAD.left - PAD.right);
  const y = (value) => HEIGHT - PAD.bottom - (value / marks.at(-1)) * (HEIGHT - PAD.top - PAD.bottom);
  const every = Math.ceil((span + 1) / 12);
  const shownYears = years.filter((year) => (years.at(-1) - year) % every === 0);
  const drawing = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title, class: "chart" },
    marks.map((value) => [
      s("line", { x1: PAD.left, x2: WIDTH - PAD.right, y1: y(value), y2: y(value), class: value ? "grid" : "base" }),
      s("text", { x: PAD.left - 8, y: y(value) + 4, "text-anchor": "end" }, axis(value)),
    ]),
    shownYears.map((year) => s("text", { x: x(year), y: HEIGHT - 8, "text-anchor": "middle" }, year)),
    series.map(({ name, values }, index) => [
      runs(values).map((run) => s("polyline", { points: run.map(([year, v]) => `${x(year)},${y(v)}`).join(" "), class: `line c${index}` })),
      [...values].filter(([, v]) => v !== null).map(([year, v]) =>
        s("circle", { cx: x(year), cy: y(v), r: 3.5, class: `dot c${index}` }, s("title", {}, `${name} ${year}: ${write(v)}`))),
    ]));
  const key = series.length > 1 && h("ul", { class: "key" }, series.map(({ name }, i) => h("li", { class: `c${i}` }, name)));
  const cell = ({ values }, index, year) => {
    const value = values.get(year) ?? null;
    const href = value === null ? null : lead(index, year);
    return value === null ? "–" : href ? h("a", { href, class: "fact" }, write(value)) : write(value);
  };
  const rows = years.map((year) => [year, ...series.map((one, index) => cell(one, index, year))]);
  return h("figure", {}, h("figcaption", {}, title), drawing, key,
    h("details", {}, h("summary", {}, t("show_table")),
      table(title, [t("year"), ...series.map(({ name }) => name)], rows, { numeric: series.map((_, i) => i + 1) })));
}

/** Stretches of neighbouring years with a value; a gap in the record is a gap in the line. */
function runs(values) {
  const found = [];
  let last = null;
  for (const [year, value] of [...values].sort((a, b) => a[0] - b[0])) {
    if (value === null) { last = null; continue; }
    if (last !== null && year === last + 1) found.at(-1).push([year, value]);
    else found.push([[year, value]]);
    last = year;
  }
  return found;
}

/** Bars side by side: [[label, value]]. Where a heading says the title already, the figure does not show it again. */
export function bars(title, rows, write, { hasHeading = false } = {}) {
  const most = Math.max(1, ...rows.map(([, value]) => value));
  return h("figure", {}, h("figcaption", { class: hasHeading ? "unseen" : null }, title),
    h("ol", { class: "bars" }, rows.map(([label, value]) => h("li", {},
      h("span", { class: "label" }, label),
      s("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        s("rect", { width: (value / most) * 100, height: 10 })),
      h("span", { class: "number" }, write(value))))));
}
