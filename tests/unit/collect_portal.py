"""A small real web server for the tests of the collector: pages by path, faults by path, every request noted."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

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

    do_HEAD = do_GET

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
    return f"<html><head><title>{name}</title></head><body><h1>{name}</h1><p>{sentence * 40}</p></body></html>".encode()


def list_page(*links: tuple[str, str], script: str = "") -> bytes:
    """A list page with links as (address, words)."""
    anchors = "".join(f'<li><a href="{href}">{words}</a></li>' for href, words in links)
    return f"<html><body><ul>{anchors}</ul><script>{script}</script></body></html>".encode()
