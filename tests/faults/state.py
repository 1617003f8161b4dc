"""What a data folder holds of what a night makes, in a shape that two of them are compared by.

What belongs here: the state, and what two states differ in. What does not: how a data folder came to it (`stages.py`),
and what was done to it (`kills.py`, `mishaps.py`, `nights.py`, `lake.py`, `cluster.py`).
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

from flows.archive.archive import LOG_NAME, Archive
from flows.build.base import find_base
from flows.build.files import build_folders, files_in
from flows.ducklake import connected_lake, in_lake, tables_of
from flows.durable import sync
from flows.errors import Refusal
from flows.publish.release import Release, checksums, current_release, releases
from flows.schema import RAW_TABLES
from flows.settings import Settings
from flows.site.build import site_dir
from flows.warehouse import connect, identifier

State = Mapping[str, str]
"""What is compared (a table, a file of the site) to a digest of it."""

CLOCK_AND_RUN: Final = ("run_id", "fetched_at", "capture_id", "warc_file", "warc_offset", "built_at")
"""Columns that are not compared. Of a page's place in the archive it is held instead that the page lies there."""


_OF_ITS_RUN: Final = ("downloads.html", "quality.html", "cite.html")
"""Pages that tell of the run that made the release: check sums and sizes of its files, the releases before it, what the
gate said, and its year."""

_CLOCK_AND_PLACE: Final = slice(2, 5)
"""Of a document in a body's file of the site: when it was fetched, and where in the archive it lies."""


def state(settings: Settings, *, of_any_run: bool = False) -> State:
    """All that a data folder holds of what a night makes, clock and run aside: the capture log, the raw tables, the
    marts of the last build and of the release that people read, what they see of the lake, and the site.

    Args:
        of_any_run: what is compared was made by runs of other names and at another time, so the site is compared
            without what it says of them.
    """
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
    candidate = newest_candidate(settings)
    if candidate is not None:
        found |= marts("built", candidate)
    if settings.is_on_lake:
        found |= seen_on_lake(settings)
    release = current_release(settings)
    if release is not None:
        found |= marts("published", release.file)
    site = _site_files(site_dir(settings))
    if of_any_run and release is not None:
        site = {path: _without_run(path, content, release) for path, content in site.items()}
    return found | {
        f"site {path}": hashlib.sha256(content).hexdigest()
        for path, content in site.items()
        if not of_any_run or path.name not in _OF_ITS_RUN
    }


def newest_candidate(settings: Settings) -> Path | None:
    """The marts of the newest finished build; of the newest at all where it stands on a lake, since none begins with
    another there and so none is marked as finished."""
    if settings.is_on_lake:
        folders = build_folders(settings.warehouse_dir)
        return files_in(folders[-1], settings.store_file).candidate if folders else None
    base = find_base(settings.warehouse_dir, settings.store_file) if settings.store_file.exists() else None
    return base.files.candidate if base is not None else None


def seen_on_lake(settings: Settings) -> State:
    """What people see of the lake under the name of this installation."""
    name = settings.lake_name
    with connected_lake(settings) as lake:
        return {f"lake.{table}": _digest(lake, in_lake(name, table), "") for table in tables_of(lake, name)}


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


def _site_files(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in {"downloads", "lineage", "quality"}
    }


def _without_run(path: Path, content: bytes, release: Release) -> bytes:
    """A file of the site without what the run and the clock make of it; that it shows another release stays."""
    if path.suffix in (".html", ".json"):
        return content.replace(release.run_id.encode(), b"its own")
    if path.parts[:2] == ("data", "agencies"):
        bodies = json.loads(gzip.decompress(content))
        for body in bodies.values():
            for document in body["documents"].values():
                del document[_CLOCK_AND_PLACE]
        return json.dumps(bodies).encode()
    return content


def unlike(expected: State, found: State) -> list[str]:
    """What two states differ in."""
    names = sorted(expected.keys() | found.keys())
    return [f"{name} differs" for name in names if expected.get(name) != found.get(name)]


def broken_releases(settings: Settings, *, since: str = "") -> list[str]:
    """What is wrong with what people can open at this moment: every release must be whole, and the door lead to one.

    Args:
        since: a run, beyond which this is asked.
    """
    problems = []
    if settings.published_dir.exists():
        current = current_release(settings)
        problems += [f"people read release {current.run_id}"] if current and current.run_id <= since else []
        for release in releases(settings):
            if release.run_id <= since:
                continue
            for name, digest in checksums(release).items():
                if sync(release.file.parent / name) != digest:
                    problems.append(f"{name} of release {release.run_id} is not whole")
    return problems
