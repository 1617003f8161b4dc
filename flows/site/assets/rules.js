// What a finding says, in the language of the page.

import { h } from "./dom.js";
import { indicatorName, language, number, t } from "./words.js";

/** The name of a rule; one that the table does not know shows its code. */
export const ruleName = (codes, rule) => codes.rules[rule]?.[language] || rule;

/** A finding in words: what the rule wants (Chinese), both figures, and the finding's own message and arithmetic with the
 * names of the numbers in place of their ids. */
export function sentences(codes, { rule, message, left, right, identity }) {
  const says = language === "zh" && codes.rules[rule]?.says;
  const isPair = ![left, right].some((side) => side === null || side === undefined);
  const own = named(message, codes);
  return [
    says && h("p", {}, says, isPair && t("findings/sides", { left: number(left), right: number(right) })),
    h("p", { class: says ? "quiet" : null, lang: own === message ? "en" : null }, own),
    identity && h("details", {}, h("summary", {}, t("findings/identity")), h("code", { class: "identity" }, identity)),
  ];
}

const ID = /(?:\b(table|prose) )?\b([a-z_]+(?:\.[a-z_]+)+)(?:@([a-z_.]*[a-z]))?/g;

/** Ids of indicators and applicants as the page calls them; a word that is none stays. */
function named(text, codes) {
  let isNamed = false;
  const found = text.replace(ID, (whole, basis, id, applicant) => {
    const indicator = codes.indicators.find(([one]) => one === id);
    if (!indicator) return whole;
    isNamed = true;
    const by = applicant && applicant !== "total" ? ` (${t(`applicant_of/${applicant}`)})` : "";
    return `${basis ? `${t(`findings/basis/${basis}`)} ` : ""}${t("findings/quoted", { name: indicatorName(indicator) })}${by}`;
  });
  return isNamed ? found.replace(" should equal ", ` ${t("findings/should_equal")} `) : text;
}
