"""Hosts that mean harm, or look like it: answers that never end, pages of nothing but links, places that lie."""

import gzip
import time
import zlib
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from flows.archive.archive import Archive
from flows.collect.collect import collect_source
from flows.collect.lists.model import MOST_LINKS, anchors_of, is_very_large, links_of
from flows.collect.parts import MOST_PARTS
from flows.collect.politeness import Hosts
from flows.sources.model import Source
from tests.unit.collect_portal import (
    LIST,
    Fault,
    Nights,
    Portal,
    answer,
    list_page,
    publish,
    report_page,
    source_of,
)

MAX_BYTES = 50_000
"""Of a page in these tests: an answer may be `2 * MAX_BYTES` and a head long on the wire."""
SECONDS = 12.0
"""A server that is not left before goes on for so long."""

HURRIED = {"delay_seconds": 0, "retries": 0, "timeout_seconds": 0.15}


@pytest.fixture
def small(nights: Nights) -> Nights:
    """Nights that take small pages only."""
    nights.settings = nights.settings.model_copy(update={"max_page_bytes": MAX_BYTES})
    return nights


def endless(head: str, first: bytes, piece: bytes, pause: float = 0.0) -> Fault:
    """Begin an answer, and send a piece after the other until the client has left."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        begun = time.monotonic()
        handler.close_connection = True
        try:
            handler.wfile.write(head.replace("\n", "\r\n").encode() + first)
            while time.monotonic() - begun < SECONDS:
                handler.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            return

    return send


def _packed_nothing() -> bytes:
    begun = zlib.compressobj(wbits=31)
    return begun.compress(b"") + begun.flush(zlib.Z_SYNC_FLUSH)


OK = "HTTP/1.1 200 OK\nContent-Type: text/html\n"
PACKED = f"{OK}Content-Encoding: gzip\n\n"
CHUNKS = f"{OK}Transfer-Encoding: chunked\n\n"

ENDLESS = {
    "packed bytes that unpack to nothing": endless(PACKED, _packed_nothing(), b"\0\0\0\xff\xff" * 2000),
    "garbage behind the packed page": endless(PACKED, gzip.compress(b"<p>hello</p>"), b"garbage!" * 1000),
    "headers behind the last chunk": endless(CHUNKS, b"5\r\nhello\r\n0\r\n", b"X-A: y\r\n" * 1000),
    "headers behind the last chunk, dripped": endless(CHUNKS, b"5\r\nhello\r\n0\r\n", b"X-A: y\r\n", 0.05),
    "the length of a chunk, dripped": endless(CHUNKS, b"5;", b"x", 0.05),
    "chunks of one byte": endless(CHUNKS, b"", b"1\r\nx\r\n" * 1000),
    "one promise to go on after the other": endless(
        "HTTP/1.1 100 Continue\n\n", b"", b"HTTP/1.1 100 C\r\n\r\n" * 500
    ),
    "a head, dripped": endless(OK, b"X-Long: ", b"y", 0.05),
}


@pytest.mark.parametrize("fault", ENDLESS.values(), ids=ENDLESS)
def test_an_answer_without_end_is_left(site: Portal, small: Nights, fault: Fault) -> None:
    site.faults["/art/0.html"] = fault
    begun = time.monotonic()
    report = small.run(source_of(site, politeness=HURRIED))
    assert time.monotonic() - begun < SECONDS - 3
    assert (report.counts["new"], sum(report.counts.values())) == (2, 3)
    assert small.outcome("/art/0.html") in [("refused", "too_large"), ("failed", "too_slow")]


@pytest.mark.parametrize("path", ["/robots.txt", LIST])
def test_neither_a_list_nor_robots_without_end_hold_the_night(site: Portal, small: Nights, path: str) -> None:
    site.faults[path] = ENDLESS["packed bytes that unpack to nothing"]
    begun = time.monotonic()
    with Archive(small.settings.archive_dir) as archive:
        report = collect_source(
            source_of(site, politeness=HURRIED), archive, small.settings, "run1", hosts=Hosts(seconds=60)
        )
    assert time.monotonic() - begun < SECONDS - 3
    assert (report.status, "too_large" in report.problems[0]) == ("failed", True)


def test_what_never_became_a_page_is_paid_from_the_budget_of_the_host(site: Portal, small: Nights) -> None:
    publish(site, 6)
    site.faults |= {f"/art/{number}.html": ENDLESS["headers behind the last chunk"] for number in range(6)}
    report = small.run(source_of(site, politeness=HURRIED | {"max_megabytes": 2}))
    assert report.counts == {"refused": 2}
    assert "max_megabytes" in report.problems[-1]


def test_packed_twice_is_not_unpacked(site: Portal, small: Nights) -> None:
    inner = _packed_nothing() + b"\0\0\0\xff\xff" * 2_000_000
    body = gzip.compress(gzip.compress(inner))
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 200, body, Content_Encoding="gzip, gzip, gzip"
    )
    begun = time.process_time()
    small.run(source_of(site))
    assert time.process_time() - begun < 2
    assert small.outcome("/art/0.html") == ("refused", "unknown_encoding")


@pytest.mark.parametrize(
    ("coding", "outcome"),
    [("foo", ("refused", "unknown_encoding")), ("utf-8", ("new", None)), ("identity", ("new", None))],
)
def test_what_the_coding_of_a_page_may_be(
    site: Portal, nights: Nights, coding: str, outcome: tuple[str, str | None]
) -> None:
    body = site.pages["/art/0.html"]
    site.faults["/art/0.html"] = lambda handler: answer(handler, 200, body, Content_Encoding=coding)
    nights.run(source_of(site))
    assert nights.outcome("/art/0.html") == outcome


def static(page: bytes, modified: str) -> Fault:
    """A page as web servers give files: 304 for whoever has one that is as new."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        since = handler.headers.get("If-Modified-Since")
        if since and parsedate_to_datetime(since) >= parsedate_to_datetime(modified):
            answer(handler, 304, b"", Last_Modified=modified)
        else:
            answer(handler, 200, page, Last_Modified=modified)

    return send


