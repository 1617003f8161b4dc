"""The raw store: Parquet batches, and the DuckDB file of the raw tables that is made from them.

What belongs here: how rows are added so that nothing is written twice and a kill at any moment loses nothing.
What does not: what the rows say (`schema.py`, `rows.py`).

A batch becomes Parquet first, each file by rename and its readings last, and is then inserted in one
transaction. So a batch without readings never counted, and a store that is lost is made again from the Parquet.
One process writes at a time (the night's lock sees to it).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import GongkaiError
from flows.load.ddl import SCHEMA_NAME, create_tables
from flows.load.rows import READING_TABLES
from flows.schema import CAPTURES, DOCUMENTS, RAW_TABLES, READINGS, RawTable
from flows.settings import Settings
from flows.warehouse import connect, identifier, quoted

_COMPRESSION: Final = "zstd"
_OWN_KEY: Final = frozenset({"readings", "documents", "document_sources", "document_links"})
"""Tables whose rows are known by their own key; rows of the others belong to a document and come with it."""

@dataclass(frozen=True, slots=True)
class Pending:
    """A payload at an address that the current reader has not read; its newest capture says where it lies."""

    payload_sha256: str
    url: str
    source_id: str
    content_type: str | None
    warc_file: str
    warc_offset: int


class RawStore:
    """The raw tables of one data folder."""

    def __init__(self, settings: Settings) -> None:
        """Make the tables where they are missing, from the Parquet batches if there are any.

        Raises:
            BusyError: another process holds the store.
            GongkaiError: the store was made with other columns.
        """
        self._folder = settings.raw_dir
        self._file = settings.store_file
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._file.exists():
            with connect(self._file) as connection:
                create_tables(connection)
        else:
            self._rebuild()

    def append_captures(self, captures: pa.Table) -> int:
        """Add the captures that are not there yet.

        Returns:
            how many were added.
        """
        with connect(self._file) as connection:
            connection.register("incoming", captures)
            new = connection.sql(
                f"select * from incoming {_missing(CAPTURES)} order by capture_id"
            ).to_arrow_table()
            if new.num_rows:
                batch = f"{max(new['run_id'].to_pylist())}-{_digest(new, CAPTURES)}"
                self._write_parquet(CAPTURES, batch, new)
                _insert(connection, {CAPTURES.name: new})
        return int(new.num_rows)

    def append(self, tables: Mapping[str, pa.Table], batch_name: str) -> int:
        """Add a batch of readings with all that belongs to them (`rows.to_tables`).

        Rows that are there already are left as they are, so the same batch can be given again.

        Args:
            tables: name to table, for every table of `rows.READING_TABLES`.
            batch_name: names the Parquet files, with a hash of the batch's readings.

        Returns:
            how many documents were added.
        """
        batch = f"{_file_name(batch_name)}-{_digest(tables[READINGS.name], READINGS)}"
        for table in READING_TABLES:
            if tables[table.name].num_rows:
                self._write_parquet(table, batch, tables[table.name])
        with connect(self._file) as connection:
            before = _count(connection, DOCUMENTS)
            _insert(connection, tables)
            return _count(connection, DOCUMENTS) - before

    def pending(self, reader_version: int) -> list[Pending]:
        """Archived report payloads that this version of the reader has not read, in order of address."""
        with connect(self._file, read_only=True) as connection:
            rows = connection.execute(
                """
                select
                    payload_sha256,
                    url,
                    arg_max(source_id, fetched_at) as source_id,
                    max_by(content_type, fetched_at) filter (content_type is not null) as content_type,
                    arg_max(warc_file, fetched_at) as warc_file,
                    arg_max(warc_offset, fetched_at) as warc_offset
                from raw.captures
                where
                    role = 'report'
                    and outcome in ('new', 'changed', 'unchanged')
                    and payload_sha256 is not null
                    and warc_file is not null
                    and (payload_sha256, url) not in (
                        select (payload_sha256, url) from raw.readings where reader_version = ?
                    )
                group by payload_sha256, url
                order by url, payload_sha256
                """,
                [reader_version],
            ).fetchall()
        return [Pending(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Rows of each raw table."""
        with connect(self._file, read_only=True) as connection:
            return {table.name: _count(connection, table) for table in RAW_TABLES}

    def _write_parquet(self, table: RawTable, batch: str, rows: pa.Table) -> None:
        folder = self._folder / table.name
        folder.mkdir(exist_ok=True)
        part = folder / f".{batch}.part"
        pq.write_table(rows, part, compression=_COMPRESSION)
        part.replace(folder / f"{batch}.parquet")

    def _rebuild(self) -> None:
        """Make the store from the Parquet batches, beside its place, and move it in whole."""
        part = self._file.with_suffix(".part")
        part.unlink(missing_ok=True)
        with connect(part) as connection:
            create_tables(connection)
            for path in sorted((self._folder / CAPTURES.name).glob("*.parquet")):
                _insert(connection, {CAPTURES.name: pq.read_table(path, schema=CAPTURES.schema)})
            for path in sorted((self._folder / READINGS.name).glob("*.parquet")):
                _insert(connection, self._read_batch(path.name))
        part.replace(self._file)

    def _read_batch(self, file_name: str) -> dict[str, pa.Table]:
        paths = {table: self._folder / table.name / file_name for table in READING_TABLES}
        return {
            table.name: pq.read_table(path, schema=table.schema)
            if path.exists()
            else table.schema.empty_table()
            for table, path in paths.items()
        }


def _insert(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Insert what is not there, in one transaction; children before the documents that bring them."""
    order = [CAPTURES, *READING_TABLES]
    present = [table for table in order if table.name in tables]
    connection.begin()
    try:
        for table in present:
            connection.register("incoming", tables[table.name])
            owner = table if table.name in _OWN_KEY or table is CAPTURES else DOCUMENTS
            names = ", ".join(map(identifier, table.schema.names))
            connection.execute(
                f"insert into {SCHEMA_NAME}.{table.name} ({names}) select {names} from incoming {_missing(owner)}"
            )
            connection.unregister("incoming")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _missing(owner: RawTable) -> str:
    """An anti-join that keeps the incoming rows whose owner is not in the store."""
    return f"anti join {SCHEMA_NAME}.{owner.name} using ({', '.join(map(identifier, owner.key))})"


def _count(connection: duckdb.DuckDBPyConnection, table: RawTable) -> int:
    return int(connection.execute(f"select count(*) from {SCHEMA_NAME}.{table.name}").fetchall()[0][0])


def _digest(rows: pa.Table, table: RawTable) -> str:
    """8 hex digits over the keys of a batch: two batches never share a file name, the same batch always does."""
    keys = sorted(map(str, rows.select(list(table.key)).to_pylist()))
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:8]


def _file_name(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z._-]", "_", text)
