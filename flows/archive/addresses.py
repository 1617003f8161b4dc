"""What addresses say: what of one is archived, and of two, whether one is a further page or a file beside the other.

What belongs here: rules on addresses alone, and on headers that hold some. What does not: which links a page has
(`collect/parts.py`), and whether what stands there belongs to the report (`extract/part.py` asks the texts).
"""

import re
from collections.abc import Iterable
from posixpath import splitext
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from flows.archive.model import Headers

_SESSION_ID: Final = re.compile(
    r";jsessionid=[^/?#;,\s<>\"']*|(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|session_?id"
    r"|(?:access|refresh|id|auth)_?token|ticket|sid(?!=\d{1,9}(?:&|#|$)))=[^&#\s<>\"']*&?",
    re.IGNORECASE,
)
"""What tells who is asking; a short number called `sid` is that of a site."""
_KEY: Final = re.compile(
    r"(?<=[?&])(?:(?:[\w-]*[_-])?(?:token|passw(?:or)?d|pwd|passwd|secret|signature|credential|jwt|auth_?key|api_?key)"
    r"|(?:\w+?)?(?:token|password|secret|accesskey(?:id)?|signature)|authorization|q-(?:ak|sign-[\w-]+|key-time)"
    r"|(?:sign|sig|hmac)(?==[\w%+/-]{16}))=[^&#\s<>\"']*&?",
    re.IGNORECASE,
)
"""What lets somebody in, and what signed links carry. A short `sign` is a page's own; `id` and `key` are its name."""
_USER: Final = re.compile(r"(?<=//)[^/?#\s<>\"'@]*@")
_SECRET_HEADER: Final = re.compile(
    r"cookie|auth|token|session|secret|passw|csrf|xsrf|api-?key|credential|jwt|signature", re.IGNORECASE
)
"""Headers whose names sound so are never archived: they could let somebody in, or tell who was there."""
_ADDRESS_HEADERS: Final = frozenset({"location", "content-location", "referer", "refresh", "link", "origin"})
_NUMBER: Final = re.compile(r"_(?:[1-9]|[1-9]\d)")
_PAGES: Final = frozenset({"", ".htm", ".html", ".shtml", ".shtm", ".xhtml", ".jsp", ".asp", ".aspx", ".php"})


def without_session(address: str) -> str:
    """An address as it is asked for: without a user's name and password and without the id of a session, which would
    make one page a new one every night."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if "@" in parts.netloc:
        address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return _without(_SESSION_ID, address)


def without_secrets(address: str) -> str:
    """An address as it is archived, and by which a page is known: without what could let somebody in, whether or not
    the page can be had without it."""
    return _without(_KEY, without_session(address))


def _without(secret: re.Pattern[str], address: str) -> str:
    if "?" not in address and ";" not in address:
        return address
    cleaned = secret.sub("", address)
    return cleaned if cleaned == address else cleaned.rstrip("?&")


def headers_without_secrets(headers: Iterable[tuple[str, str]]) -> Headers:
    """The headers that may be archived, whoever collected them; what holds addresses (a Link has several), without what
    could let somebody in."""
    return tuple(
        (name, without_secrets(_USER.sub("", value)) if name.lower() in _ADDRESS_HEADERS else value)
        for name, value in headers
        if _SECRET_HEADER.search(name) is None
    )


def is_further_page(report: str, address: str) -> bool:
    """Whether an address is the report's with a number behind the name: `t1_7.html` and `t1_7_2.html`.

    Content systems cut a long article so; some count the second page as 1. The whole name must agree:
    `t1_8.html` is another article.
    """
    first, other = urlsplit(report), urlsplit(address)
    stem, extension = splitext(first.path)
    number = other.path.removeprefix(stem).removesuffix(extension)
    return (
        (first.scheme, first.netloc, first.query) == (other.scheme, other.netloc, other.query)
        and extension.lower() in _PAGES - {""}
        and other.path == f"{stem}{number}{extension}"
        and _NUMBER.fullmatch(number) is not None
    )


def is_page(address: str) -> bool:
    """Whether an address names a web page, by its ending; all others name files."""
    return splitext(urlsplit(address).path)[1].lower() in _PAGES


def file_name(address: str) -> str:
    """The last part of an address's path, as it is written there; empty where there is none or it is broken."""
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""
