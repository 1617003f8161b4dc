"""The Parquet batches: what the raw tables are made of, and made again from.

What belongs here: their files, written so that a kill at any moment leaves whole ones only. What does not: the raw
tables (`store.py`), and what the rows say (`schema.py`, `rows.py`).

A batch is a file in the folder of each table that it has rows of. Each comes by rename, and last of all the one that
makes the batch whole: a batch without it never counted. Machines that share the folder may write at the same time,
and the same batch too: its name says which rows it has, and each writes beside its place under a name of its own.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from flows.schema import RawTable

_COMPRESSION: Final = "zstd"


class ParquetBatches:
    """The batches in one folder, a folder below it for each table."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, order: Sequence[RawTable], tables: Mapping[str, pa.Table], name: str) -> str:
        """Write a batch; the same rows under the same name change nothing.

        Args:
            order: its tables, the one that makes it whole last: a hash of the keys there ends the batch's name.

        Returns:
            the name of the batch, as `read` takes it.
        """
        batch = f"{_file_name(name)}-{rows_digest(tables[order[-1].name], order[-1])}"
        for table in order:
            if tables[table.name].num_rows:
                self._write_file(table, batch, tables[table.name])
        return batch

    def write_alone(self, table: RawTable, name: str, rows: pa.Table) -> str:
        """Write a batch of one table under a name that tells it from all others, and give that."""
        batch = _file_name(name)
        self._write_file(table, batch, rows)
        return batch

    def read(self, order: Sequence[RawTable], batch: str) -> dict[str, pa.Table]:
        """All tables of a batch by name; empty where it has no rows of one."""
        paths = {table: self._path(table, batch) for table in order}
        return {
            table.name: pq.read_table(path, schema=table.schema)
            if path.exists()
            else table.schema.empty_table()
            for table, path in paths.items()
        }

    def names(self, table: RawTable) -> list[str]:
        """The batches that have rows of a table, in order."""
        return sorted(path.stem for path in (self._folder / table.name).glob("*.parquet"))

    def remove(self, table: RawTable, batch: str) -> None:
        """Take away a batch of one table."""
        self._path(table, batch).unlink()

    def _path(self, table: RawTable, batch: str) -> Path:
        return self._folder / table.name / f"{batch}.parquet"

    def _write_file(self, table: RawTable, batch: str, rows: pa.Table) -> None:
        path = self._path(table, batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{batch}.{uuid4().hex}.part")
        try:
            with part.open("wb") as stream:
                pq.write_table(rows, stream, compression=_COMPRESSION)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def rows_digest(rows: pa.Table, table: RawTable) -> str:
    """8 hex digits over the keys of rows: two batches never share a file name, the same batch always does."""
    keys = sorted(map(str, rows.select(list(table.key)).to_pylist()))
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:8]


def _file_name(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z._-]", "_", text)
