"""The clean stage's one door: the bytes of a payload become a `Page`.

What belongs here: what kind of file it is, which reader takes it, and the `Page` made of the reader's draft.
What does not: reading any one kind of file.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, cast
from urllib.parse import urlsplit

from flows.clean.archives import Member, unpack_gzip, unpack_rar, unpack_zip
from flows.clean.chrome import is_chrome_line
from flows.clean.decode import decode, wide_encoding, without_control, without_named_control
from flows.clean.docx import read_docx
from flows.clean.header import first_lines_title, printed_metadata
from flows.clean.layout import Draft, placed_tables, without_lines
from flows.clean.markup import read_markup
from flows.clean.ofd import read_ofd
from flows.clean.office import read_doc, read_rtf
from flows.clean.packages import member_names
from flows.clean.page import Container, Link, Metadatum, Page
from flows.clean.pdf import read_pdf
from flows.clean.plain import read_text
from flows.clean.text import Repairer, count_lost
from flows.clean.xls import read_xls
from flows.clean.xlsx import read_xlsx
from flows.errors import Refusal

_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_IN_ZIP: Final = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd"))
# The streams of an OLE file are named in UTF-16; an office file of today that asks for a password is one.
_IN_OLE: Final = tuple(
    (stream.encode("utf-16-le"), kind)
    for stream, kind in (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"))
)
_SUFFIXES: Final = {"doc": "doc", "wps": "doc", "xls": "xls", "et": "xls"}
_UNREADABLE: Final = frozenset({"image", "binary"})
_READERS: Final[Mapping[str, Callable[[bytes], Draft]]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "ofd": read_ofd,
    "doc": read_doc,
    "rtf": read_rtf,
}
_ARCHIVES: Final[Mapping[str, Callable[[bytes], list[Member]]]] = {
    "zip": unpack_zip,
    "rar": unpack_rar,
    "gzip": unpack_gzip,
}
_MARKUP: Final = re.compile(
    rb"<(?:!doctype|html|head|body|meta|div|p|table|tr|td|span|a|ul|ol|li|h[1-6]|br|section|article|title|script|style|font|center|form|\?xml)[\s>/]",
    re.IGNORECASE,
)
_SNIFFED_BYTES: Final = 65_536
_PDF_MAY_START_WITHIN: Final = 1024
# Text holds hardly a control character; one in a hundred is a program's data.
_MAX_CONTROL_SHARE: Final = 0.01
_CONTROL: Final = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_TEXT_BOMS: Final = (b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_DRAWING: Final = re.compile(
    rb"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE\s+svg[^>\[]*(?:\[[^\]]*\]\s*)?>)*+<svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)


def clean(
    payload: bytes,
    *,
    content_type: str | None = None,
    url: str | None = None,
    max_bytes: int | None = None,
) -> Page:
    """Clean one page or file; an archive of several is first unpacked by `unpack`.

    Args:
        payload: the bytes after transfer decoding.
        content_type: the Content-Type header as answered.
        url: the address it came from; its ending helps to know an old office file.
        max_bytes: a larger payload is refused.

    Raises:
        Refusal: `empty_file`, `too_large`, `binary_file`, `needs_reader` (a container that has no reader,
            named in `detail`), `needs_converter` (its reader is a program that is not installed),
            `needs_ocr` (a scan without text), `encrypted`, `broken_file`, `archive_bomb`,
            `entity_declarations`, `too_many_pages`, `too_complex`, `too_deep` (nested beyond what any page
            needs) or `no_text` (nothing is printed: a script builds the page).
    """
    container = _known(payload, content_type, url, max_bytes)
    if container in ("html", "text"):
        decoded = decode(payload, content_type)
        if container == "text":
            return _page(read_text(decoded.text), "text", decoded.encoding, decoded.repairs)
        markup, n_control = without_named_control(decoded.text)
        repairs = Counter(decoded.repairs) + Counter({"control_character": n_control})
        return _page(read_markup(markup), "html", decoded.encoding, repairs)
    if container not in _READERS:
        raise Refusal("needs_reader", container)
    return _page(_READERS[container](payload), cast(Container, container), "", {})


def unpack(
    payload: bytes,
    *,
    content_type: str | None = None,
    url: str | None = None,
    max_bytes: int | None = None,
) -> list[Member] | None:
    """The files of an archive, or None for what is one file itself; arguments as for `clean`.

    Raises:
        Refusal: `empty_file`, `too_large`, `binary_file`, `needs_converter`, `encrypted`, `broken_file`,
            `archive_bomb`.
    """
    unpacker = _ARCHIVES.get(_known(payload, content_type, url, max_bytes))
    return None if unpacker is None else unpacker(payload)


def _known(payload: bytes, content_type: str | None, url: str | None, max_bytes: int | None) -> str:
    """The container of a payload that is worth reading."""
    if max_bytes is not None and len(payload) > max_bytes:
        raise Refusal("too_large", f"{len(payload)} bytes, limit {max_bytes}")
    container = container_of(payload, content_type, url)
    if container == "empty":
        raise Refusal("empty_file", f"{len(payload)} bytes")
    if container in _UNREADABLE:
        raise Refusal("binary_file", container)
    if container == "encrypted":
        raise Refusal("encrypted", "the document asks for a password")
    return container


def container_of(payload: bytes, content_type: str | None = None, url: str | None = None) -> str:
    """What kind of file this is, by its first bytes; header and address only tell old office files apart.

    Returns:
        `html`, `text`, `json`, `empty`, `pdf`, `docx`, `xlsx`, `pptx`, `ofd`, `zip`, `rar`, `7z`, `gzip`, `doc`,
        `xls`, `ole`, `encrypted`, `rtf`, `image` or `binary`.
    """
    head = payload[:_SNIFFED_BYTES]
    if not head.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        return "empty"
    if payload.startswith(_ZIP):
        return _zipped(payload)
    if payload.startswith(_OLE):
        return _old_office(payload, content_type, url)
    start = payload.lstrip(b"\0 \t\r\n\xef\xbb\xbf")
    for magic, name in _MAGIC:
        if start.startswith(magic) and (name != "image" or _has_control(head)):
            return name
    if b"%PDF-" in payload[:_PDF_MAY_START_WITHIN] and _has_control(head):
        return "pdf"
    is_wide = head.startswith(_TEXT_BOMS) or wide_encoding(head) is not None
    if not is_wide and _has_control(head):
        return "binary"
    if _is_json(start):
        return "json"
    if _DRAWING.match(start):
        return "image"
    is_html = _MARKUP.search(head) or _MARKUP.search(head.replace(b"\0", b""))
    return "html" if is_html else "text"


def _is_json(start: bytes) -> bool:
    """Whether this is a file of data: what it quotes of a report is no page of one."""
    if not start.startswith((b"{", b"[")) or not start.rstrip().endswith((b"}", b"]")):
        return False
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True


def _has_control(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROL)) > _MAX_CONTROL_SHARE * len(head)


def _zipped(payload: bytes) -> str:
    """By the names of its members; the bytes can also hold those of an office file inside an archive."""
    names = member_names(payload)
    if names is None:
        return next((kind for mark, kind in _IN_ZIP if mark.encode() in payload), "zip")
    return next((kind for mark, kind in _IN_ZIP if any(name.startswith(mark) for name in names)), "zip")


def _old_office(payload: bytes, content_type: str | None, url: str | None) -> str:
    for mark, name in _IN_OLE:
        if mark in payload:
            return name
    suffix = urlsplit(url or "").path.rpartition(".")[2].lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if "excel" in (content_type or ""):
        return "xls"
    return "doc" if "word" in (content_type or "") else "ole"


def _page(draft: Draft, container: Container, encoding: str, repairs_before: Mapping[str, int]) -> Page:
    """Repair the draft, leave out the lines of the site, and compute all positions."""
    written, n_control = without_control("\n".join(draft.lines))
    repairer = Repairer.for_text(written)
    repaired, repairs = repairer.repair(written)
    tables, lines = without_lines(_is_left_out, draft.tables, repaired.split("\n"))
    text = "\n".join(lines)
    if not text.strip():
        raise Refusal("no_text", "nothing is printed on the page")

    def words(raw: str) -> str:
        return repairer.repair(" ".join(without_control(raw)[0].split()))[0]

    titles = [(where, words(title)) for where, title in draft.titles]
    titles += [("line", title) for title in first_lines_title(lines)]
    unprinted = [Metadatum(datum.label, words(datum.value), datum.source) for datum in draft.metadata]
    return Page(
        text=text,
        container=container,
        encoding=encoding,
        titles=tuple(dict.fromkeys((where, title) for where, title in titles if title)),
        metadata=printed_metadata(lines) + tuple(unprinted),
        breadcrumb=tuple(words(column) for column in draft.breadcrumb),
        tables=placed_tables(tables, lines),
        links=tuple(Link(words(link.text), link.href) for link in draft.links),
        repairs=dict(
            Counter(repairs_before)
            + Counter(draft.repairs)
            + Counter({**repairs, "control_character": n_control})
        ),
        n_lost=count_lost(text),
    )


def _is_left_out(line: str) -> bool:
    return not line or is_chrome_line(line)
