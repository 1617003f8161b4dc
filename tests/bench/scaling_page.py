"""The figures of docs/scaling.md: what was measured, and what the country needs by it.

What belongs here: the table, and the sums behind it. What does not: measuring (`bench_scale.py`), and every word of the
page outside of its two marks.
"""

import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import duckdb

from flows.settings import PROJECT_DIR
from tests.measures import Measure

PAGE: Final = PROJECT_DIR / "docs" / "scaling.md"
BEGIN: Final = "<!-- figures: python -m tests.bench.bench_scale -->"
END: Final = "<!-- end of figures -->"

REPORTS: Final = 5_000_000
"""The country's: 3,000 counties and 41,000 townships with their departments, 18 years (docs/scaling.md)."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one page, or the report in it, costs.

    Attributes:
        what: the stage with who does it, or the thing with where it lies.
        over: how many it was measured over, and what they were.
        unit: `s` for seconds, `B` for bytes on disk, nothing for a number.
        one: of one page.
    """

    what: str
    over: str
    unit: Literal["s", "B", ""]
    one: float


def write_figures(shares: Sequence[Share], measures: Sequence[Measure], page: Path = PAGE) -> None:
    """Put the figures between the page's marks.

    Raises:
        ValueError: the page has no such marks.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{page} has no place for figures")
    lines = "\n".join((*_measured(measures), "", *_country(shares), "", f"Measured on {_machine()}."))
    page.write_text(f"{before}{BEGIN}\n\n{lines}\n\n{END}{after}", encoding="utf-8")


def _measured(measures: Sequence[Measure]) -> Iterator[str]:
    yield "| measured | value | target | spread | over |"
    yield "| --- | ---: | --- | ---: | --- |"
    for one in measures:
        target = "" if one.target is None else f"{one.direction} {one.target:g}"
        yield f"| `{one.name}` | {one.value:,.4g} | {target} | {one.spread_shown} | {one.note} |"


def _country(shares: Sequence[Share]) -> Iterator[str]:
    """One line for each thing that the country needs: a page's share times the pages."""
    yield f"| what | measured over | one | {REPORTS:,}, computed |"
    yield "| --- | --- | ---: | ---: |"
    for share in shares:
        one, all_of_them = _WRITTEN[share.unit](share.one)
        yield f"| {share.what} | {share.over} | {one} | {all_of_them} |"


_WRITTEN: Final[Mapping[str, Callable[[float], tuple[str, str]]]] = {
    "s": lambda one: (f"{one * 1000:,.2f} ms", f"{one * REPORTS / 3600:,.1f} h"),
    "B": lambda one: (f"{one / 1000:,.2f} KB", f"{one * REPORTS / 1e9:,.0f} GB"),
    "": lambda one: (f"{one:,.0f}", f"{one * REPORTS:,.2g}"),
}
"""A page's share of each unit as it is written, and the country's."""


def _machine() -> str:
    """The machine that measured: its processors, its memory, and what read and built."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processors ({model[1] if model else platform.machine()}), {memory:.0f} GiB of memory, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )
