"""Bytes become text here, once, for everything after.

What belongs here: finding the encoding, decoding without ever failing, and taking out what is no character
(NUL, control characters, surrogates). What does not: repairing words (`text.py`), telling a PDF from a page
(`payload.py`).

The order of evidence: byte order mark, UTF-16 and UTF-32 without one, strict UTF-8, UTF-8 with a few broken
bytes, the declared encoding if it is one of the Chinese ones, GB18030 and Big5 weighed by the characters they
give, and charset-normalizer as the last resort. gb2312 and gbk are always read as gb18030: pages that declare
gb2312 use characters outside it, and a stricter reader cuts or garbles them. What stands between two tags can
be in the other one of UTF-8 and GB18030, where a page was put together of two.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from charset_normalizer import from_bytes

from flows.clean.hanzi import is_everyday, simplified

REPLACEMENT: Final = "\ufffd"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# A single-byte encoding decodes any bytes, so that its declaration proves nothing about a Chinese page.
_CHINESE: Final[Mapping[str, str]] = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "hz": "hz",
}
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_HEAD_BYTES: Final = 4096
_SAMPLE_BYTES: Final = 65_536
# Text that is UTF-8 at heart has hundreds of whole characters for each broken one; GBK read as UTF-8 has
# hardly any whole one.
_WHOLE_FOR_EACH_BROKEN: Final = 10
_MIN_EVERYDAY_SHARE: Final = 0.7
_WIDE_SAMPLE_BYTES: Final = 4096
# Cut here, for no character of the encodings in question holds them.
_SEGMENT: Final = re.compile(rb"[^\n<>]+|[\n<>]+")
_MIN_FOREIGN: Final = 4
"""Characters of a segment that is told to be in an encoding of its own."""
_FOREIGN_EVERYDAY_SHARE: Final = 0.9

_IN_STEP: Final = "replace_in_step"
# No character of these encodings begins with them.
_NEVER_FIRST: Final = (0x80, 0xFF)
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ENCODED_SURROGATE: Final = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf](?:\xed[\xb0-\xbf][\x80-\xbf])?|\xed[\xb0-\xbf][\x80-\xbf]"
)
# The last two are no characters in any text.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_BYTES: Final = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
# The same, named: a parser of markup makes them, and lxml sets no text that holds one. Those from 128 on name letters.
_NAMED_CONTROL: Final = re.compile(
    "&#(?:0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9])"
    "|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF])(?![0-9a-fA-F]));?"
)
_LINE_END: Final = re.compile("\r\n?|\f")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was come by.

    Attributes:
        text: has neither control characters (line ends and tabs apart) nor surrogates; a character that could
            not be read is U+FFFD.
        encoding: the name that Python knows it by.
        repairs: how often each repair was made.
    """

    text: str
    encoding: str
    repairs: Mapping[str, int] = field(default_factory=dict)


