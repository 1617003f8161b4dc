"""How gently a host is asked: one pace for each, within its hours and the night's, and no more when it is ill.

What belongs here: when the next request may go out, and whether at all. What does not: sending it
(`fetch.py`), and what robots.txt forbids (`robots.py`).
"""

import math
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from datetime import time as time_of_day
from typing import Final
from urllib.parse import urlsplit

from flows.archive.model import CHINA
from flows.collect.robots import RobotsBook
from flows.errors import Refusal
from flows.sources.model import Politeness

MAX_CRAWL_DELAY_SECONDS: Final = 120.0
"""A host that asks for longer pauses is not collected: a night could not end."""

MAX_HOLD_SECONDS: Final = 600.0
"""A host that asks to wait longer (Retry-After) is left in peace for this night."""

FAILURES_BEFORE_GIVING_UP: Final = 5
"""Addresses in a row that failed, each after its retries, or were blocked, before a host is left in peace for this
night."""

MAX_WINDOW_WAIT_SECONDS: Final = 7200.0
"""A host whose hours begin later than this is left in peace for this night: the others would wait for it."""

_DAY: Final = 86_400
_RANDOM: Final = random.SystemRandom()


class Waits(Refusal):
    """A host is asked nothing more for now: what was not fetched waits for the next night."""


