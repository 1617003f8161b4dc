"""Collecting while things go wrong: faults of the web, addresses that must not be asked, kills."""

import gzip
import os
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.archive.archive import Archive
from flows.collect import collect as engine
from flows.collect import politeness, session
from flows.collect.collect import collect_source
from flows.collect.fetch import Fetcher
from flows.collect.politeness import Hosts
from flows.collect.session import new_session
from flows.errors import SettingsError
from flows.settings import Settings
from tests.faults import collect
from tests.unit.collect_portal import (
    LIST,
    Fault,
    Nights,
    Portal,
    answer,
    list_page,
    portal,
    publish,
    report_page,
    source_of,
)

ONE_MAY_HAVE_BEGUN = (0, 1)
"""Addresses asked for while the last failure before giving up was noted."""


def n_asked(site: Portal) -> int:
    """Requests for reports."""
    return sum(path.startswith("/art/") for _, path, _ in site.requests)


def test_a_storm_of_500_fails_after_retries_and_the_host_is_left_in_peace(
    site: Portal, nights: Nights
) -> None:
    publish(site, 20)
    site.faults |= {f"/art/{number}.html": lambda handler: answer(handler, 500) for number in range(20)}
    report = nights.run(source_of(site))
    n_failed = report.counts["failed"]
    assert (report.status, set(report.counts)) == ("failed", {"failed"})
    assert n_failed - politeness.FAILURES_BEFORE_GIVING_UP in ONE_MAY_HAVE_BEGUN
    assert f"{20 - n_failed} addresses wait for the next night" in report.problems[-1]
    assert "5 addresses in a row gave no page" in report.problems[-1]
    assert site.asked("/art/0.html") == 2
    assert n_asked(site) <= 2 * n_failed
    assert {row["reason"] for row in nights.rows() if row["role"] == "report"} == {"http_500"}
    site.faults.clear()
    assert nights.run(source_of(site), "run2").counts == {"new": 20}


def test_a_host_that_blocks_us_is_left_in_peace(site: Portal, nights: Nights) -> None:
    publish(site, 40)
    site.faults |= {f"/art/{number}.html": lambda handler: answer(handler, 412) for number in range(40)}
    report = nights.run(source_of(site))
    assert (report.status, n_asked(site)) == ("failed", report.counts["blocked"])
    assert report.counts["blocked"] - politeness.FAILURES_BEFORE_GIVING_UP in ONE_MAY_HAVE_BEGUN


def test_a_wall_of_cookies_is_known_at_its_second_answer(site: Portal, nights: Nights) -> None:
    site.faults["/art/0.html"] = lambda handler: answer(
        handler, 302, b"", Location=handler.path + "?s=1", Set_Cookie="seen=1"
    )
    site.faults["/art/0.html?s=1"] = lambda handler: answer(handler, 302, b"", Location="/art/0.html")
    report = nights.run(source_of(site))
    assert report.counts == {"new": 2, "blocked": 1}
    assert nights.outcome("/art/0.html") == ("blocked", "cookie_wall")
    assert n_asked(site) == 4


def test_slow_answers_are_no_reason_to_go_on_asking(site: Portal, nights: Nights) -> None:
    publish(site, 12)
    site.faults |= {f"/art/{number}.html": drip for number in range(12)}
    hurried = {"delay_seconds": 0, "retries": 3, "timeout_seconds": 0.1}
    report = nights.run(source_of(site, politeness=hurried))
    assert report.counts["failed"] - politeness.FAILURES_BEFORE_GIVING_UP in ONE_MAY_HAVE_BEGUN
    assert n_asked(site) == report.counts["failed"]  # each but once
    assert nights.outcome("/art/0.html") == ("failed", "too_slow")


def test_the_trouble_of_a_host_behind_a_redirect_is_its_own(site: Portal, nights: Nights) -> None:
    publish(site, 20)
    with portal() as ill:
        there = ill.base.replace("127.0.0.1", "localhost")
        for number in range(0, 20, 2):
            path = f"/art/{number}.html"
            site.faults[path] = lambda handler: answer(handler, 302, b"", Location=there + handler.path)
            ill.faults[path] = lambda handler: answer(handler, 429, b"", Retry_After="7200")
        report = nights.run(source_of(site, allowed_hosts=["127.0.0.1", "localhost"]))
        assert n_asked(ill) == 1
    assert report.counts == {"new": 10, "failed": 1}
    assert "9 addresses wait for the next night (localhost" in report.problems[-1]


