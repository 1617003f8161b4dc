"""For the tests of the collector: a small real web server that notes every request, and nights on it."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flows.archive.archive import LOG_NAME, Archive
from flows.archive.reindex import reindex
from flows.archive.verify import verify
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.settings import Settings
from flows.sources.model import Source

LIST = "/xxgk/index.html"

Fault = Callable[[BaseHTTPRequestHandler], None]


class Portal(ThreadingHTTPServer):
    """Serves `pages` with ETag and Last-Modified; a path in `faults` is answered by its function instead."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, bytes] = {}
        self.faults: dict[str, Fault] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.body_bytes = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(1 for _, asked, _ in self.requests if asked == path)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away in the middle are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Portal

    def do_GET(self) -> None:
        self.server.requests.append((self.command, self.path, dict(self.headers)))
        fault = self.server.faults.get(self.path)
        if fault is not None:
            fault(self)
            return
        page = self.server.pages.get(self.path)
        if page is None:
            answer(self, 404, b"<html><body>nothing here</body></html>")
            return
        etag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            answer(self, 304, b"", ETag=etag)
            return
        self.server.body_bytes += len(page)
        answer(self, 200, page, ETag=etag, **{"Last-Modified": "Fri, 31 Jan 2020 08:00:00 GMT"})

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet."""


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Send an answer with its length; a header name's `_` is sent as `-`."""
    handler.send_response(status)
    for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    if status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def portal() -> Iterator[Portal]:
    """A portal on a free loopback port, for the length of a test."""
    server = Portal()
    server.pages["/robots.txt"] = b"User-agent: *\nDisallow: /secret/\n"
    publish(server, 3)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def report_page(name: str) -> bytes:
    """A page with words enough to be a report."""
    sentence = "本单位全年主动公开政府信息若干条，未收到政府信息公开申请。"
    head = f"<html><head><title>{name}</title></head>"
    return f"{head}<body><h1>{name}</h1><p>{sentence * 40}</p></body></html>".encode()


def list_page(*links: tuple[str, str], script: str = "") -> bytes:
    """A list page with links as (address, words)."""
    anchors = "".join(f'<li><a href="{href}">{words}</a></li>' for href, words in links)
    return f"<html><body><ul>{anchors}</ul><script>{script}</script></body></html>".encode()


def publish(site: Portal, n_reports: int) -> None:
    """Publish so many reports, `/art/0.html` and on, and a list of them."""
    for number in range(n_reports):
        site.pages[f"/art/{number}.html"] = report_page(f"样例县{2010 + number}年政府信息公开工作年度报告")
    links = [(f"/art/{number}.html", f"{2010 + number}年度报告") for number in range(n_reports)]
    site.pages[LIST] = list_page(*links, ("/guide.html", "指南"))


def source_of(site: Portal, **changes: Any) -> Source:
    """The source file of a portal: hurried, so that tests are quick."""
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

    def run(self, source: Source, run_id: str = "run1", today: date | None = None) -> SourceReport:
        with Archive(self.settings.archive_dir) as archive:
            report = collect_source(source, archive, self.settings, run_id, today=today)
            assert list(verify(self.settings.archive_dir)) == []
            return report

    def rows(self, run_id: str = "run1") -> list[dict[str, Any]]:
        with Archive(self.settings.archive_dir) as archive:
            return [row for row in archive.captures.to_arrow().to_pylist() if row["run_id"] == run_id]

    def outcome(self, path: str, run_id: str = "run1") -> tuple[str, str | None]:
        row = next(row for row in self.rows(run_id) if row["url"].endswith(path))
        return row["outcome"], row["reason"]

    def lose_the_log(self) -> None:
        """The WARC files alone give the same one."""
        folder = self.settings.archive_dir
        if not (folder / LOG_NAME).exists() or not (folder / "warc").exists():
            return
        with Archive(folder) as archive:
            before = archive.captures.to_arrow()
        (folder / LOG_NAME).unlink()
        reindex(folder)
        with Archive(folder) as archive:
            assert archive.captures.to_arrow().equals(before)
