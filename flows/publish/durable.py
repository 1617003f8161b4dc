"""Files that outlive a power cut: written through to the disk before anybody is told of them.

What belongs here: copying, writing and hashing with `fsync`. What does not: what the files are (`release.py`).
"""

import hashlib
import os
from pathlib import Path
from typing import Final

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
