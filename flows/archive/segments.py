"""The WARC files on disk: named by us, one writer each, rotated by size, whole after any end.

What belongs here: opening, appending, flushing, rotating, and cutting off what a killed writer left half
written. What does not: the form of a record (`warc.py`) and the log (`captures.py`).

Beside a file that is being written lies `<name>.open`, locked by its writer. A marker that nobody locks was left
by a writer that died: its file may end in a torn record, which no capture refers to, and which the next writer
cuts off. No file is written by two writers, and none is continued after its writer is gone.
"""

import fcntl
import os
import zlib
from pathlib import Path
from typing import IO, Final

from flows.archive.warc import info_member
from flows.errors import ArchiveError

SEGMENT_BYTES: Final = 500_000_000
"""A file that has grown beyond this is closed and the next one begun."""

_CHUNK: Final = 1 << 20
_MARKER: Final = ".open"


class SegmentWriter:
    """Appends gzip members to WARC files of one folder. Not safe for threads; `Archive` takes care of that."""

    def __init__(self, folder: Path, software: str, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder
        self._software = software
        self._segment_bytes = segment_bytes
        self._file: IO[bytes] | None = None
        self._marker: IO[bytes] | None = None

    def append(self, members: list[bytes]) -> tuple[str, list[int]]:
        """Write members one after the other; they are safe on disk only after `sync`.

        Returns:
            The file's name and each member's offset in it.

        Raises:
            ArchiveError: they could not be written (disk full); the file is as it was before.
        """
        file = self._current()
        start = file.tell()
        offsets = [start + sum(map(len, members[:index])) for index in range(len(members))]
        try:
            file.write(b"".join(members))
            file.flush()
        except OSError as error:
            os.ftruncate(file.fileno(), start)
            raise ArchiveError(f"{file.name}: a record could not be written: {error}") from error
        return Path(file.name).name, offsets

    def handle(self) -> int | None:
        """A descriptor of its own for the file that is being written, to be given to `sync`."""
        return os.dup(self._file.fileno()) if self._file else None

    def close(self) -> None:
        """Close the file for good; a further `append` begins a new one."""
        if self._file is None or self._marker is None:
            return
        os.fsync(self._file.fileno())
        self._file.close()
        Path(self._marker.name).unlink(missing_ok=True)
        self._marker.close()
        self._file = self._marker = None

    def _current(self) -> IO[bytes]:
        if self._file is not None and self._file.tell() >= self._segment_bytes:
            self.close()
        if self._file is None:
            mend_torn_segments(self._folder)
            self._file = self._begin()
        return self._file

    def _begin(self) -> IO[bytes]:
        """Take the next free number. The marker comes first, so that no unmarked file can be torn."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max((int(path.name.split("-")[1][:8]) for path in self._folder.glob("gongkai-*")), default=0)
        while True:
            path = self._folder / f"gongkai-{number:08d}.warc.gz"
            marker = _locked(path.with_name(path.name + _MARKER))
            if marker is not None and not path.exists():
                break
            number += 1
        self._marker = marker
        file = path.open("xb", buffering=0)
        file.write(info_member(path.name, self._software))
        sync(os.dup(file.fileno()))
        folder = os.open(self._folder, os.O_RDONLY)
        sync(folder)
        return file


def sync(handle: int) -> None:
    """Wait until what was written to a descriptor is on the disk, and close it."""
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def mend_torn_segments(folder: Path) -> list[Path]:
    """Cut the torn end off every file whose writer died. Returns the files that were shortened."""
    shortened = []
    for marker_path in sorted(folder.glob(f"gongkai-*.warc.gz{_MARKER}")):
        marker = _locked(marker_path)
        if marker is None:
            continue
        with marker:
            path = marker_path.with_name(marker_path.name.removesuffix(_MARKER))
            if path.exists():
                end = end_of_whole_members(path)
                if end < path.stat().st_size:
                    os.truncate(path, end)
                    shortened.append(path)
            marker_path.unlink(missing_ok=True)
    return shortened


def end_of_whole_members(path: Path) -> int:
    """Where the last whole gzip member of a file ends, in bytes."""
    whole = position = 0
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return whole
                if not member.eof:
                    position += len(chunk)
                    break
                position += len(chunk) - len(member.unused_data)
                whole, chunk = position, member.unused_data
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole


def _locked(path: Path) -> IO[bytes] | None:
    """The marker, made if need be and locked; None where another writer holds it."""
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    if not path.exists() or path.stat().st_ino != os.fstat(file.fileno()).st_ino:
        # Its writer finished and took it away between our opening and locking it.
        file.close()
        return None
    return file
