"""JCMS lists: the XML behind `/col/colN/index.html`, from `/module/web/jpage/dataproxy.jsp`.

The start address is that of the proxy with all its parameters: `...dataproxy.jsp?startrecord=1&endrecord=45&
perpage=15&columnid=...&unitid=...&webid=...`. Each answer states `<totalrecord>` and holds its records as
HTML in CDATA sections. The page that asks for it in a browser posts the parameters; it takes them from the
address too.
"""

import re
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from flows.collect.lists.model import Listing, ListPage, links_of

_TOTAL: Final = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.IGNORECASE)
_RECORD: Final = re.compile(r"<record>\s*(?:<!\[CDATA\[)?", re.IGNORECASE)
_RECORD_END: Final = re.compile(r"(?:\]\]>\s*)?</record>", re.IGNORECASE)


def read(page: ListPage) -> Listing:
    """The links of all records, and the range of records after this one."""
    records = "\n".join(_RECORD_END.split(part, maxsplit=1)[0] for part in _RECORD.split(page.text)[1:])
    # Addresses in the records are relative to the site, not to the proxy.
    links = links_of(records, urljoin(page.url, "/"))
    total = _TOTAL.search(page.text)
    first, last = _record(page.url, "startrecord"), _record(page.url, "endrecord")
    if total is None or first is None or last is None or last < first or last >= int(total[1]):
        return Listing(links)
    return Listing(links, (_with_range(page.url, last + 1, last + 1 + last - first),))


def _record(url: str, name: str) -> int | None:
    value = parse_qs(urlsplit(url).query).get(name, [""])[0]
    return int(value) if value.isdecimal() else None


def _with_range(url: str, first: int, last: int) -> str:
    ranges = {"startrecord": str(first), "endrecord": str(last)}
    parts = urlsplit(url)
    query = [
        (name, ranges.get(name, value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))
