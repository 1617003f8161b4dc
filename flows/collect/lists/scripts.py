r"""Links that stand in scripts alone, where a page writes them out: nothing is run, and nothing is put together.

What belongs here: handlers (`onclick="window.open('/a.html')"`, `href="javascript:go('/a.html')"`), and in script tags
what goes to an address (`location.href = '/a.html'`), markup in strings, arrays filled one by one (`urls[1] =
'/a.html'; titles[1] = '...'`) and objects (`{"title": "...", "url": "\/a.html"}`). What does not: what they are
relative to (`model.py`), and further pages that a script counts (`html.py`).

An address that a script puts together from pieces is none of these.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Final

import lxml.html

from flows.sources.model import ANNEX_ENDINGS

Literal = tuple[str, str]
"""An address as it is written, and the words that stand with it."""

_LONGEST_SCRIPT: Final = 2_000_000
_LONGEST_WORDS: Final = 300
_LONGEST_TEXT: Final = 2_000
"""Signs of one piece of text; most of them may be blanks."""
_STRING: Final = (
    r"(?:\"(?P<double>(?:[^\"\\\r\n]|\\.){0,2000}+)\"|'(?P<single>(?:[^'\\\r\n]|\\.){0,2000}+)')"
    r"(?!\s{0,20}\+)"
)
"""A string that nothing is joined to behind it."""
_A_STRING: Final = re.compile(r"(?<!\+)(?<!\+\s)" + _STRING)
_GOES_TO: Final = re.compile(
    r"(?:\bwindow\s?\.\s?open\s{0,5}\("
    r"|\blocation(?:\s?\.\s?(?:assign|replace)\s{0,5}\(|(?:\s?\.\s?href)?\s{0,5}=(?!=)))\s{0,20}" + _STRING
)
_LOCATION: Final = r"(?:(?:window|self|top|parent|document)\s?\.\s?)?location\b"
SENDS_ON: Final = (
    rf"(?:<script[^<>]{{0,200}}>|\bonload\s?=\s?[\"'])\s{{0,200}}(?:<!--\s{{0,200}})?{_LOCATION}"
)
"""How a script begins that may do nothing but send the reader on, in lower case; a pattern."""
_ONLY_GOES: Final = re.compile(
    rf"\s*(?:<!--\s*)?{_LOCATION}\s?(?:\.\s?href\s?=|=|\.\s?(?:replace|assign)\s?\()\s*"
    + _STRING
    + r"\s*\)?\s*;?\s*(?:(?://\s*)?-->)?\s*"
)
_AN_ANCHOR: Final = re.compile(
    r"<a\s[^<>]{0,500}?\bhref\s?=\s?(?P<mark>\\?[\"'])"
    r"(?P<href>(?:[^\"'\\<>]|\\/){1,2000})(?P=mark)[^<>]{0,500}>(?P<words>(?:(?!<\\?/a>).){0,500})",
    re.IGNORECASE | re.DOTALL,
)
_AN_ITEM: Final = re.compile(
    r"\b(?P<name>[A-Za-z_]\w{0,40})\s?\[\s?(?P<index>\d{1,5})\s?\]\s{0,5}=\s{0,5}" + _STRING
)
_AN_OBJECT: Final = re.compile(r"\{[^{}]{5,8000}\}")
_A_FIELD: Final = re.compile(r"\b(?P<name>[A-Za-z_]\w{0,40})[\"']?\s{0,5}:\s{0,5}" + _STRING)
_NAMES_ADDRESS: Final = re.compile(r"(url|href|link|addr)s?$", re.IGNORECASE)
_NAMES_WORDS: Final = re.compile(r"(title|name|subject|header|text)s?$", re.IGNORECASE)
_AN_ADDRESS: Final = re.compile(
    r"(?:https?://|\.{0,2}/)[^\s\"'<>{}$+]+"
    r"|[^\s\"'<>{}$+:/][^\s\"'<>{}$+:]*\.(?:[sx]?html?|jsp|aspx?|php|"
    rf"{ANNEX_ENDINGS})(?:\?[^\s\"'<>{{}}$+]*)?",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>.))", re.DOTALL)
_BLANKS: Final = re.compile(r"\s+")
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")
_IS_JSON: Final = re.compile(r"[\ufeff\s]{0,200}(?:\{\s{0,200}\"|\[\s{0,200}[\[{\"])")


def scripted(root: lxml.html.HtmlElement) -> Iterator[Literal]:
    """The addresses that the handlers and scripts of a page write out, with their words; one may come twice."""
    for element in root.xpath("//*[@onclick]"):
        yield from _in_handler(element, element.get("onclick"))
    for anchor in root.xpath("//a[starts-with(@href, 'javascript:')]"):
        yield from _in_handler(anchor, anchor.get("href"))
    for script in root.iter("script"):
        # JCMS keeps its records in a script of XML: they have a reader of their own.
        if script.text and "xml" not in (script.get("type") or ""):
            yield from written_in(script.text[:_LONGEST_SCRIPT])


def sends_on(root: lxml.html.HtmlElement) -> str | None:
    """The address to which a script sends the reader of a page on, where that is all that the script does."""
    scripts = [script.text for script in root.iter("script")]
    for script in (*scripts, *(body.get("onload") for body in root.iter("body"))):
        only = _ONLY_GOES.fullmatch(script or "")
        if only is not None:
            return _text(only).strip()
    return None


def is_data(text: str) -> bool:
    """Whether a text is JSON and no markup."""
    return _IS_JSON.match(text) is not None


def written_in(script: str) -> Iterator[Literal]:
    """The addresses that a script, or an answer in JSON, writes out."""
    yield from _in_anchors(script)
    yield from _in_arrays(script)
    yield from _in_objects(script)
    for found in _GOES_TO.finditer(script):
        yield from _literal(_text(found), "")


def _in_handler(element: lxml.html.HtmlElement, handler: str) -> Iterator[Literal]:
    written = [_text(found) for found in _A_STRING.finditer(handler)]
    if any(_AN_ADDRESS.fullmatch(text.strip()) for text in written):
        words = _words_within(element)
        for text in written:
            yield from _literal(text, words)


def _words_within(element: lxml.html.HtmlElement) -> str:
    """What an element says, and its title: handlers may stand one in the other, and around a whole page, so no more is
    read than is told."""
    said = ""
    for text in islice(element.itertext(), _LONGEST_WORDS):
        said += _BLANKS.sub(" ", text[:_LONGEST_TEXT])
        if len(said) > _LONGEST_WORDS:
            break
    return " ".join(f"{said} {element.get('title') or ''}".split())[:_LONGEST_WORDS]


def _in_anchors(script: str) -> Iterator[Literal]:
    for found in _AN_ANCHOR.finditer(script):
        yield from _literal(_plain(found["href"]), _plain(found["words"]))


def _in_arrays(script: str) -> Iterator[Literal]:
    items: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for found in _AN_ITEM.finditer(script):
        items[found["index"]].append((found["name"], _text(found)))
    for fields in items.values():
        yield from _of_fields(fields)


def _in_objects(script: str) -> Iterator[Literal]:
    for found in _AN_OBJECT.finditer(script):
        yield from _of_fields([(field["name"], _text(field)) for field in _A_FIELD.finditer(found[0])])


def _of_fields(fields: list[tuple[str, str]]) -> Iterator[Literal]:
    """The addresses among named strings that belong together, with what the others call them."""
    words = " ".join(dict.fromkeys(text for name, text in fields if _NAMES_WORDS.search(name)))
    for name, text in fields:
        if _NAMES_ADDRESS.search(name):
            yield from _literal(text, words)


def _literal(address: str, words: str) -> Iterator[Literal]:
    if _AN_ADDRESS.fullmatch(address.strip()):
        yield address.strip(), " ".join(_TAG.sub(" ", words).split())


def _text(found: re.Match[str]) -> str:
    double = found["double"]
    return _plain(double if double is not None else found["single"])


def _plain(written: str) -> str:
    """A string of a script without its escapes. A sign outside of the first plane is written as two of them; a half
    that stands alone stays, and `absolute` takes no address that has one."""
    text = _ESCAPED.sub(lambda one: chr(int(one["code"], 16)) if one["code"] else one["sign"], written)
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
