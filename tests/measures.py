"""Measured figures: how `make bench`, `make evaluate` and `make faults` print and keep them.

A figure is a number with the target it was asked to meet. Ratios are taken within one run, so that the machine
cancels out; how often it was repeated and how far the repeats lay apart stand beside it.
"""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeVar

from rich.console import Console
from rich.table import Table

_Given = TypeVar("_Given")

BUILD_DIR = Path(__file__).resolve().parent.parent / "build"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure.

    Attributes:
        name: area and figure (`read.seeds.exact`, `collect.cpu_ratio`).
        value: what was measured.
        target: the bound, or None for a figure that is only watched.
        direction: which side of the target is good.
        repeats: how often it was taken.
        spread: how far the repeats, or those of the yardstick, lay apart, as a share of the value.
    """

    name: str
    value: float
    target: float | None = None
    direction: Literal["at least", "at most"] = "at least"
    repeats: int = 1
    spread: float = 0.0
    note: str = ""

    @property
    def spread_shown(self) -> str:
        """The spread as people read it; nothing where nothing was taken twice."""
        return f"{self.spread:.0%}" if self.spread or self.repeats > 1 else ""

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.value >= self.target if self.direction == "at least" else self.value <= self.target


def of_repeats(
    name: str,
    values: Sequence[float],
    target: float,
    direction: Literal["at least", "at most"] = "at most",
    *,
    note: str = "",
) -> Measure:
    """The median of what was taken several times, and how far the repeats lay apart."""
    median = statistics.median(values)
    return Measure(name, median, target, direction, len(values), (max(values) - min(values)) / median, note)


def timed(work: Callable[[], _Given]) -> tuple[_Given, float]:
    """What a piece of work gave, and its seconds of the clock."""
    begun = time.perf_counter()
    given = work()
    return given, time.perf_counter() - begun


def bytes_below(path: Path, pattern: str = "*") -> int:
    """Bytes of a file, or of all files below a folder whose names fit."""
    files = [path] if path.is_file() else path.rglob(pattern)
    return sum(file.stat().st_size for file in files if file.is_file())


def publish(kind: str, measures: Sequence[Measure]) -> bool:
    """Print the figures, write `build/<kind>.json`, and say whether all targets are met."""
    table = Table(title=kind, title_justify="left")
    for column in ("figure", "value", "target", "holds", "repeats", "spread", "note"):
        table.add_column(column, justify="right" if column in {"value", "repeats", "spread"} else "left")
    for m in measures:
        target = "" if m.target is None else f"{m.direction} {m.target:g}"
        holds = "[green]yes[/]" if m.holds else "[red]no[/]"
        table.add_row(m.name, f"{m.value:.4g}", target, holds, str(m.repeats), m.spread_shown, m.note)
    Console(width=150).print(table)
    BUILD_DIR.mkdir(exist_ok=True)
    rows = [{**asdict(m), "holds": m.holds} for m in measures]
    (BUILD_DIR / f"{kind}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return all(m.holds for m in measures)
