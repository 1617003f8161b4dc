"""Collecting while things go wrong: faults of the web, addresses that must not be asked, kills."""

import gzip
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from flows.archive.archive import Archive
from flows.collect import politeness, session
from flows.collect.collect import collect_source
from flows.collect.fetch import Fetcher
from flows.collect.politeness import Hosts
from flows.collect.session import new_session
from flows.errors import SettingsError
from flows.settings import Settings
from tests.unit.collect_portal import (
    LIST,
    Fault,
    Nights,
    Portal,
    answer,
    portal,
    publish,
    report_page,
    source_of,
)


@pytest.fixture
def site() -> Iterator[Portal]:
    with portal() as server:
        yield server


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path / "data")


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
        (moved("/art/0.html"), "refused", "too_many_redirects"),
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
    [(stall, False, "timeout"), (drip, True, "too_slow"), (drip_head, False, "truncated")],
)
def test_a_slow_answer_ends(site: Portal, fault: Fault, is_refused: bool, problem: str) -> None:
    site.faults["/art/0.html"] = fault
    source = source_of(site, politeness={"delay_seconds": 0, "retries": 0, "timeout_seconds": 0.15})
    fetcher = Fetcher(new_session(source, Settings()), Hosts(0), source.politeness, max_bytes=1_000_000)
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


PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1%eth0 fc00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ff02::1"
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


def certificate_of(name: str) -> bytes:
    """A key and a certificate that nobody but its owner has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    owner = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(owner, owner, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
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


COLLECTOR = """
import os, sys
from pathlib import Path
from flows.archive.archive import Archive
from flows.collect.collect import collect_source
from flows.collect.fetch import Fetcher
from flows.collect.politeness import Hosts
from flows.collect.session import new_session
from flows.settings import Settings
from flows.sources.model import Source
source = Source.model_validate_json(sys.argv[1])
settings = Settings(data_dir=Path(sys.argv[2]))
for run_id in sys.stdin:
    child = os.fork()
    if child == 0:
        with Archive(settings.archive_dir) as archive:
            collect_source(source, archive, settings, run_id.strip())
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Starts a collecting process for each line that it is given: importing takes longer than collecting."""


def _n_logged(nights: Nights) -> int:
    with Archive(nights.settings.archive_dir) as archive:
        return int(archive.captures.to_arrow().num_rows)


def test_killed_at_any_moment_nothing_logged_is_lost_or_doubled(site: Portal, nights: Nights) -> None:
    publish(site, 60)
    source = source_of(site, politeness={"delay_seconds": 0.005, "connections": 2})
    command = [sys.executable, "-c", COLLECTOR, source.model_dump_json(), str(nights.settings.data_dir)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=PIPE, stdout=PIPE, text=True) as starter:
        assert starter.stdin is not None
        assert starter.stdout is not None
        delays = [0.03 + 0.04 * number for number in range(5)]
        for number, delay in enumerate(delays):
            print(f"killed{number}", file=starter.stdin, flush=True)
            child = int(starter.stdout.readline())
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
            assert starter.stdout.readline() == "ended\n"
            if number + 1 == len(delays) < 10 and not _n_logged(nights):
                # A busy machine can be so slow that all were killed before their first page.
                delays.append(2 * delay)
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