OLD = "Fri, 31 Jan 2014 08:00:00 GMT"
NEW = "Fri, 31 Jan 2025 08:00:00 GMT"


@pytest.mark.parametrize(
    ("target", "page", "outcome"),
    [
        ("/404.html", b"<title>404</title>Not found", ("gone", "soft_404")),
        ("/login.html", b"<title>x</title>x", ("blocked", "login_page")),
        ("/index.html", b"<title>x</title>x", ("gone", "redirected_to_front_page")),
        ("/art/other.html", report_page("another"), ("changed", None)),
        ("/real/0.html", report_page("the report"), ("unchanged", None)),
    ],
)
def test_where_a_redirect_leads_tomorrow(
    site: Portal, nights: Nights, target: str, page: bytes, outcome: tuple[str, str | None]
) -> None:
    leads = {"to": "/real/0.html"}
    site.faults["/art/0.html"] = lambda handler: answer(handler, 302, b"", Location=leads["to"])
    site.faults[target] = static(page, OLD)
    site.faults["/real/0.html"] = static(report_page("the report"), NEW)
    nights.run(source_of(site))
    leads["to"] = target
    nights.run(source_of(site), "run2")
    assert nights.outcome("/art/0.html", "run2") == outcome


def test_a_report_that_a_redirect_led_to_is_not_confirmed_by_its_own_old_page(
    site: Portal, nights: Nights
) -> None:
    site.faults["/art/0.html"] = lambda handler: answer(handler, 302, b"", Location="/real/0.html")
    site.faults["/real/0.html"] = static(report_page("the report"), NEW)
    nights.run(source_of(site))
    site.faults["/art/0.html"] = static(report_page("an older one"), OLD)
    nights.run(source_of(site), "run2")
    assert nights.outcome("/art/0.html", "run2") == ("changed", None)


