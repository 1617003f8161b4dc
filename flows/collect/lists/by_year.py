"""Lists that are asked for year by year: JCMS `/module/xxgk/xxgkAnnualReport.jsp?area=...&fbtime=2020`, and pages
of other systems whose address has a parameter that is a year (`/public/column/1?timeFrame=2020`).

The start address is that of any year. The other years are those that the page's menu names (`<option>`, or links
to the same page with another year); a page without a menu is asked for every year since 2008, and for the year after
the newest that has something.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flows.collect.lists.model import FoundLink, Listing, ListPage, links_of

_FIRST_YEAR: Final = 2008
"""The regulation is in force since then."""
_LAST_YEAR: Final = 2099
_YEAR: Final = re.compile(r"20\d\d")
_TAG: Final = re.compile(r"<[^<>]*>")
_EMPTY_PAGE: Final = 300
"""Characters; a page without links and with no more words than these says that there is nothing."""
_OPTION: Final = re.compile(r"<option\b[^<>]{0,200}\bvalue\s*=\s*[\"']?\s*(20\d\d)\s*[\"'\s>]", re.IGNORECASE)


def read(page: ListPage) -> Listing:
    """The links of one year, and the other years."""
    links = links_of(page.text, page.url)
    parameter = year_parameter(page.url)
    if parameter is None:
        return Listing(links)
    name, year = parameter
    others = {found for link in links if (found := _year_of_same_page(page.url, link, name)) is not None}
    named = others | {int(found) for found in _OPTION.findall(page.text)}
    own = tuple(link for link in links if _year_of_same_page(page.url, link, name) is None)
    if named - {year}:
        return Listing(own, _with_years(page.url, name, named - {year}))
    has_something = bool(own) or len(_TAG.sub("", page.text)) > _EMPTY_PAGE
    neighbours = {*range(_FIRST_YEAR, year), *({year + 1} if has_something and year < _LAST_YEAR else ())}
    return Listing(own, guessed=_with_years(page.url, name, neighbours))


def year_parameter(url: str) -> tuple[str, int] | None:
    """The name and the value of the parameter that is a year; the last of several."""
    query = parse_qsl(urlsplit(url).query)
    return next(((name, int(value)) for name, value in reversed(query) if _YEAR.fullmatch(value)), None)


def _year_of_same_page(url: str, link: FoundLink, name: str) -> int | None:
    """The year of a link that leads to the same page for some year."""
    page, other = urlsplit(url), urlsplit(link.url)
    if (page.netloc, page.path) != (other.netloc, other.path):
        return None
    value = dict(parse_qsl(other.query)).get(name, "")
    return int(value) if _YEAR.fullmatch(value) else None


def _with_years(url: str, name: str, years: set[int]) -> tuple[str, ...]:
    """The page for each of some years, the newest first."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    queries = (
        [(key, str(year) if key == name else value) for key, value in query] for year in sorted(years)[::-1]
    )
    return tuple(urlunsplit(parts._replace(query=urlencode(one))) for one in queries)
