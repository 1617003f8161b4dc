"""The list shapes: from a page to its links and its further pages."""

import gzip
import json

import pytest

from flows.collect.lists import SHAPES, by_year, gkmlpt, html, jpage, sitemap
from flows.collect.lists.model import (
    MOST_PAGES,
    FoundLink,
    Listing,
    ListPage,
    frames_of,
    links_of,
    list_text,
    refreshed,
)

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
        (" a b.html\n", BASE + "a%20b.html"),
        ("./a\n\tb.html", BASE + "ab.html"),
        (r"\art\2.html?x=\y", r"http://county.example/art/2.html?x=\y"),
        ("http://county.example:99999/a", None),
        ("http://county.example:abc/a", None),
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


def test_a_page_that_states_its_encoding_as_xml_has_links_too() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">'
    assert [link.url for link in links_of(f"{head}<a href='a.html'>x</a>", BASE)] == [BASE + "a.html"]
    assert links_of(f"{head}<html/>", BASE) == ()


def test_fields_of_a_picture_are_links() -> None:
    area = "<map><area href='a.html' alt='年度报告'><area href='b.html' title='年报' alt='x'></map>"
    assert [link.words for link in links_of(area, BASE)] == ["年度报告", "年报"]


@pytest.mark.parametrize("base", ["http://[bad", "http://county.example:99999/", "javascript:0"])
def test_a_broken_base_is_as_none(base: str) -> None:
    assert links_of(f"<base href='{base}'><a href='a.html'>x", BASE)[0].url == BASE + "a.html"
    assert more_of(f"<base href='{base}'><a href='index_2.html'>2</a>") == ["/xxgk/nb/index_2.html"]


def test_a_broken_next_link_is_passed_over() -> None:
    for href in ("http://[bad", "http://county.example:99999/xxgk/nb/p2.html"):
        assert more_of(f"<link rel=next href='{href}'><a href='{href}'>下一页</a>") == []


def test_frames_may_hold_the_list() -> None:
    page = "<frameset><frame src='l.html'><frame src='http://other.example/menu.html'></frameset>"
    assert html.read(ListPage(BASE + "index.html", page)).guessed == (BASE + "l.html",)
    many = "<p>年报</p>" + "".join(f"<iframe src='./{n}.html'></iframe>" for n in range(40))
    assert len(html.read(ListPage(BASE + "index.html", many)).guessed) == 5
    assert frames_of("<iframe></iframe><iframe src='http://[bad'></iframe>", BASE) == ()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<meta http-equiv='refresh' content='0;url=l.html'>", BASE + "l.html"),
        ("<META HTTP-EQUIV=Refresh CONTENT='3; URL=/art/1.html#top'>", "http://county.example/art/1.html"),
        ("<meta http-equiv='refresh' content='600'>", None),
        ("<meta http-equiv='refresh' content='60;url=l.html'>", None),
        ("<meta http-equiv='refresh' content='0;url=index.html'>", None),
        ("<meta http-equiv='refresh' content='0;url=http://[bad'>", None),
        ("<noscript><meta http-equiv='refresh' content='0;url=l.html'></noscript>", None),
        ("<!-- <meta http-equiv='refresh' content='0;url=l.html'> -->", None),
        ("<p>no word of it</p>", None),
    ],
)
def test_where_a_page_sends_its_reader(markup: str, expected: str | None) -> None:
    assert refreshed(f"<html><head>{markup}</head></html>", BASE + "index.html") == expected


def test_a_number_in_the_name_may_be_the_columns() -> None:
    columns = "".join(f"<a href='node_{number}.htm'>栏目{number}</a>" for number in range(1200, 1215))
    page = BASE + "node_1234.htm"
    assert more_of(columns, page) == []
    assert more_of(columns + "<a href='node_1234_2.htm'>2</a>", page) == ["/xxgk/nb/node_1234_2.htm"]
    # The number of a page is one where a link leads to the first page.
    pages = "<a href='list.html'>首页</a><a href='list_4.html'>4</a>"
    assert more_of(pages, BASE + "list_3.html") == ["/xxgk/nb/list_4.html"]


def test_a_script_names_the_page_that_has_a_number() -> None:
    script = '<script>createPageHTML(3, 0, "list_12", "html")</script>'
    assert more_of(script, BASE + "list_12.html") == [
        "/xxgk/nb/list_12_1.html",
        "/xxgk/nb/list_12_2.html",
    ]
    counted = "<script>var currentPage = {}; var countPage = 2;</script>"
    assert more_of(counted.format(0), BASE + "list_12.html") == ["/xxgk/nb/list_12_1.html"]
    assert more_of(counted.format(1), BASE + "index_1.html") == []


