"""Printed numbers: digits of every script to exact decimals.

What belongs here: the grammar of one number (`parse_number`, `match_number`, `find_numbers`). What does not:
what a table cell says (`cells.py`), what a number counts and in which unit (`forms.py`, `prose/`).

A number is written in ASCII or full-width digits (with thousands separators and decimals), or in Chinese
numerals, also those of accounts (壹拾贰) and short tens (廿三), read by place (二〇一二) or by value (三千二百).
A multiplier may follow (2.6万, 1.2亿), and after it what is left (12万6千). A mark that it is approximate may
stand before it (近, 约), after its digits (100余万) or after its multiplier (2.6万余); 百余 and 近千 are numbers
by such a mark alone.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

LIMIT: Final = 10**12
"""Values are smaller than this, as `schema.VALUE`, decimal(18, 6), demands."""
PLACES: Final = 6
"""Decimals that `schema.VALUE` keeps."""

YEAR: Final = re.compile(r"20\d\d|[二2][〇○零0O][一二三四五六七八九〇○零0O]{2}(?=年)")
"""The digits of a year as headings and titles name one; `year_by_place` reads them."""

_TO_ASCII: Final = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")
_CHINESE_DIGITS: Final = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **dict.fromkeys("〇○OＯ0０", 0),
    "两": 2,
}
_TO_PLACES: Final = str.maketrans("0123456789OoＯ○", "〇一二三四五六七八九〇〇〇〇")
# Numerals of accounts, which nobody can alter, and short tens.
_TO_PLAIN: Final = str.maketrans(
    {
        **dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)),
        "廿": "二十",
        "卅": "三十",
    }
)
_SMALL_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS: Final = {"万": 10**4, "亿": 10**8}
_SCALES: Final = {**_SMALL_UNITS, **_LARGE_UNITS, "百万": 10**6, "千万": 10**7, "万亿": 10**12}
_ALONE: Final = frozenset("百千万")

_D: Final = "[0-9０-９]"
_WESTERN: Final = rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}+)(?:[.．]{_D}+)?"
_NUMERAL: Final = "〇○零一二两三四五六七八九十百千万亿"
# The zero of a year by place is often typed as a letter or an ASCII digit: 二O一六, 二0二0年.
_CHINESE: Final = rf"[〇零一二两三四五六七八九十](?:[{_NUMERAL}]|[OＯ0０](?=[{_NUMERAL}OＯ0０年]))*"
_FORMAL_DIGIT: Final = "[壹贰叁肆伍陆柒捌玖]"
# 陆 and 伍 alone are parts of words (大陆, 队伍), and so is 拾.
ODD_NUMERALS: Final = (
    rf"{_FORMAL_DIGIT}[拾佰仟万](?:{_FORMAL_DIGIT}|[零拾佰仟万])*|拾{_FORMAL_DIGIT}|[壹贰叁肆柒捌玖]"
    # 百余 and 近百 say about how many; 数百余 and 几千 do not.
    "|[廿卅][一二三四五六七八九]?|(?<![数几上成好])[百千万](?=[余多])|(?<=[近约])[百千]"
)
"""Alternatives for numerals that are seldom written."""
_ABOUT: Final = "将近|接近|大约|约为|超过|突破|近|约|逾|超"
_ODD: Final = "余(?!额)|多|来(?![自源])"
_NUMBER: Final = re.compile(
    rf"(?:(?P<before>{_ABOUT})\s*)?"
    rf"(?:(?P<western>{_WESTERN})|(?P<chinese>{_CHINESE}|{ODD_NUMERALS}))"
    rf"(?P<odd>{_ODD})?\s*(?P<scale>百万|千万|万亿|(?:(?<={_D})|(?<=[余多来\s]))[百千万亿])?"
    rf"(?(scale)(?:(?P<rest>{_D}{{1,4}})(?P<rest_scale>[百千]万?))?)"
    rf"(?P<after>{_ODD}|\s*(?:左右|以上|上下))?"
)
_SIGN: Final = re.compile(r"\s*(?P<sign>[+＋\-－−–﹣]|增加|增长|增|减少|减)?\s*")
_CODE: Final = re.compile(r"[+＋\-－−–﹣\s]*[0０][0-9０-９]")
_NEGATIVE: Final = frozenset({*"-－−–﹣", "减少", "减"})


class Number(NamedTuple):
    """One printed number.

    Attributes:
        value: exact, multipliers worked in (2.6万 is 26000), negative after `-` or 减.
        start, end: span in the text that was searched, marks of approximation and sign included.
        text: the words there.
        approximate: 近, 约, 余, 多, 左右 or the like stands at it.
        is_scaled: a multiplier (百, 千, 万, 亿) follows its digits.
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


