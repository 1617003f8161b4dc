"""What a value cell of a table says: a number, nothing, or something that cannot be read.

What belongs here: blanks, marks for "nothing", footnote marks, units printed in a cell, and the exact
conversion of amounts. What does not: which number of the form a cell is (`forms.py`), and the grammar of a
number (`numbers.py`).

Rules (domain): a blank or `/` is missing and no zero; `0`, 无, 零 and 没有 are zero; an amount that carries
its own unit is converted exactly; a cell with several numbers, or with words around one, is unreadable.
So is a lone 一: people type it for a dash. A remark that says what a part of the number is (3（含废止1）) leaves it
what it is; any other remark with a number in it does not. Nobody counts -3, 1.5 or 007 documents.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from flows.extract.numbers import Number, fits, is_code, match_number, parse_number

_YUAN: Final = "人民币"
CURRENCY: Final = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
"""Amount units and their value in 元."""
COUNT_UNITS: Final = frozenset(
    [*"条件项次个篇人份宗起例场期名部处家班", "人次", "件次", "条次", "项次", "件条", "条件"]
)
"""Units of counted things. Reports use them for one another (申请7条), so they are never told apart."""
UNITS: Final = COUNT_UNITS | CURRENCY.keys() | {"%", "万条", "万次", "万人次", "万件"}

_NOTHING: Final = re.compile(
    r"[\s/\\／＼|｜\-－—–―─_＿*＊…·.。、~～]*|无此项|不适用|空|空白|缺|未填|无数据|暂无(?:数据)?|未统计|不详|[Nn]/?[Aa]"
)
_LIKE_A_DASH: Final = "一"
_ZERO_WORDS: Final = frozenset({"无", "没有", "未发生", "零件", "零条", "无数据发生"})
_UNCHANGED: Final = frozenset({"持平", "无变化", "无增减", "未增减", "不增不减"})
_ARROWS: Final = str.maketrans("↑↓", "+-")
_NOTE: Final = re.compile(
    r"\s*(?:[①-⑳㊀-㊉¹²³⁴-⁹*＊※]+|[(（\[［【〔]?\s*注(?:释|解)?\s*[0-9０-９一二三四五六七八九十]{0,2}\s*[)）\]］】〕]?"
    r"|[\[［【〔]\s*[0-9０-９]{1,2}\s*[\]］】〕])\s*$"
)
_PARTS_NOTE: Final = re.compile(
    r"(?<=[0-9０-９条件项次个篇人份宗起元])\s*[(（](?:其中|含|包括|包含)[^()（）]*[)）]\s*$"
)
_WITH_REMARK: Final = re.compile(
    r"\s*[0-9０-９][0-9０-９,，.．]*\s*[条件项次个篇人份宗起]?\s*[(（][^()（）]*[)）]\s*"
)
_UNIT_BRACKETS: Final = str.maketrans("", "", "()（）[]［］/、 \t\n\u3000\xa0")
_HAS_SCALE: Final = re.compile("[万亿]")
"""In a number: an amount with it is one in 元, in Chinese numerals (三百万) as after digits (300万)."""
_HAS_DIGIT: Final = re.compile(r"[0-9０-９]")

_MANY_DECIMALS: Final = re.compile(r"[.．][0-9０-９]{3,}(?![0-9０-９万亿])")
"""A sheet prints a count as 12.00; 1.000 can be a thousand."""

Why = Literal["several_numbers", "words", "unit_mismatch", "out_of_range", "no_count"]


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number that a cell states, in the unit that was asked for.

    Attributes:
        printed_unit: the unit that the cell itself carries, or empty.
        start, end: span of the number and its unit in the cell's text.
    """

    value: Decimal
    start: int
    end: int
    approximate: bool = False
    printed_unit: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The cell is blank, or says that there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The cell says something that is not one number of the unit asked for."""

    why: Why


Cell = CellNumber | Missing | Unreadable


@lru_cache(maxsize=4096)
def parse_cell(text: str, unit: str, stated_unit: str = "") -> Cell:
    """Read a value cell.

    Args:
        text: the cell as printed.
        unit: the unit wanted: the dictionary's (件, 条, 万元, 元, %, ...).
        stated_unit: the unit that the heading or the unit column gives to unmarked numbers; where empty,
            `unit` is taken.

    Returns:
        A number in `unit`, exact and within `schema.VALUE`; or why there is none.
    """
    if _NOTHING.fullmatch(text):
        return Missing()
    core = _core(text)
    if core.strip() in _ZERO_WORDS:
        start = len(core) - len(core.lstrip())
        return CellNumber(Decimal(0), start, start + len(core.strip()))
    found = _number_and_unit(core)
    if found is None:
        return Unreadable("several_numbers" if len(_HAS_DIGIT.findall(text)) > 1 else "words")
    number, printed_unit = found
    is_scaled = number.is_scaled or _HAS_SCALE.search(core, number.start, number.end) is not None
    value = _converted(number, printed_unit, unit, stated_unit, is_scaled=is_scaled)
    if value is None:
        return Unreadable("unit_mismatch")
    if not fits(value):
        return Unreadable("out_of_range")
    end = len(core.rstrip())
    return CellNumber(value, number.start, end, number.approximate, printed_unit)


def parse_change(text: str, unit: str, stated_unit: str = "") -> Cell:
    """Read a cell of 本年增/减: as `parse_cell`, with an arrow for the sign (↓5), and with words for no change."""
    core = _core(text)
    if core.strip() in _UNCHANGED:
        start = len(core) - len(core.lstrip())
        return CellNumber(Decimal(0), start, len(core.rstrip()))
    return parse_cell(text.translate(_ARROWS), unit, stated_unit)


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell is blank or only a mark for "nothing"."""
    return _NOTHING.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether a cell holds one number (with unit or footnote) and so can be no label; blanks are neither."""
    if _NOTHING.fullmatch(text):
        return False
    core = _core(text)
    return core.strip() in _ZERO_WORDS or _number_and_unit(core) is not None


def has_remark(text: str) -> bool:
    """Whether a cell holds a number and a remark in brackets, and so is no label: 312（更正：应为321）."""
    return _WITH_REMARK.fullmatch(text) is not None


def _core(text: str) -> str:
    """A cell's words without footnote marks and remarks about parts of its number."""
    return _PARTS_NOTE.sub("", _NOTE.sub("", text))


