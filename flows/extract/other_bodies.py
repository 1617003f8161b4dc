"""Passages of a text that stand under the name of another body than the report's.

What belongs here: which lines open such a passage, and how far it reaches. What does not: names (`titled_bodies.py`),
the lines over a table (`tables/foreign.py`), bodies that a sentence names (`prose/bodies.py`).

（二）样例县林业局 over a paragraph with figures, in the report of another bureau, makes them that bureau's. It holds
until the report's own body is named again, or, where it is numbered, until the heading of the next number or a higher
one. A name without a number can be a site's in front of the report, or a signature: it counts between figures only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.extract.numbers import chinese_value
from flows.extract.titled_bodies import another_body, is_named, named_alone

_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
# How high a heading stands is told by its mark, in the order of these groups.
_MARK: Final = re.compile(
    rf"第(?P<part>{_NUMERAL})部分[:：、]?|(?P<chapter>{_NUMERAL})[、.．]|[(（](?P<section>{_NUMERAL})[)）]"
    r"|(?P<item>\d{1,2})[、.．](?!\d)|[(（](?P<point>\d{1,2})[)）]"
)
_LEVELS: Final = ("part", "chapter", "section", "item", "point")
_WITHOUT_MARK: Final = -1
_SHORTEST: Final = 4
_LONGEST: Final = 48
# How a line ends that is a name, or says whose figures follow.
_ENDS_NAME: Final = re.compile(
    r"(?m)(?:[局厅会委镇乡道处心站所院馆校学队]|[镇乡]人民政府)(?:(?:19|20)\d\d年?度?)?(?:[政主依信][一-龥]{1,9}公?开?)?(?:工作)?的?(?:情况|数据)?(?:统计|汇总)?表?"
    r"(?:如下表?)?[:：)）]?[^\S\n]*$"
)
_ENDS_SENTENCE: Final = frozenset("。；，、;,.!?！？")
_FIGURE: Final = re.compile(
    r"(?:公开|申请|复议|诉讼|收费|咨询)[^\n。]{0,60}\d|(?:未收到|没有收到|未发生|没有发生)[^\n。]{0,40}(?:申请|复议|诉讼)"
    r"|\t\d+(?=[\t\n])"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under another body's name: the span of the text, from the line with the name on, and the name."""

    start: int
    end: int
    name: str


@dataclass(slots=True)
class _Opened:
    """A passage whose end is not met yet.

    Attributes:
        level, number: of its heading's mark.
        before: by level the number of the last heading before it.
        begun: the levels at which its own headings began to count.
    """

    start: int
    name: str
    level: int
    number: int
    before: dict[int, int]
    begun: set[int] = field(default_factory=set)

    def ends_at(self, level: int, number: int) -> bool:
        """Whether a heading with such a mark is none of its own."""
        if number == 1:
            self.begun.add(level)
        if level in self.begun or not _WITHOUT_MARK < level <= self.level:
            return False
        last = self.number if level == self.level else self.before.get(level, number - 1)
        return number == last + 1


def passages_of_others(text: str, own: Sequence[str]) -> list[Passage]:
    """The passages with figures that stand under another body's name.

    Args:
        own: the report's body, by all its names; where none is known, nothing is another's.
    """
    if not own or not any(_other(line, own) for line in _lines_like_names(text, own)):
        return []
    return [one for one in _passages(text, own) if _FIGURE.search(text, one.start, one.end)]


def _lines_like_names(text: str, own: Sequence[str]) -> Iterator[str]:
    """The titles of the lines that end as names do, without the own name; most texts have few."""
    for found in _ENDS_NAME.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        line = text[start : found.end()].strip()
        if len(line) <= _LONGEST and "\t" not in line and own[0] not in line:
            mark = _MARK.match(line)
            yield line[mark.end() :].strip() if mark else line


def _passages(text: str, own: Sequence[str]) -> Iterator[Passage]:
    opened: _Opened | None = None
    last: dict[int, int] = {}
    for start, words in _short_lines(text):
        mark = _MARK.match(words)
        level, number = _place(mark)
        title = words[mark.end() :].strip() if mark else words
        is_over = opened is not None and (opened.ends_at(level, number) or is_named(title, own))
        name = _other(title, own)
        if name is not None and mark is None and not words.endswith((":", "：")):
            # In front of the first figure it is a site's.
            name = name if opened is not None or _FIGURE.search(text, 0, start) else None
        if opened is not None and (is_over or name is not None):
            yield Passage(opened.start, start, opened.name)
            opened = None
        if name is not None:
            opened = _Opened(start, name, level, number, last.copy())
        if opened is None:
            last[level] = number
    if opened is not None:
        yield Passage(opened.start, len(text), opened.name)


def _short_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that can be a heading, with where they begin."""
    start = 0
    for line in text.split("\n"):
        if _SHORTEST <= len(line) <= _LONGEST and "\t" not in line:
            words = line.strip()
            if words and words[-1] not in _ENDS_SENTENCE:
                yield start, words
        start += len(line) + 1


def _place(mark: re.Match[str] | None) -> tuple[int, int]:
    if mark is None:
        return _WITHOUT_MARK, 0
    group = str(mark.lastgroup)
    return _LEVELS.index(group), chinese_value(mark[group]) or 0


def _other(title: str, own: Sequence[str]) -> str | None:
    """The other body that a heading names: by its name alone, or as whose figures follow."""
    if (name := named_alone(title, own)) is not None:
        return name
    name = another_body(title, own)
    # 落实县局要求情况 names no body: a name begins with its level, or as the report's own does.
    is_name = name is not None and name.startswith(("省", "市", "县", "区", "镇", *(one[:2] for one in own)))
    return name if is_name else None
