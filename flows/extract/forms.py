"""The tables of a report read by the official forms: numbers with their indicator, and what could not be read.

What belongs here: which part of which grid is which table, and the order in which they are read. What does not:
how each table is read (`form_proactive.py`, `form_applications.py`, `form_remedies.py`, `form_lists.py`).

A table, or a part of one, is known by its own headings and labels and never by the year: section 2 of 2021 stands
over section 3 of 2019 in reports of 2024.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flows.extract.cells import is_nothing
from flows.extract.form_applications import read_applications
from flows.extract.form_book import FormBook, Part, form_book
from flows.extract.form_lists import read_list
from flows.extract.form_proactive import CLAUSE, read_proactive
from flows.extract.form_remedies import read_remedies
from flows.extract.form_rows import Row, is_number, rows_of
from flows.extract.grid import Grid
from flows.extract.list_columns import read_columns
from flows.extract.model import Finding, Observation
from flows.reference import Reference
from flows.vocabulary import TableForm

Section = Literal["proactive", "applications", "remedies", "list"]

_APPLICANT_HEADINGS: Final = 2
"""Applicant labels in one row of words that make it the heading of section 3 (总计 alone stands in section 4 too)."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of a document say.

    Attributes:
        forms: forms of the tables that state numbers, in order of appearance, each once.
        observations, findings: in order of appearance.
        spans: parts of the text that were read as tables of a form.
        blank_forms: forms whose tables stand there without any number.
    """

    forms: tuple[TableForm, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    spans: tuple[tuple[int, int], ...]
    blank_forms: tuple[TableForm, ...] = ()
