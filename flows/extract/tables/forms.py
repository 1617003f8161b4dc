"""The tables of a report read by the official forms: numbers with their indicator, and what could not be
read.

What belongs here: which part of which grid is which table, and the order in which they are read. What does
not: how each table is read (`form_proactive.py`, `form_applications.py`, `form_remedies.py`,
`form_lists.py`), and which of the figures are the report's own (`settled.py`).

A table, or a part of one, is known by its own headings and labels and never by the year: section 2 of 2021
stands over section 3 of 2019 in reports of 2024.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.extract.model import Finding, Observation
from flows.extract.tables.cells import is_nothing, unit_of
from flows.extract.tables.flat_words import CLAUSE, unbroken
from flows.extract.tables.form_applications import read_applications
from flows.extract.tables.form_book import FormBook, Part, form_book
from flows.extract.tables.form_lists import read_list
from flows.extract.tables.form_proactive import NAME_COLUMN, names_its_columns, read_proactive
from flows.extract.tables.form_remedies import is_remedy_list, read_remedies
from flows.extract.tables.form_rows import Row, is_number, rows_of
from flows.extract.tables.grid import Grid
from flows.extract.tables.list_columns import read_columns
from flows.reference import Reference
from flows.vocabulary import TableForm

Section = Literal["proactive", "applications", "remedies", "list"]

_APPLICANT_HEADINGS: Final = 2
"""Different applicants that make a row of words the heading of section 3; 总计 alone is in section 4 too."""
_MOST_SHARED: Final = 2
"""Outcomes of section 4 that another table can name too: 总计, 其他结果."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of a document say.

    Attributes:
        forms: forms of the tables that state numbers, readable or not, in order of appearance, each once.
        observations, findings: in order of appearance; a number that is printed twice stands twice.
        spans: parts of the text that were read as tables of a form.
        blank_forms: forms whose tables stand there without any number.
    """

    forms: tuple[TableForm, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    spans: tuple[tuple[int, int], ...]
    blank_forms: tuple[TableForm, ...] = ()


def read_tables(grids: Sequence[Grid], reference: Reference) -> TableReading:
    """Read all tables of a document.

    What is printed twice is read twice (`settled.py` decides between them). `Where.table` of an observation is the
    number of its grid in `grids`.
    """
    book = form_book(reference)
    parts: list[tuple[Part, tuple[int, int]]] = []
    last_form: TableForm | None = None
    for section, rows in _sections(grids, book):
        part = _read(section, rows, book, last_form)
        if part.form is None and not part.findings:
            continue
        if section != "list":
            last_form = part.form or last_form
        start = min(row.cells[0].start for row in rows)
        end = max(cell.end for row in rows for cell in row.cells)
        parts.append((part, (start, end)))
    stated = [part.form for part, _ in parts if part.form and (part.observations or part.findings)]
    blank = [part.form for part, _ in parts if part.form and not part.observations and not part.findings]
    return TableReading(
        forms=tuple(dict.fromkeys(stated)),
        observations=tuple(observation for part, _ in parts for observation in part.observations),
        findings=tuple(finding for part, _ in parts for finding in part.findings),
        spans=tuple(span for _, span in parts),
        blank_forms=tuple(dict.fromkeys(blank)),
    )


def _read(section: Section, rows: Sequence[Row], book: FormBook, last_form: TableForm | None) -> Part:
    if section == "proactive":
        return read_proactive(rows, book)
    if section == "applications":
        return read_applications(rows, book, last_form)
    if section == "remedies":
        # Both forms print it alike: it is of the form of the table before it.
        return read_remedies(rows, book, last_form or "F2021")
    return read_list(rows, book)


def _sections(grids: Sequence[Grid], book: FormBook) -> Iterator[tuple[Section, list[Row]]]:
    """Cut the rows of all grids into tables of the forms; rows of other tables are left out.

    A table goes on over several grids (five small tables of section 2, a page break) until another begins,
    or it begins anew.
    """
    section: Section | None = None
    rows: list[Row] = []
    for table, grid in enumerate(grids):
        grid_rows = rows_of(table, grid)
        marks = _marks(grid_rows, book)
        known: Section | None = next((mark for mark in marks if mark), None) or _by_labels(
            grid_rows, section, book
        )
        if known is None:
            continue
        for row, mark in zip(grid_rows, marks, strict=True):
            current = mark or (section if rows and rows[-1].table == table else known)
            if rows and section and (current != section or _begins_anew(row, mark, rows, section)):
                rows, carried = _without_last_headings(rows) if current == section else (rows, [])
                if rows:
                    yield section, rows
                rows = carried
            section = current
            rows.append(row)
    if rows and section:
        yield section, rows


def _marks(rows: Sequence[Row], book: FormBook) -> list[Section | None]:
    """The mark of each row; headings like those of a list (项目 | 数量) over labels of section 3 or 4 are its own."""
    marks = [_mark(row, book) for row in rows]
    own = _by_labels(rows, None, book) if "list" in marks else None
    if own in ("applications", "remedies"):
        return [own if mark == "list" else mark for mark in marks]
    return marks


def _mark(row: Row, book: FormBook) -> Section | None:
    """The table that a row of headings opens, or goes on with; None for other rows."""
    texts = [unbroken(cell.text) for cell in row.cells if not is_nothing(cell.text)]
    if any(("条" in text and CLAUSE.fullmatch(text)) or text == NAME_COLUMN for text in texts):
        return "proactive"
    if any("勾稽关系" in text or text == "申请人情况" for text in texts):
        return "applications"
    if names_its_columns(row, book):
        return "proactive"
    n_outcomes = sum(bool(book.outcomes.find(text)) for text in texts)
    if not row.is_heading:
        # A blank corner stands before the outcomes, or a blank where the table is wider above.
        if n_outcomes > _MOST_SHARED and not any(map(is_number, row.cells)):
            return "remedies"
        return "list" if read_columns([row]) else None
    if len({found[0] for text in texts if (found := book.applicants.find(text))}) >= _APPLICANT_HEADINGS:
        return "applications"
    if any(book.blocks.find(text) for text in texts) or n_outcomes > _MOST_SHARED:
        return "remedies"
    if any(book.proactive_columns.find(text) for text in texts):
        return "proactive"
    return "list" if read_columns([row]) else None


def _by_labels(rows: Sequence[Row], before: Section | None, book: FormBook) -> Section | None:
    """The table that a grid without any heading goes on with, or is by its labels alone."""
    data = [row for row in rows if not row.is_heading and row.values]
    # The last of a row's labels can be its unit.
    labelled = [
        next((c.text for c in row.labels[::-1] if not unit_of(c.text)), "")
        for row in data or rows
        if row.labels
    ]
    in_applications = sum(
        any(form.labels.find(text) for form in book.applications.values()) for text in labelled
    )
    if is_remedy_list(data, book):
        return "remedies"
    in_lists = sum(bool(book.other_indicators.find(text)) for text in labelled)
    if in_applications > (0 if before == "applications" else max(3, in_lists)):
        return "applications"
    if not data:
        # Labels alone are the half of a table whose figures stand in the next one, or of none.
        return None
    # Three rows of known labels, each with its unit, are a list by themselves.
    has_units = in_lists == len(data) and all(any(unit_of(c.text) for c in row.cells) for row in data)
    if in_lists > (0 if before == "list" else 2 if has_units else 3):
        return "list"
    in_proactive = sum(bool(book.proactive_rows.find(text)) for text in labelled)
    # In a text each of a few rows without headings has such a label, or it would be no table (`bare_rows.py`).
    is_bare = rows[0].grid.source == "spaces" and in_proactive == len(data)
    if in_proactive > (0 if before == "proactive" or is_bare else 2):
        return "proactive"
    if before in ("applications", "remedies") and not labelled:
        return before
    return None


def _begins_anew(row: Row, mark: Section | None, rows: Sequence[Row], section: Section) -> bool:
    """Whether a row of the same table begins it a second time, or begins another of its kind."""
    if section == "proactive":
        return False
    if section == "remedies":
        return mark is not None and any(is_number(cell) for known in rows for cell in known.cells)
    first = next((known for known in rows if not known.is_heading and known.labels), None)
    if first is None:
        return False
    if mark == "list":
        return _texts(row) not in [_texts(known) for known in rows]
    return not row.is_heading and _texts(row)[:1] == _texts(first)[:1]


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.labels]


def _without_last_headings(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of a table, and the headings after its last figures: those of its next copy."""
    end = max((i for i, row in enumerate(rows) if not row.is_heading), default=-1) + 1
    return rows[:end], rows[end:]