@pytest.mark.timeout(5)
def test_a_script_that_counts_for_ever_is_bounded() -> None:
    counted = html.read(ListPage(BASE + "index.html", "createPageHTML(999999,0,'index','html')"))
    assert len(counted.more) == MOST_PAGES
    assert more_of(f"createPageHTML({'9' * 150},0,'index','html')") == []


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
        ('<script>createPageHTML(3, 1, "index", "html");</script>', ["index_2.html", "index_3.html"]),
        (
            "<script>createPageHTML('page-div', 3, 1, 'index', 'shtml', 45)</script>",
            ["index_2.shtml", "index_3.shtml"],
        ),
        ("<script>var countPage = '2'; var currentPage = 1;</script>", ["index_2.html"]),
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


def test_a_number_in_the_query_is_a_page() -> None:
    page = BASE + "list.jsp?col=7"
    links = "<a href='?col=7&page=2'>2</a><a href='?col=8&page=2'>8</a><a href='?col=9'>9</a><a href='?col=7&y=2'>y</a>"
    assert more_of(links, page) == ["/xxgk/nb/list.jsp?col=7&page=2"]
    assert more_of("<a href='?col=7&pageNum=3'>3</a>", page + "&pageNum=2") == [
        "/xxgk/nb/list.jsp?col=7&pageNum=3"
    ]
    assert more_of("<a href='?col=7&page=all'>all</a><a href='?page=2'>2</a>", page) == []


