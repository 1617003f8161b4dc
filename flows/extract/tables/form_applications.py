"""Section 3 of the forms of 2019 and 2021: applications, by outcome and applicant.

What belongs here: the groups of rows, which of the two forms it is, and rows whose label was lost. What does
not: the heading of seven applicant columns (`applicant_columns.py`), other tables, and the arithmetic between
tables (`identities.py`).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.tables.align import Placed, PrintedRow, align
from flows.extract.tables.applicant_columns import (
    ASSUMED,
    N_COLUMNS,
    OFFICIAL,
    PART_SUMS,
    Heading,
    adds_up,
    has_figure,
    read_heading,
)
from flows.extract.tables.blank_columns import blank_columns, without_columns
from flows.extract.tables.cells import count_of, is_nothing
from flows.extract.tables.few_columns import read_few_columns
from flows.extract.tables.form_book import SECTION_FORMS, FormBook, FormRows, Part
from flows.extract.tables.form_rows import Picked, Row, is_number, is_words, pick, read_cell, whole_label
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import is_numbered, plain, same_numbering
from flows.extract.tables.row_findings import (
    columns_by_order,
    misaligned,
    misaligned_table,
    odd_columns,
    placed_by_order,
    several_years,
    unplaced,
)
from flows.extract.tables.year_columns import of_last_year
from flows.vocabulary import APPLICANTS, AlignedBy, TableForm

_FEWEST_PROOFS: Final = 2
"""Rows that add up in another order than that of the headings, and so refute it."""
_MANY: Final = 3
"""Rows that do not fit their columns, for which one finding is enough."""


def read_applications(rows: Sequence[Row], book: FormBook, likely: TableForm | None) -> Part:
    """Read the rows of one table of section 3.

    Args:
        rows: all its rows, of one or of several grids (a page break), headings included.
        likely: the form of the table before it, taken where this one's rows fit both forms.
    """
    of_year = of_last_year(rows)
    rows, gaps = (of_year.rows, frozenset[int]()) if of_year.unfit else _without_gaps(of_year.rows, book)
    data = [row for row in rows if row.values and not _is_empty(row)]
    heading = read_few_columns(rows, book) or _borne_out(read_heading(rows, book, gaps), data, book)
    picked = _without_shifted(
        [None if row in of_year.unfit else _picked(row, heading, book) for row in data], heading
    )
    form, placed = _form_of(data, picked, book, likely)
    if heading is not None and heading.has_few:
        placed = [place if place and place.by == "label" else None for place in placed]
    form_rows = book.applications[form]
    said: list[Observation | Finding | None] = []
    if heading is not None and not heading.is_printed and any(placed):
        said.append(columns_by_order(data[0]))
    for row, place, cells in zip(data, placed, picked, strict=True):
        if place is not None:
            said += _read_row(row, place, cells, heading, form_rows, book)
        elif any(is_number(cell) for cell in row.values):
            said.append(unplaced(row, has_label=_printed(row, cells, form_rows).has_label))
    said = _as_one(said, data, heading)
    if heading is not None and any(placed):
        said += [several_years(data[0])] if of_year.is_cut else []
        said += [odd_columns(data[0], odd) for odd in heading.oddities()]
    return Part.of(form if any(placed) else None, said)


def _without_gaps(rows: Sequence[Row], book: FormBook) -> tuple[Sequence[Row], frozenset[int]]:
    """The rows without blank columns, and these; only where all columns of the form have their headings then."""
    gaps = blank_columns(rows)
    cut = without_columns(rows, gaps) if gaps else []
    heading = read_heading(cut, book, gaps) if cut else None
    is_whole = heading is not None and heading.is_printed and len(heading.applicants) == N_COLUMNS
    return (cut, gaps) if is_whole else (rows, frozenset())


def _as_one(
    said: list[Observation | Finding | None], rows: Sequence[Row], heading: Heading | None
) -> list[Observation | Finding | None]:
    """One finding in the place of many where no row fits the columns."""
    n_misaligned = sum(isinstance(one, Finding) and one.rule == "misaligned_row" for one in said)
    if n_misaligned < _MANY or any(isinstance(one, Observation) for one in said):
        return said
    rest = [one for one in said if not (isinstance(one, Finding) and one.rule == "misaligned_row")]
    return [*rest, misaligned_table(rows, heading.applicants if heading else APPLICANTS)]


def _without_shifted(picked: list[Picked | None], heading: Heading | None) -> list[Picked | None]:
    """Without the rows that alone have figures and no total: one figure too few can have moved the others."""
    if heading is None or heading.applicants[-1] != "total" or heading.has_few:
        return picked
    lacks = [one is not None and (_lacks_only_total(one.cells) or _has_slipped(one.cells)) for one in picked]
    if 2 * sum(lacks) > sum(one is not None for one in picked):
        return picked
    return [None if is_shifted else one for one, is_shifted in zip(picked, lacks, strict=True)]


def _lacks_only_total(cells: Sequence[GridCell]) -> bool:
    *parts, total = cells
    return is_nothing(total.text) and not any(is_nothing(c.text) for c in parts) and has_figure(parts)


def _has_slipped(cells: Sequence[GridCell]) -> bool:
    """Whether the total is 0 and the figure before it can be the total: one that was lost can have moved the others."""
    *parts, last, total = [count_of(cell.text) for cell in cells]
    return total == 0 and bool(last) and last is not None and last >= sum(filter(None, parts), Decimal(0))


def _form_of(
    rows: Sequence[Row], picked: Sequence[Picked | None], book: FormBook, likely: TableForm | None
) -> tuple[TableForm, list[Placed | None]]:
    """The form in which most rows have a place; `likely`, then the newest, where both have as many."""
    first, *others = sorted(SECTION_FORMS, key=lambda form: form != likely)
    best = (first, _placed(rows, picked, book.applications[first]))
    for form in others:
        if None in best[1]:
            placed = _placed(rows, picked, book.applications[form])
            best = min(best, (form, placed), key=lambda one: one[1].count(None))
    return best


def _read_row(
    row: Row,
    place: Placed,
    picked: Picked | None,
    heading: Heading | None,
    form: FormRows,
    book: FormBook,
) -> list[Observation | Finding | None]:
    if heading is None or picked is None:
        return [misaligned(row, len(heading.applicants) if heading else N_COLUMNS)]
    by: AlignedBy = "label" if place.by == picked.by == "label" and heading.is_printed else "order"
    slot = form.slots[place.slot]
    cells = slot.by_applicant
    told = [placed_by_order(row, slot.label)] if place.by == "order" else []
    return told + [
        read_cell(row, cell, cells[applicant], form.form, book.units[cells[applicant].indicator_id], by)
        for applicant, cell in zip(heading.applicants, picked.cells, strict=True)
    ]


def _borne_out(heading: Heading | None, rows: Sequence[Row], book: FormBook) -> Heading | None:
    """The heading, if its columns stand as in the official form or the figures add up under them.

    A heading that lost a cell shows the columns in another order too: then the official one may add up, and
    where neither does, none is believed.
    """
    if heading is None or (heading.applicants == OFFICIAL.applicants and _has_total_first(rows)):
        return None
    if "total" not in heading.applicants and _has_total_last(rows, heading):
        return None
    if heading.applicants == OFFICIAL.applicants[: len(heading.applicants)]:
        return heading
    return next((one for one in (heading, ASSUMED) if _adds_up_mostly(rows, one, book)), None)


def _has_total_first(rows: Sequence[Row]) -> bool:
    """Whether the first of the seven figures is the sum of the others in each row, and the last in none."""
    figures = [[count_of(cell.text) for cell in row.values] for row in rows]
    whole = [[value for value in of_row if value is not None] for of_row in figures]
    whole = [of_row for of_row in whole if len(of_row) == N_COLUMNS and any(of_row)]
    return len(whole) >= _FEWEST_PROOFS and all(
        first == sum(others) and last != first + sum(others[:-1])
        for first, *others in whole
        for last in others[-1:]
    )


def _has_total_last(rows: Sequence[Row], heading: Heading) -> bool:
    """Whether under headings without a total the last figure is the sum of the others in each row: a column was lost,
    and not that of the total."""
    figures = [[count_of(cell.text) or Decimal(0) for cell in heading.figures(row)] for row in rows]
    sums = [last == sum(others) for *others, last in filter(any, figures)]
    return len(sums) >= _FEWEST_PROOFS and all(sums)


def _adds_up_mostly(rows: Sequence[Row], heading: Heading, book: FormBook) -> bool:
    proofs = [
        adds_up(picked.cells, heading)
        for row in rows
        if (picked := _picked(row, heading, book)) and has_figure(picked.cells)
    ]
    return proofs.count(True) > proofs.count(False)


def _is_empty(row: Row) -> bool:
    """A spacer, or a group's heading with nothing beside it."""
    return row.is_blank and not row.labels and not row.labels_above


