"""The capture log: every fetch that was ever made, in one SQLite file.

What belongs here: the table, appending to it, and the questions asked of it. What does not: the bytes
(`warc.py`) and what a fetch came to (`collect/outcome.py`).

The columns are those of `schema.CAPTURES`; `fetched_at` is ISO 8601 text, which sorts as time does. Rows are
numbered as they are written and never taken away; only the place of a payload may change (`replace_file`). A
clock may be set back, so `last` means the last run's, and in it the last one written: the ids of runs grow with
time, and what was imported has the id of a run of its own time.
"""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from flows.archive.model import CHINA, GOOD_OUTCOMES, Capture, History
from flows.errors import ArchiveError
from flows.schema import CAPTURES

BUSY_SECONDS: Final = 60
"""How long a writer waits for another one; a batch takes milliseconds."""

_COLUMNS: Final = ", ".join(CAPTURES.schema.names)
_TIME_COLUMN: Final = CAPTURES.schema.names.index("fetched_at")
_INDEXES: Final = ("url", "fetched_at", "payload_sha256", "run_id", "source_id", "warc_file")
_GOOD: Final = ", ".join(f"'{outcome}'" for outcome in GOOD_OUTCOMES)

_HISTORIES: Final = f"""
WITH past AS (
    SELECT *, row_number() OVER (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS back
    FROM captures WHERE source_id = ? AND role = 'report' AND fetched_at < ?
),
marks AS (
    SELECT
        url,
        min(CASE WHEN outcome IN ('new', 'changed') THEN back END) AS change,
        coalesce(min(CASE WHEN outcome IN ({_GOOD}) THEN back END), max(back) + 1) AS good,
        coalesce(min(CASE WHEN outcome = 'unchanged' THEN back END), max(back) + 1) AS rest
    FROM past GROUP BY url
)
SELECT
    url,
    max(CASE WHEN back = 1 THEN fetched_at END),
    max(CASE WHEN back = 1 THEN outcome END),
    max(CASE WHEN back = good THEN last_modified END),
    max(CASE WHEN back = change THEN fetched_at END),
    min(CASE WHEN outcome IN ({_GOOD}) THEN fetched_at END),
    sum(outcome = 'unchanged' AND back < coalesce(change, back + 1)),
    sum(outcome = 'changed' AND back < rest),
    max(good) - 1
FROM past JOIN marks USING (url) GROUP BY url ORDER BY url
"""  # noqa: S608 - words of our own


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _column(field: "pa.Field[Any]") -> str:
    kind = "INTEGER" if pa.types.is_integer(field.type) else "TEXT"
    return f"{field.name} {kind} {'NULL' if field.nullable else 'NOT NULL'}"


