"""Walking through WARC files: member by member, record by record, fetch by fetch.

What belongs here: finding records again without the capture log, and going on behind a damaged one. What does
not: what is done with them (`verify.py`, `export.py`, `intake.py`, `prune.py`), and finding one by its place
(`warc.py`).

Our files hold one gzip member a record. The records of one fetch stand together: what came (response, resource or
revisit), what was sent, the redirects, and at last a metadata record that says what the collector made of it; that
record stands alone where no answer came, or where the answer was pruned. Whole fetches can therefore be copied from
file to file as they are, byte for byte.
"""

import mmap
import re
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders

from flows.archive.model import in_china
from flows.archive.warc import DIGEST_PREFIX, UNREADABLE, sha256_of

EMPTY_SHA256: Final = sha256_of(b"")

MAGIC: Final = b"\x1f\x8b\x08"
"""How a gzip member begins."""
_CHUNK: Final = 1 << 18
_UNPACKED_CHUNK: Final = 1 << 20
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d(T.+)?)?)?", re.ASCII)
_FIRST_WORD: Final = b"WARC/1."
_MAIN_TYPES: Final = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a file, in bytes of the file.

    Attributes:
        content: what was packed; None where it is damaged, or larger than the reader wants at once.
        is_large: it is whole, and larger than that.
    """

    offset: int
    length: int
    content: bytes | None
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record, and where it stands.

    Attributes:
        kind: WARC's own word (`response`, `metadata`, ...).
        fetched_at: UTC without a zone, as the capture log has it.
        payload_sha256: what the record says of its payload; None where it says nothing.
        note: the fields of a metadata record.
        problem: what is wrong with it, in words; None for a whole one.
    """

    offset: int
    length: int
    kind: str
    url: str
    fetched_at: datetime
    payload_sha256: str | None
    note: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """The records of one fetch, which stand together; `note` is what the collector made of it, where it says so."""

    records: tuple[Record, ...]
    note: Mapping[str, str]

    @property
    def main(self) -> Record:
        """What came; the note itself where nothing came."""
        return self.records[0]

    @property
    def payload_sha256(self) -> str | None:
        """The payload that it brought, repeated or confirmed; None where it has none."""
        return self.note.get("payload") or self.main.payload_sha256

    @property
    def note_at(self) -> int:
        """Where its note begins in the file; its end where it has none."""
        return self.records[-1].offset if self.note else self.end

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return self.records[0].offset

    @property
    def end(self) -> int:
        """Where it ends in the file."""
        return self.records[-1].offset + self.records[-1].length

    @property
    def source_id(self) -> str:
        """The source that it was made for; empty where the file does not say."""
        return self.note.get("source", "")

    @property
    def year(self) -> int:
        """The year in which it was made, by China's clock."""
        return in_china(self.main.fetched_at).year


def members(path: Path, most: int = sys.maxsize) -> Iterator[Member]:
    """Every gzip member of a file. Behind a damaged one it goes on at the next that opens a record.

    Args:
        most: bytes; what is larger when it is unpacked is passed over with `is_large`, and never held as a whole.
    """
    if path.stat().st_size == 0:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = 0
        while start < len(data):
            member = _member_at(data, start, most)
            if member is None:
                member = Member(start, _next_record(data, start + 1) - start, None)
            yield member
            start += member.length


def records(path: Path) -> Iterator[Record]:
    """Every record of a file of ours; one that is damaged has its `problem`."""
    return (_record_of(member) for member in members(path))


def fetches(path: Path) -> Iterator[Fetch]:
    """The fetches of a file of ours."""
    return fetches_of(records(path))


def fetches_of(records_of_file: Iterable[Record]) -> Iterator[Fetch]:
    """The fetches of the records of a file; a damaged one belongs to none, and neither does the file's head."""
    together: list[Record] = []
    for record in records_of_file:
        opens = (record.kind in _MAIN_TYPES or bool(record.note)) and not together
        if record.problem is not None or not (opens or together):
            if together:
                yield Fetch(tuple(together), {})
            together = []
            continue
        together.append(record)
        if record.kind == "metadata":
            yield Fetch(tuple(together), record.note)
            together = []
    if together:
        yield Fetch(tuple(together), {})


