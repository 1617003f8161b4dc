"""A night killed at a random moment, then a normal night: the end state must equal an undisturbed night's.

Compared are all raw tables and all marts, row for row; left out are columns of the clock and the run, and captures
that only say that a page was looked at again.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from flows.schema import RAW_TABLES
from flows.warehouse import connect
from tests.samples import write_sample_reports

_CLOCK_AND_RUN = ("run_id", "fetched_at", "capture_id", "warc_file", "warc_offset", "built_at")


@dataclass(frozen=True, slots=True)
class KilledNight:
    """One trial: after how many seconds the night was killed, and which tables differ at the end."""

    killed_after: float
    differences: tuple[str, ...]


def trials(folder: Path, n_kills: int, seed: int = 1) -> list[KilledNight]:
    """Kill `n_kills` nights, each on a data folder of its own, at moments spread over a night's length."""
    pages = folder / "pages"
    write_sample_reports(pages)
    calm = folder / "calm"
    started = time.monotonic()
    _night(calm, pages).wait()
    length = time.monotonic() - started
    expected = _state(calm)
    moments = random.Random(seed)  # noqa: S311 (moments, not secrets)
    return [
        _trial(folder / f"killed-{n}", pages, moments.uniform(0.2, length), expected) for n in range(n_kills)
    ]


def _trial(data: Path, pages: Path, killed_after: float, expected: dict[str, int]) -> KilledNight:
    night = _night(data, pages)
    try:
        night.wait(timeout=killed_after)
    except subprocess.TimeoutExpired:
        os.killpg(night.pid, signal.SIGKILL)
        night.wait()
    again = _night(data, pages)
    status = again.wait()
    found = _state(data)
    differences = [name for name in expected if expected[name] != found.get(name)]
    if status:
        differences.append(f"the second night ended with status {status}")
    shutil.rmtree(data)
    return KilledNight(killed_after, tuple(differences))


def _night(data: Path, pages: Path) -> "subprocess.Popen[bytes]":
    """A night in a process group of its own, so that a kill takes its children too."""
    data.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; main()",
        "nightly",
        "--from-files",
        str(pages),
    ]
    env = {**os.environ, "GONGKAI_DATA_DIR": str(data), "GONGKAI_WORKERS": "2"}
    with (data / "night.log").open("ab") as log:
        return subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)


def _state(data: Path) -> dict[str, int]:
    """Table to a number that is equal for equal rows in any order."""
    state = {}
    with connect(data / "raw" / "store.duckdb", read_only=True) as con:
        for table in RAW_TABLES:
            where = "where outcome <> 'unchanged'" if table.name == "captures" else ""
            state[f"raw.{table.name}"] = _digest(con, f"raw.{table.name}", where)
    with connect(data / "published" / "gongkai.duckdb", read_only=True) as con:
        for (name,) in con.sql("select table_name from duckdb_tables() order by 1").fetchall():
            state[name] = _digest(con, name, "")
    return state


def _digest(con: object, table: str, where: str) -> int:
    columns = con.sql(f"select * from {table} limit 0").columns  # type: ignore[attr-defined]  # noqa: S608
    kept = ", ".join(f'"{name}"' for name in columns if name not in _CLOCK_AND_RUN)
    row = con.sql(  # type: ignore[attr-defined]
        f"select coalesce(sum(hash(row({kept}))::hugeint), 0) + count(*) from {table} {where}"  # noqa: S608
    )
    return int(row.fetchall()[0][0])
