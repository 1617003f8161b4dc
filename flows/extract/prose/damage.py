"""Characters that were lost, and the statements whose words they stand in.

What belongs here: where a loss makes words unsure. What does not: what becomes of an unsure statement
(`reader.py`).
"""

import re
from typing import Final

from flows.extract.prose.statement import Statement

# The replacement character, and letters of scripts that no report is written in: what single bytes turn into.
_LOST: Final = re.compile("[\ufffd\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff]")
_DIGIT: Final = re.compile("[0-9０-９]")
# A mark right behind a lost character is what its other bytes turned into.
_ENDS: Final = re.compile(rf"(?<!{_LOST.pattern})[。；;!！?？]|\n")
_CLAUSE_END: Final = re.compile("[,，、]")
_LONGEST_PASSAGE: Final = 2000


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


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    """From the full stop, semicolon or line end before a span to the one after it."""
    first, last = max(0, start - _LONGEST_PASSAGE), min(len(text), end + _LONGEST_PASSAGE)
    before = max((match.end() for match in _ENDS.finditer(text, first, start)), default=first)
    after = _ENDS.search(text, end, last)
    return before, after.start() if after else last
