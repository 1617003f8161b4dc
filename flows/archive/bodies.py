"""The body of an answer in somebody's WARC file: out of its chunks, decoded, and never larger than is wanted.

What belongs here: transfer and content codings, and what a record's digest may have been made of. What does not:
records (`answers.py`), and answers that come from the network (`collect/fetch.py`).
"""

import hashlib
from base64 import b32encode
from io import BytesIO
from typing import Final

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders

_CHUNK: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_NO_CODING: Final = frozenset({"", "identity", "none", "binary", "8bit"})


def is_decodable(coding: str) -> bool:
    """Whether the body under a Content-Encoding (in lower case) can be had as the page itself. A charset that stands
    there says nothing, as to browsers. Several codings, one upon the other, could pack anything into a few bytes."""
    if coding in _NO_CODING or coding in HTTPResponse.CONTENT_DECODERS:
        return True
    try:
        "a".encode(coding)
    except (LookupError, ValueError):
        return False
    return True


def entity_of(raw: bytes, headers: StatusAndHeaders | None) -> bytes:
    """The bytes of an answer without its chunks; a body that only claims to have some stays as it is."""
    coding: str = (headers.get_header("Transfer-Encoding") or "") if headers else ""
    if "chunked" not in coding.lower():
        return raw
    entity: bytes = ChunkedDataReader(BytesIO(raw), decomp_type=None).read()
    return entity


def decoded(entity: bytes, headers: StatusAndHeaders | None, most: int) -> bytes:
    """The page itself; of one that is larger than `most` bytes its first part, larger than that too.

    Raises:
        ValueError: it cannot be decoded.
    """
    coding: str = (headers.get_header("Content-Encoding") or "").strip().lower() if headers else ""
    if not coding or ("gzip" in coding and not entity.startswith(_GZIP)):
        return entity  # many crawlers keep the header of what they have unpacked
    if "," in coding:
        raise ValueError(f"a body that is packed more than once: {coding[:100]}")
    answer = HTTPResponse(BytesIO(entity), {"Content-Encoding": coding}, preload_content=False)
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= most and (piece := answer.read1(_CHUNK, decode_content=True)):
            pieces.append(piece)
            size += len(piece)
    except HTTPError as error:
        raise ValueError(f"a body that cannot be decoded: {error}") from error
    return b"".join(pieces)


def is_digest_of(stated: str, body: bytes) -> bool | None:
    """Whether a digest (`sha1:` and the hash, base 32 or hex) is that of a body; None for a hash nobody knows."""
    name, _, value = stated.partition(":")
    try:
        digest = hashlib.new(name.lower().replace("-", ""), body, usedforsecurity=False).digest()
    except (ValueError, TypeError):
        return None
    return value.upper().rstrip("=") in (b32encode(digest).decode().rstrip("="), digest.hex().upper())
