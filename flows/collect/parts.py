"""What belongs to a report: its further pages and its annexes, and the page to which an empty one sends its reader on.

What belongs here: which addresses a report page leads to, and of several pages that link one file the one it
belongs to. What does not: fetching (`collect.py`), and whether the text there is the report's
(`extract/part.py`): a link is a hint, and the texts decide.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from posixpath import splitext
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from flows.archive.addresses import file_name, is_further_page, is_page, without_session
from flows.collect.lists.html import stated_pages
from flows.collect.lists.model import MOST_LINKS, ListPage, anchors_of, links_of, list_text, refreshed
from flows.collect.lists.scripts import SENDS_ON
from flows.collect.visit import Visit
from flows.sources.model import ANNEX_ENDINGS, ANNEX_FILES, Source

MOST_PARTS: Final = 200
"""Addresses that one page leads to; a page that links more is no report, and would spend the night of its host."""

_PAGE_SCRIPTS: Final = (b"createpage", b"pager(", b"pagination(", b"countpage")
"""How the scripts begin that `stated_pages` reads, in lower case."""
_REFRESH: Final = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh")
_SENDS_ON: Final = re.compile(SENDS_ON.encode())
"""What a page that sends its reader on has in it, in lower case."""
_ANNEX_NAME: Final = re.compile(rf"\.({ANNEX_ENDINGS})(?![a-z0-9])".encode())
"""What a page that links one of `ANNEX_FILES` has in it, in lower case."""


def parts_of(source: Source, visit: Visit) -> tuple[str, ...]:
    """The addresses, linked from a report page, that belong to it: its further pages, and what `links.follow`
    names, `MOST_PARTS` at most. A further page leads to further pages and files of its report, and so does the page to
    which the report's address sends its reader on; a file leads nowhere."""
    capture = visit.capture
    if visit.payload is None:
        return ()
    if capture.linked_from is None:
        return linked_parts(source, visit.url, visit.url, visit.payload, capture.content_type)
    if is_further_page(capture.linked_from, capture.url):
        first = capture.linked_from
    elif is_page(capture.url) and not source.links.belongs(capture.url):
        first = visit.url
    else:
        return ()
    return linked_parts(source, visit.url, first, visit.payload, capture.content_type, may_send_on=False)


def linked_parts(
    source: Source,
    page: str,
    first: str,
    payload: bytes,
    content_type: str | None,
    *,
    may_send_on: bool = True,
) -> tuple[str, ...]:
    """The same of a page that is at hand.

    Args:
        page: its address.
        first: the address of its report's first page.
        may_send_on: whether it may send its reader on; one that a reader was sent to may not.
    """
    if content_type and "html" not in content_type.lower():
        return ()
    if not _may_link_parts(source, first, payload):
        return ()
    is_first = page == first
    markup = list_text(payload, content_type)
    links = (link.url for link in links_of(markup, page))
    linked = map(without_session, chain(stated_pages(ListPage(page, markup)), links))
    sent_on = refreshed(markup, page) if may_send_on else None
    parts = (
        url
        for url in linked
        if is_further_page(first, url) or (source.links.belongs(url) and (is_first or not is_page(url)))
    )
    every = chain([without_session(sent_on)] if sent_on else [], parts)
    found: dict[str, None] = {}
    for url in filter(source.allows_host, every):
        found[url] = None
        if len(found) == MOST_PARTS:
            break
    return tuple(found)


def _may_link_parts(source: Source, first: str, payload: bytes) -> bool:
    """Whether a page needs to be parsed for its parts: most pages name none, and a parse costs more than a fetch."""
    stem = splitext(file_name(first))[0]
    lowered = payload.lower()
    return (
        source.links.follow != (ANNEX_FILES,)
        or b"\0" in payload  # two bytes a character
        or not stem.isascii()
        or f"{stem.lower()}_".encode() in lowered
        or any(script in lowered for script in _PAGE_SCRIPTS)
        or _ANNEX_NAME.search(lowered) is not None
        or (b"http-equiv" in lowered and _REFRESH.search(lowered) is not None)
        or (b"location" in lowered and _SENDS_ON.search(lowered) is not None)
    )


def parents_of(linked: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The report of each part, in the order they were found.

    Args:
        linked: report pages with the parts that they link. A part that several link belongs to the page that
            links fewest: the others are lists or yearbooks.
    """
    parts = {report: list(dict.fromkeys(found)) for report, found in linked.items()}
    parents: dict[str, str] = {}
    for report, found in parts.items():
        for part in found:
            if part not in parents or len(found) < len(parts[parents[part]]):
                parents[part] = report
    return parents


def parts_in_folder(files: Sequence[tuple[str, Path]], max_bytes: int) -> dict[str, str]:
    """The report pages of those files of a folder that are parts: `name_2.html` beside `name.html`, and files
    that a page links, by their path or, where the link leads out of the folder, by a name that lies beside it.

    Args:
        files: addresses and paths; addresses are paths inside the folder, quoted.
        max_bytes: a larger page is not looked into.
    """
    pages = {url: path for url, path in files if is_page(url)}
    annexes = {_unquoted(url): url for url, _ in files if url not in pages}
    endings = {url.rpartition(".")[2].lower().encode() for url in annexes.values()}
    linked: dict[str, list[str]] = {}
    for url, path in pages.items():
        first = f"{url.rpartition('_')[0]}.{url.rpartition('.')[2]}"
        report = first if first in pages and is_further_page(first, url) else url
        found = [_annex_of(url, href, annexes) for href in _hrefs(path, endings, max_bytes)]
        linked.setdefault(report, []).extend(annex for annex in found if annex is not None)
        if report != url:
            linked[report].append(url)
    return parents_of(linked)


def _hrefs(path: Path, endings: Collection[bytes], max_bytes: int) -> list[str]:
    """The links of a saved page that names a file with one of these endings; none where it cannot be read, which
    its capture says."""
    try:
        payload = path.read_bytes() if endings and path.stat().st_size <= max_bytes else b""
        lowered = payload.lower()
        if not any(b"." + ending in lowered for ending in endings):
            return []
        anchors = anchors_of(list_text(payload, None))
    except OSError:
        return []
    return [href for href, _ in islice(anchors, MOST_LINKS)]


def _annex_of(page: str, href: str, annexes: Mapping[str, str]) -> str | None:
    """The file of the folder that a link of a page means; `annexes` are addresses by what they are unquoted."""
    try:
        target = urljoin(page, href.strip())
        leads_out = bool(urlsplit(href.strip()).netloc)
    except ValueError:
        return None
    if leads_out:
        target = urljoin(page, file_name(target))
    return annexes.get(_unquoted(target.partition("#")[0].partition("?")[0]))


def _unquoted(url: str) -> str:
    # Names that are no UTF-8 stay apart.
    return unquote(url, errors="surrogateescape")
