"""Fetching one address: attempts, redirects, bounds.

What belongs here: from an address to what was answered, whatever that is. What does not: what the answer
means (`outcome.py`), and whether we may ask (`visit.py` decides, before and after each redirect).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from flows.archive.addresses import headers_without_secrets, without_secrets, without_session
from flows.archive.bodies import is_decodable
from flows.archive.model import Exchange, Headers
from flows.collect.meter import received_here
from flows.collect.politeness import Host, Hosts, Waits, backoff_seconds
from flows.collect.problems import MEANINGS, problem_of
from flows.errors import Refusal
from flows.sources.model import Politeness

MAX_REDIRECTS: Final = 5
TRANSIENT_STATUS: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses that a later attempt may not meet again."""

COOKIE_WALL: Final = "cookie_wall"
"""The problem of an address that sets a cookie and redirects to itself until the cookie comes back."""

_LASTING: Final = frozenset({COOKIE_WALL, "too_slow"})
"""Problems that a further attempt meets again, the second only after minutes."""
_CHUNK: Final = 1 << 16
_LENGTH_HEADERS: Final = frozenset({"content-length", "transfer-encoding"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PAGES: Final = frozenset({200, 203})
_PORTS: Final = {"http": 80, "https": 443}
_UNWANTED_TYPES: Final = ("video/", "audio/", "image/", "font/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking for one address came to.

    Attributes:
        url: the address that answered, after redirects.
        status: of the last answer; None where none came.
        payload: decoded bytes; None where none came or not all of them.
        headers: of the last answer.
        problem: a snake_case code of what went wrong on the way; None where an answer came whole.
        is_refused: the problem is that we would not fetch it.
        detail: more on the problem, for people.
    """

    url: str
    status: int | None = None
    payload: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    is_refused: bool = False
    exchange: Exchange | None = None
    redirects: tuple[Exchange, ...] = ()
    detail: str = ""

    @property
    def is_transient(self) -> bool:
        """A later attempt may go better."""
        if self.is_refused or self.problem in _LASTING:
            return False
        return self.problem is not None or self.status in TRANSIENT_STATUS


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches addresses of one source. Safe for threads.

    Attributes:
        hosts: what the sources of a night share.
        max_bytes: of a decoded payload.
    """

    session: requests.Session
    hosts: Hosts
    politeness: Politeness
    max_bytes: int

    def get(self, url: str, conditions: Mapping[str, str], may_ask: Callable[[str], None]) -> Answer:
        """Ask for an address, with further attempts where the trouble may pass.

        Args:
            conditions: `If-None-Match`, `If-Modified-Since`: for the address itself. Where it leads on, another one is
                asked, of which they say nothing (RFC 9110, 8.8).
            may_ask: raises `Refusal` for an address that a redirect must not lead to.

        Raises:
            Waits: the host, or one that it redirects to, is asked nothing more this night.
            SettingsError: the host is public and the operator has given no contact.
        """
        answer = self._follow(url, conditions, may_ask)
        for attempt in range(self.politeness.retries):
            if not answer.is_transient:
                break
            if not _retry_after(answer.headers):
                # Behind a redirect it is another host that answered than the one that was asked.
                host = self.hosts.of(answer.url, self.politeness)
                host.hold(backoff_seconds(self.politeness.backoff_seconds, attempt))
            with suppress(Waits):  # given up meanwhile: what it answered before stands
                answer = self._follow(url, conditions, may_ask)
        return answer

    def _follow(self, url: str, conditions: Mapping[str, str], may_ask: Callable[[str], None]) -> Answer:
        passed: tuple[Exchange, ...] = ()
        address = url
        seen = {address}
        sets_cookie = False
        while True:
            answer = replace(self._once(address, {} if passed else conditions), redirects=passed)
            sets_cookie = sets_cookie or "Set-Cookie" in answer.headers
            target = _redirect_of(answer.headers)
            if answer.status not in _REDIRECTS or not target or answer.exchange is None:
                return answer
            if len(passed) == MAX_REDIRECTS:
                return replace(answer, problem="too_many_redirects", payload=None, is_refused=True)
            passed = (*passed, answer.exchange)
            try:
                address = without_session(urljoin(address, target))
                may_ask(address)
            except Waits:
                raise
            except Refusal as refusal:
                return replace(answer, problem=f"redirect_{refusal.reason}", payload=None, is_refused=True)
            except ValueError:
                return replace(answer, problem="redirect_bad_address", payload=None, is_refused=True)
            if address in seen:
                problem = COOKIE_WALL if sets_cookie else "redirect_loop"
                return replace(answer, problem=problem, payload=None, is_refused=not sets_cookie)
            seen.add(address)

    def _once(self, url: str, conditions: Mapping[str, str]) -> Answer:
        host = self.hosts.of(url, self.politeness)
        try:
            with host.turn():
                before = received_here()
                try:
                    return self._asked(url, conditions, host)
                finally:
                    host.spend(received_here() - before)
        except Waits:
            raise
        except Refusal as refusal:
            return Answer(url, problem=refusal.reason, is_refused=True, detail=refusal.detail)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            problem = problem_of(error)
            return Answer(url, problem=problem, detail=MEANINGS.get(problem, ""))

    def _asked(self, url: str, conditions: Mapping[str, str], host: Host) -> Answer:
        # `session.get` would first merge settings of which there are none; that costs a tenth of a fetch.
        request = requests.Request("GET", url, headers={**self.session.headers, **conditions}).prepare()
        with self.session.send(
            request,
            stream=True,
            allow_redirects=False,
            timeout=self.politeness.timeout_seconds,
            proxies={},
        ) as response:
            try:
                return self._read(url, response)
            finally:
                if response.status_code in TRANSIENT_STATUS:  # before anybody else has a turn
                    host.hold(_retry_after(response.headers) or 0.0)

    def _read(self, url: str, response: requests.Response) -> Answer:
        head = Answer(
            url,
            response.status_code,
            None,
            CaseInsensitiveDict(response.headers),
            exchange=_exchange(response),
        )
        try:
            payload = self._body(response)
        except Refusal as refusal:
            return replace(head, problem=refusal.reason, is_refused=True)
        except (HTTPError, OSError) as error:
            return replace(head, problem=problem_of(error))
        if response.status_code == 200 and not payload and not _states_length(response):
            # A connection that ends within the head looks like the end of the head.
            return replace(head, problem="truncated")
        return replace(head, payload=payload)

    def _body(self, response: requests.Response) -> bytes:
        """The decoded body, read in pieces: what it unpacks to is bounded here, its time and what comes over the wire
        by the meter of its connection.

        Raises:
            Refusal: `too_large`, `unwanted_type`, `unknown_encoding`.
            TooSlowError: it takes too long.
        """
        if response.status_code in _REDIRECTS and not 0 < _declared(response) <= _CHUNK:
            return b""  # nobody reads it, and it may have no end
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if not is_decodable(coding):
            if response.status_code in _PAGES:
                raise Refusal("unknown_encoding", coding)
            return b""
        kind = response.headers.get("Content-Type", "").lower()
        if kind.startswith(_UNWANTED_TYPES):
            raise Refusal("unwanted_type", kind)
        if _declared(response) > self.max_bytes:
            raise Refusal("too_large", f"{_declared(response):.0f} bytes announced")
        pieces: list[bytes] = []
        size = 0
        while piece := response.raw.read1(_CHUNK, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > self.max_bytes:
                raise Refusal("too_large", f"more than {self.max_bytes} bytes")
        return b"".join(pieces)


def _declared(response: requests.Response) -> float:
    """How many bytes are announced; 0 where the host does not say."""
    said = response.headers.get("Content-Length", "")
    return float(said) if said.isdecimal() else 0.0  # a number of any length, unlike int


def _states_length(response: requests.Response) -> bool:
    return any(name.lower() in _LENGTH_HEADERS for name in response.headers)


def _redirect_of(headers: Mapping[str, str]) -> str | None:
    """Where an answer leads. Bytes outside of ASCII come as Latin-1: they are asked for as they were sent."""
    stated = headers.get("Location")
    return "".join(sign if sign.isascii() else f"%{ord(sign):02X}" for sign in stated) if stated else None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    stated = headers.get("Retry-After", "").strip()
    if stated.isdecimal():
        return float(stated)  # a number of any length, unlike int
    try:
        return Retry().parse_retry_after(stated) if stated else None
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _exchange(response: requests.Response) -> Exchange:
    request = response.request
    version = "1.0" if response.raw.version == 10 else "1.1"
    return Exchange(
        url=without_secrets(response.url),
        request_line=f"{request.method} {without_secrets(request.path_url)} HTTP/1.1",
        request_headers=(("Host", _host_of(response.url)), *_without_secrets(request.headers.items())),
        status_line=f"HTTP/{version} {response.status_code} {response.raw.reason or ''}".rstrip(),
        response_headers=_without_secrets(response.raw.headers.items()),
    )


def _host_of(url: str) -> str:
    """What was sent as `Host`: http.client adds it below requests (RFC 9110, 7.2)."""
    parts = urlsplit(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return name if parts.port in (None, _PORTS.get(parts.scheme)) else f"{name}:{parts.port}"


def _without_secrets(headers: object) -> Headers:
    pairs = ((str(name), str(value)) for name, value in headers)  # type: ignore[attr-defined]
    return headers_without_secrets(pairs)
