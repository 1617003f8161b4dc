"""Rows of section 2 that stand in the text without their table's headings: 规章 1 0 3 规范性文件 2 1 12 行政许可 26.

What belongs here: where such rows begin and end, as spans of their cells. What does not: what their figures mean
(`form_proactive.py` tells the form by how many figures each row has, or leaves them out).

Three rows or more, one after the other with nothing but blanks and bars between them, are a table; the words
alone, with figures of a sentence about them, are none.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.extract.tables.flat_rows import Span

_LABEL: Final = (
    r"(?:规章|(?:行政)?规范性文件|行政许可|其[他它]对外管理服务事项"
    r"|行政处罚|行政强制|行政事业性收费|政府集中采购)"
)
_FIGURE: Final = r"[-+－＋]?[0-9][0-9,.]*(?:万?元)?"
_GAP: Final = r"[ \u3000\t\n|]+"
_ROW: Final = rf"{_LABEL}(?:{_GAP}{_FIGURE}){{1,3}}"
_TABLE: Final = re.compile(rf"(?<![^\s|]){_ROW}(?:{_GAP}{_ROW}){{2,}}(?![^\s|])")
_ONE_ROW: Final = re.compile(_ROW)
_CELL: Final = re.compile(rf"{_LABEL}|{_FIGURE}")


def find_bare_rows(text: str, taken: Sequence[Span]) -> list[list[list[Span]]]:
    """Tables of such rows outside the spans that are taken: for each its rows, for each row its cells."""
    return [
        [
            [cell.span() for cell in _CELL.finditer(text, *row.span())]
            for row in _ONE_ROW.finditer(text, *table.span())
        ]
        for table in _TABLE.finditer(text)
        if not any(start < table.end() and table.start() < end for start, end in taken)
    ]
