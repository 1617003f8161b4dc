"""A folder that no machine has as its own: whatever fsspec opens by an address (`s3://bucket/gongkai`).

What belongs here: the few acts on its files, each whole or not at all, and what goes wrong with them. What does not:
which files lie there (`archive/files.py`, `load/batch_files.py`), and whose folder it is (`remote_owner.py`).

A description is all that travels to another machine: the file system is opened where it is used. Keys and options are
fsspec's own affair (its configuration files, and `FSSPEC_*` in the environment); no address holds any. A file is
written beside its place and moved, so nobody meets half of one.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import UnsupportedOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from flows.durable import sync_folder
from flows.errors import RemoteError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SETTING: Final = "GONGKAI_REMOTE"
PART: Final = ".part"
"""How the name of a file ends that is not whole."""

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_CHUNK: Final = 1 << 20


def is_address(place: str) -> bool:
    """Whether a place is an address, and no folder of this machine."""
    return _SCHEME.match(place) is not None


def file_system(address: str, setting: str) -> Any:
    """What opens an address.

    Args:
        setting: the variable that the address stands in, for people.

    Raises:
        RemoteError: nothing here opens such an address.
    """
    import fsspec  # type: ignore[import-untyped]  # noqa: PLC0415 - takes a while, which only those pay who need it

    try:
        return fsspec.core.url_to_fs(address)[0]
    except (ImportError, ValueError) as error:
        scheme = _SCHEME.match(address)
        raise RemoteError(
            f"{setting}: nothing here opens {scheme[0] if scheme else address}: {error}"
        ) from error


def opened_by_duckdb(database: "DuckDBPyConnection", address: str, setting: str) -> None:
    """Let a connection of DuckDB open what an address names.

    Raises:
        RemoteError: as `file_system`.
    """
    system = file_system(address, setting)
    name = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
    if name not in database.list_filesystems():
        database.register_filesystem(system)


@dataclass(frozen=True, slots=True)
class Remote:
    """The folder at an address. Names of files are paths below it, with slashes.

    Raises:
        RemoteError: from every act: nothing here opens the address, nobody answers, or what lies there cannot be read
            or written.
    """

    address: str

    def names(self, folder: str) -> list[str]:
        """The files right below a folder, in order; none where it is not there."""
        try:
            with self._at(folder) as (system, path):
                return sorted(
                    str(found).rstrip("/").rpartition("/")[2] for found in system.ls(path, detail=False)
                )
        except FileNotFoundError:
            return []

    def names_below(self, folder: str) -> list[str]:
        """The files anywhere below a folder, as paths from it, in order; none where it is not there."""
        try:
            with self._at(folder) as (system, path):
                return sorted(str(found)[len(path) + 1 :] for found in system.find(path))
        except FileNotFoundError:
            return []

    def modified(self, name: str) -> float:
        """When a file was written, in seconds since 1970.

        Raises:
            FileNotFoundError: it is not there.
        """
        with self._at(name) as (system, path):
            return float(system.modified(path).timestamp())

    def size(self, name: str) -> int:
        """How long a file is, in bytes.

        Raises:
            FileNotFoundError: it is not there.
        """
        with self._at(name) as (system, path):
            return int(system.size(path))

    def read(self, name: str, start: int | None = None, end: int | None = None) -> bytes:
        """The bytes of a file, or those from one offset up to another, which lies in it: all of them, or none.

        Raises:
            FileNotFoundError: it is not there.
        """
        with self._at(name) as (system, path):
            length = (int(system.size(path)) if end is None else end) - (start or 0)
            content: bytes = system.cat_file(path, start=start, end=end)
        self._must_be_whole(name, len(content), length)
        return content

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, one piece after the other. A stream that ends early is an error, and no short file.

        Raises:
            FileNotFoundError: it is not there.
        """
        length, come = self.size(name), 0
        with self._at(name) as (system, path), system.open(path, "rb") as stream:
            while chunk := stream.read(_CHUNK):
                come += len(chunk)
                yield chunk
        self._must_be_whole(name, come, length)

    def sha256(self, name: str) -> str:
        """The hash of what lies there, read to its end.

        Raises:
            FileNotFoundError: it is not there.
        """
        digest = hashlib.sha256()
        for chunk in self.chunks(name):
            digest.update(chunk)
        return digest.hexdigest()

    def put(self, source: BinaryIO, name: str, part: str, *, is_proved: bool = False) -> None:
        """Write a file whole; one that is there is replaced.

        Args:
            part: what it is called until it is whole. Writers of one file at one moment have each their own.
            is_proved: it is read back, and gets its name only where its bytes are those that were sent; else its length
                is enough.
        """
        digest, length = hashlib.sha256(), 0
        try:
            with self._at(part) as (system, path), _begun(system, path) as out:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    length += len(chunk)
                    out.write(chunk)
                _through(out)
            arrived = self.size(part)
            if arrived != length:
                raise RemoteError(f"{self.address}: {part} has {arrived} bytes, and {length} were sent")
            if is_proved and self.sha256(part) != digest.hexdigest():
                raise RemoteError(f"{self.address}: {part} has other bytes than were sent")
            with self._at(name) as (system, target):
                system.mv(path, target)
                if "file" in system.protocol:
                    sync_folder(Path(target).parent)
        except FileNotFoundError as error:
            raise RemoteError(f"{self.address}: {name} cannot be written: {error}") from error

    def remove(self, name: str) -> None:
        """Take a file away, or a folder with all below it; what is not there is no error."""
        with suppress(FileNotFoundError), self._at(name) as (system, path):
            system.rm(path, recursive=True)

    def remove_parts(self) -> None:
        """Take away what kills left half written. Nobody may be writing."""
        with suppress(FileNotFoundError), self._at("") as (system, path):
            for found in system.find(path.rstrip("/")):
                if str(found).endswith(PART):
                    system.rm(found)

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"{self.address.rstrip('/')}/{name}"

    def _must_be_whole(self, name: str, come: int, length: int) -> None:
        if come != length:
            raise RemoteError(f"{self.address}: {name}: {come} of {length} bytes came")

    @contextmanager
    def _at(self, name: str) -> Iterator[tuple[Any, str]]:
        """The file system, and a file's path in it; what goes wrong is told as an error of the house.

        Raises:
            FileNotFoundError: the file system says so.
        """
        try:
            system = file_system(self.address, SETTING)
            system.invalidate_cache()  # another machine may have written since
            yield system, f"{system._strip_protocol(self.address).rstrip('/')}/{name}"
        except (FileNotFoundError, RemoteError):
            raise
        except Exception as error:
            # Each file system raises errors of its own, which have no base in common.
            said = str(error) or "no answer"
            raise RemoteError(f"{self.address}: {name}: {type(error).__name__}: {said}") from error


def _begun(system: Any, path: str) -> Any:
    """A file open for writing, in a folder that is made where there are folders."""
    try:
        return system.open(path, "wb")
    except FileNotFoundError:
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        return system.open(path, "wb")


def _through(out: Any) -> None:
    """Wait until a file is on the disk, where it lies on a disk of this machine."""
    out.flush()
    with suppress(AttributeError, UnsupportedOperation):
        os.fsync(out.fileno())
