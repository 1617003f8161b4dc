"""Further pages and annexes: which addresses belong to a report, and what the log says of them."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from flows.archive.addresses import is_further_page, is_page
from flows.archive.archive import Archive
from flows.collect.collect import collect_source
from flows.collect.parts import parents_of
from flows.settings import Settings
from flows.sources.registry import folder_source
from tests.unit.collect_portal import LIST, Nights, Portal, answer, list_page, portal, report_page, source_of
from tests.unit.test_archive import each_record

LINK = "<a href='{}'>{}</a>"


@pytest.fixture
def site() -> Iterator[Portal]:
    with portal() as running:
        yield running


def page_with(*hrefs: str, script: str = "") -> bytes:
    links = "".join(LINK.format(href, href) for href in hrefs)
    return report_page("年度报告").replace(b"</body>", f"{links}<script>{script}</script></body>".encode())


def parents(nights: Nights, run_id: str = "run1") -> dict[str, str | None]:
    """Path to the path of the page that links it, for what was asked for as a report."""

    def path(url: str | None) -> str | None:
        return None if url is None else "/" + url.split("/", 3)[3]

    return {str(path(r["url"])): path(r["linked_from"]) for r in nights.rows(run_id) if r["role"] == "report"}


@pytest.mark.parametrize(
    ("report", "address", "expected"),
    [
        ("http://a/t1_7.html", "http://a/t1_7_2.html", True),
        ("http://a/t1_7.shtml", "http://a/t1_7_1.shtml", True),
        ("http://a/index.htm?id=1", "http://a/index_12.htm?id=1", True),
        ("file://s/%E5%B9%B4.html", "file://s/%E5%B9%B4_2.html", True),
        ("http://a/t1_7.html", "http://a/t1_8.html", False),
        ("http://a/t1.html", "http://a/t1_0.html", False),
        ("http://a/t1.html", "http://a/t1_2019.html", False),
        ("http://a/t1.html", "http://a/t1_2.htm", False),
        ("http://a/t1.html", "http://b/t1_2.html", False),
        ("http://a/t1.html", "http://a/x/t1_2.html", False),
        ("http://a/t1.html?id=1", "http://a/t1_2.html?id=2", False),
        ("http://a/1.pdf", "http://a/1_2.pdf", False),
        ("http://a/7", "http://a/7_2", False),
    ],
)
def test_a_further_page_has_the_whole_name_and_a_number(report: str, address: str, expected: bool) -> None:
    assert is_further_page(report, address) is expected


def test_pages_and_files_are_told_by_their_endings() -> None:
    assert [is_page(f"http://a/{name}") for name in ("1", "1.SHTML", "1.pdf", "1.xlsx")] == [
        True,
        True,
        False,
        False,
    ]


def test_each_part_is_asked_for_with_its_report(site: Portal, nights: Nights) -> None:
    """The pager of page 1 leads to page 2 only; the annex is linked on the last page."""
    site.pages["/art/0.html"] = page_with("0_2.html")
    site.pages["/art/0_2.html"] = page_with("0_3.html", "0.html", "/art/9_2.html")
    site.pages["/art/0_3.html"] = page_with("/f/1.xlsx", "0_2.html")
    site.pages["/art/t1.html"] = page_with(script="createPageHTML(3, 0, 't1', 'html');")
    site.pages |= {f"/art/t1_{n}.html": report_page("2") for n in (1, 2)}
    site.pages[LIST] = list_page(("/art/0.html", "年度报告"), ("/art/t1.html", "年度报告"))
    site.pages["/f/1.xlsx"] = b"PK\3\4 sample"
    nights.run(source_of(site, links={"include": [r"/art/\w+\.html"]}))
    assert parents(nights) == {
        "/art/0.html": None,
        "/art/t1.html": None,
        "/art/0_2.html": "/art/0.html",
        "/art/0_3.html": "/art/0.html",
        "/f/1.xlsx": "/art/0.html",
        "/art/t1_1.html": "/art/t1.html",
        "/art/t1_2.html": "/art/t1.html",
    }


def test_the_log_knows_the_report_the_nights_after_too(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("0_2.html", "/f/1.pdf")
    site.pages |= {"/art/0_2.html": report_page("2"), "/f/1.pdf": b"%PDF-1.4 sample"}
    source = source_of(site, links={"include": [r"/art/\d\.html"]})
    nights.run(source)
    first = parents(nights)
    nights.run(source, "run2")
    site.pages["/f/1.pdf"] = b"%PDF-1.4 corrected"
    assert nights.run(source, "run3").counts == {"changed": 1, "unchanged": 4}
    del site.pages["/f/1.pdf"]
    nights.run(source, "run4")
    assert first == parents(nights, "run2") == parents(nights, "run3") == parents(nights, "run4")
    assert first["/f/1.pdf"] == "/art/0.html"


def test_parts_that_a_night_did_not_reach_are_asked_for_the_next(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("/f/1.pdf", "/f/2.pdf", "/f/3.pdf")
    site.pages |= {f"/f/{n}.pdf": b"%%PDF-1.4 %d" % n for n in (1, 2)}
    hurried = {"delay_seconds": 0, "max_requests": 6}
    assert nights.run(source_of(site, politeness=hurried)).counts == {"new": 4}
    assert nights.run(source_of(site), "run2").counts == {"new": 1, "unchanged": 4, "gone": 1}
    assert parents(nights, "run2")["/f/2.pdf"] == "/art/0.html"
    assert nights.run(source_of(site), "run3").counts == {"unchanged": 5}


def test_a_page_that_sends_its_reader_on_is_followed(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "2020年度报告"))
    site.pages["/art/0.html"] = b"<html><META HTTP-EQUIV='Refresh' CONTENT='0;URL=/real/2.html'></html>"
    site.pages["/real/2.html"] = page_with("2_2.html", "table.xlsx", "../art/7.html")
    site.pages["/real/2_2.html"] = page_with()
    site.pages["/real/table.xlsx"] = b"sheet"
    nights.run(source_of(site))
    stub = "/art/0.html"
    whole = {stub: None, "/real/2.html": stub, "/real/2_2.html": stub, "/real/table.xlsx": stub}
    assert parents(nights) == whole
    nights.run(source_of(site), "run2")
    assert parents(nights, "run2") == whole


def test_a_chain_that_never_ends_is_left(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "2020年度报告"))
    for number in range(9):
        target = f"<html><meta http-equiv='refresh' content='0;url=/art/{number + 1}.html'></html>"
        site.pages[f"/art/{number}.html"] = target.encode()
    nights.run(source_of(site))
    assert parents(nights) == {"/art/0.html": None, "/art/1.html": "/art/0.html"}


def test_names_as_browsers_ask_for_them(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "2020年度报告"))
    site.pages["/art/0.html"] = page_with("./W0 2021.docx", r"..\f\b.PDF?v=1", "http://127.0.0.1:99999/c.pdf")
    site.pages["/art/W0%202021.docx"] = site.pages["/f/b.PDF?v=1"] = b"file"
    assert nights.run(source_of(site)).counts == {"new": 3}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_redirect_is_followed_by_the_bytes_it_came_in(site: Portal, nights: Nights, codec: str) -> None:
    asked_for = "/art/" + quote("年报.html".encode(codec))
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 302, Location="/art/" + "年报.html".encode(codec).decode("latin-1")
    )
    site.pages[asked_for] = report_page("年度报告")
    site.pages[LIST] = list_page(("/art/0.html", "2020年度报告"))
    assert nights.run(source_of(site)).counts == {"new": 1}
    assert site.asked(asked_for) == 1


def test_what_a_list_names_is_no_part_though_a_page_links_it(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("/art/1.pdf")
    site.pages["/art/1.pdf"] = b"%PDF-1.4 sample"
    site.pages[LIST] = list_page(("/art/0.html", "年度报告"), ("/art/1.pdf", "年度报告"))
    nights.run(source_of(site))
    assert parents(nights) == {"/art/0.html": None, "/art/1.pdf": None}


def test_a_yearbook_does_not_take_the_annexes_of_reports(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("/f/1.pdf", "/f/2.pdf", "/f/3.pdf")
    site.pages["/art/1.html"] = page_with("/f/1.pdf")
    site.pages |= {f"/f/{n}.pdf": b"%%PDF-1.4 %d" % n for n in (1, 2, 3)}
    nights.run(source_of(site))
    found = parents(nights)
    assert (found["/f/1.pdf"], found["/f/2.pdf"]) == ("/art/1.html", "/art/0.html")


def test_of_pages_that_link_as_many_the_first_has_the_part() -> None:
    assert parents_of({"b": ["1", "1", "2"], "a": ["2", "3"]}) == {"1": "b", "2": "b", "3": "a"}


def test_no_annex_is_followed_where_the_source_says_so(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("/f/1.pdf")
    nights.run(source_of(site, links={"include": ["/art/"], "follow": []}))
    assert site.asked("/f/1.pdf") == 0


def test_the_archive_tells_where_a_part_was_linked(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = page_with("0_2.html")
    site.pages["/art/0_2.html"] = report_page("2")
    nights.run(source_of(site))
    assert any(
        f"via: {site.base}/art/0.html".encode() in record.content_stream().read()
        for record in each_record(nights.settings.archive_dir)
    )


def folder_parents(folder: Path, data: Path) -> dict[str, str]:
    settings = Settings(data_dir=data)
    with Archive(settings.archive_dir) as archive:
        collect_source(folder_source(folder), archive, settings, "run1")
        rows = archive.captures.to_arrow().to_pylist()

    def name(url: str) -> str:
        return url.partition("files_pages/")[2]

    return {name(row["url"]): name(row["linked_from"]) for row in rows if row["linked_from"]}


def test_files_of_a_folder_join_by_name_and_by_link(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "a" / "files").mkdir(parents=True)
    out = LINK.format("http://www.yunxi.gov.cn/P0/%E8%A1%A8.xlsx?x=1", "表")
    (folder / "a" / "1.html").write_text(f"<p>{LINK.format('files/1.pdf#p', 'a')}{out}</p>")
    (folder / "a" / "1_2.html").write_text(f"<p>{LINK.format('2.docx', 'a')}{LINK.format('/3.pdf', 'b')}</p>")
    (folder / "a" / "other_2.html").write_text("<p>no other.html stands here</p>")
    (folder / "b_2.html").write_text(
        f"<p>{LINK.format('a/4.pdf', '')}{LINK.format('http://[broken', '')}</p>"
    )
    for name in ("a/files/1.pdf", "a/表.xlsx", "a/2.docx", "3.pdf", "a/4.pdf", "a/5.pdf"):
        (folder / name).write_bytes(name.encode())
    assert folder_parents(folder, tmp_path / "data") == {
        "a/1_2.html": "a/1.html",
        "a/files/1.pdf": "a/1.html",
        "a/%E8%A1%A8.xlsx": "a/1.html",
        "a/2.docx": "a/1.html",
        "3.pdf": "a/1.html",
        "a/4.pdf": "b_2.html",
    }
