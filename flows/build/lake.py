"""A build on the lake: the schema that it has there, and the file that the gate checks, copied from it.

What belongs here: what a build on the lake needs beside dbt. What does not: the lake itself (`flows/ducklake.py`),
dbt (`dbt.py`), and what people see of the lake (`flows/publish/lake.py`).

Each model of dbt is a transaction of its own, so a build that stood where people look would be seen half done: it has
a schema of its own, and so do builds of several machines at the same time. The gate, the site and every other reader
of a release go on reading one file; it is a copy of that schema, table by table, with types, constraints and comments.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Final

from duckdb import DuckDBPyConnection

from flows.ducklake import (
    ALIAS,
    build_folders_ever,
    build_schema,
    build_schemas,
    connected_lake,
    in_lake,
    lake_data,
    named_files,
    published_run,
)
from flows.errors import BuildError
from flows.lake_owner import claim
from flows.remote import Remote
from flows.settings import Settings
from flows.warehouse import identifier, quoted

_COLUMNS: Final = """
select table_name, column_name, data_type, is_nullable
from duckdb_columns()
where database_name = ? and schema_name = ?
order by table_name, column_index
"""

_DAYS_KEPT: Final = 2
"""Days for which the files of removed builds stay, for those who still read them."""

_FILE: Final = "ducklake-*.parquet"
"""What DuckLake calls its files; the star is a UUID."""


@dataclass(frozen=True, slots=True)
class Mart:
    """What dbt says of a published table.

    Attributes:
        view: its SQL, which names tables without their file; None for a table.
        description: what it holds.
        columns: name and description of each column.
    """

    view: str | None
    description: str
    columns: Mapping[str, str]


def variables_on_lake(settings: Settings, run_id: str) -> dict[str, str]:
    """What dbt is told of the lake, beside what it is told of every build."""
    return {"marts_schema": build_schema(settings, run_id), "lake_data": lake_data(settings)}


def begin_on_lake(settings: Settings, run_id: str) -> None:
    """Make an empty schema for a build; what an earlier attempt of the same run left is removed.

    Raises:
        BuildError: the run is the one that people see.
        GongkaiError: the lake cannot be reached, or the name belongs to another installation.
    """
    schema = f"{ALIAS}.{identifier(build_schema(settings, run_id))}"
    with connected_lake(settings) as lake:
        claim(lake, settings)
        if published_run(lake, settings) == run_id:
            raise BuildError(f"run {run_id} is published on the lake: it is not built again")
        lake.execute(f"drop schema if exists {schema} cascade")
        lake.execute(f"create schema {schema}")


def copy_from_lake(settings: Settings, run_id: str, file: Path, marts: Mapping[str, Mart]) -> None:
    """Write what a build left on the lake into a new DuckDB file.

    Args:
        marts: all that the build made there, by name.

    Raises:
        GongkaiError: the lake cannot be reached.
        duckdb.Error: the disk is full.
    """
    schema = build_schema(settings, run_id)
    with connected_lake(settings) as lake:
        columns = lake.execute(_COLUMNS, [ALIAS, schema]).fetchall()
        lake.execute(f"attach {quoted(str(file))} as candidate")
        lake.execute("use candidate")
        for table, of_table in groupby(columns, key=itemgetter(0)):
            if marts[table].view is None:
                definition = ", ".join(_definition(*column) for _, *column in of_table)
                lake.execute(f"create table {identifier(table)} ({definition})")
                lake.execute(f"insert into {identifier(table)} from {in_lake(schema, table)}")
        for name, mart in marts.items():
            if mart.view is not None:
                lake.execute(f"create view {identifier(name)} as {mart.view}")
        for name, mart in marts.items():
            _comment(lake, name, mart)


def prune_lake(settings: Settings) -> None:
    """Remove all builds of this installation but the newest `settings.builds_kept` and the published one, the files of
    builds that were removed some days ago, and those that a build left which was killed some days ago.

    Raises:
        GongkaiError: the lake cannot be reached.
        RemoteError: its files cannot be listed or removed.
    """
    with connected_lake(settings) as lake:
        claim(lake, settings)
        run_id = published_run(lake, settings)
        kept = {build_schema(settings, run_id)} if run_id else set()
        for schema in build_schemas(lake, settings)[: -settings.builds_kept]:
            if schema not in kept:
                lake.execute(f"drop schema {ALIAS}.{identifier(schema)} cascade")
        # Before the catalog forgets which builds there were.
        _remove_orphans(lake, settings)
        long_ago = f"older_than => now() - interval {_DAYS_KEPT} days"
        lake.execute(f"call ducklake_expire_snapshots({quoted(ALIAS)}, {long_ago})")
        lake.execute(f"call ducklake_cleanup_old_files({quoted(ALIAS)}, {long_ago})")


def _remove_orphans(lake: DuckDBPyConnection, settings: Settings) -> None:
    """Remove the files of this installation's builds that were never committed; what another writes at this moment is
    younger than the days for which all is kept.

    DuckLake's own function (`ducklake_delete_orphaned_files`, 1.5.5) compares whole paths as they are written: where
    the data path has two slashes together it removes every file of the lake, where fsspec opens it it fails, and where
    it holds a bracket it finds none. Names of files are their own, so they are compared here.
    """
    place = Remote(lake_data(settings))
    written = [
        f"{folder}/{name}"
        for folder in build_folders_ever(lake, settings)
        for name in place.names_below(folder)
    ]
    named = named_files(lake)
    long_ago = time.time() - timedelta(days=_DAYS_KEPT).total_seconds()
    for path in written:
        name = PurePosixPath(path).name
        if fnmatchcase(name, _FILE) and name not in named and place.modified(path) < long_ago:
            place.remove(path)


def _definition(name: str, data_type: str, is_nullable: bool) -> str:
    return f"{identifier(name)} {data_type}{'' if is_nullable else ' not null'}"


def _comment(database: DuckDBPyConnection, name: str, mart: Mart) -> None:
    kind = "table" if mart.view is None else "view"
    database.execute(f"comment on {kind} {identifier(name)} is {quoted(mart.description)}")
    for column, description in mart.columns.items():
        database.execute(
            f"comment on column {identifier(name)}.{identifier(column)} is {quoted(description)}"
        )
