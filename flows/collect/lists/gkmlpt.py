"""Lists of Guangdong's disclosure platform (gkmlpt): JSON from `/gkmlpt/api/all/{column}?page=1&sid=...`.

An answer states `total` and holds `articles`, each with `title` and `url` (`post_url` where the article is
published on another site).
"""

import json
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flows.collect.lists.model import FoundLink, Listing, ListPage, absolute

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


def _link(base: str, article: dict[str, Any]) -> FoundLink | None:
    url = absolute(base, str(article.get("url") or article.get("post_url") or ""))
    return FoundLink(url, str(article.get("title") or "")) if url else None
