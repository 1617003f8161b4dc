"""The raw store: Parquet batches, and the DuckDB file of the raw tables that is made from them.

What belongs here: how rows are added so that nothing is written twice and a kill at any moment loses nothing.
What does not: what the rows say (`schema.py`, `rows.py`). Names in its statements come from `schema.py`.

A batch becomes Parquet first (`batches.py`), here or on another machine, and is then inserted in one transaction. So
a lost store is made again from the Parquet. One process writes to it at a time (the night's lock sees to it).
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from flows.load.batches import ParquetBatches, rows_digest
from flows.load.ddl import SCHEMA_NAME, create_tables
from flows.load.questions import CONTENT, PENDING
from flows.load.rows import READING_TABLES
from flows.schema import (
    BALANCES,
    CAPTURES,
    CELLS,
    COMMON_SENTENCES,
    DOCUMENT_LINKS,
    DOCUMENT_OVERLAPS,
    DOCUMENT_SIGNATURES,
    DOCUMENTS,
    FINDINGS,
    OBSERVATIONS,
    OVERRIDES,
    RAW_TABLES,
    READINGS,
    RawTable,
)
from flows.settings import Settings
from flows.warehouse import connect, identifier

_CHILDREN: Final = frozenset({CELLS.name, OBSERVATIONS.name, FINDINGS.name, BALANCES.name})
"""Tables whose rows come with their document or not at all; rows of the others are known by their own key."""

COMPARISON_TABLES: Final = (DOCUMENT_LINKS, DOCUMENT_OVERLAPS, COMMON_SENTENCES, DOCUMENT_SIGNATURES)
"""What comparing documents fills; a batch is whole when its signatures are there."""

_SHARE_LAGS_SECONDS: Final = 60
"""How late a shared folder may show what another machine has written: NFS looks again at a folder that it knows after
up to a minute (nfs(5), acdirmax)."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A payload at an address that the current reader has not read; its newest capture says where it lies.

    Attributes:
        parent: for a part, the report page that links it, as it stands today. A part is read again when that
            page has changed.
    """

    payload_sha256: str
    url: str
    source_id: str
    content_type: str | None
    warc_file: str
    warc_offset: int
    parent: "Pending | None" = None


class RawStore:
    """The raw tables of one data folder."""

    def __init__(self, settings: Settings, *, read_only: bool = False) -> None:
        """Make the tables where they are missing, from the Parquet batches if there are any.

        Args:
            read_only: only look; the store must be there.

        Raises:
            BusyError: another process holds the store.
            GongkaiError: the store was made with other columns, or a batch that it is to be made from is not whole.
        """
        self._folder = settings.raw_dir
        self._file = settings.store_file
        self._batches = ParquetBatches(settings.raw_dir, settings.remote)
        if read_only:
            return
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
            new = connection.sql(f"from incoming {_missing(CAPTURES)} order by capture_id").to_arrow_table()
            if new.num_rows:
                last_run = max(str(run_id) for run_id in new["run_id"].to_pylist())
                self._batches.write_alone(CAPTURES, f"{last_run}-{rows_digest(new, CAPTURES)}", new)
                _insert(connection, {CAPTURES.name: new})
        return int(new.num_rows)

    def replace_captures(self, captures: pa.Table) -> None:
        """Put the whole capture log in the place of the captures that are there: payloads have moved."""
        before = set(self._batches.names(CAPTURES))
        if captures.num_rows:
            name = f"{captures['run_id'][-1]}-log-{captures.num_rows}"
            before.discard(self._batches.write_alone(CAPTURES, name, captures))
        with connect(self._file) as connection:
            connection.register("incoming", captures)
            connection.begin()
            connection.execute(f"delete from {SCHEMA_NAME}.{CAPTURES.name}")  # noqa: S608 - names of our own schema
            connection.execute(f"insert into {SCHEMA_NAME}.{CAPTURES.name} by name from incoming")
            connection.commit()
        for batch in before:
            self._batches.remove(CAPTURES, batch)

    def replace_overrides(self, overrides: pa.Table) -> None:
        """Put the decisions that are in force in the place of those that were; there is no batch of them, for the
        file of decisions itself is kept."""
        table = f"{SCHEMA_NAME}.{OVERRIDES.name}"
        with connect(self._file) as connection:
            if (
                connection.sql(f"from {table} order by line").to_arrow_table().to_pylist()
                == overrides.to_pylist()
            ):
                return
            connection.register("incoming", overrides)
            connection.begin()
            connection.execute(f"delete from {table}")  # noqa: S608 - names of our own schema
            connection.execute(f"insert into {table} by name from incoming")
            connection.commit()

    def append(self, tables: Mapping[str, pa.Table], batch_name: str) -> int:
        """Add a batch of readings with all that belongs to them (`rows.to_tables`).

        Rows that are there already are left as they are, so the same batch can be given again.

        Args:
            tables: name to table, for every table of `rows.READING_TABLES`.
            batch_name: names the Parquet files, with a hash of the batch's readings.

        Returns:
            how many documents were added.
        """
        self._batches.write(READING_TABLES, tables, batch_name)
        return self._insert_readings(tables)

    def insert(self, batch: str, *, patience_seconds: float = _SHARE_LAGS_SECONDS) -> int:
        """Add a batch of readings whose Parquet files are there already, as `append` does.

        Args:
            batch: its name, as `ParquetBatches.write` gave it.
            patience_seconds: how long its files may take to show.

        Returns:
            how many documents were added.

        Raises:
            GongkaiError: there is no such batch in this data folder, or it is not whole.
        """
        return self._insert_readings(
            self._batches.read(READING_TABLES, batch, patience_seconds=patience_seconds)
        )

    def append_comparison(self, tables: Mapping[str, pa.Table], batch_name: str) -> None:
        """Add what comparing a batch of documents gave, for every table of `COMPARISON_TABLES`; the same batch
        can be given again."""
        self._batches.write(COMPARISON_TABLES, tables, batch_name)
        with connect(self._file) as connection:
            _insert(connection, tables)

    def pending(self, reader_version: int, broken: Iterable[str] = ()) -> list[Pending]:
        """Archived report payloads that this version of the reader has not read, in order of address.

        Args:
            broken: batches whose pages wait again, though they were read.
        """
        read_again = [self._batches.read((READINGS,), batch)[READINGS.name] for batch in broken]
        with connect(self._file, read_only=True) as connection:
            connection.register("again", pa.concat_tables([READINGS.schema.empty_table(), *read_again]))
            rows = connection.execute(PENDING, [reader_version]).fetchall()
        return [replace(Pending(*row[:6]), parent=Pending(*row[6:]) if row[6] else None) for row in rows]

    def broken_batches(self) -> dict[str, str]:
        """The batches of readings that have lost a file, each with its name. The rows are here, and what reads the
        batches lacks them: their pages are read again (`pending`), and then the batches are dropped (`drop`).

        Raises:
            GongkaiError: as `ParquetBatches.broken`.
        """
        return self._batches.broken(READING_TABLES)

    def drop(self, batches: Iterable[str]) -> None:
        """Take away batches of readings whose pages other batches hold; the rows stay."""
        for batch in batches:
            self._batches.remove_whole(READING_TABLES, batch)

    def counts(self) -> dict[str, int]:
        """Rows of each raw table."""
        with connect(self._file, read_only=True) as connection:
            return {table.name: _count(connection, table) for table in RAW_TABLES}

    def newest_capture(self) -> date | None:
        """The day of the newest answer of any kind, in UTC: until then it is known what was published."""
        with connect(self._file, read_only=True) as connection:
            ((newest,),) = connection.execute(
                "select cast(max(fetched_at) as date) from raw.captures"
            ).fetchall()
        return newest  # type: ignore[no-any-return]

    def content_fingerprint(self) -> str:
        """Counts and checksums of the rows that the marts are made of, the same for the same content.

        A capture that found again what was known changes nothing here, and neither do runs and times; what follows
        from the newest day alone is asked by `newest_capture`.
        """
        with connect(self._file, read_only=True) as connection:
            return json.dumps(connection.execute(CONTENT).fetchall(), default=str)

    def _insert_readings(self, tables: Mapping[str, pa.Table]) -> int:
        with connect(self._file) as connection:
            before = _count(connection, DOCUMENTS)
            _insert(connection, tables)
            return _count(connection, DOCUMENTS) - before

    def _rebuild(self) -> None:
        """Make the store from the Parquet batches, beside its place, and move it in whole."""
        part = self._file.with_suffix(".part")
        for left_over in (part, _log_of(part), _log_of(self._file)):
            left_over.unlink(missing_ok=True)
        with connect(part) as connection:
            create_tables(connection)
            for order in ((CAPTURES,), READING_TABLES, COMPARISON_TABLES):
                for batch in self._batches.names(order[-1]):
                    _insert(connection, self._batches.read(order, batch))
        part.replace(self._file)


def put_away(settings: Settings) -> None:
    """Remove the raw tables and all their batches, so that the next store begins empty.

    Raises:
        RemoteError: the batches lie outside of this machine, and nobody answers there.
    """
    # The tables first: they are made again from what is left of the batches, and never the other way round.
    if settings.raw_dir.exists():
        shutil.rmtree(settings.raw_dir)
    batches = ParquetBatches(settings.raw_dir, settings.remote)
    for order in ((CAPTURES,), READING_TABLES, COMPARISON_TABLES):
        for table in reversed(order):
            batches.remove_all(table)


def _log_of(file: Path) -> Path:
    """DuckDB's write-ahead log of a file, which must not outlive it."""
    return file.with_name(file.name + ".wal")


