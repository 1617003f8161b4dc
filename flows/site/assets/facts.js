// The numbers of a report, out of the short form that the data files keep them in (`flows/site/codes.py`).

import { address, factAddress } from "./data.js";

/** What the positions in a body's file mean. */
export function decode(report, codes) {
  return report.b.flatMap((block) => block.c.map(([indicator, applicant, value, status, down, across, quote, flags, finding]) => ({
    indicator: codes.indicators[indicator],
    applicant: codes.applicants[applicant],
    period: block.p,
    value,
    status: codes.statuses[status],
    form: block.f,
    table: block.t < 0 ? null : block.t,
    down,
    across,
    quote: quote ?? String(value),
    isApproximate: Boolean(flags & 1),
    isUnitAssumed: Boolean(flags & 2),
    finding: finding ?? null,
    document: block.d,
  })));
}

/** What names a number inside one report: it stands in the address of the page. */
export const keyOf = (indicator, applicant, period) => [indicator, applicant, period].filter(Boolean).join("~");
export const factKey = (fact) => keyOf(fact.indicator[0], fact.applicant, fact.period === "year" ? "" : fact.period);

/** Of a body's reports one a year for a line of a figure: those of the body itself, one whose scope is not stated where
 * the other does not state the figure. Reports on a whole system are no part of it, unless there are no others at all.
 * Returns {isSystem, reports: Map(year -> report)}. */
export function oneAYear(reports, at) {
  const own = reports.filter(({ s }) => s !== "system");
  const isSystem = !own.length;
  const found = new Map();
  for (const report of [...(isSystem ? reports : own)].sort((a, b) => (a.s < b.s ? -1 : 1))) {
    const before = found.get(report.y);
    if (!before || (before.k[at] === null && report.k[at] !== null)) found.set(report.y, report);
  }
  return { isSystem, reports: new Map([...found].sort(([a], [b]) => a - b)) };
}

/** The values of a figure by year, for a line. */
export const valuesOf = (reports, at) => new Map([...reports].map(([year, { k }]) => [year, k[at] === null ? null : Number(k[at])]));

/** Where a figure of a body's year leads: to the words of the number that it is, or, where it was worked out of several,
 * to the report that states them. */
export function figureAddress(id, report, name, codes) {
  const at = codes.figures.indexOf(name);
  const facts = new Map(decode(report, codes).map((fact) => [factKey(fact), fact.value]));
  const key = codes.stated_as[name].find((one) => facts.has(one) && String(facts.get(one)) === String(report.k[at]));
  return key ? factAddress(id, report.y, report.s, key) : `${address("agency", { id, year: report.y, scope: report.s })}#report`;
}

/** A finding as the data files keep it. */
export function finding(row) {
  const [year, scope, document, number, rule, severity, message, identity, indicator, applicant, table, down, across,
    left, right, quote, url] = row;
  return { year, scope, document, number, rule, severity, message, identity, indicator, applicant, table, down, across,
    left, right, quote, url };
}
