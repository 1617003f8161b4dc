"""What an answer means: one of the seven outcomes, decided in one place and without effects.

What belongs here: the rules, among them the ones that know a challenge, a log-in page and a soft 404 behind a
status 200. What does not: fetching (`fetch.py`) and archiving.

The page rules work on bytes and look only at answers with hardly any words: a report has words, so it cannot
be mistaken for one of these.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from flows.archive.model import Capture, Outcome, Role
from flows.archive.warc import sha256_of
from flows.collect.fetch import Answer

Verdict = tuple[Outcome, str | None]
"""An outcome, and why it is not a good one."""

_GONE: Final = frozenset({404, 410})
_BLOCKED: Final = frozenset({202, 401, 402, 403, 407, 412, 418, 451, 511, 521})
"""202, 412, 418 and 521 are what the web shields of Chinese sites answer with their challenges."""

_WORDS_OF_A_PAGE: Final = 900
"""Bytes of visible text (300 Chinese characters in UTF-8) from which on an answer is taken for a page."""
_WORDS_OF_A_WALL: Final = 60
_MARKUP_LOOKED_AT: Final = 60_000
"""Bytes; a challenge or an error page is smaller."""


def _in_both_encodings(*words: str) -> re.Pattern[bytes]:
    encoded = (re.escape(word.encode(codec)) for word in words for codec in ("utf-8", "gb18030"))
    return re.compile(b"|".join(dict.fromkeys(encoded)), re.IGNORECASE)


_GONE_WORDS: Final = _in_both_encodings(
    "页面不存在", "页面未找到", "页面没有找到", "页面已删除", "页面已被删除", "找不到页面", "找不到网页",
    "找不到该页", "找不到您", "找不到文件", "无法找到该页", "无法找到网页", "网页不存在", "文件不存在",
    "信息不存在", "文章不存在", "内容不存在", "信息已删除", "信息已被删除", "文章已删除", "文章已被删除",
    "内容已删除", "内容已被删除", "page not found", "404 not found", "file not found",
)  # fmt: skip
_SHIELD_WORDS: Final = _in_both_encodings(
    "启用javascript", "开启javascript", "支持javascript", "enable javascript", "安全验证", "访问验证",
    "人机验证", "滑动验证", "输入验证码", "访问过于频繁", "请求过于频繁", "访问被拦截", "请求被拦截",
    "访问被阻断", "访问被拒绝", "非法请求", "疑似攻击", "网站防火墙", "access denied", "request rejected",
    "checking your browser",
)  # fmt: skip
_LOGIN_WORDS: Final = _in_both_encodings("登录", "登陆", "login", "sign in")
_WALL: Final = re.compile(
    rb"document\.cookie|\$_ts\b|location\s*(\.\s*(href|replace|reload)\b|=)|eval\s*\(", re.I
)
_TITLE: Final = re.compile(rb"<title[^<>]{0,200}>(.{0,200}?)</title", re.IGNORECASE | re.DOTALL)
_TITLE_404: Final = re.compile(rb"(?<!\d)404(?!\d)")
_PASSWORD: Final = re.compile(rb"<input[^>]{0,200}type\s*=\s*[\"']?password", re.IGNORECASE)
_TOKEN: Final = re.compile(
    rb"(?P<close>-->|</(?P<closed>script|style|title)\s*>)"
    rb"|(?P<open><!--|<(?P<opened>script|style|title)\b[^<>]{0,2000}>)|<[^<>]*>",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(rb"(\s|&nbsp;)+", re.IGNORECASE)
_SHOWS_MORE: Final = re.compile(rb"<(iframe|frame|embed|object)\b", re.IGNORECASE)
_FRONT_PAGE: Final = re.compile(r"/?((index|default)\.\w{2,5})?", re.IGNORECASE)
_ERROR_PAGE: Final = re.compile(r"/(40[34]|notfound|not_found|error)\.\w{2,5}$", re.IGNORECASE)
_LOGIN_PAGE: Final = re.compile(r"/(login|sso|cas)\b", re.IGNORECASE)


def outcome_of(answer: Answer, previous: Capture | None, role: Role, url: str) -> Verdict:
    """Decide what an answer means.

    Args:
        answer: what came.
        previous: the last capture of this address that has its page.
        role: what the address was asked for; robots.txt is not judged by its words.
        url: the address that was asked.
    """
    if answer.problem is not None:
        return ("refused" if answer.is_refused else "failed"), answer.problem
    if answer.status == 304:
        return ("unchanged", None) if previous is not None else ("failed", "not_modified_without_a_page")
    if answer.status in _GONE:
        return "gone", f"http_{answer.status}"
    if answer.status in _BLOCKED:
        return "blocked", f"http_{answer.status}"
    if answer.status not in (200, 203) or answer.payload is None:
        return "failed", f"http_{answer.status}"
    if role != "robots":
        told = _by_redirect(answer, url) or _by_words(answer.payload)
        if told is not None:
            return told
    if previous is None:
        return "new", None
    return ("unchanged" if sha256_of(answer.payload) == previous.payload_sha256 else "changed"), None


def _by_redirect(answer: Answer, url: str) -> Verdict | None:
    """What the place says that a redirect led to."""
    if not answer.redirects:
        return None
    asked, reached = urlsplit(url).path, urlsplit(answer.url).path
    if _ERROR_PAGE.search(reached):
        return "gone", "soft_404"
    if _LOGIN_PAGE.search(reached) and not _LOGIN_PAGE.search(asked):
        return "blocked", "login_page"
    if _FRONT_PAGE.fullmatch(reached) and not _FRONT_PAGE.fullmatch(asked):
        return "gone", "redirected_to_front_page"
    return None


def _by_words(payload: bytes) -> Verdict | None:
    """What an answer with hardly any words says; None for a page."""
    if len(payload) > _MARKUP_LOOKED_AT or b"<" not in payload[:1000] or _SHOWS_MORE.search(payload):
        return None
    visible = _visible(payload)
    if len(visible) > _WORDS_OF_A_PAGE:
        return None
    title_found = _TITLE.search(payload)
    title = title_found[1] if title_found else b""
    said = title + visible
    if _GONE_WORDS.search(said) or _TITLE_404.search(title):
        return "gone", "soft_404"
    if _SHIELD_WORDS.search(said):
        return "blocked", "challenge"
    if _LOGIN_WORDS.search(title) and _PASSWORD.search(payload):
        return "blocked", "login_page"
    if len(visible) <= _WORDS_OF_A_WALL and b"<script" in payload.lower() and _WALL.search(payload):
        return "blocked", "javascript_wall"
    return None


def _visible(payload: bytes) -> bytes:
    """The words that a reader sees, without blanks. A hidden part that is never closed hides nothing."""
    seen: list[bytes] = []
    hidden_by: bytes | None = None
    hidden_from = position = 0
    for token in _TOKEN.finditer(payload):
        if hidden_by is None:
            seen.append(payload[position : token.start()])
            if token["open"]:
                hidden_by, hidden_from = (token["opened"] or b"--").lower(), token.start()
        elif token["close"] and (token["closed"] or b"--").lower() == hidden_by:
            hidden_by = None
        position = token.end()
    seen.append(payload[hidden_from if hidden_by else position :])
    return _BLANK.sub(b"", b"".join(seen))
