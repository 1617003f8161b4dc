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

/** A packed file of `data/`, as JSON; servers seldom pack, so it lies packed. */
export function readPacked(name) {
  if (!known.has(name)) known.set(name, inflate(`../data/${name}`).then((answer) => answer.json()));
  return known.get(name);
}

/** What a gzip file holds. */
export async function inflate(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Response(answer.body.pipeThrough(new DecompressionStream("gzip")));
}

/** What was read, or undefined where the site has no such file. */
export async function ifThere(reading) {
  try {
    return await reading;
  } catch (error) {
    if (String(error.message).endsWith(": 404")) return undefined;
    throw error;
  }
}

/** One body, or undefined where the release has none with that id. */
export async function readAgency(id) {
  if (!/^[0-9a-f]{16}$/.test(id || "")) return undefined;
  const { prefix } = await read("codes.json");
  return (await ifThere(readPacked(`agencies/${id.slice(0, prefix) || "all"}.bin`)))?.[id];
}

export const parameters = () => new URLSearchParams(location.search);

/** The address of a page of this site with parameters. */
export function address(page, values = {}) {
  const query = new URLSearchParams(values).toString();
  return `${page}.html${query ? `?${query}` : ""}`;
}

/** The address of one number: its report's page, with the words that it was read from open. */
export const factAddress = (id, year, scope, key) => `${address("agency", { id, year, scope })}#n=${key}`;

/** The address of a finding of a body's report: findings are numbered in their document. */
export const findingAddress = (id, year, document, number) =>
  `${address("agency", year ? { id, year } : { id })}#f=${document}~${number}`;

export const agencyLink = (id, name) => h("a", { href: address("agency", { id }) }, name);

/** Change a parameter of the address without leaving the page. */
export function remember(values) {
  const query = parameters();
  for (const [key, value] of Object.entries(values)) value ? query.set(key, value) : query.delete(key);
  history.replaceState(null, "", `?${query}${location.hash}`);
  document.dispatchEvent(new Event("placechange"));
}

const newest = new WeakMap();

/** Fill a part of the page; say why where that fails. `work` is given a function that says whether nothing newer was
 * asked for meanwhile: what comes late must not stand in the place of what was chosen after it. */
export async function into(element, work) {
  const mine = {};
  newest.set(element, mine);
  try {
    await work(() => newest.get(element) === mine);
  } catch (error) {
    show(element, h("p", { class: "failed", role: "alert" }, t("failed", { why: error.message })));
    throw error;
  }
}
