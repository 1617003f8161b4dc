"""Verifying an archive: are all bytes there that its log speaks of, and is every record whole?

What belongs here: comparing the WARC files with the capture log, record by record, and saying what is wrong.
What does not: mending it. A record that no capture speaks of is no damage: a killed night leaves some, and
their addresses were fetched again.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.archive.archive import LOG_NAME, Archive
from flows.archive.files import WarcFiles
from flows.archive.model import Capture
from flows.archive.segments import mend_torn_segments
from flows.archive.walk import EMPTY_SHA256, Record, records


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        kind: `damage` (bytes that the log speaks of are not there unharmed, or a record is broken) or `orphan`
            (a payload, or a file, that no capture speaks of).
        place: the file inside the archive folder, with the byte offset where one record is meant.
        message: what is wrong, with the address where it is known.
    """

    kind: Literal["damage", "orphan"]
    place: str
    message: str


def verify(folder: Path, remote: str = "") -> Iterator[Finding]:
    """Hold every record of an archive against its digest, and every capture against its record.

    Whoever may only read can do it too: what a writer that died left is then not cut off, and does not count.

    Raises:
        ArchiveError: the capture log cannot be opened, or the remote does not answer.
    """
    with Archive(folder, remote) as archive:
        if os.access(archive.files.warc_folder, os.W_OK):
            mend_torn_segments(archive.files.warc_folder)
        damage = archive.captures.damage()
        if damage is not None:
            yield Finding("damage", LOG_NAME, f"{damage}; `gongkai archive reindex` writes it anew")
            return
        logged = set(archive.captures.files())
        # The files are listed after the log: what it speaks of is on the disk by then.
        there = set(archive.files.names())
        for name in sorted(logged | there):
            captures = archive.captures.in_file(name)
            if name not in there:
                yield Finding("damage", name, f"the file is not there; {len(captures)} payloads lay in it")
            else:
                yield from _verify_file(archive.files, name, captures)


def _verify_file(files: WarcFiles, name: str, captures: list[Capture]) -> Iterator[Finding]:
    is_being_written = files.is_being_written(name)
    waiting = {capture.warc_offset: capture for capture in captures}
    n_orphans = 0
    with files.at_hand(name) as path:
        for record in records(path):
            capture = waiting.pop(record.offset, None)
            place = f"{name} at {record.offset}"
            about = f"{capture.url}, fetched {capture.fetched_at}: " if capture else f"{record.url} ".lstrip()
            if record.problem is not None:
                if capture is not None or not is_being_written:
                    yield Finding("damage", place, f"{about}{record.problem}")
            elif capture is not None and record.payload_sha256 != capture.payload_sha256:
                yield Finding("damage", place, f"{about}the record does not hold the payload of the log")
            elif capture is None and _has_payload(record):
                n_orphans += 1
    for capture in waiting.values():
        place = f"{name} at {capture.warc_offset}"
        yield Finding("damage", place, f"{capture.url}, fetched {capture.fetched_at}: no record begins there")
    if n_orphans and not is_being_written:
        yield Finding("orphan", name, f"{n_orphans} payloads that no capture speaks of")


def _has_payload(record: Record) -> bool:
    return record.kind in ("response", "resource") and record.payload_sha256 not in (None, EMPTY_SHA256)
