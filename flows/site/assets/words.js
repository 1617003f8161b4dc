// The words of this page's language, and how it writes numbers.

const words = JSON.parse(document.getElementById("words").textContent);
export const language = words.lang;

/** The words for a key such as `agency.title`; an unknown key shows itself. */
export function t(key, values = {}) {
  let found = words;
  for (const part of key.split("/")) found = found?.[part];
  if (typeof found !== "string") return key.split("/").at(-1);
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** What a word of the data is called; one that the group does not know stands for itself. */
export const nameOf = (group, word) => words[group]?.[word] ?? word;

/** A number of the data with its digits grouped; text keeps every digit that the database gave, and what is no plain
 * decimal (1e-07, nan) stays as it is. */
export function number(value) {
  if (value === null || value === undefined || value === "") return "";
  const [, sign, whole, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain(value)) || [];
  if (whole === undefined) return String(value);
  const kept = (rest || "").replace(/0+$/, "");
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (kept ? `.${kept}` : "");
}

/** A fraction that the page worked out itself (shares, axes) needs no more than four digits after the point. */
const plain = (value) => (typeof value === "number" && !Number.isInteger(value) && Math.abs(value) >= 1e-3 && Math.abs(value) < 1e15
  ? value.toFixed(4) : String(value));

export function percent(share) {
  return share === null || share === undefined ? "" : `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}

/** A figure of `codes.figures` as it is shown. */
export const figure = (name, value) => (name.startsWith("share_") ? percent(value) : number(value));

export const indicatorName = (row) => (language === "zh" ? row[1] : row[2]);
