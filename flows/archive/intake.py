"""Bringing WARC files in: exports of ours, and what others collected.

What belongs here: what of a file is taken, and what it counts as. What does not: storing a fetch
(`archive.py`), and reading our own files back (`walk.py`).

An imported page has the time at which it was fetched, and counts as found by a run of that time: an old page
that is brought in late is not mistaken for what stands at its address today.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, cast, get_args
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from flows.archive.archive import Archive
from flows.archive.model import RUN_ID_FORMAT, SECRET_HEADERS, Exchange, Fetched, Headers, Outcome, Role
from flows.archive.walk import MAGIC, UNREADABLE, fields_of, members, stated_sha256, warc_date
from flows.archive.warc import sha256_of
from flows.errors import ArchiveError

_BATCH: Final = 200
_SCHEMES: Final = frozenset({"http", "https", "file"})
_UNWANTED: Final = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript")


def import_file(path: Path, archive: Archive, source_id: str | None, max_bytes: int) -> Counter[str]:
    """Take the pages of one WARC file into the archive and its log.

    Whole answers (status 200 and 203) and files are taken, and the revisits of pages that are there. What is
    logged already is left alone, so the same file can be given again; a known payload is not stored twice.

    Args:
        source_id: the source they are logged under; None takes what an export of ours says, which alone has it.
        max_bytes: a larger page is left out.

    Returns:
        `imported`, `known`, and what was left out: `other records` (other answers, pictures), `too large`,
        `damaged` (cut, or not what its digest says), `without source` and `without page` (a revisit of a page
        that is not here).

    Raises:
        ArchiveError: the file cannot be read to its end, or the archive cannot be written; what was taken so
            far stays.
    """
    taken = _Import(archive, source_id)
    try:
        for found in _answers(path, max_bytes, taken.counts):
            taken.add(found)
    except (OSError, *UNREADABLE) as error:
        taken.flush()
        so_far = taken.counts["imported"]
        raise ArchiveError(f"{path}: cannot be read on: {error}; {so_far} pages were taken") from error
    taken.flush()
    return taken.counts


@dataclass(slots=True)
class _Found:
    """What one fetch left in a file: the answer, and what stands near it."""

    kind: str
    url: str
    date: str
    headers: StatusAndHeaders | None
    content_type: str | None
    digest: str | None
    payload: bytes | None
    request: StatusAndHeaders | None = None
    note: dict[str, str] = field(default_factory=dict)


def _answers(path: Path, max_bytes: int, counts: Counter[str]) -> Iterator[_Found]:
    """The answers of a file that may be pages. A request stands before its answer or behind it."""
    found: _Found | None = None
    ahead: tuple[str, StatusAndHeaders] | None = None
    for record in _records(path):
        if record is None:
            counts["damaged"] += 1
            continue
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        just_before, ahead = ahead, None
        if record.rec_type == "request":
            if found is not None and found.url == url and found.request is None:
                found.request = record.http_headers
            else:
                ahead = (url, record.http_headers)
        elif record.rec_type == "metadata":
            note = fields_of(record.content_stream().read(max_bytes))
            if found is not None and found.url == url and "askedFor" in note:
                found.note = note
        elif record.rec_type in ("response", "resource", "revisit") and _may_be_page(record, url):
            if found is not None:
                yield found
            found = _found(record, url, max_bytes)
            if found is not None and not _is_whole(record):
                counts["damaged"] += 1
                found = None
            elif found is None:
                counts["too large"] += 1
            elif just_before is not None and just_before[0] == url:
                found.request = just_before[1]
        elif record.rec_type != "warcinfo":
            counts["other records"] += 1
    if found is not None:
        yield found


def _records(path: Path) -> Iterator[ArcWarcRecord | None]:
    """Every record of a file, packed or not; None for packed bytes that are damaged. (Left alone with a packed
    file, warcio ends silently at the first of them.)"""
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            stream.seek(0)
            yield from _checked(stream)
            return
    for member in members(path):
        if member.content is None:
            yield None
        else:
            yield from _checked(BytesIO(member.content))


def _checked(stream: BinaryIO) -> Iterator[ArcWarcRecord]:
    for record in ArchiveIterator(stream, check_digests=True):
        if record.format != "warc":
            raise ValueError("it is no WARC file")
        yield record


def _is_whole(record: ArcWarcRecord) -> bool:
    """Whether a record that was read to its end is as long as it says, and what its digests say."""
    is_cut = getattr(record.raw_stream, "limit", 0) > 0
    return not is_cut and record.digest_checker.passed is not False


def _may_be_page(record: ArcWarcRecord, url: str) -> bool:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    headers: StatusAndHeaders | None = record.http_headers
    is_answer = record.rec_type != "response" or (
        headers is not None and headers.get_statuscode() in ("200", "203")
    )
    return is_answer and scheme in _SCHEMES and not (_content_type(record) or "").startswith(_UNWANTED)


def _content_type(record: ArcWarcRecord) -> str | None:
    """What the page says it is: of an answer by its own header, of a file by the record's."""
    headers = record.http_headers if record.rec_type != "resource" else record.rec_headers
    said: str | None = headers.get_header("Content-Type") if headers else None
    return said


