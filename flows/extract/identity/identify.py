"""Identity of a document: kind, body, year, place, day of publication and scope, each with its evidence.

What belongs here: bringing the clues together and saying what contradicts what. What does not: finding the
clues (`kinds.py`, `years.py`, `dates.py`, `agency_clues.py`) and the rules of choice in each field.

A field that is not certain is None. Every clue is kept as evidence, also the one that disagrees; a
contradiction is a finding and repairs nothing.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from flows.clean.page import Page
from flows.extract.identity import agency_choice, agency_clues, dates, kinds, years
from flows.extract.identity.agencies import Agency, region_of
from flows.extract.identity.clues import Clue, evidence
from flows.extract.identity.placing import read_hints
from flows.extract.identity.regions import Gazetteer, gazetteer_of
from flows.extract.identity.titles import Title, titles
from flows.extract.model import Evidence, Finding, Identity
from flows.reference import Reference, Region
from flows.vocabulary import FACT_KINDS, Kind, Scope, Severity

_OWN_SCOPE: Final = re.compile(r"本级|机关本身|(?:局|委|厅|署|部)机关(?!各)")
_SYSTEM_SCOPE: Final = re.compile(
    r"全系统|系统(?=\S{0,12}公开)|全国(?!人|政)|各(?:部门|单位|地|级)\S{0,4}汇总|汇总|^全[省市县区]"
)


_TEXT_SEARCHED: Final = 6000
_TEXT_TAIL: Final = 1500


def identify(
    page: Page, *, url: str | None, reference: Reference, table_forms: Sequence[str] = ()
) -> Identity:
    """Who reports on which year in this page, and how that is known.

    Args:
        page: the clean page.
        url: its address, which supports and never decides alone, save for a folder of a year.
        reference: the reference tables (places).
        table_forms: the official forms recognised in its tables.
    """
    gazetteer = gazetteer_of(reference)
    url = url if url and _is_address(url) else None
    found = titles(page)
    kind, kind_words = kinds.classify(page, found, url, table_forms)
    evidences = [Evidence("kind", kind, "title" if kind_words else "text", True, kind_words)]
    if kind == "template_compilation":
        return Identity(
            kind,
            title=kinds.main_title(found),
            excluded_because="a compilation of model texts, whose years and places are masked or mixed",
            evidence=tuple(evidences),
        )
    choice = _choose_agency(page, found, url, gazetteer)
    year_clues = years.clues(page, found, url) if kind in FACT_KINDS else ()
    year = years.choose(year_clues)
    date_clues = dates.clues(page)
    published_on = dates.choose(date_clues)
    scope, scope_words = _scope(found)
    evidences += evidence("agency", choice.clues, choice.agency.name if choice.agency else None)
    evidences += evidence("report_year", year_clues, str(year) if year else None)
    evidences += evidence("published_on", date_clues, published_on)
    if scope:
        evidences.append(Evidence("scope", scope, "title", True, scope_words))
    findings = [
        *_agency_findings(choice, kind),
        *_year_findings(year, year_clues, published_on, kind),
        *_date_findings(date_clues),
    ]
    return _identity(kind, found, choice, year, published_on, scope, evidences, findings, gazetteer)


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _identity(
    kind: Kind,
    found: Sequence[Title],
    choice: agency_choice.Choice,
    year: int | None,
    published_on: str | None,
    scope: Scope | None,
    evidences: Sequence[Evidence],
    findings: Sequence[Finding],
    gazetteer: Gazetteer,
) -> Identity:
    agency = choice.agency
    region = region_of(agency, gazetteer) if agency else None
    place = agency.place if agency else None
    return Identity(
        kind,
        title=kinds.main_title(found),
        agency=agency.name if agency else None,
        agency_as_written=choice.written,
        level=agency.level if agency else None,
        category=agency.category if agency else None,
        province=region.province if region else None,
        city=_city(region) if region else None,
        county=place.county if place else None,
        region_code=region.code if region else None,
        report_year=year,
        published_on=published_on,
        scope=scope,
        excluded_because=_why_excluded(kind, year, agency),
        evidence=tuple(evidences),
        findings=tuple(findings),
    )


def _city(region: Region) -> str | None:
    return region.name if region.level == "prefecture" else region.city


def _choose_agency(
    page: Page, found: Sequence[Title], url: str | None, gazetteer: Gazetteer
) -> agency_choice.Choice:
    searched = page.text[:_TEXT_SEARCHED] + "\n" + page.text[_TEXT_SEARCHED:][-_TEXT_TAIL:]
    near = agency_clues.near_words(page, found)
    hints = read_hints(gazetteer, near=near, text=searched, url=url)
    return agency_choice.choose(agency_clues.clues(page, found, gazetteer), searched, hints, gazetteer)


def _scope(found: Sequence[Title]) -> tuple[Scope | None, str]:
    for title in found:
        if _OWN_SCOPE.search(title.words):
            return "agency", title.words
        if _SYSTEM_SCOPE.search(title.words):
            return "system", title.words
    return None, ""


def _why_excluded(kind: Kind, year: int | None, agency: Agency | None) -> str | None:
    """Why a document states no facts. A report does where body or year is unknown, a summary does not."""
    if kind not in FACT_KINDS:
        return f"not a report: {kind}"
    if kind == "work_summary" and year is None:
        return "no report year"
    if kind == "work_summary" and agency is None:
        return "the body is not known for certain"
    return None


def _finding(rule: str, severity: Severity, message: str, clue: Clue | None = None) -> Finding:
    return Finding(rule, severity, message, where=clue.where if clue else None)


def _agency_findings(choice: agency_choice.Choice, kind: Kind) -> list[Finding]:
    findings = []
    if choice.spam:
        message = f"{choice.spam.value} stands in the place of the body's name"
        findings.append(_finding("spam_name", "damage", message, choice.spam))
    if choice.agency is None and kind in FACT_KINDS:
        said = f": {choice.written} cannot be placed" if choice.written else ""
        findings.append(_finding("no_agency", "refusal", f"the body is not known for certain{said}"))
    for clue in choice.against:
        taken = choice.agency.name if choice.agency else ""
        message = f"{clue.source} names {clue.value}, and the body was read as {taken}"
        findings.append(_finding("agency_conflict", "notice", message, clue))
    return findings


def _year_findings(
    year: int | None, clues: Sequence[Clue], published_on: str | None, kind: Kind
) -> list[Finding]:
    findings = [
        _finding("year_out_of_range", "refusal", f"{clue.source} names the year {clue.value}", clue)
        for clue in clues
        if not years.is_possible(int(clue.value))
    ]
    against = [
        clue for clue in clues if year and years.is_possible(int(clue.value)) and clue.value != str(year)
    ]
    if against:
        said = ", ".join(f"{clue.source} {clue.value}" for clue in against)
        findings.append(
            _finding("year_conflict", "contradiction", f"read as {year}, but: {said}", against[0])
        )
    if year and published_on and int(published_on[:4]) < year:
        message = f"published on {published_on}, before the year {year} began"
        findings.append(_finding("published_before_year", "contradiction", message))
    if year is None and kind in FACT_KINDS:
        findings.append(_finding("no_year", "refusal", "no evidence names one year that is reported on"))
    return findings


def _date_findings(clues: Sequence[Clue]) -> list[Finding]:
    return [
        _finding("impossible_date", "contradiction", f"{clue.quote} is no day of the calendar", clue)
        for clue in clues
        if not clue.value
    ]
