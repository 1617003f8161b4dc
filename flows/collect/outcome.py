"""What an answer means: one of the seven outcomes, decided in one place and without effects.

What belongs here: the rules, by status and by where a redirect led. What does not: what a page itself tells
(`walls.py`), fetching (`fetch.py`) and archiving.
"""

from typing import Final

from flows.archive.model import Capture, Role, Verdict
from flows.archive.warc import sha256_of
from flows.collect.fetch import COOKIE_WALL, Answer
from flows.collect.walls import told_by_page, told_by_place

_GONE: Final = frozenset({404, 410})
_BLOCKED: Final = frozenset({202, 401, 402, 403, 407, 412, 418, 451, 511, 521})
"""202, 412, 418 and 521 are what the web shields of Chinese sites answer with their challenges."""


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
    if answer.status == 304:
        return ("unchanged", None) if previous is not None else ("failed", "not_modified_without_a_page")
    if answer.status in _GONE:
        return "gone", f"http_{answer.status}"
    if answer.status in _BLOCKED:
        return "blocked", f"http_{answer.status}"
    if answer.status not in (200, 203) or answer.payload is None:
        return "failed", f"http_{answer.status}"
    if role != "robots":
        told = told_by_place(url, answer.url) if answer.redirects else None
        told = told or told_by_page(answer.payload, role, answer.url)
        if told is not None:
            return told
    if previous is None:
        return "new", None
    return ("unchanged" if sha256_of(answer.payload) == previous.payload_sha256 else "changed"), None
