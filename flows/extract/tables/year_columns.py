"""Tables of sections 2 and 3 that print several years side by side: the columns of the last one alone.

What belongs here: which columns stand under which year (2021年 | 2020年, 本年 | 上年), once for the table or once under
each applicant. What does not: what the columns of one year hold (`applicant_columns.py`, `few_columns.py`), and
whether that year is the report's (`foreign.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.extract.tables.column_words import column_kind
from flows.extract.tables.form_rows import Row, is_number
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import keys

_YEAR_BEFORE: Final = re.compile(r"(?:上一?|前一)年度?|去年|上年同期|去年同期")
_COMPARED: Final = re.compile(
    r"(?:同比|环比|与?[较比]?(?:上一?年|去年))?(?:增减|增长|变化|变动|升降|对比|比较)(?:数量?|率|幅度?|情况|量|值)?|同比|环比|增减(?:百分)?[比率]"
)
_FEWEST_YEARS: Final = 2

Year = int | Literal["this", "before", "compared"]


@dataclass(frozen=True, slots=True)
class YearRows:
    """Rows with the columns of one year.

    Attributes:
        unfit: those of `rows` whose figures do not stand under the years: none of them is certain.
        is_cut: columns of other years were left out.
    """

    rows: Sequence[Row]
    unfit: Sequence[Row] = ()
    is_cut: bool = False


def of_last_year(rows: Sequence[Row]) -> YearRows:
    """The rows with their labels and the columns of the last year; all columns where no two years stand side by side.

    The columns of a change from year to year are left out with the other years'. Where columns are packed to the left,
    a row's last figures stand under the years if all rows have as many.
    """
    years = {number: found for number, row in enumerate(rows) if (found := _years(row)) is not None}
    if not years:
        return YearRows(rows)
    if rows[0].grid.source != "html":
        first = next(iter(years))
        return YearRows(_without_places(rows, rows[first], _are_others(years[first])), is_cut=True)
    kept: list[Row] = []
    unfit: list[Row] = []
    named: set[int] = set()
    dropped: set[int] = set()
    for number, row in enumerate(rows):
        if number in years:
            named = {column for cell, _ in years[number] for column in _columns(cell)}
            dropped = _columns_of_others(years[number])
        cells = tuple(cell for cell in row.cells if cell.column not in dropped)
        if any(map(is_number, row.cells)) and not _stands_under(row, named, dropped):
            unfit.append(row)
            kept.append(row)
        elif cells:
            kept.append(_with_cells(row, cells))
    return YearRows(kept, unfit, is_cut=True)


def _stands_under(row: Row, named: set[int], dropped: set[int]) -> bool:
    """Whether a row's cells for numbers fill the columns of the years, and none is of two of them: one too many or too
    few moves the others under another year."""
    columns = [set(_columns(cell)) for cell in row.values]
    filled = set().union(*columns)
    return filled == named and all(one <= dropped or not one & dropped for one in columns)


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _are_others(years: Sequence[tuple[GridCell, Year]]) -> list[bool]:
    """Whether each of the years is not the last one."""
    last = max((year for _, year in years if isinstance(year, int)), default="this")
    return [year != last for _, year in years]


def _columns_of_others(years: Sequence[tuple[GridCell, Year]]) -> set[int]:
    others = zip(years, _are_others(years), strict=True)
    return {column for (cell, _), is_other in others if is_other for column in _columns(cell)}


def _years(row: Row) -> list[tuple[GridCell, Year]] | None:
    """The cells of a row of headings that name years, with these; None where it does not name this one and
    another."""
    if not row.is_heading:
        return None
    named = [(cell, year) for cell in row.cells if (year := _year(cell.text)) is not None]
    different = {year for _, year in named}
    numbered = {year for year in different if isinstance(year, int)}
    is_certain = len(numbered) >= _FEWEST_YEARS if numbered else different >= {"this", "before"}
    is_last = row.grid.source == "html" or named == [
        (cell, _year(cell.text)) for cell in row.cells[-len(named) :]
    ]
    return named if is_certain and is_last and not (numbered and different & {"this", "before"}) else None


def _year(heading: str) -> Year | None:
    return next(_said(heading), None)


def _said(heading: str) -> Iterator[Year]:
    for words in keys(heading)[:2]:
        kind, year = column_kind(words)
        if kind == "year" and year is not None:
            yield year
        elif kind == "year" and words[0] in "本当":
            yield "this"
        elif _YEAR_BEFORE.fullmatch(words):
            yield "before"
        elif _COMPARED.fullmatch(words):
            yield "compared"


def _without_places(rows: Sequence[Row], heading: Row, is_dropped: Sequence[bool]) -> Sequence[Row]:
    """The rows without some of the last cells of the heading and of each row of figures; the same rows where one has
    another number of figures."""
    cut: list[Row] = []
    for row in rows:
        if row is not heading and not any(map(is_number, row.cells)):
            cut.append(row)
        elif row is not heading and len(row.values) != len(is_dropped):
            return rows
        else:
            first = len(row.cells) - len(is_dropped)
            kept = (
                cell for place, cell in enumerate(row.cells) if place < first or not is_dropped[place - first]
            )
            cut.append(_with_cells(row, tuple(kept)))
    return cut


def _with_cells(row: Row, cells: tuple[GridCell, ...]) -> Row:
    return row if len(cells) == len(row.cells) else Row(row.table, row.grid, row.number, cells)
