"""The archive: WARC files and the capture log kept in step.

What belongs here: the order of writing that makes a capture safe, and finding a payload again. What does not:
the form of either side (`warc.py`, `segments.py`, `captures.py`), and deciding what a fetch came to.

A capture is logged only after its record is on the disk. A kill at any moment leaves at worst records that no
capture refers to; their addresses are fetched again.
"""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from flows.archive import warc
from flows.archive.captures import CaptureLog
from flows.archive.files import WARC_FOLDER, WarcFiles
from flows.archive.model import Capture, Fetched, capture_id_of
from flows.archive.segments import SEGMENT_BYTES, SegmentWriter
from flows.durable import close_through
from flows.errors import ArchiveError, Refusal

LOG_NAME: Final = "captures.sqlite"
SOFTWARE: Final = "gongkai/0.1 (warcio)"


class Archive:
    """One archive folder. Opening it costs nothing; the log and the files are opened when first asked for.

    Threads may share it, and several archives may be open on one folder: each writes WARC files of its own.

    Attributes:
        files: its WARC files; with a `remote` (an address that fsspec opens) they lie there once they are closed. The
            log stays in the folder.
    """

    def __init__(self, folder: Path, remote: str = "", *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder
        self.files = WarcFiles(folder, remote)
        self._segments = SegmentWriter(
            self.files.warc_folder, SOFTWARE, segment_bytes, elsewhere=self.files.settled
        )
        self._write_lock = threading.Lock()
        self._commit_lock = threading.Lock()
        self._unlogged: list[Capture] = []
        self._broken: ArchiveError | None = None

    @cached_property
    def captures(self) -> CaptureLog:
        """The capture log.

        Raises:
            ArchiveError: it cannot be opened, or is lost: there are WARC files that it would speak of.
        """
        log = self._folder / LOG_NAME
        if not log.exists() and self.files.names():
            raise ArchiveError(
                f"{log} is not there, but WARC files are: `gongkai archive reindex` writes it anew from them"
            )
        return CaptureLog(log)

    def store(self, fetched: Fetched) -> Capture:
        """Archive one fetch and log it. When this returns, both are safe on disk.

        A payload that is archived already is not stored twice: an HTTP answer leaves a revisit record, a file
        only the note of the fetch, and the capture points to the first copy. A fetch without an answer leaves its
        note too, so that the log can be written anew from the files alone (`reindex.py`). A payload whose first copy
        cannot be read any more is stored anew, and every capture of it points there from then on.

        Raises:
            ArchiveError: it could not be written; nothing was logged, and this archive takes nothing more.
        """
        return self.store_all([fetched])[0]

    def store_all(self, fetches: Sequence[Fetched]) -> list[Capture]:
        """Archive several fetches with one wait for the disk, as `store` does one.

        Raises:
            ArchiveError: as `store`; those before the one that could not be written are logged.
        """
        captures: list[Capture] = []
        healed: dict[str, tuple[str, int]] = {}
        log = self.captures  # opened before the first record is written: files without a log are an error
        try:
            for fetched in fetches:
                digest = _digest_of(fetched)
                with self._write_lock:
                    first = self._first_copy(digest)
                lost = first if fetched.payload is not None and not self._is_whole(first) else None
                first = None if lost is not None else first
                # Packing is most of the work: threads do it side by side, and again where two had one new page.
                members = _members(fetched, digest, first)
                with self._write_lock:
                    if self._broken is not None:
                        raise self._broken
                    if first is None and (first := self._first_copy(digest, lost)) is not None:
                        members = _members(fetched, digest, first)
                    captures.append(self._write(fetched, digest, first, members))
                    self._unlogged.append(captures[-1])
                if lost is not None and digest is not None:
                    healed[digest] = _place_of(captures[-1])
        finally:
            self._commit()
        if healed:
            log.place(healed)
        return captures

    def holds(self, fetched: Fetched) -> bool:
        """Whether this very fetch (source, address and moment) is logged already."""
        return self.captures.holds(_capture(fetched, None, None, None, None).capture_id)

    def payload(self, warc_file: str, warc_offset: int, sha256: str) -> bytes:
        """The payload that a capture points to; where it was moved since or stored anew, from its new place.

        Raises:
            Refusal: `corrupt_record`: the archive does not hold it any more, or not unharmed.
            ArchiveError: it cannot be read now, which says nothing of it.
            RemoteError: it lies elsewhere, and nobody answers there.
        """
        path = self._folder / warc_file
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise Refusal("corrupt_record", f"{warc_file} is outside of the archive")
        try:
            return self.files.payload(warc_file, warc_offset, sha256)
        except Refusal:
            there = self.captures.first_copy(sha256) if (self._folder / LOG_NAME).exists() else None
            if there is None or _place_of(there) == (warc_file, warc_offset):
                raise
            return self.files.payload(str(there.warc_file), there.warc_offset or 0, sha256)

    def payload_of(self, capture: Capture) -> bytes | None:
        """The payload of a capture, or None where it has none.

        Raises:
            Refusal: `corrupt_record`, as for `payload`.
            ArchiveError: as for `payload`.
        """
        if capture.warc_file is None or capture.warc_offset is None or capture.payload_sha256 is None:
            return None
        return self.payload(capture.warc_file, capture.warc_offset, capture.payload_sha256)

    def close(self) -> None:
        """Close the files, and settle what was written. Opening the archive again writes to new ones.

        Raises:
            RemoteError: the remote does not answer; what it does not have stays here.
        """
        with self._commit_lock, self._write_lock:
            try:
                if self._segments.close():
                    self.files.settle()
            finally:
                if "captures" in self.__dict__:
                    self.captures.close()
                    del self.captures

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _write(
        self, fetched: Fetched, digest: str | None, first: Capture | None, members: list[bytes]
    ) -> Capture:
        """Append the records of a fetch; its capture points to the first copy of its payload."""
        name, offset = self._segments.append(members)
        there = first or fetched.same_as
        if there is not None:
            return _capture(
                fetched, there.payload_sha256, there.payload_size, there.warc_file, there.warc_offset
            )
        if fetched.payload is None:
            return _capture(fetched, None, None, None, None)
        return _capture(fetched, digest, len(fetched.payload), f"{WARC_FOLDER}/{name}", offset)

    def _first_copy(self, digest: str | None, lost: Capture | None = None) -> Capture | None:
        """The capture that has a payload already, and elsewhere than one whose copy is lost; the caller holds the
        lock."""
        if digest is None:
            return None
        waiting = (c for c in self._unlogged if c.payload_sha256 == digest and c.warc_file is not None)
        first = next(waiting, None) or self.captures.first_copy(digest)
        return first if first is None or lost is None or _place_of(first) != _place_of(lost) else None

    def _is_whole(self, copy: Capture | None) -> bool:
        """Whether the copy of a payload can be read; what is not there need not be."""
        try:
            return copy is None or self.payload_of(copy) is not None
        except Refusal:
            return False

    def _commit(self) -> None:
        """Make everything written so far safe. Threads that wait here are served by the first of them: one
        flush to disk and one transaction for all."""
        with self._commit_lock:
            with self._write_lock:
                if self._broken is not None:
                    raise self._broken
                batch = list(self._unlogged)
                handle = self._segments.handle() if batch else None
            if not batch:
                return
            try:
                if handle is not None:
                    close_through(handle)
                self.captures.append(batch)
            except (OSError, ArchiveError) as error:
                self._broken = ArchiveError(f"the archive takes nothing more: {error}")
                raise self._broken from error
            with self._write_lock:
                del self._unlogged[: len(batch)]


def _place_of(capture: Capture) -> tuple[str, int]:
    """The file and the offset of the payload that a capture has."""
    return capture.warc_file or "", capture.warc_offset or 0


def _digest_of(fetched: Fetched) -> str | None:
    """The SHA-256 of the payload that a fetch brought or confirmed."""
    if fetched.payload is not None:
        return warc.sha256_of(fetched.payload)
    return fetched.same_as.payload_sha256 if fetched.same_as is not None else None


def _members(fetched: Fetched, digest: str | None, first: Capture | None) -> list[bytes]:
    """The records of one fetch: what came first, the note of it last.

    Args:
        digest: of the payload that it brought or confirmed.
        first: the capture that brought this payload before; a revisit names that one, and no other revisit.
    """
    there = first or fetched.same_as
    main_id = warc.new_record_id()
    main = _main_member(fetched, digest, there, main_id)
    members = [main] if main is not None else []
    for hop in fetched.redirects:
        hop_id = warc.new_record_id()
        members.append(warc.response_member(fetched, hop, b"", warc.sha256_of(b""), hop_id))
        members.append(warc.request_member(fetched, hop, hop_id))
    if main is not None and fetched.exchange is not None and fetched.exchange.request_line:
        members.append(warc.request_member(fetched, fetched.exchange, main_id))
    payload_of = (
        (there.payload_sha256, there.payload_size) if there else (digest, len(fetched.payload or b""))
    )
    return [*members, warc.note_member(fetched, *payload_of, main_id if main is not None else None)]


def _main_member(fetched: Fetched, digest: str | None, there: Capture | None, record_id: str) -> bytes | None:
    """The record of what came; None where no answer came, and for a file that is archived already."""
    exchange = fetched.exchange
    if exchange is None:
        if fetched.payload is None or digest is None or there is not None:
            return None
        return warc.resource_member(fetched, fetched.payload, digest, record_id)
    if there is not None:
        return warc.revisit_member(fetched, exchange, there, record_id)
    if fetched.payload is not None and digest is not None:
        return warc.response_member(fetched, exchange, fetched.payload, digest, record_id)
    if exchange in fetched.redirects:
        return None  # a redirect that was not followed stands among the others
    return warc.head_member(fetched, exchange, record_id)


def _capture(
    fetched: Fetched, digest: str | None, size: int | None, warc_file: str | None, warc_offset: int | None
) -> Capture:
    fetched_at: datetime = fetched.fetched_at.astimezone(UTC).replace(tzinfo=None)
    return Capture(
        capture_id=capture_id_of(fetched.source_id, fetched.url, fetched_at),
        source_id=fetched.source_id,
        url=fetched.url,
        fetched_at=fetched_at,
        status=fetched.status,
        outcome=fetched.outcome,
        reason=fetched.reason,
        role=fetched.role,
        content_type=fetched.content_type,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        payload_sha256=digest,
        payload_size=size,
        warc_file=warc_file,
        warc_offset=warc_offset,
        run_id=fetched.run_id,
        linked_from=fetched.linked_from,
    )
