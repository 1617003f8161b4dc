"""A cut sentence with the time of what it says.

What belongs here: the period of each figure, and whether a zero holds in the report year. What does not: what a mark
of time says (`periods.py`), and how far it reaches (`times.py`).
"""

import re
from dataclasses import dataclass
from typing import Final

from flows.extract.lazily import lazy
from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import pattern
from flows.extract.prose.periods import Mark, holds_in_year, period_of
from flows.extract.prose.spells import spell_in
from flows.extract.prose.times import counts_another_thing, doubtful_running, ruling_marks
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

_CAME: Final = pattern(
    "[comma open] (?:each|filler)* (time) (?:filler|time)* (?:receive|accept|newly|submit) "
    "(?:filler|disclosure|application)* (?=comma|semicolon|shut|$)"
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
        if (self.is_part_of_year and last is None) or (self._is_in_a_spell(index) and not is_state):
            return None
        if self._may_have_been_running(index) or self._came_in_another_year(index):
            return None
        place = self._running_before(index, last)
        running = place is not None
        if (
            running
            and last in (None, Mark.YEAR_END)
            and self.years_share_follows(index, _YEARS_SHARE_FOLLOWS)
        ):
            # 累计1047条,2012年新增162条
            return "cumulative"
        if place is not None and last is Mark.YEAR_END and counts_another_thing(self.codes[place:index]):
            # 截至2016年底累计公开3030条,收到申请5件: whether the second is a sum too is not told.
            return None
        return period_of(last, running=running, paragraph_is_year=self.paragraph_is_year, is_state=is_state)

    def _came_in_another_year(self, index: int) -> bool:
        """办理申请2件,均为2021年12月收到: what was done with those of the year before."""
        told = _CAME.match(self.codes, index + 1) if _TIME in self.codes[index:] else None
        return told is not None and self[told.start(1)].time is Mark.OTHER

    def _running_before(self, index: int, last: Mark | None) -> int | None:
        """Where the 累计 stands that a figure under a mark is said under, if any."""
        place = self.codes.rfind(_RUNNING, 0, index)
        # What is left out can have ended what was said of a sum.
        if place <= max(self.codes.rfind(_SEMICOLON, 0, index), self.codes.rfind(_GAP, 0, index)):
            return None
        # 收到6件(历年累计27件),答复6件: that of an aside ends with it.
        is_aside = self._last_marks[place] is Mark.SINCE and last is not Mark.SINCE
        return None if is_aside else place

    def years_share_follows(self, index: int, frame: re.Pattern[str]) -> bool:
        """Whether the year's own part of a figure stands right behind it, in such words."""
        follows = frame.match(self.codes, index + 1)
        return follows is not None and self[follows.start(1)].time is Mark.YEAR

    def _may_have_been_running(self, index: int) -> bool:
        """Whether the words before it were 累计, or 年底累计, but for one character that is now another."""
        semicolon = self.codes.rfind(_SEMICOLON, 0, index)
        return any(semicolon < first and last < index for first, last in self._doubtful)

    @lazy
    def _doubtful(self) -> list[tuple[int, int]]:
        return doubtful_running(self.tokens)

    def is_closing(self, index: int) -> bool:
        """Whether a figure there stands under 截至…年底."""
        return self._last_marks[index] is Mark.YEAR_END

    def is_zero_of_year(self, index: int) -> bool:
        """Whether a zero that is said there holds in the report year."""
        last = self._last_marks[index]
        is_part = (self.is_part_of_year and last is None) or self._is_in_a_spell(index)
        return holds_in_year(last) and not is_part

    def _is_in_a_spell(self, index: int) -> bool:
        """Whether a figure there stands under 春节期间 and the like, and no mark of time or new part between them."""
        spell = self._spell
        if spell is None or spell >= self[index].start:
            return False
        between = (token for token in self.tokens.tokens[:index] if token.start > spell)
        return not any(token.time is not None or token.concept == "semicolon" for token in between)

    @lazy
    def _spell(self) -> int | None:
        return spell_in(self.tokens.text)

    def ends_in_part_of_year(self) -> bool:
        """Whether what follows stands under a part of the year; 其中上半年… holds for its own figure only."""
        last = self.codes.rfind(_TIME)
        return self[last].time is Mark.PART and _PART not in self.codes[:last]

    def marks(self) -> list[Mark]:
        """The marks of time of the sentence, in order."""
        if _TIME not in self.codes:
            return []
        return [token.time for token in self.tokens.tokens if token.time is not None]

    @lazy
    def _last_marks(self) -> list[Mark | None]:
        """For each token the mark of time that rules it."""
        return ruling_marks(self.tokens)
