"""What more machines bring, and what a shared warehouse costs.

Dask: the pages of `bench_read`, each with a number of its own in it, lie in an archive; one worker and two read them
into Parquet, as `GONGKAI_DASK` makes a night do it, beyond the start of cluster and workers: a few batches are
read before the clock starts. All on one machine, so two workers can at best be two processors.

DuckLake: the panel of `bench_warehouse`, built by the embedded target and on a lake whose catalog is a PostgreSQL on
loopback, one after the other. The lake's build has everything in it: dbt, and the file that is copied for the gate.

The country: what a page costs in every stage, from the archive to the site, each by the stage's own code; start and
imports of what a stage needs are in it.

`python -m tests.bench.bench_scale` measures all of it and writes the figures into docs/scaling.md.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.archive.archive import Archive
from flows.archive.model import Fetched
from flows.build.dbt import run_build
from flows.cluster import read_on_cluster, reading_cluster
from flows.compare.compare import compare_and_append
from flows.extract.document import READER_VERSION
from flows.load.batch import WrittenBatch
from flows.load.store import Pending, RawStore
from flows.publish.release import publish as publish_release
from flows.settings import Settings, make_settings
from tests.bench.bench_collect import crawl, page_server
from tests.bench.bench_gate import checked
from tests.bench.bench_read import pages
from tests.bench.bench_site import YEARS as YEARS_OF_SITE
from tests.bench.bench_site import built_site
from tests.bench.panel import make_panel
from tests.bench.scaling_page import Share, write_figures
from tests.copies import reports
from tests.measures import Measure, bytes_below, publish, timed
from tests.postgres import running_postgres
from tests.warehouse.synthetic_raw import Page, load

N_PAGES: Final = 20_000
N_REPORTS: Final = 20_000
N_COLLECTED: Final = 5_000
N_COMPARED: Final = 5_000
_STORED_AT_ONCE: Final = 500
_WARM_PAGES: Final = 4
_WARM_BATCHES: Final = 8


def measures(n_pages: int = N_PAGES, n_reports: int = N_REPORTS) -> list[Measure]:
    """Pages a second of two Dask workers to one, and the seconds of a build on a lake to the embedded one's."""
    return _measured(n_pages, n_reports)[1]


def _measured(n_pages: int, n_reports: int) -> tuple[list[Share], list[Measure]]:
    with tempfile.TemporaryDirectory() as name:
        read_shares, of_reading = _of_reading(Path(name), n_pages)
        built_shares, of_lake = _of_building(Path(name), n_reports)
    return [_collected(), *read_shares, _compared(), *built_shares, *_shown(n_reports)], [
        *of_reading,
        of_lake,
    ]


def _collected() -> Share:
    with page_server() as base:
        seconds = crawl("ours", base, N_COLLECTED).seconds
    over = f"{N_COLLECTED:,} pages of 100 KB"
    return Share("collecting, one process, without pauses", over, "s", seconds / N_COLLECTED)


def _of_reading(folder: Path, n_pages: int) -> tuple[list[Share], list[Measure]]:
    """Fill an archive, read it with one worker and with two, insert what was read."""
    settings = make_settings(data_dir=folder / "pages", dask="local")
    store = _filled(settings, n_pages + _WARM_PAGES * _WARM_BATCHES)
    pending = store.pending(READER_VERSION)
    warm, rest = pending[: _WARM_PAGES * _WARM_BATCHES], pending[_WARM_PAGES * _WARM_BATCHES :]
    half = len(rest) // 2
    # A machine's speed drifts: one worker reads a half before the two, and the other after them.
    _, before = _read("one-before", settings, 1, warm, rest[:half])
    written, two = _read("two", settings, 2, warm, rest)
    _, after = _read("one-after", settings, 1, warm, rest[half:])
    one = before + after
    _, inserting = timed(lambda: [store.insert(batch.name) for batch in written])
    over = f"{n_pages:,} pages of {sum(len(page.encode()) for page in pages()) // len(pages()) // 1000} KB"
    return [
        Share("reading, one worker", over, "s", one / n_pages),
        Share("inserting into the raw tables, one writer", over, "s", inserting / n_pages),
        Share("the archive", over, "B", bytes_below(settings.archive_dir) / n_pages),
        # Each page was read twice.
        Share("Parquet batches", over, "B", bytes_below(settings.raw_dir, "*.parquet") / 2 / n_pages),
        Share("the file of the raw tables", over, "B", bytes_below(settings.store_file) / n_pages),
        Share("facts", over, "", sum(batch.counts.facts for batch in written) / n_pages),
    ], [
        Measure(
            "scale.dask.two_workers_to_one",
            one / two,
            1.7,
            "at least",
            spread=abs(before - after) / max(before, after),
            note=f"{over}; the spread is one worker's, before and after the two",
        ),
        Measure("scale.dask.pages_per_second", n_pages / two, note="two workers"),
        Measure("scale.store.pages_per_second", n_pages / inserting, note="Parquet to raw tables"),
    ]


