"""JCMS lists: the XML from `/module/web/jpage/dataproxy.jsp`, and the `/col/colN/index.html` that asks for it.

Either may be the start address. The page holds the first records in a `<script type="text/xml">`, as HTML in CDATA
sections, and says how it goes on: by a `<nextgroup>` with the proxy's address, or by the parameters that its
script posts (`columnid`, `unitid`, `webid`, ...), which the proxy takes from its address too. An answer of the
proxy states `<totalrecord>`, and goes on by the next range of records or by its own `<nextgroup>`.
"""

import re
from html import unescape
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from flows.collect.lists.model import FoundLink, Listing, ListPage, absolute, links_of, whole_number

_TOTAL: Final = re.compile(r"<totalrecord>\s*(\d{1,9})\s*</totalrecord>", re.IGNORECASE)
_RECORD: Final = re.compile(r"<record>\s*(?:<!\[CDATA\[)?", re.IGNORECASE)
_RECORD_END: Final = re.compile(r"(?:\]\]>\s*)?</record>", re.IGNORECASE)
_PROXY: Final = re.compile(r"/dataproxy\.jsp", re.IGNORECASE)
_BEFORE: Final = re.compile(r"[^\s\"'<>()]*$")
_LONGEST_PATH: Final = 200
_NEXT_GROUP: Final = re.compile(
    r"<nextgroup>[^<]*(?:<!\[CDATA\[)?\s*<a\s[^<>]{0,200}?\bhref\s*=\s*(?P<mark>[\"'])(?P<href>[^<>]{1,2000}?)(?P=mark)\s*[/>]",
    re.IGNORECASE,
)
# columnid=7&unitid=8 in an address, or columnid:'7' and "columnid": 7 in a script's object.
_PARAMETER: Final = re.compile(
    r"\b(?P<name>col|appid|webid|path|columnid|sourceContentType|unitid|permissiontype)\b"
    r"[\"']?\s*(?:=|:)\s*[\"']?(?P<value>[\w./%-]{1,40})"
)
_NEEDED: Final = frozenset({"columnid", "unitid", "webid"})
_PER_PAGE: Final = re.compile(r"\bperPage[\"']?\s*[:=]\s*[\"']?(\d{1,3})\b", re.IGNORECASE)
_USUAL_PER_PAGE: Final = 15
_PAGES_A_GROUP: Final = 3
"""A page asks for so many pages of records at once."""


def read(page: ListPage) -> Listing:
    """The links of all records, and where the list goes on."""
    return Listing(_links(page), _more(page))


def is_shell(page: ListPage) -> bool:
    """Whether a page takes its list from the proxy."""
    return bool(_more(page)) and _record(page.url, "startrecord") is None


def is_answer(page: ListPage) -> bool:
    """Whether a page is an answer of the proxy, by its address or its records."""
    return _PROXY.search(urlsplit(page.url).path) is not None or _RECORD.search(page.text) is not None


def _links(page: ListPage) -> tuple[FoundLink, ...]:
    records = "\n".join(_RECORD_END.split(part, maxsplit=1)[0] for part in _RECORD.split(page.text)[1:])
    # Addresses in the records are relative to the site, not to the proxy.
    return links_of(records, urljoin(page.url, "/"))


def _more(page: ListPage) -> tuple[str, ...]:
    first, last = _record(page.url, "startrecord"), _record(page.url, "endrecord")
    total = _TOTAL.search(page.text)
    if first is not None and last is not None and total is not None:
        if last < first or last >= int(total[1]):
            return ()
        return (_with_range(page.url, last + 1, last + 1 + last - first),)
    group = _NEXT_GROUP.search(page.text)
    url = absolute(page.url, unescape(group["href"])) if group else _first_range(page)
    return (url,) if url else ()


def _first_range(page: ListPage) -> str | None:
    """The proxy's address with what the script of a page posts; None where it does not say all of it."""
    proxy = _proxy_in(page.text)
    if proxy is None:
        return None
    parameters: dict[str, str] = {}
    for found in _PARAMETER.finditer(page.text):
        parameters.setdefault(found["name"], found["value"])
    if not parameters.keys() >= _NEEDED:
        return None
    stated = _PER_PAGE.search(page.text)
    per_page = int(stated[1]) if stated else _USUAL_PER_PAGE
    query = {"startrecord": 1, "endrecord": per_page * _PAGES_A_GROUP, "perpage": per_page, **parameters}
    url = absolute(page.url, unescape(proxy))
    return f"{url}?{urlencode(query)}" if url else None


def _proxy_in(text: str) -> str | None:
    """The proxy's address as a page writes it."""
    found = _PROXY.search(text)
    if found is None:
        return None
    before = _BEFORE.search(text, max(0, found.start() - _LONGEST_PATH), found.start())
    return f"{before[0] if before else ''}{found[0]}"


def _record(url: str, name: str) -> int | None:
    return whole_number(parse_qs(urlsplit(url).query).get(name, [""])[0])


def _with_range(url: str, first: int, last: int) -> str:
    ranges = {"startrecord": str(first), "endrecord": str(last)}
    parts = urlsplit(url)
    query = [
        (name, ranges.get(name, value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))
