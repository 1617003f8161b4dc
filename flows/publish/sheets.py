"""CSV that people open in a spreadsheet: what such a program would do to a text, and the mark that keeps it from it.

What belongs here: the texts that are marked, and how, in SQL and in Python. What does not: which tables are written
(`export.py`), and the answers of a query (`ask/query.py`).
"""

import re
from typing import Final

from flows.warehouse import quoted

SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet in the usual spreadsheet programs, the header among them."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it spreadsheets read Chinese as another encoding. It stands before the first column's name."""

_BEGIN: Final = r"=+\-@＝＋－＠"
# A spreadsheet runs a text that begins like a formula, in full width or after spaces too; and of a text that looks like
# a number it keeps 15 digits, drops zeros in front and works out powers of ten, so that an id of digits is another one.
_NOT_KEPT: Final = rf"^(?: *[{_BEGIN}]|[\t\r\n]|(?:0[0-9]+|[0-9]{{16,}}|[0-9]+[eE][0-9]+)[\r\n]*$)"
# Where it cuts a line at something else than commas, a cell begins inside of a text: the quotes around a text hold only
# where a cell begins with them, and a line break outside of them begins a row.
_WITHIN: Final = rf'([;|\t\r\n][ "]*)([{_BEGIN}])'
_CUTS: Final = (";", "|", "\t", "\r", "\n")
_MARK: Final = "'"
_MARKED: Final = rf"\1{_MARK}\2"
_PATTERN: Final = re.compile(_NOT_KEPT)
_PATTERN_WITHIN: Final = re.compile(_WITHIN)


def kept(text: str) -> str:
    """A text as a spreadsheet keeps it: with a `'` before it where it would be run, or taken for another number; as
    `kept_within` too."""
    within = kept_within(text)
    return f"{_MARK}{within}" if _PATTERN.search(text) else within


def kept_within(text: str) -> str:
    """A text with a `'` before what would be run where a spreadsheet cuts it at a semicolon, a tab, a `|` or a line
    break; JSON stays JSON, for what is marked stands in one of its texts."""
    return _PATTERN_WITHIN.sub(_MARKED, text)


def kept_in_sql(column: str) -> str:
    """`kept` as an expression on a column of texts, whose name is quoted."""
    within = kept_within_in_sql(column)
    marked = f"{quoted(_MARK)} || {within}"
    return f"case when regexp_matches({column}, {quoted(_NOT_KEPT)}) then {marked} else {within} end"


def kept_within_in_sql(text: str) -> str:
    """`kept_within` as an expression on another that gives a text."""
    # Looked for first, since it is quick: most texts have none of them.
    may_be_cut = " or ".join(f"contains({text}, {quoted(cut)})" for cut in _CUTS)
    marked = f"regexp_replace({text}, {quoted(_WITHIN)}, {quoted(_MARKED)}, 'g')"
    return f"case when {may_be_cut} then {marked} else {text} end"
