"""The seven applicant columns of section 3: their order as printed, and whether figures under them add up.

What belongs here: the rows of headings over the figures, and a column of part sums (小计) among them. What does
not: the rows (`form_applications.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flows.extract.tables.cells import count_of
from flows.extract.tables.form_book import FormBook
from flows.extract.tables.form_rows import Row
from flows.extract.tables.grid import Grid, GridCell
from flows.extract.tables.labels import plain
from flows.vocabulary import APPLICANTS, Applicant

N_COLUMNS: Final = len(APPLICANTS)
_LEGAL: Final = "legal_person"
_READING_ORDER: Final = sorted(APPLICANTS, key=lambda a: a.startswith(_LEGAL))
_PART_SUMS: Final = frozenset({"小计", "合计"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The applicant columns in the order in which they are printed.

    Attributes:
        cells: their cells, where all seven labels were found in a grid with true columns.
        grid: that grid.
        is_printed: all seven labels were found; else the order is that of the form.
        part_sum: place, among the columns, of one more that adds up the legal persons; None without one.
    """

    applicants: tuple[Applicant, ...]
    cells: tuple[GridCell, ...] = ()
    grid: Grid | None = None
    is_printed: bool = True
    part_sum: int | None = None

    def figures(self, row: Row) -> Sequence[GridCell]:
        """The cells of a row that can stand under the seven columns.

        A part sum is left out; one that does not add up stays, so that the row does not fit.
        """
        values = row.values
        if self.part_sum is None or len(values) != N_COLUMNS + 1:
            return values
        rest = (*values[: self.part_sum], *values[self.part_sum + 1 :])
        parts = [
            count_of(cell.text) for a, cell in zip(self.applicants, rest, strict=True) if a.startswith(_LEGAL)
        ]
        printed = count_of(values[self.part_sum].text)
        return values if printed is not None and printed != sum(filter(None, parts), Decimal(0)) else rest


OFFICIAL: Final = Heading(APPLICANTS)
ASSUMED: Final = Heading(APPLICANTS, is_printed=False)


def read_heading(rows: Sequence[Row], book: FormBook) -> Heading | None:
    """The order of the applicant columns: as printed where all labels are there, else the official one.

    None where the labels stand in an order that their columns do not bear out.
    """
    found: dict[Applicant, GridCell] = {}
    groups: list[GridCell] = []
    sums: list[GridCell] = []
    for row in rows:
        if not row.is_heading:
            if found:
                break
            continue
        groups += [cell for cell in row.cells if book.applicant_groups.find(cell.text)]
        for cell in row.cells:
            applicants = [a for a in book.applicants.find(cell.text) if a not in found]
            found.update(dict.fromkeys(applicants, cell))
            if not applicants and plain(cell.text) in _PART_SUMS:
                sums.append(cell)
    if len(found) < N_COLUMNS or len(sums) > 1:
        return ASSUMED
    if rows[0].grid.source == "html" and _is_under(found, groups, sums):
        ordered = sorted(found.items(), key=lambda item: item[1].column)
        before = [cell for _, cell in ordered if sums and cell.column < sums[0].column]
        return Heading(
            tuple(applicant for applicant, _ in ordered),
            tuple(cell for _, cell in ordered),
            rows[0].grid,
            part_sum=len(before) if sums else None,
        )
    return _in_reading_order(found, sums)


def _in_reading_order(found: Mapping[Applicant, GridCell], sums: Sequence[GridCell]) -> Heading | None:
    """Where columns are not true, 自然人 and 总计 are read above the kinds of legal persons, or all in one row."""
    order = sorted(found, key=lambda a: found[a].start)
    is_one_row = len({cell.row for cell in found.values()}) == 1
    if order != _READING_ORDER and not (is_one_row and order == list(APPLICANTS)):
        return None
    if not sums:
        return OFFICIAL
    legal = [cell for applicant, cell in found.items() if applicant.startswith(_LEGAL)]
    before = [cell for cell in legal if cell.start < sums[0].start]
    return Heading(APPLICANTS, part_sum=1 + len(before))


def _is_under(
    found: Mapping[Applicant, GridCell], groups: Sequence[GridCell], sums: Sequence[GridCell]
) -> bool:
    """Whether the columns are seven, and those of legal persons stand under their common heading."""
    columns = {cell.column for cell in found.values()}
    if len(columns) < N_COLUMNS or columns & {cell.column for cell in sums}:
        return False
    inside = {cell.column for a, cell in found.items() if a.startswith(_LEGAL)}
    inside |= {cell.column for cell in sums}
    return all(inside == set(range(group.column, group.column + group.colspan)) for group in groups)


def adds_up(cells: Sequence[GridCell], heading: Heading) -> bool | None:
    """Whether the applicants add up to the total (A4); None where that cannot be known."""
    parsed = zip(heading.applicants, (count_of(cell.text) for cell in cells), strict=True)
    values = {applicant: value for applicant, value in parsed if value is not None}
    total = values.pop("total", None)
    if total is None or (not values and total):
        return None
    return sum(values.values(), Decimal(0)) == total


def has_figure(cells: Sequence[GridCell]) -> bool:
    """Whether a number other than 0 is among the cells."""
    return any(count_of(cell.text) for cell in cells)
