"""Pages behind a status 200 that are none: empty ones, soft 404s, errors, challenges and log-ins.

What belongs here: the rules that tell them by their words and their scripts, and shields behind a status of their own.
What does not: statuses and redirects (`outcome.py`), and the expressions for words (`wall_words.py`).

A page is judged only where it says hardly anything of its own (what its links say is the menu of the site), and one
that speaks as a report does, or links a file, is always a page: a lost report is worse than a kept error.
"""

import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from flows.archive.model import Role, Verdict
from flows.collect.lists.model import list_text, refreshed
from flows.collect.wall_words import (
    A_404,
    A_REPORT,
    ASKED_WRONG,
    ERROR,
    GONE,
    LOGIN,
    MAINTENANCE,
    NEEDS_SCRIPTS,
    SERVER,
    SHIELD,
)
from flows.sources.model import ANNEX_ENDINGS

_WORDS_OF_A_PAGE: Final = 900
"""Bytes of visible text (300 Chinese characters in UTF-8) from which on an answer is taken for a page."""
_WORDS_OF_A_WALL: Final = 60
_WORDS_OF_A_FORM: Final = 300
_WORDS_OF_A_MESSAGE: Final = 300
"""Bytes; a text without markup that is longer is taken for a page."""
_NO_TEXT: Final = re.compile(rb"[\0-\x08\x0e-\x1f]")
"""What a file has that is no text."""
_WORDS_OF_A_LINK: Final = 300
"""Bytes from which on the words of a link are a text: it may be one that is never closed."""
_MARKUP_LOOKED_AT: Final = 60_000
"""Bytes; a challenge or an error page is smaller, but for its scripts."""
_SCRIPTS_LOOKED_AT: Final = 1_000_000
_END_LOOKED_AT: Final = 2_000
"""Bytes at either end of a page in which a script stands, where it is hardly more than scripts."""
_MARKUP_OF_A_WALL: Final = 4_000
"""Bytes of a page without its scripts."""
_JSON_LOOKED_AT: Final = 2_000

_A_STATUS: Final = re.compile(r"(?:http|error|status|错误|代?码)*[:：/]?(?P<status>[45]\d\d)(?!\d)\D{0,40}")
"""The words of a page that are hardly more than a status; some servers send theirs with a 200."""
_OF_STATUS: Final[Mapping[str, Verdict]] = {
    "401": ("blocked", "challenge"),
    "403": ("blocked", "challenge"),
    "404": ("gone", "soft_404"),
    "410": ("gone", "soft_404"),
}
_ERROR_PAGE_TOLD: Final[Verdict] = ("failed", "error_page")
_SAYS_NO_MORE: Final[Mapping[str, Verdict]] = {
    "notfound": ("gone", "soft_404"),
    "forbidden": ("blocked", "challenge"),
    "unauthorized": ("blocked", "challenge"),
    "error": _ERROR_PAGE_TOLD,
}
"""What a page says that says nothing else."""
_PUNCTUATION: Final = ".!。！"
_NO_DATA: Final = frozenset({b"[]", b"{}", b"null", b"true", b"false", b'""'})
"""Answers in JSON that hold nothing; a list may."""

