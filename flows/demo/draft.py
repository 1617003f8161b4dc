"""A report as it is going to be printed: paragraphs and tables that know which facts they state.

What belongs here: the data structures, and the truth that can be told from them. What does not: filling them
(`reports.py`), spoiling them (`noises.py`) and turning them into markup (`markup.py`).

The truth is taken from the finished draft: a noise that blanks a cell takes the cell's fact with it, one that
only garbles its looks leaves the fact in place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from flows.demo.agencies import Agency
from flows.demo.facts import Fact, TruthObservation
from flows.vocabulary import FORM_PROSE, Basis, TableForm

Style = Literal["word", "plain"]
"""Markup as Word exports it (a paragraph and spans in every cell), or as a person types it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its text is printed run by run, each in a span of its own where there are several."""

    runs: tuple[str, ...]
    fact: Fact | None = None
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.runs)

    def reading(self, text: str) -> "Cell":
        """The same cell with another text."""
        return replace(self, runs=(text,))

    def blank(self, mark: str = "") -> "Cell":
        """The same cell without its number: `mark` stands in its place, and nothing is stated."""
        return replace(self, runs=(mark,), fact=None)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table; a flattened one has lost its markup and is printed one cell a line."""

    rows: tuple[Row, ...]
    form: TableForm
    is_flattened: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with the facts that its sentences state."""

    text: str
    facts: tuple[Fact, ...] = ()
    role: Literal["heading", "body", "signature"] = "body"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Markup that a reader's eye never sees: a link farm, a hidden copy of a table."""

    html: str


Block = Paragraph | Table | Hidden


@dataclass(frozen=True, slots=True)
class Draft:
    """One report page.

    Attributes:
        title: as printed over the report.
        issuer: the issuing body of the metadata block.
        published_on: the date of its publication line.
        charset: what the page says of its encoding; the bytes are in `codec`.
        expected_findings: ids of the identities that the figures break on purpose.
        noises: numbers of the noises applied.
    """

    agency: Agency
    year: int
    title: str
    issuer: str
    published_on: date
    blocks: tuple[Block, ...]
    style: Style = "word"
    charset: str = "utf-8"
    codec: str = "utf-8"
    expected_findings: tuple[str, ...] = ()
    noises: tuple[str, ...] = ()

    def tables(self) -> list[Table]:
        """Its tables in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def form(self) -> str:
        """Forms of its tables in order of appearance joined by `+`, or `prose`."""
        return "+".join(dict.fromkeys(table.form for table in self.tables())) or FORM_PROSE

    def observations(self) -> tuple[TruthObservation, ...]:
        """Every number that it states, in reading order; a table printed twice states its numbers once."""
        found = (
            TruthObservation(fact.key.indicator_id, fact.key.applicant, fact.key.period, fact.value, basis)
            for fact, basis in self._facts()
        )
        return tuple(dict.fromkeys(found))

    def _facts(self) -> Iterator[tuple[Fact, Basis]]:
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from ((fact, "prose") for fact in block.facts)
            elif isinstance(block, Table):
                yield from ((cell.fact, "table") for row in block.rows for cell in row if cell.fact)
