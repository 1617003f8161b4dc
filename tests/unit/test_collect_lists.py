"""The list shapes: from a page to its links and its further pages."""

import json

import pytest

from flows.collect.lists import gkmlpt, html, jpage, sitemap
from flows.collect.lists.model import ListPage, links_of, list_text

BASE = "http://county.example/xxgk/nb/"


def more_of(markup: str, url: str = BASE + "index.html") -> list[str]:
    return [
        address.removeprefix("http://county.example") for address in html.read(ListPage(url, markup)).more
    ]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./202001/t1.html", BASE + "202001/t1.html"),
        ("/art/1.html#top", "http://county.example/art/1.html"),
        ("//other.example/a", "http://other.example/a"),
        (" a b.html\n", BASE + "ab.html"),
        ("https://county.example/a?x=1&amp;y=2", "https://county.example/a?x=1&y=2"),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("#top", None),
        ("", None),
        ("http://[broken/", None),
    ],
)
def test_links_are_absolute_web_addresses(href: str, url: str | None) -> None:
    found = links_of(f'<a href="{href}" title="全称 年度报告">年度…</a>', BASE + "index.html")
    assert [(link.url, link.words) for link in found] == ([(url, "年度… 全称 年度报告")] if url else [])


def test_a_stated_base_counts_and_damage_does_no_harm() -> None:
    assert (
        links_of('<base href="/new/"><a href="a.html">x', BASE)[0].url == "http://county.example/new/a.html"
    )
    for markup in ("", "   ", "<", "\0", "<a href='x' <a <<<", "no markup"):
        links_of(markup, BASE)


@pytest.mark.parametrize(
    ("payload", "content_type"),
    [
        ("年度报告".encode(), "text/html; charset=gb2312"),
        ("年度报告".encode("gb18030"), "text/html; charset=utf-8"),
        (b"\xef\xbb\xbf" + "年度报告".encode(), None),
        ('<meta charset="gb2312">垚年度报告'.encode("gb18030"), None),
    ],
)
def test_the_bytes_count_for_more_than_the_label(payload: bytes, content_type: str | None) -> None:
    assert list_text(payload, content_type).endswith("年度报告")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<script>createPageHTML(3, 0, "index", "html");</script>', ["index_1.html", "index_2.html"]),
        (
            "<script>createPageHTML('page', 3, 0, 'list', 'shtml', 60);</script>",
            ["list_1.shtml", "list_2.shtml"],
        ),
        ("<script>var currentPage = 0; var countPage = 3//pages</script>", ["index_1.html", "index_2.html"]),
        ('<script>createPageHTML(1, 0, "index", "html");</script>', []),
        ('<a href="index_2.html">2</a><a href="index_3.html">3</a>', ["index_2.html", "index_3.html"]),
        ('<a href="index-2.html">2</a>', ["index-2.html"]),
        ('<a href="p2.html">下一页</a>', ["p2.html"]),
        ('<a href="p2.html">下页 &gt;</a>', ["p2.html"]),
        ('<a href="p2.html" rel="next">2</a>', ["p2.html"]),
        ('<link rel="next" href="p2.html">', ["p2.html"]),
        ('<a href="p2.html">下一页的年度报告</a>', []),
        ('<a href="/other/index_2.html">2</a>', []),
        ('<a href="news_2.html">2</a>', []),
        ('<a href="http://other.example/index_2.html">下一页</a>', []),
    ],
)
def test_how_an_html_list_goes_on(markup: str, expected: list[str]) -> None:
    assert more_of(markup) == ["/xxgk/nb/" + name for name in expected]


def test_a_folder_and_a_later_page_go_on_too() -> None:
    assert more_of('<a href="index_2.shtml">2</a>', BASE) == ["/xxgk/nb/index_2.shtml"]
    assert more_of('<a href="index_3.html">3</a>', BASE + "index_2.html") == ["/xxgk/nb/index_3.html"]
    assert more_of('<a href="?page=2">下一页</a>', BASE + "list.jsp?page=1") == ["/xxgk/nb/list.jsp?page=2"]


def test_sitemaps_give_addresses_and_further_sitemaps() -> None:
    text = (
        '<?xml version="1.0"?><urlset>'
        "<url><loc> http://county.example/a?x=1&amp;y=2 </loc><lastmod>2020</lastmod></url>"
        "<url><lastmod>2020</lastmod><loc><![CDATA[http://county.example/b]]></loc></url></urlset>"
    )
    listing = sitemap.read(ListPage(BASE + "sitemap.xml", text))
    assert [link.url for link in listing.links] == [
        "http://county.example/a?x=1&y=2",
        "http://county.example/b",
    ]
    index = "<sitemapindex><sitemap><loc>/sitemap_2.xml</loc></sitemap></sitemapindex>"
    assert sitemap.read(ListPage(BASE + "sitemap.xml", index)).more == (
        "http://county.example/sitemap_2.xml",
    )


@pytest.mark.timeout(10)
def test_a_broken_sitemap_is_read_in_time() -> None:
    assert sitemap.read(ListPage(BASE, "<url><loc>" * 20_000)).links == ()


def test_jpage_records_and_ranges() -> None:
    url = (
        "http://county.example/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=2&perpage=1&columnid=7"
    )
    anchor = "<a href='/art/2020/1/20/art_7_{0}.html' title='年报{0}'>年报</a>"
    record = f"<record><![CDATA[<li>{anchor}</li>]]></record>"
    records = f"<recordset>{record.format(1)}{record.format(2)}</recordset>"
    text = f"<datastore><totalrecord>5</totalrecord>{records}</datastore>"
    listing = jpage.read(ListPage(url, text))
    assert [link.url for link in listing.links] == [
        "http://county.example/art/2020/1/20/art_7_1.html",
        "http://county.example/art/2020/1/20/art_7_2.html",
    ]
    assert listing.more == (url.replace("startrecord=1&endrecord=2", "startrecord=3&endrecord=4"),)
    last = url.replace("startrecord=1&endrecord=2", "startrecord=5&endrecord=6")
    assert jpage.read(ListPage(last, text)).more == ()
    assert jpage.read(ListPage(url, "no list at all")).links == ()


def test_gkmlpt_articles_and_pages() -> None:
    url = "http://county.example/gkmlpt/api/all/5?page=1&sid=2"
    articles = [
        {"title": "2020年度报告", "url": "http://county.example/gkmlpt/content/3/1/post_1.html#5"},
        {"title": "2021年度报告", "url": "", "post_url": "/content/post_2.html"},
        {"title": "no address"},
        "no article",
    ]
    listing = gkmlpt.read(ListPage(url, json.dumps({"total": 130, "articles": articles})))
    assert [(link.url, link.words) for link in listing.links] == [
        ("http://county.example/gkmlpt/content/3/1/post_1.html", "2020年度报告"),
        ("http://county.example/content/post_2.html", "2021年度报告"),
    ]
    assert listing.more == (url.replace("page=1", "page=2"),)
    second = url.replace("page=1", "page=2")
    assert gkmlpt.read(ListPage(second, json.dumps({"total": 130, "articles": articles}))).more == ()
    for text in ("", "[]", "{}", '{"articles": []}', '{"articles": {"a": 1}}'):
        assert gkmlpt.read(ListPage(url, text)).links == ()