_WALL: Final = re.compile(
    rb"document\s*(\.\s*|\[\s*[\"'])cookie|\$_ts\b|location\s*(\.\s*(href|replace|reload)\b|=|\[)|eval\s*\("
    rb"|alert\s*\(|history\s*\.\s*(back|go)\b|window\s*\.\s*close\b",
    re.IGNORECASE,
)
_NO_SCRIPT: Final = re.compile(rb"<noscript\b.*?(?:</noscript\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SCRIPT: Final = re.compile(rb"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SHOWN: Final = re.compile(rb"<(img|svg|canvas|a|area|table|input|form)\b", re.IGNORECASE)
"""What a reader sees without scripts, words aside."""
_SIGN_IN_SCRIPT: Final = re.compile(
    rb"[\xe4-\xe9\xb0-\xf7][\x80-\xfe]{1,2}|\\u[4-9][0-9a-f]{3}", re.IGNORECASE
)
_SIGNS_OF_A_PAGE: Final = 300
"""Chinese signs, wherever they stand, from which on an answer is taken for a page whose text a script has."""
_ALERT: Final = re.compile(rb"alert\s*\(\s*[\"']([^\"']{1,200})")
_TITLE: Final = re.compile(rb"<title[^<>]{0,200}>(.{0,200}?)</title", re.IGNORECASE | re.DOTALL)
_PASSWORD: Final = re.compile(rb"<input[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_REFRESH: Final = re.compile(
    rb"<meta\b(?=[^<>]{0,300}\brefresh\b)[^<>]{0,300}\burl\s*=\s*[\"']?([^\"'<>\s]{1,500})", re.IGNORECASE
)
_TOKEN: Final = re.compile(
    rb"(?P<close>-->|</(?P<closed>script|style|title)\s*>)"
    rb"|(?P<open><!--|<(?P<opened>script|style|title)\b[^<>]{0,2000}>)"
    rb"|(?P<link></?(?:a|option)\b[^<>]*>)|<[^<>]*>",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(rb"(\s|&nbsp;)+", re.IGNORECASE)
_BLANKS: Final = b" \t\r\n\0\xef\xbb\xbf"
_SHOWS_MORE: Final = re.compile(rb"<(iframe|frame|embed|object)\b", re.IGNORECASE)
_LISTS_IN_SCRIPT: Final = re.compile(rb"<record\b|dataproxy", re.IGNORECASE)
_CARRIES: Final = re.compile(rb"<(img|script|a|input|area|svg|canvas|form|meta)\b", re.IGNORECASE)
_TEXT_IN_SCRIPT: Final = re.compile(rb"\\u003c/?p\b|[\"']content[\"']\s*:\s*[\"']", re.IGNORECASE)
"""The text of a page as gkmlpt and others give it: in a script that writes it."""
_FILE: Final = re.compile(rf"href\s*=\s*[\"']?[^\"'<>]{{1,300}}\.({ANNEX_ENDINGS})\b".encode(), re.IGNORECASE)
_HAS_MORE: Final = (_SHOWS_MORE, _FILE, _TEXT_IN_SCRIPT, _LISTS_IN_SCRIPT)
_FRONT_PAGE: Final = re.compile(r"/?((index|default)\.\w{2,5})?", re.IGNORECASE)
_ERROR_PAGE: Final = re.compile(r"/(40[34]|notfound|not_found|error)\.\w{2,5}$", re.IGNORECASE)
_LOGIN_PAGE: Final = re.compile(r"/(login|sso|cas)\b", re.IGNORECASE)


def told_by_place(url: str, reached: str) -> Verdict | None:
    """What the place says to which an address leads on."""
    before, after = urlsplit(url).path, urlsplit(reached).path
    if _ERROR_PAGE.search(after):
        return "gone", "soft_404"
    if _LOGIN_PAGE.search(after) and not _LOGIN_PAGE.search(before):
        return "blocked", "login_page"
    if _FRONT_PAGE.fullmatch(after) and not _FRONT_PAGE.fullmatch(before):
        return "gone", "redirected_to_front_page"
    return None


def told_by_page(payload: bytes, role: Role, url: str) -> Verdict | None:
    """What an answer says that is no page; None for a page, and for what cannot be told.

    Args:
        role: a list may be empty markup that a script fills.
        url: its address.
    """
    if not payload[:1000].strip(_BLANKS) and not payload.strip(_BLANKS):
        return "failed", "empty_page"
    if role == "report" and payload[:100].strip(_BLANKS) in _NO_DATA and not payload[100:].strip(_BLANKS):
        return "failed", "empty_page"
    if payload[:100].lstrip(_BLANKS).startswith(b"{"):
        return _told_by_json(payload)
    if b"<" not in payload[:1000]:
        return _told_by_plain_text(payload)
    titled = _TITLE.search(payload, 0, _MARKUP_LOOKED_AT)
    title = _text(titled[1]) if titled else ""
    if GONE.search(title) and not A_REPORT.search(title):
        return "gone", "soft_404"
    if len(payload) > _MARKUP_LOOKED_AT and not _is_mostly_scripts(payload):
        return None
    if any(more.search(payload) for more in _HAS_MORE):
        return None
    shown = _NO_SCRIPT.sub(b" ", payload)
    visible, own = _words(shown)
    shows_nothing = len(visible) <= _WORDS_OF_A_WALL and not _SHOWN.search(shown)
    if shows_nothing and any(
        len(said) <= _WORDS_OF_A_PAGE and NEEDS_SCRIPTS.search(_text(said))
        for said in _NO_SCRIPT.findall(payload)
    ):
        return "blocked", "javascript_wall"
    if len(own) > _WORDS_OF_A_PAGE or A_REPORT.search(_text(own)):
        return None
    told = _told_by_words(payload, title, own) or _told_by_form(payload, title, visible)
    told = told or _told_by_markup(payload, visible, role, url)
    if told is None and role == "report" and shows_nothing and _is_left_to_scripts(payload):
        return "blocked", "javascript_wall"
    return told


def is_told_by_shield(payload: bytes) -> bool:
    """Whether the page of an error is that of a shield: some send theirs with a status of their own."""
    head = payload[:_MARKUP_LOOKED_AT]
    titled = _TITLE.search(head)
    return SHIELD.search((_text(titled[1]) if titled else "") + _text(_words(head)[1])) is not None


def _is_mostly_scripts(payload: bytes) -> bool:
    """Whether a large answer has hardly any markup but scripts, as the challenges of some shields."""
    return (
        len(payload) <= _SCRIPTS_LOOKED_AT
        and b"<script" in payload[:_END_LOOKED_AT].lower()
        and b"</script" in payload[-_END_LOOKED_AT:].lower()
        and len(_SCRIPT.sub(b"", payload)) <= _MARKUP_OF_A_WALL
    )


def _is_left_to_scripts(payload: bytes) -> bool:
    """Whether a page has scripts and no text that one of them could show."""
    signs = sum(1 for _ in islice(_SIGN_IN_SCRIPT.finditer(payload), _SIGNS_OF_A_PAGE))
    return b"<script" in payload.lower() and signs < _SIGNS_OF_A_PAGE


def _told_by_plain_text(payload: bytes) -> Verdict | None:
    """An answer without markup that is short enough to be nothing but a message."""
    is_message = len(payload) <= _WORDS_OF_A_MESSAGE and _NO_TEXT.search(payload) is None
    if not is_message or A_REPORT.search(_text(payload)):
        return None
    return _told_by_words(payload, "", payload)


def _told_by_json(payload: bytes) -> Verdict | None:
    """An answer in JSON that is nothing but the message of an error."""
    if len(payload) > _JSON_LOOKED_AT:
        return None
    try:
        said = json.loads(payload.strip(_BLANKS))
    except (ValueError, RecursionError):
        return None
    codes = [said.get(name) for name in ("code", "status", "errcode", "errno", "statusCode")]
    numbers = [int(code) for code in codes if re.fullmatch(r"-?\d{1,9}", str(code))]
    is_error = said.get("success") is False or any(number >= 400 or number < 0 for number in numbers)
    return _ERROR_PAGE_TOLD if is_error else None


def _told_by_words(payload: bytes, title: str, own: bytes) -> Verdict | None:
    alone = _text(own).strip(_PUNCTUATION) or title
    if alone in _SAYS_NO_MORE:
        return _SAYS_NO_MORE[alone]
    status = _A_STATUS.fullmatch(alone)
    if status is not None:
        return _OF_STATUS.get(status["status"], _ERROR_PAGE_TOLD)
    shown = title + _text(own)
    said = shown + "".join(map(_text, _ALERT.findall(payload)))
    if GONE.search(said) or A_404.search(title):
        return "gone", "soft_404"
    if SHIELD.search(said):
        return "blocked", "challenge"
    if LOGIN.search(title) and _PASSWORD.search(payload):
        return "blocked", "login_page"
    if MAINTENANCE.search(said):
        return "blocked", "maintenance"
    if SERVER.search(said) or re.match(r"iis\d", title):
        return "blocked", "server_page"
    if ERROR.search(said) or ASKED_WRONG.search(shown):
        return _ERROR_PAGE_TOLD
    return None


def _told_by_form(payload: bytes, title: str, visible: bytes) -> Verdict | None:
    """A page that asks for a password and says hardly more, its menu included."""
    says_more = len(visible) > _WORDS_OF_A_FORM or A_REPORT.search(title)
    return None if says_more or not _PASSWORD.search(payload) else ("blocked", "login_page")


def _told_by_markup(payload: bytes, visible: bytes, role: Role, url: str) -> Verdict | None:
    refresh = _REFRESH.search(payload)
    if refresh is not None:
        try:
            return told_by_place(url, urljoin(url, refresh[1].decode("ascii", "replace")))
        except ValueError:
            return None
    if len(visible) <= _WORDS_OF_A_WALL and b"<script" in payload.lower() and _WALL.search(payload):
        target = refreshed(list_text(payload, None), url)
        # A challenge sends its reader on too: to the same page, or with a token in his hand.
        if target is None or urlsplit(target).query or urlsplit(target).path == urlsplit(url).path:
            return "blocked", "javascript_wall"
        return told_by_place(url, target)
    if role == "report" and not visible and not _CARRIES.search(payload):
        return "failed", "empty_page"
    return None


def _text(words: bytes) -> str:
    """The words in lower case and without blanks; a few broken characters do not hide the encoding."""
    text = words.decode("utf-8", "replace")
    if text.count("\ufffd") * 20 > len(text):
        text = words.decode("gb18030", "replace")
    return "".join(text.split()).lower()


def _words(payload: bytes) -> tuple[bytes, bytes]:
    """The words that a reader sees, and those of them outside of links, without blanks. A hidden part that is
    never closed hides nothing."""
    seen: list[bytes] = []
    own: list[bytes] = []
    in_link = False
    hidden_by: bytes | None = None
    hidden_from = position = 0

    def see(piece: bytes) -> None:
        seen.append(piece)
        if not in_link or len(piece) > _WORDS_OF_A_LINK:
            own.append(piece)

    for token in _TOKEN.finditer(payload):
        if hidden_by is None:
            see(payload[position : token.start()])
            if token["open"]:
                hidden_by, hidden_from = (token["opened"] or b"--").lower(), token.start()
            elif token["link"]:
                in_link = not token["link"].startswith(b"</")
        elif token["close"] and (token["closed"] or b"--").lower() == hidden_by:
            hidden_by = None
        position = token.end()
    see(payload[hidden_from if hidden_by else position :])
    return _BLANK.sub(b"", b"".join(seen)), _BLANK.sub(b"", b"".join(own))
