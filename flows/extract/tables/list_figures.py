"""The figures in the rows of a list of indicators: which cells they are, and of which period.

What belongs here: a row's label, unit and other cells, and which of these stand under which column. What does
not: what the columns mean (`list_columns.py`), and which indicator a row is (`form_lists.py`).

A figure is believed where its column is certain: a blank can be a lost unit, a number too many shows a lost
heading, and a second unit another row that has run into this one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.extract.tables.cells import count_of, is_nothing, unit_of
from flows.extract.tables.column_words import is_numbering
from flows.extract.tables.form_book import FormRows
from flows.extract.tables.form_rows import Row, endings, is_number, is_words, pick, whole_label
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import brackets
from flows.extract.tables.list_columns import Column
from flows.vocabulary import AlignedBy, Period

_TOO_MANY: Final = 6
"""One line in so many with more numbers than columns shows that a heading is lost, and no slip of the line."""
_MOST_LOST: Final = 5
"""Rows that can be lost between two that are numbered one after the other."""
_NOTE: Final = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: its label, its unit (and the unit's cell, if it has one), and the other cells right of the
    label."""

    row: Row
    label: str
    unit: str
    unit_cell: GridCell | None
    cells: tuple[GridCell, ...]

    @property
    def has_number(self) -> bool:
        """Whether there is anything to read."""
        return any(is_number(cell) for cell in self.cells)


Figures = list[tuple[Period, GridCell, AlignedBy]]
"""The cells of a line that hold facts, with the period of each."""


def line_of(row: Row, is_known: Callable[[str], bool]) -> Line:
    """The line that a row of a list is; `is_known` tells the labels that some list has."""
    named = [cell for cell in row.labels if not unit_of(cell.text)]
    unit_cell = next((cell for cell in row.cells if is_words(cell) and unit_of(cell.text)), None)
    label = named[-1] if named else None
    # Where the label is lost, what stands before the unit may be its remains, and is no figure.
    before = label or unit_cell
    right = row.cells[row.cells.index(before) + 1 if before else 0 :]
    units = [unit_cell.text] if unit_cell else list(brackets(label.text)) if label else []
    return Line(
        row,
        _label_text(named, row, is_known),
        next((unit for text in units if (unit := unit_of(text))), ""),
        unit_cell,
        tuple(cell for cell in right if cell is not unit_cell),
    )


def _label_text(named: Sequence[GridCell], row: Row, is_known: Callable[[str], bool]) -> str:
    """The label's words: of several cells where the last is a note under it, where a lost character parts them, or
    where each line of a cell became one."""
    if row.grid.loses_blanks and len(named) > 1:
        return next(filter(is_known, endings(named)), whole_label(named, row.grid))
    words = [cell.text for cell in named[-2:]]
    is_parted = len(words) > 1 and (_NOTE.fullmatch(words[1]) is not None or REPLACEMENT in words[0])
    return "".join(words if is_parted else words[-1:])


def all_figures(lines: Sequence[Line], columns: Sequence[Column], form: FormRows) -> list[Figures | None]:
    """The figures of each line with their periods; None for lines that do not fit the columns.

    Where most lines do not fit, a heading is lost, and those that fit by chance are not believed.
    """
    if columns:
        has_units = any(column.kind == "unit" for column in columns) or any(line.unit_cell for line in lines)
        found = [_under_columns(line, columns, has_units=has_units) for line in lines]
    else:
        periods = _official_periods(lines, form)
        found = [_in_order(line, periods) for line in lines]
    found = [
        None if is_misnumbered or _is_run_together(line) else figures
        for line, figures, is_misnumbered in zip(lines, found, _misnumbered(lines, columns), strict=True)
    ]
    unfit = [figures is None for line, figures in zip(lines, found, strict=True) if line.has_number]
    if 2 * sum(unfit) > len(unfit) or _TOO_MANY * _overfull(lines, columns) > len(unfit):
        return [None] * len(lines)
    # In a text without true rows the blank at a line's end can be the lost label of the next.
    return [
        None if figures and _ends_in_doubt(figures, line, after) else figures
        for figures, line, after in zip(found, lines, [*lines[1:], None], strict=True)
    ]


def _is_run_together(line: Line) -> bool:
    """Whether a second unit shows that another row has run into this one."""
    ends_in_unit = bool(unit_of(line.label.rpartition(" ")[2])) and " " in line.label
    return any(unit_of(cell.text) for cell in line.cells) or (ends_in_unit and bool(line.unit))