def _placed(rows: Sequence[Row], picked: Sequence[Picked | None], form: FormRows) -> list[Placed | None]:
    printed = [_printed(row, cells, form) for row, cells in zip(rows, picked, strict=True)]

    def guess(number: int, free: Sequence[int]) -> int | None:
        label = whole_label(rows[number].labels, rows[number].grid)
        labels = form.labels
        found = (find(label, free) for find in (labels.find_with_typo, labels.find_like))
        return next((slot for slot in found if slot is not None), _numbered_total(label, free, form))

    return align(printed, len(form.slots), guess)


def _numbered_total(label: str, free: Sequence[int], form: FormRows) -> int | None:
    """The total of the outcomes under another name, with its own number: (七)合计. A row 合计 without it can be the sum
    of a group, which reports add to the form."""
    if plain(label) not in PART_SUMS or not is_numbered(label):
        return None
    return next((slot for slot in free if same_numbering(label, form.slots[slot].label)), None)


def _printed(row: Row, picked: Picked | None, form: FormRows) -> PrintedRow:
    is_whole = picked is not None
    own = [cell.text for cell in row.labels]
    groups = [
        found[0] for text in [*(c.text for c in row.labels_above), *own] if (found := form.groups.find(text))
    ]
    group = min(groups, key=len, default=None)
    if not own:
        return PrintedRow(group=group, is_whole=is_whole)
    candidates = () if _reaches_down(row) else _slots_of(row, form)
    if not candidates and form.groups.find(own[-1]):
        return PrintedRow(group=group, opens_group=True, is_whole=is_whole)
    return PrintedRow(tuple(sorted(candidates)), True, group, is_whole=is_whole)


