"""Section 3 of the forms of 2019 and 2021: applications, by outcome and applicant.

What belongs here: the heading of seven applicant columns, the groups of rows, which of the two forms it is,
and rows whose label was lost. What does not: other tables, and the arithmetic between tables
(`identities.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.tables.align import Placed, PrintedRow, align
from flows.extract.tables.cells import CellNumber, is_nothing, parse_cell
from flows.extract.tables.form_book import SECTION_FORMS, FormBook, FormRows, Part
from flows.extract.tables.form_rows import (
    Picked,
    Row,
    columns_by_order,
    is_number,
    misaligned,
    pick,
    placed_by_order,
    read_cell,
    unplaced,
)
from flows.extract.tables.grid import Grid, GridCell
from flows.vocabulary import APPLICANTS, AlignedBy, Applicant, TableForm

_N: Final = len(APPLICANTS)


@dataclass(frozen=True, slots=True)
class Heading:
    """The applicant columns in the order in which they are printed.

    Attributes:
        cells: their cells, where all seven labels were found in a grid with true columns.
        grid: that grid.
        is_printed: all seven labels were found; else the order is that of the form.
    """

    applicants: tuple[Applicant, ...]
    cells: tuple[GridCell, ...] = ()
    grid: Grid | None = None
    is_printed: bool = True


OFFICIAL: Final = Heading(APPLICANTS)
_ASSUMED: Final = Heading(APPLICANTS, is_printed=False)
_LEGAL: Final = "legal_person"
_READING_ORDER: Final = sorted(APPLICANTS, key=lambda a: a.startswith(_LEGAL))


def read_applications(rows: Sequence[Row], book: FormBook, likely: TableForm | None) -> Part:
    """Read the rows of one table of section 3.

    Args:
        rows: all its rows, of one or of several grids (a page break), headings included.
        likely: the form of the table before it, taken where this one's rows fit both forms.
    """
    data = [row for row in rows if row.values and not _is_empty(row)]
    heading = _borne_out(read_heading(rows, book), data)
    picked = [_picked(row, heading) for row in data]
    form, placed = _form_of(data, picked, book, likely)
    form_rows = book.applications[form]
    said: list[Observation | Finding | None] = []
    if heading is not None and not heading.is_printed and any(placed):
        said.append(columns_by_order(data[0]))
    for row, place, cells in zip(data, placed, picked, strict=True):
        if place is not None:
            said += _read_row(row, place, cells, heading, form_rows, book)
        elif any(is_number(cell) for cell in row.values):
            said.append(unplaced(row, has_label=_printed(row, cells, form_rows).has_label))
    return Part.of(form if any(placed) else None, said)


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
        return [misaligned(row, _N)]
    by: AlignedBy = "label" if place.by == picked.by == "label" else "order"
    slot = form.slots[place.slot]
    cells = slot.by_applicant
    told = [placed_by_order(row, slot.label)] if place.by == "order" else []
    return told + [
        read_cell(row, cell, cells[applicant], form.form, book.units[cells[applicant].indicator_id], by)
        for applicant, cell in zip(heading.applicants, picked.cells, strict=True)
    ]


def read_heading(rows: Sequence[Row], book: FormBook) -> Heading | None:
    """The order of the applicant columns: as printed where all labels are there, else the official one.

    None where the labels stand in an order that their columns do not bear out.
    """
    found: dict[Applicant, GridCell] = {}
    groups: list[GridCell] = []
    for row in rows:
        if not row.is_heading:
            if found:
                break
            continue
        groups += [cell for cell in row.cells if book.applicant_groups.find(cell.text)]
        for cell in row.cells:
            for applicant in book.applicants.find(cell.text):
                found.setdefault(applicant, cell)
    if len(found) < _N:
        return _ASSUMED
    if rows[0].grid.source == "html" and _is_under(found, groups):
        ordered = sorted(found.items(), key=lambda item: item[1].column)
        return Heading(tuple(a for a, _ in ordered), tuple(cell for _, cell in ordered), rows[0].grid)
    # Where columns are not true, 自然人 and 总计 are read above the kinds of legal persons.
    return OFFICIAL if sorted(found, key=lambda a: found[a].start) == _READING_ORDER else None


def _borne_out(heading: Heading | None, rows: Sequence[Row]) -> Heading | None:
    """The heading, if its columns stand as in the official form or the figures add up under them.

    A heading that lost a cell shows the columns in another order too: then the official one may add up, and
    where neither does, none is believed.
    """
    if heading is None or heading.applicants == OFFICIAL.applicants:
        return heading
    return next((one for one in (heading, _ASSUMED) if _adds_up_mostly(rows, one)), None)


def _adds_up_mostly(rows: Sequence[Row], heading: Heading) -> bool:
    proofs = [
        _adds_up(picked.cells, heading)
        for row in rows
        if (picked := _picked(row, heading)) and any(_is_figure(cell) for cell in picked.cells)
    ]
    return proofs.count(True) > proofs.count(False)


def _is_figure(cell: GridCell) -> bool:
    parsed = parse_cell(cell.text, "件")
    return isinstance(parsed, CellNumber) and parsed.value != 0


def _is_under(found: Mapping[Applicant, GridCell], groups: Sequence[GridCell]) -> bool:
    """Whether the columns are seven, and those of legal persons stand under their common heading."""
    if len({cell.column for cell in found.values()}) < _N:
        return False
    inside = {cell.column for a, cell in found.items() if a.startswith(_LEGAL)}
    return all(inside == set(range(group.column, group.column + group.colspan)) for group in groups)


def _is_empty(row: Row) -> bool:
    """A spacer, or a group's heading with nothing beside it."""
    return row.is_blank and not row.labels and not row.labels_above


