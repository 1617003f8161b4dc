"""Connections to DuckDB files: the only place that opens one.

What belongs here: safe settings, the files attached beside the main one, and errors a person can act on. What
does not: any SQL about reports.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb

from flows.errors import BusyError, GongkaiError

_NOTHING: Final[Mapping[str, Path]] = MappingProxyType({})


@contextmanager
def connect(
    path: Path,
    *,
    read_only: bool = False,
    attach: Mapping[str, Path] = _NOTHING,
    threads: int | None = None,
    memory_limit: str | None = None,
    spill_to: Path | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file and close it again; nothing is ever fetched from the network for it.

    Args:
        path: the file; it is made unless `read_only`.
        read_only: many readers may share a file, a writer needs it alone.
        attach: alias to file, all attached read-only.
        threads: threads of one query; DuckDB's own choice if None.
        memory_limit: as DuckDB writes it (`4GB`); DuckDB's own choice if None.
        spill_to: a folder for what does not fit into memory; beside the file if None.

    Raises:
        BusyError: another process holds the file in a way that shuts this one out.
        GongkaiError: the file is missing, damaged or no DuckDB file.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    if spill_to is not None:
        config["temp_directory"] = str(spill_to)
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise _explained(path, error) from error
    with connection:
        for alias, other in attach.items():
            try:
                connection.execute(f"attach {quoted(str(other))} as {identifier(alias)} (read_only)")
            except duckdb.Error as error:
                raise _explained(other, error) from error
        yield connection


def quoted(text: str) -> str:
    """A string literal, for the few statements of DuckDB that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A quoted name of a table, column or database."""
    return '"' + name.replace('"', '""') + '"'


def tables_in(database: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and views of an open file, by name."""
    found = database.execute(
        "select table_name from information_schema.tables where table_catalog = current_database() order by all"
    ).fetchall()
    return [name for (name,) in found]


def tables_of(connection: duckdb.DuckDBPyConnection, alias: str) -> list[str]:
    """The tables of an attached database, without its views."""
    found = connection.execute("select table_name from duckdb_tables() where database_name = ?", [alias])
    return [name for (name,) in found.fetchall()]


def row_counts(path: Path, *, with_views: bool = True) -> dict[str, int]:
    """Rows of each table and view of a file, by name.

    Args:
        with_views: count views too, which are joined for it.

    Raises:
        GongkaiError: the file cannot be opened.
    """
    with connect(path, read_only=True) as database:
        views = {name for (name,) in database.execute("select view_name from duckdb_views()").fetchall()}
        return {
            name: int(database.execute(f"select count(*) from {identifier(name)}").fetchall()[0][0])  # noqa: S608 - names are quoted
            for name in tables_in(database)
            if with_views or name not in views
        }


def _explained(path: Path, error: duckdb.Error) -> GongkaiError:
    message = str(error)
    if "Conflicting lock" in message or "Could not set lock" in message:
        return BusyError(f"{path} is held by another process: {message.splitlines()[0]}")
    return GongkaiError(f"{path} cannot be opened as a DuckDB file: {message.splitlines()[0]}")
