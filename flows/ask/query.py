"""SQL on the published file, for reading only.

What belongs here: running a query and writing its rows for people, spreadsheets and programs. What does not:
what the tables mean (`docs/data-dictionary.md`), and opening files (`warehouse.py`).
"""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb

from flows.errors import GongkaiError
from flows.warehouse import connect

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a query's answer, and its rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published file for reading.

    Raises:
        GongkaiError: there is no such file.
    """
    if not file.exists():
        raise GongkaiError(f"nothing is published yet: {file} is not there; `gongkai nightly` makes it")
    with connect(file, read_only=True) as connection:
        yield connection


@contextmanager
def asked(file: Path, sql: str) -> Iterator[Answer]:
    """Run one query on a published file; the rows are read while the block is open.

    The file is opened for reading, and the query reaches no other file and no network.

    Raises:
        GongkaiError: there is no such file, or the query is wrong; the message is the database's own.
    """
    with opened(file) as connection:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        try:
            result = connection.execute(sql)
            columns = tuple(str(column[0]) for column in result.description or ())
            yield Answer(columns, _rows(result))
        except duckdb.Error as error:
            raise GongkaiError(str(error)) from error


def write_csv(answer: Answer, stream: TextIO) -> None:
    """Comma-separated rows that a spreadsheet opens as text: a text that it would run as a formula gets a `'`."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow([_for_spreadsheet(value) for value in row])


def write_json(answer: Answer, stream: TextIO) -> None:
    """One JSON object a line; a decimal keeps its digits, as text where a program could round it."""
    for row in answer.rows:
        named = dict(zip(answer.columns, row, strict=True))
        stream.write(json.dumps(named, ensure_ascii=False, default=_plain) + "\n")


def shown(value: Any) -> str:
    """A value as a person reads it; null is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    while rows := result.fetchmany(_BATCH):
        yield from rows


def _for_spreadsheet(value: Any) -> str:
    text = shown(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else shown(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
