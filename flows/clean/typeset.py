"""Sheets of paper become a draft: lines and tables in reading order, whatever sheet they stand on.

What belongs here: which glyphs are whose, tables and paragraphs that go on on the next line or sheet. What
does not: files (`pdf.py`, `ofd.py`), ruling lines (`ruled.py`), margins (`margins.py`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from flows.clean.laid import LaidCell, add_table
from flows.clean.layout import Draft, folded_cell, trimmed_line
from flows.clean.margins import edge_lines, furniture
from flows.clean.paper import Glyph, SetLine, Sheet, set_lines
from flows.clean.ruled import NEAR, RuledTable, merged_borders, ruled_tables

_FULL: Final = 1.6
"""A line that ends within so many characters of the right margin is full: a mark may hang or be pushed on."""
_INDENT: Final = 0.8
_SAME_SIZE: Final = 0.15
_MAX_LINE_STEP: Final = 3.0
_TINY: Final = 1e-6
_ENDS: Final = "。！？；：!?;:"
_OPENS_ITEM: Final = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]")


class _Cell(NamedTuple):
    words: str
    x0: float
    x1: float
    first_row: int
    end_row: int


@dataclass(slots=True)
class _Table:
    """A table with its words; cells in reading order."""

    cells: list[_Cell]
    n_rows: int

    @property
    def borders(self) -> list[float]:
        return merged_borders(edge for cell in self.cells for edge in (cell.x0, cell.x1))


@dataclass(slots=True)
class _Block:
    """A line or a table, and the number of the sheet it stands on."""

    sheet: int
    content: SetLine | _Table


def typeset(sheets: Sequence[Sheet]) -> Draft:
    """The draft of a document on paper."""
    parted = [_parted(sheet) for sheet in sheets]
    dropped = furniture([edge_lines(sheet, lines) for sheet, (lines, _) in zip(sheets, parted, strict=True)])
    blocks: list[_Block] = []
    for number, (lines, tables) in enumerate(parted):
        placed: list[tuple[float, SetLine | _Table]] = [(top, table) for top, table in tables]
        placed += [(line.y - line.size / 2, line) for line in lines if line not in dropped[number]]
        blocks += [_Block(number, content) for _, content in sorted(placed, key=lambda pair: pair[0])]
    return _draft(_joined_tables(blocks))


def _parted(sheet: Sheet) -> tuple[list[SetLine], list[tuple[float, _Table]]]:
    """The lines of a sheet that stand in no table, and its tables with their upper edges."""
    tables = ruled_tables(sheet.rules)
    inside: list[list[list[Glyph]]] = [[[] for _ in table.boxes] for table in tables]
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        for table, cells in zip(tables, inside, strict=True):
            if (index := _box_at(table, *glyph.middle)) is not None:
                cells[index].append(glyph)
                break
        else:
            outside.append(glyph)
    filled = [
        (table.ys[0], _filled(table, cells))
        for table, cells in zip(tables, inside, strict=True)
        if sum(map(bool, cells)) > 1
    ]
    return set_lines(outside), filled


def _box_at(table: RuledTable, x: float, y: float) -> int | None:
    if not (table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1]):
        return None
    return next(
        (i for i, box in enumerate(table.boxes) if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1), None
    )


def _filled(table: RuledTable, glyphs: Sequence[Sequence[Glyph]]) -> _Table:
    cells = [
        _Cell(folded_cell(" ".join(line.text for line in set_lines(inside))), box.x0, box.x1, *box.rows)
        for box, inside in zip(table.boxes, glyphs, strict=True)
    ]
    return _Table(cells, len(table.ys) - 1)


def _joined_tables(blocks: Sequence[_Block]) -> list[_Block]:
    """Tables that go on on the next sheet become one; `sheet` is then the last one they reach."""
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and isinstance(last.content, _Table)
            and isinstance(block.content, _Table)
            and block.sheet == last.sheet + 1
            and _goes_on(last.content, block.content)
        ):
            joined[-1] = _Block(block.sheet, _one_table(last.content, block.content))
        else:
            joined.append(block)
    return joined


def _goes_on(table: _Table, after: _Table) -> bool:
    """Whether both have the same columns; either part can lack some of the lines between them."""
    first, second = table.borders, after.borders
    if abs(first[0] - second[0]) > NEAR or abs(first[-1] - second[-1]) > NEAR:
        return False
    few, many = sorted((first, second), key=len)
    return all(any(abs(border - other) <= NEAR for other in many) for border in few)


def _one_table(table: _Table, after: _Table) -> _Table:
    n_repeated = _repeated_rows(table, after)
    shift = table.n_rows - n_repeated
    cells = list(table.cells)
    for cell in after.cells:
        if cell.first_row < n_repeated:
            continue
        moved = cell._replace(first_row=cell.first_row + shift, end_row=cell.end_row + shift)
        above = _spanning_above(cells, moved, table.n_rows) if cell.first_row == n_repeated else None
        if above is None:
            cells.append(moved)
        else:
            cells[above] = cells[above]._replace(end_row=moved.end_row)
    return _Table(cells, after.n_rows + shift)


def _repeated_rows(table: _Table, after: _Table) -> int:
    """How many rows of headings a table repeats on its next sheet."""
    first, second = _rows(table), _rows(after)
    n_same = 0
    while n_same < min(len(first), len(second)) - 1 and _says(first[n_same]) == _says(second[n_same]):
        n_same += 1
    while n_same and any(cell.first_row < n_same < cell.end_row for cell in after.cells):
        n_same -= 1
    has_words = any(not cell.words.isdigit() and cell.words for row in second[:n_same] for cell in row)
    return n_same if has_words else 0


def _says(row: Sequence[_Cell]) -> list[str]:
    return [cell.words for cell in row]


def _rows(table: _Table) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.first_row].append(cell)
    return [sorted(row, key=lambda cell: cell.x0) for row in rows]


def _spanning_above(cells: Sequence[_Cell], below: _Cell, end_row: int) -> int | None:
    """The cell over several rows that a blank cell at the head of the next sheet belongs to.

    A blank cell of one row under a cell of one row can be a missing value: it stays.
    """
    if below.words:
        return None
    for i, cell in enumerate(cells):
        is_long = cell.end_row - cell.first_row > 1 or below.end_row - below.first_row > 1
        is_over = abs(cell.x0 - below.x0) <= NEAR and abs(cell.x1 - below.x1) <= NEAR
        if cell.end_row == end_row and is_over and is_long:
            return i
    return None


def _draft(blocks: Sequence[_Block]) -> Draft:
    draft = Draft()
    lines = [block.content for block in blocks if isinstance(block.content, SetLine)]
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    before: SetLine | None = None
    for block in blocks:
        content = block.content
        if isinstance(content, _Table):
            add_table(_laid(content), draft)
            before = None
            continue
        words = trimmed_line(content.text)
        if before is not None and _runs_on(before, content, left, right):
            draft.lines[-1] += words
        else:
            draft.lines.append(words)
        before = content
    return draft


def _runs_on(line: SetLine, after: SetLine, left: float, right: float) -> bool:
    """Whether a paragraph goes on: its line is full and the next one is not indented."""
    if abs(line.size - after.size) > _SAME_SIZE * line.size or line.text[-1] in _ENDS:
        return False
    # The baseline of a line on the next sheet lies higher.
    is_far = after.y - line.y > _MAX_LINE_STEP * line.size
    return (
        not is_far
        and line.x1 >= right - _FULL * line.size
        and after.x0 <= left + _INDENT * after.size
        and not _OPENS_ITEM.match(after.text)
    )


def _laid(table: _Table) -> Iterator[LaidCell]:
    """Cells with the numbers of their columns for the places of their edges."""
    borders = table.borders

    def number(place: float) -> int:
        return bisect_right(borders, place + _TINY) - 1

    for cell in table.cells:
        yield LaidCell(cell.words, cell.first_row, cell.end_row, number(cell.x0), number(cell.x1))
