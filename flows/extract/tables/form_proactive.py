"""Section 2 of the forms of 2019 and 2021: what article 20 of the Regulation wants published.

What belongs here: five small tables in one (or in five), each with a clause, a heading of columns and one or
two rows; which form the headings are of. What does not: other tables.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.extract.model import Finding, Observation
from flows.extract.tables.cells import CURRENCY, is_nothing, unit_of
from flows.extract.tables.flat_words import CLAUSE, unbroken
from flows.extract.tables.form_book import FormBook, Part
from flows.extract.tables.form_rows import Row, is_number, pick, read_cell
from flows.extract.tables.form_shape import are_proved, cells_of, form_by_shape
from flows.extract.tables.grid import Grid, GridCell
from flows.extract.tables.labels import brackets, keys
from flows.extract.tables.row_findings import (
    columns_by_order,
    misaligned,
    of_parts,
    of_unknown_form,
    several_years,
    unplaced,
    unreadable_unit,
)
from flows.extract.tables.year_columns import of_last_year
from flows.reference import FormCell
from flows.vocabulary import AlignedBy, TableForm

NAME_COLUMN: Final = "信息内容"
_WHOLES: Final = frozenset({"现行有效件数", "对外公开总数量"})
"""Columns that hold what is there in all."""
_AMOUNT_UNIT: Final = re.compile(r"[^\u4e00-\u9fff\s]?[亿万千百十]*[美欧日港澳英韩]?元")
_MOST_ASSUMED: Final = 10**5
"""In 万元: the largest amount that is believed without a unit."""
# A mark of a footnote, or the body itself.
_NO_PART: Final = re.compile(r"注?\d{0,2}|注[:：].*|见.*|本级|本(?:机关|单位|部门|局|级政府)|[①-⑳*＊]+")
_FEWEST_LABELS: Final = 2
"""A row's own label, and the name of a column."""
_SHARE_OF_HEADING: Final = 0.5
"""Characters of a heading that its column's official one has too, where it is what is left of that."""


