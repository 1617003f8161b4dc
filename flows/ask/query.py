"""SQL on the published file, for reading only.

What belongs here: running a query and writing its rows for people, spreadsheets and programs. What does not:
what the tables mean (`docs/data-dictionary.md`), and opening files (`warehouse.py`).
"""

import csv
import json
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TextIO

import duckdb

from flows.errors import GongkaiError
from flows.publish.sheets import kept, kept_within
from flows.terminal import escaped_in_json
from flows.warehouse import connect

_BATCH: Final = 10_000
_ENDS: Final = frozenset(
    {
        date.min,
        date.max,
        datetime.combine(date.min, time.min),
        datetime.combine(date.max, time.max),
    }
)
"""What DuckDB's client gives for `infinity` too, without a sign of which of both it was."""

_READS: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)

DO_MORE_THAN_READ: Final = frozenset(
    {
        *("checkpoint", "force_checkpoint"),
        *("enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log"),
        *("enable_profiling", "disable_profiling"),
        *("query", "json_execute_serialized_sql"),  # a text, which may be put together, is run as SQL
        *("arrow_scan", "arrow_scan_dumb", "pandas_scan", "python_map_function", "seq_scan"),  # addresses
    }
)
"""Functions of DuckDB that a `select` can call and that write, change settings that `lock_configuration` does not hold,
or hide what is called. A test names all others, so that those of a new version are looked at."""

_CALLED: Final = re.compile(
    rf'\b({"|".join(sorted(DO_MORE_THAN_READ))})\b"?[^!-~\w]*(?:\(|/\*|--)', re.IGNORECASE
)
"""A call, or what may be one behind a comment, anywhere in the query, in its texts too. DuckDB cannot be asked: it
gives the tree of a plain `select` alone, and its list of words takes a space of full width for a letter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a query's answer, and its rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published file for reading; what does not fit into memory lies in a folder that ends with the block, for
    beside the file anybody's `copy` could write there.

    Raises:
        GongkaiError: there is no such file.
    """
    if file.is_symlink() and not file.exists():
        raise GongkaiError(
            f"{file} leads to {file.resolve()}, which is gone: the next `gongkai nightly` publishes it anew, or says "
            "what keeps it from that"
        )
    if not file.exists():
        raise GongkaiError(f"nothing is published yet: {file} is not there; `gongkai nightly` makes it")
    with (
        TemporaryDirectory(prefix="gongkai-") as spill,
        connect(file, read_only=True, spill_to=Path(spill)) as connection,
    ):
        yield connection


@contextmanager
def asked(file: Path, sql: str) -> Iterator[Answer]:
    """Run one query on a published file; the rows are read while the block is open.

    The file is opened for reading, and the query reaches no other file and no network.

    Raises:
        GongkaiError: there is no such file, or the query is wrong, in the database's own words, or it is none or
            several or does something else than read, or a date of the answer may be infinite.
    """
    with opened(file) as connection:
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        try:
            _require_one_query(connection, sql)
            result = connection.execute(sql)
            columns = tuple(str(column[0]) for column in result.description or ())
            yield Answer(columns, _rows(result))
        except duckdb.Error as error:
            raise GongkaiError(str(error)) from error


def write_csv(answer: Answer, stream: TextIO) -> None:
    """Comma-separated rows in which a spreadsheet changes no text (`publish/sheets.py`), without a byte order mark."""
    writer = csv.writer(stream, lineterminator="\n")
    first = next(answer.rows, None)  # what is wrong with the first rows is told before anything is written
    writer.writerow(map(kept, answer.columns))
    for row in chain(() if first is None else (first,), answer.rows):
        writer.writerow([_for_spreadsheet(value) for value in row])


def write_json(answer: Answer, stream: TextIO) -> None:
    """One JSON object a line; a decimal keeps its digits, as text where a program could round it, and so do numbers
    that JSON has no word for (`nan`, `inf`). Of columns with one name the further ones are numbered (`name_2`)."""
    names = _distinct(answer.columns)
    for row in answer.rows:
        named = {name: _in_json(value) for name, value in zip(names, row, strict=True)}
        line = json.dumps(named, ensure_ascii=False, allow_nan=False, default=_plain)
        stream.write(escaped_in_json(line) + "\n")


def shown(value: Any) -> str:
    """A value as a person reads it; null is empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _require_one_query(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    # What DuckDB makes of one statement beside it (the types of a `pivot`) has no words.
    written = [one for one in statements[:-1] if one.query.strip()]
    if written or not statements or statements[-1].type not in _READS:
        raise GongkaiError("one query is asked, which reads: `select`, `from`, `describe`, `show`, `explain`")
    called = _CALLED.search(sql)
    if called is not None:
        raise GongkaiError(f"a query reads, and `{called[1]}` does something else: it is not called")


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names or (number > 1 and name in columns):
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    while rows := result.fetchmany(_BATCH):
        if any(_may_be_infinite(value) for row in rows for value in row):
            raise GongkaiError(
                "a date is the last of the calendar (9999-12-31), the first, or infinite, and it cannot be told "
                "which: ask for it as text (`::varchar`)"
            )
        yield from rows


def _may_be_infinite(value: Any) -> bool:
    if isinstance(value, date):
        return value.replace(tzinfo=None) in _ENDS if isinstance(value, datetime) else value in _ENDS
    if isinstance(value, list | tuple):
        return any(map(_may_be_infinite, value))
    return isinstance(value, dict) and any(map(_may_be_infinite, (*value, *value.values())))


def _for_spreadsheet(value: Any) -> str:
    text = shown(value)
    return kept(text) if isinstance(value, str) else kept_within(text)


def _in_json(value: Any) -> Any:
    """A value without the numbers that JSON has no word for."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list | tuple):
        return [_in_json(one) for one in value]
    if isinstance(value, dict):
        return {name if isinstance(name, str) else str(name): _in_json(one) for name, one in value.items()}
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else shown(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
