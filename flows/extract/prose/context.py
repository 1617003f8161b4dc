"""A cut sentence and what stands around it: topic, period, clause, scope.

What belongs here: questions that every reader of sentences asks. What does not: what a number counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.periods import Mark, holds_in_year, period_of
from flows.extract.prose.sentences import Section, Sentence
from flows.extract.prose.tokens import CODE_OF, NUMBER, START, UNKNOWN, Token, Tokens
from flows.vocabulary import Period, Scope

_TOPICS: Final = {
    "inquiry": "inquiry",
    "review": "review",
    "litigation": "litigation",
    "direct_suit": "direct_suit",
    "later_suit": "later_suit",
    "appeal": "appeal",
    "complaint": "complaint",
    "normative": "normative",
    "regulation": "regulation",
    "proactive": "information",
    "information": "information",
    "government_information": "information",
    "hot": "hot",
    "press": "press",
    "interview": "interview",
    "course": "training",
    "meeting": "training",
    "business": "business",
}
SECTION_TOPICS: Final = {Section.APPLICATIONS: "application", Section.INQUIRIES: "inquiry"}
_ENDS_CLAUSE: Final = codes("comma", "semicolon", "gap", START, NUMBER)
# A number in a clause with one of these is a change, a plan, a share, or what is left out.
_NOT_A_COUNT: Final = codes("aim", "compare", "modal", "respectively", "exclude", "neg")
_BODIES: Final = codes("territory", "whole", "self")
_SPEAKS: Final = codes("disclosure", "on_request")
_OF_INFORMATION: Final = codes(
    "disclosure", "on_request", "disclose", "information", "government_information"
)
_SHOWS: Final = codes("proactive", "disclose", "publish", "added", "make", "produce")
_ASKS: Final = codes("application", "on_request")
# What only an application for information is or gets.
_OF_A_REQUEST: Final = pattern(
    "on_request|(?:granted|partly_granted|denied|new_granted|new_partly_granted|not_existing)"
    "(?:filler|count|reply|colon)*(?:number|comma|semicolon|pause|$)"
)
_RESULTS: Final = codes("granted", "partly_granted", "new_granted", "new_partly_granted", "not_existing")
# 当面申请171件、网络申请63件: the ways that the list of 2014 names; other work has applications online too.
_WAY: Final = pattern("(?:in_person|fax|online|letter|email) application")
_WAY_OF_THE_LIST: Final = re.compile("当面申请|传真申请|信函申请")
_END: Final = pattern("END")
_ONE_SYSTEM: Final = re.compile("系统|机关|部门|单位|学校|队伍")
_NAME_OF_A_SYSTEM: Final = 10
"""A system's name after 全市 is no longer."""
_LIKE_RUNNING: Final = re.compile("(?<!积)累|[^会设统审共总合小估预]计$")


