"""Reading in worker processes: a batch of archived payloads that becomes raw rows, or one payload by hand.

What belongs here: from what waits to what is stored, and the numbers that a night tells of it. What does not:
the processes (`workers.py`), the layout of rows (`rows.py`) and the store (`store.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flows.archive.addresses import is_further_page
from flows.archive.files import WarcFiles
from flows.errors import Refusal
from flows.extract.document import READER_VERSION
from flows.extract.model import Document
from flows.load.batches import ParquetBatches
from flows.load.reading import ArchivedPayload, FileAtHand, ReadArchived, ReadAtHand, ReadPayload
from flows.load.rows import READING_TABLES, PayloadReading, to_tables
from flows.load.store import Pending, RawStore
from flows.load.workers import PRELOAD, Limits, run_isolated
from flows.settings import Settings

_ENCODINGS: Final = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class ReadingCounts:
    """What reading a batch came to: documents found, facts and findings in them, and payloads refused."""

    documents: int
    facts: int
    findings: int
    refused: int


@dataclass(frozen=True, slots=True)
class WrittenBatch:
    """A batch that was read and lies as Parquet in the data folder: its name there, and what it came to."""

    name: str
    counts: ReadingCounts


def read_and_append(
    pendings: Sequence[Pending], batch_name: str, settings: Settings, run_id: str
) -> ReadingCounts:
    """Read a batch and append it to the raw store; doing it again changes nothing.

    Raises:
        GongkaiError: no worker can start, the store cannot be written, or nobody answers where the archive lies.
    """
    readings = _read(pendings, settings)
    RawStore(settings).append(to_tables(readings, reader_version=READER_VERSION, run_id=run_id), batch_name)
    return _counted(readings)


def read_and_write(
    pendings: Sequence[Pending], batch_name: str, settings: Settings, run_id: str, archive: str
) -> WrittenBatch:
    """Read a batch and write it as Parquet, for `RawStore.insert`; doing it again changes nothing. Several machines
    that share the data folder may do it at the same time, for none of them opens the store.

    Args:
        archive: the id of the archive that the pages lie in (`WarcFiles.identity`), as the machine that asks sees it.

    Raises:
        GongkaiError: no worker can start.
        OtherArchiveError: this machine sees another archive, or none; nothing was written.
        ArchiveError: the archive cannot be read; where it lies outside of this machine, nobody answers there.
        OSError: the data folder cannot be written.
    """
    files = WarcFiles(settings.archive_dir, settings.remote)
    files.must_be(archive)
    readings = _read(pendings, settings)
    files.must_be(archive)  # a mount that goes meanwhile leaves a folder that lacks every page
    tables = to_tables(readings, reader_version=READER_VERSION, run_id=run_id)
    return WrittenBatch(
        ParquetBatches(settings.raw_dir, settings.remote).write(READING_TABLES, tables, batch_name),
        _counted(readings),
    )


def _read(pendings: Sequence[Pending], settings: Settings) -> list[PayloadReading]:
    limits = Limits(seconds=settings.read_timeout_seconds)
    task = ReadArchived(settings.archive_dir, settings.max_page_bytes, settings.remote)
    return read_batch(pendings, task, limits, workers=settings.workers)


def _counted(readings: Sequence[PayloadReading]) -> ReadingCounts:
    documents = [document for reading in readings for document in reading.documents]
    return ReadingCounts(
        documents=len(documents),
        facts=sum(len(document.observations) for document in documents),
        findings=sum(len(document.findings) for document in documents),
        refused=sum(reading.outcome == "refused" for reading in readings),
    )


def read_batch(
    pendings: Sequence[Pending], task: ReadArchived, limits: Limits, *, workers: int
) -> list[PayloadReading]:
    """Read payloads, each within the limits; whatever happens to one is recorded as its refusal.

    Raises:
        ArchiveError: the archive cannot be read, or nobody answers where it lies, or too slowly, which says nothing of
            any payload.
    """
    payloads = [_archived(pending) for pending in pendings]
    results = run_isolated(task, payloads, limits, workers=workers, preload=PRELOAD, fetch=task.fetch)
    return [_reading(pending, result) for pending, result in zip(pendings, results, strict=True)]


def files_at_hand(payloads: Mapping[Path, bytes], *, url: str | None = None) -> list[FileAtHand]:
    """Files that are read together: each knows the others that can be the report page that it is a part of, because
    their bytes hold its name or it has theirs with a number behind it.

    Args:
        url: the address that they were saved from.
    """
    files = {path: FileAtHand(payload, path.absolute().as_uri(), url) for path, payload in payloads.items()}
    return [
        replace(
            file, pages=tuple(page for page in files.values() if page is not file and _may_link(page, path))
        )
        for path, file in files.items()
    ]


def _may_link(page: FileAtHand, path: Path) -> bool:
    written = {name.encode(code, "ignore") for name in (path.name, path.stem) for code in _ENCODINGS}
    quoted = {quote(path.name).encode()}
    return is_further_page(page.address, path.absolute().as_uri()) or any(
        name in page.payload for name in written | quoted if name
    )


def read_at_hand(file: FileAtHand, settings: Settings) -> tuple[Document, ...]:
    """Read a file that lies in no archive, within the limits of a night, in a process of its own.

    Raises:
        Refusal: it cannot be read, or its reader came to harm.
    """
    task, limits = ReadAtHand(settings.max_page_bytes), Limits(seconds=settings.read_timeout_seconds)
    (outcome,) = run_isolated(task, [file], limits, workers=1, preload=None)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _archived(pending: Pending) -> ArchivedPayload:
    return ArchivedPayload(
        sha256=pending.payload_sha256,
        url=pending.url,
        content_type=pending.content_type,
        warc_file=pending.warc_file,
        warc_offset=pending.warc_offset,
        parent=_archived(pending.parent) if pending.parent else None,
    )


def _reading(pending: Pending, result: ReadPayload | Refusal) -> PayloadReading:
    known = pending.payload_sha256, pending.url, pending.source_id
    parent_sha256 = pending.parent.payload_sha256 if pending.parent else None
    if isinstance(result, Refusal):
        return PayloadReading(*known, "refused", result.reason, result.detail, (), parent_sha256)
    # Without its report page a part waits on: it is read again until that page is whole (`RawStore.pending`).
    read_with = None if result.lacks_parent else parent_sha256
    return PayloadReading(*known, "read", documents=result.documents, parent_sha256=read_with)
