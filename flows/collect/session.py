"""The HTTP session: requests over urllib3, with every connection checked before it is made.

What belongs here: how a connection is made and what a request carries. What does not: pauses
(`politeness.py`), retries and redirects (`fetch.py`).

The host is resolved once, its addresses are checked, and the connection goes to a checked address: a name
that turns private between the check and the connection gains nothing. Proxies and `.netrc` of the environment
are not used, no cookie is kept, and the certificate is verified unless the source states an exception with
its reason.
"""

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    InsecureRequestWarning,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.util.connection import create_connection

from flows.collect.meter import Bounds, MeteredResponse
from flows.errors import Refusal, SettingsError
from flows.settings import Settings
from flows.sources.model import Source

ANSWER_TIMEOUTS: Final = 10
"""A whole answer may take this many times the timeout of a silence."""

_ROOM: Final = 2
"""An answer may be so many times as large on the wire as the largest page: chunks take room."""
_HEAD_BYTES: Final = 1 << 20
"""More than any head that is honest."""

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER_PUBLIC: Final = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "fec0::/10", "::/96", "::ffff:0:0:0/96"))
)
"""What Python takes for public: translation inside of one network (RFC 8215), site-local addresses (RFC 3879), and two
old ways to wrap an IPv4 address, which no public host has (RFC 4291, 2.5.5.1; RFC 2765)."""


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Which network addresses may be connected to.

    Attributes:
        allow_private: loopback, link-local, private and reserved addresses.
        allow_public: all others.
    """

    allow_private: bool
    allow_public: bool

    def checked(self, host: str, port: int) -> list[str]:
        """Resolve a host and give its addresses, all of which may be connected to.

        Raises:
            OSError: it cannot be resolved.
            Refusal: `private_address`: one of its addresses is private, and private ones are not allowed.
            SettingsError: one of its addresses is public, and the operator has given no contact.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if _is_public(address):
                if not self.allow_public:
                    raise SettingsError(NO_CONTACT.format(host=host))
            elif not self.allow_private:
                named = address if address == host else f"{host} leads to {address}, which"
                raise Refusal(
                    "private_address",
                    f"{named} is no public address (`allow_private` in the source, or --allow-private, allows it)",
                )
        return list(dict.fromkeys(addresses))


NO_CONTACT = (
    "{host} is a public host, and its owner could reach nobody: "
    "set GONGKAI_CONTACT to the operator's web page or e-mail address"
)


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if any(parsed in network for network in _NEVER_PUBLIC):
        return False
    inner = _inner(parsed) if isinstance(parsed, ipaddress.IPv6Address) else None
    return (inner or parsed).is_global and not (inner or parsed).is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address only wraps: mapped, 6to4, Teredo, or translated (RFC 6052)."""
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: `fetch.py` follows redirects. Requests would read the body of one, however large."""
        del resp
        return None


def new_session(source: Source, settings: Settings) -> requests.Session:
    """A session for the hosts of one source. It follows no redirect by itself."""
    session = _Session()
    session.trust_env = False
    session.verify = source.tls_exception is None
    if source.tls_exception is not None:
        # The account of the source says so once; urllib3 would say it for every page.
        urllib3.disable_warnings(InsecureRequestWarning)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update(
        {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Connection": "keep-alive",
        }
    )
    guard = AddressGuard(allow_private=source.allow_private, allow_public=bool(settings.contact))
    bounds = Bounds(
        seconds=ANSWER_TIMEOUTS * source.politeness.timeout_seconds,
        bytes=_HEAD_BYTES + _ROOM * settings.max_page_bytes,
    )
    adapter = _GuardedAdapter(guard, bounds, source.politeness.connections)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, guard: AddressGuard, bounds: Bounds, connections: int) -> None:
        self._guard = guard
        self._bounds = bounds
        super().__init__(pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_GuardedHTTPPool, guard=self._guard, bounds=self._bounds),
            "https": partial(_GuardedHTTPSPool, guard=self._guard, bounds=self._bounds),
        }


class _GuardedConnection(HTTPConnection):
    """A connection that asks its guard where it may go, and whose answers are read within bounds. Pools hand on options
    that they do not know themselves."""

    def __init__(self, *args: Any, guard: AddressGuard, bounds: Bounds, **options: Any) -> None:
        super().__init__(*args, **options)
        self._guard = guard
        self.response_class = partial(MeteredResponse, bounds=bounds)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        try:
            *others, last = self._guard.checked(self.host, self.port)
            for address in others:
                with suppress(OSError):
                    return self._connected(address)
            return self._connected(last)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(
                self, f"no connection to {self.host} within {self.timeout} s"
            ) from error
        except OSError as error:
            raise NewConnectionError(self, f"no connection to {self.host}: {error}") from error

    def _connected(self, address: str) -> socket.socket:
        return create_connection(
            (address, self.port),
            self.timeout,
            source_address=self.source_address,
            socket_options=self.socket_options,
        )


class _GuardedHTTPSConnection(_GuardedConnection, HTTPSConnection):
    pass


class _GuardedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class _GuardedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPSConnection
