"""What the extract stage produces: documents, observations, findings and the evidence for each.

What belongs here: the data structures and what they promise. What does not: how they are found, and how they
are stored (`schema.py`) or printed (`report_json.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from flows.vocabulary import (
    AlignedBy,
    Applicant,
    BalanceState,
    Basis,
    Category,
    Kind,
    Level,
    Period,
    Scope,
    Severity,
    TableForm,
)


# Nothing changes the next two; a report has hundreds of them, and frozen ones take three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Where:
    """A place in the clean text, and in a table where it is one.

    Attributes:
        start, end: character span in the clean text of the document.
        quote: the words there, as printed (`text[start:end]`).
        table, row, column: 0-based table of the document and cell of its dense grid, or None for prose.
    """

    start: int
    end: int
    quote: str
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(slots=True, unsafe_hash=True)
class Observation:
    """One number that the report states.

    Attributes:
        indicator_id: an id of the dictionary (`indicators.csv`).
        value: exact, in the dictionary's unit; what was printed stands in `where.quote`.
        unit: the dictionary's unit.
        applicant: the applicant column, for indicators that are broken down by it.
        approximate: the report says 近, 约, 余, 多 or the like.
        unit_assumed: the report prints no unit where the form needs one, and the form's usual one was taken.
        form: the form whose headings the table has; None for prose.
        aligned_by: how the cell was matched with the form's cell; None for prose.
    """

    indicator_id: str
    value: Decimal
    period: Period
    unit: str
    basis: Basis
    where: Where
    applicant: Applicant | None = None
    approximate: bool = False
    unit_assumed: bool = False
    scope: Scope | None = None
    form: TableForm | None = None
    aligned_by: AlignedBy | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or odd. Nothing is repaired: a finding says what is printed and why it cannot be right.

    Attributes:
        rule: an identity of `identities.csv` (`A1`, `C1`, ...) or a snake_case name (`unknown_row`,
            `lost_characters`, `year_conflict`).
        message: one English sentence with the labels and figures concerned.
        left, right: both sides of a broken identity, where it is one.
        indicator_id, applicant: the fact concerned, where it is one.
        where: the place concerned, where it is one.
    """

    rule: str
    severity: Severity
    message: str
    left: Decimal | None = None
    right: Decimal | None = None
    indicator_id: str | None = None
    applicant: Applicant | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """One equation of `identities.csv`, held against what a document states.

    Attributes:
        instance: what the equation is repeated for: an applicant, an indicator, a block, a period or `report`.
        terms: the statements it is made of, left side first, as places in the document's observations.
    """

    rule: str
    instance: str
    state: BalanceState
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for, or against, the value of an identity field.

    Attributes:
        field: `kind`, `agency`, `level`, `category`, `region_code`, `report_year`, `published_on`, `scope`.
        value: what this piece of evidence says, as text.
        source: where it was seen (`period_sentence`, `title`, `caption`, `sentence`, `signature`, `metadata`,
            `column`, `url`, for a part its `parent`), strongest first in a document's list.
        is_chosen: it agrees with the value that was taken.
        quote: the words, and start/end their span in the clean text where they stand in it.
    """

    field: str
    value: str
    source: str
    is_chosen: bool
    quote: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which body reports, on which year. A field that is not certain is None, never a guess.

    Attributes:
        agency: full name (样例县人民政府, 样例县样溪镇人民政府, 样例市水利局).
        agency_as_written: the name as the report writes it.
        region_code: 6 digits, or 9 for a township that today's list has; a place that the list lacks has its
            parent's code.
        excluded_because: why this document can state no facts, or None.
    """

    kind: Kind
    title: str | None = None
    agency: str | None = None
    agency_as_written: str | None = None
    level: Level | None = None
    category: Category | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    published_on: str | None = None
    scope: Scope | None = None
    excluded_because: str | None = None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()


class TableCell(NamedTuple):
    """One cell of a dense grid, kept so that every table can be shown as it was printed."""

    table: int
    row: int
    column: int
    rowspan: int
    colspan: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document: a report, a part of one, or a member text of a compilation.

    Attributes:
        document_id: first 32 hex digits of SHA-256 over the clean text and the body and year it was read as,
            so that one generic text on two bodies' sites stays two documents; a part of a report is another
            document than the same text that stands alone.
        text_sha256: SHA-256 of the clean text alone: equal for mirrors.
        form: the tables' forms joined by `+`, `prose` where a report has none, None for other kinds.
        member_of: document_id of the compilation it was cut from.
        member_start: line (1-based) of the compilation's text at which this member begins.
        part_of: document_id of the report page that this further page or annex belongs to.
    """

    document_id: str
    text_sha256: str
    text: str
    identity: Identity
    form: str | None
    observations: tuple[Observation, ...] = ()
    findings: tuple[Finding, ...] = ()
    balances: tuple[Balance, ...] = ()
    cells: tuple[TableCell, ...] = ()
    member_of: str | None = None
    member_start: int | None = None
    repairs: Mapping[str, int] = field(default_factory=dict)
    n_lost: int = 0
    part_of: str | None = None
