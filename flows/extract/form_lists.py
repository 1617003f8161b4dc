"""The lists of indicators of 2008 to 2018 (F2008, F2008B, F2014): a label, a unit and one or two figures a
row.

What belongs here: which list a table is, its rows, and rows that no list has. What does not: what its columns
mean (`list_columns.py`), and the tables of 2019 and later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flows.extract.align import Placed, PrintedRow, align
from flows.extract.cells import CellNumber, is_nothing, parse_cell, unit_of
from flows.extract.form_book import LIST_FORMS, FormBook, FormRows, Part
from flows.extract.form_rows import (
    Row,
    is_number,
    is_words,
    misaligned,
    pick,
    placed_by_order,
    read_cell,
    unplaced,
)
from flows.extract.grid import GridCell
from flows.extract.labels import brackets
from flows.extract.list_columns import Column, figures_of, read_columns
from flows.extract.model import Finding, Observation
from flows.reference import FormCell
from flows.vocabulary import AlignedBy, Period

_FEWEST_ROWS: Final = 2
"""Rows with a known label that make a table under a heading one of these lists; twice as many without one."""
_OF_DISCLOSURE: Final = ("stat.proactive.", "stat.applications.")
"""One row of these there must be: a list of reviews and lawsuits alone can be an office's own docket."""
_TOO_MANY: Final = 6
"""One line in so many with more numbers than columns shows that a heading is lost, and no slip of the line."""
_NOTE: Final = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: its label, its unit, and the other cells right of the label."""

    row: Row
    label: str
    unit: str
    cells: tuple[GridCell, ...]

    @property
    def has_number(self) -> bool:
        """Whether there is anything to read."""
        return any(is_number(cell) for cell in self.cells)


Figures = list[tuple[Period, GridCell, AlignedBy]]
"""The cells of a line that hold facts, with the period of each."""


def read_list(rows: Sequence[Row], book: FormBook) -> Part:
    """Read the rows of one list; a table that is like no list gives nothing."""
    columns = read_columns(rows)
    halves = [
        ([_line(row) for row in half if not row.is_heading and not row.is_blank], named)
        for half, named in _halves(rows, columns)
    ]
    if not _is_list([line for lines, _ in halves for line in lines], columns, book):
        return Part(None, (), ())
    parts = [_read_half(lines, named, book) for lines, named in halves]
    said: list[Observation | Finding | None] = []
    for part in parts:
        said += [*part.observations, *part.findings]
    return Part.of(parts[0].form, said)


def _is_list(lines: Sequence[Line], columns: Sequence[Column], book: FormBook) -> bool:
    known = [ids[0] for line in lines if line.label and (ids := book.other_indicators.find(line.label))]
    fewest = _FEWEST_ROWS if columns else 2 * _FEWEST_ROWS
    return len(known) >= fewest and any(indicator_id.startswith(_OF_DISCLOSURE) for indicator_id in known)


def _halves(rows: Sequence[Row], columns: Sequence[Column]) -> list[tuple[list[Row], list[Column]]]:
    """A list printed in two halves side by side is two lists; any other is one."""
    starts = [i for i, column in enumerate(columns) if column.kind == "name"]
    if len(starts) < 2 or rows[0].grid.source != "html":
        return [(list(rows), list(columns))]
    halves = []
    for first, last in zip(starts, [*starts[1:], len(columns)], strict=True):
        named = list(columns[first:last])
        low = named[0].cell.column
        high = columns[last].cell.column if last < len(columns) else rows[0].grid.n_columns
        cut = [
            Row(row.table, row.grid, row.number, tuple(c for c in row.cells if low <= c.column < high))
            for row in rows
        ]
        halves.append(([row for row in cut if row.cells], named))
    return halves


def _read_half(lines: Sequence[Line], columns: Sequence[Column], book: FormBook) -> Part:
    form_rows = max((book.lists[form] for form in LIST_FORMS), key=lambda form: _likeness(lines, form))
    placed = _certain(_placed(lines, form_rows), len(form_rows.slots))
    said: list[Observation | Finding | None] = []
    for line, place, figures in zip(lines, placed, _all_figures(lines, columns, form_rows), strict=True):
        if not line.has_number:
            continue
        indicator_id = (
            form_rows.slots[place.slot].indicator_id if place else _elsewhere(line, form_rows, book)
        )
        if indicator_id is None:
            said.append(unplaced(line.row, has_label=bool(line.label)))
        elif figures is None:
            said.append(misaligned(line.row, len(figures_of(columns)) or 1))
        else:
            by_label = place is None or place.by == "label"
            if place and not by_label:
                said.append(placed_by_order(line.row, form_rows.slots[place.slot].label))
            for period, cell, figure_by in figures:
                by: AlignedBy = figure_by if by_label else "order"
                said.append(_read(line, cell, indicator_id, period, by, form_rows, book))
    return Part.of(form_rows.form, said)


def _line(row: Row) -> Line:
    named = [cell for cell in row.labels if not unit_of(cell.text)]
    unit_cell = next((cell for cell in row.cells if is_words(cell) and unit_of(cell.text)), None)
    label = named[-1] if named else None
    # Where the label is lost, what stands before the unit may be its remains, and is no figure.
    before = label or unit_cell
    right = row.cells[row.cells.index(before) + 1 if before else 0 :]
    units = [unit_cell.text] if unit_cell else list(brackets(label.text)) if label else []
    # A note under a label can have become a cell of its own.
    words = [cell.text for cell in named[-2:]]
    text = "".join(words) if label and _NOTE.fullmatch(label.text) else label.text if label else ""
    return Line(
        row,
        text,
        next((unit for text in units if (unit := unit_of(text))), ""),
        tuple(cell for cell in right if cell is not unit_cell),
    )


def _placed(lines: Sequence[Line], form: FormRows) -> list[Placed | None]:
    printed = [_printed(line, form) for line in lines]
    return align(
        printed, len(form.slots), lambda row, free: form.labels.find_with_typo(lines[row].label, free)
    )


def _certain(placed: list[Placed | None], n_slots: int) -> list[Placed | None]:
    """Without the rows that only their order places, but in a list that has all rows of the form and no other.

    Many lists are a province's own, with rows more and rows less.
    """
    if len(placed) == n_slots and None not in placed:
        return placed
    return [place if place and place.by == "label" else None for place in placed]


def _printed(line: Line, form: FormRows) -> PrintedRow:
    outer = [cell.text for cell in (*line.row.labels_above, *line.row.labels) if cell.text != line.label]
    groups = [found[0] for text in outer if len(found := form.groups.find(text)) == 1]
    candidates = form.labels.find(line.label) if line.label else ()
    return PrintedRow(tuple(sorted(candidates)), bool(line.label), min(groups, key=len, default=None))


def _likeness(lines: Sequence[Line], form: FormRows) -> float:
    """Rows in common over all rows of both."""
    common = sum(bool(line.label and form.labels.find(line.label)) for line in lines)
    return common / (len(lines) + len(form.slots) - common)


def _elsewhere(line: Line, form: FormRows, book: FormBook) -> str | None:
    """The indicator of a row that another list has, or the dictionary alone."""
    if not line.label or form.labels.find(line.label):
        return None
    found = book.other_indicators.find(line.label)
    return found[0] if len(found) == 1 else None


def _all_figures(lines: Sequence[Line], columns: Sequence[Column], form: FormRows) -> list[Figures | None]:
    """The figures of each line with their periods; None for lines that do not fit the columns.

    Where most lines do not fit, a heading is lost, and those that fit by chance are not believed.
    """
    if columns:
        found = [_under_columns(line, columns) for line in lines]
    else:
        periods = _official_periods(lines, form)
        found = [_in_order(line, periods) for line in lines]
    found = [None if _is_run_together(line) else figures for line, figures in zip(lines, found, strict=True)]
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


def _overfull(lines: Sequence[Line], columns: Sequence[Column]) -> int:
    """Lines with more numbers than there are columns, where there are any: a heading is lost."""
    n_columns = sum(column.kind not in ("name", "unit") for column in columns)
    return sum(sum(map(is_number, line.cells)) > n_columns for line in lines) if columns else 0


def _ends_in_doubt(figures: Figures, line: Line, after: Line | None) -> bool:
    if after is None or after.label or not line.row.grid.loses_blanks:
        return False
    return is_nothing(figures[-1][1].text)


def _under_columns(line: Line, columns: Sequence[Column]) -> Figures | None:
    """The figures under the columns that hold facts; None where the cells do not fit the columns."""
    # Codes and serial numbers can stand left of the label: they are no columns of the cells right of it.
    name = next((i for i, column in enumerate(columns) if column.kind == "name"), -1)
    right = [column for column in columns[name + 1 :] if column.kind != "unit"]
    if not right:
        return None
    headings = [column.cell for column in right] if right[0].table == line.row.table else []
    picked = pick(line.row, line.cells, headings, len(right))
    if picked is None or (_lost_its_unit(line, columns) and is_nothing(picked.cells[0].text)):
        return None
    return [
        (column.kind, cell, picked.by)
        for column, cell in zip(right, picked.cells, strict=True)
        if column.kind == "year" or column.kind == "cumulative"
    ]


def _lost_its_unit(line: Line, columns: Sequence[Column]) -> bool:
    """Whether the unit that the list has a column for is lost: a blank may be its place, and no figure's."""
    return not line.unit and any(column.kind == "unit" for column in columns)


