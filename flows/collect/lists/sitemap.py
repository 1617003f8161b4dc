"""sitemap.xml (https://www.sitemaps.org/protocol.html): addresses, and indexes of further sitemaps."""

import re
from html import unescape
from typing import Final

from flows.collect.lists.model import FoundLink, Listing, ListPage, absolute

_ENTRY: Final = re.compile(
    r"<(?P<kind>url|sitemap)\b[^>]*>(?:(?!</(?:url|sitemap)>).)*?<loc>\s*(?:<!\[CDATA\[)?(?P<address>[^<\]]+)",
    re.DOTALL,
)


def read(page: ListPage) -> Listing:
    """Addresses and further sitemaps. Read by expression: a sitemap is flat, often broken, and holds no
    words."""
    links: list[FoundLink] = []
    more: list[str] = []
    for entry in _ENTRY.finditer(page.text):
        url = absolute(page.url, unescape(entry["address"]))
        if url is not None and entry["kind"] == "url":
            links.append(FoundLink(url, ""))
        elif url is not None:
            more.append(url)
    return Listing(tuple(links), tuple(more))
