"""The stages of a night as processes that can be killed one by one, and what a data folder holds afterwards.

What belongs here: one function a stage, as the road calls it, without Prefect; the program that runs each in a process
of its own; the state that two data folders are compared by. What does not: what is done to them (`kills.py`,
`mishaps.py`), and whole nights (`nights.py`).
"""

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any, Final, Self

import duckdb

from flows.archive.archive import LOG_NAME, Archive
from flows.build.base import find_base
from flows.build.dbt import run_build
from flows.check.gate import opened_gate
from flows.collect.collect import collect_source
from flows.compare.compare import compare_and_append
from flows.durable import sync
from flows.errors import Refusal
from flows.extract.document import READER_VERSION
from flows.load.batch import read_and_append
from flows.load.store import RawStore
from flows.publish.release import checksums, current_release, last_whole, publish, releases
from flows.reference import load_reference
from flows.schema import RAW_TABLES
from flows.settings import Settings
from flows.site.build import build_site, site_dir
from flows.sources.registry import folder_source
from flows.warehouse import connect, identifier

State = Mapping[str, str]
"""What is compared (a table, a file of the site) to a digest of it."""

CLOCK_AND_RUN: Final = ("run_id", "fetched_at", "capture_id", "warc_file", "warc_offset", "built_at")
"""Columns that are not compared. Of a page's place in the archive it is held instead that the page lies there."""
_SAID: Final = "said.json"
_REPOSITORY: Final = Path(__file__).resolve().parents[2]


def _collect(settings: Settings, pages: Path, run_id: str) -> str:
    with Archive(settings.archive_dir) as archive:
        collect_source(folder_source(pages), archive, settings, run_id)
    return ""