def _slots_of(row: Row, form: FormRows) -> tuple[int, ...]:
    """The rows of the form that a row's own label means.

    Where each line of a cell became one, the figures can stand in the middle of a label: its beginning will do.
    """
    endings = row.label_endings
    found = next(filter(None, map(form.labels.find, endings)), ())
    found = found or next(filter(None, map(form.at_path, endings)), ())
    if found or not row.grid.loses_blanks:
        return found
    return next(filter(None, map(form.labels.find_beginning, endings)), ())


def _reaches_down(row: Row) -> bool:
    """Whether the last label is that of several rows: those below it have figures and no label of their own."""
    label = row.labels[-1]
    below = row.grid.rows[label.row + 1 : label.row + label.rowspan]
    return any(any(map(is_number, cells)) and not any(map(is_words, cells)) for cells in below)


def _picked(row: Row, heading: Heading | None, book: FormBook) -> Picked | None:
    if heading is None:
        return None
    headings = heading.cells if row.grid is heading.grid else ()
    picked = pick(row, heading.figures(row), headings, len(heading.applicants))
    if picked and picked.cells[0] is row.cells[0] and is_nothing(row.cells[0].text):
        # A blank where the label should stand can be what is left of the label.
        return None
    if picked is None and not heading.others and _lost_its_label(row, book):
        picked = Picked(row.values[1:], "order")
    if picked is None:
        return None
    if heading.is_contradicted(row, picked.cells):
        return None
    if not heading.is_printed and is_nothing(picked.cells[-1].text) and has_figure(picked.cells):
        # Without headings a blank at the end can be no column at all, and the total the figure before it.
        return None
    is_doubtful = picked.by == "order" and (bool(headings) or row.grid.loses_blanks)
    has_blank = any(is_nothing(cell.text) for cell in picked.cells)
    is_cut = heading.has_some_kinds
    if (is_doubtful or has_blank or is_cut) and adds_up(picked.cells, heading) is False:
        # The cells stand elsewhere than their headings, a blank one is too many or has vanished, or columns were left
        # out, and they do not add up.
        return None
    return picked


def _lost_its_label(row: Row, book: FormBook) -> bool:
    """Whether a row has eight numbers, the first of them in the place of its label.

    Nothing but the label can be there that the other rows have and this one lacks; in a row that has one, beyond that
    of its group, any of the eight can be a stray (the number of a page). A 0 in its place is what pages were seen to
    do; another number is believed only where the seven after it add up.
    """
    if row.labels and not any(form.groups.find(row.own_label) for form in book.applications.values()):
        return False
    first = count_of(row.values[0].text) if len(row.values) == N_COLUMNS + 1 else None
    if first is None:
        return False
    without = adds_up(row.values[1:], OFFICIAL)
    if first == 0:
        return without is not False
    return without is True and adds_up(row.values[:-1], OFFICIAL) is not True
