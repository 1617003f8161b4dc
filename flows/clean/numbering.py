"""The numbers that Word prints in front of list paragraphs: 一、 （二） 3.

What belongs here: counting list items and printing their labels (ECMA-376 part 1, 17.9). What does not: the
words of the paragraphs (`docx.py`).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.clean.elements import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE_STYLES: Final = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand "
    "ideographTraditional"
)
_CHINESE: Final = frozenset(_CHINESE_STYLES.split())
_DECIMAL: Final = frozenset({"decimal", "decimalFullWidth", "decimalHalfWidth"})
_CIRCLED: Final = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_DIGITS: Final = "〇一二三四五六七八九"
_MAX_CHINESE: Final = 99
_MAX_CIRCLED: Final = 20
_LEVELS: Final = 9


class _Level(NamedTuple):
    style: str
    text: str
    start: int


class Numbering:
    """The lists of one document, counted in the order in which paragraphs ask for their labels.

    A label in a style that is not known here is left out whole, never guessed.
    """

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        abstract = {one.get(f"{_W}abstractNumId", ""): _levels(one) for one in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            target = "" if link is None else link.get(f"{_W}val", "")
            self._lists[number.get(f"{_W}numId", "")] = (target, abstract.get(target, {}))

    def label(self, paragraph: Element) -> str:
        """The label of a paragraph, which is counted; empty for one that is in no list."""
        marks = paragraph.find(f"{_W}pPr/{_W}numPr")
        if marks is None:
            return ""
        name, levels = self._lists.get(_value(marks, "numId"), ("", {}))
        depth = _value(marks, "ilvl") or "0"
        level = levels.get(int(depth)) if depth.isdigit() else None
        if level is None:
            return ""
        at = int(depth)
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        before = counts[at]
        counts[at] = level.start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return _printed(level.text, levels, counts)


def _levels(abstract: Element) -> dict[int, _Level]:
    found = {}
    for level in abstract.iter(f"{_W}lvl"):
        depth, start = level.get(f"{_W}ilvl", ""), _value(level, "start")
        if depth.isdigit() and int(depth) < _LEVELS:
            found[int(depth)] = _Level(
                _value(level, "numFmt"), _value(level, "lvlText"), int(start) if start.isdigit() else 1
            )
    return found


def _value(element: Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val", "")


def _printed(text: str, levels: Mapping[int, _Level], counts: list[int | None]) -> str:
    for depth in range(_LEVELS):
        mark = f"%{depth + 1}"
        if mark not in text:
            continue
        level = levels.get(depth)
        count = counts[depth] or (level.start if level else None)
        number = _number(count, level.style) if level is not None and count is not None else None
        if number is None:
            return ""
        text = text.replace(mark, number)
    return text if any(char.isalnum() for char in text) else ""


def _number(count: int, style: str) -> str | None:
    if style in _DECIMAL:
        return str(count)
    if style in _CIRCLED and 1 <= count <= _MAX_CIRCLED:
        return chr(ord("①") + count - 1)
    if style in _CHINESE and 1 <= count <= _MAX_CHINESE:
        tens, ones = divmod(count, 10)
        return (
            f"{'' if tens == 1 else _DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"
            if tens
            else _DIGITS[ones]
        )
    return None
