"""Discovery: from the start addresses of a source to the addresses of its reports.

What belongs here: walking the pages of a list, in order and within bounds. What does not: how a page of a
certain system is read (`lists/`), how a list is reached from a front page (`way.py`), what a report links
(`parts.py`), and fetching (`visit.py`).
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flows.archive.addresses import without_secrets
from flows.collect.lists import SHAPES
from flows.collect.lists.model import Listing, ListPage, list_text, refreshed
from flows.collect.visit import Visitor
from flows.collect.way import lists_at_end
from flows.sources.model import Source

_MOST_HOPS = 3
"""Pages that send their reader on by themselves, one after the other."""
_NAMED = 3
"""Pages that are named of those that gave none for one and the same reason."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a source lists.

    Attributes:
        reports: addresses of reports as they are linked, in the order of the list, each once.
        by_year: how many of them name a year in the words of their link, by that year.
        problems: list pages that could not be read (many of one reason in one sentence), and a list that went on
            behind its bound.
        notes: what is odd about the list and may be right.
        n_pages: pages that were asked for.
    """

    reports: tuple[str, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    n_pages: int = 0
    by_year: Mapping[int, int] = field(default_factory=dict)


def discover(source: Source, visitor: Visitor, *, enough: int | None = None) -> Found:
    """Walk the list of a source. Every list page is archived with the role `list`.

    Args:
        enough: stop once so many reports are known: one more than may be there, or what a look at a source needs.

    Raises:
        ArchiveError: a list page could not be archived.
        SettingsError: the host is public and the operator has given no contact.
    """
    if source.listing.shape == "addresses":
        return Found(tuple(dict.fromkeys(source.start)))
    pages = _Pages(source, visitor)
    starts = _on_the_way(source, pages) if source.listing.way else source.start
    listed = _walk(source, pages, starts, enough)
    return Found(
        tuple(listed),
        (*pages.unread(), *pages.problems),
        tuple(pages.notes),
        pages.n_asked,
        Counter(year for year in listed.values() if year is not None),
    )


def _on_the_way(source: Source, pages: "_Pages") -> tuple[str, ...]:
    """Where the way from the front page ends. A page of it that is not there matters only where none leads on."""
    ends = lists_at_end(source, pages.read)
    if ends:
        pages.notes += pages.unread()
        pages.failed.clear()
    else:
        pages.problems.append(f"no link leads on from {', '.join(source.start)} (listing.way)")
    return ends


@dataclass(slots=True)
class _Pages:
    """The list pages of one source: each asked for once, no more than its bound allows."""

    source: Source
    visitor: Visitor
    n_asked: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.n_asked >= self.source.listing.max_pages

    def read(self, url: str, *, may_be_missing: bool = False) -> ListPage | None:
        """A page, or None where it gave none; that is a problem unless nobody said that it is there. A page that
        only sends its reader on is read where it sends him."""
        page = self._asked(url, may_be_missing)
        for _ in range(_MOST_HOPS):
            target = refreshed(page.text, page.url) if page is not None else None
            if target is None or not self.source.allows_host(target):
                break
            page = self._asked(target, may_be_missing)
        return page

    def _asked(self, url: str, may_be_missing: bool) -> ListPage | None:
        if self.is_over:
            return None
        self.n_asked += 1
        visit = self.visitor.visit(url, "list")
        if visit.payload is None:
            outcome = visit.capture.outcome
            if not (may_be_missing and outcome == "gone"):
                self.failed.append((f"{outcome} ({visit.why})", visit.capture.url))
            return None
        return ListPage(visit.url, list_text(visit.payload, visit.capture.content_type))

    def unread(self) -> list[str]:
        """The pages that gave none, a sentence for each of the first and one for all others of the same reason."""
        seen = Counter[str]()
        said = []
        for why, url in self.failed:
            seen[why] += 1
            if seen[why] <= _NAMED:
                said.append(f"list page {url}: {why}")
        others = ((why, number - _NAMED) for why, number in seen.items() if number > _NAMED)
        return [*said, *(f"{number} more list pages: {why}" for why, number in others)]


def _walk(source: Source, pages: _Pages, starts: Iterable[str], enough: int | None) -> dict[str, int | None]:
    """The reports of a list in its order that may be asked for, with the year that the link of each names."""
    read = SHAPES[source.listing.shape]
    waiting = deque(dict.fromkeys(starts))
    asked = set(waiting)
    # What a way leads to may be an old link beside the new one.
    guessed = set(waiting) if source.listing.way else set[str]()
    met: set[str] = set()
    reports: dict[str, int | None] = {}
    known_as: dict[str, str] = {}
    while waiting and (enough is None or len(reports) < enough):
        if pages.is_over:
            pages.problems.append(f"the list goes on behind {pages.n_asked} pages (listing.max_pages)")
            break
        url = waiting.popleft()
        page = pages.read(url, may_be_missing=url in guessed)
        if page is None:
            continue
        listing = read(page)
        for link, year in _reports_on(source, url, listing):
            report = known_as.setdefault(without_secrets(link), link)
            reports[report] = reports.get(report) or year
        names_anything = _names_anything(listing, met)
        met.update(link.url for link in listing.links)
        further = [
            one
            for one in dict.fromkeys((*listing.more, *listing.guessed))
            if one not in asked and source.allows_host(one)
        ]
        if further and not names_anything:
            pages.notes.append(
                f"{url} names only what earlier pages named: the list was not followed behind it"
            )
            continue
        guessed.update(one for one in further if one not in listing.more)
        asked.update(further)
        waiting.extend(further)
    return reports


def _reports_on(source: Source, url: str, listing: Listing) -> Iterator[tuple[str, int | None]]:
    """The reports that a list page is and names, with the year that the link names. A page that is a report names none
    unless the source says which."""
    if source.listing.is_report:
        yield url, None
        if not (source.links.include or source.links.text):
            return
    yield from (
        (link.url, link.year)
        for link in listing.links
        if source.links.accept(link.url, link.words) and source.allows_host(link.url)
    )


def _names_anything(listing: Listing, met: set[str]) -> bool:
    """Whether a page names something that no earlier page named: some hosts answer every number behind the last
    page with a page that links the next number. A page without any list, as the shell of one, may lead on."""
    own = {link.url for link in listing.links} - set(listing.more)
    return not own or not own <= met