def decode(payload: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page or text file; never fails, whatever the bytes are.

    Args:
        payload: the bytes after transfer decoding.
        content_type: the Content-Type header as answered, if any.
    """
    for bom, encoding in _BOMS:
        if payload.startswith(bom):
            return _tidied(payload[len(bom) :].decode(encoding, errors="replace"), encoding)
    if (wide := wide_encoding(payload)) is not None:
        return _tidied(payload.decode(wide, errors="replace"), wide)
    try:
        return _tidied(payload.decode("utf-8"), "utf-8", written=payload)
    except UnicodeDecodeError:
        pass
    paired, n_paired = _join_surrogates(payload)
    if _is_damaged_utf8(paired):
        text, n_foreign = _by_segment(paired, "utf-8", "gb18030")
        return _tidied(text, "utf-8", {"surrogate_pair": n_paired, "mixed_encoding": n_foreign})
    own = b"".join(part for part in _SEGMENT.findall(payload) if not _is_foreign(part, "utf-8"))
    encoding = _chinese_encoding(own, content_type)
    text, n_foreign = _by_segment(payload, encoding, "utf-8")
    return _tidied(text, encoding, {"mixed_encoding": n_foreign})


def wide_encoding(payload: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, known by a first tag or by everyday characters; else None."""
    for start, encoding in _UNMARKED:
        if payload.startswith(start):
            return encoding
    sample = payload[:_WIDE_SAMPLE_BYTES]
    if b"\0" not in sample or len(payload) % 2:
        return None
    return next((encoding for _, encoding in _UNMARKED if _is_all_everyday(sample, encoding)), None)


def _is_all_everyday(part: bytes, encoding: str) -> bool:
    """Whether bytes are whole characters of an encoding, hardly any of them an uncommon one."""
    try:
        read = [c for c in simplified(part.decode(encoding)) if c > "\x7f"]
    except UnicodeDecodeError:
        return False
    n_everyday = sum(map(is_everyday, read))
    return len(read) >= _MIN_FOREIGN and n_everyday >= _FOREIGN_EVERYDAY_SHARE * len(read)


def _is_foreign(part: bytes, encoding: str) -> bool:
    """Whether a part of a page is in this encoding, which is not that of the page."""
    return not part.isascii() and _is_all_everyday(part, encoding)


def _by_segment(payload: bytes, encoding: str, other: str) -> tuple[str, int]:
    """A page decoded, and how many of its segments were in the other encoding: those that its own cannot read,
    or reads as characters nobody uses."""
    read: list[str] = []
    running: list[bytes] = []
    n_foreign = 0
    for part in _SEGMENT.findall(payload):
        if _is_foreign(part, other) and not _is_all_everyday(part, encoding):
            read += [b"".join(running).decode(encoding, errors=_errors(encoding)), part.decode(other)]
            running.clear()
            n_foreign += 1
        else:
            running.append(part)
    return "".join([*read, b"".join(running).decode(encoding, errors=_errors(encoding))]), n_foreign


def _errors(encoding: str) -> str:
    return "replace" if encoding == "utf-8" else _IN_STEP


def _join_surrogates(payload: bytes) -> tuple[bytes, int]:
    """Pairs of separately encoded surrogates (CESU-8) become the character they mean, lone ones U+FFFD."""
    n_paired = 0

    def joined(match: re.Match[bytes]) -> bytes:
        nonlocal n_paired
        pair = match.group().decode("utf-8", errors="surrogatepass")
        if len(pair) == 1:
            return REPLACEMENT.encode()
        n_paired += 1
        return pair.encode("utf-16", errors="surrogatepass").decode("utf-16").encode()

    return _ENCODED_SURROGATE.sub(joined, payload), n_paired


def _is_damaged_utf8(payload: bytes) -> bool:
    n_whole = len(_MULTIBYTE.findall(payload))
    n_broken = payload.decode("utf-8", errors="replace").count(REPLACEMENT)
    return n_whole >= _WHOLE_FOR_EACH_BROKEN * n_broken


def _replace_in_step(error: UnicodeError) -> tuple[str, int]:
    """Replace a broken two-byte character as a whole: else all behind it is read half a character off."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    is_broken_pair = len(pair) == 2 and min(pair) >= 0x80 and any(byte in _NEVER_FIRST for byte in pair)
    return REPLACEMENT, error.start + (2 if is_broken_pair else 1)


codecs.register_error(_IN_STEP, _replace_in_step)


def _chinese_encoding(payload: bytes, content_type: str | None) -> str:
    declared = _declared(payload, content_type)
    candidates = [declared] if declared else []
    candidates += [other for other in ("gb18030", "big5hkscs") if other != declared]
    # Ties go to the declaration: `max` keeps the first of equals.
    shares = {encoding: _everyday_share(payload[:_SAMPLE_BYTES], encoding) for encoding in candidates}
    best = max(candidates, key=lambda encoding: shares[encoding])
    if shares[best] >= _MIN_EVERYDAY_SHARE:
        return best
    guess = from_bytes(payload[:_SAMPLE_BYTES], cp_isolation=["gb18030", "big5", "utf_8", "cp1252"]).best()
    return guess.encoding if guess is not None else best


def _declared(payload: bytes, content_type: str | None) -> str | None:
    """The Chinese encoding that the answer's header or the page itself declares."""
    for statement in ((content_type or "").encode(errors="ignore"), payload[:_HEAD_BYTES]):
        for name in _DECLARED.findall(statement):
            key = name.decode("ascii").lower().replace("-", "").replace("_", "")
            if key in _CHINESE:
                return _CHINESE[key]
    return None


def _everyday_share(payload: bytes, encoding: str) -> float:
    """Share of everyday characters among those outside ASCII, if the bytes are read as `encoding`."""
    read = [c for c in simplified(payload.decode(encoding, errors=_IN_STEP)) if c > "\x7f"]
    return sum(map(is_everyday, read)) / len(read) if read else 1.0


def _may_hold_control(written: bytes) -> bool:
    """Whether bytes of a text in UTF-8 can be those of what is no character: looking at bytes is quick, and hardly any
    page has one."""
    return (
        len(written.translate(None, _CONTROL_BYTES)) < len(written)
        or b"\xc2" in written
        or b"\xef\xbf\xbe" in written
        or b"\xef\xbf\xbf" in written
    )


def without_control(text: str, *, written: bytes | None = None) -> tuple[str, int]:
    """A text without what is no character, and how much that was; line ends and tabs stay.

    Between two digits it becomes the mark of a lost character: without it they would make another number.

    Args:
        written: the text in UTF-8, where it is at hand.
    """

    if not _may_hold_control(text.encode("utf-8", "surrogatepass") if written is None else written):
        return text, 0

    def taken_out(match: re.Match[str]) -> str:
        start, end = match.span()
        return REPLACEMENT if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else ""

    return _CONTROL.subn(taken_out, text)


def without_named_control(markup: str) -> tuple[str, int]:
    """Markup without the control characters that it names (`&#27;`), and how many those were; as `without_control`."""
    if "&#" not in markup or _NAMED_CONTROL.search(markup) is None:
        return markup, 0
    return without_control(_NAMED_CONTROL.sub("\x1b", markup))


def _tidied(
    text: str, encoding: str, repairs: Mapping[str, int] | None = None, *, written: bytes | None = None
) -> Decoded:
    """Take out what is no character, and count it; `written` as for `without_control`."""
    text, n_control = without_control(text, written=written)
    counted = {**(repairs or {}), "control_character": n_control}
    made = {name: count for name, count in counted.items() if count}
    ended = _LINE_END.sub("\n", text) if "\r" in text or "\f" in text else text
    return Decoded(ended, encoding, made)
