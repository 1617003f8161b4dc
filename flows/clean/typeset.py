"""Sheets of paper become a draft: lines and tables in reading order, whatever sheet they stand on.

What belongs here: which glyphs are whose, and paragraphs that go on on the next line or sheet. What does not:
files (`pdf.py`, `ofd.py`), ruling lines (`ruled.py`), what a table is (`paper_table.py`), margins
(`margins.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flows.clean.laid import add_table
from flows.clean.layout import Draft, trimmed_line
from flows.clean.margins import edge_lines, furniture
from flows.clean.paper import OPENS_ITEM, WITHOUT_TEXT, Glyph, SetLine, Sheet, set_lines
from flows.clean.paper_marks import unstruck
from flows.clean.paper_table import PaperTable, filled, goes_on, laid, one_table
from flows.clean.ruled import ruled_tables
from flows.clean.runs import STRUCK_TEXT

_FULL: Final = 1.6
"""A line that ends within so many characters of the right margin is full: a mark may hang or be pushed on."""
_LONG_SHARE: Final = 0.8
_INDENT: Final = 0.8
_SAME_SIZE: Final = 0.15
_MAX_LINE_STEP: Final = 3.0
_COLUMNS: Final = "  "
_ENDS: Final = "。！？；：!?;:"


@dataclass(slots=True)
class _Block:
    """A line or a table, and the number of the sheet it stands on."""

    sheet: int
    content: SetLine | PaperTable


def typeset(sheets: Sequence[Sheet]) -> Draft:
    """The draft of a document on paper."""
    seen = [unstruck(sheet) for sheet in sheets]
    parted = [_parted(sheet, glyphs) for sheet, (glyphs, _) in zip(sheets, seen, strict=True)]
    dropped = furniture([edge_lines(sheet, lines) for sheet, (lines, _) in zip(sheets, parted, strict=True)])
    blocks: list[_Block] = []
    for number, (lines, tables) in enumerate(parted):
        placed: list[tuple[float, SetLine | PaperTable]] = [(top, table) for top, table in tables]
        placed += [(line.y - line.size / 2, line) for line in lines if line not in dropped[number]]
        blocks += [_Block(number, content) for _, content in sorted(placed, key=lambda pair: pair[0])]
    draft = _draft(_joined_tables(blocks))
    if n_struck := sum(n_lines for _, n_lines in seen):
        draft.repairs[STRUCK_TEXT] = n_struck
    draft.repairs[WITHOUT_TEXT] = sum(sheet.is_scan for sheet in sheets)
    return draft


def _parted(sheet: Sheet, glyphs: Sequence[Glyph]) -> tuple[list[SetLine], list[tuple[float, PaperTable]]]:
    """The lines of a sheet's glyphs that stand in no table, and its tables with their upper edges."""
    tables = ruled_tables(sheet.rules)
    inside: list[list[list[Glyph]]] = [[[] for _ in table.boxes] for table in tables]
    outside: list[Glyph] = []
    for glyph in glyphs:
        for table, cells in zip(tables, inside, strict=True):
            if (index := table.box_at(*glyph.middle)) is not None:
                cells[index].append(glyph)
                break
        else:
            outside.append(glyph)
    read: list[tuple[float, PaperTable]] = []
    for table, cells in zip(tables, inside, strict=True):
        if sum(map(bool, cells)) > 1:
            read.append((table.ys[0], filled(table, cells)))
        else:
            # A frame around a title, or a drawing.
            outside += [glyph for cell in cells for glyph in cell]
    return set_lines(outside), read


def _joined_tables(blocks: Sequence[_Block]) -> list[_Block]:
    """Tables that go on on the next sheet become one; `sheet` is then the last one they reach."""
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and isinstance(last.content, PaperTable)
            and isinstance(block.content, PaperTable)
            and block.sheet == last.sheet + 1
            and goes_on(last.content, block.content)
        ):
            joined[-1] = _Block(block.sheet, one_table(last.content, block.content))
        else:
            joined.append(block)
    return joined


def _draft(blocks: Sequence[_Block]) -> Draft:
    draft = Draft()
    lines = [block.content for block in blocks if isinstance(block.content, SetLine)]
    left = min((line.x0 for line in lines), default=0.0)
    right = _right_margin(lines)
    before: SetLine | None = None
    for block in blocks:
        content = block.content
        if isinstance(content, PaperTable):
            add_table(laid(content), draft)
            before = None
            continue
        words = trimmed_line(content.text)
        if before is not None and _runs_on(before, content, left, right):
            draft.lines[-1] += words
        else:
            draft.lines.append(words)
        before = content
    return draft


def _right_margin(lines: Sequence[SetLine]) -> float:
    """How far to the right full lines reach; no single line tells, and no short ones."""
    by_end = sorted(lines, key=lambda line: -line.x1)
    long = [line for line in by_end if line.x1 >= _LONG_SHARE * by_end[0].x1]
    return next(
        (line.x1 for line, other in pairwise(long) if line.x1 - other.x1 <= _FULL * line.size), math.inf
    )


def _runs_on(line: SetLine, after: SetLine, left: float, right: float) -> bool:
    """Whether a paragraph goes on: its line is full and the next one is not indented.

    Lines with wide gaps are rows of columns.
    """
    if abs(line.size - after.size) > _SAME_SIZE * line.size or line.text[-1] in _ENDS:
        return False
    if _COLUMNS in line.text or _COLUMNS in after.text:
        return False
    # The baseline of a line on the next sheet lies higher.
    is_far = after.y - line.y > _MAX_LINE_STEP * line.size
    return (
        not is_far
        and line.x1 >= right - _FULL * line.size
        and after.x0 <= left + _INDENT * after.size
        and not OPENS_ITEM.match(after.text)
    )
