"""What Prefect costs: a nightly flow against the same stages called plainly, in one process and in turns.

The plain night is the flow's own body with each task replaced by the function that it wraps; the summary that Prefect
shows is left out of it. What an empty flow costs is taken off the flow's time. Both have their Prefect server, their
worker processes, dbt and the gate.
"""

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_plainly
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final
from unittest import mock

from flows.demo.agencies import CITY
from flows.demo.portal import Portal
from flows.settings import make_settings, prepare_prefect, use_settings
from tests.measures import Measure, of_repeats, timed

N_DOCUMENTS: Final = 2_000
REPEATS: Final = 3
_YEARS: Final = tuple(range(2009, 2024))
_TASKS: Final = (
    "collect",
    "load_captures",
    "read",
    "compare",
    "check_raw",
    "build",
    "docs",
    "check",
    "release",
)


def measures(n_documents: int = N_DOCUMENTS, repeats: int = REPEATS) -> list[Measure]:
    """How much longer a night takes as a flow.

    Args:
        n_documents: pages of the night; the target is meant for the whole number.
        repeats: nights of each kind.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        _write_pages(pages, n_documents)
        with _server(folder):
            ratios, notes = [], []
            for number in range(repeats):
                empty = statistics.median(timed(_empty_flow())[1] for _ in range(3))
                flow = _night(folder / f"flow-{number}", pages, _flow_night)
                plain = _night(folder / f"plain-{number}", pages, _plain_night)
                ratios.append((flow - empty) / plain)
                notes.append(f"{flow:.1f} s to {plain:.1f} s, empty {empty:.2f} s")
    note = f"{n_documents:,} documents; {notes[-1]}"
    return [of_repeats("nights.flow_to_plain", ratios, 1.15, note=note)]


def _write_pages(folder: Path, n_documents: int) -> None:
    folder.mkdir(parents=True)
    for number, page in enumerate(islice(_pages(), n_documents)):
        (folder / f"{number:05d}.html").write_bytes(page)


def _pages() -> Iterator[bytes]:
    """Reports of the sample city's bodies, then the same of cities of other names and figures."""
    for number, sign in enumerate("例本板式样", start=1):
        portal = Portal(seed=number, years=_YEARS)
        for report in portal.truth:
            if report.kind == "annual_report" and not report.noises and report.mirror_of is None:
                yield portal.body(report.path).decode().replace(CITY, f"样{sign}市").encode()


@contextmanager
def _server(folder: Path) -> Iterator[None]:
    before = dict(os.environ)
    prepare_prefect(make_settings(data_dir=folder))
    from prefect.testing.utilities import prefect_test_harness

    try:
        with prefect_test_harness(server_startup_timeout=120):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _night(data: Path, pages: Path, run: Callable[[Path], object]) -> float:
    with use_settings(make_settings(data_dir=data, site_after_publish=False)):
        return timed(lambda: run(pages))[1]


def _empty_flow() -> Callable[[], object]:
    from prefect import flow

    @flow(name="empty")
    def empty() -> None:
        """Nothing."""

    return empty


def _flow_night(pages: Path) -> object:
    from flows.nightly import nightly

    return nightly(from_files=str(pages))


def _plain_night(pages: Path) -> object:
    from flows import nightly, tasks

    with ThreadPoolExecutor() as pool, mock.patch.object(nightly, "wait", wait_plainly):
        plain = {name: _Plain(getattr(tasks, name).fn, pool) for name in _TASKS}
        with mock.patch.multiple(tasks, **plain, report=lambda *_, **__: None):
            return nightly.nightly.fn(from_files=str(pages))


@dataclass(frozen=True, slots=True)
class _Plain:
    """A stage's function, with the way to start it in a thread that a task has."""

    function: Callable[..., Any]
    pool: ThreadPoolExecutor

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments)

    def submit(self, *arguments: Any) -> "Future[Any]":
        return self.pool.submit(self.function, *arguments)
