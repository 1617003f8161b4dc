// What a finding says, in the language of the page.

import { h } from "./dom.js";
import { language, number, t } from "./words.js";

/** The name of a rule; one that the table does not know shows its code. */
export const ruleName = (codes, rule) => codes.rules[rule]?.[language] || rule;

/** A finding in words. Its own message is English; a Chinese page says what the rule wants and both figures first. */
export function sentences(codes, { rule, message, left, right }) {
  const says = language === "zh" && codes.rules[rule]?.says;
  if (!says) return h("p", { lang: "en" }, message);
  const isPair = ![left, right].some((side) => side === null || side === undefined);
  return [h("p", {}, says, isPair && t("findings/sides", { left: number(left), right: number(right) })),
    h("p", { class: "quiet", lang: "en" }, message)];
}
