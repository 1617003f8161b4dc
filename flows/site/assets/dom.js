// Building elements. Text only ever becomes text: nothing in this site parses a string as HTML.

import { number, t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (false and null are left out; `on...` is a listener) and children. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function s(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Put these in place of what an element holds. */
export function show(element, ...children) {
  element.replaceChildren();
  append(element, children);
  element.removeAttribute("aria-busy");
}

export const find = (selector) => document.querySelector(selector);

/** A table with a caption for readers who hear it; cells are nodes or text, numbers stand right. A table of the class
 * `list` stands on a phone as a list, each cell after its heading. */
export function table(caption, headings, rows, { numeric = [], className = "" } = {}) {
  const align = (index, cell) => [numeric.includes(index) && "number", ["", "–", null].includes(cell) && "nothing"].filter(Boolean).join(" ") || null;
  return h("div", { class: `scroll ${className}`, tabindex: "0", role: "region", "aria-label": caption },
    h("table", {},
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, headings.map((text, i) => h("th", { scope: "col", class: align(i) }, text)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => h("td", { class: align(i, cell), "data-label": headings[i] || null }, cell)))))));
}

const AT_ONCE = 100;

/** The first rows of many, drawn by `draw`, and a button that shows more of them. */
export function growing(rows, draw) {
  const holder = h("div", {});
  const showFirst = (n) => show(holder, draw(rows.slice(0, n)), rows.length > n && moreButton(rows.length - n, () => {
    showFirst(n + AT_ONCE);
    holder.querySelector(".more")?.focus();
  }));
  showFirst(AT_ONCE);
  return holder;
}

/** A button for what is not shown yet: so many more. */
export const moreButton = (n, work) => h("p", {}, h("button", { type: "button", class: "more", onclick: work }, t("more", { n: number(n) })));

/** An address is shown as a link only where it is one of the web. */
export function external(url, text = url) {
  return /^https?:\/\//i.test(url || "")
    ? h("a", { href: url, rel: "noopener noreferrer nofollow", class: "outward" }, text)
    : h("span", {}, text || "");
}
