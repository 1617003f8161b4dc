"""Links that only scripts write out: taken where they are literal, and never put together from pieces."""

import json
import time
from pathlib import Path

import pytest

from flows.archive.model import Verdict
from flows.collect.lists import auto, html
from flows.collect.lists.model import ListPage, links_of, refreshed
from flows.collect.walls import told_by_page
from tests.unit.collect_portal import LIST, Nights, portal, report_page, source_of

BASE = "http://county.example/xxgk/"


def links(markup: str) -> list[tuple[str, str]]:
    return [(link.url.removeprefix("http://county.example"), link.words) for link in links_of(markup, BASE)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("""<li onclick="window.open('./t1.html')">2020年报</li>""", ("/xxgk/t1.html", "2020年报")),
        ("""<tr onclick='location.href="/t1.html"'><td>年报<td>2021</tr>""", ("/t1.html", "年报2021")),
        ("""<a href="javascript:;" onclick="show('/t1.html', 5)" title="全称">年…</a>""", ("/t1.html", "年… 全称")),
        ("""<a href="javascript:down('../a/1.pdf')">附件</a>""", ("/a/1.pdf", "附件")),
        ("""<script>window.location.href = "new/index.html";</script>""", ("/xxgk/new/index.html", "")),
        ("""<script>top.location.replace('/new/')</script>""", ("/new/", "")),
        ("""<script>document.write('<a href="/1.html">年报<b>1</b></a>')</script>""", ("/1.html", "年报 1")),
        (r"""<script>w("<a href=\"\/1.html\">\u5e74\u62a5<\/a>")</script>""", ("/1.html", "年报")),
        (r"""<script>var d = [{"id": 1, "title": "\u5e74\u62a5", "url": "\/1.html"}]</script>""", ("/1.html", "年报")),
        (r"""<script>var d = {"title": "\ud842\udfb7", "url": "/\ud842\udfb7.html"}</script>""", ("/𠮷.html", "𠮷")),
        (r"""<script>f({"url": "/\ud800.html"}); location="/\udfb7.html"; w({url: "/1"})</script>""", ("/1", "")),
        ("<font>" * 400 + "<a href=/1.html>年报</a>", ("/1.html", "年报")),
        ("""<script>var d = {linkUrl: '1.html', docTitle: '年报'}</script>""", ("/xxgk/1.html", "年报")),
        ("""<script type="text/json">[{"name": "年报", "href": "/1.html"}]</script>""", ("/1.html", "年报")),
    ],
)  # fmt: skip
def test_what_a_script_writes_out_is_a_link(markup: str, expected: tuple[str, str]) -> None:
    assert links(f"<html><body>{markup}</body></html>") == [expected]


def test_arrays_that_are_filled_one_by_one() -> None:
    script = """
    var urls = new Array(), headers = [], dates = [];
    urls[0] = './202101/t1.html'; headers[0] = '2020年年度报告'; dates[0] = '2021-01-20';
    urls[1] = "./202001/t2.html"; headers[1] = "2019年年度报告"; dates[1] = "2020-01-20";
    """
    assert links(f"<script>{script}</script>") == [
        ("/xxgk/202101/t1.html", "2020年年度报告"),
        ("/xxgk/202001/t2.html", "2019年年度报告"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        "window.open('/art/' + id + '.html')",
        "location.href = base + '/art/1.html'",
        "if (location.href == '/art/1.html') { go() }",
        "var o = {url: '/art/' + id, title: '年报'}",
        "urls[i] = '/art/1.html'; urls[2] = '/art/' + id;",
        """document.write('<a href="/art/' + id + '">年报</a>')""",
        "$.get({url: '/art/${id}', title: '年报'})",
        "var image = {src: '/logo.png'}, colour = {link: '#fff', title: '年报'}",
    ],
)
def test_what_a_script_puts_together_is_none(script: str) -> None:
    assert links(f"<html><body><script>{script}</script></body></html>") == []


def test_records_of_xml_have_a_reader_of_their_own() -> None:
    record = "<record><![CDATA[<a href='art/1.html'>年报</a>]]></record>"
    assert links(f'<div><script type="text/xml">{record}</script></div>') == []


def test_an_answer_in_json_is_a_list() -> None:
    records = [{"title": f"{year}年报", "url": f"/art/{year}.html", "id": year} for year in (2020, 2021)]
    page = ListPage(BASE, json.dumps({"total": 2, "data": records}))
    assert auto.shape_of(page) == "html"
    assert [(link.url[-9:], link.words) for link in auto.read(page).links] == [
        ("2020.html", "2020年报"),
        ("2021.html", "2021年报"),
    ]


