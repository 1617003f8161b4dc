"""The way from a site's front page to the list of its reports.

What belongs here: which links are followed, by their words. What does not: reading the list at its end
(`lists/`), and fetching (`discover.py` hands it in).
"""

from collections import deque
from collections.abc import Callable, Sequence

from flows.collect.lists.model import FoundLink, ListPage, frames_of, links_of
from flows.sources.model import Patterns, Source

_BRANCHES = 5
"""Links followed from one page in one step: a front page has a menu, a map and a foot that say the same."""


def lists_at_end(source: Source, read: Callable[[str], ListPage | None]) -> tuple[str, ...]:
    """The addresses to which the steps of `listing.way` lead from the start addresses.

    A page may name a later step at once, as a front page does that links the list itself; it is followed there and
    step by step too, since the shorter way is often an old one. What a page shows in frames counts as the page.

    Args:
        read: gives a page, or None where it cannot be had.
    """
    waiting = deque((url, 0) for url in dict.fromkeys(source.start))
    seen = set(source.start)
    ends: dict[str, None] = {}
    while waiting:
        url, step = waiting.popleft()
        page = read(url)
        if page is None:
            continue
        frames = [
            url for url in frames_of(page.text, page.url) if source.allows_host(url) and url not in seen
        ]
        seen.update(frames[:_BRANCHES])
        waiting.extendleft((frame, step) for frame in reversed(frames[:_BRANCHES]))
        links = [link for link in links_of(page.text, page.url) if source.allows_host(link.url)]
        for target, reached in _followed(links, source.listing.way, step).items():
            if target in seen:
                continue
            seen.add(target)
            if reached == len(source.listing.way):
                ends[target] = None
            else:
                waiting.append((target, reached))
    return tuple(ends)


def _followed(links: Sequence[FoundLink], steps: Patterns, step: int) -> dict[str, int]:
    """Where the links that name a step behind `step` lead, with the furthest that they name; the furthest first."""
    found: dict[str, int] = {}
    for reached in range(len(steps), step, -1):
        pattern = steps[reached - 1]
        named = [link.url for link in links if any(pattern.search(words) for words in _names(link))]
        for target in list(dict.fromkeys(named))[:_BRANCHES]:
            found.setdefault(target, reached)
    return found


def _names(link: FoundLink) -> tuple[str, ...]:
    """What a link is called: its words, and each of them; a link and its title often say the same twice."""
    return (link.words, *link.words.split())
