"""Worker processes that lose one document at most: time, memory and death are met one item at a time.

What belongs here: handing items to processes, the limits inside them, and what becomes of an item whose
worker hangs or dies. What does not: what is done with an item (`reading.py`).

What an item needs may lie far away: it is fetched before the item's own time begins, and that nobody brings it says
nothing of the item.

The parent knows which item each worker holds, so a worker that the system kills costs that item and no other.
Workers come from a fork server that has loaded the reader already, and end with the pipe to their parent.
"""

import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeVar

from flows.errors import ArchiveError, GongkaiError, Refusal, RemoteError

Item = TypeVar("Item")
Result = TypeVar("Result")

PRELOAD: Final = "flows.load.preload"
"""The module that holds the reader, for `run_isolated`."""
_Context = multiprocessing.context.ForkContext | multiprocessing.context.ForkServerContext
_GRACE_SECONDS: Final = 1.0
"""After its time a worker may be deep in C code that no signal reaches; this long after, it is killed."""
_STOP: Final = None
_READY: Final = "ready"
_STATM: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost; `memory_bytes` is address space beyond what the idle worker has, and `fetch_seconds` is
    the time in which what it needs must be there."""

    seconds: float
    memory_bytes: int = 1 << 30
    fetch_seconds: float = 300.0


class _Begun:
    """What a worker says between fetching and the task: the item's own time begins."""


class _OvertimeError(BaseException):
    """Raised by the timer. No `Exception`, so that no parser's own error handling swallows it."""


def run_isolated(
    task: Callable[[Any], Result],
    items: Sequence[Item],
    limits: Limits,
    *,
    workers: int,
    preload: str | None,
    fetch: Callable[[Any], Any] | None = None,
) -> list[Result | Refusal]:
    """Do a task on every item in worker processes.

    Args:
        task: picklable; it may raise `Refusal`, and any other error becomes the refusal `reader_error`.
        workers: processes at the same time.
        preload: module that the fork server imports once for all workers; None forks this process, which then
            needs to have the reader loaded and must have no threads.
        fetch: makes of an item what the task takes, outside of the item's time; picklable.

    Returns:
        one result or refusal an item, in the order of the items. Refusals of its own: `too_slow`,
        `too_much_memory`, `reader_error`, `worker_died`.

    Raises:
        GongkaiError: workers cannot start at all.
        ArchiveError: what an item needs could not be fetched, or not within `fetch_seconds`; the other items are left.
    """
    context = _context(preload)
    results: dict[int, Result | Refusal] = {}
    waiting = deque(enumerate(items))
    crew: list[_Worker] = []
    try:
        while len(results) < len(items):
            idle = [worker for worker in crew if worker.index is None]
            while waiting and len(crew) - len(idle) < workers:
                if not idle:
                    idle.append(_Worker(context, task, fetch, limits))
                    crew.append(idle[-1])
                idle.pop().give(*waiting.popleft())
            for worker in _reporting(crew):
                said = worker.take()
                if said is None:
                    continue
                index, result = said
                if isinstance(result, ArchiveError):
                    raise result
                results[index] = result
                if not worker.is_alive:
                    crew.remove(worker)
    finally:
        for worker in crew:
            worker.end()
    return [results[index] for index in range(len(items))]


def _context(preload: str | None) -> _Context:
    if preload is None:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context


