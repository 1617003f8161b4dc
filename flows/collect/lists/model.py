"""What the list shapes share: the page they read, what they give, and the links of a piece of HTML.

What belongs here: the interface and what every shape needs. What does not: anything that one system does.
"""

import zlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from lxml.etree import LxmlError
from w3lib.encoding import html_to_unicode

_CODECS: Final = ("utf-8-sig", "gb18030")
_GZIP: Final = b"\x1f\x8b"
_LARGEST: Final = 50_000_000
"""Bytes; what the sitemap protocol allows for one file."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page as it was fetched; `url` is the address that answered."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link of a list: its absolute address without fragment, its words and its title attribute."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds.

    Attributes:
        links: all links, in order; which of them are reports is for the source to say.
        more: further pages of the same list, in order; pages that were read already may be among them.
        guessed: further pages that nothing names and that may not be there.
    """

    links: tuple[FoundLink, ...] = ()
    more: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


def list_text(payload: bytes, content_type: str | None) -> str:
    """The text of a list page. What its bytes are counts for more than what it says of itself: valid UTF-8 is
    UTF-8, and a page that claims gb2312 is read as GB 18030. A packed one (`sitemap.xml.gz`) is unpacked, up to
    a size that no list has; what is damaged or larger is cut there."""
    if payload.startswith(_GZIP):
        payload = _unpacked(payload)
    for codec in _CODECS:
        try:
            return payload.decode(codec)
        except UnicodeDecodeError:
            continue
    return str(html_to_unicode(content_type, payload)[1])


def _unpacked(payload: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(payload, _LARGEST)
    except zlib.error:
        return b""


def links_of(markup: str, base: str) -> tuple[FoundLink, ...]:
    """The links of a piece of HTML, in order, each address once a wording."""
    if not markup.strip():
        return ()
    try:
        root = lxml.html.document_fromstring(markup.replace("\0", ""), base_url=base)
    except (LxmlError, ValueError):
        return ()
    found: dict[FoundLink, None] = {}
    stated_base = next((tag.get("href") for tag in root.iter("base")), None)
    start = urljoin(base, stated_base) if stated_base else base
    for anchor in root.iter("a"):
        url = absolute(start, anchor.get("href") or "")
        if url is not None:
            words = f"{anchor.xpath('string()')!s} {anchor.get('title') or ''}"
            found.setdefault(FoundLink(url, " ".join(words.split())))
    return tuple(found)


def absolute(base: str, href: str) -> str | None:
    """The absolute http address of a link without its fragment; None for scripts, mail and broken ones."""
    try:
        url = urldefrag(urljoin(base, "".join(href.split()))).url
        is_web = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return None
    return url if href.strip() and not href.strip().startswith("#") and is_web else None