def _read(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    store = RawStore(settings)
    with Archive(settings.archive_dir) as archive:
        store.append_captures(archive.captures.to_arrow())
    read_and_append(store.pending(READER_VERSION), run_id, settings, run_id)
    return ""


def _compare(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    compare_and_append(settings, run_id)
    return ""


def _build(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    run_build(settings, run_id)
    return ""


def _check(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    last_release = last_whole(settings)
    file, last = (last_release.file, last_release.run_id) if last_release else (None, "")
    with opened_gate(settings) as gate:
        verdicts = [
            gate.check_raw([], {}, last, run_id),
            gate.check_release(_candidate(settings), file, last, run_id),
        ]
    return ", ".join(f"{one.decision} {[failure.name for failure in one.failures]}" for one in verdicts)


def _publish(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    publish(_candidate(settings), run_id, settings)
    return ""


def _site(settings: Settings, pages: Path, run_id: str) -> str:
    del pages, run_id
    build_site(settings, load_reference())
    return ""


STAGES: Final[Mapping[str, Callable[[Settings, Path, str], str]]] = {
    "collect": _collect,
    "read": _read,
    "compare": _compare,
    "build": _build,
    "check": _check,
    "publish": _publish,
    "site": _site,
}
"""In the order of the road. Each takes settings, a folder of pages and a run's id, and gives what it has to say."""


def _candidate(settings: Settings) -> Path:
    """The marts of the newest finished build."""
    base = find_base(settings.warehouse_dir, settings.store_file)
    if base is None:
        raise AssertionError("no finished build")
    return base.files.candidate


@dataclass(frozen=True, slots=True)
class Ran:
    """How a stage's process ended.

    Attributes:
        said: what it had to say; an error with its type; empty where it was killed.
        done: whether it came to its end without an error.
        group: its process group, in which children may live on.
    """

    said: str
    done: bool
    group: int

    def end_children(self) -> None:
        """Leave no process of it behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)


class Starter:
    """Runs stages, each in a process (and process group) of its own; importing takes longer than most stages."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-m", __name__]
        env = {**os.environ, **(environment or {})}
        self._group = 0
        self._process = subprocess.Popen(
            command, cwd=_REPOSITORY, env=env, stdin=PIPE, stdout=PIPE, text=True
        )

    def run(
        self,
        stage: str,
        data: Path,
        pages: Path,
        run_id: str,
        *,
        kill_after: float | None = None,
        alone: bool = False,
        file_size: int = 0,
    ) -> Ran:
        """Run one stage on a data folder, and wait for its end.

        Args:
            kill_after: seconds after which it is killed.
            alone: kill the process itself, and not what it has started.
            file_size: bytes that a file may grow to; 0 for any.
        """
        asked = {
            "stage": stage,
            "data": str(data),
            "pages": str(pages),
            "run_id": run_id,
            "file_size": file_size,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        group = self._group = int(self._process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                (os.kill if alone else os.killpg)(group, signal.SIGKILL)
        answer = json.loads(self._process.stdout.readline())
        return Ran(answer["said"], answer["done"], group)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._group and error[0] is not None:  # an interrupted run leaves no stage at work
            with suppress(ProcessLookupError):
                os.killpg(self._group, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()


def state(settings: Settings) -> State:
    """All that a data folder holds of what a night makes, clock and run aside: the capture log, the raw tables, the
    marts of the last build and of the release that people read, and the site."""
    found: dict[str, str] = {}
    if (settings.archive_dir / LOG_NAME).exists():
        with Archive(settings.archive_dir) as archive, duckdb.connect() as database:
            database.register("log", archive.captures.to_arrow())
            found["log"] = _digest(database, "log", "where outcome <> 'unchanged'")
            found["pages of the log"] = _led_nowhere(archive, database, "log")
    if settings.store_file.exists():
        with connect(settings.store_file, read_only=True) as database:
            for table in RAW_TABLES:
                where = "where outcome <> 'unchanged'" if table.name == "captures" else ""
                found[f"raw.{table.name}"] = _digest(database, f"raw.{table.name}", where)
            with Archive(settings.archive_dir) as archive:
                found["pages of raw.captures"] = _led_nowhere(archive, database, "raw.captures")
    base = find_base(settings.warehouse_dir, settings.store_file) if settings.store_file.exists() else None
    if base is not None:
        found |= marts("built", base.files.candidate)
    release = current_release(settings)
    if release is not None:
        found |= marts("published", release.file)
    return found | _site_files(site_dir(settings))


def marts(name: str, file: Path) -> State:
    """The tables and views of a file of marts."""
    with connect(file, read_only=True) as database:
        asked = (
            "select table_name from duckdb_tables() union all "
            "select view_name from duckdb_views() where not internal"
        )
        tables = sorted(name for (name,) in database.sql(asked).fetchall())
        return {f"{name}.{table}": _digest(database, identifier(table), "") for table in tables}


def _digest(database: duckdb.DuckDBPyConnection, table: str, where: str) -> str:
    """A number that is equal for equal rows in any order, with the count of rows."""
    columns = database.sql(f"select * from {table} limit 0").columns  # noqa: S608 - tables of our own schema
    kept = ", ".join(identifier(name) for name in columns if name not in CLOCK_AND_RUN)
    asked = f"select count(*), sum(hash(row({kept}))::hugeint) from {table} {where}"  # noqa: S608 - as above
    ((rows, digest),) = database.sql(asked).fetchall()
    return f"{rows} rows, {digest}"


def _led_nowhere(archive: Archive, database: duckdb.DuckDBPyConnection, table: str) -> str:
    """The pages that captures do not lead to: the places themselves may differ, what lies there may not."""
    asked = f"select distinct warc_file, warc_offset, payload_sha256 from {table} where warc_file is not null"  # noqa: S608 - tables of our own schema
    lost = []
    for file, offset, sha256 in sorted(database.sql(asked).fetchall()):
        try:
            archive.payload(file, offset, sha256)
        except Refusal as error:
            lost.append(f"{sha256}: {error}")
    return "; ".join(lost)


def _site_files(folder: Path) -> State:
    return {
        f"site {path.relative_to(folder)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in {"downloads", "lineage", "quality"}
    }


def unlike(expected: State, found: State) -> list[str]:
    """What two states differ in."""
    names = sorted(expected.keys() | found.keys())
    return [f"{name} differs" for name in names if expected.get(name) != found.get(name)]


def broken_releases(settings: Settings) -> list[str]:
    """What is wrong with what people can open at this moment: every release must be whole, and the door lead to one."""
    problems = []
    if settings.published_dir.exists():
        current_release(settings)
        for release in releases(settings):
            for name, digest in checksums(release).items():
                if sync(release.file.parent / name) != digest:
                    problems.append(f"{name} of release {release.run_id} is not whole")
    return problems


def main() -> None:
    """Run the stages that are asked for, one line of JSON each, in a process of its own each."""
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(asked)
        with suppress(PermissionError):  # the child does it too, and may be quicker
            os.setpgid(child, child)
        _tell(str(child))
        _, status = os.waitpid(child, 0)
        said = Path(asked["data"], _SAID)
        _tell(said.read_text(encoding="utf-8") if status == 0 else json.dumps({"said": "", "done": False}))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _be(asked: Mapping[str, Any]) -> None:
    """Be the process of a stage."""
    os.setpgid(0, 0)
    data = Path(asked["data"])
    data.mkdir(parents=True, exist_ok=True)
    log = os.open(data / "stage.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    settings = Settings(data_dir=data, workers=2, batch_size=5)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if asked["file_size"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["file_size"], hard))
    done, said = True, ""
    try:
        said = STAGES[asked["stage"]](settings, Path(asked["pages"]), asked["run_id"])
    except BaseException as error:  # noqa: BLE001 - whatever it is, the trial tells it
        done, said = False, f"{type(error).__name__}: {error}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (data / _SAID).write_text(json.dumps({"said": said, "done": done}), encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    main()
