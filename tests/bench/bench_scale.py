"""What more machines bring, and what a shared warehouse costs.

Dask: the pages of `bench_read`, each with a number of its own in it, lie in an archive; one worker and then two read
them into Parquet, as `GONGKAI_DASK` makes a night do it, beyond the start of cluster and workers: a few batches are
read before the clock starts. All on one machine, so two workers can at best be two processors.

DuckLake: the panel of `bench_warehouse`, built by the embedded target and on a lake whose catalog is a PostgreSQL on
loopback, one after the other. The lake's build has everything in it: dbt, and the file that is copied for the gate.

`python -m tests.bench.bench_scale` measures all of it and writes the figures into docs/scaling.md.
"""

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.archive.archive import Archive
from flows.archive.model import Fetched
from flows.build.dbt import run_build
from flows.cluster import read_on_cluster, reading_cluster
from flows.extract.document import READER_VERSION
from flows.load.batch import WrittenBatch
from flows.load.store import Pending, RawStore
from flows.settings import Settings, make_settings
from tests.bench.bench_read import pages
from tests.bench.panel import make_panel
from tests.bench.scaling_page import Carried, write_figures
from tests.measures import Measure, publish
from tests.postgres import running_postgres

N_PAGES: Final = 20_000
N_REPORTS: Final = 20_000
_STORED_AT_ONCE: Final = 500
_WARM_PAGES: Final = 4
_WARM_BATCHES: Final = 8


def measures(n_pages: int = N_PAGES, n_reports: int = N_REPORTS) -> list[Measure]:
    """Pages a second of two Dask workers to one, and the seconds of a build on a lake to the embedded one's."""
    return _measured(n_pages, n_reports)[1]


def _measured(n_pages: int, n_reports: int) -> tuple[Carried, list[Measure]]:
    with tempfile.TemporaryDirectory() as name:
        carried = _carried(Path(name), n_pages)
        return carried, [*_of_reading(carried), _of_lake(Path(name), n_reports)]


def _of_reading(carried: Carried) -> list[Measure]:
    note = f"{carried.n_pages:,} pages of {carried.page_bytes // 1000} KB in the archive"
    two, one = carried.pages_per_second_of_two, carried.pages_per_second
    return [
        Measure("scale.dask.two_workers_to_one", two / one, 1.7, "at least", note=note),
        Measure("scale.dask.pages_per_second", two, note="two workers"),
        Measure("scale.store.pages_per_second", carried.inserted_per_second, note="Parquet to raw tables"),
    ]


def _of_lake(folder: Path, n_reports: int) -> Measure:
    settings = make_settings(data_dir=folder / "panel")
    make_panel(settings, n_reports)
    embedded = _seconds_of_build(settings, "20260601T000000Z")
    with running_postgres() as postgres:
        lake = settings.model_copy(update={"lake": make_settings(lake=f"postgres:{postgres.database}").lake})
        shared = _seconds_of_build(lake, "20260602T000000Z")
    note = f"{n_reports:,} reports, {shared:.0f} s and {embedded:.0f} s"
    return Measure("scale.lake.build_to_embedded", shared / embedded, 2.0, "at most", note=note)


def _seconds_of_build(settings: Settings, run_id: str) -> float:
    begun = time.perf_counter()
    run_build(settings, run_id, full=True)
    return time.perf_counter() - begun


def _carried(folder: Path, n_pages: int) -> Carried:
    """Fill an archive, read it with one worker and with two, insert what was read."""
    settings = make_settings(data_dir=folder / "pages", dask="local")
    store = _filled(settings, n_pages + _WARM_PAGES * _WARM_BATCHES)
    pending = store.pending(READER_VERSION)
    seconds = {}
    written: list[WrittenBatch] = []
    for workers in (1, 2):
        written, seconds[workers] = _read(settings.model_copy(update={"workers": workers}), pending)
    begun = time.perf_counter()
    for batch in written:
        store.insert(batch.name)
    return Carried(
        n_pages=n_pages,
        pages_per_second=n_pages / seconds[1],
        pages_per_second_of_two=n_pages / seconds[2],
        inserted_per_second=n_pages / (time.perf_counter() - begun),
        page_bytes=sum(len(page.encode()) for page in pages()) // len(pages()),
        archive_bytes=sum(path.stat().st_size for path in settings.archive_dir.rglob("*.warc.gz")) / n_pages,
        facts=sum(batch.counts.facts for batch in written) / n_pages,
    )


def _filled(settings: Settings, n_pages: int) -> RawStore:
    htmls = pages()
    with Archive(settings.archive_dir) as archive:
        for first in range(0, n_pages, _STORED_AT_ONCE):
            numbers = range(first, min(first + _STORED_AT_ONCE, n_pages))
            archive.store_all([_fetched(number, htmls[number % len(htmls)]) for number in numbers])
        store = RawStore(settings)
        store.append_captures(archive.captures.to_arrow())
    return store


def _fetched(number: int, html: str) -> Fetched:
    return Fetched(
        source_id="bench",
        url=f"file://bench/{number}.htm",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        outcome="new",
        role="report",
        run_id="bench",
        content_type="text/html",
        payload=html.replace("</body>", f"<p>本页编号{number}。</p></body>").encode(),
    )


def _read(settings: Settings, pending: Sequence[Pending]) -> tuple[list[WrittenBatch], float]:
    """Read all but the first pages, which warm the workers up, and tell the seconds of the clock."""
    run_id, n_warm = f"with-{settings.workers}", _WARM_PAGES * _WARM_BATCHES
    with reading_cluster(settings) as client:
        warm = _batches(f"warm-{run_id}", pending[:n_warm], _WARM_PAGES)
        for _ in read_on_cluster(client, warm, settings, run_id):
            pass
        batches = _batches(run_id, pending[n_warm:], settings.batch_size)
        begun = time.perf_counter()
        written = [batch for _, batch in read_on_cluster(client, batches, settings, run_id)]
        return written, time.perf_counter() - begun


def _batches(name: str, pending: Sequence[Pending], size: int) -> Mapping[str, Sequence[Pending]]:
    return {f"{name}-{first:07}": pending[first : first + size] for first in range(0, len(pending), size)}


def main() -> int:
    """Measure, print, and write docs/scaling.md's table; 1 where a target is missed."""
    carried, found = _measured(N_PAGES, N_REPORTS)
    write_figures(carried, found)
    return 0 if publish("scale", found) else 1


if __name__ == "__main__":
    sys.exit(main())
