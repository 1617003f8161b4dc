"""Lanes: the threads of one source, a few for each of its hosts.

What belongs here: that a host that is slow or pauses does not keep the source's other hosts waiting. What does not:
how fast a host may be asked (`politeness.py`).
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, ParamSpec, Self, TypeVar
from urllib.parse import urlsplit

MOST_LANES: Final = 64
"""Hosts of one source that are asked at once; further ones share these lanes."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Lanes:
    """Runs work in the lane of a host, in the order in which it is given. Not safe for threads.

    Args:
        width: threads a lane.
        name: what the threads are called.
    """

    def __init__(self, width: int, name: str) -> None:
        self._width = width
        self._name = name
        self._lanes: list[ThreadPoolExecutor] = []
        self._lane_of: dict[str, ThreadPoolExecutor] = {}

    def submit(
        self, url: str, work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
    ) -> "Future[_Result]":
        """Do some work in the lane of the host of an address."""
        host = urlsplit(url).hostname or ""
        if host not in self._lane_of:
            if len(self._lanes) < MOST_LANES:
                self._lanes.append(ThreadPoolExecutor(self._width, thread_name_prefix=self._name))
            self._lane_of[host] = self._lanes[len(self._lane_of) % MOST_LANES]
        return self._lane_of[host].submit(work, *given, **named)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for what is under way; after an error, what has not begun is left."""
        for lane in self._lanes:
            lane.shutdown(wait=False, cancel_futures=error is not None)
        for lane in self._lanes:
            lane.shutdown(wait=True)
