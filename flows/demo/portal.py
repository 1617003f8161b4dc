"""The sample portal: a real HTTP server on loopback that plays a municipal disclosure site.

What belongs here: answering requests, conditional ones too, and the small door to the site's changes. What
does not: the pages (`pages.py`, `site.py`).
"""

import hashlib
import threading
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

from flows.demo.agencies import Agency
from flows.demo.facts import TruthReport
from flows.demo.mishaps import Mishap
from flows.demo.pages import missing_page
from flows.demo.published import Resource
from flows.demo.site import DEFAULT_YEARS, Site
from flows.demo.systems import Systems

_HOST: Final = "127.0.0.1"


class Portal:
    """The portal with its server. As a context manager it runs inside the block.

    Args:
        seed: the same seed gives the same bytes at the same addresses.
        n_agencies: bodies that report.
        years: report years; each body reports on each.
        port: port on loopback; 0 takes a free one.
        other_systems: serve one more body on each of the other site systems.

    Raises:
        ValueError: the sample city has fewer bodies.
    """

    def __init__(
        self,
        seed: int = 1,
        n_agencies: int = 40,
        years: Sequence[int] = DEFAULT_YEARS,
        *,
        port: int = 0,
        other_systems: bool = False,
    ) -> None:
        self._site = Site(seed, n_agencies, years)
        self.systems = Systems(seed, years) if other_systems else None
        self._port = port
        self._mishaps: tuple[Mishap, ...] = ()
        self._server: _Server | None = None
        self._resources = self._all_resources()

    def start(self) -> str:
        """Open the port and answer from a thread; returns the base address, without a slash at its end.

        Raises:
            OSError: the port is taken.
        """
        if self._server is None:
            self._server = _Server(self._port, self._resources)
            threading.Thread(target=self._server.serve_forever, name="sample-portal", daemon=True).start()
        return self.base_url

    def stop(self) -> None:
        """Close the port; stopping twice does nothing."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "Portal":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:<port>`, or with the port asked for while the server does not run."""
        port = self._server.server_address[1] if self._server is not None else self._port
        return f"http://{_HOST}:{port}"

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """The bodies that report."""
        return self._site.agencies

    @property
    def truth(self) -> list[TruthReport]:
        """What every page is and states, addressed as the running server is."""
        return self.truth_at(self.base_url)

    def truth_at(self, base_url: str) -> list[TruthReport]:
        """The same for pages that are served from elsewhere, such as a folder that `write_folder` wrote."""
        others = self.systems.truth(base_url) if self.systems is not None else []
        return [*self._site.truth(base_url), *others]

    def body(self, path: str) -> bytes:
        """The bytes of the page at a path.

        Raises:
            KeyError: there is none.
        """
        return self._resources[path].body

    def publish(self, agency: Agency, year: int) -> str:
        """Put one more report on the portal; returns its path.

        Raises:
            ValueError: it is there already.
        """
        path = self._site.publish(agency, year)
        self._refresh()
        return path

    def correct(self, path: str) -> None:
        """Replace a report by a corrected one: five more items disclosed, wherever that is printed.

        Raises:
            KeyError: there is no report at this path.
        """
        self._site.correct(path)
        self._refresh()

    def remove(self, path: str) -> None:
        """Take a report away: its address answers 404 and the lists no longer name it.

        Raises:
            KeyError: there is no report at this path.
        """
        self._site.remove(path)
        self._refresh()

    def suffer(self, *mishaps: Mishap) -> None:
        """From now on the portal answers as these change it, one after the other; with none it is well again."""
        self._mishaps = mishaps
        self._refresh()

    def write_folder(self, folder: Path) -> int:
        """Save every page as a file below `folder`, named as its address; returns how many."""
        for path, resource in self._resources.items():
            target = folder / path.removeprefix("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(resource.body)
        return len(self._resources)

    def _all_resources(self) -> dict[str, Resource]:
        others = self.systems.resources() if self.systems is not None else {}
        resources = {**self._site.resources(), **others}
        for mishap in self._mishaps:
            resources = mishap(resources)
        return resources

    def _refresh(self) -> None:
        self._resources = self._all_resources()
        if self._server is not None:
            self._server.resources = self._resources


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, resources: dict[str, Resource]) -> None:
        super().__init__((_HOST, port), _Handler)
        self.resources = resources


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortal"
    sys_version = ""
    # Headers and body leave in two writes: without this each answer waits for a delayed acknowledgement.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer with the page, 304 or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """The same without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """The portal keeps no access log."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        resources = self.server.resources
        resource = resources.get(self.path) or resources.get("/index.html" if path == "/" else path)
        if resource is None:
            self._send(
                HTTPStatus.NOT_FOUND,
                missing_page().encode(),
                {"Content-Type": "text/html; charset=utf-8"},
                with_body=with_body,
            )
            return
        headers = {
            "Content-Type": resource.content_type,
            "ETag": f'"{hashlib.sha256(resource.body).hexdigest()[:32]}"',
            "Last-Modified": format_datetime(resource.modified_at, usegmt=True),
        }
        if self._is_known(headers["ETag"], resource.modified_at):
            self._send(HTTPStatus.NOT_MODIFIED, None, headers, with_body=False)
        else:
            self._send(HTTPStatus.OK, resource.body, headers, with_body=with_body)

    def _is_known(self, etag: str, modified_at: datetime) -> bool:
        """Whether the visitor has this version: the tag decides where one is given (RFC 9110, 13.1.3)."""
        if tags := self.headers.get("If-None-Match"):
            return etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = self.headers.get("If-Modified-Since")
        if not since:
            return False
        try:
            return modified_at <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _send(
        self, status: HTTPStatus, body: bytes | None, headers: dict[str, str], *, with_body: bool
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and body:
            self.wfile.write(body)
