"""Columns of a table in which nothing is printed: an editor's gap between others.

What belongs here: finding them, and rows without them. What does not: columns whose heading was lost, or whose figures
were (`applicant_columns.py`): whether a blank is a missing figure, only the headings around it tell.
"""

from collections.abc import Sequence

from flows.extract.tables.cells import is_nothing
from flows.extract.tables.form_rows import Row


def blank_columns(rows: Sequence[Row]) -> frozenset[int]:
    """The columns of one grid of the markup in which no row has a cell of its own with words or a figure."""
    if len({row.table for row in rows}) != 1 or rows[0].grid.source != "html":
        return frozenset()
    blank: set[int] = set()
    printed: set[int] = set()
    for row in rows:
        for cell in row.cells:
            is_gap = cell.colspan == 1 and is_nothing(cell.text)
            # A wide cell reaches over a gap; where it begins, it stands.
            (blank if is_gap else printed).add(cell.column)
    return frozenset(blank - printed)


def without_columns(rows: Sequence[Row], columns: frozenset[int]) -> list[Row]:
    """The rows without the cells that begin in some columns; a row of nothing else is left out."""
    kept = ((row, tuple(cell for cell in row.cells if cell.column not in columns)) for row in rows)
    return [Row(row.table, row.grid, row.number, cells) for row, cells in kept if cells]
