"""Collecting from a real web server on loopback: nights, politeness, faults, and what is never asked."""

import gzip
import ipaddress
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from flows.archive.archive import Archive
from flows.collect import politeness, session
from flows.collect.collect import SourceReport, collect_source
from flows.errors import SettingsError
from flows.settings import Settings
from flows.sources.model import Source
from tests.unit.collect_portal import Portal, answer, list_page, portal, report_page

LIST = "/xxgk/index.html"


@pytest.fixture
def site() -> Iterator[Portal]:
    with portal() as server:
        server.pages["/robots.txt"] = b"User-agent: *\nDisallow: /secret/\n"
        publish(server, 3)
        yield server


def publish(site: Portal, n_reports: int) -> None:
    for number in range(n_reports):
        site.pages[f"/art/{number}.html"] = report_page(f"样例县{2010 + number}年政府信息公开工作年度报告")
    links = [(f"/art/{number}.html", f"{2010 + number}年度报告") for number in range(n_reports)]
    site.pages[LIST] = list_page(*links, ("/guide.html", "指南"))


def source_of(site: Portal, **changes: Any) -> Source:
    given: dict[str, Any] = {
        "id": "county",
        "title": "Sample",
        "kind": "http",
        "start": [site.base + LIST],
        "links": {"include": ["/art/", "/secret/"]},
        "politeness": {"delay_seconds": 0, "retries": 1, "backoff_seconds": 0.01, "timeout_seconds": 5},
        "allow_private": True,
    }
    return Source.model_validate(given | changes)


