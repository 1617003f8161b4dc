// The numbers of a report, out of the short form that the data files keep them in (`flows/site/codes.py`).

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

/** A finding as the data files keep it. */
export function finding(row) {
  const [year, scope, document, number, rule, severity, message, identity, indicator, applicant, table, down, across,
    left, right, quote, url] = row;
  return { year, scope, document, number, rule, severity, message, identity, indicator, applicant, table, down, across,
    left, right, quote, url };
}
