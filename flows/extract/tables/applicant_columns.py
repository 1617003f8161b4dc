"""The seven applicant columns of section 3: their order as printed, and whether figures under them add up.

What belongs here: the rows of headings over the figures, and a column of part sums (小计) among them. What does
not: the rows (`form_applications.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from flows.extract.tables.cells import count_of
from flows.extract.tables.form_book import FormBook
from flows.extract.tables.form_rows import Row, is_number
from flows.extract.tables.grid import Grid, GridCell
from flows.extract.tables.labels import plain
from flows.vocabulary import APPLICANTS, Applicant

N_COLUMNS: Final = len(APPLICANTS)
LEGAL: Final = "legal_person"
_READING_ORDER: Final = sorted(APPLICANTS, key=lambda a: a.startswith(LEGAL))
_WITHOUT_TOTAL: Final = frozenset(APPLICANTS) - {"total"}
PART_SUMS: Final = frozenset({"小计", "合计"})


@dataclass(frozen=True, slots=True)
class Heading:
    """The applicant columns in the order in which they are printed.

    Attributes:
        applicants: all seven; all but the total where the table prints none; or those of `few_columns.py`.
        cells: their cells, where all labels were found in a grid with true columns.
        grid: that grid.
        is_printed: all labels were found; else the order is that of the form.
        others: places, among all columns, of those that no form has; with their labels.
        part_sum: the one of `others` that adds up the legal persons; None without one.
        known: where the order is the form's, the columns of `grid` whose labels were found.
    """

    applicants: tuple[Applicant, ...]
    cells: tuple[GridCell, ...] = ()
    grid: Grid | None = None
    is_printed: bool = True
    others: tuple[tuple[int, str], ...] = ()
    part_sum: int | None = None
    known: Mapping[int, Applicant] = field(default_factory=dict)

    @property
    def has_few(self) -> bool:
        """Whether the table has the total, and not all the columns before it."""
        return "total" in self.applicants and len(self.applicants) < N_COLUMNS

    @property
    def has_some_kinds(self) -> bool:
        """Whether these are some kinds of legal persons, and not all."""
        return self.has_few and any(applicant.startswith(LEGAL) for applicant in self.applicants)

    def figures(self, row: Row) -> Sequence[GridCell]:
        """The cells of a row that can stand under the applicants.

        Columns that no form has are left out; where a part sum does not add up, they stay, so that the row does
        not fit.
        """
        values = row.values
        places = {place for place, _ in self.others}
        if not places or len(values) != len(self.applicants) + len(places):
            return values
        rest = tuple(cell for place, cell in enumerate(values) if place not in places)
        if self.part_sum is None:
            return rest
        parts = [
            count_of(cell.text) for a, cell in zip(self.applicants, rest, strict=True) if a.startswith(LEGAL)
        ]
        printed = count_of(values[self.part_sum].text)
        return values if printed is not None and printed != sum(filter(None, parts), Decimal(0)) else rest

    def is_contradicted(self, row: Row, cells: Sequence[GridCell]) -> bool:
        """Whether one of a row's cells stands under the label of another applicant than the form's order gives it."""
        known = self.known if row.grid is self.grid else {}
        return any(
            known.get(cell.column, applicant) != applicant
            for applicant, cell in zip(self.applicants, cells, strict=True)
        )

    def oddities(self) -> list[str]:
        """What the heading has that the form has not, and the other way round, in words."""
        odd = [
            f"a column '{label}' that no form has; its figures are left out"
            for place, label in self.others
            if place != self.part_sum
        ]
        if self.has_some_kinds:
            lacking = ", ".join(a for a in APPLICANTS if a not in self.applicants)
            return [*odd, f"no columns for {lacking}; nothing is read for them"]
        if self.has_few:
            read = "totals" if len(self.applicants) == 1 else "natural persons and totals"
            return [*odd, f"no columns for the legal persons; its figures are read as {read}"]
        return odd if "total" in self.applicants else [*odd, "no column 总计; no total is read"]


OFFICIAL: Final = Heading(APPLICANTS)
ASSUMED: Final = Heading(APPLICANTS, is_printed=False)


def read_heading(rows: Sequence[Row], book: FormBook, gaps: frozenset[int] = frozenset()) -> Heading | None:
    """The order of the applicant columns: as printed where all labels are there, else the official one.

    None where the labels stand in an order that their columns do not bear out.

    Args:
        rows: all rows of the table.
        book: the forms.
        gaps: columns that were left out of the rows; a heading over several can reach over them.
    """
    found: dict[Applicant, GridCell] = {}
    groups: list[GridCell] = []
    others: list[GridCell] = []
    for row in rows:
        if not row.is_heading:
            if found:
                break
            continue
        groups += [cell for cell in row.cells if book.applicant_groups.find(cell.text)]
        for cell in row.cells:
            applicants = [a for a in book.applicants.find(cell.text) if a not in found]
            found.update(dict.fromkeys(applicants, cell))
            if not applicants and cell not in groups:
                others.append(cell)
    others = _without_like(others, found, book)
    sums = [cell for cell in others if plain(cell.text) in PART_SUMS]
    is_whole = len(found) == N_COLUMNS or (found.keys() == _WITHOUT_TOTAL and _has_no_total(rows))
    if not is_whole or len(sums) > 1:
        return _assumed(rows, book)
    if rows[0].grid.source == "html":
        known = {cell.column for cell in found.values()}
        narrow = [
            cell
            for cell in others
            if cell in sums or (cell.column > min(known) and cell.column not in known and cell.colspan == 1)
        ]
        if any(book.applicants.find(cell.text) for cell in narrow if cell not in sums):
            # Two columns of one applicant: nothing says which is which.
            return None
        if _is_under(found, groups, gaps.union(cell.column for cell in narrow)):
            return _by_columns(found, narrow, sums, rows[0].grid)
    return _in_reading_order(found, sums) if len(found) == N_COLUMNS else ASSUMED


def _without_like(
    others: Sequence[GridCell], found: dict[Applicant, GridCell], book: FormBook
) -> list[GridCell]:
    """The cells that name no applicant. Where shortened or mistyped labels are all that is missing, they are found."""
    missing = [applicant for applicant in APPLICANTS if applicant not in found]
    like = {cell: applicant for cell in others if (applicant := _like(cell.text, missing, book))}
    if not missing or sorted(like.values()) != sorted(missing):
        return list(others)
    found.update({applicant: cell for cell, applicant in like.items()})
    return [cell for cell in others if cell not in like]


def _like(label: str, missing: Sequence[Applicant], book: FormBook) -> Applicant | None:
    return book.applicants.find_with_typo(label, missing) or book.applicants.find_like(label, missing)


def _assumed(rows: Sequence[Row], book: FormBook) -> Heading:
    """The order of the form, with the columns whose labels are there: among blanks too, where others were lost."""
    grid = rows[0].grid
    if grid.source != "html":
        return ASSUMED
    cells = (cell for row in rows if not any(map(is_number, row.cells)) for cell in row.cells)
    known = {cell.column: applicant for cell in cells for applicant in book.applicants.find(cell.text)[:1]}
    return replace(ASSUMED, known=known, grid=grid)


def _by_columns(
    found: Mapping[Applicant, GridCell], others: Sequence[GridCell], sums: Sequence[GridCell], grid: Grid
) -> Heading:
    columns = sorted([*found.values(), *others], key=lambda cell: cell.column)
    ordered = sorted(found.items(), key=lambda item: item[1].column)
    return Heading(
        tuple(applicant for applicant, _ in ordered),
        tuple(cell for _, cell in ordered),
        grid,
        others=tuple((place, cell.text) for place, cell in enumerate(columns) if cell in others),
        part_sum=columns.index(sums[0]) if sums else None,
    )


def _has_no_total(rows: Sequence[Row]) -> bool:
    """Whether all rows have one figure less than the form has columns: the total itself is not printed."""
    return all(len(row.values) == N_COLUMNS - 1 for row in rows if any(map(is_number, row.values)))


def _in_reading_order(found: Mapping[Applicant, GridCell], sums: Sequence[GridCell]) -> Heading | None:
    """Where columns are not true, 自然人 and 总计 are read above the kinds of legal persons, or all in one row."""
    order = sorted(found, key=lambda a: found[a].start)
    is_one_row = len({cell.row for cell in found.values()}) == 1
    if order != _READING_ORDER and not (is_one_row and order == list(APPLICANTS)):
        return None
    if not sums:
        return OFFICIAL
    legal = [cell for applicant, cell in found.items() if applicant.startswith(LEGAL)]
    before = [cell for cell in legal if cell.start < sums[0].start]
    place = 1 + len(before)
    return Heading(APPLICANTS, others=((place, sums[0].text),), part_sum=place)


def _is_under(found: Mapping[Applicant, GridCell], groups: Sequence[GridCell], extra: frozenset[int]) -> bool:
    """Whether each label has a column, and those of legal persons stand under their common heading."""
    columns = {cell.column for cell in found.values()}
    if len(columns) < len(found) or columns & extra:
        return False
    inside = {cell.column for a, cell in found.items() if a.startswith(LEGAL)}
    return all(inside <= _columns(group) <= inside | extra for group in groups)


def _columns(cell: GridCell) -> set[int]:
    return set(range(cell.column, cell.column + cell.colspan))


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