@dataclass(slots=True)
class _Heading:
    """The columns that hold now: official labels in printed order, None for one that no form has; and the last row of
    headings, known or not."""

    columns: list[str | None] = field(default_factory=list)
    cells: list[GridCell] = field(default_factory=list)
    grid: Grid | None = None
    last: Row | None = None

    def over(self, cell: GridCell, row: Row) -> str:
        """The words of the nearest heading over a cell, known or not; empty where columns are not true, or where they
        are over the row's label as well."""
        if self.last is None or self.last.grid is not row.grid or row.grid.source != "html":
            return ""
        above = row.grid.at(self.last.number, cell.column)
        over_label = row.grid.at(self.last.number, row.labels[-1].column) if row.labels else None
        return above.text if above is not None and above is not over_label else ""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A cell for a number, matched with a cell of a form."""

    row: Row
    cell: GridCell
    form_cell: FormCell
    heading: str
    by: AlignedBy


def read_proactive(rows: Sequence[Row], book: FormBook) -> Part:
    """Read the rows of section 2; they may come from several grids."""
    of_year = of_last_year(rows)
    heading = _Heading()
    hits: list[_Hit] = []
    without_heading: list[tuple[Row, str, list[str]]] = []
    findings = [several_years(rows[0])] if of_year.is_cut else []
    findings += [misaligned(row, len(row.values)) for row in of_year.unfit]
    for row in (row for row in of_year.rows if row not in of_year.unfit):
        if _take_heading(row, heading, book):
            continue
        if (named := _beside_names(row, book)) is not None:
            hits.extend(named)
            continue
        stem = next(chain.from_iterable(map(book.proactive_rows.find, row.label_endings)), None)
        found = _under_heading(row, stem, heading, book) if stem else None
        if found is not None:
            hits.extend(found)
        elif not any(is_number(cell) for cell in row.cells):
            continue
        elif stem:
            without_heading.append((row, stem, [heading.over(cell, row) for cell in row.values]))
        else:
            findings.append(unplaced(row))
    hits, parts = _without_parts(hits, book)
    findings += parts
    forms = Counter(hit.form_cell.form for hit in hits)
    form = max(forms, key=lambda form: forms[form], default=None)
    is_proved = form is not None
    if form is None:
        form = form_by_shape([(row, stem) for row, stem, _ in without_heading], book)
        is_proved = are_proved([row for row, _, _ in without_heading])
    for row, stem, over in without_heading:
        found = _by_order(row, stem, over, form, book) if is_proved or len(row.values) == 1 else None
        if found is None:
            width = len(cells_of(stem, form, book))
            findings.append(misaligned(row, width) if width else of_unknown_form(row))
        else:
            findings.append(columns_by_order(row))
            hits.extend(found)
    return Part.of(form, [*(_read(hit, form or hit.form_cell.form, book) for hit in hits), *findings])


def names_its_columns(row: Row, book: FormBook) -> bool:
    """Whether a row has the name of its column before each figure: 行政事业性收费 | 上一年项目数量 | 6."""
    return _beside_names(row, book) is not None


def _beside_names(row: Row, book: FormBook) -> list[_Hit] | None:
    """The row's figures, each with the name before it; None where one has no name, or another row's."""
    if len(row.labels) < _FEWEST_LABELS or row.is_heading:
        return None
    stem = next(iter(book.proactive_rows.find(row.labels[0].text)), None)
    cells = row.cells[row.cells.index(row.labels[0]) + 1 :]
    if stem is None or len(cells) % 2:
        return None
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    columns = [next(iter(book.proactive_columns.find(name.text)), "") for name, _ in pairs]
    forms = [book.proactive.get((stem, column), {}) for column in columns]
    if not all(forms) or len(set(columns)) < len(columns) or not all(is_number(cell) for _, cell in pairs):
        return None
    return [
        _Hit(row, cell, next(iter(own.values())), name.text, "label")
        for (name, cell), own in zip(pairs, forms, strict=True)
    ]


def _take_heading(row: Row, heading: _Heading, book: FormBook) -> bool:
    """Remember a row of headings; whether it was one."""
    if not row.is_heading and not _is_heading_with_blanks(row, book):
        return False
    heading.last = row
    columns: list[str | None] = []
    cells: list[GridCell] = []
    for cell in row.cells:
        official = next(iter(book.proactive_columns.find(cell.text)), None)
        # Before the first known column stands the clause or the column of the labels.
        if official is not None or columns or not _is_of_labels(row, cell):
            columns.append(official)
        cells.append(cell)
    if any(columns):
        heading.columns, heading.cells, heading.grid = columns, cells[-len(columns) :], row.grid
    return True


def _is_heading_with_blanks(row: Row, book: FormBook) -> bool:
    """Whether a row names columns of the form and holds no number: what is blank in it are lost headings."""
    names = any(book.proactive_columns.find(cell.text) for cell in row.cells)
    return names and not any(is_number(cell) for cell in row.cells)


def _is_of_labels(row: Row, cell: GridCell) -> bool:
    """Whether a heading is the clause, or that of the column of the labels."""
    words = unbroken(cell.text)
    return CLAUSE.fullmatch(words) is not None or (
        words == NAME_COLUMN or (row.grid.source == "html" and cell is row.cells[0])
    )


def _under_heading(row: Row, stem: str, heading: _Heading, book: FormBook) -> list[_Hit] | None:
    """The row's cells under the heading; None where the heading is not this row's, or the cells do not fit
    it.

    A heading without a column that the row has in every form is given up as well: the order of the form may still
    tell. A column that no form has holds no figure.
    """
    pairs = [book.proactive.get((stem, column), {}) if column else {} for column in heading.columns]
    if not any(pairs) or not _is_complete(stem, heading.columns, book):
        return None
    headings = heading.cells if row.grid is heading.grid else []
    picked = pick(row, row.values, headings, len(heading.columns))
    if (
        picked is None
        or _lacks_only_whole(picked.cells, heading.columns)
        or any(is_number(c) and not forms for c, forms in zip(picked.cells, pairs, strict=True))
    ):
        return None
    return [
        _Hit(row, cell, next(iter(forms.values())), printed.text, picked.by)
        for cell, forms, printed in zip(picked.cells, pairs, heading.cells, strict=True)
        if forms
    ]


def _without_parts(hits: Sequence[_Hit], book: FormBook) -> tuple[list[_Hit], list[Finding]]:
    """Without the rows whose label a note in brackets narrows or widens (行政处罚（简易程序）), and a finding for the
    first of each: they are parts of a row of the form, or more than it."""
    parts = [hit for hit in hits if _notes(hit, book)]
    first = {hit.form_cell.indicator_id: hit.row for hit in reversed(parts)}
    # One row holds several indicators.
    told = {(row.table, row.number): of_parts(row) for row in first.values()}
    return [hit for hit in hits if hit not in parts], list(told.values())


def _notes(hit: _Hit, book: FormBook) -> list[str]:
    """What brackets say of a row's label but for its unit and its other name; what they say of years is judged
    elsewhere."""
    stem = hit.form_cell.indicator_id.rpartition(".")[0]
    return [
        note
        for note in brackets(hit.row.own_label)
        if not (
            "年" in note
            or unit_of(note)
            or _NO_PART.fullmatch(note)
            or stem in book.proactive_rows.find(note)
        )
    ]


def _lacks_only_whole(cells: Sequence[GridCell], columns: Sequence[str | None]) -> bool:
    """Whether a row has figures, not all zeros, and just the last is blank that cannot be: one cell too few can have
    moved the others."""
    *others, last = cells
    return (
        columns[-1] in _WHOLES
        and is_nothing(last.text)
        and all(map(is_number, others))
        and any(cell.text.strip("0０ ") for cell in others)
    )


def _is_complete(stem: str, columns: Sequence[str | None], book: FormBook) -> bool:
    """Whether a heading has all columns that some form has for a row."""
    wanted: dict[TableForm, set[str]] = {}
    for (row, column), forms in book.proactive.items():
        for form in forms if row == stem else ():
            wanted.setdefault(form, set()).add(column)
    return any(labels <= set(columns) for labels in wanted.values())


def _by_order(
    row: Row, stem: str, over: Sequence[str], form: TableForm | None, book: FormBook
) -> list[_Hit] | None:
    """The row's cells in the order of the form's columns, where its heading is lost."""
    form_cells = cells_of(stem, form, book)
    picked = pick(row, row.values, (), len(form_cells)) if form_cells else None
    columns = [cell.column_path[-1] for cell in form_cells]
    if picked is None or _lacks_only_whole(picked.cells, columns):
        return None
    headings = [over[row.values.index(cell)] for cell in picked.cells]
    known = [next(iter(book.proactive_columns.find(heading)), None) for heading in headings]
    if any(
        one is not None and one in columns and one != own for one, own in zip(known, columns, strict=True)
    ):
        # One of the headings is known, and says another order.
        return None
    if any(map(_is_other_heading, headings, columns)):
        return None
    return [
        _Hit(row, cell, form_cell, heading, "order")
        for cell, form_cell, heading in zip(picked.cells, form_cells, headings, strict=True)
    ]


def _is_other_heading(heading: str, own: str) -> bool:
    """Whether words over a figure are no remains of its column's heading, and so another column's: 办结数."""
    if is_nothing(heading) or REPLACEMENT in heading:
        return False
    # A note in brackets is no part of a heading.
    return all(sum(char in own for char in words) < _SHARE_OF_HEADING * len(words) for words in keys(heading))


def _read(hit: _Hit, form: TableForm, book: FormBook) -> Observation | Finding | None:
    unit = book.units[hit.form_cell.indicator_id]
    notes = brackets(hit.heading) or _AMOUNT_UNIT.findall(hit.heading)
    stated = next(filter(None, map(unit_of, notes)), "")
    said = read_cell(
        hit.row,
        hit.cell,
        hit.form_cell,
        form,
        unit,
        hit.by,
        stated_unit=stated,
        unit_assumed=unit in CURRENCY and not stated,
    )
    if not isinstance(said, Observation) or not said.unit_assumed or said.value == 0:
        return said
    # A bracket that holds no unit can hold what is left of one, and another than the form's; a very large amount
    # without any is most likely one in 元.
    is_doubtful = any(notes) or said.value >= _MOST_ASSUMED
    return unreadable_unit(hit.row, hit.cell, hit.form_cell) if is_doubtful else said