class Nights:
    """Nights of one source on one data folder."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data_dir=data, contact="", max_page_bytes=1_000_000)

    def run(self, source: Source, run_id: str = "run1") -> SourceReport:
        with Archive(self.settings.archive_dir) as archive:
            report = collect_source(source, archive, self.settings, run_id)
            assert list(archive.verify()) == []
            return report

    def rows(self, run_id: str = "run1") -> list[dict[str, Any]]:
        with Archive(self.settings.archive_dir) as archive:
            return list(archive.captures.to_arrow(run_id).to_pylist())

    def outcome(self, path: str, run_id: str = "run1") -> tuple[str, str | None]:
        row = next(row for row in self.rows(run_id) if row["url"].endswith(path))
        return row["outcome"], row["reason"]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "data")


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
        answer(handler, 200, list_page(("/art/0.html", "a"), (f"/list?month={month + 1}", "下一页")))

    site.faults |= {f"/list?month={month}": calendar for month in range(50)}
    report = nights.run(source_of(site, start=[site.base + "/list?month=0"], listing={"max_pages": 7}))
    assert (report.status, report.counts) == ("failed", {"new": 1})
    assert "behind 7 pages" in report.problems[0]


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
    assert all(later - earlier >= 0.25 for earlier, later in zip(asked, asked[1:], strict=False))


def test_connections_at_once(site: Portal, nights: Nights) -> None:
    publish(site, 12)

    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        answer(handler, 200, report_page(handler.path))

    site.faults |= {f"/art/{number}.html": slow for number in range(12)}
    begun = time.monotonic()
    report = nights.run(source_of(site, politeness={"delay_seconds": 0, "connections": 6}))
    assert report.counts == {"new": 12}
    assert time.monotonic() - begun < 12 * 0.2


def test_a_storm_of_500_fails_after_retries_and_the_host_is_left_in_peace(
    site: Portal, nights: Nights
) -> None:
    publish(site, 20)
    site.faults |= {f"/art/{number}.html": lambda handler: answer(handler, 500) for number in range(20)}
    report = nights.run(source_of(site))
    assert (report.status, report.counts) == ("failed", {"failed": 20})
    assert site.asked("/art/0.html") == 2
    assert (
        sum(path.startswith("/art/") for _, path, _ in site.requests)
        == 2 * politeness.FAILURES_BEFORE_GIVING_UP
    )
    assert {row["reason"] for row in nights.rows() if row["role"] == "report"} == {
        "http_500",
        "host_given_up",
    }


def test_a_passing_trouble_is_waited_out(site: Portal, nights: Nights) -> None:
    asked: list[float] = []

    def busy_once(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        if len(asked) == 1:
            answer(handler, 503, Retry_After="1")
        else:
            answer(handler, 200, report_page("x"))

    site.faults["/art/1.html"] = busy_once
    assert nights.run(source_of(site)).counts == {"new": 3}
    assert asked[1] - asked[0] >= 1.0


def test_a_host_that_asks_for_hours_is_left_in_peace(site: Portal, nights: Nights) -> None:
    site.faults["/art/0.html"] = lambda handler: answer(handler, 429, Retry_After="7200")
    begun = time.monotonic()
    assert nights.run(source_of(site)).status == "failed"
    assert time.monotonic() - begun < 5
    assert nights.outcome("/art/2.html") == ("failed", "host_given_up")


def raw(content: bytes) -> Any:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(content)
        handler.close_connection = True

    return send


def stall(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    time.sleep(1.5)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(b"X-Header-%d: x\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.05)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    os.close(handler.connection.detach())


BOMB = gzip.compress(b"0" * 5_000_000)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nshort"), ("failed", "truncated")),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nshort"), ("failed", "truncated")),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort"), ("failed", "truncated")),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\nnogzip"),
            ("failed", "bad_encoding"),
        ),
        (raw(b"this is no HTTP\r\n\r\n"), ("failed", "connection_broken")),
        (raw(b""), ("failed", "connection_broken")),
        (reset, ("failed", "connection_broken")),
        (stall, ("failed", "timeout")),
        (drip, ("refused", "too_slow")),
        (drip_head, ("failed", "truncated")),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Ty"), ("failed", "truncated")),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n" + b"x" * 1000), ("refused", "too_large")),
        (raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_500_000), ("refused", "too_large")),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB),
            ("refused", "too_large"),
        ),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 4\r\n\r\nfilm"),
            ("refused", "unwanted_type"),
        ),
        (raw(b"HTTP/1.1 302 Found\r\nLocation: /art/0.html\r\nContent-Length: 0\r\n\r\n"), ("refused", "too_many_redirects")),
        (
            raw(b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 10000000000\r\n\r\n" + b"x" * 1000),
            ("refused", "too_large"),
        ),
        (raw(b"HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\nContent-Length: 0\r\n\r\n"), ("refused", "redirect_bad_address")),
        (raw(b"HTTP/1.1 302 Found\r\nLocation: http://[::bad/\r\nContent-Length: 0\r\n\r\n"), ("refused", "redirect_bad_address")),
        (raw(b"HTTP/1.1 302 Found\r\nLocation: /secret/x\r\nContent-Length: 0\r\n\r\n"), ("refused", "redirect_robots")),
        (
            raw(b"HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n"),
            ("refused", "redirect_host_not_allowed"),
        ),
    ],
)  # fmt: skip
def test_one_bad_page_is_named_and_the_others_go_on(
    site: Portal, nights: Nights, fault: Any, expected: tuple[str, str]
) -> None:
    site.faults["/art/0.html"] = fault
    gentle = {"delay_seconds": 0, "retries": 0, "timeout_seconds": 0.2}
    report = nights.run(source_of(site, politeness=gentle))
    assert nights.outcome("/art/0.html") == expected
    assert report.counts == {"new": 2, expected[0]: 1}
    assert report.status == "ok"


def test_a_page_in_gzip_is_kept_as_the_page_itself(site: Portal, nights: Nights) -> None:
    page = report_page("x")
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 200, gzip.compress(page), Content_Encoding="gzip"
    )
    nights.run(source_of(site))
    row = next(row for row in nights.rows() if row["url"].endswith("/art/0.html"))
    with Archive(nights.settings.archive_dir) as archive:
        assert archive.payload(row["warc_file"], row["warc_offset"], row["payload_sha256"]) == page


def test_a_redirect_leads_to_the_page_and_is_archived(site: Portal, nights: Nights) -> None:
    site.faults["/art/0.html"] = lambda handler: answer(handler, 301, b"", Location="/content/0.html")
    site.pages["/content/0.html"] = report_page("moved")
    assert nights.run(source_of(site)).counts == {"new": 3}
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 3}


def test_cookies_are_neither_sent_nor_kept(site: Portal, nights: Nights) -> None:
    page = report_page("x")
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 200, page, Set_Cookie="JSESSIONID=verysecret; Path=/"
    )
    nights.run(source_of(site))
    assert all("Cookie" not in headers for _, _, headers in site.requests)
    warcs = sorted((nights.settings.archive_dir / "warc").glob("*.gz"))
    assert not any(b"verysecret" in gzip.decompress(path.read_bytes()) for path in warcs)


def test_a_budget_leaves_the_rest_to_the_next_night(site: Portal, nights: Nights) -> None:
    publish(site, 5)
    few = source_of(site, politeness={"delay_seconds": 0, "max_requests": 3})
    report = nights.run(few)
    assert (report.status, report.counts) == ("ok", {"new": 3})
    assert "2 addresses wait" in report.problems[0]
    assert nights.run(few, "run2").counts == {"new": 2, "unchanged": 1}


def test_private_hosts_are_refused_before_anything_is_sent(site: Portal, nights: Nights) -> None:
    settings = nights.settings.model_copy(update={"contact": "https://operator.example"})
    with Archive(settings.archive_dir) as archive:
        report = collect_source(source_of(site, allow_private=False), archive, settings, "run1")
    assert report.status == "failed"
    assert nights.outcome("/robots.txt") == ("refused", "private_address")
    assert site.requests == []


def test_a_redirect_to_a_private_host_is_refused(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here 127.0.0.1 passes for public, and 127.0.0.2 for a host inside the operator's network."""
    monkeypatch.setattr(session, "_is_public", lambda address: address == "127.0.0.1")
    target = f"http://127.0.0.2:{site.server_port}/art/1.html"
    site.faults["/art/0.html"] = lambda handler: answer(handler, 302, b"", Location=target)
    settings = nights.settings.model_copy(update={"contact": "https://operator.example"})
    source = source_of(site, allow_private=False, allowed_hosts=["127.0.0.1", "127.0.0.2"])
    with Archive(settings.archive_dir) as archive:
        collect_source(source, archive, settings, "run1")
    outcome, reason = nights.outcome("/art/0.html")
    assert outcome == "refused"
    assert reason is not None
    assert reason.startswith("redirect_")