@pytest.mark.parametrize(
    "before", ["[an error occurred while processing this directive]", "{pboot:if}", "[]"]
)
def test_a_page_that_begins_with_a_bracket_is_a_page(before: str) -> None:
    assert links(f"{before}<base href='/b/'><a href='1.html'>年报</a>") == [("/b/1.html", "年报")]


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "script",
    [
        "a" * 1_000_000,
        "{" * 500_000,
        '"a' * 300_000,
        "<a href=" * 100_000,
        "<a href='/" * 100_000,
        "urls[1]='" * 100_000,
        "window.open('" * 80_000,
        "{a:'" + "b" * 1_000_000,
        "{url:'b'," * 100_000,
    ],
)
def test_a_script_of_any_kind_is_read_in_time(script: str) -> None:
    links(f"<script>{script}</script>")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("createPageHTML(3, 0, 'index', 'html', 'black', 40)", ["index_1.html", "index_2.html"]),
        ("createPageHtml('pager', 3, 1, 'list', 'shtml', 60)", ["list_2.shtml", "list_3.shtml"]),
        ("Pager({size: 3, current: 0, prefix: 'index', suffix: 'html'})", ["index_1.html", "index_2.html"]),
        ("function createPageHTML(_nPageCount, _nIndex) {} createPageHTML(2,0,'index','htm')", ["index_1.htm"]),
        ("createPages(3, 0, 'blue', 'bold')", []),
        ("Pager({size: 3, current: 0})", []),
    ],
)  # fmt: skip
def test_scripts_that_count_pages(script: str, expected: list[str]) -> None:
    page = ListPage(BASE + "index.html", f"<script>{script}</script>")
    assert [url.removeprefix(BASE) for url in html.read(page).more] == expected


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("<script>window.location.href='/web/nb/index.html';</script>", "/web/nb/index.html"),
        (
            "<head><script type='text/javascript'>\n<!--\nlocation.replace(\"nb/\")\n//-->\n</script>",
            "/xxgk/nb/",
        ),
        ("<body onload=\"location='/nb/'\"></body>", "/nb/"),
        ("<script>if (isPhone()) { location.href = '/m/' }</script>", None),
        ("<script>document.cookie = 'a=1'; location.href = '/xxgk/'</script>", None),
        ("<!--[if lt IE 9]><script>location.href='/old.html'</script><![endif]-->", None),
        ("<script>location.href = '/a/' + page</script>", None),
        ("<script>location.href = 'javascript:void(0)'</script>", None),
    ],
)
def test_a_script_that_does_nothing_but_send_the_reader_on(page: str, target: str | None) -> None:
    expected = f"http://county.example{target}" if target else None
    assert refreshed(f"<html>{page}</html>", BASE) == expected


def test_who_is_sent_on_by_a_script_meets_no_wall() -> None:
    def told(script: str) -> Verdict | None:
        return told_by_page(f"<html><script>{script}</script></html>".encode(), "list", BASE)

    wall: Verdict = ("blocked", "javascript_wall")
    assert told("location.href='/web/nb/'") is None
    assert told("location.href='/login.html'") == ("blocked", "login_page")
    assert told("location.href='/web/?token=1'") == wall, "with something in his hand"
    assert told("location.href='/xxgk/'") == wall, "to the same page"
    assert told("document.cookie='a=1';location.reload()") == wall


def test_a_front_page_that_sends_on_by_script_leads_to_the_list(tmp_path: Path) -> None:
    with portal() as site:
        site.pages["/"] = f"<html><script>window.location.href='{LIST}';</script></html>".encode()
        report = Nights(tmp_path).run(source_of(site, start=[f"{site.base}/"]))
        assert (report.status, report.counts) == ("ok", {"new": 3})


def test_a_night_finds_reports_that_a_script_names(tmp_path: Path) -> None:
    with portal() as site:
        annex = "<p onclick=\"window.open('/art/0.pdf')\">附件</p></body>"
        site.pages["/art/0.html"] = report_page("2020").replace(b"</body>", annex.encode())
        site.pages["/art/0.pdf"] = b"%PDF-1.4 annex"
        site.pages[LIST] = (
            "<html><body><ul id='list'></ul><script>var urls = [], titles = [];"
            "urls[0] = '/art/0.html'; titles[0] = '2020年度报告'; urls[1] = '/art/1.html'; titles[1] = '指南';"
            "</script></body></html>"
        ).encode()
        nights = Nights(tmp_path)
        report = nights.run(source_of(site, links={"include": ["/art/"], "text": ["年度报告"]}))
        assert (report.status, report.counts, report.n_links) == ("ok", {"new": 2}, 1)
        annexes = [row for row in nights.rows() if row["linked_from"]]
        assert [row["url"] for row in annexes] == [site.base + "/art/0.pdf"]


def test_handlers_one_in_the_other_cost_no_more_than_their_page() -> None:
    page = """<div onclick="go('/a.html')">""" * 200 + "年报 " * 400_000
    began = time.process_time()
    assert [address for address, _ in links(page)] == ["/a.html"]
    assert time.process_time() - began < 1