class _Worker:
    """One process and the item it holds."""

    def __init__(self, context: _Context, task: Any, fetch: Any, limits: Limits) -> None:
        self.pipe, theirs = context.Pipe()
        # A fork of this process holds our end, too, and would never see it close.
        ours = self.pipe if context.get_start_method() == "fork" else None
        self._process = context.Process(target=_serve, args=(theirs, ours, task, fetch, limits), daemon=True)
        self._fetches = fetch is not None
        self._is_fetching = False
        self._limits = limits
        self._process.start()
        theirs.close()
        self.is_alive = True
        self.index: int | None = None
        self.deadline = 0.0
        try:
            self.pipe.recv()
        except EOFError:
            self._process.join()
            raise GongkaiError(
                f"a reader process cannot start (exit code {self._process.exitcode})"
            ) from None

    def give(self, index: int, item: object) -> None:
        self.index = index
        self._is_fetching = self._fetches
        self._wait(self._limits.fetch_seconds if self._fetches else self._limits.seconds)
        with suppress(OSError):  # a worker that died while idle is found out by `take`
            self.pipe.send(item)

    def take(self) -> tuple[int, Any] | None:
        """The item's number and its result; called when the pipe has something to say or time is over. None where it
        says that all is fetched, and the item's own time begins."""
        if self.index is None:
            raise ValueError("an idle worker has no result")
        index, self.index = self.index, None
        if not self.pipe.poll():
            self.end()
            return index, (_not_brought if self._is_fetching else _too_slow)(self._limits)
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            return index, Refusal("worker_died", f"its process ended with exit code {self._process.exitcode}")
        if not isinstance(said, _Begun):
            return index, said
        self.index, self._is_fetching = index, False
        self._wait(self._limits.seconds)
        return None

    def _wait(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds + _GRACE_SECONDS

    def end(self) -> None:
        """Leave no process behind; one that still works on an item is killed."""
        self.is_alive = False
        if self.index is not None or not self._stops():
            self._process.kill()
        self._process.join()
        self.pipe.close()

    def _stops(self) -> bool:
        try:
            self.pipe.send(_STOP)
        except OSError:
            return True
        self._process.join(timeout=1)
        return not self._process.is_alive()


def _reporting(crew: list[_Worker]) -> list[_Worker]:
    """Wait until some worker has a result, has died, or is out of time; gives those."""
    busy = [worker for worker in crew if worker.index is not None]
    nearest = min(worker.deadline for worker in busy)
    ready = wait([worker.pipe for worker in busy], timeout=max(0.0, nearest - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in ready or worker.deadline <= now]


def _serve(
    pipe: "Connection[Any, Any]",
    parents_end: "Connection[Any, Any] | None",
    task: Callable[[Any], Any],
    fetch: Callable[[Any], Any] | None,
    limits: Limits,
) -> None:
    """The worker's life: it ends when told so, or when its parent is gone."""
    if parents_end is not None:
        parents_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _raise_overtime)
    pipe.send(_READY)
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        if item is _STOP:
            return
        result = _guarded(task, partial(_at_hand, fetch, item, limits, pipe), limits)
        try:
            pipe.send(result)
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - a result that cannot travel is this item's fault alone
            pipe.send(Refusal("reader_error", _described(error)))


def _at_hand(
    fetch: Callable[[Any], Any] | None, item: object, limits: Limits, pipe: "Connection[Any, Any]"
) -> Any:
    """What the task takes; the parent hears when it is there."""
    if fetch is None:
        return item
    try:
        with _time_limit(limits.fetch_seconds):
            fetched = fetch(item)
    except _OvertimeError:
        raise _not_brought(limits) from None
    except OSError as error:
        raise ArchiveError(f"what is to be read cannot be brought: {error}") from error
    pipe.send(_Begun())
    return fetched


def _guarded(task: Callable[[Any], Any], at_hand: Callable[[], Any], limits: Limits) -> Any:
    try:
        with _memory_limit(limits.memory_bytes):
            taken = at_hand()
            with _time_limit(limits.seconds):
                return task(taken)
    except _OvertimeError:
        return _too_slow(limits)
    except MemoryError:
        return Refusal("too_much_memory", f"more than {limits.memory_bytes >> 20} MB")
    except (Refusal, ArchiveError) as error:
        return error
    except Exception as error:  # noqa: BLE001 - one document must not end the night; it is recorded and counted
        return Refusal("reader_error", _described(error))


def _not_brought(limits: Limits) -> RemoteError:
    return RemoteError(f"what is to be read was not brought within {limits.fetch_seconds:g} s")


def _too_slow(limits: Limits) -> Refusal:
    return Refusal("too_slow", f"more than {limits.seconds:g} s")


def _described(error: Exception) -> str:
    """Type, words and place of an error, without a path of this machine."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name})" if frames else ""
    words = traceback.format_exception_only(error)[-1].strip()
    return (words + place).encode("utf-8", "replace").decode()


def _raise_overtime(_signal: int, _frame: FrameType | None) -> None:
    raise _OvertimeError


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _memory_limit(headroom: int) -> Iterator[None]:
    """Bound the address space; a system that does not say how much is in use has no bound."""
    if not _STATM.exists():
        yield
        return
    in_use = int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = in_use + headroom
    resource.setrlimit(
        resource.RLIMIT_AS, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard)
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
