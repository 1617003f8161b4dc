"""Plain HTML lists, and the ways in which they go on.

A list goes on by: numbered siblings of its page (`index_2.html`, `list_2.shtml`, with `-` too, `list.jsp?page=2`), a
next link (words or `rel`), or a script that states the number of pages, as TRS writes it: `createPageHTML(5, 0,
"index", "html")`, `var countPage = 5`. The second page is `index_1.html` where the script counts its first page
as 0, and `index_2.html` where it counts it as 1. Pages behind the first one repeat the script, and say nothing new.
"""

import re
from posixpath import basename, splitext
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from flows.collect.lists.model import FoundLink, Listing, ListPage, links_of

_NEXT_WORDS: Final = re.compile(r"(下一?[页頁]|后一?[页頁]|next( page)?|[>»›]|&gt;)[\s>»›]*", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?P<stem>.+?)[_-](?P<number>\d{1,4})")
_PAGE_SCRIPT: Final = re.compile(r"createPageHTML\w*\s*\((?P<arguments>[^()]{1,200})\)")
_PAGE_COUNT: Final = re.compile(r"\bcountPage\s*=\s*[\"']?(\d{1,4})\b")
_THIS_PAGE: Final = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d{1,4})\b")
_PAGE_PARAMETER: Final = re.compile(r"(cur(rent)?_?)?p(age)?_?(n|no|num|number|index)?", re.IGNORECASE)
_REL_NEXT: Final = re.compile(
    r"<(?:a|link)\b(?=[^<>]{0,1000}\brel\s*=\s*[\"']?next\b)[^<>]{0,1000}\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2000})",
    re.IGNORECASE,
)
_DEFAULT_NAME: Final = ("index", ".html")


def read(page: ListPage) -> Listing:
    """Links and further pages of an HTML list."""
    links = links_of(page.text, page.url)
    more = [
        *stated_pages(page),
        *(urljoin(page.url, href) for href in _REL_NEXT.findall(page.text)),
        *(link.url for link in links if _is_sibling(page.url, link.url) or _is_next(link)),
    ]
    same_host = urlsplit(page.url).netloc
    return Listing(links, tuple(dict.fromkeys(url for url in more if urlsplit(url).netloc == same_host)))


def _is_next(link: FoundLink) -> bool:
    return any(_NEXT_WORDS.fullmatch(word) for word in {link.words, *link.words.split()[:1]})


def _is_sibling(page_url: str, url: str) -> bool:
    """Whether an address is the same list's page with another number."""
    page, other = urlsplit(page_url), urlsplit(url)
    stem, extension = _name(page.path)
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


def _name(path: str) -> tuple[str, str]:
    """Name without number, and extension, of the page at a path; a folder's page is its index."""
    name, extension = splitext(basename(path))
    if not name:
        return _DEFAULT_NAME
    numbered = _NUMBERED.fullmatch(name)
    return (numbered["stem"] if numbered else name), extension


def stated_pages(page: ListPage) -> list[str]:
    """The further pages that a script counts on the first page of a list."""
    name, extension = splitext(basename(urlsplit(page.url).path))
    if _NUMBERED.fullmatch(name):
        return []
    found = _PAGE_SCRIPT.search(page.text)
    if found is not None:
        arguments = [argument.strip().strip("\"'") for argument in found["arguments"].split(",")]
        numbers = [int(argument) for argument in arguments if argument.isdecimal()]
        names = [argument for argument in arguments if re.fullmatch(r"[A-Za-z][\w-]*", argument)]
        if len(numbers) >= 2 and len(names) >= 2:
            # Some variants name the element that holds the pager first: name and extension are the last two.
            return _numbered_pages(page.url, numbers[0], numbers[1], names[-2], f".{names[-1]}")
    counted, this = _PAGE_COUNT.search(page.text), _THIS_PAGE.search(page.text)
    if counted is None:
        return []
    stem, extension = (name, extension) if name else _DEFAULT_NAME
    return _numbered_pages(page.url, int(counted[1]), int(this[1]) if this else 0, stem, extension)


def _numbered_pages(url: str, count: int, first: int, stem: str, extension: str) -> list[str]:
    """All pages but the first, which is counted as 0 or as 1."""
    begin = min(first, 1)
    return [urljoin(url, f"{stem}_{number}{extension}") for number in range(begin + 1, begin + count)]
