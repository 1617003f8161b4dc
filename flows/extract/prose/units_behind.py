"""Units and multipliers that stand apart from their number, behind it: 120(元), 3(万条), 120,单位:元.

What belongs here: which of them are read, and which make a number none. What does not: units right behind a number
or in its label (`tokens.py`).

万 alone is worked in; of (百条), and of a multiplier or another unit of money behind a unit (320条(万)), nobody can
tell what was meant.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from flows.extract.numbers import Number
from flows.extract.prose.rule import MONEY
from flows.extract.prose.vocabulary import UNITS

_UNIT: Final = "|".join(map(re.escape, sorted(UNITS.split(), key=len, reverse=True)))
_APART: Final = (
    rf"(?:\((?:单位:)?|,?单位:)(?:(?P<unit>{_UNIT})|(?P<scale>[百千万亿]+)(?P<about>[余多])?(?P<scaled>{_UNIT})?)"
    rf"(?:\)(?P<outer>{_UNIT})?|(?=[,;。]|$))"
)
_BEHIND: Final = re.compile(_APART)
_BEHIND_ANY: Final = re.compile(rf"\d[\d.,]*(?P<times>[百千万亿])?(?P<own>{_UNIT})?{_APART}")
_TEN_THOUSAND: Final = Decimal(10000)


class Behind(NamedTuple):
    """A number with what stands apart behind it worked in, where that ends, and its unit (empty: a multiplier
    alone)."""

    number: Number
    end: int
    unit: str


def unit_behind(text: str, number: Number) -> Behind | None:
    """What stands apart behind a number without a unit, if it is read."""
    found = _BEHIND.match(text, number.end)
    if found is None or not _is_read(found, "", is_scaled=number.is_scaled):
        return None
    if found["unit"] is not None:
        return Behind(number, found.end(), found["unit"])
    about = number.approximate or found["about"] is not None
    scaled = number._replace(value=number.value * _TEN_THOUSAND, approximate=about, is_scaled=True)
    return Behind(scaled, found.end(), found["scaled"] or found["outer"] or "")


def contradicts(text: str, number: Number, end: int, unit: str) -> bool:
    """Whether what stands apart behind a number and its unit, which ends there, makes it none."""
    found = _BEHIND.match(text, end)
    return found is not None and not _is_read(found, unit, is_scaled=number.is_scaled)


def contradicted(text: str) -> Iterator[tuple[int, int]]:
    """Where such words make a number none: spans of a sentence."""
    if "(" in text or "单位:" in text:
        for found in _BEHIND_ANY.finditer(text):
            if not _is_read(found, found["own"] or "", is_scaled=found["times"] is not None):
                yield found.span()


def _is_read(found: re.Match[str], own: str, *, is_scaled: bool) -> bool:
    """Whether words apart agree with a number and its own unit."""
    if found["unit"] is not None:
        return own == found["unit"] or (
            not found["outer"] and (own == "" or not {own, found["unit"]} & MONEY)
        )
    return own == "" and not is_scaled and found["scale"] == "万" and not (found["scaled"] and found["outer"])
