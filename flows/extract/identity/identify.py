"""Identity of a document: kind, body, year, place, day of publication and scope, each with its evidence.

What belongs here: bringing the clues together and saying what contradicts what. What does not: finding the
clues (`kinds.py`, `years.py`, `dates.py`, `agency_clues.py`) and the rules of choice in each field.

A field that is not certain is None. Every clue is kept as evidence, also the one that disagrees; a
contradiction is a finding and repairs nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast
from urllib.parse import urlsplit

from flows.clean.page import Page
from flows.extract.identity import agency_choice, agency_clues, dates, kinds, stated_periods, years
from flows.extract.identity.agencies import region_of
from flows.extract.identity.clues import Clue, evidence
from flows.extract.identity.placing import read_hints
from flows.extract.identity.regions import Gazetteer, gazetteer_of
from flows.extract.identity.scopes import stated_scope
from flows.extract.identity.titles import Title, body_words, titles
from flows.extract.model import Evidence, Finding, Identity
from flows.reference import Reference, Region
from flows.vocabulary import FACT_KINDS, Kind, Scope, Severity

_WIDE_DIGIT: Final = re.compile("[０-９]")
_NARROW: Final = str.maketrans("０１２３４５６７８９", "0123456789")
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
    printed, page = page.text, _with_narrow_digits(page)
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
    choice = _choose_agency(page, found, url, gazetteer, is_report=kind in FACT_KINDS)
    year_clues = years.clues(page, found, url) if kind in FACT_KINDS else ()
    school_year = stated_periods.school_year(page, found) if kind in FACT_KINDS else None
    if school_year and (school_year.clue.source == "title" or not _has_title(year_clues)):
        year = school_year.end
        year_clues = (school_year.clue, *year_clues) if year else year_clues
    else:
        year = years.choose(year_clues)
    date_clues = dates.clues(page)
    published_on = dates.choose(date_clues, year)
    scope = stated_scope(page, found)
    evidences += evidence("agency", choice.clues, choice.name)
    if choice.site:
        evidences.append(Evidence("region_code", choice.site.code, "url", True, url or ""))
    evidences += evidence("report_year", year_clues, str(year) if year else None)
    evidences += evidence("published_on", date_clues, published_on)
    evidences += evidence("scope", [scope] if scope else [], scope.value if scope else None)
    findings = [
        *_agency_findings(choice, kind),
        *_school_findings(school_year, year),
        *_year_findings(year, year_clues, published_on, kind),
        *_date_findings(date_clues),
    ]
    evidences = [_as_printed(one, printed) for one in evidences]
    return _identity(kind, found, choice, year, published_on, scope, evidences, findings, gazetteer)


def _with_narrow_digits(page: Page) -> Page:
    """The page with full-width digits (２０２１) as ASCII ones, character for character, so that places stay."""
    if not _WIDE_DIGIT.search("\n".join((page.text, *(words for _, words in page.titles)))):
        return page
    return replace(
        page,
        text=page.text.translate(_NARROW),
        titles=tuple((where, words.translate(_NARROW)) for where, words in page.titles),
        metadata=tuple(replace(one, value=one.value.translate(_NARROW)) for one in page.metadata),
    )


def _as_printed(evidence: Evidence, printed: str) -> Evidence:
    """Evidence that stands in the text quotes it as it is printed."""
    if evidence.start is None or evidence.end is None:
        return evidence
    return replace(evidence, quote=printed[evidence.start : evidence.end])


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
    scope: Clue | None,
    evidences: Sequence[Evidence],
    findings: Sequence[Finding],
    gazetteer: Gazetteer,
) -> Identity:
    agency = choice.agency
    region = region_of(agency, gazetteer) if agency else choice.site
    county = agency.place.county if agency and agency.place else choice.site.county if choice.site else None
    return Identity(
        kind,
        title=kinds.main_title(found),
        agency=choice.name,
        agency_as_written=choice.written,
        level=agency.level if agency else None,
        category=agency.category if agency else None,
        province=region.province if region else None,
        city=_city(region) if region else None,
        county=county,
        region_code=region.code if region else None,
        report_year=year,
        published_on=published_on,
        scope=cast(Scope, scope.value) if scope else None,
        excluded_because=_why_excluded(kind, year, choice.name),
        evidence=tuple(evidences),
        findings=tuple(findings),
    )


def _city(region: Region) -> str | None:
    return region.name if region.level == "prefecture" else region.city


def _choose_agency(
    page: Page, found: Sequence[Title], url: str | None, gazetteer: Gazetteer, *, is_report: bool
) -> agency_choice.Choice:
    text = _without_header(page)
    searched = text[:_TEXT_SEARCHED] + "\n" + text[_TEXT_SEARCHED:][-_TEXT_TAIL:]
    near = agency_clues.near_words(page, found)
    hints = read_hints(gazetteer, near=near, text=searched, url=url)
    clues = agency_clues.clues(page, found, gazetteer)
    return agency_choice.choose(clues, searched, hints, gazetteer, is_report=is_report)


def _without_header(page: Page) -> str:
    """The text without the values of its header, which may name the body of today."""
    spans = ((item.start, item.end) for item in page.metadata)
    kept, end = [], 0
    for start, stop in sorted((a, b) for a, b in spans if a is not None and b is not None):
        kept.append(page.text[end:start])
        end = max(end, stop)
    return "".join((*kept, page.text[end:]))


def _why_excluded(kind: Kind, year: int | None, agency: str | None) -> str | None:
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
    if choice.name is None and kind in FACT_KINDS:
        why = "is a short name that the page does not spell out" if choice.agency else "cannot be placed"
        said = f": {choice.written} {why}" if choice.written else ""
        findings.append(_finding("no_agency", "refusal", f"the body is not known for certain{said}"))
    for clue in choice.against:
        taken = choice.agency.name if choice.agency else ""
        message = f"{clue.source} names {clue.value}, and the body was read as {taken}"
        findings.append(_finding("agency_conflict", "notice", message, clue))
    for clue in choice.clues:
        other = agency_clues.partner(body_words(clue.quote)) if clue.source == "title" else None
        if other is not None and clue.value == choice.name:
            message = (
                f"the title names {other} beside {clue.value}; the figures of both are read as the first's"
            )
            return [*findings, _finding("shared_report", "notice", message, clue)]
    return findings


def _has_title(clues: Sequence[Clue]) -> bool:
    return any(clue.source == "title" and years.is_possible(int(clue.value)) for clue in clues)


def _school_findings(school_year: stated_periods.SchoolYear | None, year: int | None) -> list[Finding]:
    if school_year is None:
        return []
    taken = f"taken as the year {year}" if year else "no calendar year"
    severity: Severity = "notice" if year else "refusal"
    return [_finding("school_year", severity, f"reports on {school_year.words}, {taken}", school_year.clue)]


def _year_findings(
    year: int | None, clues: Sequence[Clue], published_on: str | None, kind: Kind
) -> list[Finding]:
    impossible = {clue.value: clue for clue in reversed(clues) if not years.is_possible(int(clue.value))}
    findings = [
        _finding("year_out_of_range", "refusal", f"{clue.source} names the year {value}", clue)
        for value, clue in reversed(impossible.items())
    ]
    against = [
        clue for clue in clues if year and years.is_possible(int(clue.value)) and clue.value != str(year)
    ]
    if against:
        said = ", ".join(dict.fromkeys(f"{clue.source} {clue.value}" for clue in against))
        findings.append(
            _finding("year_conflict", "contradiction", f"read as {year}, but: {said}", against[0])
        )
    if year and published_on and (published_in := int(published_on[:4])) <= year:
        message = f"published on {published_on}, before the year {year} had ended"
        severity: Severity = "contradiction" if published_in < year else "notice"
        findings.append(_finding("published_before_year", severity, message))
    if year is None and kind in FACT_KINDS:
        findings.append(_finding("no_year", "refusal", "no evidence names one year that is reported on"))
    return findings


def _date_findings(clues: Sequence[Clue]) -> list[Finding]:
    return [
        _finding("impossible_date", "contradiction", f"{clue.quote} is no day of the calendar", clue)
        for clue in clues
        if not clue.value
    ]
