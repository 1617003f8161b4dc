"""Files that outlive a power cut, and an upgrade: written through to the disk before anybody is told of them.

What belongs here: copying, writing and hashing with `fsync`, and which fields of a record another version stored. What
does not: what the files are (`release.py`).
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

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


def replace_through(path: Path, content: bytes) -> None:
    """Write a file in the place of the one that is there: neither a reader nor a power cut meets half of it."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)  # a process that died here left it
    write_through(part, content)
    part.replace(path)
    sync_folder(path.parent)


def sync(path: Path) -> str:
    """Make sure of a file that is there, and return its SHA-256."""
    with path.open("rb") as reading:
        os.fsync(reading.fileno())
        return hashlib.file_digest(reading, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make sure of a folder's names: a rename is only then sure to outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def known_fields(record: type, said: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is stored, the fields that a dataclass of today has: what a newer version wrote besides is left out, and
    what an older one did not write keeps its default."""
    return {one.name: said[one.name] for one in fields(record) if one.name in said}
