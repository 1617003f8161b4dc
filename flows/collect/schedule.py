"""When a known address is asked for again: a pure function of its captures and the date.

What belongs here: the waits and their reasons. What does not: reading the log (`archive/captures.py`), and what
else is due (`collect.py`: what is new is asked for at once, lists and robots.txt every night).

Nights that an address waits, counted from its last capture; it doubles with each time that the page was seen
unchanged since it last changed, up to the limit for its age. The age is that of the page's last change: of
the date that the host states (Last-Modified), else of the capture that found it.

| the page changed         | January to March | April to December |
| ------------------------ | ---------------: | ----------------: |
| in the last 120 days     |                1 |                 7 |
| in the last two years    |                7 |                30 |
| before                   |               30 |                90 |

A page that was another one on each of its last nights (it counts its visitors) says nothing by changing: its age is
that of its address (`/2015/1/30/`, `t20150130_7.html`), else of the night that found it, and its wait doubles all the
same.

Reports come and are corrected from January to March (the deadlines are 31 January and 31 March), so what is
fresh is asked for every night then. An address that failed, was blocked or refused waits 1, 2, 4 and at most 7
nights, and so does one that is gone while the list still names it; one that nothing names waits 90, for nothing that
vanished is given up. What was fetched today counts as not yet fetched: a second night on one date asks for the same
addresses as the first, but for those that it found gone.

Dates are China's (Asia/Shanghai).
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from flows.archive.model import CHINA, History, in_china

SEASON: Final = range(1, 4)
"""The months in which reports are published."""

_LIMITS: Final = ((timedelta(days=120), 1, 7), (timedelta(days=730), 7, 30), (timedelta.max, 30, 90))
"""Age of the last change, and the longest wait in nights: in the season, and outside of it."""
_LONGEST_AFTER_FAILURE: Final = 7
_GONE: Final = 90
_RESTLESS: Final = 3
"""Changes in a row from which on a page is taken for one that changes by itself."""
_MONTH: Final = re.compile(
    r"(?<!\d)(20[0-3]\d)(?:[-/](0?[1-9]|1[0-2])[-/]|(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))", re.ASCII
)


def resting(histories: Iterable[History], today: date, named: Collection[str] = ()) -> set[str]:
    """The addresses that are not due on a date.

    Args:
        histories: what the log says of each address before that date.
        named: the addresses that the list names, and their parts.
    """
    return {one.url for one in histories if _due_on(one, today, is_named=one.url in named) > today}


def _due_on(history: History, today: date, *, is_named: bool) -> date:
    return in_china(history.last_fetched_at) + timedelta(days=_nights(history, today, is_named=is_named))


def _nights(history: History, today: date, *, is_named: bool) -> int:
    if history.last_outcome == "gone" and not is_named:
        return _GONE
    if history.n_failures:
        return _doubled(history.n_failures - 1, _LONGEST_AFTER_FAILURE)
    age = today - _changed_on(history)
    longest = next(
        in_season if today.month in SEASON else outside
        for limit, in_season, outside in _LIMITS
        if age < limit
    )
    return _doubled(history.n_changes if _is_restless(history) else history.n_unchanged, longest)


def _is_restless(history: History) -> bool:
    return history.n_changes >= _RESTLESS


def _changed_on(history: History) -> date:
    """When the page changed last; a host that states a later day than the one we found it on is not believed."""
    found = in_china(history.changed_at or history.last_fetched_at)
    if _is_restless(history):
        found = min(in_china(history.found_at or history.last_fetched_at), _dated(history.url) or date.max)
    try:
        stated = parsedate_to_datetime(history.last_modified or "")
        return min(found, stated.astimezone(CHINA).date()) if stated.tzinfo is not None else found
    except (ValueError, OverflowError):
        return found


def _dated(url: str) -> date | None:
    """The month that an address names, as its first day; content systems file a page under the day it came."""
    named = [date(int(found[1]), int(found[2] or found[3]), 1) for found in _MONTH.finditer(url)]
    return max(named, default=None)


def _doubled(times: int, longest: int) -> int:
    return min(1 << min(times, longest.bit_length()), longest)
