"""A cut sentence with the time of what it says.

What belongs here: the period of each figure, and whether a zero holds in the report year. What does not: what a mark
of time says (`periods.py`), and how far it reaches (`times.py`).
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import pattern
from flows.extract.prose.periods import Mark, holds_in_year, period_of
from flows.extract.prose.times import doubtful_running, ruling_marks
from flows.extract.prose.tokens import CODE_OF
from flows.vocabulary import Period

_SEMICOLON: Final = CODE_OF["semicolon"]
_RUNNING: Final = CODE_OF["running"]
_GAP: Final = CODE_OF["gap"]
_TIME: Final = CODE_OF["time"]
_PART: Final = CODE_OF["part"]
_YEARS_SHARE_FOLLOWS: Final = pattern(
    "[comma open] (?:part filler*)? (time) [^comma number semicolon]* number"
)


@dataclass(frozen=True)
class Dated(Clauses):
    """A cut sentence, and what the sentences before it in the paragraph say of time.

    Attributes:
        paragraph_is_year: an earlier sentence of the paragraph spoke of the report year.
        is_part_of_year: an earlier sentence of the paragraph put what follows under a part of the year.
    """

    paragraph_is_year: bool
    is_part_of_year: bool

    def period_at(self, index: int, *, is_state: bool = False) -> Period | None:
        """The period of a figure there (of what there is, or else of what came), or None where it is no annual
        figure."""
        last = self._last_marks[index]
        if self.is_part_of_year and last is None:
            return None
        if self._may_have_been_running(index):
            return None
        # What is left out can have ended what was said of a sum.
        running = self.codes.rfind(_RUNNING, 0, index) > max(
            self.codes.rfind(_SEMICOLON, 0, index), self.codes.rfind(_GAP, 0, index)
        )
        if (
            running
            and last in (None, Mark.YEAR_END)
            and self.years_share_follows(index, _YEARS_SHARE_FOLLOWS)
        ):
            # 累计1047条,2012年新增162条
            return "cumulative"
        return period_of(last, running=running, paragraph_is_year=self.paragraph_is_year, is_state=is_state)

    def years_share_follows(self, index: int, frame: re.Pattern[str]) -> bool:
        """Whether the year's own part of a figure stands right behind it, in such words."""
        follows = frame.match(self.codes, index + 1)
        return follows is not None and self[follows.start(1)].time is Mark.YEAR

    def _may_have_been_running(self, index: int) -> bool:
        """Whether the words before it were 累计, or 年底累计, but for one character that is now another."""
        semicolon = self.codes.rfind(_SEMICOLON, 0, index)
        return any(semicolon < first and last < index for first, last in self._doubtful)

    @cached_property
    def _doubtful(self) -> list[tuple[int, int]]:
        return doubtful_running(self.tokens)

    def is_closing(self, index: int) -> bool:
        """Whether a figure there stands under 截至…年底."""
        return self._last_marks[index] is Mark.YEAR_END

    def is_zero_of_year(self, index: int) -> bool:
        """Whether a zero that is said there holds in the report year."""
        last = self._last_marks[index]
        return holds_in_year(last) and not (self.is_part_of_year and last is None)

    def ends_in_part_of_year(self) -> bool:
        """Whether what follows stands under a part of the year; 其中上半年… holds for its own figure only."""
        last = self.codes.rfind(_TIME)
        return self[last].time is Mark.PART and _PART not in self.codes[:last]

    def marks(self) -> list[Mark]:
        """The marks of time of the sentence, in order."""
        if _TIME not in self.codes:
            return []
        return [token.time for token in self.tokens.tokens if token.time is not None]

    @cached_property
    def _last_marks(self) -> list[Mark | None]:
        """For each token the mark of time that rules it."""
        return ruling_marks(self.tokens)