@dataclass(frozen=True)
class Context:
    """A cut sentence and what stands around it.

    Attributes:
        topic: what the sentence before it, or else the section, speaks of; a concept, or empty.
        topic_is_ours: that sentence said that it is about disclosure.
        paragraph_is_year: an earlier sentence of the paragraph spoke of the report year.
        is_part_of_year: an earlier sentence of the paragraph put what follows under a part of the year.
    """

    sentence: Sentence
    tokens: Tokens
    report_year: int | None
    topic: str
    topic_is_ours: bool
    paragraph_is_year: bool
    is_part_of_year: bool

    @property
    def section(self) -> Section:
        """What the heading over the sentence announces."""
        return self.sentence.section

    @cached_property
    def codes(self) -> str:
        """One character a token."""
        return self.tokens.codes

    def __getitem__(self, index: int) -> Token:
        return self.tokens.tokens[index]

    def numbers(self) -> Iterator[tuple[int, Token]]:
        """The numbers of the sentence with their places among its tokens."""
        return ((n, token) for n, token in enumerate(self.tokens.tokens) if token.number is not None)

    def clause_start(self, index: int) -> int:
        """First token of the clause of a token: after the last comma, semicolon, gap or number before it."""
        return self._clause_starts[index]

    @cached_property
    def _clause_starts(self) -> list[int]:
        starts, first = [0], 0
        for place, code in enumerate(self.codes, 1):
            first = place if code in _ENDS_CLAUSE else first
            starts.append(first)
        return starts

    def is_count(self, index: int) -> bool:
        """Whether the number there can be a count at all: no change, no plan, no share."""
        is_aimed_at = CODE_OF["aim"] in self.codes[:index].rpartition(CODE_OF["semicolon"])[2]
        return not is_aimed_at and _NOT_A_COUNT.isdisjoint(self.codes[self.clause_start(index) : index])

    def ends_at(self, index: int) -> bool:
        """Whether a statement can end before the token there."""
        return _END.match(self.codes, index) is not None

    def speaks_of_disclosure(self) -> bool:
        """Whether the sentence itself names disclosure."""
        return not _SPEAKS.isdisjoint(self.codes)

    @cached_property
    def is_of_requests(self) -> bool:
        """Whether the sentence shows that its applications are for information."""
        if _OF_A_REQUEST.search(self.codes) is not None:
            return True
        if _WAY_OF_THE_LIST.search(self.tokens.text) is None or CODE_OF["business"] in self.codes:
            return False
        return len({way.group() for way in _WAY.finditer(self.codes)}) > 1

    def topic_at(self, index: int) -> str:
        """The concept that was spoken of last before a token."""
        before = self.codes[:index]
        took = CODE_OF["receive"] in before or CODE_OF["accept"] in before
        for place in range(index - 1, 0, -1):
            topic = self._topic_of(place, took=took)
            if topic:
                return topic
        return self.topic

    def _topic_of(self, place: int, *, took: bool) -> str:
        concept = self[place].concept
        if concept == "on_request":
            return "application" if took else ""
        if concept == "application":
            return "application" if self._is_for_information(place) else ""
        topic = _TOPICS.get(concept, "")
        if topic == "information" and not _RESULTS.isdisjoint(self.codes):
            # 答复24件,其中已主动公开5件,同意公开10件
            return ""
        if topic != "information" or concept == "proactive":
            return topic
        # 申请公开政府信息 is no disclosed item, nor is 属于内部事务信息.
        before = self.codes[self.clause_start(place) : place]
        return topic if _ASKS.isdisjoint(before) and not _SHOWS.isdisjoint(self._clause(place)) else ""

    def _clause(self, place: int) -> str:
        """The codes of the clause of a token."""
        end = place + 1
        while end < len(self.codes) and self.codes[end] not in _ENDS_CLAUSE:
            end += 1
        return self.codes[self.clause_start(place) : end]

    def _is_for_information(self, place: int) -> bool:
        """申请 alone may be one for anything: its clause or its section must say."""
        if (
            self.section is Section.APPLICATIONS
            or self.is_of_requests
            or self._words(self[place]) == "申请公开"
        ):
            return True
        return not _OF_INFORMATION.isdisjoint(self._clause(place))

    def period_at(self, index: int, *, is_state: bool = False) -> Period | None:
        """The period of a figure there (of what there is, or else of what came), or None where it is no annual
        figure."""
        last = self._last_marks[index]
        if self.is_part_of_year and last is None:
            return None
        if self._may_have_been_running(index):
            return None
        running = CODE_OF["running"] in self.codes[:index].rpartition(CODE_OF["semicolon"])[2]
        return period_of(last, running=running, paragraph_is_year=self.paragraph_is_year, is_state=is_state)

    def _may_have_been_running(self, index: int) -> bool:
        """Whether the words before it were 累计, or 年底累计, but for one character that is now another."""
        first = self.codes.rfind(CODE_OF["semicolon"], 0, index) + 1
        tokens = self.tokens.tokens[first:index]
        if any(one.concept == UNKNOWN and _LIKE_RUNNING.search(self._words(one)) for one in tokens):
            return True
        return any(
            before.time in (Mark.YEAR, Mark.YEAR_END)
            and one.concept == UNKNOWN
            and len(self._words(one)) == 1
            and (after.concept == "running" or self._words(after) == "计")
            for before, one, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
        )

    def _words(self, token: Token) -> str:
        return self.tokens.text[token.start : token.end]

    def is_closing(self, index: int) -> bool:
        """Whether a figure there stands under 截至…年底."""
        return self._last_marks[index] is Mark.YEAR_END

    def is_zero_of_year(self, index: int) -> bool:
        """Whether a zero that is said there holds in the report year."""
        last = self._last_marks[index]
        return holds_in_year(last) and not (self.is_part_of_year and last is None)

    def scope_at(self, index: int) -> Scope | None:
        """`system` for 全县, 各部门 and the like, `agency` for 本级, None where neither is said of the figure."""
        body = self._body_at(index)
        if body is None:
            return None
        if body.concept == "self":
            return "agency" if self._words(body) == "本级" else None
        return "system"

    def is_of_territory(self, index: int) -> bool:
        """Whether the figure there is one of 全市 and the like, and not of one system there (全市公安机关)."""
        body = self._body_at(index)
        if body is None or body.concept != "territory":
            return False
        return _ONE_SYSTEM.search(self.tokens.text, body.end, body.end + _NAME_OF_A_SYSTEM) is None

    def _body_at(self, index: int) -> Token | None:
        """The last word for whose figure it is, in the clause or, for a part, before 其中."""
        first = self.clause_start(index)
        if CODE_OF["part"] in self.codes[self.codes.rfind(CODE_OF["semicolon"], 0, index) + 1 : index]:
            first = self.codes.rfind(CODE_OF["semicolon"], 0, index) + 1
        return next((self[n] for n in range(index - 1, first - 1, -1) if self.codes[n] in _BODIES), None)

    def ends_in_part_of_year(self) -> bool:
        """Whether what follows stands under a part of the year; 其中上半年… holds for its own figure only."""
        last = max(n for n, token in enumerate(self.tokens.tokens) if token.time is not None)
        return self[last].time is Mark.PART and CODE_OF["part"] not in self.codes[:last]

    def marks(self) -> list[Mark]:
        """The marks of time of the sentence, in order."""
        return [token.time for token in self.tokens.tokens if token.time is not None]

    @cached_property
    def _last_marks(self) -> list[Mark | None]:
        """For each token the mark of time that rules it: the last one before it."""
        last: Mark | None = None
        found: list[Mark | None] = []
        for token in self.tokens.tokens:
            found.append(last)
            if token.time is not None:
                last = token.time
            elif token.concept == "gap" and last is Mark.OTHER:
                # Words were left out: the other year need not rule what follows.
                last = None
        return found