def _ddl() -> str:
    columns = ", ".join(map(_column, CAPTURES.schema))
    table = f"CREATE TABLE IF NOT EXISTS captures (row_number INTEGER PRIMARY KEY, {columns})"
    unique = "CREATE UNIQUE INDEX IF NOT EXISTS captures_capture_id ON captures (capture_id)"
    indexes = (f"CREATE INDEX IF NOT EXISTS captures_{name} ON captures ({name})" for name in _INDEXES)
    replaced = "CREATE TABLE IF NOT EXISTS replaced_files (old_file TEXT PRIMARY KEY, new_file TEXT NULL)"
    return ";".join((table, unique, *indexes, replaced))


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
        with self._lock, self._transaction():
            self._db.executemany(
                f"INSERT INTO captures ({_COLUMNS}) VALUES ({marks})",  # noqa: S608 - names of our own schema
                [_to_row(capture) for capture in captures],
            )

    def latest(self, url: str, source_id: str | None = None) -> Capture | None:
        """The last capture of an address that has its page (new, changed, unchanged).

        Args:
            source_id: of one source alone.
        """
        return self._first(
            f"SELECT {_COLUMNS} FROM captures WHERE url = ?1 AND outcome IN ({_GOOD})"  # noqa: S608
            " AND (?2 = '' OR source_id = ?2) ORDER BY run_id DESC, row_number DESC LIMIT 1",
            url,
            source_id or "",
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
            f"SELECT {_COLUMNS} FROM (SELECT *, row_number() OVER"  # noqa: S608
            " (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS place"
            " FROM captures WHERE source_id = ? AND role = 'report') WHERE place = 1 ORDER BY url",
            source_id,
        )

    def histories(self, source_id: str, before: datetime) -> list[History]:
        """What was found at each report address of a source before a moment (UTC without a zone)."""
        rows = self._rows(_HISTORIES, source_id, before.isoformat(timespec="microseconds"))
        return [
            History(
                url, datetime.fromisoformat(at), outcome, modified, _moment(changed), _moment(found), *counts
            )
            for url, at, outcome, modified, changed, found, *counts in rows
        ]

    def holds(self, capture_id: str) -> bool:
        """Whether a capture is in the log already."""
        return self._first(f"SELECT {_COLUMNS} FROM captures WHERE capture_id = ?", capture_id) is not None  # noqa: S608

    def files(self) -> list[str]:
        """The WARC files that captures point into, in order."""
        return [
            name
            for (name,) in self._rows(
                "SELECT DISTINCT warc_file FROM captures WHERE warc_file IS NOT NULL ORDER BY 1"
            )
        ]

    def in_file(self, warc_file: str) -> list[Capture]:
        """The first capture of each payload of one WARC file, in the order of their places."""
        return self._all(
            f"SELECT {_COLUMNS} FROM captures WHERE row_number IN (SELECT min(row_number) FROM captures"  # noqa: S608
            " WHERE warc_file = ? GROUP BY warc_offset, payload_sha256) ORDER BY warc_offset",
            warc_file,
        )

    def standing(self) -> set[str]:
        """The payloads that stand at some address: of each address the last that a host gave or confirmed."""
        return {
            sha256
            for (sha256,) in self._rows(
                "SELECT payload_sha256 FROM (SELECT payload_sha256, row_number() OVER"  # noqa: S608
                " (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS place"
                f" FROM captures WHERE outcome IN ({_GOOD})) WHERE place = 1 AND payload_sha256 IS NOT NULL"
            )
        }

    def pages_of(self, source_ids: Sequence[str] | None, year: int | None) -> set[tuple[str, str]]:
        """Addresses and payloads of reports that were fetched for some sources in one year by China's clock; None
        takes all."""
        begins, ends = (_begin_of(year), _begin_of(year + 1)) if year else ("", "~")
        found = self._rows(
            "SELECT DISTINCT source_id, url, payload_sha256 FROM captures WHERE role = 'report'"
            " AND payload_sha256 IS NOT NULL AND warc_file IS NOT NULL AND fetched_at >= ? AND fetched_at < ?",
            begins,
            ends,
        )
        return {(url, sha256) for source, url, sha256 in found if source_ids is None or source in source_ids}

    def payload_at(self, url: str, fetched_at: datetime) -> str | None:
        """The hash of the payload that an address had at a moment (UTC without a zone) of a capture of it."""
        found = self._rows(
            "SELECT payload_sha256 FROM captures WHERE url = ? AND fetched_at = ?",
            url,
            fetched_at.isoformat(timespec="microseconds"),
        )
        return found[0][0] if found else None

    def damage(self) -> str | None:
        """What SQLite finds wrong with the file; None for a whole one."""
        try:
            said = [str(row[0]) for row in self._rows("PRAGMA quick_check(5)")]
        except sqlite3.DatabaseError as error:
            said = [str(error)]
        return None if said == ["ok"] else "; ".join(said)

    def replace_file(
        self, old_file: str, new_file: str, moved: Mapping[int, int], dropped: Collection[int]
    ) -> None:
        """Point the captures of one WARC file to the file that takes its place, all of them at once.

        Args:
            moved: offsets in the old file to those in the new one.
            dropped: offsets in the old file whose payloads are no longer kept. Their captures stay, with the
                payload's hash and without a place.

        Raises:
            ArchiveError: the log could not be written; it is as it was.
        """
        place = "UPDATE captures SET warc_file = ?, warc_offset = ? WHERE warc_file = ? AND warc_offset = ?"
        with self._lock, self._transaction(is_lasting=True):
            self._db.executemany(place, [(None, None, old_file, offset) for offset in dropped])
            self._db.executemany(place, [(new_file, new, old_file, old) for old, new in moved.items()])
            self._db.execute("INSERT INTO replaced_files VALUES (?, ?)", (old_file, new_file))

    def replaced(self) -> dict[str, str]:
        """The WARC files that are no more, and what took their places."""
        return dict(self._rows("SELECT old_file, new_file FROM replaced_files"))

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

    @contextmanager
    def _transaction(self, *, is_lasting: bool = False) -> Iterator[None]:
        """All of it or nothing; the caller holds the lock.

        Args:
            is_lasting: it is not lost even where the machine crashes, since what it replaces is deleted next.

        Raises:
            ArchiveError: the log could not be written; it is as it was.
        """
        try:
            if is_lasting:
                self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise ArchiveError(f"the capture log could not be written: {error}") from error
        finally:
            if is_lasting:
                self._db.execute("PRAGMA synchronous=NORMAL")

    def close(self) -> None:
        """Close the file; the log cannot be used afterwards."""
        with self._lock:
            self._db.close()

    def _first(self, query: str, *values: str) -> Capture | None:
        found = self._all(query, *values)
        return found[0] if found else None

    def _all(self, query: str, *values: str | int) -> list[Capture]:
        return [_from_row(row) for row in self._rows(query, *values)]

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


def _begin_of(year: int) -> str:
    """When a year begins by China's clock, in the log's own writing."""
    return datetime(year, 1, 1, tzinfo=CHINA).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _to_row(capture: Capture) -> tuple[Any, ...]:
    row = list(astuple(capture))
    row[_TIME_COLUMN] = capture.fetched_at.isoformat(timespec="microseconds")
    return tuple(row)


def _from_row(row: Sequence[Any]) -> Capture:
    fields = list(row)
    fields[_TIME_COLUMN] = datetime.fromisoformat(row[_TIME_COLUMN])
    return Capture(*fields)
