"""The files of the Parquet batches: in a folder, or in a folder outside of this machine; each appears whole or never.

What belongs here: naming, writing, opening and removing them by their names (`<table>/<batch>.parquet`). What does not:
which files make a batch (`batches.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, Protocol
from uuid import uuid4

from duckdb import DuckDBPyConnection

from flows.durable import written_whole
from flows.remote import SETTING, Remote, opened_by_duckdb

RAW_FOLDER: Final = "raw"
"""What the batches' folder is called on the remote, as in a data folder."""

ENDING: Final = ".parquet"

Filled = Callable[[BinaryIO], None]
"""Writes the content of a file."""


class BatchFiles(Protocol):
    """Where the files lie. Each act on the remote may raise RemoteError."""

    def names(self, table: str) -> list[str]:
        """The files of a table, without their folder."""

    def write(self, name: str, fill: Filled) -> None:
        """Write a file; several machines may write the same one at the same time."""

    def source(self, name: str) -> Path | BytesIO:
        """A file as pyarrow reads it. Where it is not there, this or pyarrow raises FileNotFoundError."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""

    def remove(self, name: str) -> None:
        """Take a file away."""

    def place(self, name: str) -> str:
        """Where a file lies: a path or an address."""

    def seen_by(self, database: DuckDBPyConnection) -> None:
        """Let DuckDB open what `place` gives."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files in a folder."""

    folder: Path

    def names(self, table: str) -> list[str]:
        """As `BatchFiles`."""
        return [path.name for path in (self.folder / table).glob(f"*{ENDING}")]

    def write(self, name: str, fill: Filled) -> None:
        """As `BatchFiles`."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.stem}.{uuid4().hex}.part")
        try:
            with written_whole(path, part) as stream:
                fill(stream)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def source(self, name: str) -> Path:
        """As `BatchFiles`."""
        return self.folder / name

    def exists(self, name: str) -> bool:
        """As `BatchFiles`."""
        return (self.folder / name).exists()

    def remove(self, name: str) -> None:
        """As `BatchFiles`."""
        (self.folder / name).unlink()

    def place(self, name: str) -> str:
        """As `BatchFiles`."""
        return str(self.folder / name)

    def seen_by(self, database: DuckDBPyConnection) -> None:
        """As `BatchFiles`: DuckDB opens files by itself."""


@dataclass(frozen=True, slots=True)
class RemoteFiles:
    """The files on a remote."""

    remote: Remote

    def names(self, table: str) -> list[str]:
        """As `BatchFiles`."""
        return [name for name in self.remote.names(_there(table)) if name.endswith(ENDING)]

    def write(self, name: str, fill: Filled) -> None:
        """As `BatchFiles`."""
        with TemporaryFile() as aside:
            fill(aside)
            aside.seek(0)
            self.remote.put(aside, _there(name), f"{_there(name)}.{uuid4().hex}.part")

    def source(self, name: str) -> BytesIO:
        """As `BatchFiles`."""
        return BytesIO(self.remote.read(_there(name)))

    def exists(self, name: str) -> bool:
        """As `BatchFiles`."""
        try:
            self.remote.size(_there(name))
        except FileNotFoundError:
            return False
        return True

    def remove(self, name: str) -> None:
        """As `BatchFiles`."""
        self.remote.remove(_there(name))

    def place(self, name: str) -> str:
        """As `BatchFiles`."""
        return self.remote.url(_there(name))

    def seen_by(self, database: DuckDBPyConnection) -> None:
        """As `BatchFiles`: by fsspec."""
        opened_by_duckdb(database, self.remote.address, SETTING)


def batch_files(folder: Path, remote: str) -> BatchFiles:
    """The files of the batches: at an address, or, where none is given, in a folder."""
    return RemoteFiles(Remote(remote)) if remote else FolderFiles(folder)


def _there(name: str) -> str:
    """What a file of the raw folder is called on the remote."""
    return f"{RAW_FOLDER}/{name}"