def parse_number(text: str) -> Number | None:
    """Read a text that is one number and nothing else but white space; a sign may stand before it.

    A text with more in it, several numbers, or a number that can be read in two ways (二百五) gives None.
    """
    if text.isascii() and text.isdigit():
        return Number(Decimal(text), 0, len(text), text)
    sign = _SIGN.match(text)
    start = sign.end() if sign else 0
    number = match_number(text, start)
    if number is None or text[number.end :].strip():
        return None
    if sign is None or sign["sign"] is None:
        return number
    begin = sign.start("sign")
    value = -number.value if sign["sign"] in _NEGATIVE else number.value
    return number._replace(value=value, start=begin, text=text[begin : number.end], has_sign=True)


def match_number(text: str, start: int = 0, end: int | None = None) -> Number | None:
    """The number (with its mark of approximation) that begins at `start`, or None; no sign is read."""
    found = _NUMBER.match(text, start, len(text) if end is None else end)
    return _number(found) if found else None


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """All numbers of running text, left to right, without signs.

    Chinese numerals are found inside words too (统一, 第三): only the words around a number can tell, so the
    caller looks at `is_chinese`.
    """
    for found in _NUMBER.finditer(text, start, len(text) if end is None else end):
        number = _number(found)
        if number is not None:
            yield number


def is_code(text: str) -> bool:
    """Whether a number is printed as codes and serial numbers are, with a zero before it (02, 007): nobody counts
    so."""
    return _CODE.match(text) is not None


def fits(value: Decimal) -> bool:
    """Whether `schema.VALUE` holds the value exactly."""
    if abs(value) >= LIMIT:
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES


def chinese_value(numeral: str) -> int | None:
    """Value of a Chinese numeral: 二〇一二 by place, 三千二百 by value; None where it is no numeral or can be
    read in two ways (二百五 may be 250 and 205)."""
    numeral = numeral.translate(_TO_PLAIN)
    if not any(c in _SMALL_UNITS or c in _LARGE_UNITS for c in numeral):
        digits = [_CHINESE_DIGITS.get(c) for c in numeral]
        return None if not digits or None in digits else int("".join(map(str, digits)))
    return _value_by_units(numeral)


def year_by_place(words: str) -> int | None:
    """Value of a year's four digits in any script, also mixed: 2012, 二〇一二, 二O12."""
    return chinese_value(words.translate(_TO_PLACES))


def _value_by_units(numeral: str) -> int | None:
    total = section = 0
    digit: int | None = None
    small, large = 10**4, 10**12
    after_zero = True
    for char in numeral:
        if char in _CHINESE_DIGITS:
            if digit:
                return None
            digit = _CHINESE_DIGITS[char]
            after_zero = after_zero or digit == 0
            continue
        unit = _SMALL_UNITS.get(char)
        if unit is not None:
            # 十 may stand without a digit before it: 十二, 一百十二.
            if unit >= small or (not digit and unit != 10):
                return None
            section += (digit or 1) * unit
            small, digit, after_zero = unit, None, unit == 10
            continue
        unit = _LARGE_UNITS.get(char)
        if unit is None or unit >= large or not (section or digit):
            return None
        total += (section + (digit or 0)) * unit
        section, digit, small, large, after_zero = 0, None, 10**4, unit, False
    # A last digit right after 百, 千 or 万 is a place of its own in speech: 二百五 is 250.
    if digit and not after_zero:
        return None
    return total + section + (digit or 0)


def _number(found: re.Match[str]) -> Number | None:
    western, chinese, scale, rest = found.group("western", "chinese", "scale", "rest")
    value: Decimal | None
    if western is not None:
        is_whole = western.isdecimal()
        value = Decimal(western if is_whole else western.translate(_TO_ASCII))
    else:
        numeral = _SCALES[chinese] if chinese in _ALONE else chinese_value(chinese)
        is_whole = True
        value = None if numeral is None else Decimal(numeral)
    if value is None:
        return None
    if scale:
        value *= _SCALES[scale]
    if rest:
        more = int(rest) * _SCALES[found["rest_scale"]]
        if not is_whole or more >= _SCALES[scale]:
            return None
        value += more
    if not is_whole and value == value.to_integral_value():
        value = value.to_integral_value()
    return Number(
        value=value,
        start=found.start(),
        end=found.end(),
        text=found.group(),
        approximate=any(found.group("before", "odd", "after")),
        is_scaled=scale is not None,
        is_chinese=chinese is not None,
    )
