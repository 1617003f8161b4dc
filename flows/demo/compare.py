"""What was read against what was printed: the published file held against the portal's truth.

What belongs here: joining, counting, and the list of differences. What does not: showing them
(`comparison_screen.py`), the truth itself (`facts.py`), opening the file (the caller's connection is used).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, cast

import duckdb

from flows.ask.query import shown
from flows.demo.facts import FactKey, TruthReport
from flows.vocabulary import FORM_PROSE, Applicant, Period

Outcome = Literal["right", "wrong", "missing", "extra"]
Subject = Literal["fact", "identity", "finding", "refusal"]

MIN_SHARE_RIGHT: Final = 0.98
"""Of the printed facts: below it the comparison does not hold, however true the rest is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was read otherwise than it is printed.

    Attributes:
        subject: a fact, an identity field of the page, a finding, or the refusal of an unreadable file.
        outcome: `wrong` (another value), `missing` (not read) or `extra` (nowhere printed).
        path: the page on the portal, or the address where the portal has no such page.
        name: what differs: an indicator with applicant and period, a field, a rule.
        printed, read: both sides as text; empty where there is none.
        noises: the noises on the page.
    """

    subject: Subject
    outcome: Outcome
    path: str
    name: str
    printed: str = ""
    read: str = ""
    noises: tuple[str, ...] = ()


@dataclass(slots=True)
class Comparison:
    """The count of all.

    Attributes:
        n_pages: pages of the portal that must be read or refused.
        facts: outcomes of the facts by form of the report.
        n_findings_expected, n_findings_found: identities broken on purpose, and how many were found.
        differences: everything that is not right, facts first.
    """

    n_pages: int = 0
    facts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    n_findings_expected: int = 0
    n_findings_found: int = 0
    differences: list[Difference] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """Facts with this outcome in all forms."""
        return sum(counts[outcome] for counts in self.facts.values())

    @property
    def n_printed(self) -> int:
        """Facts that the pages state."""
        return self.count("right") + self.count("wrong") + self.count("missing")

    @property
    def share_right(self) -> float:
        """Facts read right, of those printed."""
        return self.count("right") / self.n_printed if self.n_printed else 0.0

    @property
    def holds(self) -> bool:
        """Nothing is wrong or invented, every planted fault and unreadable file was found, and little is
        missing: a fact or a name that is not read costs less than a false one."""
        may_be_missing = ("fact", "identity")
        return self.share_right >= MIN_SHARE_RIGHT and all(
            difference.outcome == "missing" and difference.subject in may_be_missing
            for difference in self.differences
        )


def compare(con: duckdb.DuckDBPyConnection, truth: Sequence[TruthReport]) -> Comparison:
    """Hold the marts of the published file against the truth, page by page.

    Args:
        con: a connection to the published file, or to one that has its marts in the main schema.
        truth: the portal's truth, addressed as it was collected.
    """
    pages = {report.url: report for report in truth}
    pages |= {part.url: report for report in truth for part in report.parts}
    comparison = Comparison(n_pages=len(truth))
    _compare_facts(con, pages, comparison)
    _compare_identities(con, pages, comparison)
    _compare_findings(con, pages, comparison)
    return comparison


def _compare_facts(
    con: duckdb.DuckDBPyConnection, pages: dict[str, TruthReport], comparison: Comparison
) -> None:
    rows = con.execute(
        "select d.url, f.indicator_id, f.applicant, f.period, f.value"
        " from fct_disclosure as f join dim_document as d using (document_id) order by all"
    ).fetchall()
    read: dict[str, dict[FactKey, Decimal]] = {}
    for url, indicator_id, applicant, period, value in rows:
        key = FactKey(indicator_id, cast("Applicant | None", applicant), cast("Period", period))
        read.setdefault(_original(url, pages), {})[key] = value
    for report in _reports(pages):
        if report.mirror_of is None:
            _compare_page(report, read.pop(report.path, {}), comparison)
    for address, facts in read.items():
        for key, value in facts.items():
            _count(comparison, "unknown page", "extra")
            comparison.differences.append(Difference("fact", "extra", address, _name(key), read=shown(value)))


def _reports(pages: dict[str, TruthReport]) -> list[TruthReport]:
    """Each report once, also where several addresses are its own."""
    return [report for url, report in pages.items() if url == report.url]


def _original(url: str, pages: dict[str, TruthReport]) -> str:
    """The path of the page that a document came from, the report of a part, a mirror's original, or the address
    if unknown."""
    report = pages.get(url)
    return url if report is None else report.mirror_of or report.path


def _compare_page(report: TruthReport, read: dict[FactKey, Decimal], comparison: Comparison) -> None:
    printed = report.facts()
    form = report.form or "no report"
    for key in [*printed, *(key for key in read if key not in printed)]:
        expected = printed[key].value if key in printed else None
        outcome = _outcome(expected, read.get(key))
        _count(comparison, form, outcome)
        if outcome != "right":
            comparison.differences.append(
                Difference(
                    "fact",
                    outcome,
                    report.path,
                    _name(key),
                    shown(expected),
                    shown(read.get(key)),
                    report.noises,
                )
            )


def _outcome(printed: Decimal | None, read: Decimal | None) -> Outcome:
    if printed is None:
        return "extra"
    if read is None:
        return "missing"
    return "right" if printed == read else "wrong"


def _compare_identities(
    con: duckdb.DuckDBPyConnection, pages: dict[str, TruthReport], comparison: Comparison
) -> None:
    rows = con.execute(
        "select document.url, document.kind, document.agency_name, document.report_year, document.form, page.url"
        " from dim_document as document left join dim_document as page on document.part_of = page.document_id"
        " order by document.document_id"
    ).fetchall()
    in_parts = {part.url for report in _reports(pages) for part in report.parts}
    read = {url if url in in_parts else _original(url, pages): known for url, *known in rows}
    for report in _reports(pages):
        if report.mirror_of is not None or report.kind is None:
            continue
        _compare_document(report, report.path, report.form, read.get(report.path), comparison)
        for part in report.parts:
            _compare_document(report, part.url, part.form, read.get(part.url), comparison)


def _compare_document(
    report: TruthReport, address: str, form: str | None, read: Sequence[object] | None, comparison: Comparison
) -> None:
    """One document of a report: its page, or the further page or annex at an address."""
    fields = ("kind", "agency_name", "report_year", "form", "part_of")
    if read is None:
        comparison.differences.append(_identity(report, "missing", "document", report.kind, None))
        return
    part_of = None if address == report.path else report.url
    printed = (report.kind, report.agency, report.report_year, form, part_of)
    # Of what is no report only its kind is certain: a notice has a body and a year too.
    certain = len(fields) if report.kind == "annual_report" else 1
    comparison.differences += [
        _identity(report, _identity_outcome(name, found), name, expected, found)
        for name, expected, found in list(zip(fields, printed, read, strict=True))[:certain]
        if expected != found
    ]


def _identity_outcome(name: str, read: object) -> Outcome:
    """Unknown is missing and not wrong; so is a form of which no table was recognised."""
    is_unknown = read is None or (name == "form" and read == FORM_PROSE)
    return "missing" if is_unknown else "wrong"


def _identity(report: TruthReport, outcome: Outcome, name: str, printed: object, read: object) -> Difference:
    return Difference("identity", outcome, report.path, name, shown(printed), shown(read), report.noises)


def _compare_findings(
    con: duckdb.DuckDBPyConnection, pages: dict[str, TruthReport], comparison: Comparison
) -> None:
    rows = con.execute("select distinct url, rule, severity from fct_finding order by all").fetchall()
    found = {(_original(url, pages), rule) for url, rule, _ in rows}
    alarms = {(_original(url, pages), rule) for url, rule, severity in rows if severity == "contradiction"}
    expected: set[tuple[str, str]] = set()
    for report in _reports(pages):
        expected |= {(report.path, rule) for rule in report.expected_findings if report.mirror_of is None}
        if report.refusal and (report.path, report.refusal) not in found:
            comparison.differences.append(Difference("refusal", "missing", report.path, report.refusal))
    comparison.n_findings_expected = len(expected)
    comparison.n_findings_found = len(expected & found)
    comparison.differences += _findings(expected - found, "missing")
    comparison.differences += _findings(alarms - expected, "extra")


def _findings(pairs: Iterable[tuple[str, str]], outcome: Outcome) -> list[Difference]:
    return [Difference("finding", outcome, path, rule) for path, rule in sorted(pairs)]


def _count(comparison: Comparison, form: str, outcome: Outcome) -> None:
    comparison.facts.setdefault(form, Counter())[outcome] += 1


def _name(key: FactKey) -> str:
    applicant = f" @{key.applicant}" if key.applicant else ""
    return f"{key.indicator_id}{applicant}{' (cumulative)' if key.period == 'cumulative' else ''}"
