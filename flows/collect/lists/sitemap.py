"""sitemap.xml (https://www.sitemaps.org/protocol.html): addresses, and indexes of further sitemaps."""

import re
from html import unescape
from typing import Final

from flows.collect.lists.model import FoundLink, Listing, ListPage, absolute

_TOKEN: Final = re.compile(
    r"<(?P<kind>url|sitemap)\b[^<>]{0,500}>|<loc>\s*(?:<!\[CDATA\[)?(?P<address>[^<\]]{1,4000})"
)


def read(page: ListPage) -> Listing:
    """Addresses and further sitemaps. Read by expression: a sitemap is flat and often broken."""
    links: list[FoundLink] = []
    more: list[str] = []
    kind = "url"
    for token in _TOKEN.finditer(page.text):
        if token["kind"]:
            kind = token["kind"]
            continue
        url = absolute(page.url, unescape(token["address"]))
        if url is not None and kind == "url":
            links.append(FoundLink(url, ""))
        elif url is not None:
            more.append(url)
    return Listing(tuple(links), tuple(more))
