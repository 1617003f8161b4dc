"""Reading in worker processes: what a second core brings, and what memory a worker needs after 10,000 pages.

The pages are those of `bench_read`, each with a number of its own in it, so that no page is the same twice; the
processes are the night's own (`flows/load/workers.py`).
"""

import time
from dataclasses import dataclass

import psutil

from flows.extract.document import read_payload
from flows.load.workers import PRELOAD, Limits, run_isolated
from tests.bench.bench_read import pages
from tests.measures import Measure, of_repeats

N_PAGES = 600
N_PAGES_OF_MEMORY = 10_000
REPEATS = 3
_LIMITS = Limits(seconds=30.0)
_WARM = 1_000
_FIRST = 100
"""Pages before the clock starts: processes start with them."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """When a page had been read, by the machine's clock in seconds, and its worker's memory then, in MB."""

    at: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class ReadNumbered:
    """The task of a worker: read one of the pages with a number in it."""

    htmls: tuple[str, ...]

    def __call__(self, number: int) -> PageRead:
        html = self.htmls[number % len(self.htmls)].replace("</body>", f"<p>本页编号{number}。</p></body>")
        read_payload(html.encode())
        return PageRead(time.monotonic(), psutil.Process().memory_info().rss / 1e6)


def measures() -> list[Measure]:
    """Pages a second of two workers to one, and the memory of one worker."""
    task = ReadNumbered(tuple(pages()))
    ratios = [_pages_per_second(task, 2) / _pages_per_second(task, 1) for _ in range(REPEATS)]
    memory = [page.memory_mb for page in _run(task, N_PAGES_OF_MEMORY, 1)]
    growth = max(memory[_WARM:]) / max(memory[:_WARM])
    note = f"{N_PAGES_OF_MEMORY} pages, one worker"
    return [
        of_repeats("read.two_workers_to_one", ratios, 1.8, "at least", note=f"{N_PAGES} pages each"),
        Measure("read.worker_memory_mb", max(memory), 400.0, "at most", note=note),
        Measure(
            "read.worker_memory_growth",
            growth,
            1.1,
            "at most",
            note=f"peak after page {_WARM} to peak before",
        ),
        Measure("read.worker_pages_refused", N_PAGES_OF_MEMORY - len(memory), 0, "at most", note=note),
    ]


def _pages_per_second(task: ReadNumbered, workers: int) -> float:
    """Pages a second of the clock, beyond the start of the processes."""
    ends = sorted(page.at for page in _run(task, _FIRST + N_PAGES, workers))
    return (len(ends) - _FIRST) / (ends[-1] - ends[_FIRST - 1])


def _run(task: ReadNumbered, n: int, workers: int) -> list[PageRead]:
    found = run_isolated(task, range(n), _LIMITS, workers=workers, preload=PRELOAD)
    return [page for page in found if isinstance(page, PageRead)]