def test_a_304_that_names_another_page_confirms_nothing(site: Portal, nights: Nights) -> None:
    site.faults["/art/0.html"] = static(report_page("the report"), NEW)
    nights.run(source_of(site))
    site.faults["/art/0.html"] = static("<title>提示</title>您访问的页面不存在".encode(), OLD)
    nights.run(source_of(site), "run2")
    assert nights.outcome("/art/0.html", "run2") == ("gone", "soft_404")


@pytest.mark.parametrize("etag", ['\xa0"x"', '\x85"x"', '"a\x01b"', "\xa0"])
def test_an_etag_that_cannot_be_said_back_is_not(site: Portal, nights: Nights, etag: str) -> None:
    page = report_page("x")
    site.faults["/art/0.html"] = lambda handler: answer(handler, 200, page, ETag=etag)
    assert nights.run(source_of(site)).counts == {"new": 3}
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}


def test_a_page_of_nothing_but_links_ends(site: Portal, nights: Nights) -> None:
    links = b"".join(b"<a href=/art/%d.pdf>x</a>" % number for number in range(6_000))
    site.pages["/art/0.html"] = b"<html>" + links
    few = {"delay_seconds": 0, "max_requests": 20}
    begun = time.process_time()
    report = nights.run(source_of(site, politeness=few))
    assert time.process_time() - begun < 10
    assert f"{MOST_PARTS - 15} addresses wait for the next night" in report.problems[-1]
    assert f"1 pages link {MOST_PARTS} files and further pages or more" in "".join(report.problems)


def test_a_list_that_is_too_long_is_read_no_further(site: Portal, nights: Nights) -> None:
    for page in range(1, 9):
        name = LIST if page == 1 else f"/xxgk/index_{page}.html"
        links = [(f"/art/{page}_{number}.html", "年报") for number in range(60)]
        site.pages[name] = list_page(*links, (f"/xxgk/index_{page + 1}.html", "下一页"))
    report = nights.run(source_of(site, bounds={"max_reports": 100}))
    assert (report.status, report.counts) == ("failed", {})
    assert report.problems == ("120 reports listed or more, at most 100 expected: none was fetched",)
    assert sum(path.startswith("/xxgk/") for _, path, _ in site.requests) == 2


LARGE = {
    "tags": lambda: "<b>" * 3_000_000,
    "attributes of one tag": lambda: "<a " + " ".join(f"a{number}" for number in range(500_000)) + ">",
    "attributes that hide": lambda: "<a " + " ".join(f"a{number}='>'" for number in range(300_000)) + ">",
    "open quotes": lambda: "<a href=\"'" * 400_000,
    "links": lambda: "".join(f"<a href=/{number}.pdf>" for number in range(120_000)),
    "blanks": lambda: "<a " + " " * 3_000_000,
    "long addresses": lambda: f"<a href={'x' * 2500}" * 1_000,
}


@pytest.mark.parametrize("markup", LARGE.values(), ids=LARGE)
def test_no_markup_costs_more_than_its_length(markup: Callable[[], str]) -> None:
    page = "<html><a class=x href='/f/1.pdf' title=y><b>年报&amp;附件</b></a>" + markup()
    begun = time.process_time()
    links = links_of(page, "http://county.example/")
    assert time.process_time() - begun < 15
    assert len(links) <= MOST_LINKS


def test_links_of_a_very_large_page_are_found() -> None:
    page = "<html><a class=x href='/f/1.pdf' title=y><b>年报&amp;附件</b></a>" + "<i></i>" * 100_000
    page += '<A\nHREF="/f/2.pdf">二</A><area href=/f/3.pdf>'
    assert is_very_large(page)
    assert list(anchors_of(page)) == [("/f/1.pdf", "年报&附件"), ("/f/2.pdf", "二"), ("/f/3.pdf", "")]


