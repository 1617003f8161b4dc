"""What a worker process does with one payload: fetch its bytes from the archive and read them.

What belongs here: the tasks that travel to the workers. What does not: processes (`workers.py`) and tables,
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
class FetchedPayload:
    """A payload with its bytes, and those of the report page that links it; None where there is no such page, or the
    archive does not hold it unharmed."""

    payload: ArchivedPayload
    content: bytes
    parent: bytes | None


@dataclass(frozen=True, slots=True)
class ReadPayload:
    """What stands in a payload.

    Attributes:
        lacks_parent: it was read without its report page, whose record is damaged.
    """

    documents: tuple[Document, ...]
    lacks_parent: bool


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
    """The task: reads payloads of one archive, which `fetch` brings.

    Attributes:
        archive_dir, remote: as `Archive` takes them.

    Raises:
        Refusal: it cannot be read.
    """

    archive_dir: Path
    max_bytes: int
    remote: str = ""

    def fetch(self, payload: ArchivedPayload) -> FetchedPayload:
        """Bring the bytes from the archive: how long that takes says nothing of the page.

        Raises:
            Refusal: the archive does not hold the payload unharmed.
            ArchiveError: the archive cannot be read now; where it lies elsewhere, nobody answers there.
        """
        parent = _report_bytes(payload.parent, self) if payload.parent else None
        return FetchedPayload(payload, _bytes_of(payload, self), parent)

    def __call__(self, fetched: FetchedPayload) -> ReadPayload:
        payload = fetched.payload
        documents = read_payload(
            fetched.content,
            content_type=payload.content_type,
            url=payload.url,
            max_bytes=self.max_bytes,
            parent=_parent(fetched, self.max_bytes),
        )
        return ReadPayload(tuple(documents), payload.parent is not None and fetched.parent is None)


def _bytes_of(payload: ArchivedPayload, task: ReadArchived) -> bytes:
    archive = Archive(task.archive_dir, task.remote)
    return archive.payload(payload.warc_file, payload.warc_offset, payload.sha256)


@lru_cache(maxsize=_REPORTS_KEPT)
def _report_bytes(page: ArchivedPayload, task: ReadArchived) -> bytes | None:
    """The bytes of a report page; None where its record is damaged."""
    try:
        return _bytes_of(page, task)
    except Refusal:
        return None


def _parent(fetched: FetchedPayload, max_bytes: int) -> Parent | None:
    page, url = fetched.payload.parent, fetched.payload.url
    if page is None or fetched.parent is None:
        return None
    report = _report(page, fetched.parent, max_bytes)
    if report is None:
        return None
    return parent_of(report, url, is_further_page=is_further_page(report.url, url))


@lru_cache(maxsize=_REPORTS_KEPT)
def _report(page: ArchivedPayload, content: bytes, max_bytes: int) -> Report | None:
    """What parts need of their report; None where it cannot be read: then they stand alone."""
    try:
        return read_report(content, url=page.url, content_type=page.content_type, max_bytes=max_bytes)
    except Refusal:
        return None
