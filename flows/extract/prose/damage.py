"""Characters that were lost, and the statements whose words they stand in; figures that are no number.

What belongs here: where a loss makes words or figures unsure. What does not: what becomes of an unsure statement
(`reader.py`).
"""

import re
from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes
from flows.extract.prose.statement import Statement
from flows.extract.prose.units_behind import contradicted

# The replacement character, and letters of scripts that no report is written in: what single bytes turn into.
_LOST: Final = re.compile("[\ufffd\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff]")
_DIGIT: Final = re.compile("[0-9０-９]")
# A mark right behind a lost character is what its other bytes turned into.
_ENDS: Final = re.compile(rf"(?<!{_LOST.pattern})[。；;!！?？]|\n")
_CLAUSE_END: Final = re.compile("[,，、]")
_LONGEST_PASSAGE: Final = 2000
# 3:20条, 300-320条 are no one number; of 数条892.政府网站 nobody can tell where the next entry's number begins.
_NO_ONE_NUMBER: Final = re.compile(
    r"(?<![第\d年月])\d+(?:[-/:~]\d+)+(?=[条件起宗份篇])|(?<=[^\d)][条件次个人篇份场期元])\d+[.、](?=[一-龥])"
    # 320条/月, 120元/件
    r"|\d[\d.]*万?(?:[条件起宗份篇次]|条次|件次|人次)/[月季日天周旬]|\d[\d.]*万?元/[件份页张次人宗条]"
)
_NO_NUMBER_TOKENS: Final = codes("foreign", "gap")


def has_lost_characters(text: str) -> bool:
    """Whether any character of a text is lost."""
    return _LOST.search(text) is not None


def is_any_figure_damaged(text: str) -> bool:
    """Whether characters are lost in any passage with a figure."""
    lost = _LOST.search(text)
    while lost is not None:
        start, end = _passage(text, *lost.span())
        if _DIGIT.search(text, start, end):
            return True
        lost = _LOST.search(text, max(end, lost.end()))
    return False


def is_damaged(text: str, statement: Statement) -> bool:
    """Whether characters are lost in the words of a statement, or before them in its passage.

    Its number may have lost a digit, and its words what made them mean something else.
    """
    start, end = _passage(text, statement.start, statement.end)
    clause = _CLAUSE_END.search(text, statement.end, end)
    return _LOST.search(text, start, clause.start() if clause else end) is not None


def no_numbers(context: Context) -> Iterator[tuple[int, int]]:
    """Where a sentence on disclosure prints something in the place of a number that is none: spans of the text."""
    if _NO_NUMBER_TOKENS.isdisjoint(context.codes) or not context.sentence.speaks_of_disclosure:
        return
    text = context.sentence.text
    for start, end in (*(found.span() for found in _NO_ONE_NUMBER.finditer(text)), *contradicted(text)):
        yield context.sentence.span(start, end)


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    """From the full stop, semicolon or line end before a span to the one after it."""
    first, last = max(0, start - _LONGEST_PASSAGE), min(len(text), end + _LONGEST_PASSAGE)
    before = max((match.end() for match in _ENDS.finditer(text, first, start)), default=first)
    after = _ENDS.search(text, end, last)
    return before, after.start() if after else last
