"""Figures glued to the label of a row: of rows with several columns they are several numbers that look like one.

What belongs here: which glued figures cannot be one number. What does not: figures that stand apart (`tables/`), what
becomes of such a statement (`reader.py`).

A list whose heading announces two columns, or whose glued figures can only be two each: none of them has one digit, as
the zeros of every list with one column have, or they begin with zeros (00, 013). The form of 2019 has seven columns
behind the rows of its applications.
"""

import re
from collections.abc import Iterable
from typing import Final

from flows.extract.prose.statement import Statement

_ROW: Final = re.compile(r"[条件次个人篇场期元][)）]?(?P<figure>\d+)(?=\s|\Z)")
_YEAR: Final = r"(?:20\d\d年?度?|本年度?|上年度?|当年|去年|历年累计|累计)"
_TWO_COLUMNS: Final = re.compile(
    rf"(?:指标|项目|类别|名称|内容|单位)[\s|]*{_YEAR}数?[\s|]*{_YEAR}数?(?=[\s|]|\Z)"
)
_FEWEST: Final = 10
"""Rows of a list, of which one has a single digit where the list has one column."""
_FEWEST_WITH_ZEROS: Final = 2
_GLUED: Final = re.compile(r"[一-龥](?<![为是有计达共])[1-9]\d+\Z")


def glued_columns(text: str, statements: Iterable[Statement]) -> frozenset[int]:
    """Where the glued figures of a list with two columns end; empty where the list can have one, and where no
    statement ends with its figures."""
    if not any(text[statement.end - 1].isdigit() for statement in statements):
        return frozenset()
    figures = [row for row in _ROW.finditer(text) if _is_labelled(text, row)]
    if not figures:
        return frozenset()
    n_short = sum(len(row["figure"]) == 1 for row in figures)
    n_zeros = sum(len(row["figure"]) > 1 and row["figure"].startswith("0") for row in figures)
    is_two = (
        (n_short == 0 and len(figures) >= _FEWEST)
        or (n_zeros >= _FEWEST_WITH_ZEROS and n_zeros > n_short)
        or _TWO_COLUMNS.search(text) is not None
    )
    return frozenset(row.end() for row in figures) if is_two else frozenset()


def is_glued_row(text: str, statement: Statement) -> bool:
    """Whether a statement of section 3 is a row of its seven columns: 上年结转政府信息公开申请数量1100002."""
    words = text[statement.start : statement.end]
    if statement.unit or _GLUED.search(words) is None:
        return False
    return "数量" in words or text[statement.end : statement.end + 1] in ("", "\n")


def _is_labelled(text: str, row: re.Match[str]) -> bool:
    """收到申请数件52, and not 收到申请52件3."""
    start = row.start()
    return "一" <= text[start - 1 : start] <= "龥" or text[start - 1 : start] in ("(", "（", ")", "）")
