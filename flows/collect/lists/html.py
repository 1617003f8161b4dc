"""Plain HTML lists, and the ways in which they go on.

A list goes on by: numbered siblings of its page (`index_2.html`, `list_2.shtml`, with `-` too, `list.jsp?page=2`),
a next link (words or `rel`), or a script that states the number of pages, as TRS writes it: `createPageHTML(5, 0,
"index", "html")` and its kin (`Pager({size: 5, current: 0, prefix: 'index', suffix: 'html'})`), `var countPage =
5`. The second page is `index_1.html` where the script counts its first page as 0, and `index_2.html` where it
counts it as 1. Pages behind the first one repeat the script, and say nothing new. A list may stand in a frame of
its page, too.

A number in the name of a page may be that of the page (`index_2.html`) or that of the column (`node_1234.htm`): it
is the column's where the script or a link puts a further number behind it (`node_1234_2.htm`), and where nothing
leads to the column's page without it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from posixpath import basename, splitext
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from flows.collect.lists.model import (
    MOST_PAGES,
    FoundLink,
    Listing,
    ListPage,
    absolute,
    frames_of,
    links_of,
    whole_number,
)

_NEXT_WORDS: Final = re.compile(r"(下一?[页頁]|后一?[页頁]|next( page)?|[>»›]|&gt;)[\s>»›]*", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?P<stem>.+?)[_-](?P<number>\d{1,4})")
_PAGE_SCRIPT: Final = re.compile(
    r"\b(?:createPage\w{0,20}|Pager|Pagination)\s{0,5}\((?P<arguments>[^()]{1,300})\)", re.IGNORECASE
)
_LABEL: Final = re.compile(r"^\s*\{?\s*[\"']?\w{1,30}[\"']?\s*:")
"""What an argument is called, where the script gives an object."""
_PAGE_ENDING: Final = re.compile(r"[sx]?html?|jsp|aspx?|php", re.IGNORECASE)
_PAGE_COUNT: Final = re.compile(r"\bcountPage\s*=\s*[\"']?(\d{1,4})\b")
_THIS_PAGE: Final = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d{1,4})\b")
_PAGE_PARAMETER: Final = re.compile(r"(cur(rent)?_?)?p(age)?_?(n|no|num|number|index)?", re.IGNORECASE)
_REL_NEXT: Final = re.compile(
    r"<(?:a|link)\b(?=[^<>]{0,1000}\brel\s*=\s*[\"']?next\b)[^<>]{0,1000}\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2000})",
    re.IGNORECASE,
)
_DEFAULT_NAME: Final = ("index", ".html")
_PAGE_NAMES: Final = frozenset({"index", "default"})
"""Names that a column's first page has everywhere: a number behind one is a page's."""
_FIRST_NUMBERS: Final = ("", "_0", "_1", "-1")
_MOST_FRAMES: Final = 5
"""Frames that are looked into: most show a menu or the weather."""


def read(page: ListPage) -> Listing:
    """Links and further pages of an HTML list."""
    links = links_of(page.text, page.url)
    name = _name_of_list(page.url, links)
    named_next = (absolute(page.url, href) for href in _REL_NEXT.findall(page.text))
    more = [
        *stated_pages(page),
        *(url for url in named_next if url is not None),
        *(link.url for link in links if _is_sibling(page.url, name, link.url) or _is_next(link)),
    ]
    host = urlsplit(page.url).netloc
    frames = [url for url in frames_of(page.text, page.url) if urlsplit(url).netloc == host]
    return Listing(
        links,
        tuple(dict.fromkeys(url for url in more if urlsplit(url).netloc == host)),
        tuple(frames[:_MOST_FRAMES]),
    )


def _is_next(link: FoundLink) -> bool:
    return any(_NEXT_WORDS.fullmatch(word) for word in {link.words, *link.words.split()[:1]})


def _is_sibling(page_url: str, list_name: tuple[str, str], url: str) -> bool:
    """Whether an address is the same list's page with another number."""
    page, other = urlsplit(page_url), urlsplit(url)
    stem, extension = list_name
    folder = page.path[: page.path.rfind("/") + 1]
    if page.query != other.query:
        return page.path == other.path and _has_other_number(page.query, other.query)
    name, other_extension = splitext(basename(other.path))
    numbered = _NUMBERED.fullmatch(name)
    return (
        other.path.startswith(folder)
        and other.path[len(folder) :] == basename(other.path)
        and numbered is not None
        and numbered["stem"] == stem
        and (other_extension == extension or not basename(page.path))
    )