def test_a_name_that_turns_private_is_refused(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each connection goes to an address that was checked for it: no second look-up stands in between."""
    answers = iter(["127.0.0.1"] * 2 + ["10.0.0.1"] * 100)
    real = socket.getaddrinfo

    def turning(host: str, port: int, *args: Any, **options: Any) -> Any:
        return (
            real(next(answers), port, *args, **options)
            if host == "county.example"
            else real(host, port, *args, **options)
        )

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    monkeypatch.setattr(session, "_is_public", lambda address: address == "127.0.0.1")
    for path in ("/robots.txt", LIST):
        page = site.pages[path]
        site.faults[path] = lambda handler, page=page: answer(handler, 200, page, Connection="close")  # type: ignore[misc]
    settings = nights.settings.model_copy(update={"contact": "https://operator.example"})
    source = source_of(site, allow_private=False, start=[f"http://county.example:{site.server_port}{LIST}"])
    with Archive(settings.archive_dir) as archive:
        report = collect_source(source, archive, settings, "run1")
    assert report.counts == {"refused": 3}
    assert {row["reason"] for row in nights.rows() if row["role"] == "report"} == {"private_address"}


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        *((address, False) for address in (
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "ff02::1",
        )),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, is_public: bool) -> None:
    assert ipaddress.ip_address(address.partition("%")[0])
    assert session._is_public(address) is is_public


def test_a_public_host_asks_for_a_contact(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_is_public", lambda address: True)
    with pytest.raises(SettingsError, match="GONGKAI_CONTACT"):
        nights.run(source_of(site))
    assert site.requests == []
    assert "+" not in nights.settings.user_agent


def test_a_name_that_does_not_resolve_fails_the_source(site: Portal, nights: Nights) -> None:
    report = nights.run(source_of(site, start=["http://nowhere.invalid/index.html"]))
    assert report.status == "failed"
    assert nights.outcome("/robots.txt") == ("failed", "dns_failed")


def test_a_certificate_is_verified_unless_the_source_says_why_not(site: Portal) -> None:
    settings = Settings(contact="x")
    assert session.new_session(source_of(site), settings).verify is True
    stated = source_of(site, tls_exception={"reason": "self-signed since 2020, seen 2026-01-10"})
    assert session.new_session(stated, settings).verify is False


COLLECTOR = """
import sys
from pathlib import Path
from flows.archive.archive import Archive
from flows.collect.collect import collect_source
from flows.settings import Settings
from flows.sources.model import Source
source = Source.model_validate_json(sys.argv[1])
settings = Settings(data_dir=Path(sys.argv[2]))
sys.stdin.readline()
print("begun", flush=True)
with Archive(settings.archive_dir) as archive:
    collect_source(source, archive, settings, sys.argv[3])
"""


def collector(source: Source, data: Path, run_id: str) -> subprocess.Popen[bytes]:
    """A process that collects when it is told to: starting takes longer than collecting."""
    return subprocess.Popen(
        [sys.executable, "-c", COLLECTOR, source.model_dump_json(), str(data), run_id],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_killed_at_any_moment_nothing_logged_is_lost_or_doubled(site: Portal, nights: Nights) -> None:
    publish(site, 60)
    source = source_of(site, politeness={"delay_seconds": 0.005, "connections": 2})
    processes = [collector(source, nights.settings.data_dir, f"killed{number}") for number in range(5)]
    for number, process in enumerate(processes):
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"go\n")
            process.stdin.flush()
            assert process.stdout.readline() == b"begun\n"
            time.sleep(0.03 + 0.04 * number)
            process.kill()
    assert nights.run(source, "last").status == "ok"
    with Archive(nights.settings.archive_dir) as archive:
        rows = archive.captures.to_arrow().to_pylist()
    reports = [row for row in rows if row["role"] == "report"]
    assert len({row["capture_id"] for row in rows}) == len(rows)
    assert len({row["url"] for row in reports}) == 60
    assert sum(row["outcome"] == "new" for row in reports) == 60
    assert {row["outcome"] for row in reports} <= {"new", "unchanged"}
    assert any(row["run_id"].startswith("killed") for row in rows)
    assert not list((nights.settings.archive_dir / "warc").glob("*.open"))
