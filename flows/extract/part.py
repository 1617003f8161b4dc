"""Parts of a report: whether a further page or an annex belongs to the page that links it, and as what.

What belongs here: the decision, and the identity that a part has from its report. What does not: links and
addresses (`collect/parts.py`, `archive/addresses.py`), and reading (`document.py`).

A link alone proves nothing: a yearbook links the reports of other years, a county those of its bureaus. So a
part is what the texts let be one: nothing in it names another body, another year or another kind of text. An
annex must besides be linked in the report's own content and be a report by its words or its tables. What is no
part is a document of its own, as if nothing had linked it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from flows.clean.page import Link, Page
from flows.extract.identity.titles import YEAR_WORDS, has_mark
from flows.extract.model import Evidence, Finding, Identity
from flows.vocabulary import FACT_KINDS

_YEAR: Final = re.compile(rf"{YEAR_WORDS}\s*年")
_BODY: Final = re.compile(r"[\u4e00-\u9fff]{2}(?:局|委(?!托|派)|厅|镇|乡|街道|管委会|学校|医院|公司)")
_FILLED_IN_BY: Final = re.compile(
    r"(?:单位|机关|机构|部门)(?:名称)?\s*(?:[(（]\S{1,4}[)）])?\s*[:：\t]\s*(\S{2,40})"
)
_ENDING: Final = re.compile(r"\.\w{2,5}$")
_PAGE_NUMBER: Final = re.compile(r"[(（\s_-]*(?:第?[\d一二三四五六七八九十]{1,2}页?)[)）\s]*$")
_SAID_IN_A_FURTHER_PAGE: Final = frozenset({"title", "period_sentence"})
_SAID_IN_AN_ANNEX: Final = _SAID_IN_A_FURTHER_PAGE | {
    "caption",
    "sentence",
    "opening",
    "signature",
    "metadata",
    "heading",
}
_NOT_OF_A_PART: Final = frozenset({"no_agency", "no_year", "agency_conflict", "year_conflict"})
"""What is said of a document that stands alone; the body and the year of a part are its report's."""
_FROM_REPORT: Final = ("kind", "agency", "region_code", "report_year", "published_on", "scope")


@dataclass(frozen=True, slots=True)
class Report:
    """A report page that links parts: what is read of it for them."""

    document_id: str
    identity: Identity
    links: tuple[Link, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Parent:
    """The report that links a file or page.

    Attributes:
        is_further_page: by its address it is the report's next page; else it is an annex.
        words: of the link in the report's content; None where it has none that leads here.
    """

    report: Report
    is_further_page: bool
    words: str | None


def parent_of(report: Report, url: str, *, is_further_page: bool) -> Parent:
    """The report as the parent of what stands at an address."""
    words = next((link.text for link in report.links if _leads_to(report.url, link, url)), None)
    return Parent(report, is_further_page, words)


def _leads_to(page: str, link: Link, url: str) -> bool:
    """A link leads to an address, or from a saved page to the file that has the name of its target or its words."""
    try:
        target = urljoin(page, link.href.strip()).partition("#")[0]
        name = unquote(urlsplit(target).path.rpartition("/")[2])
    except ValueError:
        return False
    if unquote(target) == unquote(url):
        return True
    if not page.startswith("file:"):
        return False
    file = unquote(url).rpartition("/")[2]
    return file == name or _ENDING.sub("", file) == _ENDING.sub("", link.text.strip())


def titled_by_link(page: Page, parent: Parent) -> Page:
    """The page with the words of its link as its weakest title, where they say which report it is."""
    words = _ENDING.sub("", (parent.words or "").strip())
    if not (has_mark(words) or _YEAR.search(words)):
        return page
    return replace(page, titles=(*page.titles, ("link", words)))


def joined(own: Identity, page: Page, parent: Parent, *, has_form: bool) -> Identity | None:
    """The identity as a part of the report, or None where it is a document of its own.

    Args:
        own: the identity that the text gives by itself.
        has_form: it holds a table of an official form.
    """
    report = parent.report.identity
    if report.kind not in FACT_KINDS or report.agency is None or report.report_year is None:
        return None
    if _names_another(own, parent):
        return None
    is_part = (
        _goes_on(own, page, report) if parent.is_further_page else _is_annex(own, page, parent, has_form)
    )
    return _as_part(own, report, parent) if is_part else None


def _goes_on(own: Identity, page: Page, report: Identity) -> bool:
    """A further page has the report's title again, or none, or goes on with what makes a report."""
    names_itself = any(where in ("heading", "meta", "head") for where, _ in page.titles)
    return own.kind in FACT_KINDS or not names_itself or _same_title(own.title, report.title)


def _same_title(one: str | None, other: str | None) -> bool:
    first, second = (_PAGE_NUMBER.sub("", "".join((title or "").split())) for title in (one, other))
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


def _is_annex(own: Identity, page: Page, parent: Parent, has_form: bool) -> bool:
    """An annex is linked in the report's content and is a report by its words or tables. Where its own title names
    no body, its link or the line that says who filled it in may."""
    if parent.words is None or own.kind not in FACT_KINDS:
        return False
    agency = parent.report.identity.agency or ""
    said = " ".join((parent.words, *_FILLED_IN_BY.findall(page.text)))
    if any(body[0] not in agency for body in _BODY.finditer(said)):
        return False
    return has_form or has_mark(own.title or "")


def _names_another(own: Identity, parent: Parent) -> bool:
    """Whether the text, or the link, says that it is of another body, year or scope."""
    report = parent.report.identity
    said = _SAID_IN_A_FURTHER_PAGE if parent.is_further_page else _SAID_IN_AN_ANNEX
    another_year = own.report_year not in (None, report.report_year) and _is_said(own, "report_year", said)
    # The office of a government reports for the government.
    bodies = (None, report.agency, f"{report.agency}办公室")
    another_body = own.agency not in bodies and _is_said(own, "agency", said)
    return another_year or another_body or own.scope not in (None, report.scope)


def _is_said(own: Identity, field: str, sources: frozenset[str]) -> bool:
    return any(e.field == field and e.is_chosen and e.source in sources for e in own.evidence)


def _as_part(own: Identity, report: Identity, parent: Parent) -> Identity:
    identity = replace(
        report,
        title=own.title,
        published_on=own.published_on or report.published_on,
        evidence=(),
        findings=tuple(finding for finding in own.findings if finding.rule not in _NOT_OF_A_PART),
    )
    return replace(
        identity,
        evidence=tuple(_evidence(identity, own, parent)),
        findings=(*identity.findings, *_disagreements(own, report)),
    )


def _value(identity: Identity, field: str) -> str | None:
    value = getattr(identity, field)
    return None if value is None else str(value)


def _evidence(identity: Identity, own: Identity, parent: Parent) -> Iterator[Evidence]:
    """What the report says, then what the part says for itself, each marked by what was taken."""
    for field in _FROM_REPORT:
        value = _value(identity, field)
        if value is not None:
            yield Evidence(field, value, "parent", True, parent.report.identity.title or "")
    for evidence in own.evidence:
        yield replace(evidence, is_chosen=evidence.value == _value(identity, evidence.field))


def _disagreements(own: Identity, report: Identity) -> list[Finding]:
    """What the part seems to say of body and year, and does not say for certain."""
    pairs = (("body", own.agency, report.agency), ("year", own.report_year, report.report_year))
    return [
        Finding("part_disagrees", "notice", f"by itself its {what} would be {one}; its report's is {other}")
        for what, one, other in pairs
        if one is not None and one != other
    ]
