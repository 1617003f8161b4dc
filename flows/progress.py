"""Progress: how a run shows what it is doing.

What belongs here: one reporter for a terminal, one for a log and one for programs that read it, and which of
them is active. What does not: Prefect's artifacts (`tasks.py`) and the closing tables (`screens.py`).
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from flows.runs import RunRecord
from flows.terminal import escaped_in_json, in_one_line

log = logging.getLogger("gongkai")

_NAME_WIDTH: Final = 18
"""Of a stage or a source, so that what is said of them stands in one column."""

_SECONDS_BETWEEN: Final = 10.0
"""Between two lines of JSON on the progress of one stage."""

_SECONDS_BETWEEN_LINES: Final = 60.0
"""The same of a log: a night of many hours must not look dead."""


class Reporter(Protocol):
    """What the stages tell; a source that is collected counts as a stage of its own. All methods may be called
    from any thread."""

    def start(self, stage: str, total: int | None = None) -> None:
        """A stage begins; `total` is how many steps it has, where that is known."""

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        """Some steps of a stage are done; `total` corrects what `start` said."""

    def finish(
        self, stage: str, summary: str, fields: Mapping[str, Any] | None = None, *, failed: bool = False
    ) -> None:
        """A stage is done, with one line on what it did, and the same in fields for programs."""

    def end(self, record: RunRecord) -> None:
        """The run is over."""


class _Pace:
    """How far each stage is, and whether it is time to tell."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._done: dict[str, int] = {}
        self._told_at: dict[str, float] = {}

    def begin(self, stage: str) -> None:
        with self._lock:
            self._done[stage], self._told_at[stage] = 0, time.monotonic()

    def advance(self, stage: str, steps: int) -> int | None:
        """How many steps are done, where it is time to tell."""
        with self._lock:
            done = self._done[stage] = self._done.get(stage, 0) + steps
            now = time.monotonic()
            if now - self._told_at.setdefault(stage, now) < self._seconds:
                return None
            self._told_at[stage] = now
            return done


class LogReporter:
    """One line a stage when it begins and ends, and now and then one between, for logs and pipes."""

    def __init__(self) -> None:
        self._pace = _Pace(_SECONDS_BETWEEN_LINES)

    def start(self, stage: str, total: int | None = None) -> None:
        self._pace.begin(stage)
        log.info("%s: start%s", stage, "" if total is None else f", {total:,} to do")

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        done = self._pace.advance(stage, steps)
        if done is not None:
            log.info("%s: %s done%s", stage, f"{done:,}", "" if total is None else f" of {total:,}")

    def finish(
        self, stage: str, summary: str, fields: Mapping[str, Any] | None = None, *, failed: bool = False
    ) -> None:
        del fields  # the summary says it
        log.log(logging.WARNING if failed else logging.INFO, "%s: %s", stage, in_one_line(summary))

    def end(self, record: RunRecord) -> None:
        log.info("%s %s: %s", record.flow, record.run_id, record.decision)


class JsonReporter:
    """One JSON object a line: `time` (UTC), `level`, `event`, and the fields of the event."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._pace = _Pace(_SECONDS_BETWEEN)

    def start(self, stage: str, total: int | None = None) -> None:
        self._pace.begin(stage)
        self._tell("info", "stage_started", {"stage": stage, "total": total})

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        done = self._pace.advance(stage, steps)
        if done is not None:
            self._tell("info", "stage_progress", {"stage": stage, "done": done, "total": total})

    def finish(
        self, stage: str, summary: str, fields: Mapping[str, Any] | None = None, *, failed: bool = False
    ) -> None:
        told = {"stage": stage, "summary": summary, **(fields or {})}
        self._tell("error" if failed else "info", "stage_finished", told)

    def end(self, record: RunRecord) -> None:
        told = ("flow", "run_id", "decision", "message", "counts", "sources", "gate", "release")
        level = "info" if record.decision in ("published", "unchanged") else "error"
        self._tell(level, "run_finished", {name: getattr(record, name) for name in told})

    def _tell(self, level: str, event: str, fields: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps(
            {"time": at, "level": level, "event": event, **fields}, ensure_ascii=False, default=str
        )
        with self._lock:
            self._stream.write(escaped_in_json(line) + "\n")
            self._stream.flush()


class TerminalReporter:
    """A bar for each stage under way, and one line for each that is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def start(self, stage: str, total: int | None = None) -> None:
        self._bars[stage] = self._progress.add_task(stage, total=total)

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        bar = self._bars.get(stage)
        if bar is not None:
            self._progress.update(bar, advance=steps, total=total)

    def finish(
        self, stage: str, summary: str, fields: Mapping[str, Any] | None = None, *, failed: bool = False
    ) -> None:
        del fields  # the summary says it
        bar = self._bars.pop(stage, None)
        if bar is not None:
            self._progress.remove_task(bar)
        mark = "[red]✗[/]" if failed else "[green]✓[/]"
        self._progress.console.print(f"  {mark} {stage:<{_NAME_WIDTH}} {escape(summary)}", highlight=False)

    def end(self, record: RunRecord) -> None:
        """Nothing: the closing table says it."""


_active: Reporter = LogReporter()


def reporter() -> Reporter:
    """The active reporter."""
    return _active


@contextmanager
def _told_to(one: Reporter) -> Iterator[None]:
    global _active
    before, _active = _active, one
    try:
        yield
    finally:
        _active = before


@contextmanager
def as_json(stream: TextIO) -> Iterator[None]:
    """Tell progress in lines of JSON for a while."""
    with _told_to(JsonReporter(stream)):
        yield


@contextmanager
def on_terminal(console: Console) -> Iterator[None]:
    """Show progress on a terminal for a while."""
    columns = (
        SpinnerColumn(),
        TextColumn(f"{{task.description:<{_NAME_WIDTH}}}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with (
        Progress(*columns, console=console, transient=True) as progress,
        _told_to(TerminalReporter(progress)),
    ):
        yield