def _found(record: ArcWarcRecord, url: str, max_bytes: int) -> _Found | None:
    payload: bytes | None = None
    if record.rec_type != "revisit":
        payload = record.content_stream().read(max_bytes + 1)
        if len(payload) > max_bytes:
            return None
    return _Found(
        kind=record.rec_type,
        url=url,
        date=record.rec_headers.get_header("WARC-Date") or "",
        headers=record.http_headers,
        content_type=_content_type(record),
        digest=stated_sha256(record.rec_headers),
        payload=payload,
    )


class _Import:
    """Pages on their way into the archive, a batch at a time."""

    def __init__(self, archive: Archive, source_id: str | None) -> None:
        self.counts: Counter[str] = Counter()
        self._archive = archive
        self._source_id = source_id
        self._batch: dict[tuple[str, str, str], Fetched] = {}
        self._last: dict[str, str] = {}

    def add(self, found: _Found) -> None:
        source = self._source_id or found.note.get("source")
        if source is None:
            self.counts["without source"] += 1
            return
        fetched = self._fetched(found, source)
        key = (source, fetched.url, found.date)
        if key in self._batch or self._archive.holds(fetched):
            self.counts["known"] += 1
        elif found.kind == "revisit" and fetched.same_as is None:
            self.counts["without page"] += 1
        else:
            self._batch[key] = fetched
            self.counts["imported"] += 1
        if len(self._batch) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        self._archive.store_all(list(self._batch.values()))
        self._batch.clear()

    def _fetched(self, found: _Found, source: str) -> Fetched:
        fetched_at = warc_date(found.date)
        url = found.note.get("askedFor") or found.url
        same_as = None
        if found.kind == "revisit" and found.digest is not None:
            self.flush()  # its page may be among those that wait
            same_as = self._archive.captures.first_copy(found.digest)
        return Fetched(
            source_id=source,
            url=url,
            fetched_at=fetched_at.replace(tzinfo=UTC),
            outcome=self._outcome(found, url),
            reason=found.note.get("reason"),
            role=_role(found, url),
            run_id=found.note.get("run") or fetched_at.strftime(RUN_ID_FORMAT),
            status=int(found.headers.get_statuscode()) if found.headers else None,
            content_type=found.content_type or (same_as.content_type if same_as else None),
            etag=_stated(found, "ETag") or (same_as.etag if same_as else None),
            last_modified=_stated(found, "Last-Modified") or (same_as.last_modified if same_as else None),
            payload=found.payload,
            exchange=_exchange(found),
            same_as=same_as,
            linked_from=found.note.get("via"),
        )

    def _outcome(self, found: _Found, url: str) -> Outcome:
        """What our own note says; of a foreign page how it differs from the last one of its address."""
        said = found.note.get("outcome")
        if said in get_args(Outcome):
            return cast("Outcome", said)
        sha256 = sha256_of(found.payload) if found.payload is not None else found.digest or ""
        if url not in self._last:
            previous = self._archive.captures.latest(url)
            before = previous.payload_sha256 if previous else None
        else:
            before = self._last[url]
        self._last[url] = sha256
        if before is None:
            return "new"
        return "unchanged" if before == sha256 else "changed"


def _stated(found: _Found, name: str) -> str | None:
    """A header of an answer; one that says "not modified" need not repeat what the page came with."""
    said: str | None = found.headers.get_header(name) if found.headers else None
    return said


def _role(found: _Found, url: str) -> Role:
    said = found.note.get("role")
    if said in get_args(Role):
        return cast("Role", said)
    return "robots" if urlsplit(url).path == "/robots.txt" else "report"


def _exchange(found: _Found) -> Exchange | None:
    """What was asked and answered, as far as the file tells; nothing is invented."""
    if found.headers is None or found.kind == "resource":
        return None
    request = found.request
    return Exchange(
        url=found.url,
        request_line=f"{request.protocol} {request.statusline}" if request else "",
        request_headers=_without_secrets(request.headers) if request else (),
        status_line=f"{found.headers.protocol} {found.headers.statusline}",
        response_headers=_without_secrets(found.headers.headers),
    )


def _without_secrets(headers: Sequence[tuple[str, str]]) -> Headers:
    is_ours = any(name.lower() == "x-crawl-content-length" for name, _ in headers)
    left_out = SECRET_HEADERS | ({"content-length"} if is_ours else set())
    return tuple((name, value) for name, value in headers if name.lower() not in left_out)
