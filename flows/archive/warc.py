"""WARC 1.1 records: bytes to gzip members, and back.

What belongs here: the form of each record
(https://iipc.github.io/warc-specifications/specifications/warc-format/ warc-1.1/), one gzip member a record,
and reading one back by its offset. What does not: the files that hold them (`segments.py`) and what is known
about them (`captures.py`).

The payload is kept decoded, as Common Crawl keeps it: the headers that no longer describe it are kept under
`X-Crawl-` names. So the payload digest is the hash of the page itself, and equal pages have equal hashes.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote
from uuid import uuid4

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from flows.archive.model import Capture, Exchange, Fetched, Headers
from flows.errors import ArchiveError, Refusal

COMPRESSION_LEVEL: Final = 3
"""ISA-L's best: a seventh of the time of zlib's level 6, for a tenth to a fifth more disk."""

DIGEST_PREFIX: Final = "sha256:"
"""What stands before the hash of a payload in the head of its record."""

PROFILE_SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PROFILE_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

UNREADABLE: Final = (ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error, EOFError, ValueError)
"""What reading a broken record raises."""

_BREAKS: Final = re.compile(r"[\r\n]+")
_CUT_BY: Final[Mapping[str | None, str]] = {
    "too_large": "length",
    "too_slow": "time",
    "timeout": "disconnect",
    "truncated": "disconnect",
    "connection_broken": "disconnect",
    "connection_failed": "disconnect",
}
"""Why a body is not there, in WARC's words."""
_NOT_MODIFIED: Final = 304
"""An answer that never has a body."""
_ASCII: Final = bytes(range(128))
_BUILDER: Final = RecordBuilder(warc_version="1.1")
_UNTRUE_WHEN_DECODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class Readable(Protocol):
    """What a record is read from."""

    def read(self, size: int, /) -> bytes:
        """Some bytes; none at the end."""

    def tell(self) -> int:
        """Where the next byte stands."""


def sha256_of(payload: bytes) -> str:
    """The hash that a payload is known by: 64 lower-case hex digits."""
    return hashlib.sha256(payload).hexdigest()


def info_member(filename: str, software: str) -> bytes:
    """The first record of a file: who wrote it and in which format."""
    fields = {"software": software, "format": "WARC File Format 1.1", "robots": "obeyed"}
    return _member(_BUILDER.create_warcinfo_record(filename, fields))


def new_record_id() -> str:
    """A name for a record, by which others refer to it."""
    return f"<urn:uuid:{uuid4()}>"


def resource_member(fetched: Fetched, payload: bytes, digest: str, record_id: str) -> bytes:
    """A payload that came from no HTTP exchange: a file of a folder."""
    return _member(
        _BUILDER.create_warc_record(
            fetched.url,
            "resource",
            payload=BytesIO(payload),
            length=len(payload),
            warc_content_type=fetched.content_type or "application/octet-stream",
            warc_headers_dict=_headers(fetched, digest, record_id),
        )
    )


def response_member(
    fetched: Fetched, exchange: Exchange, payload: bytes, digest: str, record_id: str
) -> bytes:
    """An HTTP answer with its payload."""
    return _member(
        _BUILDER.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(payload),
            length=len(payload),
            http_headers=_http_headers(
                exchange.status_line, _decoded(exchange.response_headers, len(payload))
            ),
            warc_headers_dict=_headers(fetched, digest, record_id),
        )
    )


def head_member(fetched: Fetched, exchange: Exchange, record_id: str) -> bytes:
    """The head of an HTTP answer whose body did not come whole, or was not wanted."""
    cut = (
        {}
        if fetched.status == _NOT_MODIFIED
        else {"WARC-Truncated": _CUT_BY.get(fetched.reason, "unspecified")}
    )
    return _member(
        _BUILDER.create_warc_record(
            exchange.url,
            "response",
            http_headers=_http_headers(exchange.status_line, _decoded(exchange.response_headers, 0)),
            warc_headers_dict={**_headers(fetched, sha256_of(b""), record_id), **cut},
        )
    )


def revisit_member(fetched: Fetched, exchange: Exchange, first: Capture, record_id: str) -> bytes:
    """An HTTP answer whose payload is archived already: the same bytes again, or a 304."""
    same_payload = fetched.payload is not None
    return _member(
        _BUILDER.create_warc_record(
            exchange.url,
            "revisit",
            http_headers=_http_headers(
                exchange.status_line, _decoded(exchange.response_headers, first.payload_size or 0)
            ),
            warc_headers_dict={
                **_headers(fetched, first.payload_sha256 or "", record_id),
                "WARC-Profile": PROFILE_SAME_PAYLOAD if same_payload else PROFILE_NOT_MODIFIED,
                # The log has the address that was asked; where that leads on, the record has the one that answered.
                "WARC-Refers-To-Target-URI": exchange.url if first.url == fetched.url else first.url,
                "WARC-Refers-To-Date": _warc_date(first.fetched_at),
            },
        )
    )


