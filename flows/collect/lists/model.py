"""What the list shapes share: the page they read, what they give, and the links and frames of a piece of HTML.

What belongs here: the interface and what every shape needs. What does not: anything that one system does.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain, islice
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from lxml.etree import LxmlError
from w3lib.encoding import html_to_unicode
from w3lib.html import get_meta_refresh

from flows.collect.lists.scripts import SENDS_ON, is_data, scripted, sends_on, written_in

_CODECS: Final = ("utf-8-sig", "gb18030")
_GZIP: Final = b"\x1f\x8b"
_LARGEST: Final = 50_000_000
"""Bytes; what the sitemap protocol allows for one file."""
MOST_PAGES: Final = 10_000
"""Pages of one list that are counted out at once: more than any source may read (`ListRules.max_pages`) but one,
so that a list that goes on behind its bound still says so."""
MOST_LINKS: Final = 50_000
"""Links of one page that are looked at: as many as the sitemap protocol allows for one file."""
_ALWAYS_PARSED: Final = 200_000
"""Signs of a page that is parsed whatever it holds."""
_MOST_TAGS: Final = 100_000
"""Of a page that is parsed: a tree of more takes more room than a night has for a page."""
_LONGEST_TAG: Final = 50_000
"""Signs of one tag of a page that is parsed, pictures aside: libxml2 compares each attribute with all others of its
tag."""
_WHOLE_TAG: Final = re.compile(r"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_LONGEST_DATA: Final = 8_000_000
"""Signs of an answer in JSON that are looked at; `MOST_LINKS` take less."""
_PICTURE: Final = re.compile(r"data:[\w/+.-]{1,100};base64,[A-Za-z0-9+/=\s]+")
_ANCHOR: Final = re.compile(
    r"<a(?:rea)?\s(?:[^<>]{0,300}\s)?href\s?=\s?[\"']?(?P<href>[^\"'<>\s]{1,2000}+)[^<>]{0,500}+>"
    r"(?P<words>(?:(?!</?a\b).){0,300})",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")
_XML_HEAD: Final = re.compile(r"\s*<\?xml\b[^<>]{0,500}\?>")
_DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d|二[〇○零0][〇○零0一二三四五六七八九]{2})\s?年")
_DIGIT_OF: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LINE_BREAKS: Final = str.maketrans("", "", "\t\r\n")
_SENDS_ON: Final = re.compile(SENDS_ON)
_SOON: Final = 10.0
"""Seconds; a page that reloads later than that is there to be read."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page as it was fetched; `url` is the address that answered."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link of a list: its absolute address without fragment, its words and its title attribute (of a field in a
    picture, what it is called)."""

    url: str
    words: str

    @property
    def year(self) -> int | None:
        """The first year that its words name (2023年, 二〇二三年); None where they name none."""
        named = _YEAR.search(self.words)
        return int(named[1].translate(_DIGIT_OF)) if named else None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds.

    Attributes:
        links: all links, in order; which of them are reports is for the source to say.
        more: further pages of the same list, in order; pages that were read already may be among them.
        guessed: further pages that may not be there, or be no list.
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
    """The links of a piece of HTML, in order, each address once a wording; those that only its scripts write out come
    last. Of an answer in JSON, what it writes out. No more than `MOST_LINKS`; of a very large page, those that stand in
    its markup alone."""
    if is_data(markup):
        return _absolute_links(base, written_in(markup[:_LONGEST_DATA]))
    if is_very_large(markup):
        return _absolute_links(base, anchors_of(markup))
    root = _tree(markup)
    if root is None:
        return ()
    return _absolute_links(_start(root, base), chain(_anchors_in(root), scripted(root)))


def anchors_of(markup: str) -> Iterator[tuple[str, str]]:
    """The links of a piece of HTML as they are written, with their words, whatever its size."""
    if is_very_large(markup):
        for anchor in _ANCHOR.finditer(markup):
            yield unescape(anchor["href"]), " ".join(unescape(_TAG.sub(" ", anchor["words"])).split())
        return
    root = _tree(markup)
    if root is not None:
        yield from _anchors_in(root)


def _anchors_in(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    return ((anchor.get("href") or "", _words_of(anchor)) for anchor in root.iter("a", "area"))


def is_very_large(markup: str) -> bool:
    """Whether a page has too many tags, or too long ones, to be parsed."""
    if len(markup) <= _ALWAYS_PARSED:
        return False
    if markup.count("<") > _MOST_TAGS:
        return True
    return any(
        tag.end() - tag.start() > _LONGEST_TAG for tag in _WHOLE_TAG.finditer(_PICTURE.sub("", markup))
    )


def _words_of(anchor: lxml.html.HtmlElement) -> str:
    words = f"{anchor.xpath('string()')!s} {anchor.get('title') or anchor.get('alt') or ''}"
    return " ".join(words.split())


def _absolute_links(start: str, written: Iterable[tuple[str, str]]) -> tuple[FoundLink, ...]:
    found = ((absolute(start, href), words) for href, words in written)
    links = (FoundLink(url, words) for url, words in found if url is not None)
    return tuple(dict.fromkeys(islice(links, MOST_LINKS)))


def frames_of(markup: str, base: str) -> tuple[str, ...]:
    """The pages that a piece of HTML shows in frames, in order, each once."""
    root = parsed(markup) if "frame" in markup.lower() else None
    if root is None:
        return ()
    start = _start(root, base)
    shown = (absolute(start, frame.get("src") or "") for frame in root.iter("frame", "iframe"))
    return tuple(dict.fromkeys(url for url in shown if url is not None and url != base))


def refreshed(markup: str, base: str) -> str | None:
    """The address to which a page sends its reader on by itself, or by a script that does nothing else; None for a page
    that stays."""
    lowered = markup.lower()
    try:
        delay, target = get_meta_refresh(markup, base) if "refresh" in lowered else (None, None)
    except ValueError:  # a broken address
        return None
    if delay is None or delay > _SOON:
        root = parsed(markup) if _SENDS_ON.search(lowered) else None
        target = sends_on(root) if root is not None else None
    url = absolute(base, target) if target is not None else None
    return url if url != urldefrag(base).url else None


def parsed(markup: str) -> lxml.html.HtmlElement | None:
    """The tree of a piece of HTML; None where there is none, and of a page that is very large."""
    return None if is_very_large(markup) else _tree(markup)


def _tree(markup: str) -> lxml.html.HtmlElement | None:
    # lxml takes no text that states an encoding: it has been decoded.
    text = _XML_HEAD.sub("", markup.replace("\0", ""), count=1) if "<?xml" in markup[:1000] else markup
    if not text.strip():
        return None
    try:
        # Else libxml2 leaves out, without a word, what stands deeper than 256 elements: pages leave tags open.
        return lxml.html.document_fromstring(
            text.replace("\0", ""), parser=lxml.html.HTMLParser(huge_tree=True)
        )
    except (LxmlError, ValueError):
        return None


def absolute(base: str, href: str) -> str | None:
    """The absolute http address of a link without its fragment, written as browsers ask for it; None for scripts,
    mail and broken ones (https://url.spec.whatwg.org/#concept-basic-url-parser: line breaks are passed over, a blank
    is `%20`, and a backslash before the query is a slash). None too for one with half a character, as scripts and
    JSON may write it: nobody can ask for it."""
    written = href.strip().translate(_LINE_BREAKS)
    if not written or written.startswith("#"):
        return None
    before, mark, behind = written.partition("?")
    try:
        url = urldefrag(urljoin(base, f"{before.replace(chr(92), '/')}{mark}{behind}")).url.replace(
            " ", "%20"
        )
        parts = urlsplit(url)
        # Asking for the port fails where it is none, and writing the address where it has half a character.
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        url.encode()
    except ValueError:
        return None
    return url if is_web else None


def whole_number(text: str) -> int | None:
    """A count as pages and addresses write it; None for anything else, and for one that no list has."""
    return int(text) if _DIGITS.fullmatch(text) else None


def _start(root: lxml.html.HtmlElement, base: str) -> str:
    """What the addresses of a page are relative to: a broken `<base>` is as none."""
    stated = next((tag.get("href") for tag in root.iter("base") if tag.get("href")), None)
    return (absolute(base, stated) if stated else None) or base