def _compared() -> Share:
    documents = [report.document for report in reports(N_COMPARED)]
    with tempfile.TemporaryDirectory() as name:
        settings = make_settings(data_dir=Path(name))
        load(settings, [Page(f"https://site{i}.gov.cn/1", [one]) for i, one in enumerate(documents)])
        _, seconds = timed(lambda: compare_and_append(settings, "20260102T183000Z"))
    return Share("comparing, one process", f"{N_COMPARED:,} reports in prose", "s", seconds / N_COMPARED)


def _of_building(folder: Path, n_reports: int) -> tuple[list[Share], Measure]:
    """Build a panel, on a lake too, hold what was built against the rules, and publish it."""
    settings = make_settings(data_dir=folder / "panel")
    make_panel(settings, n_reports)
    built, seconds = timed(lambda: run_build(settings, "20260601T000000Z", full=True))
    with running_postgres() as postgres:
        lake = settings.model_copy(update={"lake": make_settings(lake=f"postgres:{postgres.database}").lake})
        _, shared = timed(lambda: run_build(lake, "20260602T000000Z", full=True))
    _, checking = timed(lambda: checked(settings, built.candidate))
    release, publishing = timed(lambda: publish_release(built.candidate, "20260601T000000Z", settings))
    over = f"{n_reports:,} reports, {built.row_counts['facts']:,} facts"
    return [
        Share("building, all anew", over, "s", seconds / n_reports),
        Share("the gate", over, "s", checking / n_reports),
        Share("publishing", over, "s", publishing / n_reports),
        Share("a release, the file for DuckDB", over, "B", bytes_below(release.file) / n_reports),
        Share("a release, all its files", over, "B", bytes_below(release.file.parent) / n_reports),
    ], Measure(
        "scale.lake.build_to_embedded",
        shared / seconds,
        2.0,
        "at most",
        note=f"{n_reports:,} reports, {shared:.0f} s and {seconds:.0f} s",
    )


def _shown(n_reports: int) -> list[Share]:
    """The site of a release as large, made by invention (`bench_site`)."""
    seconds, _, _ = built_site(n_reports // YEARS_OF_SITE)
    over = f"{n_reports:,} reports of {n_reports // YEARS_OF_SITE:,} bodies"
    return [Share("the site, all anew", over, "s", seconds / n_reports)]


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


def _read(
    name: str, settings: Settings, workers: int, warm: Sequence[Pending], rest: Sequence[Pending]
) -> tuple[list[WrittenBatch], float]:
    """Warm a cluster up with the first pages, read the rest, and tell the seconds of the clock for that."""
    settings = settings.model_copy(update={"workers": workers})
    with reading_cluster(settings) as client:
        for _ in read_on_cluster(client, _batches(f"warm-{name}", warm, _WARM_PAGES), settings, name):
            pass
        batches = _batches(name, rest, settings.batch_size)
        return timed(lambda: [batch for _, batch in read_on_cluster(client, batches, settings, name)])


def _batches(name: str, pending: Sequence[Pending], size: int) -> Mapping[str, Sequence[Pending]]:
    return {f"{name}-{first:07}": pending[first : first + size] for first in range(0, len(pending), size)}


def main() -> int:
    """Measure, print, and write docs/scaling.md's table; 1 where a target is missed."""
    shares, found = _measured(N_PAGES, N_REPORTS)
    write_figures(shares, found)
    return 0 if publish("scale", found) else 1


if __name__ == "__main__":
    sys.exit(main())
