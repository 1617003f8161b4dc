"""Printed rows as the readers of the forms see them: labels first, then cells for numbers.

What belongs here: telling labels from values in a row, picking the cells that stand under given headings, and
what one cell says. What does not: findings about rows (`row_findings.py`), the forms themselves (`form_*.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.extract.lazily import lazy
from flows.extract.model import Finding, Observation, Where
from flows.extract.tables.cells import (
    COUNT_UNITS,
    CellNumber,
    Missing,
    Unreadable,
    has_remark,
    is_no_count,
    is_nothing,
    is_value,
    parse_cell,
    parse_change,
    unit_of,
)
from flows.extract.tables.grid import Grid, GridCell
from flows.extract.tables.labels import is_numbered
from flows.reference import FormCell, is_signed
from flows.vocabulary import AlignedBy, TableForm

_MOST_PIECES: Final = 12
"""Cells into which a label can have been broken, where each of its lines has become one."""
_DIGITS_WITHOUT_WORDS: Final = re.compile(r"[^\u4e00-\u9fffA-Za-z]*[0-9０-９][^\u4e00-\u9fffA-Za-z]*")

# A letter read for a digit; a fraction; a number as sheets write large ones; the errors of a sheet.
_DAMAGED_NUMBER: Final = re.compile(
    r"\s*(?:(?=[OoIlS]{0,3}[0-9])[0-9OoIlS.,]+|[OoＯｏ○]{1,3}|[0-9]*[¼-¾⅐-⅞]|[0-9.]+[eE][-+]?[0-9]+"
    r"|#(?:REF!|VALUE!|N/A|NAME\?|NUM!|NULL!|DIV/0!))\s*"
)
_CIRCLED: Final = re.compile(r"\s*[①-⑳㈠-㈩]\s*")
"""The number of a row or a column, a footnote, or a figure."""


def is_words(cell: GridCell) -> bool:
    """Whether a cell holds words: no number, no blank, and no heap of digits that can be a damaged number."""
    return _are_words(cell.text)


@lru_cache(maxsize=1 << 14)
def _are_words(text: str) -> bool:
    is_damaged = _DIGITS_WITHOUT_WORDS.fullmatch(text) or _DAMAGED_NUMBER.fullmatch(text)
    return not (is_nothing(text) or is_value(text) or has_remark(text) or is_damaged)


def is_number(cell: GridCell) -> bool:
    """Whether a cell holds a number, or a heap of digits."""
    return not is_nothing(cell.text) and not is_words(cell)


@dataclass(frozen=True)
class Row:
    """One row of a grid; `table` is the grid's number in the document, `number` the row's in the grid."""

    table: int
    grid: Grid
    number: int
    cells: tuple[GridCell, ...]

    @lazy
    def _cut(self) -> tuple[int, int]:
        """Where the labels begin and where they end."""
        words = [i for i, cell in enumerate(self.cells) if is_words(cell)]
        if not words:
            return 0, 0
        if len(words) > 1 and len(words) < len(self.cells) and any(map(is_number, self.cells)):
            # Among figures it is no label.
            words = [i for i in words if not _CIRCLED.fullmatch(self.cells[i].text)] or words
        # A serial number may stand before the label; a lost label leaves numbers and no words.
        first_value = next((i for i, c in enumerate(self.cells) if is_number(c) and i > words[0]), None)
        if first_value is not None:
            return words[0], max(i for i in words if i < first_value) + 1
        end = words[0]
        while end < len(self.cells) and is_words(self.cells[end]):
            end += 1
        return words[0], end

    @lazy
    def labels(self) -> tuple[GridCell, ...]:
        """Cells of words before the first number."""
        first, end = self._cut
        return tuple(cell for cell in self.cells[first:end] if is_words(cell))

    @lazy
    def values(self) -> tuple[GridCell, ...]:
        """What follows the labels: numbers and blanks, at times a remark."""
        return self.cells[self._cut[1] :]

    @lazy
    def labels_above(self) -> tuple[GridCell, ...]:
        """Labels that begin in a row above and reach down to this one, left of its own cells."""
        if self.grid.source != "html":
            return ()
        end = self.cells[0].column if self.cells else 0
        covering = (self.grid.at(self.number, column) for column in range(end))
        return tuple(
            dict.fromkeys(cell for cell in covering if cell and cell.row < self.number and is_words(cell))
        )

    @lazy
    def label_endings(self) -> tuple[str, ...]:
        """What the row's own label can be: the last cell of its labels, or several into which it was broken; then the
        same without its unit (the last piece of a broken 规范性文件 is one too)."""
        named = self.labels
        while named and unit_of(named[-1].text):
            named = named[:-1]
        return endings(self.labels) if named == self.labels else (*endings(self.labels), *endings(named))

    @property
    def own_label(self) -> str:
        """The last cell of its labels but for its unit; empty where it has none."""
        named = [cell.text for cell in self.labels if not unit_of(cell.text)]
        return (named or [cell.text for cell in self.labels] or [""])[-1]

    @property
    def is_heading(self) -> bool:
        """Words alone: no cell for a number."""
        return bool(self.labels) and not self.values

    @property
    def is_blank(self) -> bool:
        """Nothing printed at all."""
        return all(is_nothing(cell.text) for cell in self.cells)


def endings(labels: Sequence[GridCell]) -> tuple[str, ...]:
    """The last cell, and the last two, three, ... as one, as far as they belong together."""
    found: list[str] = []
    for cell in labels[: -_MOST_PIECES - 1 : -1]:
        found.append(cell.text + (found[-1] if found else ""))
        if is_numbered(cell.text):
            break
    return tuple(found)


def whole_label(labels: Sequence[GridCell], grid: Grid) -> str:
    """A label that no form has: where each line of a cell became one, all pieces that can belong to it."""
    found = endings(labels)
    return found[-1 if grid.loses_blanks else 0] if found else ""


def rows_of(table: int, grid: Grid) -> list[Row]:
    """The rows of a grid that have cells of their own."""
    return [Row(table, grid, number, cells) for number, cells in enumerate(grid.rows) if cells]


@dataclass(frozen=True, slots=True)
class Picked:
    """The cell under each heading, in the order of the headings."""

    cells: tuple[GridCell, ...]
    by: AlignedBy


def pick(row: Row, cells: Sequence[GridCell], headings: Sequence[GridCell], n: int) -> Picked | None:
    """Find the cells of a row that stand under `n` headings.

    By column where the columns are true: each heading has one cell of its own under it, and no number stands
    elsewhere. Else by order, where exactly `n` cells are left when blanks at one end are taken off. In doubt
    None.

    Args:
        row: the row.
        cells: those of its cells that can stand under the headings.
        headings: the cells of the headings, of the same grid; empty where they are not known.
        n: how many headings there are.
    """
    found = _under(row, cells, headings) if len(headings) == n else None
    if found is not None:
        return Picked(found, "label")
    surplus = len(cells) - n
    if surplus < 0:
        return None
    windows = [
        tuple(cells[i : i + n])
        for i in range(surplus + 1)
        if all(_is_no_number(c, row.grid) for c in (*cells[:i], *cells[i + n :]))
        and not _can_be_of_the_label(row, cells[i])
    ]
    return Picked(windows[0], "order") if len(windows) == 1 else None


def _can_be_of_the_label(row: Row, cell: GridCell) -> bool:
    """Whether a blank right of the label can be a part of it, as where labels of other rows are split in two: rows
    with numbers have words in its column, and none has a number there."""
    grid = row.grid
    if grid.source != "html" or not is_nothing(cell.text):
        return False
    beside = [
        grid.at(number, cell.column) for number, cells in enumerate(grid.rows) if any(map(is_number, cells))
    ]
    column = [one for one in beside if one is not None]
    return any(map(is_words, column)) and not any(map(is_number, column))


def _is_no_number(cell: GridCell, grid: Grid) -> bool:
    # Where blank cells vanish, a mark for a blank stands in the place of a number.
    is_blank = not cell.text if grid.loses_blanks else is_nothing(cell.text)
    return is_blank or is_words(cell)


def _under(row: Row, cells: Sequence[GridCell], headings: Sequence[GridCell]) -> tuple[GridCell, ...] | None:
    grid = row.grid
    if not headings or not _columns_are_true(row, headings):
        return None
    found = [grid.at(row.number, heading.column) for heading in headings]
    own = [cell for cell in found if cell is not None and cell.row == row.number and cell in cells]
    if len(own) != len(headings) or len(set(own)) != len(own):
        return None
    if any(is_number(cell) for cell in cells if cell not in own):
        return None
    return tuple(own)


def _columns_are_true(row: Row, headings: Sequence[GridCell]) -> bool:
    if row.grid.source == "html":
        return True
    # Rows packed to the left have the same columns only where they have as many cells.
    return all(len(row.grid.rows[heading.row]) == len(row.cells) for heading in headings)


def where(row: Row, cell: GridCell) -> Where:
    """The place of a cell."""
    return Where(cell.start, cell.end, cell.text, row.table, row.number, cell.column)


def read_cell(
    row: Row,
    cell: GridCell,
    form_cell: FormCell,
    form: TableForm,
    unit: str,
    by: AlignedBy,
    *,
    stated_unit: str = "",
    unit_assumed: bool = False,
) -> Observation | Finding | None:
    """What one cell says of one cell of the form; None where it is missing.

    Args:
        unit: the dictionary's unit of the indicator.
        stated_unit: the unit that a heading or the unit column gives.
        unit_assumed: no heading gives a unit; the observation is marked where the cell gives none either.
    """
    is_change = is_signed(form_cell.indicator_id)
    parsed = (parse_change if is_change else parse_cell)(cell.text, unit, stated_unit)
    if isinstance(parsed, Missing):
        return None
    if isinstance(parsed, CellNumber) and unit in COUNT_UNITS:
        parsed = Unreadable("no_count") if is_no_count(parsed, cell.text, is_signed=is_change) else parsed
    elif isinstance(parsed, CellNumber) and parsed.value < 0:
        parsed = Unreadable("out_of_range")
    if isinstance(parsed, CellNumber):
        return Observation(
            indicator_id=form_cell.indicator_id,
            value=parsed.value,
            period=form_cell.period,
            unit=unit,
            basis="table",
            where=where(row, cell),
            applicant=form_cell.applicant,
            approximate=parsed.approximate,
            unit_assumed=unit_assumed and not parsed.printed_unit,
            form=form,
            aligned_by=by,
        )
    return Finding(
        "unreadable_cell",
        "damage",
        f"'{cell.text}' is not one number in {unit} ({parsed.why})",
        indicator_id=form_cell.indicator_id,
        applicant=form_cell.applicant,
        where=where(row, cell),
    )