class Host:
    """One host of one night: its pace, its budget and its health. Safe for threads.

    Several sources may ask one host: the gentlest of them sets the pace for all.
    """

    def __init__(self, name: str, under_way: AbstractContextManager[object], night_ends_at: float) -> None:
        self._name = name
        self._night_ends_at = night_ends_at
        self._under_way_anywhere = under_way
        self._delay = 0.0
        self._connections = self._max_requests = self._max_bytes = sys.maxsize
        self._n_requests = self._n_bytes = 0
        self._closes_at = math.inf
        self._free_at = 0.0
        self._under_way = 0
        self._failures = 0
        self._closed: tuple[str, str] | None = None
        self._changed = threading.Condition()
        self._sources: set[Politeness] = set()

    def obey(self, wish: Politeness) -> None:
        """Be as gentle as a source asks."""
        with self._changed:
            if wish in self._sources:
                return
            self._sources.add(wish)
            self._delay = max(self._delay, wish.delay_seconds)
            self._connections = min(self._connections, wish.connections)
            self._max_requests = min(self._max_requests, wish.max_requests)
            self._max_bytes = min(self._max_bytes, wish.max_megabytes * 1_000_000)
            if wish.window is not None:
                opens, closes = seconds_until(wish.window, datetime.now(CHINA))
                now = time.monotonic()
                self._free_at = max(self._free_at, now + opens)
                ends = now + closes if opens <= MAX_WINDOW_WAIT_SECONDS else now
                self._closes_at = min(self._closes_at, ends)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this host's next turn, and begin the pause when the answer is read.

        Raises:
            Waits: `host_given_up`, `host_budget`, `host_window` or `night_over`: it is left in peace for this night.
        """
        self._take_turn()
        try:
            with self._under_way_anywhere:
                yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._free_at = max(self._free_at, time.monotonic() + self._delay)
                self._changed.notify_all()

    def _take_turn(self) -> None:
        with self._changed:
            while True:
                self._raise_if_closed()
                pause = self._free_at - time.monotonic()
                if self._under_way >= self._connections:
                    self._changed.wait()
                elif pause > 0:
                    self._changed.wait(pause)
                else:
                    break
            self._under_way += 1
            self._n_requests += 1
            self._free_at = time.monotonic() + self._delay

    def _raise_if_closed(self) -> None:
        if self._closed is None:
            if time.monotonic() >= self._night_ends_at:
                self._close("night_over", "the hours of the night are over (GONGKAI_COLLECT_HOURS)")
            elif max(time.monotonic(), self._free_at) >= self._closes_at:
                self._close("host_window", "outside of its hours (politeness.window)")
            elif self._n_requests >= self._max_requests:
                self._close("host_budget", "its requests of one night are spent (politeness.max_requests)")
            elif self._n_bytes >= self._max_bytes:
                self._close("host_budget", "its bytes of one night are spent (politeness.max_megabytes)")
        if self._closed is not None:
            raise Waits(*self._closed)

    def slow_down(self, crawl_delay: float) -> None:
        """Obey a crawl-delay that is longer than our own.

        Raises:
            Refusal: `crawl_delay`: it is too long to be obeyed.
        """
        if not crawl_delay <= MAX_CRAWL_DELAY_SECONDS:
            raise Refusal("crawl_delay", f"robots.txt asks for a pause of {crawl_delay:.0f} s")
        with self._changed:
            self._delay = max(self._delay, crawl_delay)
            self._free_at = max(self._free_at, time.monotonic() + crawl_delay)

    def hold(self, seconds: float) -> None:
        """Let nobody ask for a while."""
        with self._changed:
            if seconds > MAX_HOLD_SECONDS:
                self._close("host_given_up", f"it asks to wait for {seconds:.0f} s")
            else:
                self._free_at = max(self._free_at, time.monotonic() + seconds)

    def note(self, *, is_well: bool) -> None:
        """Tell whether it gave an address's page, or said that there is none; after too many in a row of which it
        did neither it is given up."""
        with self._changed:
            self._failures = 0 if is_well else self._failures + 1
            if self._failures >= FAILURES_BEFORE_GIVING_UP:
                self._close("host_given_up", f"{self._failures} addresses in a row gave no page")

    def spend(self, n_bytes: int) -> None:
        """Tell how much it sent."""
        with self._changed:
            self._n_bytes += n_bytes

    def _close(self, reason: str, detail: str) -> None:
        """The caller holds the lock. The first reason stands."""
        self._closed = self._closed or (reason, f"{self._name}: {detail}")
        self._changed.notify_all()


class Hosts:
    """The hosts of one night, shared by all of its sources.

    Attributes:
        robots: their robots.txt.

    Args:
        at_once: requests under way at one time, over all hosts.
        seconds: how long the night may last; what is left then waits for the next one.
    """

    def __init__(self, at_once: int = 64, seconds: float = math.inf) -> None:
        self.robots = RobotsBook()
        self._night_ends_at = time.monotonic() + seconds
        self._under_way = threading.BoundedSemaphore(at_once)
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, url: str, wish: Politeness) -> Host:
        """The host of an address, asked as gently as a source wishes. A site is one host by http and https.

        Raises:
            ValueError: its port is none, or it is no address at all.
        """
        parts = urlsplit(url)
        port = parts.port if parts.port not in (None, 80, 443) else None
        name = f"{parts.hostname or ''}:{port}" if port else parts.hostname or ""
        with self._lock:
            host = self._hosts.get(name)
            if host is None:
                host = self._hosts[name] = Host(name, self._under_way, self._night_ends_at)
        host.obey(wish)
        return host


def seconds_until(window: str, now: datetime) -> tuple[float, float]:
    """In how many seconds a window of China's clock (`22:00-06:30`) opens, and closes; 0 where it is open."""
    begins, ends = (time_of_day.hour * 3600 + time_of_day.minute * 60 for time_of_day in _times(window))
    clock = now.astimezone(CHINA)
    since = (clock.hour * 3600 + clock.minute * 60 + clock.second - begins) % _DAY
    length = (ends - begins) % _DAY or _DAY
    opens = 0 if since < length else _DAY - since
    return float(opens), float(length - since if opens == 0 else opens + length)


def _times(window: str) -> Iterator[time_of_day]:
    return (time_of_day.fromisoformat(side) for side in window.split("-"))


def backoff_seconds(first: float, attempt: int) -> float:
    """The pause before a further attempt (0-based): doubled each time, and spread a little."""
    return first * 2.0**attempt * _RANDOM.uniform(0.75, 1.25)
