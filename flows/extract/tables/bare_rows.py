"""Rows that stand in the text without their table's headings: 规章 1 0 3 规范性文件 2 1 12, and lists with codes.

What belongs here: where such rows begin and end, as spans of their cells. What does not: what their figures mean
(`form_proactive.py` tells the form by how many figures each row has, or leaves them out).

Three rows or more, one after the other with nothing but blanks and bars between them, are a table; the words
alone, with figures of a sentence about them, are none. Fewer rows are one where each has several figures (行政许可 18
-2 764), or each figure the name of its column before it. So are three lines or more that begin with codes that count
on (01 主动公开文件数 条 40): no sentence is read in them, where 02 条 would be two.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.extract.tables.flat_rows import Span, is_free

_LABEL: Final = (
    r"(?:规章|(?:行政)?规范性文件|行政许可|其[他它]对外管理服务事项"
    r"|行政处罚|行政强制|行政事业性收费|政府集中采购)"
)
_FIGURE: Final = r"[-+－＋]?[0-9][0-9,.]*(?:万?元)?"
_GAP: Final = r"[ \u3000\t\n|]+"
_COLUMN: Final = (
    r"(?:本年新?(?:制作|公开|制发|废止)(?:件数|数量)|对外公开总数量|现行有效件数|上一年项目数量|本年增/?减"
    r"|(?:本年)?处理决定数量|本年收费金额|采购项目数量|采购总金额)"
)
_ROW: Final = rf"{_LABEL}(?:{_GAP}(?:{_COLUMN}{_GAP})?{_FIGURE}){{1,3}}"
_TABLE: Final = re.compile(rf"(?<![^\s|。；;：:…]){_ROW}(?:{_GAP}{_ROW})*(?![^\s|。；;…])")
_ONE_ROW: Final = re.compile(_ROW)
_CODED_LINE: Final = re.compile(
    r"(?m)^[ \u3000]*(?P<code>0[0-9]|[1-9][0-9])[ \u3000]+(?=[^\n]*[\u4e00-\u9fff])"
    r"[^\n。]{2,80}[ \u3000][-0-9][^\n。]{0,20}$"
)
_PIECE: Final = re.compile(r"[^\s|]+")
_FEWEST_CODED: Final = 3
_CELL: Final = re.compile(rf"{_COLUMN}|{_LABEL}|{_FIGURE}")
_FEWEST_ROWS: Final = 3
_SEVERAL: Final = 3
"""Cells of a row with several figures: its label and two."""


def find_bare_rows(text: str, taken: Sequence[Span]) -> list[list[list[Span]]]:
    """Tables of such rows outside the spans that are taken: for each its rows, for each row its cells."""
    tables = [
        [
            [cell.span() for cell in _CELL.finditer(text, *row.span())]
            for row in _ONE_ROW.finditer(text, *table.span())
        ]
        for table in _TABLE.finditer(text)
        if is_free(table.span(), taken)
    ]
    return [rows for rows in tables if _are_rows(rows)] + [
        [[piece.span() for piece in _PIECE.finditer(text, *line.span())] for line in lines]
        for lines in _coded(text)
        if is_free((lines[0].start(), lines[-1].end()), taken)
    ]


def _are_rows(rows: Sequence[Sequence[Span]]) -> bool:
    return len(rows) >= _FEWEST_ROWS or all(len(cells) >= _SEVERAL for cells in rows)


def _coded(text: str) -> list[list[re.Match[str]]]:
    """Lines one after the other whose codes, the first of them printed with a zero, count on."""
    runs: list[list[re.Match[str]]] = []
    for line in _CODED_LINE.finditer(text):
        before = runs[-1][-1] if runs else None
        follows = before is not None and int(line["code"]) == int(before["code"]) + 1
        if before is not None and follows and not text[before.end() : line.start()].strip():
            runs[-1].append(line)
        elif line["code"].startswith("0"):
            runs.append([line])
    return [run for run in runs if len(run) >= _FEWEST_CODED]
