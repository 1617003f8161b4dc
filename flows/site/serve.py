"""A server to look at the site with: ranges, compression of text, and the content policies as headers.

What belongs here: answering for files under one folder, on this machine. What does not: any page. It is no server
for the public: any file server can carry the site.
"""

import gzip
import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import urlsplit

from flows.errors import GongkaiError
from flows.site import policy

_PARTS: Final = {"/lineage/": policy.LINEAGE, "/quality/": policy.QUALITY}
_PACKED: Final = (".html", ".js", ".css", ".json")
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK: Final = 1 << 18


def make_server(folder: Path, port: int, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server for a built site, not yet running.

    Args:
        port: 0 takes a free one (`server_address` tells it).

    Raises:
        GongkaiError: there is no site in the folder, or the port is taken.
    """
    if not (folder / "index.html").exists():
        raise GongkaiError(f"there is no site in {folder}: `gongkai site build` makes it")

    class Handler(SiteHandler):
        def __init__(self, *arguments: object) -> None:
            start = cast("Callable[..., None]", super().__init__)
            start(*arguments, directory=str(folder))

    try:
        return ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise GongkaiError(f"port {port} cannot be used: {error.strerror}") from error


class SiteHandler(SimpleHTTPRequestHandler):
    """Files of a folder, whole or in one range each."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".duckdb": "application/octet-stream",
        ".bin": "application/octet-stream",
    }

    def do_GET(self) -> None:
        """Answer with the file, a range of it, or its text packed."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a page asks for dozens of files."""

    def end_headers(self) -> None:
        """Add what every answer carries."""
        path = urlsplit(self.path).path
        self.send_header("Content-Security-Policy", _policy_of(path) + policy.FRAMES)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - as in the base class
        """Folders are not listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def _answer(self, *, with_body: bool) -> None:
        path = Path(self.translate_path(self.path))
        try:
            stream = None if path.is_dir() else path.open("rb")
        except (OSError, ValueError):  # a ValueError: no file can be called so
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if stream is None:
            answer = self.send_head()  # leads to the folder's index page, or says that there is none
            if answer is not None:
                with answer:
                    if with_body:
                        self.copyfile(answer, self.wfile)
            return
        with stream:
            if "Range" in self.headers and (span := _span(self.headers["Range"], path.stat().st_size)):
                self._range(stream, path, span, with_body=with_body)
            elif path.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
                self._packed(stream.read(), path, with_body=with_body)
            else:
                self._whole(stream, path, with_body=with_body)

    def _whole(self, stream: BinaryIO, path: Path, *, with_body: bool) -> None:
        self._head(HTTPStatus.OK, path, path.stat().st_size)
        if with_body:
            self.copyfile(stream, self.wfile)

    def _packed(self, content: bytes, path: Path, *, with_body: bool) -> None:
        packed = gzip.compress(content, 5, mtime=0)
        self._head(HTTPStatus.OK, path, len(packed), {"Content-Encoding": "gzip"})
        if with_body:
            self.wfile.write(packed)

    def _range(self, stream: BinaryIO, path: Path, span: tuple[int, int], *, with_body: bool) -> None:
        first, last = span
        size = path.stat().st_size
        header = {"Content-Range": f"bytes {first}-{last}/{size}"}
        self._head(HTTPStatus.PARTIAL_CONTENT, path, last - first + 1, header)
        stream.seek(first)
        left = last - first + 1 if with_body else 0
        while left and (chunk := stream.read(min(_CHUNK, left))):
            self.wfile.write(chunk)
            left -= len(chunk)

    def _head(self, status: HTTPStatus, path: Path, length: int, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(length))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()


def _policy_of(path: str) -> str:
    for folder, part in _PARTS.items():
        if path.startswith(folder):
            return part
    return policy.CONSOLE if path.endswith("/console.html") else policy.PAGE


def _span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range, or None where the header asks for none that can be served."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()) or size == 0:
        return None
    first, last = found.groups()
    if first:
        span = int(first), min(int(last), size - 1) if last else size - 1
    else:
        span = max(0, size - int(last)), size - 1
    return span if span[0] <= span[1] else None
