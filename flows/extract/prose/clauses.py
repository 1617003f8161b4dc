"""A cut sentence and its clauses.

What belongs here: what stands where among the tokens of one sentence. What does not: what the sentences around it
say (`context.py`), and what a number counts.
"""

from dataclasses import dataclass
from typing import Final

from flows.extract.lazily import lazy
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.sentences import Sentence
from flows.extract.prose.tokens import CODE_OF, NUMBER, START, Token, Tokens

_ENDS_CLAUSE: Final = codes("comma", "semicolon", "gap", START, NUMBER)
_END: Final = pattern("END")
# A number in a clause with one of these is a change, a plan, a bound, a share, or what is left out or taken back.
_NOT_A_COUNT: Final = codes(
    "aim", "target", "compare", "modal", "respectively", "exclude", "neg", "correction"
)
# 公开500条的任务, 312条(更正:应为321条)
_TAKEN_BACK: Final = pattern("filler* target|[comma open] filler* correction")
# 仅公开20条的股室有3个: the number tells which ones, and not what there was in all.
_RELATIVE: Final = pattern(
    "filler (?:unknown|public|local_bodies|direct_bodies|whole)[^comma semicolon pause number]* number"
)
_GOES_ON: Final = codes("filler", "target", "comma", "open", "pause", "conjunction")
# 120条和130条, 1、234条, 1,2345条: nobody can tell which of the two is meant.
_ANOTHER_BESIDE: Final = pattern("[pause conjunction] number|comma number")
_AIM: Final = CODE_OF["aim"]
_REACH: Final = 24
"""Tokens that a label may reach to the left of its number."""
_NUMBER: Final = CODE_OF[NUMBER]
_SEMICOLON: Final = CODE_OF["semicolon"]
_COMMA: Final = CODE_OF["comma"]


@dataclass(frozen=True)
class Clauses:
    """A cut sentence."""

    sentence: Sentence
    tokens: Tokens

    @property
    def section(self) -> Section:
        """What the heading over the sentence announces."""
        return self.sentence.section

    @lazy
    def codes(self) -> str:
        """One character a token."""
        return self.tokens.codes

    def __getitem__(self, index: int) -> Token:
        return self.tokens.tokens[index]

    @lazy
    def counted(self) -> list[tuple[int, Token]]:
        """The numbers that can be counts at all (no change, no plan, no share), with their places."""
        tokens = self.tokens.tokens
        numbers = [n for n, code in enumerate(self.codes) if code == _NUMBER]
        return [(n, tokens[n]) for n in numbers if self._is_count(n)]

    def window(self, index: int) -> str:
        """The codes before a number, as far as its label may reach."""
        return self.codes[max(0, index - _REACH) : index]

    def clause_before(self, index: int) -> str:
        """The codes of the clause before a number, with the one that the clause stands behind."""
        return self.codes[max(0, self._clause_starts[index] - 1) : index]

    def clause_start(self, index: int) -> int:
        """First token of the clause of a token: after the last comma, semicolon, gap or number before it."""
        return self._clause_starts[index]

    def bounds(self) -> list[tuple[int, int]]:
        """First token of each clause that has one, and the token after it."""
        starts = sorted(set(self._clause_starts))
        ends = [*[start - 1 for start in starts[1:]], len(self.codes)]
        return [(first, end) for first, end in zip(starts, ends, strict=True) if first < end]

    @lazy
    def _clause_starts(self) -> list[int]:
        starts, first = [0], 0
        for place, code in enumerate(self.codes, 1):
            first = place if code in _ENDS_CLAUSE else first
            starts.append(first)
        return starts

    def _is_count(self, index: int) -> bool:
        is_aimed_at = self.codes.rfind(_AIM, 0, index) > self.codes.rfind(_SEMICOLON, 0, index)
        return (
            not is_aimed_at
            and _NOT_A_COUNT.isdisjoint(self.codes[self.clause_start(index) : index])
            and not (self.codes[index + 1 : index + 2] in _GOES_ON and self._is_in_doubt(index))
        )

    def _is_in_doubt(self, index: int) -> bool:
        """Whether the words behind a number take it back, or make it a mark of some of several."""
        is_mark = self.word(self[index + 1]) == "的" and _RELATIVE.match(self.codes, index + 1) is not None
        return is_mark or _TAKEN_BACK.match(self.codes, index + 1) is not None or self._is_one_of_two(index)

    def _is_one_of_two(self, index: int) -> bool:
        """Whether a second number stands right behind, with the same unit or as the rest of a bare one."""
        beside = _ANOTHER_BESIDE.match(self.codes, index + 1)
        if beside is None:
            return False
        unit = self[index].unit
        is_pair = self.codes[index + 1] != _COMMA and self[index + 2].unit == unit
        return unit == "" or is_pair

    def ends_at(self, index: int) -> bool:
        """Whether a statement can end before the token there."""
        return _END.match(self.codes, index) is not None

    def clause(self, place: int) -> str:
        """The codes of the clause of a token."""
        return self.codes[self.clause_start(place) : self.end_of_clause(place)]

    def end_of_clause(self, place: int) -> int:
        """The token after the clause of a token."""
        end = place + 1
        while end < len(self.codes) and self.codes[end] not in _ENDS_CLAUSE:
            end += 1
        return end

    def words(self, first: int, last: int) -> str:
        """The words from one token to another."""
        return self.tokens.text[self[first].start : self[last].end]

    def word(self, token: Token) -> str:
        """The words of one token."""
        return self.tokens.word(token)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span in the clean text of the tokens from one to another, wherever the sentence has them."""
        tokens = self.tokens.tokens
        if not self.tokens.is_arranged:
            return self.sentence.span(tokens[first].start, tokens[last].end)
        words = tokens[first : last + 1]
        return self.sentence.span(min([t.start for t in words]), max([t.end for t in words]))
