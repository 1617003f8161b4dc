"""The answers in a WARC file, whoever wrote it, packed record by record or not at all.

What belongs here: finding what was answered and what stands near it (the request, our own note), and going on behind
a damaged record. What does not: what an answer counts as (`intake.py`), and walking through files that are ours
(`walk.py`).
"""

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from flows.archive.addresses import without_secrets
from flows.archive.archive import SOFTWARE
from flows.archive.bodies import decoded, entity_of, is_digest_of
from flows.archive.wacz import warcs_in
from flows.archive.walk import MAGIC, Member, fields_of, members, stated_sha256
from flows.archive.warc import UNREADABLE

_ANSWERS: Final = frozenset({"response", "resource", "revisit"})
_SCHEMES: Final = frozenset({"http", "https", "file"})
_OURS: Final = SOFTWARE[: SOFTWARE.index("/") + 1]
"""How the software calls itself that wrote a file of ours, whatever its version."""
_HELD_AT_ONCE: Final = 64 << 20
"""Bytes; of a packed record that is larger only what is wanted is ever in memory."""
_ROOM: Final = 2
"""A body may be so many times as large as its page: chunks take room."""
_UNWANTED: Final = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript")


@dataclass(slots=True)
class Found:
    """What one fetch left in a file: the answer, and what stands near it.

    Attributes:
        digest: the SHA-256 of the payload, where the file states that one.
        stated_digest: what it states, of whatever kind (most write SHA-1).
        refers_to: address and date of the answer that a revisit repeats.
        note: what our collector made of it; empty in a file that does not say that it is ours.
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
    """The answers of a WARC file, or of the WARC files of a WACZ file, that may be pages. A request stands before its
    answer or behind it.

    Args:
        max_bytes: a larger page is left out.
        counts: `damaged`, `cut short` (by whoever fetched it), `too large` and `other records` are counted here.
        wants: whether an address is wanted; all others are left out unread.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no WARC file. (Or another of `warc.UNREADABLE`, where an unpacked file cannot be read on.)
    """
    with warcs_in(path) as files:
        for file in files:
            yield from _answers(file, max_bytes, counts, wants)


def _answers(
    path: Path, max_bytes: int, counts: Counter[str], wants: Callable[[str], bool]
) -> Iterator[Found]:
    found: Found | None = None
    is_ours = False
    ahead: tuple[str, StatusAndHeaders] | None = None
    for record in _records(path):
        if record is None:
            counts["damaged"] += 1
            continue
        url = without_secrets(record.rec_headers.get_header("WARC-Target-URI") or "")
        just_before, ahead = ahead, None
        if record.rec_type == "request":
            if found is not None and found.url == url and found.request is None:
                found.request = record.http_headers
            else:
                ahead = (url, record.http_headers)
        elif record.rec_type == "metadata":
            note = fields_of(record.content_stream().read(max_bytes)) if is_ours else {}
            # A fetch without an answer leaves a note alone: it may stand behind another fetch of its address.
            if found is not None and found.url == url and not found.note and "askedFor" in note:
                found.note = note
        elif record.rec_type in _ANSWERS and _may_be_page(record, url) and wants(url):
            if found is not None:
                yield found
            came = _found(record, url, max_bytes)
            found = came if isinstance(came, Found) else None
            if isinstance(came, str):
                counts[came] += 1
            elif just_before is not None and just_before[0] == url:
                came.request = just_before[1]
        elif record.rec_type == "warcinfo":
            said = fields_of(record.content_stream().read(max_bytes))
            is_ours = said.get("software", "").startswith(_OURS)
        else:
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
    for member in members(path, _HELD_AT_ONCE):
        if member.content is None and not member.is_large:
            yield None
            continue
        try:
            if member.content is not None:
                yield from _checked(BytesIO(member.content))
            else:
                yield from _streamed(path, member)
        except UNREADABLE:
            if is_first:
                raise  # what begins so is no WARC file
            yield None
        is_first = False


def _streamed(path: Path, member: Member) -> Iterator[ArcWarcRecord]:
    """The records of a large member, unpacked as they are read."""
    with path.open("rb") as stream:
        stream.seek(member.offset)
        with gzip.GzipFile(fileobj=LimitReader(stream, member.length)) as unpacked:
            yield from _checked(cast("BinaryIO", unpacked))


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


def _is_what_digests_say(record: ArcWarcRecord, entity: bytes, page: bytes) -> bool:
    """Whether a record that was read to its end is what its digests say. warcio makes that of a payload from the body
    with its chunks; the standard means the body without them, and some take the unpacked page."""
    checker = record.digest_checker
    if checker.passed is not False:
        return True
    if any("block digest failed" in problem for problem in checker.problems):
        return False
    stated = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    return any(is_digest_of(stated, body) in (True, None) for body in (entity, page))


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


def _found(record: ArcWarcRecord, url: str, max_bytes: int) -> Found | str:
    """An answer, or why it is left out."""
    payload = None if record.rec_type == "revisit" else _payload(record, max_bytes)
    if isinstance(payload, str):
        return payload
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


def _payload(record: ArcWarcRecord, max_bytes: int) -> bytes | str:
    """The page of a record, or why it is left out."""
    if record.rec_headers.get_header("WARC-Truncated"):
        return "cut short"
    raw = _read(record.raw_stream, _ROOM * max_bytes + 1)
    if len(raw) > _ROOM * max_bytes:
        return "too large"
    if getattr(record.raw_stream, "limit", 0) > 0:
        return "damaged"
    headers = record.http_headers
    entity = entity_of(raw, headers)
    try:
        page = decoded(entity, headers, max_bytes)
    except ValueError:
        return "damaged"
    if len(page) > max_bytes:
        return "too large"
    return page if _is_what_digests_say(record, entity, page) else "damaged"


def _read(stream: BinaryIO, most: int) -> bytes:
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)
