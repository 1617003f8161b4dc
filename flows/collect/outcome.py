"""What an answer means: one of the seven outcomes, decided in one place and without effects.

What belongs here: the rules, by status and by where a redirect led. What does not: what a page itself tells
(`walls.py`), fetching (`fetch.py`) and archiving.
"""

from typing import Final

from flows.archive.model import Capture, Role, Verdict
from flows.archive.warc import sha256_of
from flows.collect.fetch import COOKIE_WALL, Answer
from flows.collect.walls import is_told_by_shield, told_by_page, told_by_place

_GONE: Final = frozenset({404, 410})
_BLOCKED: Final = frozenset({202, 401, 402, 403, 407, 412, 418, 451, 511, 521})
"""202, 412, 418 and 521 are what the web shields of Chinese sites answer with their challenges."""


_NOT_MODIFIED: Final = 304
_PAGES: Final = frozenset({200, 203, _NOT_MODIFIED})
"""Statuses of which the page, or that it is as it was, is believed."""


def outcome_of(answer: Answer, previous: Capture | None, role: Role, url: str) -> Verdict:
    """Decide what an answer means.

    Args:
        answer: what came.
        previous: the last capture of this address that has its page.
        role: what the address was asked for; robots.txt is not judged by its words.
        url: the address that was asked.
    """
    if answer.problem == COOKIE_WALL:
        return "blocked", COOKIE_WALL
    if answer.problem is not None:
        return ("refused" if answer.is_refused else "failed"), answer.problem
    if answer.redirects and role != "robots" and answer.status in _PAGES:
        told = told_by_place(url, answer.url)
        if told is not None:
            return told
    if answer.status == _NOT_MODIFIED:
        is_confirmed = previous is not None and not answer.redirects
        return ("unchanged", None) if is_confirmed else ("failed", "not_modified_without_a_page")
    if answer.status in _GONE:
        return "gone", f"http_{answer.status}"
    if answer.status in _BLOCKED:
        return "blocked", f"http_{answer.status}"
    if answer.status not in _PAGES or answer.payload is None:
        is_shield = role != "robots" and answer.payload is not None and is_told_by_shield(answer.payload)
        return ("blocked", "challenge") if is_shield else ("failed", f"http_{answer.status}")
    if role != "robots":
        told = told_by_page(answer.payload, role, answer.url)
        if told is not None:
            return told
    if previous is None:
        return "new", None
    return ("unchanged" if sha256_of(answer.payload) == previous.payload_sha256 else "changed"), None
