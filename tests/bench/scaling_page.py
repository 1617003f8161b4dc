"""The figures of docs/scaling.md: what was measured, and what the country needs by it.

What belongs here: the table, and the sums behind it. What does not: measuring (`bench_scale.py`), and every word of the
page outside of its two marks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.settings import PROJECT_DIR
from tests.measures import Measure

PAGE: Final = PROJECT_DIR / "docs" / "scaling.md"
BEGIN: Final = "<!-- figures: python -m tests.bench.bench_scale -->"
END: Final = "<!-- end of figures -->"

REPORTS: Final = 5_000_000
"""The country's: 3,000 counties and 41,000 townships with their departments, 18 years (docs/scaling.md)."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What one machine did, a page being what `bench_read` takes for one.

    Attributes:
        pages_per_second, pages_per_second_of_two: read into Parquet by one Dask worker, by two.
        inserted_per_second: pages whose Parquet was inserted into the raw tables.
        page_bytes: of a page as a site gives it.
        archive_bytes: disk for a page in the archive.
        facts: observations in a page.
    """

    n_pages: int
    pages_per_second: float
    pages_per_second_of_two: float
    inserted_per_second: float
    page_bytes: int
    archive_bytes: float
    facts: float


def write_figures(carried: Carried, measures: Sequence[Measure], page: Path = PAGE) -> None:
    """Put the figures between the page's marks.

    Raises:
        ValueError: the page has no such marks.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{page} has no place for figures")
    lines = "\n".join((*_measured(measures), "", *_country(carried)))
    page.write_text(f"{before}{BEGIN}\n\n{lines}\n\n{END}{after}", encoding="utf-8")


def _measured(measures: Sequence[Measure]) -> Iterator[str]:
    yield "| measured | value | target | over |"
    yield "| --- | ---: | --- | --- |"
    for one in measures:
        target = "" if one.target is None else f"{one.direction} {one.target:g}"
        yield f"| `{one.name}` | {one.value:,.4g} | {target} | {one.note} |"


def _country(carried: Carried) -> Iterator[str]:
    """One line for each thing that the country needs: a page's share times the pages."""
    yield f"| a page, measured over {carried.n_pages:,} | one | {REPORTS:,} pages, computed |"
    yield "| --- | ---: | ---: |"
    for name, seconds in (
        ("reading, one worker", 1 / carried.pages_per_second),
        ("inserting into the raw tables, one writer", 1 / carried.inserted_per_second),
    ):
        yield f"| {name} | {seconds * 1000:,.1f} ms | {seconds * REPORTS / 3600:,.1f} h |"
    size = carried.archive_bytes
    yield f"| archive | {size / 1000:,.1f} KB | {size * REPORTS / 1e9:,.0f} GB |"
    yield f"| facts | {carried.facts:,.0f} | {carried.facts * REPORTS:,.2g} |"