def request_member(fetched: Fetched, exchange: Exchange, answer_id: str) -> bytes:
    """What was sent, and the record of what came back."""
    return _member(
        _BUILDER.create_warc_record(
            exchange.url,
            "request",
            http_headers=_http_headers(exchange.request_line, exchange.request_headers),
            warc_headers_dict={"WARC-Date": _warc_date(fetched.fetched_at), "WARC-Concurrent-To": answer_id},
        )
    )


def note_member(fetched: Fetched, sha256: str | None, size: int | None, answer_id: str | None) -> bytes:
    """What the collector made of a fetch: all that its capture says but the place of its payload, so that the log can
    be written anew from the files.

    Args:
        sha256: of its payload, wherever that lies; None where it has none.
        size: of the payload in bytes.
        answer_id: the record of what came; None where no answer came.
    """
    said = {
        "source": fetched.source_id,
        "run": fetched.run_id,
        "role": fetched.role,
        "outcome": fetched.outcome,
        "reason": fetched.reason,
        "askedFor": fetched.url,
        "via": fetched.linked_from,
        "status": fetched.status,
        "contentType": fetched.content_type,
        "etag": fetched.etag,
        "lastModified": fetched.last_modified,
        "payload": sha256,
        "payloadSize": size if sha256 is not None else None,
    }
    lines = (
        f"{name}: {_BREAKS.sub(' ', str(value))}\r\n" for name, value in said.items() if value is not None
    )
    body = "".join(lines).encode("utf-8", "replace")
    beside = {"WARC-Concurrent-To": answer_id} if answer_id is not None else {}
    return _member(
        _BUILDER.create_warc_record(
            fetched.exchange.url if fetched.exchange else fetched.url,
            "metadata",
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict={"WARC-Date": _warc_date(fetched.fetched_at), **beside},
        )
    )


def read_payload(path: Path, offset: int, sha256: str) -> bytes:
    """The payload of the record at a byte offset of a WARC file.

    Raises:
        Refusal: `corrupt_record`: there is no such record, or its payload is not the one that was archived.
        ArchiveError: the file is there and the system does not give its bytes, which says nothing of the record.
    """
    place = f"{path.name} at {offset}"
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            return payload_of(stream, place, sha256)
    except FileNotFoundError as error:
        raise Refusal("corrupt_record", f"{place}: {error}") from error
    except OSError as error:
        raise ArchiveError(f"the archive cannot be read: {error}: {path}") from error


def payload_of(stream: Readable, place: str, sha256: str) -> bytes:
    """The payload of the record that a stream begins with.

    Args:
        place: where that is, for people.

    Raises:
        Refusal: as `read_payload`.
        OSError: the stream cannot be read.
    """
    try:
        record = next(iter(ArchiveIterator(stream)), None)
        payload: bytes = record.content_stream().read() if record else b""
    except UNREADABLE as error:
        raise Refusal("corrupt_record", f"{place}: {error}") from error
    if record is None or sha256_of(payload) != sha256:
        raise Refusal("corrupt_record", f"{place} does not hold the payload {sha256}")
    return payload


def _member(record: ArcWarcRecord) -> bytes:
    plain = BytesIO()
    WARCWriter(plain, gzip=False, warc_version="1.1").write_record(record)
    compressor = isal_zlib.compressobj(COMPRESSION_LEVEL, isal_zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(plain.getbuffer()) + compressor.flush()


def _headers(fetched: Fetched, digest: str, record_id: str) -> Mapping[str, str]:
    return {
        "WARC-Record-ID": record_id,
        "WARC-Date": _warc_date(fetched.fetched_at),
        "WARC-Payload-Digest": f"{DIGEST_PREFIX}{digest}",
    }


def _warc_date(moment: datetime) -> str:
    in_utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return in_utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _decoded(headers: Headers, length: int) -> Headers:
    kept = tuple(
        (f"X-Crawl-{name}" if name.lower() in _UNTRUE_WHEN_DECODED else name, value)
        for name, value in headers
    )
    return (*kept, ("Content-Length", str(length)))


def _http_headers(first_line: str, headers: Headers) -> StatusAndHeaders:
    """The head of a request or an answer; warcio calls the first word of either its protocol."""
    # Some hosts give their reason in Chinese; warcio writes a first line and names in ASCII alone, and the values of
    # only some headers.
    first, _, rest = first_line.encode("ascii", "backslashreplace").decode().partition(" ")
    safe = [(name, _in_ascii(value)) for name, value in headers if name.isascii()]
    return StatusAndHeaders(rest, safe, protocol=first)


def _in_ascii(value: str) -> str:
    """A header with its bytes outside of ASCII in percent signs: as they came, whatever their encoding. (They come
    as Latin-1 from a host and, where they are UTF-8, as text from an imported file.)"""
    if value.isascii():
        return value
    try:
        return quote(value.encode("latin-1"), safe=_ASCII)
    except UnicodeEncodeError:
        return quote(value.encode("utf-8", "replace"), safe=_ASCII)
