"""What the sources of one night share: the pace of a host, its budget, its hours, its robots.txt, its end."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest
from pydantic import ValidationError

from flows.archive.addresses import without_secrets
from flows.archive.archive import Archive
from flows.archive.model import CHINA
from flows.collect import politeness, robots
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.collect.lanes import MOST_LANES, Lanes
from flows.collect.politeness import Hosts, Waits, seconds_until
from flows.sources.model import Politeness, Source
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


def one_night(nights: Nights, *sources: Source) -> list[SourceReport]:
    """Sources collected at once, sharing what a night shares."""
    hosts = Hosts()
    with Archive(nights.settings.archive_dir) as archive, ThreadPoolExecutor() as pool:
        return list(
            pool.map(
                lambda source: collect_source(source, archive, nights.settings, "run1", hosts=hosts), sources
            )
        )


def two_sources(site: Portal, **polite: object) -> tuple[Source, Source]:
    """Two sources of one host, each with reports of its own; the second is in more of a hurry."""
    publish(site, 6)
    site.pages["/b.html"] = list_page(*((f"/art/{number}.html", "b") for number in (3, 4, 5)))
    first = source_of(site, links={"include": [r"/art/[0-2]"]}, politeness=polite)
    hurried = {"delay_seconds": 0, "connections": 8}
    start = [f"{site.base}/b.html"]
    return first, source_of(site, id="other", start=start, links={"include": ["/art/"]}, politeness=hurried)


def test_two_sources_of_one_host_share_its_pace_and_its_robots(site: Portal, nights: Nights) -> None:
    asked: list[float] = []
    under_way, most = 0, 0
    lock = threading.Lock()

    def slow(handler: BaseHTTPRequestHandler) -> None:
        nonlocal under_way, most
        with lock:
            asked.append(time.monotonic())
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with lock:
            under_way -= 1
        answer(handler, 200, report_page(handler.path))

    site.faults |= {f"/art/{number}.html": slow for number in range(6)}
    reports = one_night(nights, *two_sources(site, delay_seconds=0.1))
    assert [report.counts for report in reports] == [{"new": 3}, {"new": 3}]
    assert most == 1
    assert all(later - earlier >= 0.14 for earlier, later in pairwise(asked))
    assert site.asked("/robots.txt") == 1


def test_two_sources_of_one_host_share_its_budget(site: Portal, nights: Nights) -> None:
    reports = one_night(nights, *two_sources(site, delay_seconds=0, max_requests=6))
    assert len(site.requests) <= 6
    waiting = [said for report in reports for said in report.problems if "max_requests" in said]
    assert waiting


def test_the_bytes_of_a_host_are_bounded(site: Portal, nights: Nights) -> None:
    publish(site, 6)
    for number in range(6):
        site.pages[f"/art/{number}.html"] = report_page(str(number)) + b"x" * 600_000
    report = nights.run(source_of(site, politeness={"delay_seconds": 0, "max_megabytes": 1}))
    assert report.counts["new"] < 6
    assert "max_megabytes" in report.problems[-1]
    assert "addresses wait for the next night" in report.problems[-1]


def test_a_host_that_one_source_found_ill_is_left_in_peace_by_the_other(site: Portal, nights: Nights) -> None:
    publish(site, 8)
    site.faults |= {f"/art/{number}.html": lambda handler: answer(handler, 503) for number in range(8)}
    hosts = Hosts()
    source = source_of(site, politeness={"delay_seconds": 0, "retries": 0})
    with Archive(nights.settings.archive_dir) as archive:
        collect_source(source, archive, nights.settings, "run1", hosts=hosts)
        n_asked = len(site.requests)
        other = collect_source(
            source.model_copy(update={"id": "other"}), archive, nights.settings, "run1", hosts=hosts
        )
    assert other.status == "failed"
    assert len(site.requests) == n_asked


def test_outside_of_its_hours_a_host_is_not_asked(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(site, politeness={"delay_seconds": 0, "window": "22:00-06:30"})
    monkeypatch.setattr(politeness, "seconds_until", lambda *_: (5 * 3600.0, 8 * 3600.0))
    report = nights.run(source)
    assert (report.status, site.requests) == ("failed", [])
    assert any("host_window" in said for said in report.problems)


def test_hours_that_begin_soon_are_waited_for(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "seconds_until", lambda *_: (0.5, 3600.0))
    begun = time.monotonic()
    report = nights.run(source_of(site, politeness={"delay_seconds": 0, "window": "03:00-06:00"}))
    assert report.counts == {"new": 3}
    assert time.monotonic() - begun >= 0.5


def test_when_the_hours_of_the_night_end_what_is_left_waits(site: Portal, nights: Nights) -> None:
    publish(site, 30)
    with Archive(nights.settings.archive_dir) as archive:
        source = source_of(site, politeness={"delay_seconds": 0.1})
        report = collect_source(source, archive, nights.settings, "run1", hosts=Hosts(seconds=1.5))
    assert report.status == "ok"
    assert 0 < report.counts["new"] < 30
    assert "GONGKAI_COLLECT_HOURS" in report.problems[-1]


def test_when_its_hours_end_what_is_left_waits(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, 30)
    slowly = {"delay_seconds": 0.1, "window": "22:00-06:30"}
    monkeypatch.setattr(politeness, "seconds_until", lambda *_: (0.0, 1.5))
    report = nights.run(source_of(site, politeness=slowly))
    assert report.status == "ok"
    assert 0 < report.counts["new"] < 30
    assert "politeness.window" in report.problems[-1]
    assert {row["outcome"] for row in nights.rows()} == {"new"}


@pytest.mark.parametrize(
    ("window", "clock", "opens", "closes"),
    [
        ("22:00-06:30", "23:30", 0, 7.0),
        ("22:00-06:30", "06:00", 0, 0.5),
        ("22:00-06:30", "06:30", 15.5, 24.0),
        ("22:00-06:30", "12:00", 10, 18.5),
        ("03:00-06:00", "02:30", 0.5, 3.5),
        ("08:00-20:00", "08:00", 0, 12.0),
        ("00:00-00:00", "12:00", 0, 12.0),
    ],
)
def test_when_a_window_opens_and_closes(window: str, clock: str, opens: float, closes: float) -> None:
    now = datetime.fromisoformat(f"2026-01-10T{clock}:00").replace(tzinfo=CHINA)
    assert seconds_until(window, now) == (opens * 3600, closes * 3600)


@pytest.mark.parametrize("window", ["22-06", "24:00-06:00", "22:00", "22:60-06:00"])
def test_a_window_is_checked_where_it_is_written(window: str) -> None:
    with pytest.raises(ValidationError):
        Politeness(window=window)


def test_a_robots_txt_that_one_source_may_not_have_is_asked_for_by_the_next(
    site: Portal, nights: Nights
) -> None:
    """127.0.0.1 is a private address, which only the second source may ask."""
    hosts = Hosts()
    settings = nights.settings.model_copy(update={"contact": "https://operator.example"})
    with Archive(settings.archive_dir) as archive:
        shut = collect_source(source_of(site, allow_private=False), archive, settings, "run1", hosts=hosts)
        open_ = collect_source(source_of(site, id="other"), archive, settings, "run1", hosts=hosts)
    assert shut.status == "failed"
    assert open_.counts == {"new": 3}


def test_robots_that_change_in_the_night_are_obeyed(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, 10)
    monkeypatch.setattr(robots, "ROBOTS_SECONDS", 0.0)

    def forbid(handler: BaseHTTPRequestHandler) -> None:
        site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /art/\n"
        answer(handler, 200, report_page(handler.path))

    site.faults["/art/2.html"] = forbid
    report = nights.run(source_of(site))
    assert report.counts["refused"] >= 6
    assert site.asked("/art/9.html") == 0
    assert nights.outcome("/art/9.html") == ("refused", "robots")


def test_robots_that_fall_out_of_reach_in_the_night_let_the_rest_wait(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, 10)
    monkeypatch.setattr(robots, "ROBOTS_SECONDS", 0.0)

    def fall(handler: BaseHTTPRequestHandler) -> None:
        site.faults["/robots.txt"] = lambda handler: answer(handler, 503)
        answer(handler, 200, report_page(handler.path))

    site.faults["/art/2.html"] = fall
    report = nights.run(source_of(site))
    assert set(report.counts) == {"new"}
    assert "addresses wait for the next night" in report.problems[-1]
    assert site.asked("/art/9.html") == 0


def test_a_site_is_one_host_by_http_and_by_https() -> None:
    hosts, wish = Hosts(), Politeness()
    plain = hosts.of("http://County.example/a", wish)
    assert hosts.of("https://user:secret@county.example:443/b", wish) is plain
    assert hosts.of("http://county.example:8080/", wish) is not plain


def test_a_host_that_is_given_up_lets_those_go_that_wait_for_it() -> None:
    host = Hosts().of("http://county.example/", Politeness(delay_seconds=60))
    with host.turn():
        pass
    refused: list[str] = []

    def wait() -> None:
        try:
            with host.turn():
                pass
        except Waits as refusal:
            refused.append(refusal.reason)

    waiting = threading.Thread(target=wait)
    waiting.start()
    host.hold(7200)
    waiting.join(timeout=5)
    assert refused == ["host_given_up"]


def test_a_slow_host_does_not_keep_the_others_of_its_source_waiting() -> None:
    ends = threading.Event()
    with Lanes(1, "test") as lanes:
        slow = lanes.submit("http://slow.example/", ends.wait, 10)
        others = [lanes.submit(f"http://{number}.example/", str, number) for number in range(MOST_LANES - 1)]
        assert [other.result(timeout=5) for other in others] == [str(n) for n in range(MOST_LANES - 1)]
        assert not slow.done()
        ends.set()


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("http://me:secret@county.example:81/a.html", "http://county.example:81/a.html"),
        ("http://county.example/a.jsp;jsessionid=0A1B.n2?x=1", "http://county.example/a.jsp?x=1"),
        ("http://county.example/a.php?PHPSESSID=0a1b&id=7", "http://county.example/a.php?id=7"),
        ("http://county.example/a.php?id=7&PHPSESSID=0a1b", "http://county.example/a.php?id=7"),
        ("http://county.example/a.php?PHPSESSID=0a1b", "http://county.example/a.php"),
        ("http://county.example/all/4?page=1&sid=2", "http://county.example/all/4?page=1&sid=2"),
        ("http://county.example/a@b.html?", "http://county.example/a@b.html?"),
        ("http://[::bad/", "http://[::bad/"),
    ],
)
def test_addresses_lose_what_could_let_somebody_in(address: str, cleaned: str) -> None:
    assert without_secrets(address) == cleaned


def test_neither_passwords_nor_sessions_reach_the_archive(site: Portal, nights: Nights) -> None:
    _, _, host = site.base.partition("//")
    site.pages[LIST] = list_page(
        (f"http://me:verysecret@{host}/art/0.html", "a"), ("/art/1.html;jsessionid=verysecret", "b")
    )
    target = f"http://me:verysecret@{host}/art/2.html;jsessionid=verysecret"
    site.faults["/art/1.html"] = lambda handler: answer(handler, 302, b"", Location=target)
    assert nights.run(source_of(site)).counts == {"new": 2}
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 2}
    assert all("Authorization" not in headers for _, _, headers in site.requests)
    assert all("verysecret" not in row["url"] for row in nights.rows())
    heads = b"".join(
        head
        for path in sorted((nights.settings.archive_dir / "warc").glob("*.gz"))
        for head in gzip.decompress(path.read_bytes()).split(b"WARC/1.1")
        if b"/xxgk/" not in head  # what the page itself says is kept
    )
    assert b"/art/2.html" in heads
    assert b"verysecret" not in heads
