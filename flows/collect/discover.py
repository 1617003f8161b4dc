"""Discovery: from the start addresses of a source to the addresses of its reports.

What belongs here: walking the pages of a list, in order and within bounds. What does not: how a page of a
certain system is read (`lists/`), what a report links (`parts.py`), and fetching (`visit.py`).
"""

from collections import deque
from dataclasses import dataclass

from flows.collect.lists import SHAPES
from flows.collect.lists.model import ListPage, list_text
from flows.collect.visit import Visitor
from flows.sources.model import Source


@dataclass(frozen=True, slots=True)
class Found:
    """What a source lists.

    Attributes:
        reports: addresses of reports, in the order of the list, each once.
        problems: list pages that could not be read, and a list that went on behind its bound.
    """

    reports: tuple[str, ...]
    problems: tuple[str, ...] = ()


def discover(source: Source, visitor: Visitor) -> Found:
    """Walk the list of a source. Every list page is archived with the role `list`.

    Raises:
        ArchiveError: a list page could not be archived.
        SettingsError: the host is public and the operator has given no contact.
    """
    if source.listing.shape == "addresses":
        return Found(tuple(dict.fromkeys(source.start)))
    read = SHAPES[source.listing.shape]
    waiting = deque(dict.fromkeys(source.start))
    seen = set(waiting)
    reports: dict[str, None] = {}
    problems: list[str] = []
    n_pages = 0
    while waiting:
        if n_pages == source.listing.max_pages:
            problems.append(f"the list goes on behind {n_pages} pages (listing.max_pages)")
            break
        n_pages += 1
        visit = visitor.visit(waiting.popleft(), "list")
        if visit.payload is None:
            problems.append(
                f"list page {visit.capture.url}: {visit.capture.outcome} ({visit.capture.reason})"
            )
            continue
        listing = read(ListPage(visit.url, list_text(visit.payload, visit.capture.content_type)))
        reports |= dict.fromkeys(
            link.url for link in listing.links if source.links.accept(link.url, link.words)
        )
        further = [url for url in dict.fromkeys(listing.more) if url not in seen and source.allows_host(url)]
        seen.update(further)
        waiting.extend(further)
    return Found(tuple(url for url in reports if source.allows_host(url)), tuple(problems))