def copy_range(source: BinaryIO, target: BinaryIO, start: int, end: int) -> None:
    """Copy the bytes of a file from one offset to another.

    Raises:
        OSError: they cannot be read or written, or the file ends before.
    """
    source.seek(start)
    while start < end:
        chunk = source.read(min(_CHUNK, end - start))
        if not chunk:
            raise OSError(f"the file ends at {start} where {end} was expected")
        target.write(chunk)
        start += len(chunk)


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a metadata record (`application/warc-fields`)."""
    lines = (line.removesuffix("\r").partition(": ") for line in body.decode("utf-8", "replace").split("\n"))
    return {name: value for name, colon, value in lines if colon}


def warc_date(text: str | None) -> datetime:
    """A WARC-Date as UTC without a zone. WARC 1.1 lets it end with the year, the month or the day: then it is the
    first moment of that.

    Raises:
        ValueError: it is no date.
    """
    said = _DATE.fullmatch(text or "")
    if text is None or said is None:
        raise ValueError(f"no date of a record: {text!r}")
    try:
        moment = datetime.fromisoformat(text if said[3] else f"{text}-01-01"[: len("2009-01-01")])
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(f"no date of a record: {text!r}") from error


def _member_at(data: mmap.mmap, start: int, most: int) -> Member | None:
    """The member that begins at an offset; None where it is damaged or cut."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    position, size = start, 0
    pending = b""
    try:
        while not unpacker.eof:
            if not pending:
                pending = data[position : position + _CHUNK]
                position += len(pending)
            is_end = not pending
            part = unpacker.decompress(pending, _UNPACKED_CHUNK)
            pending = unpacker.unconsumed_tail
            if is_end and not part:
                return None
            size += len(part)
            if size <= most:
                parts.append(part)
            else:
                parts.clear()
    except zlib.error:
        return None
    length = position - len(unpacker.unused_data) - start
    return Member(start, length, None if size > most else b"".join(parts), is_large=size > most)


def _next_record(data: mmap.mmap, start: int) -> int:
    """Where the next member begins whose first word is that of a record; the file's end where there is none."""
    while (found := data.find(MAGIC, start)) >= 0:
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(
                data[found : found + 512], len(_FIRST_WORD)
            )
        except zlib.error:
            head = b""
        if head == _FIRST_WORD:
            return found
        start = found + 1
    return len(data)


def stated_sha256(headers: StatusAndHeaders) -> str | None:
    """The SHA-256 that a record states of its payload; None where it states none, or another hash."""
    digest = headers.get_header("WARC-Payload-Digest") or ""
    return digest.removeprefix(DIGEST_PREFIX) if digest.startswith(DIGEST_PREFIX) else None


def _record_of(member: Member) -> Record:
    if member.content is None:
        return _damaged(member, "the compressed bytes are damaged")
    try:
        with BytesIO(member.content) as stream:
            record = next(iter(ArchiveIterator(stream, check_digests=True)), None)
            if record is None:
                return _damaged(member, "it holds no record")
            body: bytes = record.content_stream().read()
            headers = record.rec_headers
            says = stated_sha256(headers)
            problems = (
                [] if record.digest_checker.passed is not False else list(record.digest_checker.problems)
            )
            if record.rec_type in ("response", "resource") and says and sha256_of(body) != says:
                problems.append("the payload is not the one that its digest names")
            return Record(
                offset=member.offset,
                length=member.length,
                kind=record.rec_type,
                url=headers.get_header("WARC-Target-URI") or "",
                fetched_at=warc_date(headers.get_header("WARC-Date")),
                payload_sha256=says,
                note=fields_of(body) if record.rec_type == "metadata" else {},
                problem="; ".join(problems) or None,
            )
    except UNREADABLE as error:
        return _damaged(member, str(error) or type(error).__name__)


def _damaged(member: Member, problem: str) -> Record:
    return Record(member.offset, member.length, "damaged", "", datetime.min, None, problem=problem)  # noqa: DTZ901 - the log's times have no zone