def test_a_source_most_of_whose_pages_are_blocked_has_failed(site: Portal, nights: Nights) -> None:
    publish(site, 12)
    site.faults |= {f"/art/{n}.html": lambda handler: answer(handler, 403) for n in range(12) if n % 3}
    report = nights.run(source_of(site))
    assert (report.status, report.counts) == ("failed", {"new": 4, "blocked": 8})
    assert report.problems == ("4 of 12 addresses gave a page (4 new, 8 blocked)",)


def test_a_good_page_is_not_replaced_by_an_empty_or_a_missing_one(site: Portal, nights: Nights) -> None:
    nights.run(source_of(site))
    before = {row["url"]: row["payload_sha256"] for row in nights.rows() if row["role"] == "report"}
    menu = "".join(f"<li><a href='/m{number}'>政务公开栏目第{number}号</a></li>" for number in range(80))
    site.pages["/art/0.html"] = b""
    site.pages["/art/1.html"] = f"<html><ul>{menu}</ul><h1>您访问的页面不存在</h1></html>".encode()
    assert nights.run(source_of(site), "run2").counts == {"unchanged": 1, "gone": 1, "failed": 1}
    with Archive(nights.settings.archive_dir) as archive:
        for url, sha256 in before.items():
            latest = archive.captures.latest(url)
            assert latest is not None
            assert latest.payload_sha256 == sha256


@pytest.mark.parametrize("target", ["http://127.0.0.1:99999/art/9.html", "http://127.0.0.1:abc/art/9.html"])
def test_an_address_that_is_none_is_refused_and_the_others_go_on(
    site: Portal, nights: Nights, target: str
) -> None:
    site.pages[LIST] = list_page(("/art/0.html", "a"), (target, "b"), ("/art/1.html", "c"))
    report = nights.run(source_of(site))
    assert report.status == "ok"
    assert report.counts["new"] == 2
    assert {row["reason"] for row in nights.rows() if row["outcome"] == "refused"} <= {"bad_address"}


@pytest.mark.parametrize("stated", ["9" * 5000, "9" * 400, "Mon, 01 Jan 0001 00:00:00 GMT", "-5", "soon"])
def test_a_retry_after_of_any_form_is_read(site: Portal, nights: Nights, stated: str) -> None:
    site.faults["/art/2.html"] = lambda handler: answer(handler, 503, b"", Retry_After=stated)
    report = nights.run(source_of(site))
    assert report.counts["failed"] == 1
    assert all("Error" not in said for said in report.problems)


def test_headers_in_chinese_are_archived(site: Portal, nights: Nights) -> None:
    stated = ("Content-Length: 3000", "Content-Disposition: inline; 文件名=年报.pdf", "X-By: 政务云=1")
    site.faults["/art/0.html"] = page(report_page("x")[:3000], *stated)
    assert nights.run(source_of(site)).counts == {"new": 3}
    warcs = sorted((nights.settings.archive_dir / "warc").glob("*.gz"))
    heads = b"".join(gzip.decompress(path.read_bytes()) for path in warcs)
    assert b"inline; %E6%96%87%E4%BB%B6%E5%90%8D=%E5%B9%B4%E6%8A%A5.pdf" in heads


