"""Drafting a source from an address: which shape its list has, where its reports stand, whose site it is.

What belongs here: what a look at the site tells of each field. What does not: patterns from addresses
(`patterns.py`), whose site it is (`owner.py`), and checking the finished source (`check.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from flows.collect.discover import Found, discover
from flows.collect.lists import auto, gkmlpt
from flows.collect.lists.model import ListPage, list_text
from flows.collect.visit import Visitor
from flows.errors import CollectError
from flows.reference import Reference
from flows.scouting.look import looking
from flows.scouting.owner import owner_of
from flows.scouting.patterns import patterns_of
from flows.settings import Settings
from flows.sources.addresses import is_address
from flows.sources.model import LinkRules, ListRules, Politeness, Shape, Source

REPORT_WORDS: Final = r"(?=.*(20\d\d|二[〇○零0]))(?=.*(信息公开.{0,12}报告|年度报告|年报))"
"""What links to reports say: what they are, and the year. Without a year it is a column's name."""
OTHER_WORDS: Final = r"指南|预算|决算|统计年鉴"
"""What links to other pages of the same column say."""
WAY: Final = (
    r"^(政府|政务)信息公开|^政务公开$|^信息公开$",
    r"^(法定)?(政府)?(信息)?(公开)?(工作)?(年度报告|年报)$",
)
"""How the column of reports is called on the way from a front page."""

GENTLE: Final = Politeness()
"""How a site is asked that nobody knows yet."""

_LIST_PAGES: Final = 30
_ROOM: Final = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted source: the fields of its file, and what the look found, for people."""

    fields: dict[str, Any]
    found: Found

    @property
    def id(self) -> str:
        """The id of the source, which is the name of its file."""
        return str(self.fields["id"])

    def as_yaml(self) -> str:
        """The text of the source's file."""
        return yaml.safe_dump(self.fields, allow_unicode=True, sort_keys=False, width=110)


def draft_source(
    url: str,
    settings: Settings,
    reference: Reference,
    *,
    source_id: str | None = None,
    allow_private: bool = False,
    politeness: Politeness | None = None,
    today: date,
) -> Draft:
    """Look at a site and draft its source: not verified, not enabled.

    Args:
        url: a list of reports, or a front page.
        source_id: the id; made of the host where it is not given.
        politeness: how gently the site is asked for the look; as any new source where it is not given.
        today: the day that is noted with what was counted.

    Raises:
        CollectError: the address is none or gives no page, or nothing there looks like a report or the way to a list.
        SettingsError: the host is public and the operator has given no contact.
    """
    host = _host_of(url)
    look = _Look(allow_private, politeness or GENTLE)
    with looking(look.source(url, "html"), settings) as visitor:
        page = _page(url, visitor)
        source, found = _first_with_reports(look.sources(url, page), visitor)
    owner = owner_of(url, page.text, reference)
    fields = {
        "id": source_id or id_of(url),
        "title": owner.title or f"Annual disclosure reports of {host}",
        "publisher": owner.publisher,
        **({"region_code": owner.region_code} if owner.region_code else {}),
        "kind": "http",
        "start": list(source.start),
        "listing": {"shape": source.listing.shape, **_way(source), "max_pages": max(20, 2 * found.n_pages)},
        "links": _links(found.reports, source.listing.shape),
        "bounds": _bounds(found, today),
        **({"allow_private": True} if allow_private else {}),
        "verified": False,
        "enabled": False,
        "notes": _notes(found, today),
    }
    return Draft(fields, found)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the sources are made with which a site is looked at."""

    allow_private: bool
    politeness: Politeness

    def sources(self, url: str, page: ListPage) -> tuple[Source, Source]:
        """The page as a list and as the beginning of a way to one, the likelier first: a front page names a report
        or two among its news."""
        start = gkmlpt.api_address(url, page.text) or url
        direct = self.source(start, "gkmlpt" if start != url else auto.shape_of(page))
        by_way = self.source(start, "auto", WAY)
        parts = urlsplit(start)
        return (by_way, direct) if parts.path in ("", "/") and not parts.query else (direct, by_way)

    def source(self, url: str, shape: Shape, way: Sequence[str] = ()) -> Source:
        return Source(
            id="draft",
            title=url,
            kind="http",
            start=(url,),
            listing=ListRules.model_validate({"shape": shape, "way": way, "max_pages": _LIST_PAGES}),
            links=LinkRules.model_validate(_words(shape)),
            politeness=self.politeness,
            allow_private=self.allow_private,
        )


def _first_with_reports(sources: Sequence[Source], visitor: Visitor) -> tuple[Source, Found]:
    """The first of several ways to look at a site that finds reports.

    Raises:
        CollectError: none does; the message says why, way by way.
    """
    said: list[str] = []
    for source in sources:
        found = discover(source, visitor)
        if found.reports:
            return source, found
        said += found.problems or ("no link there looks like a report",)
    raise CollectError(f"{sources[0].start[0]}: {'; '.join(dict.fromkeys(said))}")


def _page(url: str, visitor: Visitor) -> ListPage:
    visit = visitor.visit(url.partition("#")[0], "list")
    if visit.payload is None:
        raise CollectError(f"{url}: gives no page: {visit.capture.outcome} ({visit.why})")
    return ListPage(visit.url, list_text(visit.payload, visit.capture.content_type))


def _bounds(found: Found, today: date) -> dict[str, Any]:
    """What a healthy night lists, with room; of the years that no report is missing of any more, each for itself."""
    complete = {year: n for year, n in sorted(found.by_year.items()) if year < today.year - 1}
    years = {year: {"min_reports": _at_least(n)} for year, n in complete.items()}
    number = len(found.reports)
    bounds = {"min_reports": _at_least(number), "max_reports": number + max(_ROOM, number // 2)}
    return {**bounds, **({"years": years} if years else {})}


def _at_least(number: int) -> int:
    return max(1, number * 4 // 5)


def _way(source: Source) -> dict[str, list[str]]:
    return {"way": [step.pattern for step in source.listing.way]} if source.listing.way else {}


def _links(reports: Sequence[str], shape: Shape) -> dict[str, list[str]]:
    include = patterns_of(reports)
    return {**({"include": include} if include else {}), **_words(shape)}


def _words(shape: Shape) -> dict[str, list[str]]:
    """What links say; those of a sitemap say nothing."""
    return {} if shape == "sitemap" else {"text": [REPORT_WORDS], "exclude": [OTHER_WORDS]}


def id_of(url: str) -> str:
    """An id from the host: `www.county.gov.cn` is `county`, `zwgk.county.gov.cn` is `county_zwgk`.

    Raises:
        CollectError: it is no address.
    """
    labels = re.sub(r"\.(gov|edu|org|com|net)?(\.cn)?$|\.[a-z]+$", "", _host_of(url), count=1).split(".")
    words = [re.sub(r"\W+", "_", label) for label in reversed(labels) if label != "www"]
    name = "_".join(word for word in words if word) or "source"
    return name if name[0].isalpha() else f"site_{name}"


def _host_of(url: str) -> str:
    if not is_address(url):
        raise CollectError(
            f"{url!r} is no http or https address; give the whole of it, such as http://www.example.gov.cn/"
        )
    return urlsplit(url).hostname or ""


def _notes(found: Found, today: date) -> str:
    counted = f"Drafted on {today.isoformat()}: {len(found.reports)} reports on {found.n_pages} list pages."
    return " ".join((counted, *found.problems, *found.notes))
