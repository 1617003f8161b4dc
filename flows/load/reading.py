"""What a worker process does with one payload: fetch its bytes from the archive and read them.

What belongs here: the task that travels to the workers. What does not: processes (`workers.py`) and tables,
whose libraries no worker needs to load.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from flows.archive.addresses import is_further_page
from flows.archive.archive import Archive
from flows.errors import Refusal
from flows.extract.document import read_payload, read_report
from flows.extract.model import Document
from flows.extract.part import Parent, Report, parent_of

_REPORTS_KEPT: Final = 4
"""Parts of a report are often read one after the other."""


@dataclass(frozen=True, slots=True)
class ArchivedPayload:
    """Where a payload lies and what is known of it; for a part also the report page that links it."""

    sha256: str
    url: str
    content_type: str | None
    warc_file: str
    warc_offset: int
    parent: "ArchivedPayload | None" = None


@dataclass(frozen=True, slots=True)
class FileAtHand:
    """A file that lies in no archive.

    Attributes:
        address: where it lies (`file:` and the path), by which links of other files find it.
        url: the address that it was saved from, if that is known.
        pages: the files read with it that can be the report page that it is a part of.
    """

    payload: bytes
    address: str
    url: str | None
    pages: tuple["FileAtHand", ...] = ()


@dataclass(frozen=True, slots=True)
class ReadAtHand:
    """The task: reads a file that lies in no archive; as a part of the first page that it belongs to.

    Raises:
        Refusal: it cannot be read.
    """

    max_bytes: int

    def __call__(self, file: FileAtHand) -> tuple[Document, ...]:
        parent = next((one for page in file.pages if (one := self._parent(page, file))), None)
        return tuple(read_payload(file.payload, url=file.url, max_bytes=self.max_bytes, parent=parent))

    def _parent(self, page: FileAtHand, file: FileAtHand) -> Parent | None:
        """The page as the file's parent; None where it neither links it nor goes on in it."""
        try:
            read = read_report(page.payload, url=page.url or "", max_bytes=self.max_bytes)
        except Refusal:
            return None
        is_next = is_further_page(page.address, file.address)
        parent = parent_of(replace(read, url=page.address), file.address, is_further_page=is_next)
        return parent if is_next or parent.words is not None else None


@dataclass(frozen=True, slots=True)
class ReadArchived:
    """The task: reads payloads of one archive.

    Raises:
        Refusal: the archive does not hold the payload unharmed, or it cannot be read.
    """

    archive_dir: Path
    max_bytes: int

    def __call__(self, payload: ArchivedPayload) -> tuple[Document, ...]:
        parent = _parent(payload, self.archive_dir, self.max_bytes)
        return tuple(
            read_payload(
                _bytes_of(payload, self.archive_dir),
                content_type=payload.content_type,
                url=payload.url,
                max_bytes=self.max_bytes,
                parent=parent,
            )
        )


def _bytes_of(payload: ArchivedPayload, archive_dir: Path) -> bytes:
    return Archive(archive_dir).payload(payload.warc_file, payload.warc_offset, payload.sha256)


def _parent(payload: ArchivedPayload, archive_dir: Path, max_bytes: int) -> Parent | None:
    if payload.parent is None:
        return None
    report = _report(payload.parent, archive_dir, max_bytes)
    if report is None:
        return None
    return parent_of(report, payload.url, is_further_page=is_further_page(report.url, payload.url))


@lru_cache(maxsize=_REPORTS_KEPT)
def _report(page: ArchivedPayload, archive_dir: Path, max_bytes: int) -> Report | None:
    """What parts need of their report; None where it cannot be read: then they stand alone."""
    try:
        return read_report(
            _bytes_of(page, archive_dir), url=page.url, content_type=page.content_type, max_bytes=max_bytes
        )
    except Refusal:
        return None
