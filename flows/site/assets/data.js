// Reading the site's data files. Each is asked once a page.

import { t } from "./words.js";
import { h, show } from "./dom.js";

const known = new Map();

/** A file of `data/`, as JSON. */
export function read(name) {
  if (!known.has(name)) {
    known.set(name, fetch(`../data/${name}`).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    }));
  }
  return known.get(name);
}

/** One body, or undefined where the release has none with that id. */
export async function readAgency(id) {
  if (!/^[0-9a-f]{16}$/.test(id || "")) return undefined;
  const { prefix } = await read("codes.json");
  try {
    return (await read(`agencies/${id.slice(0, prefix) || "all"}.json`))[id];
  } catch (error) {
    if (String(error.message).endsWith(": 404")) return undefined;
    throw error;
  }
}

export const parameters = () => new URLSearchParams(location.search);

/** The address of a page of this site with parameters. */
export function address(page, values = {}) {
  const query = new URLSearchParams(values).toString();
  return `${page}.html${query ? `?${query}` : ""}`;
}

export const agencyLink = (id, name) => h("a", { href: address("agency", { id }) }, name);

/** Change a parameter of the address without leaving the page. */
export function remember(values) {
  const query = parameters();
  for (const [key, value] of Object.entries(values)) value ? query.set(key, value) : query.delete(key);
  history.replaceState(null, "", `?${query}${location.hash}`);
  document.dispatchEvent(new Event("placechange"));
}

/** Fill a part of the page; say why where that fails. */
export async function into(element, work) {
  try {
    await work(element);
  } catch (error) {
    show(element, h("p", { class: "failed", role: "alert" }, t("failed", { why: error.message })));
    throw error;
  }
}