def _placed(rows: Sequence[Row], picked: Sequence[Picked | None], form: FormRows) -> list[Placed | None]:
    printed = [_printed(row, cells, form) for row, cells in zip(rows, picked, strict=True)]

    def guess(number: int, free: Sequence[int]) -> int | None:
        return form.labels.find_with_typo(rows[number].labels[-1].text, free)

    return align(printed, len(form.slots), guess)


def _printed(row: Row, picked: Picked | None, form: FormRows) -> PrintedRow:
    is_whole = picked is not None
    own = [cell.text for cell in row.labels]
    groups = [
        found[0] for text in [*(c.text for c in row.labels_above), *own] if (found := form.groups.find(text))
    ]
    group = min(groups, key=len, default=None)
    if not own:
        return PrintedRow(group=group, is_whole=is_whole)
    candidates = form.labels.find(own[-1])
    # A long label may have been broken into two cells.
    candidates = candidates or (form.labels.find("".join(own[-2:])) if len(own) > 1 else ())
    if not candidates and form.groups.find(own[-1]):
        return PrintedRow(group=group, opens_group=True, is_whole=is_whole)
    return PrintedRow(tuple(sorted(candidates)), True, group, is_whole=is_whole)


def _picked(row: Row, heading: Heading | None) -> Picked | None:
    if heading is None:
        return None
    headings = heading.cells if row.grid is heading.grid else ()
    picked = pick(row, row.values, headings, _N)
    if picked and picked.cells[0] is row.cells[0] and is_nothing(row.cells[0].text):
        # A blank where the label should stand can be what is left of the label.
        return None
    if picked is None and len(row.values) == _N + 1 and _lost_its_label(row):
        picked = Picked(row.values[1:], "order")
    if picked is None:
        return None
    is_doubtful = picked.by == "order" and (bool(headings) or row.grid.loses_blanks)
    has_blank = any(is_nothing(cell.text) for cell in picked.cells)
    if (is_doubtful or has_blank) and _adds_up(picked.cells, heading) is False:
        # The cells stand elsewhere than their headings, a blank one is too many or has vanished, and they do not
        # add up.
        return None
    return picked


def _lost_its_label(row: Row) -> bool:
    """Whether the first of eight numbers stands in the place of the row's label.

    Nothing but the label can be there that the other rows have and this one lacks. A 0 in its place is what
    pages were seen to do; another number is believed only where the seven after it add up.
    """
    first = parse_cell(row.values[0].text, "件")
    if not isinstance(first, CellNumber):
        return False
    without = _adds_up(row.values[1:], OFFICIAL)
    if first.value == 0:
        return without is not False
    return without is True and _adds_up(row.values[:-1], OFFICIAL) is not True


def _adds_up(cells: Sequence[GridCell], heading: Heading) -> bool | None:
    """Whether the applicants add up to the total (A4); None where that cannot be known."""
    parsed = [parse_cell(cell.text, "件") for cell in cells]
    values = {
        a: p.value for a, p in zip(heading.applicants, parsed, strict=True) if isinstance(p, CellNumber)
    }
    total = values.pop("total", None)
    if total is None or (not values and total):
        return None
    return sum(values.values(), Decimal(0)) == total
