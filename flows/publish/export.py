"""A release for those who open no DuckDB file: Parquet, CSV for spreadsheets, and a datapackage.json over both.

What belongs here: the files beside the published one, written from it alone. What does not: which file is published
(`release.py`). Descriptions are the file's own comments, so the words are those of `dbt_project/models/marts`.

    parquet/<table>.parquet, parquet/<table>-<year>.parquet    facts are cut by report year
    csv/...                                                     the same, where a sheet has rows enough
    datapackage.json                                            Data Package v1 (specs.frictionlessdata.io)
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.warehouse import connect, identifier, quoted

PACKAGE: Final = "datapackage.json"
SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet in the usual spreadsheet programs, the header among them."""

_STORAGE: Final = ("facts", "dim_figure", "dim_manner", "dim_status")
"""What `fct_disclosure` shows, with keys in place of names, and the names: of use inside the DuckDB file alone."""

_YEAR: Final = "report_year"
_UNKNOWN_YEAR: Final = "unknown"
# A spreadsheet takes a text that begins so for a formula, and runs it.
_FORMULA: Final = r"^[=+\-@\t\r\n]"
# Without it spreadsheets read Chinese as another encoding. It stands before the first column's name.
_BYTE_ORDER_MARK: Final = "\ufeff"
_PARQUET: Final = "format parquet, compression zstd"
_CSV: Final = "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'"
_TYPES: Final[Mapping[str, str]] = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "UBIGINT": "integer",
    "HUGEINT": "integer",
}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: str
    description: str | None

    @property
    def is_text(self) -> bool:
        return self.type == "VARCHAR"

    @property
    def is_nested(self) -> bool:
        return self.type.endswith("[]") or self.type.startswith("STRUCT")


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    description: str | None
    columns: tuple[_Column, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of a table: the end of the file's name, the condition, and how many there are."""

    suffix: str
    condition: str
    rows: int


def export(file: Path, folder: Path, version: str) -> None:
    """Write a published file's tables and views into a folder, in both formats, with their description.

    Args:
        folder: must be there; what is written is new in it.
        version: names the release in the description.

    Raises:
        GongkaiError: the file cannot be opened.
        OSError: the disk is full or cannot be written.
    """
    (folder / "parquet").mkdir()
    (folder / "csv").mkdir()
    with connect(file, read_only=True) as database:
        resources = [one for table in _tables(database) for one in _write(database, table, folder)]
    package = {
        "name": "gongkai",
        "title": "政府信息公开工作年度报告: annual reports on the disclosure of government information",
        "version": version,
        "resources": resources,
    }
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def _write(database: DuckDBPyConnection, table: _Table, folder: Path) -> Iterator[dict[str, Any]]:
    parts = _parts(database, table)
    names = ", ".join(identifier(column.name) for column in table.columns)
    paths = [_copy(database, table, names, part, folder, "parquet", _PARQUET) for part in parts]
    yield _described(table, paths, "parquet")
    in_sheets = ", ".join(_for_a_sheet(column, number) for number, column in enumerate(table.columns))
    fitting = [part for part in parts if part.rows < SHEET_ROWS]
    paths = [_copy(database, table, in_sheets, part, folder, "csv", _CSV) for part in fitting]
    if paths:
        yield _described(table, paths, "csv")


def _copy(
    database: DuckDBPyConnection,
    table: _Table,
    columns: str,
    part: _Part,
    folder: Path,
    extension: str,
    options: str,
) -> str:
    path = f"{extension}/{table.name}{part.suffix}.{extension}"
    rows = f"select {columns} from {identifier(table.name)} where {part.condition}"  # noqa: S608 - names are quoted, years are numbers
    database.execute(f"copy ({rows}) to {quoted(str(folder / path))} ({options})")
    return path


def _parts(database: DuckDBPyConnection, table: _Table) -> list[_Part]:
    """A table's years where it holds facts, else all of it; at least one part, also of an empty table."""
    is_cut = table.name.startswith("fct_") and any(column.name == _YEAR for column in table.columns)
    year = _YEAR if is_cut else "0"
    rows = database.execute(
        f"select {year} as year, count(*) from {identifier(table.name)} group by year order by year"  # noqa: S608 - names are quoted, years are numbers
    ).fetchall()
    if not is_cut or not rows:
        return [_Part("", "true", sum(count for _, count in rows))]
    return [
        _Part(f"-{_UNKNOWN_YEAR}", f"{_YEAR} is null", count)
        if year is None
        else _Part(f"-{year}", f"{_YEAR} = {year}", count)
        for year, count in rows
    ]


def _for_a_sheet(column: _Column, number: int) -> str:
    """A column as CSV holds it: lists as JSON, no text that a spreadsheet would run."""
    name = identifier(column.name)
    alias = identifier(f"{_BYTE_ORDER_MARK}{column.name}" if number == 0 else column.name)
    if column.is_nested:
        return f"to_json({name}) as {alias}"
    if column.is_text:
        return f"case when regexp_matches({name}, {quoted(_FORMULA)}) then '''' || {name} else {name} end as {alias}"
    return f"{name} as {alias}"


def _described(table: _Table, paths: Sequence[str], extension: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": f"{table.name}-{extension}".replace("_", "-"),
        "path": list(paths),
        "format": extension,
        "encoding": "utf-8",
        "profile": "tabular-data-resource" if extension == "csv" else "data-resource",
        "schema": {"fields": [_field(column) for column in table.columns], "missingValues": [""]},
    }
    return described | ({"description": table.description} if table.description else {})


def _field(column: _Column) -> dict[str, str]:
    base = column.type.split("(", maxsplit=1)[0]
    kind = "array" if column.is_nested else "number" if base == "DECIMAL" else _TYPES[base]
    described = {"name": column.name, "type": kind}
    return described | ({"description": column.description} if column.description else {})


def _tables(database: DuckDBPyConnection) -> list[_Table]:
    rows = database.execute(
        """
        select objects.name, objects.comment, columns.column_name, columns.data_type, columns.comment
        from (
            select database_name, table_name as name, comment from duckdb_tables()
            union all
            select database_name, view_name as name, comment from duckdb_views() where not internal
        ) as objects
        inner join duckdb_columns() as columns
            on objects.database_name = columns.database_name and objects.name = columns.table_name
        where objects.database_name = current_database() and not list_contains(?, objects.name)
        order by objects.name, columns.column_index
        """,
        [_STORAGE],
    ).fetchall()
    found: dict[str, _Table] = {}
    for name, comment, column, kind, words in rows:
        before = found.get(name, _Table(name, comment, ()))
        found[name] = _Table(name, comment, (*before.columns, _Column(column, kind, words)))
    return list(found.values())
