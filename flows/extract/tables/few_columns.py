"""Tables of section 3 with fewer columns than the form: the total alone, natural persons and the total, or the
applicants that there were and the total.

What belongs here: which headings make the columns of such a table certain. What does not: the seven columns of the
form (`applicant_columns.py`), several years side by side (`year_columns.py`), and the rows (`form_applications.py`).

Only a heading tells what a lone column holds: 数量, 总计 or the year itself is the total; 占比 is not, and neither is a
column without a heading. Legal persons in one column are no column of the form; its figures are left out. Some of
their kinds beside the total are believed where each stands under its own heading and the row adds up.
"""

import re
import statistics
from collections.abc import Sequence
from typing import Final, Literal

from flows.extract.tables.applicant_columns import LEGAL, N_COLUMNS, Heading
from flows.extract.tables.column_words import column_kind, is_remarks
from flows.extract.tables.form_book import FormBook
from flows.extract.tables.form_rows import Row, is_number
from flows.extract.tables.grid import GridCell
from flows.extract.tables.labels import keys
from flows.vocabulary import APPLICANTS, Applicant

_TOTAL: Final = re.compile(r"(?:本年度?|全年|年度)?(?:总[计数量]|总数量|合计|小计|件数|总件数|条数|宗数)")

Holds = Literal["natural_person", "legal", "total", "remark"]
_TABLES: Final[tuple[tuple[Holds, ...], ...]] = (
    ("total",),
    ("natural_person", "total"),
    ("natural_person", "legal", "total"),
)
"""What the columns of such tables hold, left to right; remarks can stand beside them."""
_MOST: Final = 4
"""Columns of such a table."""
_FEWEST_KINDS: Final = 2
"""Columns of a table with kinds of legal persons: one of them, and the total."""


def read_few_columns(rows: Sequence[Row], book: FormBook) -> Heading | None:
    """The heading of a table with fewer columns than the form; None where it has all of them, or where a heading does
    not say what its column holds."""
    data = [row for row in rows if not row.is_heading and any(map(is_number, row.cells))]
    width = statistics.mode(len(row.values) for row in data) if data else 0
    if (labelled := _labelled_kinds(rows, data, width, book)) is not None:
        return labelled
    if not 1 <= width <= _MOST:
        return None
    first = next(row for row in data if len(row.values) == width)
    over = [row for row in rows if row.is_heading and row.table == first.table and row.number < first.number]
    if not over or len(over[-1].cells) <= width:
        return None
    headings = over[-1].cells[-width:]
    holds = tuple(_holds(cell.text, book) for cell in headings)
    if tuple(one for one in holds if one != "remark") not in _TABLES:
        return None
    own: list[tuple[Applicant, GridCell]] = []
    others: list[tuple[int, str]] = []
    for place, (one, cell) in enumerate(zip(holds, headings, strict=True)):
        if one == "natural_person" or one == "total":
            own.append((one, cell))
        else:
            others.append((place, cell.text))
    is_true = first.grid.source == "html" and [c.column for c in headings] == [c.column for c in first.values]
    return Heading(
        tuple(applicant for applicant, _ in own),
        tuple(cell for _, cell in own) if is_true else (),
        first.grid if is_true else None,
        others=tuple(others),
    )


def _labelled_kinds(rows: Sequence[Row], data: Sequence[Row], width: int, book: FormBook) -> Heading | None:
    """The heading of a table with some kinds of legal persons: each column with a label of its own, all in the order of
    the form, the kinds under their common heading, and the total last."""
    if not _FEWEST_KINDS <= width < N_COLUMNS - 1 or data[0].grid.source != "html":
        return None
    first = next(row for row in data if len(row.values) == width)
    over = [row for row in rows if row.is_heading and row.table == first.table and row.number < first.number]
    found: dict[Applicant, GridCell] = {}
    for value in first.values:
        above = [first.grid.at(row.number, value.column) for row in over]
        named = [cell for cell in above if cell is not None and cell.column == value.column]
        known = [(applicant, cell) for cell in named for applicant in book.applicants.find(cell.text)[:1]]
        is_under = any(book.applicant_groups.find(cell.text) for cell in above if cell is not None)
        if not known or known[-1][0] in found or known[-1][0].startswith(LEGAL) != is_under:
            return None
        found.update(known[-1:])
    is_official = list(found) == [applicant for applicant in APPLICANTS if applicant in found]
    if not is_official or "total" not in found or not any(one.startswith(LEGAL) for one in found):
        return None
    return Heading(tuple(found), tuple(found.values()), first.grid)


def _holds(heading: str, book: FormBook) -> Holds | None:
    if book.applicants.find(heading) == ("natural_person",):
        return "natural_person"
    if book.applicant_groups.find(heading):
        return "legal"
    if is_remarks(heading):
        return "remark"
    is_total = book.applicants.find(heading) == ("total",) or any(
        _TOTAL.fullmatch(words) or column_kind(words)[0] == "year" for words in keys(heading)[:2]
    )
    return "total" if is_total else None