def test_an_error_that_nobody_foresaw_fails_its_source_alone(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unforeseen(*_: object, **__: object) -> None:
        raise ValueError("not thought of")

    monkeypatch.setattr(engine, "discover", unforeseen)
    report = nights.run(source_of(site))
    assert report.status == "failed"
    assert report.problems == ("an error of the collector: ValueError: not thought of",)
    assert "Traceback" in caplog.text


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
    for number in range(3):
        site.faults[f"/art/{number}.html"] = lambda handler: answer(handler, 429, Retry_After="7200")
    begun = time.monotonic()
    report = nights.run(source_of(site))
    assert (report.status, report.counts) == ("failed", {"failed": 1})
    assert "2 addresses wait for the next night (127.0.0.1" in report.problems[-1]
    assert time.monotonic() - begun < 5
    assert sum(site.asked(f"/art/{number}.html") for number in range(3)) == 1


def raw(content: bytes) -> Fault:
    """Send these bytes and hang up."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(content)
        handler.close_connection = True

    return send


def page(body: bytes, *headers: str, status: str = "200 OK") -> Fault:
    return raw("\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + body)


def moved(target: str) -> Fault:
    return page(b"", f"Location: {target}", "Content-Length: 0", status="302 Found")


def stall(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    time.sleep(0.5)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.03)


def drip_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(90):
        handler.wfile.write(b"X-Header-%d: x\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.03)


def reset(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    os.close(handler.connection.detach())


REPOSITORY = Path(__file__).resolve().parents[2]
BOMB = gzip.compress(b"0" * 5_000_000)


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (page(b"short", "Content-Length: 5000"), "failed", "truncated"),
        (page(b"10\r\nshort", "Transfer-Encoding: chunked"), "failed", "truncated"),
        (page(b"zz\r\nshort", "Transfer-Encoding: chunked"), "failed", "truncated"),
        (page(b"nogzip", "Content-Encoding: gzip", "Content-Length: 6"), "failed", "bad_encoding"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Ty"), "failed", "truncated"),
        (raw(b"this is no HTTP\r\n\r\n"), "failed", "connection_broken"),
        (raw(b""), "failed", "connection_broken"),
        (reset, "failed", "connection_broken"),
        (page(b"x" * 1000, "Content-Length: 10000000000"), "refused", "too_large"),
        (page(b"x" * 1_500_000), "refused", "too_large"),
        (page(BOMB, "Content-Encoding: gzip", f"Content-Length: {len(BOMB)}"), "refused", "too_large"),
        (page(b"film", "Content-Type: video/mp4", "Content-Length: 4"), "refused", "unwanted_type"),
        (moved("/art/0.html"), "refused", "redirect_loop"),
        (moved("/art/./0.html"), "refused", "redirect_loop"),
        (moved("ftp://x/"), "refused", "redirect_bad_address"),
        (moved("http://[::bad/"), "refused", "redirect_bad_address"),
        (moved("/secret/x"), "refused", "redirect_robots"),
        (moved("http://localhost:1/"), "refused", "redirect_host_not_allowed"),
    ],
)
def test_one_bad_page_is_named_and_the_others_go_on(
    site: Portal, nights: Nights, fault: Fault, outcome: str, reason: str
) -> None:
    site.faults["/art/0.html"] = fault
    gentle = {"delay_seconds": 0, "retries": 0, "timeout_seconds": 10}
    report = nights.run(source_of(site, politeness=gentle))
    assert nights.outcome("/art/0.html") == (outcome, reason)
    assert report.counts == {"new": 2, outcome: 1}
    assert report.status == "ok"


@pytest.mark.parametrize(
    ("fault", "is_refused", "problem"),
    [(stall, False, "timeout"), (drip, False, "too_slow"), (drip_head, False, "too_slow")],
)
def test_a_slow_answer_ends(site: Portal, fault: Fault, is_refused: bool, problem: str) -> None:
    site.faults["/art/0.html"] = fault
    source = source_of(site, politeness={"delay_seconds": 0, "retries": 0, "timeout_seconds": 0.15})
    fetcher = Fetcher(new_session(source, Settings()), Hosts(), source.politeness, max_bytes=1_000_000)
    answer = fetcher.get(site.base + "/art/0.html", {}, lambda _: None)
    assert (answer.problem, answer.is_refused, answer.payload) == (problem, is_refused, None)


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


def test_the_body_of_a_redirect_is_not_waited_for(site: Portal, nights: Nights) -> None:
    stated = ("Location: /art/1.html", "Content-Length: 10000000000")
    site.faults["/art/0.html"] = page(b"x" * 1000, *stated, status="302 Found")
    assert nights.run(source_of(site)).counts == {"new": 3}


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
    few = source_of(site, politeness={"delay_seconds": 0, "max_requests": 5})
    report = nights.run(few)
    assert (report.status, report.counts) == ("ok", {"new": 3})
    assert "2 addresses wait" in report.problems[0]
    assert len(site.requests) == 5  # robots.txt and the list are paid for too
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


PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1%eth0 fc00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ff02::1 "
    "2002:7f00:1:: 64:ff9b::a00:1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 fec0::1 ::127.0.0.1 ::ffff:0:127.0.0.1 "
    "::8.8.8.8"
)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [("8.8.8.8", True), ("2001:4860:4860::8888", True), *((address, False) for address in PRIVATE.split())],
)
def test_which_addresses_are_public(address: str, is_public: bool) -> None:
    assert session._is_public(address) is is_public


def test_a_public_host_asks_for_a_contact(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_is_public", lambda _: True)
    with pytest.raises(SettingsError, match="GONGKAI_CONTACT"):
        nights.run(source_of(site))
    assert site.requests == []
    assert "+" not in nights.settings.user_agent


def test_a_name_that_does_not_resolve_fails_the_source(site: Portal, nights: Nights) -> None:
    report = nights.run(source_of(site, start=["http://nowhere.invalid/index.html"]))
    assert report.status == "failed"
    assert nights.outcome("/robots.txt") == ("failed", "dns_failed")


def test_a_host_of_several_addresses_is_asked_at_the_one_that_answers(
    site: Portal, nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def two_addresses(host: str, port: int, *args: Any, **options: Any) -> Any:
        if host != "county.example":
            return real(host, port, *args, **options)
        return [found for one in ("127.0.0.9", "127.0.0.1") for found in real(one, port, *args, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
    source = source_of(site, start=[f"http://county.example:{site.server_port}{LIST}"])
    assert nights.run(source).counts == {"new": 3}


def test_a_checked_address_is_connected_to_and_the_name_is_verified(
    site: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "certificate.pem"
    trusted.write_bytes(certificate_of("county.example"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *given, **named: real("127.0.0.1", *given, **named))
    source = source_of(site)
    session = new_session(source, Settings())
    session.verify = str(trusted)
    fetcher = Fetcher(session, Hosts(), source.politeness, max_bytes=1_000_000)
    ours = fetcher.get(f"https://county.example:{site.server_port}/art/0.html", {}, lambda _: None)
    other = fetcher.get(f"https://other.example:{site.server_port}/art/0.html", {}, lambda _: None)
    assert (ours.status, ours.problem, other.status, other.problem) == (200, None, None, "tls_failed")


def certificate_of(name: str) -> bytes:
    """A key and a certificate that nobody but its owner has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    owner = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(owner, owner, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, plain) + certificate.public_bytes(
        serialization.Encoding.PEM
    )


def test_a_certificate_is_verified_unless_the_source_says_why_not(
    site: Portal, nights: Nights, tmp_path: Path
) -> None:
    self_signed = tmp_path / "certificate.pem"
    self_signed.write_bytes(certificate_of("localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    start = [f"https://localhost:{site.server_port}{LIST}"]
    assert nights.run(source_of(site, start=start)).status == "failed"
    assert nights.outcome("/robots.txt") == ("failed", "tls_failed")
    stated = source_of(site, start=start, tls_exception={"reason": "self-signed since 2020, seen 2026-01-10"})
    report = nights.run(stated, "run2")
    assert report.counts == {"new": 3}
    assert "self-signed since 2020" in report.problems[0]


def test_killed_at_any_moment_nothing_logged_is_lost_or_doubled(tmp_path: Path) -> None:
    assert [trial.problems for trial in collect.kill_trials(tmp_path, n_kills=5)] == [()]


def test_a_full_disk_is_told_and_the_next_night_goes_on(tmp_path: Path) -> None:
    trials = collect.disk_trials(tmp_path, collect.FULL_DISKS[1:3])
    assert {trial.what: trial.problems for trial in trials if trial.problems} == {}
