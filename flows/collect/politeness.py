"""How gently a host is asked: one pace for each, robots.txt obeyed, and an end of asking when it is ill.

What belongs here: when the next request may go out, and whether at all. What does not: sending it
(`fetch.py`).
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from flows.errors import Refusal

ROBOT_NAME: Final = "gongkai"
"""The name under which robots.txt may address the collector."""

MAX_CRAWL_DELAY_SECONDS: Final = 120.0
"""A host that asks for longer pauses is not collected: a night could not end."""

MAX_HOLD_SECONDS: Final = 600.0
"""A host that asks to wait longer (Retry-After) is left in peace for this night."""

FAILURES_BEFORE_GIVING_UP: Final = 5
"""Addresses failing in a row, each after its retries, before a host is left in peace for this night."""

ROBOTS_BYTES: Final = 512_000
"""What is read of a robots.txt; RFC 9309 asks for 500 KiB at least."""

_RANDOM: Final = random.SystemRandom()


class Host:
    """One host of one night: its pace and its health. Safe for threads."""

    def __init__(self, delay_seconds: float) -> None:
        self._delay = delay_seconds
        self._free_at = 0.0
        self._failures = 0
        self._reason: str | None = None
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this host's next turn, and begin the pause when the answer is read.

        Raises:
            Refusal: `host_given_up`: it is left in peace for this night.
        """
        with self._lock:
            if self._reason is not None:
                raise Refusal("host_given_up", self._reason)
            now = time.monotonic()
            starts_at = max(now, self._free_at)
            self._free_at = starts_at + self._delay
        time.sleep(starts_at - now)
        try:
            yield
        finally:
            self._not_before(time.monotonic() + self._delay)

    def slow_down(self, crawl_delay: float) -> None:
        """Obey a crawl-delay that is longer than our own.

        Raises:
            Refusal: `crawl_delay`: it is too long to be obeyed.
        """
        if crawl_delay > MAX_CRAWL_DELAY_SECONDS:
            raise Refusal("crawl_delay", f"robots.txt asks for a pause of {crawl_delay:.0f} s")
        with self._lock:
            self._delay = max(self._delay, crawl_delay)
        self._not_before(time.monotonic() + crawl_delay)

    def hold(self, seconds: float) -> None:
        """Let nobody ask for a while."""
        if seconds > MAX_HOLD_SECONDS:
            self._give_up(f"it asks to wait for {seconds:.0f} s")
        else:
            self._not_before(time.monotonic() + seconds)

    def note(self, *, is_well: bool) -> None:
        """Tell how an address ended; after too many failures in a row the host is given up."""
        with self._lock:
            self._failures = 0 if is_well else self._failures + 1
            failures = self._failures
        if failures >= FAILURES_BEFORE_GIVING_UP:
            self._give_up(f"{failures} addresses failed in a row")

    def _not_before(self, moment: float) -> None:
        with self._lock:
            self._free_at = max(self._free_at, moment)

    def _give_up(self, reason: str) -> None:
        with self._lock:
            self._reason = reason


class Hosts:
    """The hosts of one night."""

    def __init__(self, delay_seconds: float) -> None:
        self._delay = delay_seconds
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, url: str) -> Host:
        """The host of an address (name and port)."""
        with self._lock:
            return self._hosts.setdefault(urlsplit(url).netloc.lower(), Host(self._delay))


def backoff_seconds(first: float, attempt: int) -> float:
    """The pause before a further attempt (0-based): doubled each time, and spread a little."""
    return first * 2.0**attempt * _RANDOM.uniform(0.75, 1.25)


def robots_url(url: str) -> str:
    """Where the robots.txt that governs an address lies (RFC 9309, 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


class Robots:
    """The rules of one robots.txt for us (RFC 9309). Without text nothing is forbidden."""

    def __init__(self, text: str = "") -> None:
        self._rules = Protego.parse(text[:ROBOTS_BYTES])

    def allows(self, url: str) -> bool:
        """Whether an address may be asked for."""
        return bool(self._rules.can_fetch(url, ROBOT_NAME))

    @property
    def crawl_delay(self) -> float:
        """The pause that it asks for, in seconds; 0 where it asks for none."""
        return float(self._rules.crawl_delay(ROBOT_NAME) or 0.0)
