"""Compilations of model texts (范文, 通用14篇): cutting one into its member texts.

What belongs here: telling a compilation by its title, and finding where each member begins. What does not:
what is done with members (`document.py`) and comparing reports with them.

Members seldom carry a heading. What shows a new one is that the numbering of sections begins again at 一、,
with the opening paragraph before it. The number of texts that the title promises (通用14篇) is a check
between ways of cutting, never a reason to invent a cut.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_ONES: Final = "一二三四五六七八九"
_NUMERALS: Final = _ONES + "十"
_COUNT: Final = rf"\d{{1,3}}|[{_ONES}]?十[{_ONES}]?|[{_ONES}]"
_PROMISE: Final = re.compile(
    rf"(?:通用|精选|合集|汇编|锦集|集锦|推荐|优秀|最新|荐|热门|模板|范文|必备|实用|整理|共|[(（【\[])\D{{0,6}}?({_COUNT})\s*篇"
    rf"|({_COUNT})\s*篇(?:通用|精选|合集|汇编|锦集|集锦|推荐|优秀|最新|范文|模板|[)）】\]])"
)
_MODEL_WORDS: Final = re.compile(r"(?<!示)范文|范例|写作参考|怎么写")
_HEADING: Final = re.compile(
    rf"^[【\[(（]?(?:第\s*)?.{{0,30}}?(?:[篇文板本]\s*[(（]?(?P<after>{_COUNT})[)）]?|第(?P<before>{_COUNT})篇)[】\])）]?\s*(?:[:：].{{0,40}})?$"
)
_HEADING_EDGES: Final = "【】[]:： "
_FIRST_SECTION: Final = re.compile(r"^\s*一\s*[、.．,，]")
_NUMBERED: Final = re.compile(
    rf"^\s*(?:[(（]?[{_NUMERALS}]{{1,3}}[)）、.．]|[(（]?\d{{1,2}}[)）、.．]|[{_NUMERALS}]是|第[{_NUMERALS}]+[、,，])"
)
_CLOSING: Final = re.compile(
    r"^\s*(?:总之|综上|以上|今后|下一步|在今后|特此)|^\s*[\dxX×二]{4}\s*年\s*[\dxX×一二三四五六七八九十]{1,3}\s*月"
)
_TAIL: Final = re.compile(
    r"^\s*[【\[]?.{0,30}(?:相关(?:文章|推荐|阅读|范文)|猜你喜欢|热门文章)[】\]]?\s*[:：]?"
)
_SHORTEST_OPENING: Final = 30
_SHORTEST_MEMBER: Final = 80


@dataclass(frozen=True, slots=True)
class Member:
    """One member text: its first line (1-based) and its span in the compilation's text."""

    start_line: int
    start: int
    end: int


def promised(title: str) -> int | None:
    """How many texts a title promises (通用14篇, 精选十篇), or None."""
    match = _PROMISE.search(title)
    return _number(match[1] or match[2]) if match else None


def is_compilation_title(title: str) -> bool:
    """Whether a title announces model texts."""
    return promised(title) is not None or _MODEL_WORDS.search(title) is not None


def split_members(text: str) -> tuple[Member, ...]:
    """Cut a compilation into its members, in order; empty where fewer than two are found."""
    lines = text.split("\n")
    wanted = next((count for line in lines[:3] if (count := promised(line))), None)
    end = next((i for i in range(len(lines) - 1, len(lines) // 2, -1) if _TAIL.match(lines[i])), len(lines))
    ways = [way for way in (_by_heading(lines[:end]), _by_numbering(lines[:end])) if len(way) > 1]
    if not ways:
        return ()
    starts = next((way for way in ways if len(way) == wanted), ways[0])
    return _members(lines, starts, end)


def member_title(text: str) -> str | None:
    """The heading that a member text begins with; None where it begins with its first sentence."""
    first = text.split("\n", 1)[0].strip()
    return first.strip(_HEADING_EDGES) if _HEADING.match(first) else None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    value = _ONES.index(ones) + 1 if ones else 0
    return value + (10 * (_ONES.index(tens) + 1 if tens else 1) if ten else 0)


def _by_heading(lines: Sequence[str]) -> list[int]:
    """Lines that count the members from one upwards: 篇一, 范文2, 第三篇."""
    starts: list[int] = []
    for index, line in enumerate(lines):
        match = _HEADING.match(line.strip())
        if match and _number(match["after"] or match["before"]) == len(starts) + 1:
            starts.append(index)
    return starts


def _by_numbering(lines: Sequence[str]) -> list[int]:
    """Where the numbering of sections begins anew, from the opening paragraph before it."""
    starts: list[int] = []
    for index, line in enumerate(lines):
        if not _FIRST_SECTION.match(line):
            continue
        before = lines[index - 1].strip() if index else ""
        if _announces_list(before):
            continue
        start = index - 1 if index > 1 and _is_opening(before) else index
        if not starts or sum(map(len, lines[starts[-1] : start])) >= _SHORTEST_MEMBER:
            starts.append(start)
    return starts


def _announces_list(line: str) -> bool:
    """下一步工作打算: and the like: the 一、 that follows is a list inside the member."""
    return len(line) < _SHORTEST_OPENING and line.endswith((":", "："))


def _is_opening(line: str) -> bool:
    return len(line) >= _SHORTEST_OPENING and not _NUMBERED.match(line) and not _CLOSING.match(line)


def _members(lines: Sequence[str], starts: Sequence[int], end: int) -> tuple[Member, ...]:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    return tuple(
        Member(start + 1, offsets[start], offsets[stop] - 1) for start, stop in pairwise([*starts, end])
    )