def _misnumbered(lines: Sequence[Line], columns: Sequence[Column]) -> list[bool]:
    """For each line whether its code or serial number is lost, or it ends in that of the next line.

    Where rows are not true, a figure that is lost lets the number of the next line come into its place. A line's
    own number counts on from the line before or up to the next.
    """
    kinds = ["numbers" if is_numbering(column.cell.text) else column.kind for column in columns]
    if "numbers" not in kinds:
        return [False] * len(lines)
    is_first = "name" in kinds[kinds.index("numbers") :]
    numbers = [
        [value for cell in line.row.cells if (value := count_of(cell.text)) is not None] for line in lines
    ]
    own = [of_line[0] if of_line else None for of_line in numbers]
    return [
        line.row.grid.loses_blanks
        and (
            (is_first and not is_number(line.row.cells[0]))
            or (len(of_line) > 1 and of_line[-1] == of_line[0] + 1 != after)
            or (len(of_line) > 1 and not (_counts_on(before, here) or _counts_on(here, after)))
        )
        for line, of_line, before, here, after in zip(
            lines, numbers, [None, *own], own, [*own[1:], None], strict=False
        )
    ]


def _counts_on(before: Decimal | None, after: Decimal | None) -> bool:
    return before is not None and after is not None and 0 < after - before <= _MOST_LOST


def _overfull(lines: Sequence[Line], columns: Sequence[Column]) -> int:
    """Lines with more numbers than there are columns, where there are any: a heading is lost."""
    n_columns = sum(column.kind not in ("name", "unit") for column in columns)
    return sum(sum(map(is_number, line.cells)) > n_columns for line in lines) if columns else 0


def _ends_in_doubt(figures: Figures, line: Line, after: Line | None) -> bool:
    if after is None or after.label or not line.row.grid.loses_blanks:
        return False
    return is_nothing(figures[-1][1].text)


def _under_columns(line: Line, columns: Sequence[Column], *, has_units: bool) -> Figures | None:
    """The figures under the columns that hold facts; None where the cells do not fit the columns."""
    # Codes and serial numbers can stand left of the label: they are no columns of the cells right of it.
    name = next((i for i, column in enumerate(columns) if column.kind == "name"), -1)
    right = _without_units(columns[name + 1 :], line)
    if _before_unit(line) and not _before_unit_column(columns[name + 1 :]):
        return None
    if not right or (
        line.unit_cell and len(right) == len(columns[name + 1 :]) and right[0].kind == "ignored"
    ):
        return None
    headings = [column.cell for column in right] if right[0].table == line.row.table else []
    picked = pick(line.row, line.cells, headings, len(right))
    if picked is None or (has_units and not line.unit and is_nothing(picked.cells[0].text)):
        # Where the other lines have a unit, a blank may be the place of the one that is lost.
        return None
    return [
        (column.kind, cell, picked.by)
        for column, cell in zip(right, picked.cells, strict=True)
        if column.kind == "year" or column.kind == "cumulative"
    ]


def _before_unit(line: Line) -> bool:
    """Whether a number stands between a line's label and its unit."""
    unit = line.unit_cell
    return unit is not None and any(cell.start < unit.start and is_number(cell) for cell in line.cells)


def _before_unit_column(columns: Sequence[Column]) -> bool:
    """Whether a column stands before that of the units, or the units have none."""
    first = next((i for i, column in enumerate(columns) if column.kind == "unit"), None)
    return first != 0


def _without_units(columns: Sequence[Column], line: Line) -> list[Column]:
    """The columns but that of the units: by its heading, or by what stands in it where none has that heading."""
    if any(column.kind == "unit" for column in columns) or line.unit_cell is None:
        return [column for column in columns if column.kind != "unit"]
    place = line.unit_cell.column
    return [column for column in columns if column.kind != "ignored" or column.cell.column != place]


def _official_periods(lines: Sequence[Line], form: FormRows) -> list[Period]:
    """What the figures of a list without a heading are, by the official form; empty where they may be
    otherwise.

    A list with one figure a row must be the form with one column, and its figures must not count the rows. Where the
    form has the year and all years, no year may be larger than all years, and one must be smaller.
    """
    official = list(form.slots[0].by_period)
    rows = [[cell for cell in line.cells if is_number(cell)] for line in lines]
    rows = [row for row in rows if row]
    if any(len(row) != len(official) for row in rows) or any(line.row.grid.loses_blanks for line in lines):
        return []
    if _are_codes([row[0] for row in rows]):
        return []
    if len(official) == 1:
        return official
    pairs = [[count_of(cell.text) for cell in row] for row in rows]
    certain = [(year, all_years) for year, all_years in pairs if year is not None and all_years is not None]
    if all(year <= total for year, total in certain) and any(year < total for year, total in certain):
        return official
    return []


def _are_codes(cells: Sequence[GridCell]) -> bool:
    """Whether numbers one under the other number the rows."""
    values = [count_of(cell.text) for cell in cells]
    return len(values) > 1 and all(after == (before or 0) + 1 for before, after in pairwise(values))


def _in_order(line: Line, periods: Sequence[Period]) -> Figures | None:
    cells = [cell for cell in line.cells if not is_nothing(cell.text)]
    if not periods or len(cells) != len(periods):
        return None
    return [(period, cell, "order") for period, cell in zip(periods, cells, strict=True)]
