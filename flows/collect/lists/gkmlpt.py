"""Lists of Guangdong's disclosure platform (gkmlpt): JSON from `/gkmlpt/api/all/{column}?page=1&sid=...`.

An answer states `total` and holds `articles`, each with `title` and `url` (`post_url` where the article is
published on another site). How many articles an answer holds differs from site to site: the first one tells.
"""

import json
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flows.collect.lists.model import (
    MOST_PAGES,
    FoundLink,
    Listing,
    ListPage,
    absolute,
    whole_number,
)

NAMES_ARTICLES: Final = '"articles"'
"""What an answer of the platform has in it."""
_FOLDER: Final = "/gkmlpt/"
_SITE: Final = re.compile(r"\bSID[\"']?\s*[:=]\s*[\"']?(\d{1,9})\b")


def read(page: ListPage) -> Listing:
    """The articles, and on the first page all further ones that the total asks for."""
    try:
        answer: Any = json.loads(page.text)
    except (ValueError, RecursionError):
        return Listing()
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list) or not articles:
        return Listing()
    links = [_link(page.url, article) for article in articles if isinstance(article, dict)]
    more = _further_pages(page.url, answer.get("total"), len(articles))
    return Listing(tuple(link for link in links if link is not None), more)


def _further_pages(url: str, total: object, per_page: int) -> tuple[str, ...]:
    """The pages behind the first, by the number of articles on it; a later page says nothing new."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    this = whole_number(query.get("page", ""))
    number = 1 if this is None else this
    if not isinstance(total, int) or number > 1:
        return ()
    last = min((total + per_page - 1) // per_page, MOST_PAGES + 1)
    queries = (urlencode(query | {"page": str(further)}) for further in range(number + 1, last + 1))
    return tuple(urlunsplit(parts._replace(query=one)) for one in queries)


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
