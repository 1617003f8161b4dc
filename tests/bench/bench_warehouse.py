"""What the warehouse costs: a build of a whole panel, a night that changes a hundredth of it, the files, the analyses.

A build is held against what DuckDB needs to read the same raw Parquet and to write it back sorted; an analysis against
a bare scan of the columns that its plan takes. The panel has no cells and no clean texts: the build reads neither, and
with them the yardstick would only be longer. A build is a process of its own, so its memory is that of the largest
child.
"""

import json
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.build.dbt import DBT_PROJECT_DIR, BuildReport, run_build
from flows.publish.export import export
from flows.settings import Settings, make_settings
from flows.warehouse import connect, identifier, quoted
from tests.bench.panel import change_panel, make_panel, raw_parquet
from tests.measures import Measure, bytes_below, of_repeats, timed

N_REPORTS: Final = 100_000
"""About 20 million observations."""
CHANGED: Final = 0.01
REPEATS: Final = 3
_NIGHT: Final = "20260602T000000Z"

# How the raw tables are sorted by the yardstick: as the marts are, body by body and cell by cell.
_SORTED: Final = {"observations": "document_id, observation_index", "balances": "document_id, balance_index"}


def measures(n_reports: int = N_REPORTS) -> list[Measure]:
    """Time, memory and size of builds, and how long the analyses take.

    Args:
        n_reports: size of the panel; targets are meant for the whole one, where what every build costs weighs little.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = make_settings(data_dir=folder / "data")
        make_panel(settings, n_reports)
        raw = folder / "raw"
        raw_parquet(settings, raw)
        # A machine's speed drifts: the yardstick is laid before and after the build.
        sorted_again = [timed(lambda: _read_and_sort(raw, folder / "sorted"))[1] for _ in range(REPEATS)]
        full, full_seconds = timed(lambda: run_build(settings, "20260601T000000Z"))
        memory_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        sorted_again += [timed(lambda: _read_and_sort(raw, folder / "sorted"))[1] for _ in range(REPEATS)]
        yardstick = statistics.median(sorted_again)
        change_panel(settings, n_reports, night=1, share=CHANGED)
        nights = [timed(lambda: run_build(settings, _NIGHT)) for _ in range(REPEATS)]
        night = nights[-1][0]
        _, again_seconds = timed(lambda: run_build(settings, "20260603T000000Z", full=True))
        note = f"{n_reports:,} reports, {full.row_counts['facts']:,} facts"
        return [
            Measure(
                "warehouse.build.ratio",
                full_seconds / yardstick,
                3,
                "at most",
                spread=max(sorted_again) / min(sorted_again) - 1,
                note=f"{note}, {full_seconds:.0f} s; the spread is the yardstick's",
            ),
            Measure("warehouse.build.memory_mb", memory_mb, 8_000, "at most", note="largest process"),
            # A full build on either side of the nights, for the same reason.
            of_repeats(
                "warehouse.night.share",
                [seconds / statistics.mean((full_seconds, again_seconds)) for _, seconds in nights],
                0.15,
                note=_night_note(night),
            ),
            *_sizes(full, night, raw, folder, _observations(settings)),
            *_analyses(full.candidate),
        ]


def _read_and_sort(raw: Path, target: Path) -> None:
    """Read the raw Parquet and write it back sorted: the tables that the build reads whole."""
    target.mkdir(exist_ok=True)
    with connect(Path(":memory:")) as database:
        database.execute("set enable_progress_bar = false")
        for path in sorted(raw.glob("*.parquet")):
            order = f"order by {_SORTED[path.stem]}" if path.stem in _SORTED else "order by all"
            rows = f"from read_parquet({quoted(str(path))}) {order}"
            database.execute(
                f"copy ({rows}) to {quoted(str(target / path.name))} (format parquet, compression zstd)"
            )


def _night_note(night: BuildReport) -> str:
    with connect(night.work, read_only=True) as database:
        ((share,),) = database.execute(
            "select count(*) filter (is_recomputed) / count(*) from int_years"
        ).fetchall()
    return f"{CHANGED:.0%} of the reports changed, {share:.1%} of the years worked out anew"


def _observations(settings: Settings) -> int:
    with connect(settings.store_file, read_only=True) as database:
        ((count,),) = database.execute("select count(*) from raw.observations").fetchall()
    return int(count)


def _sizes(
    full: BuildReport, night: BuildReport, raw: Path, folder: Path, observations: int
) -> Iterator[Measure]:
    exported = folder / "release"
    exported.mkdir()
    export(full.candidate, exported, "bench")
    for name, built in (("file", full), ("night_file", night)):
        size = built.candidate.stat().st_size
        yield Measure(f"warehouse.{name}.bytes_per_observation", size / observations, 15, "at most")
    ratio = bytes_below(exported / "parquet", "*.parquet") / bytes_below(raw, "*.parquet")
    yield Measure("warehouse.parquet.ratio", ratio, 1.5, "at most", note="published by raw")


def _analyses(file: Path) -> Iterator[Measure]:
    with connect(file, read_only=True) as database:
        for path in sorted((DBT_PROJECT_DIR / "analyses").glob("*.sql")):
            sql = path.read_text(encoding="utf-8")
            scans = list(_bare_scans(database, sql))
            asked = _median(lambda sql=sql: database.execute(sql).fetchall())  # type: ignore[misc]
            bare = _median(lambda scans=scans: [database.execute(scan).fetchall() for scan in scans])  # type: ignore[misc]
            yield Measure(
                f"warehouse.analysis.{path.stem}",
                asked / bare,
                10,
                "at most",
                REPEATS,
                note=f"{asked * 1000:.0f} ms",
            )


def _median(work: Callable[[], object]) -> float:
    return statistics.median(timed(work)[1] for _ in range(REPEATS))


def _bare_scans(database: DuckDBPyConnection, sql: str) -> Iterator[str]:
    """A query for each stored table that an analysis reads, over every value of the columns that its plan takes."""
    ((_, plan),) = database.execute(f"explain (format json) {sql}").fetchall()
    touched: dict[str, set[str]] = {}
    for table, columns in _scanned(json.loads(plan)):
        touched.setdefault(table, set()).update(columns)
    for table, columns in sorted(touched.items()):
        values = " + ".join(f"(hash({identifier(column)}) >> 8)" for column in sorted(columns))
        yield f"select bit_xor({values}) from {table}"  # noqa: S608 - names and words of our own


def _scanned(operators: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for operator in operators:
        if "Table" in operator["extra_info"]:
            columns = operator["extra_info"].get("Projections", [])
            yield operator["extra_info"]["Table"], columns if isinstance(columns, list) else [columns]
        yield from _scanned(operator["children"])
