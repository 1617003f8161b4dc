"""The capture log: every fetch that was ever made, in one SQLite file.

What belongs here: appending to it, and the questions asked of it. What does not: the form of the table
(`log_rows.py`), the bytes (`warc.py`) and what a fetch came to (`collect/outcome.py`).

Rows are numbered as they are written and never taken away; only the place of a payload may change (`replace_file`).
The log can be written anew from the WARC files (`reindex.py`). A clock may be set back, so `last` means the last
run's, and in it the last one written: the ids of runs grow with time, and what was imported has the id of a run of
its own time.
"""

import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from flows.archive.histories import GOOD, HISTORIES, history_of
from flows.archive.log_rows import COLUMNS, capture_of, column_of, ddl, row_of, values_of
from flows.archive.model import CHINA, Capture, History
from flows.errors import ArchiveError
from flows.schema import CAPTURES

BUSY_SECONDS: Final = 60
"""How long a writer waits for another one; a batch takes milliseconds."""

_SHA256: Final = re.compile(r"[0-9a-f]{8,64}", re.IGNORECASE)


class CaptureLog:
    """The log of one archive. Safe for threads; several processes may write; a batch is one transaction.

    Where this process may only read, it is opened for that: while nobody writes there it sees all of it.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._path = path
        if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            self._open_for_reading()
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._connected(str(path))
            # A crash of the machine may cost the last rows (their pages are fetched again), never the file.
            self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; {ddl()}")
            self._add_new_columns()
        except (OSError, sqlite3.Error) as error:
            raise self._failed("cannot be opened", error) from error

    def _connected(self, name: str, *, is_uri: bool = False) -> sqlite3.Connection:
        return sqlite3.connect(
            name, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None, uri=is_uri
        )

    def _open_for_reading(self) -> None:
        """Open the log of a folder in which this process may only read, such as the mount of a backup.

        SQLite wants to make two files beside the log, unless it is told that nobody changes it (`immutable`). Rows that
        are not in the log yet lie in the one (`-wal`), and can be read only where the other (`-shm`) is there too.
        """
        wal, shm = (self._path.with_name(f"{self._path.name}{ending}") for ending in ("-wal", "-shm"))
        rows_wait = wal.exists() and wal.stat().st_size > 0
        alone = "" if rows_wait or (wal.exists() and shm.exists()) else "&immutable=1"
        try:
            self._db = self._connected(f"{self._path.absolute().as_uri()}?mode=ro{alone}", is_uri=True)
            is_older = bool(self._missing_columns())
        except sqlite3.Error as error:
            if rows_wait and not shm.exists():
                raise self._only_to_be_read(f"rows wait in {wal.name} to be taken in") from error
            raise self._failed("cannot be opened", error) from error
        if is_older:
            self._db.close()
            raise self._only_to_be_read("an older version wrote it")

    def _only_to_be_read(self, why: str) -> ArchiveError:
        return ArchiveError(
            f"{self._path}: the folder may only be read here, and the capture log must be written to first, for {why}; "
            "nothing is broken: ask a copy that can be written, or ask where the archive is written"
        )

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
        return [column_of(field) for field in CAPTURES.schema if field.name not in there]

    def append(self, captures: Sequence[Capture]) -> None:
        """Add rows in one transaction.

        Raises:
            ArchiveError: none of them was added (disk full, a row that is there already).
        """
        marks = ", ".join("?" * len(CAPTURES.schema.names))
        with self._lock, self._transaction():
            self._db.executemany(
                f"INSERT INTO captures ({COLUMNS}) VALUES ({marks})",  # noqa: S608 - names of our own schema
                [row_of(capture) for capture in captures],
            )

    def latest(self, url: str, source_id: str = "", role: str = "") -> Capture | None:
        """The last capture of an address that has its page (new, changed, unchanged).

        Args:
            source_id, role: of one source, or one role, alone.
        """
        return self._first(
            f"SELECT {COLUMNS} FROM captures WHERE url = ?1 AND outcome IN ({GOOD})"  # noqa: S608 - names of our own schema
            " AND (?2 = '' OR source_id = ?2) AND (?3 = '' OR role = ?3)"
            " ORDER BY run_id DESC, row_number DESC LIMIT 1",
            url,
            source_id,
            role,
        )

    def first_copy(self, sha256: str) -> Capture | None:
        """The first capture of a payload."""
        return self._first(
            f"SELECT {COLUMNS} FROM captures WHERE payload_sha256 = ? AND warc_file IS NOT NULL"  # noqa: S608 - names of our own schema
            " ORDER BY row_number LIMIT 1",
            sha256,
        )

    def known(self, source_id: str) -> list[Capture]:
        """The last capture of each report address of a source, whatever it came to, by address."""
        return self._all(
            f"SELECT {COLUMNS} FROM (SELECT *, row_number() OVER"  # noqa: S608 - names of our own schema
            " (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS place"
            " FROM captures WHERE source_id = ? AND role = 'report') WHERE place = 1 ORDER BY url",
            source_id,
        )

    def histories(self, source_id: str, before: datetime) -> list[History]:
        """What was found at each report address of a source before a moment (UTC without a zone)."""
        return list(
            map(history_of, self._rows(HISTORIES, source_id, before.isoformat(timespec="microseconds")))
        )

    def holds(self, capture_id: str) -> bool:
        """Whether a capture is in the log already."""
        return self._first(f"SELECT {COLUMNS} FROM captures WHERE capture_id = ?", capture_id) is not None  # noqa: S608 - names of our own schema

    def count(self) -> int:
        """How many captures there are."""
        return int(self._rows("SELECT count(*) FROM captures")[0][0])

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
            f"SELECT {COLUMNS} FROM captures WHERE row_number IN (SELECT min(row_number) FROM captures"  # noqa: S608 - names of our own schema
            " WHERE warc_file = ? GROUP BY warc_offset, payload_sha256) ORDER BY warc_offset",
            warc_file,
        )

    def standing(self) -> set[str]:
        """The payloads that stand at some address: of each address the last that a host gave or confirmed."""
        return {
            sha256
            for (sha256,) in self._rows(
                "SELECT payload_sha256 FROM (SELECT payload_sha256, row_number() OVER"  # noqa: S608 - names of our own schema
                " (PARTITION BY url ORDER BY run_id DESC, row_number DESC) AS place"
                f" FROM captures WHERE outcome IN ({GOOD})) WHERE place = 1 AND payload_sha256 IS NOT NULL"
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

    def find(self, what: str, since: datetime, until: datetime, limit: int) -> list[Capture]:
        """The last captures of an address or a payload, or all of them, in the order of the log.

        Args:
            what: an address, or the first digits of a payload's SHA-256 (8 or more); empty takes all.
            since, until: when they were made (UTC without a zone), from the one and before the other.
            limit: no more than so many.
        """
        which, values = ("url = ?", [what]) if what else ("true", [])
        if _SHA256.fullmatch(what):
            which, values = "payload_sha256 BETWEEN ? AND ?", [what.lower(), f"{what.lower()}g"]
        moments = (moment.isoformat(timespec="microseconds") for moment in (since, until))
        found = self._all(
            f"SELECT {COLUMNS} FROM captures WHERE {which} AND fetched_at >= ? AND fetched_at < ?"  # noqa: S608 - names of our own schema
            " ORDER BY run_id DESC, row_number DESC LIMIT ?",
            *values,
            *moments,
            limit,
        )
        return found[::-1]

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
        except ArchiveError as error:
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

    def place(self, places: Mapping[str, tuple[str, int]]) -> None:
        """Say of payloads (by SHA-256) in which file and at which offset they lie.

        Raises:
            ArchiveError: the log could not be written; it is as it was.
        """
        with self._lock, self._transaction(is_lasting=True):
            self._db.executemany(
                "UPDATE captures SET warc_file = ?, warc_offset = ? WHERE payload_sha256 = ?",
                [(*place, sha256) for sha256, place in places.items()],
            )

    def replaced(self) -> dict[str, str]:
        """The WARC files that are no more, and what took their places."""
        return dict(self._rows("SELECT old_file, new_file FROM replaced_files"))

    def to_arrow(self, after: int = 0) -> pa.Table:
        """All captures but the first `after` of the log, as `schema.CAPTURES`, in the order they were written.

        Rows are only ever added, so the number of rows that a reader has tells it where to go on.
        """
        captures = self._all(
            f"SELECT {COLUMNS} FROM captures WHERE row_number > ? ORDER BY row_number",  # noqa: S608 - names of our own schema
            after,
        )
        columns = zip(*map(values_of, captures), strict=True) if captures else ()
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
            raise self._failed("could not be written", error) from error
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
        return [capture_of(row) for row in self._rows(query, *values)]

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._failed("cannot be read", error) from error

    def _failed(self, what: str, error: Exception) -> ArchiveError:
        """What went wrong with the file, and the way back where it is spoiled."""
        spoiled = getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))
        way_back = "; `gongkai archive reindex` writes it anew from the WARC files" if spoiled else ""
        return ArchiveError(f"{self._path}: the capture log {what}: {error}{way_back}")


def _begin_of(year: int) -> str:
    """When a year begins by China's clock, in the log's own writing."""
    return datetime(year, 1, 1, tzinfo=CHINA).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
