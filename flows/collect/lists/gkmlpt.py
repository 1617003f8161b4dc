"""Lists of Guangdong's disclosure platform (gkmlpt): JSON from `/gkmlpt/api/all/{column}?page=1&sid=...`.

An answer states `total` and holds `articles`, each with `title` and `url` (`post_url` where the article is
published on another site).
"""

import json
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flows.collect.lists.model import FoundLink, Listing, ListPage, absolute

_FOLDER: Final = "/gkmlpt/"
_SITE: Final = re.compile(r"\bSID[\"']?\s*[:=]\s*[\"']?(\d{1,9})\b")
PER_PAGE: Final = 100
"""Articles in one answer; the last one has fewer."""


def read(page: ListPage) -> Listing:
    """The articles, and the next page while the total says that there is one."""
    try:
        answer: Any = json.loads(page.text)
    except ValueError:
        return Listing()
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list) or not articles:
        return Listing()
    links = [_link(page.url, article) for article in articles if isinstance(article, dict)]
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = int(query["page"]) if query.get("page", "").isdecimal() else 1
    total = answer.get("total")
    more: tuple[str, ...] = ()
    if isinstance(total, int) and max(number, 1) * PER_PAGE < total:
        query["page"] = str(max(number, 1) + 1)
        more = (urlunsplit(parts._replace(query=urlencode(query))),)
    return Listing(tuple(link for link in links if link is not None), more)


def api_address(shell: str, text: str) -> str | None:
    """The address of a column's JSON, from that of the page that people open (`/gkmlpt/index#5`) and its text, which
    names the site's number; None where either says less."""
    parts = urlsplit(shell)
    site, column = _SITE.search(text), parts.fragment.strip("/")
    if site is None or not column.isdecimal() or _FOLDER not in parts.path:
        return None
    folder = parts.path[: parts.path.index(_FOLDER)] + _FOLDER
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}api/all/{column}", f"page=1&sid={site[1]}", ""))


def _link(base: str, article: dict[str, Any]) -> FoundLink | None:
    url = absolute(base, str(article.get("url") or article.get("post_url") or ""))
    return FoundLink(url, str(article.get("title") or "")) if url else None
