"""The lists of indicators of 2008 to 2018 (F2008, F2008B, F2014): a label, a unit and one or two figures a
row.

What belongs here: which list a table is, its rows, and rows that no list has. What does not: what its columns
mean (`list_columns.py`), which cells of a row are its figures (`list_figures.py`), and the tables of 2019 and
later.
"""

from collections.abc import Sequence
from typing import Final, TypeGuard

from flows.extract.model import Finding, Observation
from flows.extract.tables.align import Placed, PrintedRow, align
from flows.extract.tables.cells import count_of, is_nothing
from flows.extract.tables.column_words import is_numbering
from flows.extract.tables.form_book import LIST_FORMS, FormBook, FormRows, Part
from flows.extract.tables.form_rows import Row, read_cell
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import is_numbered, plain, same_numbering
from flows.extract.tables.likeness import is_shorter_form
from flows.extract.tables.list_columns import Column, figures_of, read_columns
from flows.extract.tables.list_figures import Line, all_figures, line_of
from flows.extract.tables.row_findings import (
    large_amount,
    misaligned,
    placed_by_order,
    slipped_figures,
    unplaced,
    without_figures,
)
from flows.reference import FormCell
from flows.vocabulary import AlignedBy, Period

_FEWEST_ROWS: Final = 2
"""Rows with a known label that make a table under a heading one of these lists; twice as many without one."""
_FEWEST_WITH_UNITS: Final = 3
_LARGE: Final = 10**4
"""In 万元."""
_FEWEST_SLIPPED: Final = 2
_REST: Final = "其他"
_JOINT: Final = "、"
"""In a label of two things (申诉、举报), of which one alone is no short form."""
_OF_DISCLOSURE: Final = ("stat.proactive.", "stat.applications.")
"""One row of these there must be: a list of reviews and lawsuits alone can be an office's own docket."""


def read_list(rows: Sequence[Row], book: FormBook) -> Part:
    """Read the rows of one list; a table that is like no list gives nothing."""
    columns = read_columns(rows)
    halves = [
        ([line_of(row, book.is_list_label) for row in half if not row.is_heading and not row.is_blank], named)
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
    if all(line.unit and line.label and book.other_indicators.find(line.label) for line in lines):
        # Rows of known labels, each with its unit, are such a list by themselves.
        fewest = min(fewest, _FEWEST_WITH_UNITS)
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
    placed = _certain(_placed(lines, form_rows, book), len(form_rows.slots))
    said: list[Observation | Finding | None] = []
    of_lines = all_figures(lines, columns, form_rows)
    if not figures_of(columns) and not any(of_lines):
        said += [without_figures(line.row) for line in lines if line.has_number][:1]
    if not columns and not any(of_lines):
        return Part.of(form_rows.form, said)
    if (slipped := _beside_headings(lines, columns, form_rows)) is not None:
        return Part.of(form_rows.form, [*said, slipped_figures(slipped)])
    for line, place, figures in zip(lines, placed, of_lines, strict=True):
        if not line.has_number or (figures and all(is_nothing(cell.text) for _, cell, _ in figures)):
            # The only number can be the code of a heading.
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
                one = _read(line, cell, indicator_id, period, by, form_rows, book)
                said += [one, large_amount(line.row, one)] if _is_large(one, book) else [one]
    return Part.of(form_rows.form, said)


def _beside_headings(lines: Sequence[Line], columns: Sequence[Column], form: FormRows) -> Row | None:
    """The first heading of several rows with a figure of its own, where there are more: all figures stand a row too
    high or too low. Zeros are no sign, people fill every row with them; nor is a code in the column of codes."""
    codes = {column.cell.column for column in columns if is_numbering(column.cell.text)}
    found = [
        line.row
        for line in lines
        if line.label
        and not form.labels.find(line.label)
        and form.groups.find(line.label)
        and any(count_of(cell.text) for cell in line.cells if cell.column not in codes)
    ]
    return found[0] if len(found) >= _FEWEST_SLIPPED else None


def _placed(lines: Sequence[Line], form: FormRows, book: FormBook) -> list[Placed | None]:
    printed = [_printed(line, form) for line in lines]

    def guess(number: int, free: Sequence[int]) -> int | None:
        label = lines[number].label
        slot = form.labels.find_with_typo(label, free)
        is_known = slot is not None or book.is_list_label(label)
        return slot if is_known else _shortened(label, free, form)

    return align(printed, len(form.slots), guess)


def _shortened(label: str, free: Sequence[int], form: FormRows) -> int | None:
    """The one row among some whose label was shortened. Provinces have rows of their own: it must be numbered as in the
    form (5.其他方式), or be the rest of what stands before it, where no other row is free."""
    near = [slot for slot in free if is_shorter_form(plain(label), plain(form.slots[slot].label))]
    if len(near) != 1:
        return None
    official = form.slots[near[0]].label
    is_rest = len(free) == 1 and plain(label).startswith(_REST)
    is_alike = is_numbered(label) and same_numbering(label, official) and _JOINT not in official
    return near[0] if is_rest or is_alike else None


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


def _is_large(one: Observation | Finding | None, book: FormBook) -> TypeGuard[Observation]:
    """Whether an amount is larger than a body spends on disclosure: most likely it is in 元."""
    is_amount = isinstance(one, Observation) and book.units[one.indicator_id] == "万元"
    return is_amount and isinstance(one, Observation) and one.value >= _LARGE


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
