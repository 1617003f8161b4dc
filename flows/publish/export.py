"""A release for those who open no DuckDB file: Parquet, CSV for spreadsheets, and a datapackage.json over both.

What belongs here: the files beside the published one, written from it alone. What does not: which file is published
(`release.py`). Descriptions are the file's own comments, so the words are those of `dbt_project/models/marts`.

    parquet/<table>.parquet, parquet/<table>-<year>.parquet    facts are cut by report year
    csv/...                                                     the same, where a sheet has rows enough
    datapackage.json                                            Data Package v1 (specs.frictionlessdata.io)
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.publish.keys import Keys, keys
from flows.publish.sheets import BYTE_ORDER_MARK, SHEET_ROWS, kept_in_sql, kept_within_in_sql
from flows.warehouse import connect, identifier, quoted

PACKAGE: Final = "datapackage.json"

NOT_EXPORTED: Final = ("facts", "dim_figure", "dim_manner", "dim_status")
"""What `fct_disclosure` shows, with keys in place of names, and the names: of use inside the DuckDB file alone."""

_CHUNK: Final = 1 << 20
_YEAR: Final = "report_year"
_UNKNOWN_YEAR: Final = "unknown"
_LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""What `docs/data-policy.md` suggests for a release."""

_ABOUT: Final = """Numbers that Chinese administrative bodies state in their annual reports on the disclosure of
government information, each with its document and the words that state it. A text of a CSV file that a spreadsheet
would run as a formula or take for another number has a ' before it, and so has within a text, a list's too, what would
begin a formula where the text is cut at a semicolon, a tab, a | or a line break. The bytes and the hash of a resource
are those of its files one after the other."""
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
        tables = _tables(database)
        there = {table.name for table in tables}
        resources = [one for table in tables for one in _write(database, table, there, folder)]
    package = {
        "profile": "data-package",
        "name": "gongkai",
        "title": "政府信息公开工作年度报告: annual reports on the disclosure of government information",
        "description": " ".join(_ABOUT.split()),
        "version": version,
        "licenses": [_LICENCE],
        "resources": resources,
    }
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def _write(
    database: DuckDBPyConnection, table: _Table, there: Set[str], folder: Path
) -> Iterator[dict[str, Any]]:
    parts = _parts(database, table)
    names = ", ".join(identifier(column.name) for column in table.columns)
    in_sheets = ", ".join(_for_a_sheet(column, number) for number, column in enumerate(table.columns))
    fitting = [part for part in parts if part.rows < SHEET_ROWS]
    left_out = [f"parquet/{table.name}{part.suffix}.parquet" for part in parts if part not in fitting]
    said = f"In Parquet alone, for no sheet has rows enough: {', '.join(left_out)}." if left_out else ""
    paths = [_copy(database, table, names, part, folder, "parquet", _PARQUET) for part in parts]
    yield _described(table, there, folder, paths, "parquet", "" if fitting else said)
    paths = [_copy(database, table, in_sheets, part, folder, "csv", _CSV) for part in fitting]
    if paths:
        yield _described(table, there, folder, paths, "csv", said)


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
    """A column as CSV holds it: lists as JSON, and that and texts as a spreadsheet keeps them."""
    name = identifier(column.name)
    alias = identifier(f"{BYTE_ORDER_MARK}{column.name}" if number == 0 else column.name)
    if column.is_nested:
        return f"{kept_within_in_sql(f'to_json({name})::varchar')} as {alias}"
    if column.is_text:
        return f"{kept_in_sql(name)} as {alias}"
    return f"{name} as {alias}"


def _described(
    table: _Table, there: Set[str], folder: Path, paths: Sequence[str], extension: str, said: str
) -> dict[str, Any]:
    """A resource of the package; `said` is added to the table's description."""
    size, digest = _measured(folder / path for path in paths)
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    described: dict[str, Any] = {
        "name": _resource_name(table.name, extension),
        "path": list(paths),
        "format": extension,
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "profile": "tabular-data-resource" if extension == "csv" else "data-resource",
        "schema": schema | _described_keys(keys().get(table.name), table, there, extension),
    }
    description = " ".join(words for words in (table.description, said) if words)
    return described | ({"description": description} if description else {})


def _described_keys(known: Keys | None, table: _Table, there: Set[str], extension: str) -> dict[str, Any]:
    """The keys of a table that lead to what is in the package; none of a table that is no mart."""
    if known is None:
        return {}
    columns = {column.name for column in table.columns}
    foreign = [
        {
            "fields": column,
            "reference": {
                # The format names a resource that refers to itself by nothing.
                "resource": "" if other == table.name else _resource_name(other, extension),
                "fields": field,
            },
        }
        for column, (other, field) in known.foreign.items()
        if column in columns and other in there
    ]
    primary = list(known.primary) if columns.issuperset(known.primary) else []
    return ({"primaryKey": primary} if primary else {}) | ({"foreignKeys": foreign} if foreign else {})


def _resource_name(table: str, extension: str) -> str:
    return f"{table}-{extension}".replace("_", "-")


def _measured(files: Iterable[Path]) -> tuple[int, str]:
    """Bytes and SHA-256 of files one after the other."""
    size, digest = 0, hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                digest.update(chunk)
    return size, digest.hexdigest()


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
        [NOT_EXPORTED],
    ).fetchall()
    found: dict[str, _Table] = {}
    for name, comment, column, kind, words in rows:
        before = found.get(name, _Table(name, comment, ()))
        found[name] = _Table(name, comment, (*before.columns, _Column(column, kind, words)))
    return list(found.values())