def test_a_page_with_large_pictures_is_parsed() -> None:
    picture = f"<img src='data:image/png;base64,{'QUJD' * 200_000}'>"
    page = f"<html>{picture}<a href='/f/1.pdf'><b>附件</b></a></html>"
    assert not is_very_large(page)
    assert [link.url for link in links_of(page, "http://county.example/")] == [
        "http://county.example/f/1.pdf"
    ]


def archived(nights: Nights) -> bytes:
    warcs = sorted((nights.settings.archive_dir / "warc").glob("*.gz"))
    return b"".join(gzip.decompress(path.read_bytes()) for path in warcs)


def test_signed_links_are_asked_for_whole_and_archived_without_what_signs_them(
    site: Portal, nights: Nights
) -> None:
    secrets = [f"verysecret{number}" for number in range(8)]
    asked = [
        f"/art/0.html?token={secrets[0]}&id=3",
        f"/art/1.html?X-Amz-Credential={secrets[1]}&X-Amz-Signature={secrets[2]}&key=name",
        f"/art/2.html?Expires=1&OSSAccessKeyId={secrets[3]}&Signature={secrets[4]}",
    ]
    site.pages |= {path: report_page(str(number)) for number, path in enumerate(asked)}
    start = f"{LIST}?password={secrets[5]}"
    site.pages[start] = list_page(*((path, "年报") for path in (*asked, "/art/3.html")))
    moved = f"/real.html?token={secrets[6]}&x=1"
    site.faults["/art/3.html"] = lambda handler: answer(handler, 302, b"", Location=moved, X_Jwt=secrets[7])
    site.pages[moved] = report_page("moved")
    source = source_of(site, start=[site.base + start])
    assert nights.run(source).counts == {"new": 4}
    assert nights.run(source, "run2").counts == {"unchanged": 4}
    assert all(site.asked(path) == 2 for path in (*asked, start, moved))
    names = {row["url"].removeprefix(site.base) for row in nights.rows() if row["role"] == "report"}
    assert names == {"/art/0.html?id=3", "/art/1.html?key=name", "/art/2.html?Expires=1", "/art/3.html"}
    assert b"verysecret" not in archived(nights).replace(site.pages[start], b""), "what a page says is kept"
    assert not any("verysecret" in str(row) for run in ("run1", "run2") for row in nights.rows(run))


def test_the_requests_of_the_archive_are_what_was_sent(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    head = f"GET /art/0.html HTTP/1.1\r\nHost: {site.base.removeprefix('http://')}\r\n".encode()
    assert head in archived(nights)
    sent = next(headers for _, path, headers in site.requests if path == "/art/0.html")
    assert f"Host: {sent['Host']}".encode() in archived(nights)


@pytest.mark.parametrize("name", ["Gongkai/0.1", "gongkai/2.0 (+x)", "GONGKAI", "gongkai # us"])
def test_robots_may_name_us_with_a_version(site: Portal, nights: Nights, name: str) -> None:
    site.pages["/robots.txt"] = f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /\n".encode()
    nights.run(source_of(site))
    assert nights.outcome(LIST) == ("refused", "robots")


def test_what_robots_say_to_another_is_not_for_us(site: Portal, nights: Nights) -> None:
    site.pages["/robots.txt"] = b"User-agent: gongkai-other/1\nDisallow: /\n"
    assert nights.run(source_of(site)).status == "ok"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda _: {"start": ["http://nowhere.invalid/x.html"]}, "dns_failed"),
        (lambda _: {"start": ["http://127.0.0.1:9/x.html"]}, "connection_failed"),
        (lambda site: {"start": [site.base.replace("http:", "https:") + "/x.html"]}, "tls_failed"),
        (lambda _: {"allow_private": False}, "allow_private"),
    ],
)
def test_why_a_host_cannot_be_reached_is_told(
    site: Portal, nights: Nights, changes: Callable[[Portal], dict[str, Any]], said: str
) -> None:
    source: Source = source_of(site, **changes(site))
    problem = nights.run(source).problems[0]
    assert said in problem
    assert "robots_unreachable" in problem
