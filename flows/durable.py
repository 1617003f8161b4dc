"""Files that outlive a power cut, and an upgrade: written through to the disk before anybody is told of them.

What belongs here: copying, writing and hashing with `fsync`, the lock of those who take turns at a file, and which
fields of a record another version stored. What does not: what the files are.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, Final

_CHUNK: Final = 1 << 20


def copy_through(source: Path, target: Path) -> str:
    """Copy a file to a new one and return the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def write_through(path: Path, content: bytes) -> None:
    """Write a new file."""
    with path.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())


@contextmanager
def written_whole(target: Path, part: Path) -> Iterator[BinaryIO]:
    """A file that appears whole, and through to the disk, or not at all; `part` is what it is until then."""
    with part.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    sync_folder(target.parent)


def replace_through(path: Path, content: bytes) -> None:
    """Write a file in the place of the one that is there: neither a reader nor a power cut meets half of it."""
    with written_whole(path, path.with_name(f".{path.name}.part")) as out:
        out.write(content)


def made_once(path: Path, content: str, *, mode: int = 0o600) -> str:
    """What a file of one line says, made at first use; of two who make it at one moment the first one's stays.

    Args:
        mode: who may read it where it is made; its owner alone, if nothing else is said.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent) as aside:  # which only its owner may read
            aside.write(f"{content}\n")
            aside.flush()
            os.fchmod(aside.fileno(), mode)
            os.fsync(aside.fileno())
            with suppress(FileExistsError):
                os.link(aside.name, path)
    return path.read_text(encoding="utf-8").strip()


@contextmanager
def alone_with(lock: Path, *, mode: int = 0o644) -> Iterator[int]:
    """Wait for the lock of a file, made if need be, and hold it: one process at a time, until the block is left or the
    process ends, however it does. Gives the lock's descriptor."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, mode)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def sync(path: Path) -> str:
    """Make sure of a file that is there, and return its SHA-256."""
    with path.open("rb") as reading:
        os.fsync(reading.fileno())
        return hashlib.file_digest(reading, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make sure of a folder's names: a rename is only then sure to outlive a power cut."""
    close_through(os.open(folder, os.O_RDONLY))


def close_through(handle: int) -> None:
    """Wait until what was written to a descriptor is on the disk, and close it."""
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def known_fields(record: type, said: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is stored, the fields that a dataclass of today has: what a newer version wrote besides is left out, and
    what an older one did not write keeps its default."""
    return {one.name: said[one.name] for one in fields(record) if one.name in said}
