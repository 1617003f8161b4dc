"""The Parquet batches: what the raw tables are made of, and made again from.

What belongs here: their files, written so that a kill at any moment leaves whole ones only. What does not: the raw
tables (`store.py`), and what the rows say (`schema.py`, `rows.py`).

A batch is a file of each table that it has rows of, in the data folder or outside of this machine (`batch_files.py`).
Each comes by rename, and last of all the one that makes the batch whole: a batch without it never counted. That one
also says how many rows the batch has of each table, so a file that is lost later is missed. Machines that share the
folder may write at the same time, and the same batch too: its name says which rows it has, and each writes beside its
place under a name of its own.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from flows.errors import GongkaiError
from flows.load.batch_files import ENDING, batch_files
from flows.schema import RawTable

_COMPRESSION: Final = "zstd"

_ROWS: Final = b"gongkai.rows"
"""In the metadata of the file that makes a batch whole: rows of the batch by table, as JSON."""

_LOOK_AGAIN_SECONDS: Final = 0.5


class _NotWholeError(Exception):
    """A file of a batch is lost or spoiled, or another than was written."""


class ParquetBatches:
    """The batches of one installation.

    Raises:
        RemoteError: from every act, where they lie outside of this machine: nobody answers there.
    """

    def __init__(self, folder: Path, remote: str = "") -> None:
        """Open nothing yet.

        Args:
            folder: where they lie, a folder below it for each table.
            remote: the address of the remote folder that they lie in instead; none if empty.
        """
        self._files = batch_files(folder, remote)

    def write(self, order: Sequence[RawTable], tables: Mapping[str, pa.Table], name: str) -> str:
        """Write a batch; the same rows under the same name change nothing.

        Args:
            order: its tables, the one that makes it whole last: a hash of the keys there ends the batch's name.

        Returns:
            the name of the batch, as `read` takes it.
        """
        counts = {table.name: tables[table.name].num_rows for table in order}
        # The counts too: a page that one machine read and another gave up on makes two batches of the same readings.
        keys = rows_digest(tables[order[-1].name], order[-1], json.dumps(counts))
        batch = f"{_file_name(name)}-{keys}"
        self._write_files(order, tables, batch)
        return batch

    def write_alone(self, table: RawTable, name: str, rows: pa.Table) -> str:
        """Write a batch of one table under a name that tells it from all others, and give that."""
        batch = _file_name(name)
        self._write_files((table,), {table.name: rows}, batch)
        return batch

    def read(
        self, order: Sequence[RawTable], batch: str, *, patience_seconds: float = 0
    ) -> dict[str, pa.Table]:
        """All tables of a batch by name; empty where it has no rows of one.

        Args:
            patience_seconds: how long a batch that is not whole is looked at again: a shared folder shows late what
                another machine has written.

        Raises:
            GongkaiError: a file of it is lost or spoiled, or has other rows than were written; the message says what
                to do.
        """
        until = time.monotonic() + patience_seconds
        while True:
            try:
                counts = self._counts(order[-1], batch)
                return {table.name: self._rows(table, batch, counts.get(table.name, 0)) for table in order}
            except _NotWholeError as error:
                if time.monotonic() >= until:
                    raise self._refused(order[-1], batch, error) from error
            time.sleep(_LOOK_AGAIN_SECONDS)

    def broken(self, order: Sequence[RawTable]) -> dict[str, str]:
        """The batches that have lost a file, by their names, each with the name of that file. Only what is listed is
        looked at, and the last file of a batch that lacks one: what the others hold is seen when they are read.

        Args:
            order: as `write` takes it.

        Raises:
            GongkaiError: the last file of such a batch is spoiled.
        """
        # What is listed first is written last: a batch that comes meanwhile is whole.
        batches = self.names(order[-1])
        there = {table.name: set(self.names(table)) for table in order}
        lost: dict[str, str] = {}
        for batch in batches:
            missing = [table for table in order if batch not in there[table.name]]
            try:
                counts = self._counts(order[-1], batch) if missing else {}
            except _NotWholeError as error:
                raise self._refused(order[-1], batch, error) from error
            names = [_name(table, batch) for table in missing if counts.get(table.name)]
            if names:
                lost[batch] = names[-1]
        return lost

    def must_be_whole(self, order: Sequence[RawTable]) -> None:
        """Make sure that no batch has lost a file, before all files of a table are shown.

        Raises:
            GongkaiError: one has, or its last file is spoiled.
        """
        for name in self.broken(order).values():
            raise GongkaiError(
                f"a batch is not whole: {self._files.place(name)} is lost; the next night reads its pages again "
                "from the archive"
            )

    def names(self, table: RawTable) -> list[str]:
        """The batches that have rows of a table, in order."""
        return sorted(name.removesuffix(ENDING) for name in self._files.names(table.name))

    def remove(self, table: RawTable, batch: str) -> None:
        """Take away a batch of one table."""
        self._files.remove(_name(table, batch))

    def remove_whole(self, order: Sequence[RawTable], batch: str) -> None:
        """Take away a batch: what made it whole first, so that a kill leaves none that counts."""
        for table in reversed(order):
            if self._files.exists(_name(table, batch)):
                self.remove(table, batch)

    def remove_all(self, table: RawTable) -> None:
        """Take away all files of a table."""
        for batch in self.names(table):
            self.remove(table, batch)

    def shown_to(self, database: DuckDBPyConnection, table: RawTable) -> list[str]:
        """All files of a table, in order, as an open connection of DuckDB reads them."""
        self._files.seen_by(database)
        return [self._files.place(_name(table, batch)) for batch in self.names(table)]

    def _counts(self, last: RawTable, batch: str) -> dict[str, int]:
        """How many rows a batch has of each table, as its last file says."""
        name = _name(last, batch)
        with _told(self._files.place(name)):
            counts: dict[str, int] = json.loads(
                (pq.read_schema(self._files.source(name)).metadata or {})[_ROWS]
            )
            return counts

    def _rows(self, table: RawTable, batch: str, n_rows: int) -> pa.Table:
        if not n_rows:
            return table.schema.empty_table()
        name = _name(table, batch)
        place = self._files.place(name)
        with _told(place):
            rows = pq.read_table(
                self._files.source(name), schema=table.schema, page_checksum_verification=True
            )
        if rows.num_rows != n_rows:
            raise _NotWholeError(f"{place} has {rows.num_rows} rows, and {n_rows} were written")
        return rows

    def _refused(self, last: RawTable, batch: str, error: Exception) -> GongkaiError:
        name = _name(last, batch)
        place = self._files.place(name)
        if not self._files.exists(name):
            return GongkaiError(f"there is no batch {place}: do all machines share this folder?")
        return GongkaiError(
            f"a batch is not whole: {error}; remove {place}, and the next night makes what it held again from the "
            "archive, or let `gongkai backfill` make everything again"
        )

    def _write_files(self, order: Sequence[RawTable], tables: Mapping[str, pa.Table], batch: str) -> None:
        counts = {table.name: tables[table.name].num_rows for table in order}
        for table in order:
            rows = tables[table.name]
            if table is order[-1]:
                rows = rows.replace_schema_metadata({_ROWS: json.dumps(counts)})
            if rows.num_rows:
                self._files.write(_name(table, batch), partial(_fill, rows))


def _fill(rows: pa.Table, stream: BinaryIO) -> None:
    # Without sums of its pages a spoiled file is mostly read, with other numbers in it.
    pq.write_table(rows, stream, compression=_COMPRESSION, write_page_checksum=True)


def _name(table: RawTable, batch: str) -> str:
    return f"{table.name}/{batch}{ENDING}"


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Say of a file that cannot be read that it is that one."""
    try:
        yield
    except FileNotFoundError as error:
        raise _NotWholeError(f"{place} is lost") from error
    except KeyError as error:
        raise _NotWholeError(f"{place} does not say how many rows the batch has") from error
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _NotWholeError(f"{place} cannot be read: {error}") from error


def rows_digest(rows: pa.Table, table: RawTable, *more: str) -> str:
    """8 hex digits over the keys of rows, and what else tells a batch from another: two batches never share a file
    name, the same batch always does."""
    keys = sorted(map(str, rows.select(list(table.key)).to_pylist()))
    return hashlib.sha256("\n".join([*keys, *more]).encode()).hexdigest()[:8]


def _file_name(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z._-]", "_", text)
