"""Collecting from a real web server on loopback: nights, lists, bounds, robots.txt and politeness."""

import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.model import CHINA
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from tests.unit.collect_portal import (
    LIST,
    Nights,
    Portal,
    answer,
    list_page,
    publish,
    report_page,
    source_of,
)


def test_a_first_night_takes_everything(site: Portal, nights: Nights) -> None:
    assert nights.run(source_of(site)) == SourceReport("county", {"new": 3}, 3, (), "ok")
    roles = [(row["role"], row["url"].removeprefix(site.base)) for row in nights.rows()]
    assert roles[:2] == [("robots", "/robots.txt"), ("list", LIST)]
    assert sorted(roles[2:]) == [("report", f"/art/{number}.html") for number in range(3)]
    assert site.asked("/guide.html") == 0
    assert all(method == "GET" for method, _, _ in site.requests)
    assert all(headers["User-Agent"].startswith("gongkai/") for _, _, headers in site.requests)


def test_a_second_night_downloads_no_body_again(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    downloaded = site.body_bytes
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}
    assert site.body_bytes == downloaded
    first = {row["url"]: row for row in nights.rows("run1")}
    for row in nights.rows("run2"):
        assert row["status"] == 304
        for name in ("payload_sha256", "warc_file", "warc_offset", "etag", "content_type"):
            assert row[name] == first[row["url"]][name]


def test_what_another_source_has_is_new_to_a_source_that_never_asked(site: Portal, nights: Nights) -> None:
    site.pages["/art/0.html"] = report_page("x").replace(b"</body>", b"<a href='/f/1.pdf'>annex</a></body>")
    site.pages["/f/1.pdf"] = b"%PDF-1.4 sample"
    assert nights.run(source_of(site)).counts == {"new": 4}
    downloaded = site.body_bytes
    assert nights.run(source_of(site, id="other"), "run2").counts == {"new": 4}
    assert site.body_bytes == downloaded
    assert nights.run(source_of(site, id="other"), "run3").counts == {"unchanged": 4}


