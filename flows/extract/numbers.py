"""Printed numbers: digits of every script to exact decimals.

What belongs here: the grammar of one number (`parse_number`, `match_number`, `find_numbers`). What does not:
what a table cell says (`cells.py`), what a number counts, and in which unit (`forms.py`, `prose/`).

A number is written in ASCII or full-width digits (with thousands separators and decimals), or in Chinese
numerals, read by place (二〇一二) or by value (三千二百). A multiplier may follow (2.6万, 1.2亿), and a mark that it
is approximate may stand before it (近, 约), after its digits (100余万) or after its multiplier (2.6万余).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LIMIT: Final = Decimal(10) ** 12
"""Values are smaller than this: see `schema.VALUE`, decimal(18, 6)."""
PLACES: Final = 6
"""Decimals that `schema.VALUE` keeps."""

_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_CHINESE_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "O": 0}
_SMALL_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS: Final = {"万": 10**4, "亿": 10**8}
_MULTIPLIERS: Final = {"百": 10**2, "千": 10**3, **_LARGE_UNITS, "百万": 10**6, "千万": 10**7, "万亿": 10**12}

_D: Final = "[0-9０-９]"
_WESTERN: Final = rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}+)(?:[.．]{_D}+)?"
_CHINESE: Final = "[〇○零一二两三四五六七八九十百千万亿](?:[O0〇○零一二两三四五六七八九十百千万亿]*[〇○零一二两三四五六七八九十百千万亿])?"
_NUMBER: Final = re.compile(
    rf"(?P<before>将近|接近|大约|约为|超过|近|约|逾|超)?\s*"
    rf"(?:(?P<western>{_WESTERN})(?P<more>[余多来])?\s*(?P<scale>百万|千万|万亿|百|千|万|亿)?"
    rf"|(?P<chinese>{_CHINESE})(?P<middle>[余多来](?=[万亿]))?(?P<chinese_scale>(?<=[余多来])[万亿])?)"
    rf"(?P<after>\s*(?:左右|以上|上下)|[余多来](?![少数种次方样元源]))?"
)
_SIGN: Final = re.compile(r"\s*(?P<sign>[+＋\-－−–﹣]|增加|增长|增|减少|减)?\s*")
_NEGATIVE: Final = frozenset("-－−–﹣") | {"减少", "减"}


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number.

    Attributes:
        value: exact, multipliers worked in (2.6万 is 26000), negative after `-` or 减.
        start, end: span in the text that was searched, marks of approximation and sign included.
        text: the words there.
        approximate: 近, 约, 余, 多, 左右 or the like stands at it.
        is_scaled: a multiplier of words (百, 千, 万, 亿) was printed after digits.
        is_chinese: it is written in Chinese numerals.
        has_sign: a sign, 增 or 减 was printed.
    """

    value: Decimal
    start: int
    end: int
    text: str
    approximate: bool = False
    is_scaled: bool = False
    is_chinese: bool = False
    has_sign: bool = False
