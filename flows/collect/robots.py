"""robots.txt (RFC 9309): what it says to us, and one book of them for the sources of a night.

What belongs here: reading the rules and knowing for how long they hold. What does not: asking for them (`visit.py`),
and the pace of a host (`politeness.py`).
"""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

from protego import Protego

from flows.errors import Refusal

ROBOT_NAME: Final = "gongkai"
"""The name under which robots.txt may address the collector."""

ROBOTS_BYTES: Final = 512_000
"""What is read of a robots.txt; RFC 9309 asks for 500 KiB at least."""

ROBOTS_SECONDS: Final = 3600.0
"""How long a robots.txt holds; RFC 9309 allows a day at most."""

_OUR_NAME: Final = re.compile(
    rf"^([ \t\ufeff]*user-agent[ \t]*:[ \t]*{ROBOT_NAME})(?![\w-])[^\r\n#]*", re.IGNORECASE | re.MULTILINE
)
"""Our name with a version or more behind it: a robot is known by its name alone (RFC 9309, 2.2.1)."""

_Held = TypeVar("_Held")


def robots_url(url: str) -> str:
    """Where the robots.txt that governs an address lies (RFC 9309, 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


class Robots:
    """The rules of one robots.txt for us (RFC 9309). Without text nothing is forbidden."""

    def __init__(self, text: str = "") -> None:
        self._rules = Protego.parse(_OUR_NAME.sub(r"\1", text[:ROBOTS_BYTES]))

    def allows(self, url: str) -> bool:
        """Whether an address may be asked for."""
        return bool(self._rules.can_fetch(url, ROBOT_NAME))

    @property
    def crawl_delay(self) -> float:
        """The pause that it asks for, in seconds; 0 where it asks for none."""
        return float(self._rules.crawl_delay(ROBOT_NAME) or 0.0)


class RobotsBook:
    """The robots.txt of one night, each asked for once an hour: a night is long, and they change. Safe for threads.

    What a robots.txt says holds for all sources. That it could not be had holds for the source that asked: another
    one may have other rights (private addresses, a certificate that is not verified, further hosts).
    """

    def __init__(self) -> None:
        self._said: dict[str, tuple[float, Robots]] = {}
        self._refused: dict[tuple[str, str], tuple[float, Refusal]] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def rules(self, address: str, source_id: str, ask: Callable[[str], Robots | Refusal]) -> Robots:
        """The rules at an address, asked for where they are not known or were asked for too long ago.

        Raises:
            Refusal: what `ask` found in their place.
        """
        with self._locks[address]:
            found = _still_held(self._said.get(address)) or _still_held(
                self._refused.get((address, source_id))
            )
            if found is None:
                found = ask(address)
                if isinstance(found, Robots):
                    self._said[address] = (time.monotonic(), found)
                else:
                    self._refused[address, source_id] = (time.monotonic(), found)
        if isinstance(found, Refusal):
            raise found
        return found


def _still_held(noted: tuple[float, _Held] | None) -> _Held | None:
    return noted[1] if noted is not None and time.monotonic() - noted[0] < ROBOTS_SECONDS else None
