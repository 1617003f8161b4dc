"""The form of the capture log: its table in SQLite, and a capture as a row of it.

What belongs here: the words that make the table, and both directions. What does not: the questions asked of it
(`captures.py`). The columns are those of `schema.CAPTURES`; `fetched_at` is ISO 8601 text, which sorts as time does.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

import pyarrow as pa

from flows.archive.model import Capture
from flows.schema import CAPTURES

COLUMNS: Final = ", ".join(CAPTURES.schema.names)
_TIME_COLUMN: Final = CAPTURES.schema.names.index("fetched_at")
_INDEXES: Final = ("url", "fetched_at", "payload_sha256", "run_id", "source_id", "warc_file")


values_of: Final[Callable[[Capture], tuple[Any, ...]]] = attrgetter(*CAPTURES.schema.names)
"""The fields of a capture in the order of `COLUMNS`, as they are."""


def column_of(field: "pa.Field[Any]") -> str:
    """A column of the raw table as SQLite has it."""
    kind = "INTEGER" if pa.types.is_integer(field.type) else "TEXT"
    return f"{field.name} {kind} {'NULL' if field.nullable else 'NOT NULL'}"


def ddl() -> str:
    """The statements that make the tables and their indexes, where they are not there yet."""
    columns = ", ".join(map(column_of, CAPTURES.schema))
    table = f"CREATE TABLE IF NOT EXISTS captures (row_number INTEGER PRIMARY KEY, {columns})"
    unique = "CREATE UNIQUE INDEX IF NOT EXISTS captures_capture_id ON captures (capture_id)"
    indexes = (f"CREATE INDEX IF NOT EXISTS captures_{name} ON captures ({name})" for name in _INDEXES)
    replaced = "CREATE TABLE IF NOT EXISTS replaced_files (old_file TEXT PRIMARY KEY, new_file TEXT NULL)"
    return ";".join((table, unique, *indexes, replaced))


def row_of(capture: Capture) -> tuple[Any, ...]:
    """A capture in the order of `COLUMNS`."""
    row = list(values_of(capture))
    row[_TIME_COLUMN] = capture.fetched_at.isoformat(timespec="microseconds")
    return tuple(row)


def capture_of(row: Sequence[Any]) -> Capture:
    """The capture of a row in that order."""
    fields = list(row)
    fields[_TIME_COLUMN] = datetime.fromisoformat(row[_TIME_COLUMN])
    return Capture(*fields)
