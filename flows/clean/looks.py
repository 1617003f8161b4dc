"""What a style makes of the words under it: hidden, too small to see, white, struck out, raised.

What belongs here: one list of declarations (`display:none; color:red`) read by itself. What does not: which element
it holds for (`style_sheets.py`), and what is done about it (`unseen.py`, `marks.py`).
"""

import re
from functools import lru_cache
from typing import Final

_FAR: Final = r"-(?:\d{4,}|[3-9]\d\d(?:px|em))"
_HIDING: Final = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*{_FAR}|(?:^|;)\s*(?:left|top|margin-left|margin-top)\s*:\s*{_FAR}|"
    r"opacity\s*[:=]\s*0+(?:\.0*)?\s*(?:[;)!]|$)|clip\s*:\s*rect\((?:\s*[01](?:px)?[\s,]*){4}\)",
    re.IGNORECASE,
)
_NO_ROOM: Final = re.compile(
    r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*(?:0(?:px|pt|em|%)?|1px)\s*(?:;|$)", re.IGNORECASE
)
_CLIPPED: Final = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_NO_SIZE: Final = re.compile(
    r"font-size\s*:\s*(?:0(?:\.0*)?(?:px|pt|em|rem|%)?|(?:1|0?\.\d+)(?:px|pt))\s*(?:!important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_WHITE: Final = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)|transparent)\s*(?:;|!|$)",
    re.IGNORECASE,
)
_STRUCK: Final = re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED: Final = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_TAKES_AWAY: Final = re.compile(rf"{_HIDING.pattern}|font-size\s*:\s*[01]|line-through", re.IGNORECASE)


@lru_cache(maxsize=4096)
def hides(style: str) -> bool:
    """Whether nothing of the element is to be seen."""
    return bool(_HIDING.search(style) or (_NO_ROOM.search(style) and _CLIPPED.search(style)))


@lru_cache(maxsize=4096)
def is_tiny(style: str) -> bool:
    """Whether the letters are too small to see; what stands inside can have a size of its own."""
    return _NO_SIZE.search(style) is not None


@lru_cache(maxsize=4096)
def is_white(style: str) -> bool:
    """Whether the letters are white, or have no colour at all."""
    return _WHITE.search(style) is not None


@lru_cache(maxsize=4096)
def is_struck(style: str) -> bool:
    """Whether the letters are struck out."""
    return _STRUCK.search(style) is not None


@lru_cache(maxsize=4096)
def is_raised(style: str) -> bool:
    """Whether the letters stand above or below the line."""
    return _RAISED.search(style) is not None


@lru_cache(maxsize=4096)
def says_something(style: str) -> bool:
    """Whether any of these is so."""
    return any(said(style) for said in (hides, is_tiny, is_white, is_struck, is_raised))


@lru_cache(maxsize=16)
def may_take_away(sheet: str) -> bool:
    """Whether a style sheet hides or strikes out anything; a hint only. The pages of a site carry the same sheet."""
    return _TAKES_AWAY.search(sheet) is not None