def test_a_list_that_the_archive_lost_is_fetched_anew(site: Portal, tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.run(source_of(site))
    for path in (nights.settings.archive_dir / "warc").glob("*.gz"):
        path.write_bytes(b"lost")
    with Archive(nights.settings.archive_dir) as archive:
        report = collect_source(source_of(site), archive, nights.settings, "run2")
    assert (report.status, report.n_links) == ("ok", 3)
    assert [row["status"] for row in nights.rows("run2") if row["role"] != "report"] == [200, 200]


def test_the_world_changes_between_nights(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    publish(site, 4)
    site.pages["/art/0.html"] = report_page("更正")
    del site.pages["/art/1.html"]
    report = nights.run(source_of(site), "run2")
    assert report.counts == {"new": 1, "changed": 1, "unchanged": 1, "gone": 1}
    assert nights.outcome("/art/1.html", "run2") == ("gone", "http_404")


def test_a_report_that_fell_off_the_list_is_asked_until_it_is_gone(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    publish(site, 2)
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}
    del site.pages["/art/2.html"]
    assert nights.run(source_of(site), "run3").counts == {"unchanged": 2, "gone": 1}
    assert nights.run(source_of(site), "run4").counts == {"unchanged": 2}


def test_lists_go_on_and_their_shape_counts(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "a"), script='createPageHTML(3, 0, "index", "html");')
    site.pages["/xxgk/index_1.html"] = list_page(("/art/1.html", "b"), ("index_2.html", "3"))
    site.pages["/xxgk/index_2.html"] = list_page(("/art/2.html", "c"), ("index.html", "上一页"))
    assert nights.run(source_of(site)).counts == {"new": 3}
    assert site.asked(LIST) == 1
    whole = source_of(site, listing={"shape": "addresses"}, start=[site.base + "/art/1.html"])
    assert nights.run(whole, "run2").n_links == 1


def test_an_endless_calendar_ends_and_fails_the_source(site: Portal, nights: Nights) -> None:
    def calendar(handler: BaseHTTPRequestHandler) -> None:
        month = int(handler.path.rpartition("=")[2])
        day = (f"/day/{month}.html", "1日")
        answer(handler, 200, list_page(("/art/0.html", "a"), day, (f"/list?month={month + 1}", "下一页")))

    site.faults |= {f"/list?month={month}": calendar for month in range(50)}
    report = nights.run(source_of(site, start=[site.base + "/list?month=0"], listing={"max_pages": 7}))
    assert (report.status, report.counts) == ("failed", {"new": 1})
    assert "behind 7 pages" in report.problems[0]


def test_a_host_that_gives_its_reason_in_chinese_is_archived(site: Portal, nights: Nights) -> None:
    def in_chinese(handler: BaseHTTPRequestHandler) -> None:
        page = report_page("年度报告")
        head = f"HTTP/1.1 200 成功\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
        handler.wfile.write(head.encode() + page)

    site.faults["/art/0.html"] = in_chinese
    assert nights.run(source_of(site)).counts == {"new": 3}


def test_a_list_that_repeats_itself_ends_there_and_says_so(site: Portal, nights: Nights) -> None:
    def last_page_again(handler: BaseHTTPRequestHandler) -> None:
        number = int(handler.path.rpartition("=")[2])
        answer(
            handler, 200, list_page((f"/art/{min(number, 2)}.html", "a"), (f"/list?p={number + 1}", "下一页"))
        )

    site.faults |= {f"/list?p={number}": last_page_again for number in range(50)}
    report = nights.run(source_of(site, start=[site.base + "/list?p=0"]))
    assert (report.status, report.counts) == ("ok", {"new": 3})
    assert "names only what earlier pages named" in report.problems[0]
    assert (site.asked("/list?p=3"), site.asked("/list?p=4")) == (1, 0)


def test_annexes_and_further_pages_follow_their_report(site: Portal, nights: Nights) -> None:
    page = report_page("年度报告").replace(
        b"</body>", b"<a href='0_2.html'>2</a><a href='/f/1.pdf'>annex</a></body>"
    )
    site.pages["/art/0.html"] = page
    site.pages["/art/0_2.html"] = report_page("2").replace(
        b"</body>", b"<a href='/art/9_2.html'>x</a></body>"
    )
    site.pages["/f/1.pdf"] = b"%PDF-1.4 sample"
    rules = {"include": [r"/art/\d\.html"], "follow": [r"_\d\.html$", r"\.pdf$"]}
    assert nights.run(source_of(site, links=rules)).counts == {"new": 5}
    assert site.asked("/art/9_2.html") == 0
    assert nights.run(source_of(site, links=rules), "run2").counts == {"unchanged": 5}


def test_nothing_found_is_a_failure(site: Portal, nights: Nights) -> None:
    site.pages[LIST] = list_page(("/news.html", "新闻"))
    report = nights.run(source_of(site))
    assert (report.status, report.problems) == ("failed", ("nothing was found where reports are expected",))


@pytest.mark.parametrize(
    ("bounds", "counts", "said"),
    [
        ({"min_reports": 9}, {"new": 3}, "at least 9 expected"),
        ({"max_reports": 2}, {}, "at most 2 expected"),
    ],
)
def test_bounds(
    site: Portal, nights: Nights, bounds: dict[str, int], counts: dict[str, int], said: str
) -> None:
    report = nights.run(source_of(site, bounds=bounds))
    assert (report.status, report.counts) == ("failed", counts)
    assert said in report.problems[0]


def test_bounds_of_single_years(site: Portal, nights: Nights) -> None:
    few, right, none = (
        {"min_reports": 2, "max_reports": 4},
        {"min_reports": 1, "max_reports": 1},
        {"min_reports": 0},
    )
    report = nights.run(source_of(site, bounds={"years": {2010: few, 2011: right, 2030: none}}))
    assert (report.status, report.counts) == ("failed", {"new": 3}), "what is listed is fetched"
    assert report.problems == ("1 reports listed for 2010, 2 to 4 expected",)
    right_again = nights.run(source_of(site, bounds={"years": {2010: right, 2011: right}}), "run2")
    assert right_again.status == "ok"


def test_a_page_that_is_list_and_report_has_an_outcome_as_each(site: Portal, nights: Nights) -> None:
    both = {"listing": {"is_report": True}, "start": [f"{site.base}/art/0.html"], "links": {}}
    for number, said in enumerate(("new", "unchanged", "changed", "unchanged")):
        run_id, today = f"run{number}", datetime.now(CHINA).date() + timedelta(days=200 * number)
        if said == "changed":
            site.pages["/art/0.html"] = report_page("corrected")
        assert nights.run(source_of(site, **both), run_id, today).counts == {said: 1}
        outcomes = {row["role"]: row["outcome"] for row in nights.rows(run_id) if "/art/" in row["url"]}
        assert set(outcomes.values()) == {said}, (run_id, outcomes)


def test_a_list_that_is_away_fails_the_source(site: Portal, nights: Nights) -> None:
    del site.pages[LIST]
    report = nights.run(source_of(site))
    assert report.status == "failed"
    assert f"list page {site.base}{LIST}: gone (http_404)" in report.problems


def test_robots_are_obeyed(site: Portal, nights: Nights) -> None:
    site.pages["/secret/1.html"] = report_page("x")
    site.pages[LIST] = list_page(("/art/0.html", "a"), ("/secret/1.html", "b"))
    assert nights.run(source_of(site)).counts == {"new": 1, "refused": 1}
    assert nights.outcome("/secret/1.html") == ("refused", "robots")
    assert site.asked("/secret/1.html") == 0


def test_robots_that_change_are_obeyed_the_same_night(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    site.pages["/robots.txt"] = b"User-agent: gongkai\nDisallow: /\n"
    report = nights.run(source_of(site), "run2")
    assert report.status == "failed"
    assert nights.outcome(LIST, "run2") == ("refused", "robots")
    assert site.asked(LIST) == 1


def test_robots_out_of_reach_stop_the_night(site: Portal, nights: Nights) -> None:
    site.faults["/robots.txt"] = lambda handler: answer(handler, 503)
    report = nights.run(source_of(site))
    assert report.status == "failed"
    assert "robots_unreachable" in report.problems[0]
    assert {path for _, path, _ in site.requests} == {"/robots.txt"}


def test_without_robots_nothing_is_forbidden(site: Portal, nights: Nights) -> None:
    del site.pages["/robots.txt"]
    assert nights.run(source_of(site)).counts == {"new": 3}


def test_a_crawl_delay_is_obeyed(site: Portal, nights: Nights) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.2\n"
    begun = time.monotonic()
    nights.run(source_of(site))
    assert time.monotonic() - begun >= 4 * 0.2
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 3600\n"
    assert nights.run(source_of(site), "run2").status == "failed"
    assert nights.outcome(LIST, "run2") == ("refused", "crawl_delay")


def test_a_pause_lies_between_an_answer_and_the_next_request(site: Portal, nights: Nights) -> None:
    asked: list[float] = []

    def slow(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        time.sleep(0.1)
        answer(handler, 200, report_page(handler.path))

    site.faults |= {f"/art/{number}.html": slow for number in range(3)}
    nights.run(source_of(site, politeness={"delay_seconds": 0.15}))
    assert all(later - earlier >= 0.25 for earlier, later in pairwise(asked))


def test_connections_at_once(site: Portal, nights: Nights) -> None:
    publish(site, 12)
    under_way, most = 0, 0
    lock = threading.Lock()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.2)
        with lock:
            under_way -= 1
        answer(handler, 200, report_page(handler.path))

    site.faults |= {f"/art/{number}.html": slow for number in range(12)}
    begun = time.monotonic()
    report = nights.run(source_of(site, politeness={"delay_seconds": 0, "connections": 6}))
    assert report.counts == {"new": 12}
    assert 1 < most <= 6
    assert time.monotonic() - begun < 12 * 0.2
