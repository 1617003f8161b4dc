// Finding a body by its name or an alias. The list of names is fetched at the first key.

import { h, show } from "./dom.js";
import { readPacked } from "./data.js";
import { t } from "./words.js";

const MOST = 12;

/** Bodies whose name, alias or place holds every word; names that begin with the words stand first. */
export function matches(bodies, words) {
  const parts = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.length) return [];
  const rank = ([, name, aliases, where]) => {
    const text = `${where}${name} ${aliases}`.toLowerCase();
    if (!parts.every((part) => text.includes(part))) return -1;
    if (name === words.trim()) return 0;
    if (name.toLowerCase().startsWith(parts[0])) return 1;
    return name.toLowerCase().includes(parts[0]) ? 2 : 3;
  };
  return bodies.map((body) => [rank(body), body]).filter(([place]) => place >= 0)
    .sort((a, b) => a[0] - b[0] || a[1][1].length - b[1][1].length).map(([, body]) => body);
}

export function described([, , , where, level, category, first, last]) {
  const parts = [where, level && t(`level_of/${level}`), category && t(`category_of/${category}`),
    first === last ? first : `${first}–${last}`];
  return parts.filter(Boolean).join(" · ");
}

/** Make a form with an input and a list into a search; `choose` is told the id. */
export function attachSearch(form, choose) {
  const input = form.querySelector("input");
  const list = form.querySelector("ul");
  let found = [];
  let at = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    at = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === at ? "true" : "false"));
    const marked = list.children[at];
    if (marked?.id) input.setAttribute("aria-activedescendant", marked.id);
    marked?.scrollIntoView({ block: "nearest" });
  }

  async function look() {
    const words = input.value;
    if (!words.trim()) return close();
    const all = matches(await readPacked("agencies.bin"), words);
    if (words !== input.value) return undefined;
    found = all.slice(0, MOST);
    const items = found.map((body, i) => h("li", {
      id: `${list.id}-${i}`, role: "option", "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); pick(i); },
    }, h("span", {}, body[1]), h("small", {}, described(body))));
    const rest = all.length > MOST && t("search/more", { n: all.length - MOST });
    show(list, items.length ? items : h("li", { role: "option", "aria-disabled": "true", class: "nothing" }, t("search/none")),
      rest && h("li", { role: "option", "aria-disabled": "true", class: "nothing" }, rest));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return mark(found.length ? 0 : -1);
  }

  function pick(index) {
    if (!found[index]) return;
    const id = found[index][0];
    input.value = "";
    close();
    choose(id);
  }

  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) mark((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    } else if (event.key === "Escape") {
      close();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pick(at < 0 ? 0 : at);
  });
}
