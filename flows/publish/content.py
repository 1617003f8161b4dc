"""What a built file holds, in numbers and as one hash.

What belongs here: reading a finished file to describe it. What does not: moving it (`release.py`).
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from duckdb import BinderException, CatalogException, DuckDBPyConnection

from flows.errors import PublishError
from flows.warehouse import connect, identifier, tables_in

RUN_COLUMNS: Final = frozenset({"run_id", "fetched_at"})
"""Columns that say which run wrote a row and when its page was looked at last; a night that finds nothing new
changes them and nothing else."""


def content_hash(file: Path) -> str:
    """SHA-256 over every table and view of a file: names, types and comments of its columns, and its rows in any
    order.

    Two files with one hash hold the same but for `RUN_COLUMNS`. Rows are summed up by DuckDB's own hash, so a
    new version of DuckDB may give other hashes for the same rows, never the same for others.

    Raises:
        GongkaiError: the file cannot be opened.
    """
    with connect(file, read_only=True) as database:
        described = [_table_content(database, table) for table in tables_in(database)]
    return hashlib.sha256(json.dumps(described, ensure_ascii=False).encode()).hexdigest()


def schema_version(file: Path) -> int:
    """Version of the marts' columns, as the file's own `release` table says.

    Raises:
        GongkaiError: the file cannot be opened.
        duckdb.Error: it has no such table.
    """
    with connect(file, read_only=True) as database:
        ((version,),) = database.execute("select schema_version from release").fetchall()
    return int(version)


@contextmanager
def of_this_schema(file: Path, what: str) -> Iterator[None]:
    """Tell that a file lacks a table or a column that is asked of it, as files of older releases do.

    Args:
        what: what asks, for people.

    Raises:
        PublishError: the block asked for something that is not there; the message names the file's schema version.
    """
    try:
        yield
    except (BinderException, CatalogException) as error:
        raise PublishError(
            f"{file} has version {schema_version(file)} of the tables, which is not the one that {what} reads: "
            "`gongkai query` answers on it as it is, and `gongkai nightly --full-build` publishes anew"
        ) from error


def coverage(file: Path) -> list[dict[str, int]]:
    """Bodies of each report year by whether their report is there: `report_year`, then a column a status.

    Raises:
        GongkaiError: the file cannot be opened.
        duckdb.Error: it has no such table.
    """
    with connect(file, read_only=True) as database:
        found = database.execute(
            "pivot fct_report_coverage on status using count(*) group by report_year order by report_year"
        )
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _table_content(database: DuckDBPyConnection, table: str) -> list[object]:
    columns = database.execute(
        """select column_name, data_type, comment from duckdb_columns()
        where database_name = current_database() and table_name = ? order by column_index""",
        [table],
    ).fetchall()
    hashed = ", ".join(identifier(name) for name, _, _ in columns if name not in RUN_COLUMNS)
    # A sum and not an exclusive or: two equal rows must not cancel out.
    ((rows, total),) = database.execute(
        f"select count(*), coalesce(sum(hash({hashed})::hugeint), 0) from {identifier(table)}"  # noqa: S608 - names are quoted
    ).fetchall()
    return [table, columns, rows, str(total)]