def _insert(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Insert what is not there, in one transaction; children before the documents that bring them."""
    connection.begin()
    try:
        for table in dict.fromkeys((CAPTURES, *READING_TABLES, *COMPARISON_TABLES)):
            if table.name not in tables:
                continue
            connection.register("incoming", tables[table.name])
            owner = DOCUMENTS if table.name in _CHILDREN else table
            connection.execute(
                f"insert into {SCHEMA_NAME}.{table.name} by name from incoming {_missing(owner)}"
            )
            connection.unregister("incoming")
        connection.commit()
    except BaseException:
        with suppress(duckdb.TransactionException):  # a commit that failed has ended it already
            connection.rollback()
        raise


def _missing(owner: RawTable) -> str:
    """An anti-join that keeps the incoming rows whose owner is not in the store; null equals null."""
    keys = map(identifier, owner.key)
    same = " and ".join(f"incoming.{key} is not distinct from there.{key}" for key in keys)
    return f"anti join {SCHEMA_NAME}.{owner.name} as there on {same}"


def _count(connection: duckdb.DuckDBPyConnection, table: RawTable) -> int:
    rows = connection.execute(f"select count(*) from {SCHEMA_NAME}.{table.name}").fetchall()  # noqa: S608 - names of our own schema
    return int(rows[0][0])