def test_a_script_on_a_later_page_says_nothing_new() -> None:
    script = '<script>createPageHTML(5, 2, "index", "html");</script>'
    assert more_of(script, BASE + "index_2.html") == []


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
    endless = text.replace(">5<", f">{'9' * 5000}<")
    assert len(jpage.read(ListPage(url, endless)).links) == 2
    assert jpage.read(ListPage(url.replace("endrecord=2", f"endrecord={'2' * 5000}"), text)).more == ()


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    ["a", "/", "<nextgroup><a href='", "<record>", "columnid=", "col ", "SID=", "<option value=", "?y=2020&"],
)
def test_hostile_pages_are_read_in_time_by_every_shape(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    for address in (
        BASE,
        BASE + "AnnualReport.jsp?fbtime=2020",
        BASE + "gkmlpt/index#5",
        BASE + "dataproxy.jsp",
    ):
        for read in SHAPES.values():
            assert len(read(ListPage(address, text)).links) < 2
    gkmlpt.api_address(BASE + "gkmlpt/index#5", text)


SHELL = "http://county.example/col/col7/index.html"
PROXY = "http://county.example/module/web/jpage/dataproxy.jsp"
RECORD = "<record><![CDATA[<li><a href='/art/2020/1/20/art_7_1.html' title='年报'>年报</a></li>]]></record>"


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_shell_names_its_next_group(mark: str) -> None:
    query = "page=1&appid=1&webid=1&path=/&columnid=7&unitid=8&webname=%25E5&permissiontype=0"
    href = f"{mark}/module/web/jpage/dataproxy.jsp?{query.replace('&', '&amp;')}{mark}"
    group = f"<nextgroup><![CDATA[<a href={href}></a>]]></nextgroup>"
    store = f"<datastore>{group}<recordset>{RECORD}</recordset></datastore>"
    page = ListPage(SHELL, f'<div id="8"><script type="text/xml">{store}</script></div>')
    listing = jpage.read(page)
    assert [link.url for link in listing.links] == ["http://county.example/art/2020/1/20/art_7_1.html"]
    assert listing.more == (f"{PROXY}?{query}",)
    assert jpage.is_shell(page)
    # An answer of the proxy goes on in the same way, and ends where it names no further group.
    last = ListPage(listing.more[0], f"<datastore><recordset>{RECORD}</recordset></datastore>")
    assert jpage.read(last).more == ()


@pytest.mark.parametrize(
    "script",
    [
        "param: 'col=1&webid=3&columnid=7&unitid=8', perPage: 20, proxyUrl: '/module/web/jpage/dataproxy.jsp'",
        "proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:20, data:{\"col\":\"1\",webid:'3',columnid:7,'unitid':8}",
    ],
)
def test_a_shell_says_what_its_script_posts(script: str) -> None:
    page = ListPage(SHELL, f"<script>$('#8').jpage({{{script}}});</script>")
    assert jpage.read(page).more == (
        f"{PROXY}?startrecord=1&endrecord=60&perpage=20&col=1&webid=3&columnid=7&unitid=8",
    )


def test_a_page_without_all_parameters_is_no_shell() -> None:
    for text in (
        "",
        "/module/web/jpage/dataproxy.jsp",
        "dataproxy.jsp columnid=7&unitid=8",
        "<nextgroup></nextgroup>",
    ):
        page = ListPage(SHELL, text)
        assert jpage.read(page).more == ()
        assert not jpage.is_shell(page)


YEARS = "http://county.example/module/xxgk/xxgkAnnualReport.jsp?area=43&fbtime=2020"


def test_years_that_the_page_names() -> None:
    menu = "<select><option value='2021'>2021</option><option value=2019 >2019</option></select>"
    link = "<a href='?area=43&fbtime=2018'>2018</a><a href='/art/1.html'>年度报告</a>"
    listing = by_year.read(ListPage(YEARS, menu + link))
    assert [link.url for link in listing.links] == ["http://county.example/art/1.html"]
    assert listing.more == tuple(YEARS.replace("2020", str(year)) for year in (2021, 2019, 2018))
    assert listing.guessed == ()


def test_years_that_nothing_names_are_guessed() -> None:
    listing = by_year.read(ListPage(YEARS, "<a href='/art/1.html'>年度报告</a>"))
    assert listing.more == ()
    assert listing.guessed == tuple(
        YEARS.replace("2020", str(year)) for year in (2021, *range(2019, 2007, -1))
    )
    # A year without anything leads to no later one.
    assert YEARS.replace("2020", "2021") not in by_year.read(ListPage(YEARS, "<p>暂无</p>")).guessed
    assert by_year.read(ListPage("http://county.example/a?b=1", "<a href='/art/1.html'>x</a>")).guessed == ()


def test_a_packed_sitemap_is_unpacked() -> None:
    text = "<urlset><url><loc>http://county.example/a</loc></url></urlset>"
    assert list_text(gzip.compress(text.encode()), "application/gzip") == text
    assert list_text(gzip.compress(text.encode())[:-20], None).startswith("<urlset>"[:5])
    assert list_text(b"\x1f\x8b damaged", None) == ""
    bomb = gzip.compress(b"<" * 51_000_000, 1)
    assert len(list_text(bomb, None)) == 50_000_000


def test_gkmlpt_articles_and_pages() -> None:
    url = "http://county.example/gkmlpt/api/all/5?page=1&sid=2"
    articles = [
        {"title": "2020年度报告", "url": "http://county.example/gkmlpt/content/3/1/post_1.html#5"},
        {"title": "2021年度报告", "url": "", "post_url": "/content/post_2.html"},
        {"title": "no address"},
        "no article",
    ]
    listing = gkmlpt.read(ListPage(url, json.dumps({"total": 8, "articles": articles})))
    assert [(link.url, link.words) for link in listing.links] == [
        ("http://county.example/gkmlpt/content/3/1/post_1.html", "2020年度报告"),
        ("http://county.example/content/post_2.html", "2021年度报告"),
    ]
    assert listing.more == (url.replace("page=1", "page=2"),)
    second = url.replace("page=1", "page=2")
    assert gkmlpt.read(ListPage(second, json.dumps({"total": 130, "articles": articles}))).more == ()
    # How many articles a page has is the site's affair.
    pages = gkmlpt.read(ListPage(url, json.dumps({"total": 60, "articles": articles * 5}))).more
    assert pages == (url.replace("page=1", "page=2"), url.replace("page=1", "page=3"))
    from_0 = gkmlpt.read(
        ListPage(url.replace("page=1", "page=0"), json.dumps({"total": 8, "articles": articles}))
    )
    assert from_0.more == (url, second)
    for total in (10**4000, -1, "8", None):
        more = gkmlpt.read(ListPage(url, json.dumps({"total": total, "articles": articles}))).more
        assert len(more) == (MOST_PAGES if total == 10**4000 else 0)
    for deep in ('{"articles":' + "[" * 200_000, '{"articles":[{"title":' + "9" * 5000 + "}]}"):
        assert gkmlpt.read(ListPage(url, deep)) == Listing()
    for text in ("", "[]", "{}", '{"articles": []}', '{"articles": {"a": 1}}'):
        assert gkmlpt.read(ListPage(url, text)).links == ()


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("样例县2023年政府信息公开工作年度报告 2024-01-20", 2023),
        ("二〇二三年度报告", 2023),
        ("二零一九年报", 2019),
        ("年度报告（2023）", None),
        ("第12023年", None),
        ("年报", None),
    ],
)
def test_the_year_that_a_link_names(words: str, year: int | None) -> None:
    assert FoundLink(BASE, words).year == year
