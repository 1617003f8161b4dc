"""The answers in a WARC file, whoever wrote it, packed record by record or not at all.

What belongs here: finding what was answered and what stands near it (the request, our own note), and going on behind
a damaged record. What does not: what an answer counts as (`intake.py`), and walking through files that are ours
(`walk.py`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from flows.archive.walk import MAGIC, fields_of, members, stated_sha256
from flows.archive.warc import UNREADABLE

_ANSWERS: Final = frozenset({"response", "resource", "revisit"})
_SCHEMES: Final = frozenset({"http", "https", "file"})
_UNWANTED: Final = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript")


@dataclass(slots=True)
class Found:
    """What one fetch left in a file: the answer, and what stands near it.

    Attributes:
        digest: the SHA-256 of the payload, where the file states that one.
        stated_digest: what it states, of whatever kind (most write SHA-1).
        refers_to: address and date of the answer that a revisit repeats.
    """

    kind: str
    url: str
    date: str
    headers: StatusAndHeaders | None
    content_type: str | None
    digest: str | None
    payload: bytes | None
    stated_digest: str = ""
    refers_to: tuple[str, str] = ("", "")
    request: StatusAndHeaders | None = None
    note: dict[str, str] = field(default_factory=dict)


def answers(
    path: Path, max_bytes: int, counts: Counter[str], wants: Callable[[str], bool]
) -> Iterator[Found]:
    """The answers of a file that may be pages. A request stands before its answer or behind it.

    Args:
        max_bytes: a larger page is left out.
        counts: `damaged`, `too large` and `other records` are counted here.
        wants: whether an address is wanted; all others are left out unread.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no WARC file. (Or another of `warc.UNREADABLE`, where an unpacked file cannot be read on.)
    """
    found: Found | None = None
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
        elif record.rec_type in _ANSWERS and _may_be_page(record, url) and wants(url):
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
    is_first = True
    for member in members(path):
        if member.content is None:
            yield None
            continue
        try:
            yield from _checked(BytesIO(member.content))
        except UNREADABLE:
            if is_first:
                raise  # what begins so is no WARC file
            yield None
        is_first = False


def _checked(stream: BinaryIO) -> Iterator[ArcWarcRecord]:
    records = ArchiveIterator(stream, check_digests=True)
    while True:
        try:
            record = next(records, None)
        except (AttributeError, TypeError) as error:
            # warcio takes it as given that a record has the fields that the standard asks for.
            raise ValueError(f"a record lacks what it must have: {error}") from error
        if record is None:
            return
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


def _found(record: ArcWarcRecord, url: str, max_bytes: int) -> Found | None:
    payload: bytes | None = None
    if record.rec_type != "revisit":
        payload = record.content_stream().read(max_bytes + 1)
        if len(payload) > max_bytes:
            return None
    return Found(
        kind=record.rec_type,
        url=url,
        date=record.rec_headers.get_header("WARC-Date") or "",
        headers=record.http_headers,
        content_type=_content_type(record),
        digest=stated_sha256(record.rec_headers),
        payload=payload,
        stated_digest=record.rec_headers.get_header("WARC-Payload-Digest") or "",
        refers_to=(
            record.rec_headers.get_header("WARC-Refers-To-Target-URI") or "",
            record.rec_headers.get_header("WARC-Refers-To-Date") or "",
        ),
    )
