"""The capture log: every fetch that was ever made, in one SQLite file that only grows.

What belongs here: the table, appending to it, and the questions asked of it. What does not: the bytes
(`warc.py`) and what a fetch came to (`collect/outcome.py`).

The columns are those of `schema.CAPTURES`; `fetched_at` is ISO 8601 text, which sorts as time does. Rows are
numbered as they are written, and `last` always means the last one written: a clock may be set back.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from flows.archive.model import GOOD_OUTCOMES, Capture
from flows.errors import ArchiveError
from flows.schema import CAPTURES

BUSY_SECONDS: Final = 60
"""How long a writer waits for another one; a batch takes milliseconds."""

_COLUMNS: Final = ", ".join(CAPTURES.schema.names)
_TIME_COLUMN: Final = CAPTURES.schema.names.index("fetched_at")
_INDEXES: Final = ("url", "fetched_at", "payload_sha256", "run_id", "source_id")
_GOOD: Final = ", ".join(f"'{outcome}'" for outcome in GOOD_OUTCOMES)


def _column(field: "pa.Field[Any]") -> str:
    kind = "INTEGER" if pa.types.is_integer(field.type) else "TEXT"
    return f"{field.name} {kind} {'NULL' if field.nullable else 'NOT NULL'}"


def _ddl() -> str:
    columns = ", ".join(map(_column, CAPTURES.schema))
    table = f"CREATE TABLE IF NOT EXISTS captures (row_number INTEGER PRIMARY KEY, {columns})"
    unique = "CREATE UNIQUE INDEX IF NOT EXISTS captures_capture_id ON captures (capture_id)"
    indexes = (f"CREATE INDEX IF NOT EXISTS captures_{name} ON captures ({name})" for name in _INDEXES)
    return ";".join((table, unique, *indexes))


class CaptureLog:
    """The log of one archive. Safe for threads; several processes may write; a batch is one transaction."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            # A crash of the machine may cost the last rows (their pages are fetched again), never the file.
            self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {_ddl()}")
            self._add_new_columns()
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(f"{path}: the capture log cannot be opened: {error}") from error

    def _add_new_columns(self) -> None:
        """A log of before a column existed gets it, empty in the rows that are there."""
        if not self._missing_columns():
            return
        self._db.execute("BEGIN IMMEDIATE")
        # Another process may have added them while this one waited.
        for column in self._missing_columns():
            self._db.execute(f"ALTER TABLE captures ADD COLUMN {column}")
        self._db.execute("COMMIT")

    def _missing_columns(self) -> list[str]:
        there = {name for (name,) in self._db.execute("SELECT name FROM pragma_table_info('captures')")}
        return [_column(field) for field in CAPTURES.schema if field.name not in there]

    def append(self, captures: Sequence[Capture]) -> None:
        """Add rows in one transaction.

        Raises:
            ArchiveError: none of them was added (disk full, a row that is there already).
        """
        marks = ", ".join("?" * len(CAPTURES.schema.names))
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany(
                    f"INSERT INTO captures ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - names of our own schema
                    [_to_row(capture) for capture in captures],
                )
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise ArchiveError(f"the capture log could not be written: {error}") from error

    def latest(self, url: str) -> Capture | None:
        """The last capture of an address that has its page (new, changed, unchanged)."""
        return self._first(
            f"SELECT {_COLUMNS} FROM captures WHERE url = ? AND outcome IN ({_GOOD})"  # noqa: S608
            " ORDER BY row_number DESC LIMIT 1",
            url,
        )

    def first_copy(self, sha256: str) -> Capture | None:
        """The first capture of a payload."""
        return self._first(
            f"SELECT {_COLUMNS} FROM captures WHERE payload_sha256 = ? AND warc_file IS NOT NULL"  # noqa: S608
            " ORDER BY row_number LIMIT 1",
            sha256,
        )

    def known(self, source_id: str) -> list[Capture]:
        """The last capture of each report address of a source, whatever it came to, by address."""
        return self._all(
            f"SELECT {_COLUMNS} FROM captures WHERE row_number IN"  # noqa: S608
            " (SELECT max(row_number) FROM captures WHERE source_id = ? AND role = 'report' GROUP BY url)"
            " ORDER BY url",
            source_id,
        )

    def payloads(self) -> Iterator[Capture]:
        """The first capture of each payload, in the order of the files."""
        yield from self._all(
            f"SELECT {_COLUMNS} FROM captures WHERE row_number IN (SELECT min(row_number) FROM captures"  # noqa: S608
            " WHERE warc_file IS NOT NULL GROUP BY payload_sha256) ORDER BY warc_file, warc_offset"
        )

    def to_arrow(self, after: int = 0) -> pa.Table:
        """All captures but the first `after` of the log, as `schema.CAPTURES`, in the order they were written.

        Rows are only ever added, so the number of rows that a reader has tells it where to go on.
        """
        captures = self._all(
            f"SELECT {_COLUMNS} FROM captures WHERE row_number > ? ORDER BY row_number",  # noqa: S608
            after,
        )
        columns = zip(*(astuple(capture) for capture in captures), strict=True) if captures else ()
        arrays = [
            pa.array(values, type=field.type)
            for field, values in zip(CAPTURES.schema, columns or ((),) * len(CAPTURES.schema), strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=CAPTURES.schema)

    def close(self) -> None:
        """Close the file; the log cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def _first(self, query: str, *values: str) -> Capture | None:
        found = self._all(query, *values)
        return found[0] if found else None

    def _all(self, query: str, *values: str | int) -> list[Capture]:
        with self._lock:
            rows = self._db.execute(query, values).fetchall()
        return [_from_row(row) for row in rows]


def _to_row(capture: Capture) -> tuple[Any, ...]:
    row = list(astuple(capture))
    row[_TIME_COLUMN] = capture.fetched_at.isoformat(timespec="microseconds")
    return tuple(row)


def _from_row(row: Sequence[Any]) -> Capture:
    fields = list(row)
    fields[_TIME_COLUMN] = datetime.fromisoformat(row[_TIME_COLUMN])
    return Capture(*fields)
