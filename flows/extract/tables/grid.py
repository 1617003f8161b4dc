"""Dense grids: every table of a page as rows and columns, whatever it was printed in.

What belongs here: the data structure, laying out the spans of the markup (wrong ones too), and the list of a
page's tables. What does not: finding tables that were flattened to text (`flattened.py`), and what the cells
mean (`forms.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from flows.clean.page import Page, PrintedCell, PrintedTable
from flows.errors import Refusal
from flows.extract.tables.bare_lists import find_bare_lists
from flows.extract.tables.bare_rows import find_bare_rows
from flows.extract.tables.bare_sections import find_bare_applications, find_bare_remedies
from flows.extract.tables.flattened import find_flattened
from flows.extract.tables.side_by_side import with_halves_joined

GridSource = Literal["html", "pipes", "lines", "spaces"]

_MAX_COLUMNS: Final = 128
_MAX_AREA: Final = 500_000
"""A table that needs more columns or places has nonsense for spans: it is laid out without them."""
_MAX_CELLS: Final = 200_000
"""Cells of all tables of a page. A report has hundreds; more could not be read within the limits of a document."""


@dataclass(slots=True, eq=False)
class GridCell:
    """One cell, the same only as itself. Nothing changes it; a page has hundreds, and frozen ones take three times as
    long to make.

    Attributes:
        row, column: where it begins, 0-based.
        start, end: its span in the page's text.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        rows: for each row the cells that begin in it, left to right.
        source: `html` (spans laid out, columns are true), `pipes` (rows of cells joined by `|` or tabs, or
            rows that are certain by themselves), `lines` (one cell a line) or `spaces` (cells separated by
            spaces). In the last three the cells of a row are packed to the left: a column is a place in the
            row and no more.
        start, end: span of the whole in the page's text.
    """

    n_rows: int
    n_columns: int
    rows: tuple[tuple[GridCell, ...], ...]
    source: GridSource
    start: int
    end: int
    _covering: dict[tuple[int, int], GridCell] = field(default_factory=dict, repr=False, compare=False)

    @property
    def cells(self) -> tuple[GridCell, ...]:
        """All cells in reading order."""
        return tuple(cell for row in self.rows for cell in row)

    @property
    def loses_blanks(self) -> bool:
        """Whether a blank cell can have vanished, so that a count of cells proves little."""
        return self.source in ("lines", "spaces")

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell that covers a place, or None where nothing stands."""
        return self._covering.get((row, column))


def grids(page: Page) -> list[Grid]:
    """All tables of a page in order: those of the markup, and those flattened to text outside them.

    Raises:
        Refusal: `too_complex`.
    """
    n_cells = sum(len(table.cells) for table in page.tables)
    if n_cells > _MAX_CELLS:
        raise Refusal("too_complex", f"{n_cells} cells in the tables of a page, more than {_MAX_CELLS}")
    found = [_printed(table, page.text) for table in with_halves_joined(page.tables, page.text)]
    taken = [(grid.start, grid.end) for grid in found]
    found += [packed(rows, "pipes", page.text) for rows in find_bare_remedies(page.text, taken)]
    taken = [(grid.start, grid.end) for grid in found]
    found += [packed(rows, source, page.text) for source, rows in find_flattened(page.text, taken)]
    taken = [(grid.start, grid.end) for grid in found]
    found += [packed(rows, "spaces", page.text) for rows in find_bare_applications(page.text, taken)]
    taken = [(grid.start, grid.end) for grid in found]
    found += [packed(rows, "spaces", page.text) for rows in find_bare_rows(page.text, taken)]
    taken = [(grid.start, grid.end) for grid in found]
    found += [packed(rows, "pipes", page.text) for rows in find_bare_lists(page.text, taken)]
    return sorted((grid for grid in found if grid.n_rows), key=lambda grid: (grid.start, grid.end))


def packed(rows: Sequence[Sequence[tuple[int, int]]], source: GridSource, text: str) -> Grid:
    """A grid of rows of spans, each row packed to the left."""
    cells = [
        [GridCell(r, c, 1, 1, start, end, text[start:end]) for c, (start, end) in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    starts = [cell.start for row in cells for cell in row]
    ends = [cell.end for row in cells for cell in row]
    return _grid(cells, source, min(starts, default=0), max(ends, default=0))


def _printed(table: PrintedTable, text: str) -> Grid:
    cells = _laid_out(table.cells, text, with_spans=True)
    if cells is None:
        cells = _laid_out(table.cells, text, with_spans=False) or []
    return _grid(cells, "html", table.start, table.end)


def _laid_out(printed: Iterable[PrintedCell], text: str, *, with_spans: bool) -> list[list[GridCell]] | None:
    """Place cells as HTML does: each in the first free column of its row; None where they grow too large.

    A rowspan reaches at most to the last row that has cells of its own.
    """
    by_row: dict[int, list[PrintedCell]] = {}
    for cell in printed:
        by_row.setdefault(cell.row, []).append(cell)
    n_rows = len(by_row)
    busy_until: dict[int, int] = {}
    area = 0
    laid: list[list[GridCell]] = []
    for row, (_, cells) in enumerate(sorted(by_row.items())):
        placed: list[GridCell] = []
        column = 0
        for cell in sorted(cells, key=lambda cell: cell.position):
            while busy_until.get(column, 0) > row:
                column += 1
            colspan = max(1, cell.colspan) if with_spans else 1
            rowspan = max(1, min(cell.rowspan, n_rows - row)) if with_spans else 1
            area += rowspan * colspan
            if with_spans and (column + colspan > _MAX_COLUMNS or area > _MAX_AREA):
                return None
            for taken in range(column, column + colspan):
                # A wide cell over a tall one leaves the tall one its rows below.
                busy_until[taken] = max(busy_until.get(taken, 0), row + rowspan)
            placed.append(
                GridCell(row, column, rowspan, colspan, cell.start, cell.end, text[cell.start : cell.end])
            )
            column += colspan
        laid.append(placed)
    return laid


def _grid(rows: Sequence[Sequence[GridCell]], source: GridSource, start: int, end: int) -> Grid:
    covering: dict[tuple[int, int], GridCell] = {}
    for row in rows:
        for cell in row:
            for r in range(cell.row, cell.row + cell.rowspan):
                for c in range(cell.column, cell.column + cell.colspan):
                    # Where wrong spans overlap, the cell that was there first keeps the place.
                    covering.setdefault((r, c), cell)
    return Grid(
        n_rows=len(rows),
        n_columns=max((cell.column + cell.colspan for row in rows for cell in row), default=0),
        rows=tuple(tuple(row) for row in rows),
        source=source,
        start=start,
        end=end,
        _covering=covering,
    )