def _has_other_number(query: str, other: str) -> bool:
    """Whether two queries ask for the same list and differ in the number of its page alone."""
    ours, theirs = dict(parse_qsl(query)), dict(parse_qsl(other))
    differ = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
    (name, *others) = differ or {""}
    return not others and bool(_PAGE_PARAMETER.fullmatch(name)) and theirs.get(name, "").isdecimal()


def _name_of_list(url: str, links: Sequence[FoundLink]) -> tuple[str, str]:
    """What the pages of the list at an address are called before their number, and their extension; a folder's page
    is its index."""
    name, extension = splitext(basename(urlsplit(url).path))
    if not name:
        return _DEFAULT_NAME
    numbered = _NUMBERED.fullmatch(name)
    if numbered is None:
        return name, extension
    stem = numbered["stem"]
    linked = {basename(urlsplit(link.url).path) for link in links}
    further = re.compile(rf"{re.escape(name)}[_-]\d{{1,4}}{re.escape(extension)}")
    if any(further.fullmatch(other) for other in linked):
        return name, extension
    leads_to_first = any(f"{stem}{number}{extension}" in linked for number in _FIRST_NUMBERS)
    is_page = stem.lower() in _PAGE_NAMES or leads_to_first
    return (stem if is_page else name), extension


def stated_pages(page: ListPage) -> list[str]:
    """The further pages that a script counts on the first page of a list."""
    name, extension = splitext(basename(urlsplit(page.url).path))
    is_numbered = _NUMBERED.fullmatch(name) is not None
    for found in _PAGE_SCRIPT.finditer(page.text):
        counted_out = _counted_out(found["arguments"])
        if counted_out is not None:
            count, first, stem, ending = counted_out
            is_later = is_numbered and stem != name
            return [] if is_later else _numbered_pages(page.url, count, first, stem, f".{ending}")
    counted, this = _PAGE_COUNT.search(page.text), _THIS_PAGE.search(page.text)
    number = int(this[1]) if this else 0
    if counted is None or (is_numbered and (this is None or number > 0)):
        return []
    stem, extension = (name, extension) if name else _DEFAULT_NAME
    return _numbered_pages(page.url, int(counted[1]), number, stem, extension)


def _counted_out(arguments: str) -> tuple[int, int, str, str] | None:
    """Of a script's arguments the number of pages, that of the first, their name and their extension, wherever they
    stand: some name the element that holds the pager before them, or a style and the number of records behind."""
    values = [_LABEL.sub("", one).strip(" \t\r\n\"'}") for one in arguments.split(",")]
    numbers = [number for value in values if (number := whole_number(value)) is not None]
    named = (
        (stem, ending)
        for stem, ending in pairwise(values)
        if re.fullmatch(r"[A-Za-z][\w-]*", stem) and _PAGE_ENDING.fullmatch(ending)
    )
    name = next(named, None)
    return (numbers[0], numbers[1], *name) if len(numbers) > 1 and name is not None else None


def _numbered_pages(url: str, count: int, first: int, stem: str, extension: str) -> list[str]:
    """All pages but the first, which is counted as 0 or as 1."""
    begin = min(first, 1)
    last = begin + min(count, MOST_PAGES + 1)
    return [urljoin(url, f"{stem}_{number}{extension}") for number in range(begin + 1, last)]
