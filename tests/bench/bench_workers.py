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

N_PAGES = 300
N_PAGES_OF_MEMORY = 10_000
REPEATS = 3
_LIMITS = Limits(seconds=30.0)
_WARM = 1_000


@dataclass(frozen=True, slots=True)
class ReadNumbered:
    """The task of a worker: read one of the pages with a number in it; gives the worker's memory in MB."""

    htmls: tuple[str, ...]

    def __call__(self, number: int) -> float:
        html = self.htmls[number % len(self.htmls)].replace("</body>", f"<p>本页编号{number}。</p></body>")
        read_payload(html.encode())
        return float(psutil.Process().memory_info().rss / 1e6)


def measures() -> list[Measure]:
    """Pages a second of two workers to one, and the memory of one worker."""
    task = ReadNumbered(tuple(pages()))
    ratios = [_pages_per_second(task, 2) / _pages_per_second(task, 1) for _ in range(REPEATS)]
    memory = [mb for mb in _run(task, N_PAGES_OF_MEMORY, 1) if isinstance(mb, float)]
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
    """Pages a second of the clock, beyond the start of the processes: a run of twice the pages less one of once."""
    times = []
    for n in (N_PAGES, 2 * N_PAGES):
        start = time.perf_counter()
        _run(task, n, workers)
        times.append(time.perf_counter() - start)
    return N_PAGES / (times[1] - times[0])


def _run(task: ReadNumbered, n: int, workers: int) -> list[object]:
    return list(run_isolated(task, range(n), _LIMITS, workers=workers, preload=PRELOAD))
