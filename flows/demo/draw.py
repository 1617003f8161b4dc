"""Draws: random numbers by seed, body, year and topic, and the yearly figures that forms share.

What belongs here: the generator, and how many items and applications a body has in a year. What does not: the
figures of one form (`list_figures.py`, `section_figures.py`).

Every yearly figure is a function of seed, body and year. What is carried over is computed from the year
before, so neighbouring years agree with each other, whichever years are asked for.
"""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Final

from flows.demo.agencies import Agency, Size

FIRST_YEAR: Final = 2008
"""The Regulation's first year: what is printed as 历年累计 begins here."""
TYPICAL_APPLICATIONS: Final = {Size.TOWNSHIP: 1, Size.DEPARTMENT: 9, Size.COUNTY: 60, Size.CITY: 320}
"""About how many applications a body of this size receives a year."""
_NO_APPLICATION: Final = {Size.TOWNSHIP: 0.6, Size.DEPARTMENT: 0.25, Size.COUNTY: 0.0, Size.CITY: 0.0}
_TYPICAL_ITEMS: Final = {Size.TOWNSHIP: 60, Size.DEPARTMENT: 240, Size.COUNTY: 3200, Size.CITY: 9800}


class Draw:
    """Random numbers that depend on seed, body, year and topic alone."""

    def __init__(self, seed: int, agency: Agency, year: int, topic: str) -> None:
        # A string seed is hashed by the library itself: the same in every process.
        self._random = Random(f"{seed}|{agency.slug}|{year}|{topic}")  # noqa: S311 (figures, not secrets)

    def about(self, typical: float, none_share: float = 0.0) -> int:
        """A whole number around `typical`, or 0 in `none_share` of the cases."""
        if self._random.random() < none_share:
            return 0
        return round(typical * self._random.uniform(0.5, 1.7))

    def split(self, total: int, weights: Sequence[int]) -> list[int]:
        """`total` spread over as many parts as there are weights."""
        counts = [0] * len(weights)
        for part in self._random.choices(range(len(weights)), weights, k=total):
            counts[part] += 1
        return counts

    def money(self, typical: float, none_share: float) -> Decimal:
        """An amount with two decimals."""
        return Decimal(self.about(typical * 100, none_share)).scaleb(-2).normalize() + 0


def items_of(seed: int, agency: Agency, year: int) -> int:
    """Items proactively disclosed in a year, in all ways (主动公开政府信息数)."""
    return Draw(seed, agency, year, "items").about(_TYPICAL_ITEMS[agency.size]) + 1


def applications_of(seed: int, agency: Agency, year: int) -> int:
    """Applications received in a year (收到申请数)."""
    return Draw(seed, agency, year, "received").about(
        TYPICAL_APPLICATIONS[agency.size], _NO_APPLICATION[agency.size]
    )
