"""Cells that know their rows and columns become a table of the draft.

What belongs here: rows and columns in which no cell begins are taken out, spans are counted in those that
stay. What does not: where the cells come from (`typeset.py`, `docx.py`, `sheets.py`).
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from flows.clean.layout import Draft, DraftCell, DraftTable


class LaidCell(NamedTuple):
    """A cell and the rows and columns it covers, ends excluded; its words hold no tab and no line end."""

    words: str
    first_row: int
    end_row: int
    first_column: int
    end_column: int


def add_table(cells: Iterable[LaidCell], draft: Draft) -> None:
    """Append a table to the draft; without cells nothing."""
    rows: dict[int, list[LaidCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.first_row, cell.first_column)):
        rows.setdefault(cell.first_row, []).append(cell)
    if not rows:
        return
    starts = list(rows)
    columns = sorted({cell.first_column for row in rows.values() for cell in row})
    drafted = [
        tuple(
            DraftCell(
                row=number,
                position=position,
                rowspan=_covered(starts, cell.first_row, cell.end_row),
                colspan=_covered(columns, cell.first_column, cell.end_column),
                is_header=False,
            )
            for position, cell in enumerate(row)
        )
        for number, row in enumerate(rows.values())
    ]
    draft.tables.append(DraftTable(len(draft.lines), tuple(drafted)))
    draft.lines += ["\t".join(cell.words for cell in row) for row in rows.values()]


def _covered(starts: list[int], first: int, end: int) -> int:
    """How many of the sorted places a span covers."""
    return bisect_left(starts, end) - bisect_left(starts, first)
