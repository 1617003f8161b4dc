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

# A spreadsheet runs a text that begins like a formula, in full width too; and of a text that looks like a number it
# keeps 15 digits, drops zeros in front and works out powers of ten, so that an id of digits is another one.
_NOT_KEPT: Final = r"^(?:[=+\-@＝＋－＠\t\r\n]|(?:0[0-9]+|[0-9]{16,}|[0-9]+[eE][0-9]+)$)"
_MARK: Final = "'"
_PATTERN: Final = re.compile(_NOT_KEPT)


def kept(text: str) -> str:
    """A text as a spreadsheet keeps it: with a `'` before it where it would be run, or taken for another number."""
    return f"{_MARK}{text}" if _PATTERN.search(text) else text


def kept_in_sql(column: str) -> str:
    """The same as an expression on a column of texts, whose name is quoted."""
    marked = f"{quoted(_MARK)} || {column}"
    return f"case when regexp_matches({column}, {quoted(_NOT_KEPT)}) then {marked} else {column} end"
