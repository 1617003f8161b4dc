"""Progress: how a night shows what it is doing.

What belongs here: one reporter for a terminal and one for a log, and which of them is active. What does not:
Prefect's artifacts (`tasks.py`) and the closing tables (`screens.py`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

log = logging.getLogger("gongkai")


class Reporter(Protocol):
    """What the stages tell. All methods may be called from any thread."""

    def start(self, stage: str, total: int | None = None) -> None:
        """A stage begins; `total` is how many steps it has, where that is known."""

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        """Some steps of a stage are done; `total` corrects what `start` said."""

    def finish(self, stage: str, summary: str) -> None:
        """A stage is done, with one line on what it did."""


class LogReporter:
    """One line a stage, for logs and pipes."""

    def start(self, stage: str, total: int | None = None) -> None:
        log.info("%s: start%s", stage, "" if total is None else f", {total} to do")

    def advance(self, stage: str, steps: int = 1, total: int | None = None) -> None:
        log.debug("%s: +%d of %s", stage, steps, total)

    def finish(self, stage: str, summary: str) -> None:
        log.info("%s: %s", stage, summary)


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

    def finish(self, stage: str, summary: str) -> None:
        bar = self._bars.pop(stage, None)
        if bar is not None:
            self._progress.remove_task(bar)
        self._progress.console.print(f"  [green]✓[/] {stage:<9} {summary}", highlight=False)


_active: Reporter = LogReporter()


def reporter() -> Reporter:
    """The active reporter."""
    return _active


@contextmanager
def on_terminal(console: Console) -> Iterator[None]:
    """Show progress on a terminal for a while."""
    global _active
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    before = _active
    with Progress(*columns, console=console, transient=True) as progress:
        _active = TerminalReporter(progress)
        try:
            yield
        finally:
            _active = before
