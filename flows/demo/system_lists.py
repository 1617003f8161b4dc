"""Lists as other site systems serve them: scripts that count pages, shells without a list, XML, JSON, packed sitemaps.

What belongs here: the markup and the addresses of each system's lists. What does not: the reports that they name
(`systems.py`), and the lists of the portal's own column (`pages.py`).

Every function takes the lines of a list, newest first, and gives the text at each address below the portal's root, with
its query.
"""

import gzip
import json
from collections.abc import Sequence
from html import escape
from typing import Final

from flows.demo.agencies import CITY
from flows.demo.pages import COLUMN_NAME, ListItem, links_page, text_page

Lists = dict[str, tuple[bytes, str]]
"""What is answered at each address: bytes and content type."""

HTML: Final = "text/html; charset=utf-8"
_PER_PAGE: Final = 2
TRS_LIST: Final = "/gbk/nb/index.htm"
JCMS_SHELL: Final = "/col/col101/index.html"
_JCMS_PROXY: Final = (
    "/module/web/jpage/dataproxy.jsp?page=1&webid=1&path=/&columnid=101&unitid=8&permissiontype=0"
)
_YEARS: Final = "/module/xxgk/xxgkAnnualReport.jsp"
_AREA: Final = "area=999000"
GKMLPT_LIST: Final = "/gkmlpt/api/all/103?page=1&sid=999"
SITEMAP: Final = "/sitemap.xml"
FRONT: Final = "/wzq/"


def trs(items: Sequence[ListItem]) -> Lists:
    """A list in GBK that calls itself gb2312 and counts its pages in a script; its second page is `index_1.htm`."""
    chunks = _chunks(items)
    script = f'<script>createPageHTML({len(chunks)}, {{}}, "index", "htm");</script>'
    names = [TRS_LIST, *(TRS_LIST.replace(".htm", f"_{n}.htm") for n in range(1, len(chunks)))]
    return {
        name: (_page(chunk, script.format(n), "gb2312").encode("gb18030"), "text/html")
        for n, (name, chunk) in enumerate(zip(names, chunks, strict=True))
    }


def jcms(items: Sequence[ListItem]) -> Lists:
    """A page without a list: its first records stand in a script as XML, and a proxy has the others."""
    first, others = items[:_PER_PAGE], items[_PER_PAGE:]
    store = _store(first, f'<nextgroup><![CDATA[<a href="{escape(_JCMS_PROXY)}"></a>]]></nextgroup>')
    shell = f'<div id="8"><script type="text/xml">{store}</script></div>'
    return {
        JCMS_SHELL: (_page((), shell).encode(), HTML),
        _JCMS_PROXY: (_store(others, "").encode(), "text/xml; charset=utf-8"),
    }


def jcms_by_year(items: Sequence[ListItem]) -> Lists:
    """A list a year, without a menu; a year without reports says that there is nothing."""
    pages = {year_address(item.published_on.year - 1): (_page((item,)).encode(), HTML) for item in items}
    return {_YEARS: ("<p>暂无信息</p>".encode(), HTML), **pages}


def year_address(year: int | str) -> str:
    """Where the list by year has its page for a year."""
    return f"{_YEARS}?{_AREA}&fbtime={year}"


def gkmlpt(items: Sequence[ListItem]) -> Lists:
    """A column as JSON."""
    articles = [{"id": n, "title": item.title, "url": item.path} for n, item in enumerate(items, start=1)]
    answer = json.dumps({"total": len(items), "articles": articles}, ensure_ascii=False)
    return {GKMLPT_LIST: (answer.encode(), "application/json")}


def sitemaps(items: Sequence[ListItem]) -> Lists:
    """An index of two maps, one of them packed; one page in them is no report."""
    named = [*(item.path for item in items), "/info/104/guide.htm"]
    half = len(named) // 2
    index = "".join(
        f"<sitemap><loc>{name}</loc></sitemap>" for name in ("/sitemap_1.xml.gz", "/sitemap_2.xml")
    )
    return {
        SITEMAP: (f"<sitemapindex>{index}</sitemapindex>".encode(), "text/xml"),
        "/sitemap_1.xml.gz": (gzip.compress(_urls(named[:half]), mtime=0), "application/gzip"),
        "/sitemap_2.xml": (_urls(named[half:]), "text/xml"),
    }


def behind_front_page(items: Sequence[ListItem]) -> Lists:
    """A district's own site: its front page leads to a page on disclosure, and that to a list with next links."""
    day = items[0].published_on
    column, chunks = f"{FRONT}zwgk/nb/", _chunks(items)
    names = ["index.shtml", *(f"index_{n}.shtml" for n in range(2, len(chunks) + 1))]
    pages = {
        column + name: (_page(chunk, _next(names, n)).encode(), HTML)
        for n, (name, chunk) in enumerate(zip(names, chunks, strict=True))
    }
    steps = {
        FRONT: (
            "区要闻",
            (("通知公告", f"{FRONT}tzgg/"), ("政务公开", f"{FRONT}zwgk/"), ("互动交流", f"{FRONT}hdjl/")),
        ),
        f"{FRONT}zwgk/": (
            "政务公开",
            (("公开指南", f"{FRONT}zwgk/zn/"), (COLUMN_NAME, f"{column}index.shtml")),
        ),
    }
    for path, (title, links) in steps.items():
        page = links_page(title, [ListItem(target, words, day) for words, target in links], (title,))
        pages[path] = (page.encode(), HTML)
    return pages


def year_menu(years: Sequence[int], path: str) -> str:
    """Links to the other years of a page that is a report itself."""
    links = "".join(f'<li><a href="{path}?timeFrame={year}">{year}年</a></li>' for year in years)
    return f'<ul class="years">{links}</ul>'


def guide_page(items: Sequence[ListItem]) -> Lists:
    """A page that a sitemap names and that is no report."""
    page = text_page(
        f"{CITY}政府信息公开指南", ("申请人可以当面提出申请。",), items[0].published_on, ("指南",)
    )
    return {"/info/104/guide.htm": (page.encode(), HTML)}


def _chunks(items: Sequence[ListItem]) -> list[Sequence[ListItem]]:
    return [items[i : i + _PER_PAGE] for i in range(0, len(items), _PER_PAGE)]


def _page(items: Sequence[ListItem], more: str = "", charset: str = "utf-8") -> str:
    lines = "".join(f"<li>{_anchor(item)}<span>{item.published_on}</span></li>" for item in items)
    head = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{COLUMN_NAME}</title>'
    )
    return f"<html><head>{head}</head><body><ul>{lines}</ul>{more}</body></html>"


def _next(names: Sequence[str], here: int) -> str:
    return f'<a href="{names[here + 1]}">下一页</a>' if here + 1 < len(names) else ""


def _store(items: Sequence[ListItem], group: str) -> str:
    records = "".join(f"<record><![CDATA[<li>{_anchor(item)}</li>]]></record>" for item in items)
    return f"<datastore>{group}<recordset>{records}</recordset></datastore>"


def _anchor(item: ListItem) -> str:
    return f'<a href="{item.path}" title="{escape(item.title)}">{escape(item.title)}</a>'


def _urls(paths: Sequence[str]) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{path}</loc></url>' for path in paths)}</urlset>".encode()
