// The squares of the provinces, for a year that the reader chooses.

import { find, h, s, show, table } from "./dom.js";
import { address, into } from "./data.js";
import { language, number, percent, t } from "./words.js";

const map = find("#map");
const slider = find("#year");
const { years, tiles, coverage } = JSON.parse(find("#coverage").textContent);
const SIZE = 52;

slider?.addEventListener("input", () => into(map, draw));
into(map, draw);

function draw() {
  const year = years[Number(slider?.value)];
  if (slider) {
    find("#shown-year").textContent = year;
    slider.setAttribute("aria-valuetext", year);
  }
  const rows = coverage.filter((row) => row[1] === year);
  const squares = tiles.map(([code, zh, en, letters, column, line]) => square(code, language === "zh" ? [zh, zh] : [en, letters], column, line, total(rows.filter(([name]) => name.startsWith(zh)))));
  const width = Math.max(...tiles.map(([, , , , column]) => column)) + 1;
  const height = Math.max(...tiles.map(([, , , , , line]) => line)) + 1;
  const unplaced = total(rows.filter(([name]) => !name));
  show(map, s("svg", { viewBox: `0 0 ${width * SIZE} ${height * SIZE}`, class: "tiles" }, squares),
    unplaced.all > 0 && h("p", { class: "quiet" }, h("a", { href: address("region", { code: "00" }) }, t("home/unplaced_text", { n: number(unplaced.all) }))),
    h("details", {}, h("summary", {}, t("show_table")), figures(rows, year)));
}

function total(rows) {
  const sum = (at) => rows.reduce((all, row) => all + row[at], 0);
  return { published: sum(2), all: sum(2) + sum(3) + sum(4) + sum(5) };
}

function square(code, [name, letters], column, line, { published, all }) {
  const share = all ? published / all : 0;
  const tone = published === 0 ? 0 : Math.min(5, 1 + Math.floor(share * 5));
  const figure = all ? percent(share) : "–";
  const says = all ? t("home/map_share", { share: percent(share), n: number(all) }) : t("none");
  return s("a", { href: address("region", { code: `${code}0000` }), class: `tile tone${tone}` },
    s("title", {}, `${name}: ${says}`),
    s("rect", { x: column * SIZE + 2, y: line * SIZE + 2, width: SIZE - 4, height: SIZE - 4, rx: 3 }),
    s("text", { x: column * SIZE + SIZE / 2, y: line * SIZE + 23, "text-anchor": "middle", class: name.length > 8 ? "name long" : "name" }, name),
    s("text", { x: column * SIZE + SIZE / 2, y: line * SIZE + 23, "text-anchor": "middle", class: "letters", "aria-hidden": "true" }, letters),
    s("text", { x: column * SIZE + SIZE / 2, y: line * SIZE + 39, "text-anchor": "middle", class: "share" }, figure));
}

function figures(rows, year) {
  const headings = [t("province"), ...["published", "unreadable", "missing", "never_seen", "late"].map((name) => t(`home/${name}`))];
  return table(t("home/coverage_table", { year }), headings, rows.map(([name, , ...counts]) => [name || t("home/unplaced"), ...counts.map(number)]), { numeric: [1, 2, 3, 4, 5] });
}
