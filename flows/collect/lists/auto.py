"""Lists of a shape that nobody knows yet: each page is read as what it is.

What belongs here: telling a page's shape from its text and address. What does not: reading it.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from flows.collect.lists import by_year, gkmlpt, html, jpage, sitemap
from flows.collect.lists.model import Listing, ListPage
from flows.collect.lists.scripts import is_data
from flows.sources.model import Shape

_SITEMAP: Final = re.compile(r"<(urlset|sitemapindex)\b")
_HEAD: Final = 2_000
_YEAR_PAGE: Final = re.compile(r"annual-?report", re.IGNORECASE)


def shape_of(page: ListPage) -> Shape:
    """The shape of a list page; what nothing else knows is plain HTML."""
    if is_data(page.text) and gkmlpt.NAMES_ARTICLES in page.text:
        return "gkmlpt"
    if _SITEMAP.search(page.text[:_HEAD]):
        return "sitemap"
    if jpage.is_shell(page) or jpage.is_answer(page):
        return "jpage"
    if _YEAR_PAGE.search(urlsplit(page.url).path) and by_year.year_parameter(page.url):
        return "by_year"
    return "html"


def read(page: ListPage) -> Listing:
    """Links and further pages of a page of whatever shape."""
    shape = shape_of(page)
    if shape == "gkmlpt":
        return gkmlpt.read(page)
    if shape == "sitemap":
        return sitemap.read(page)
    if shape == "jpage":
        return jpage.read(page)
    return by_year.read(page) if shape == "by_year" else html.read(page)
