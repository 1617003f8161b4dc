"""Tables that are printed as two, labels left and figures right: made one before they are laid out.

What belongs here: when two tables of the markup are the halves of one. What does not: laying out a table (`grid.py`),
and what its rows mean (`forms.py`).

The halves follow each other with nothing between and have as many rows. The left one holds words alone, the right one
figures alone but for its headings; so each figure has one row of labels to stand in.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from flows.clean.page import PrintedCell, PrintedTable
from flows.extract.tables.cells import is_nothing, is_value
from flows.extract.tables.labels import is_numbered

_FEWEST_ROWS: Final = 5
"""Fewer rows can be equally many by chance."""
_MOST_HEADINGS: Final = 3
"""Rows of headings over the figures."""


def with_halves_joined(tables: Sequence[PrintedTable], text: str) -> Iterator[PrintedTable]:
    """The tables of a page in order, the halves of one table as one."""
    waiting: PrintedTable | None = None
    for table in tables:
        if waiting is not None and _are_halves(waiting, table, text):
            yield _joined(waiting, table)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = table
    if waiting is not None:
        yield waiting


def _are_halves(left: PrintedTable, right: PrintedTable, text: str) -> bool:
    if text[left.end : right.start].strip() or not left.cells or not right.cells:
        return False
    n_rows = _n_rows(left)
    if n_rows < _FEWEST_ROWS or n_rows != _n_rows(right):
        return False
    if any(is_value(_words(cell, text)) for cell in left.cells):
        return False
    rows = sorted({cell.row for cell in right.cells})
    figures = [_words(cell, text) for cell in right.cells if cell.row >= rows[_MOST_HEADINGS]]
    if not any(map(is_value, figures)) or not all(is_value(words) or is_nothing(words) for words in figures):
        return False
    # A heading stands beside a heading, and a figure beside a label: else the halves are shifted.
    first = [_words(cell, text) for cell in right.cells if cell.row == rows[0]]
    is_label = is_numbered(_words(left.cells[0], text))
    return is_label == all(is_value(words) or is_nothing(words) for words in first)


def _n_rows(table: PrintedTable) -> int:
    return len({cell.row for cell in table.cells})


def _words(cell: PrintedCell, text: str) -> str:
    return text[cell.start : cell.end]


def _joined(left: PrintedTable, right: PrintedTable) -> PrintedTable:
    """One table whose rows are those of the left one, each followed by its row of the right one."""
    rows = dict(zip(_row_numbers(right), _row_numbers(left), strict=True))
    labels = left.cells
    if len(labels) == len(rows):
        # One label a row: how wide it is says nothing about the columns right of it.
        labels = tuple(cell._replace(rowspan=1, colspan=1) for cell in labels)
    width = 1 + max(cell.position for cell in labels)
    moved = [cell._replace(row=rows[cell.row], position=width + cell.position) for cell in right.cells]
    return PrintedTable((*labels, *moved), left.start, right.end)


def _row_numbers(table: PrintedTable) -> list[int]:
    return sorted({cell.row for cell in table.cells})