@lru_cache(maxsize=1024)
def unit_of(text: str) -> str:
    """The unit that a unit cell or a heading's bracket says (`条`, `单位:万元`), or empty."""
    bare = text.translate(_UNIT_BRACKETS).removeprefix("计量").removeprefix("单位").lstrip(":：")
    bare = {"％": "%", "人民币元": "元", "人民币万元": "万元"}.get(bare, bare)
    return bare if bare in UNITS else ""


def _number_and_unit(core: str) -> tuple[Number, str] | None:
    if core.strip() == _LIKE_A_DASH:
        return None
    whole = parse_number(core)
    if whole is not None:
        return whole, ""
    start = len(core) - len(core.lstrip())
    if core.startswith(_YUAN, start):
        start += len(_YUAN)
    sign = "" if not core[start:] else core[start]
    body = start + 1 if sign in {*"+＋-－−–﹣"} else start
    number = match_number(core, body)
    if number is None:
        return None
    unit = unit_of(core[number.end :].rstrip().removesuffix("整"))
    if not unit:
        return None
    if body > start:
        signed = parse_number(core[start : number.end])
        return (signed, unit) if signed else None
    return number, unit


def _converted(
    number: Number, printed_unit: str, unit: str, stated_unit: str, *, is_scaled: bool
) -> Decimal | None:
    value = number.value
    source = printed_unit or stated_unit or unit
    if source.startswith("万") and source[1:] in COUNT_UNITS:
        value, source = value * 10**4, source[1:]
    if unit in CURRENCY:
        if is_scaled and not printed_unit:
            source = "元"
        if source not in CURRENCY:
            return value if value == 0 else None
        return value * CURRENCY[source] / CURRENCY[unit]
    if unit == "%":
        return value if source == "%" else None
    return value if source in COUNT_UNITS or (value == 0 and not printed_unit) else None


def is_no_count(cell: CellNumber, text: str, *, is_signed: bool = False) -> bool:
    """Whether a number cannot be that of counted things: below zero (but for a change), broken, or printed as a code.

    Args:
        cell: what the cell says.
        text: the cell as printed.
        is_signed: the number is a change, and may be below zero.
    """
    words = text[: cell.end]
    has_point = "." in words or "．" in words
    is_broken = cell.value != cell.value.to_integral_value() or (
        has_point and _MANY_DECIMALS.search(words) is not None
    )
    return is_broken or (cell.value < 0 and not is_signed) or is_code(words)


def count_of(text: str) -> Decimal | None:
    """The count that a cell states; None where it states none."""
    parsed = parse_cell(text, "件")
    return parsed.value if isinstance(parsed, CellNumber) else None