def _official_periods(lines: Sequence[Line], form: FormRows) -> list[Period]:
    """What the figures of a list without a heading are, by the official form; empty where they may be
    otherwise.

    A list with one figure a row must be the form with one column. Where the form has the year and all years,
    no year may be larger than all years, and one must be smaller.
    """
    official = list(form.slots[0].by_period)
    rows = [[cell for cell in line.cells if is_number(cell)] for line in lines]
    rows = [row for row in rows if row]
    if any(len(row) != len(official) for row in rows) or any(line.row.grid.loses_blanks for line in lines):
        return []
    if len(official) == 1:
        return official
    pairs = [[_value(cell) for cell in row] for row in rows]
    certain = [(year, all_years) for year, all_years in pairs if year is not None and all_years is not None]
    if all(year <= total for year, total in certain) and any(year < total for year, total in certain):
        return official
    return []


def _value(cell: GridCell) -> Decimal | None:
    parsed = parse_cell(cell.text, "件")
    return parsed.value if isinstance(parsed, CellNumber) else None


def _in_order(line: Line, periods: Sequence[Period]) -> Figures | None:
    cells = [cell for cell in line.cells if not is_nothing(cell.text)]
    if not periods or len(cells) != len(periods):
        return None
    return [(period, cell, "order") for period, cell in zip(periods, cells, strict=True)]


def _read(
    line: Line,
    cell: GridCell,
    indicator_id: str,
    period: Period,
    by: AlignedBy,
    form: FormRows,
    book: FormBook,
) -> Observation | Finding | None:
    form_cell = FormCell(form.form, 0, "statistics", "", (), (), indicator_id, None, period)
    unit = book.units[indicator_id]
    return read_cell(line.row, cell, form_cell, form.form, unit, by, stated_unit=line.unit)
