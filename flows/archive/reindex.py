"""Writing the capture log anew from the WARC files alone: an archive whose log is lost or broken loses nothing.

What belongs here: from the notes that fetches left in the files to the rows of the log. What does not: the form of a
note (`warc.py`), and finding out what is wrong with an archive (`verify.py`).

Rows come in the order in which their fetches were written. Two things may differ from the log that was lost: a fetch
that a kill kept out of it is in it now, and a payload that lies there twice may be found at its other place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from flows.archive.archive import LOG_NAME
from flows.archive.captures import CaptureLog
from flows.archive.files import WarcFiles
from flows.archive.model import Capture, Outcome, Role, capture_id_of
from flows.archive.prune import is_second_copy
from flows.archive.segments import mend_torn_segments
from flows.archive.walk import EMPTY_SHA256, Fetch, Record, fetches_of, records
from flows.durable import sync_folder
from flows.errors import ArchiveError

_BATCH: Final = 2_000
_NEEDED: Final = frozenset({"source", "run", "role", "outcome", "askedFor"})
"""Fields of a note without which there is no row."""
_BRINGING: Final = frozenset({"response", "resource"})
_DAMAGED: Final = "damaged records"


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What writing a log anew came to.

    Attributes:
        n_captures: how many captures it has.
        n_damaged: records that cannot be read; their captures are missing or have no page.
        n_without_note: whole pages of which no record says whose they are: in the files, and in no capture. A night
            that was killed leaves some, and so does a damaged note.
    """

    n_captures: int
    n_damaged: int
    n_without_note: int


def reindex(folder: Path, remote: str = "") -> Reindexed:
    """Write the log of an archive folder anew. What was there is kept beside it as `captures.sqlite.old`. The new one
    appears whole or not at all. Nobody else may be writing to the archive.

    Raises:
        ArchiveError: there is no WARC file, the log that is there can be read and has more captures (a WARC file is
            missing), the new one cannot be written, or the remote does not answer; the old one stays.
    """
    log, part = folder / LOG_NAME, folder / f"{LOG_NAME}.part"
    files = WarcFiles(folder, remote)
    if not files.names():
        raise ArchiveError(f"{remote or folder}: there is no WARC file to write a log from")
    mend_torn_segments(files.warc_folder)
    try:
        _remove(part)
        came_to, before = _write(files, part), _number_in(log)
        if before > came_to.n_captures:
            raise ArchiveError(
                f"{log} has {before:,} captures, the WARC files {came_to.n_captures:,}: it was left as it is"
            )
        if log.exists():
            log.replace(log.with_name(f"{LOG_NAME}.old"))
        _remove(log)
        part.replace(log)
        sync_folder(folder)
    except OSError as error:
        raise ArchiveError(f"{log}: cannot be written: {error}") from error
    return came_to


def _number_in(path: Path) -> int:
    """How many captures a log has; 0 where there is none, or it is broken."""
    if not path.exists():
        return 0
    try:
        log = CaptureLog(path)
    except ArchiveError:
        return 0
    try:
        return 0 if log.damage() is not None else log.count()
    finally:
        log.close()


def _remove(log: Path) -> None:
    """With what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        log.with_name(log.name + ending).unlink(missing_ok=True)


def _write(files: WarcFiles, target: Path) -> Reindexed:
    counts: Counter[str] = Counter()
    places: dict[str, tuple[str, int]] = {}
    known: set[str] = set()
    waiting: list[Capture] = []
    noted: set[str] = set()
    without_note: set[str] = set()
    log = CaptureLog(target)
    try:
        for name, fetch in _fetches(files, counts):
            if fetch.note:
                noted.add(fetch.note.get("payload", ""))
            sha256 = _brought_by(fetch)
            if sha256 is not None:
                places.setdefault(sha256, (name, fetch.start))
                if not fetch.note:
                    without_note.add(sha256)
            capture = _capture_of(fetch)
            # A killed import leaves fetches that the next one wrote again.
            if capture is not None and capture.capture_id not in known:
                known.add(capture.capture_id)
                waiting.append(capture)
            if len(waiting) == _BATCH:
                log.append(waiting)
                waiting.clear()
        log.append(waiting)
        log.place(places)
    finally:
        log.close()
    # What a damaged request or a new copy parts from its note is spoken of by a note all the same.
    return Reindexed(len(known), counts[_DAMAGED], len(without_note - noted))


def _fetches(files: WarcFiles, counts: Counter[str]) -> Iterator[tuple[str, Fetch]]:
    """Every fetch with the name of its file, in the order of the files; damaged records are counted."""
    names = files.names()
    for name in names:
        if not is_second_copy(name, names):
            with files.at_hand(name) as path:
                for fetch in fetches_of(_counted(records(path), counts)):
                    yield name, fetch


def _counted(of_file: Iterable[Record], counts: Counter[str]) -> Iterator[Record]:
    for record in of_file:
        counts[_DAMAGED] += record.problem is not None
        yield record


def _brought_by(fetch: Fetch) -> str | None:
    """The payload that a fetch brought itself, by its note; by its own digest where its note is not there: a record
    between the two was damaged, or the note itself, and then the note of a later fetch may speak of it."""
    sha256 = fetch.main.payload_sha256
    if fetch.main.kind not in _BRINGING:
        return None
    if fetch.note:
        return sha256 if sha256 == fetch.note.get("payload") else None
    return sha256 if sha256 != EMPTY_SHA256 else None


def _capture_of(fetch: Fetch) -> Capture | None:
    """The row of a fetch, without the place of its payload; None where the note is not there or not whole."""
    note, size, status = fetch.note, fetch.note.get("payloadSize"), fetch.note.get("status")
    if not note.keys() >= _NEEDED:
        return None
    source_id, url, fetched_at = note["source"], note["askedFor"], fetch.main.fetched_at
    return Capture(
        capture_id=capture_id_of(source_id, url, fetched_at),
        source_id=source_id,
        url=url,
        fetched_at=fetched_at,
        status=int(status) if status is not None else None,
        outcome=cast("Outcome", note["outcome"]),
        reason=note.get("reason"),
        role=cast("Role", note["role"]),
        content_type=note.get("contentType"),
        etag=note.get("etag"),
        last_modified=note.get("lastModified"),
        payload_sha256=note.get("payload"),
        payload_size=int(size) if size is not None else None,
        warc_file=None,
        warc_offset=None,
        run_id=note["run"],
        linked_from=note.get("via"),
    )
