"""The WARC files on disk: named by us, one writer each, rotated by size, whole after any end.

What belongs here: opening, appending, flushing, rotating, and cutting off what a killed writer left half
written. What does not: the form of a record (`warc.py`) and the log (`captures.py`).

Beside a file that is being written lies `<name>.open`, locked by its writer. A marker that nobody locks was
left by a writer that died: its file may end in a torn record, which no capture refers to, and which the next
writer cuts off. No file is written by two writers, and none is continued after its writer is gone.
"""

import fcntl
import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Final

from flows.archive.warc import info_member
from flows.durable import close_through, sync_folder
from flows.errors import ArchiveError

SEGMENT_BYTES: Final = 500_000_000
"""A file that has grown beyond this is closed and the next one begun."""

_CHUNK: Final = 1 << 20
MARKER: Final = ".open"
"""What follows the name of a file that is being written."""


class SegmentWriter:
    """Appends gzip members to WARC files of one folder. Not safe for threads; `Archive` sees to that."""

    def __init__(
        self,
        folder: Path,
        software: str,
        segment_bytes: int = SEGMENT_BYTES,
        elsewhere: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Write nothing yet.

        Args:
            elsewhere: asked when a file is begun: the files of this archive that lie in no folder here, whose numbers
                are taken too.
        """
        self._folder = folder
        self._software = software
        self._segment_bytes = segment_bytes
        self._elsewhere = elsewhere
        self._open: _Segment | None = None

    def append(self, members: list[bytes]) -> tuple[str, int]:
        """Write members one after the other; they are safe on disk only after `close_through(handle())`.

        Returns:
            The file's name and the first member's offset in it.

        Raises:
            ArchiveError: they could not be written (disk full); the file is as it was before. Or what is elsewhere is
                not to be had.
        """
        try:
            segment = self._current()
            start = segment.size
            segment.write(b"".join(members))
        except OSError as error:
            raise ArchiveError(f"{self._folder}: a record could not be written: {error}") from error
        return segment.path.name, start

    def handle(self) -> int | None:
        """A descriptor of its own for the file that is being written, to be given to `sync`."""
        return os.dup(self._open.descriptor) if self._open else None

    def close(self) -> bool:
        """Close the file for good; a further `append` begins a new one. Gives whether there was one."""
        was_open = self._open is not None
        if self._open is not None:
            self._open.close()
            self._open = None
        return was_open

    def _current(self) -> "_Segment":
        if self._open is not None and self._open.size >= self._segment_bytes:
            self.close()
        if self._open is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            mend_torn_segments(self._folder)
            self._open = _begin(self._folder, self._elsewhere)
            self._open.write(info_member(self._open.path.name, self._software))
        return self._open


class _Segment:
    """One WARC file that is being written, and its marker."""

    def __init__(self, path: Path, marker: IO[bytes]) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self.size = 0
        self._marker = marker

    def write(self, members: bytes) -> None:
        """Append all of it, or nothing."""
        rest = memoryview(members)
        try:
            while rest:
                rest = rest[os.write(self.descriptor, rest) :]
        except OSError:
            os.ftruncate(self.descriptor, self.size)
            raise
        self.size += len(members)

    def close(self) -> None:
        close_through(self.descriptor)
        Path(self._marker.name).unlink(missing_ok=True)
        self._marker.close()


def _begin(folder: Path, elsewhere: Callable[[], Iterable[str]]) -> _Segment:
    """Take the next free number. The marker comes first, so that no unmarked file can be torn."""
    number = _last_number(path.name for path in folder.glob("gongkai-*"))
    while True:
        number += 1
        path = folder / f"gongkai-{number:08d}.warc.gz"
        marker = _locked(path.with_name(path.name + MARKER))
        if marker is None:
            continue
        try:
            # While nobody else can take this number: another writer's file of it may have been sent meanwhile.
            last = _last_number(Path(name).name for name in elsewhere())
            if number > last and not path.exists():
                segment = _Segment(path, marker)
                break
        except BaseException:
            _let_go(marker)
            raise
        _let_go(marker)
        number = max(number, last)
    sync_folder(folder)
    return segment


def _last_number(names: Iterable[str]) -> int:
    """The highest that a file of ours has; 0 where there is none."""
    return max((int(name.split("-")[1][:8]) for name in names if name.startswith("gongkai-")), default=0)


def _let_go(marker: IO[bytes]) -> None:
    Path(marker.name).unlink()
    marker.close()


def mend_torn_segments(folder: Path) -> list[Path]:
    """Cut the torn end off every file whose writer died. Returns the files that were shortened."""
    shortened = []
    for marker_path in sorted(folder.glob(f"gongkai-*.warc.gz{MARKER}")):
        marker = _locked(marker_path)
        if marker is None:
            continue
        with marker:
            path = marker_path.with_name(marker_path.name.removesuffix(MARKER))
            if path.exists():
                end = end_of_whole_members(path)
                if end < path.stat().st_size:
                    os.truncate(path, end)
                    shortened.append(path)
            marker_path.unlink(missing_ok=True)
    return shortened


def end_of_whole_members(path: Path) -> int:
    """Where the last whole gzip member of a file ends, in bytes."""
    whole = 0
    position = 0
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
