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
    "newly": "application",
    "carried_in": "application",
    "carried_out": "application",
    "inquiry": "inquiry",
    "review": "review",
    "litigation": "litigation",
    "appeal": "appeal",
    "complaint": "complaint",
    "normative": "normative",
    "regulation": "regulation",
    "proactive": "information",
    "information": "information",
    "government_information": "information",
    "hot": "response",
    "press": "response",
    "course": "training",
    "meeting": "training",
    "business": "business",
}
SECTION_TOPICS: Final = {Section.APPLICATIONS: "application", Section.INQUIRIES: "inquiry"}
_ENDS_CLAUSE: Final = frozenset({"comma", "semicolon", "gap", START, NUMBER})
# A number in a clause with one of these is a change, a plan, a share, or what is left out.
_NOT_A_COUNT: Final = codes("aim", "compare", "modal", "respectively", "exclude", "neg")
_SPEAKS: Final = codes("disclosure", "on_request")
_OF_INFORMATION: Final = codes(
    "disclosure", "on_request", "disclose", "information", "government_information"
)
_ASKS: Final = codes("application", "on_request")
_END: Final = pattern("END")
_LIKE_RUNNING: Final = re.compile("(?<!积)累|[^会设统审共总合小估预]计$")


@dataclass(frozen=True)
class Context:
    """A cut sentence and what stands around it.

    Attributes:
        topic: what the sentence before it, or else the section, speaks of; a concept, or empty.
        paragraph_is_year: an earlier sentence of the paragraph spoke of the report year.
        is_part_of_year: an earlier sentence of the paragraph put what follows under a part of the year.
    """

    sentence: Sentence
    tokens: Tokens
    report_year: int | None
    topic: str
    paragraph_is_year: bool
    is_part_of_year: bool

    @property
    def section(self) -> Section:
        """What the heading over the sentence announces."""
        return self.sentence.section

    @property
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
        while index > 0 and self[index - 1].concept not in _ENDS_CLAUSE:
            index -= 1
        return index

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
        if topic == "information" and not _ASKS.isdisjoint(self.codes[self.clause_start(place) : place]):
            # 申请公开政府信息: what is asked for is no disclosed item.
            return ""
        return topic

    def _is_for_information(self, place: int) -> bool:
        """申请 alone may be one for anything: its clause or its section must say."""
        if self.section is Section.APPLICATIONS:
            return True
        end = place + 1
        while end < len(self.codes) and self[end].concept not in _ENDS_CLAUSE:
            end += 1
        return not _OF_INFORMATION.isdisjoint(self.codes[self.clause_start(place) : end])

    def period_at(self, index: int) -> Period | None:
        """The period of a figure there, or None where it is no annual figure."""
        last = self._last_marks[index]
        if self.is_part_of_year and last is None:
            return None
        if self._may_have_been_running(index):
            return None
        running = CODE_OF["running"] in self.codes[:index].rpartition(CODE_OF["semicolon"])[2]
        return period_of(last, running=running, paragraph_is_year=self.paragraph_is_year)

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

    def is_zero_of_year(self, index: int) -> bool:
        """Whether a zero that is said there holds in the report year."""
        last = self._last_marks[index]
        return holds_in_year(last) and not (self.is_part_of_year and last is None)

    def scope_at(self, index: int) -> Scope | None:
        """`system` for 全县, 各部门 and the like, `agency` for 本级, None where the clause does not say."""
        start = self.clause_start(index)
        if CODE_OF["whole"] in self.codes[start:index]:
            return "system"
        words = self.tokens.text[self[start].start : self[index].start] if start < index else ""
        return "agency" if "本级" in words else None

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
