"""The official forms, indexed the way their readers ask.

What belongs here: `forms.csv` turned into rows, groups and label indexes, once for a set of reference tables.
What does not: printed tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flows.extract.model import Finding, Observation
from flows.extract.tables.labels import LabelIndex, plain
from flows.reference import FormCell, Reference
from flows.vocabulary import Applicant, Period, TableForm

SECTION_FORMS: Final[tuple[TableForm, ...]] = ("F2021", "F2019")
"""Forms with the three sections proactive, applications and remedies; the newest first."""
LIST_FORMS: Final[tuple[TableForm, ...]] = ("F2008", "F2008B", "F2014")
"""Forms that are one list of indicators."""

_LIST_PREFIX: Final = "stat."
_LONGEST_GROUP: Final = 60
"""Characters in which the label of a group must have ended where a row's label follows it."""
_COLUMN_ALIASES: Final = {"合计": "总计"}
"""For columns alone: a row 合计 is one that reports add to the form."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of a form: its label and those over it, and its cells by column."""

    path: tuple[str, ...]
    by_applicant: Mapping[Applicant | None, FormCell]
    by_period: Mapping[Period, FormCell]

    @property
    def label(self) -> str:
        """The innermost label."""
        return self.path[-1]

    @property
    def indicator_id(self) -> str:
        """The indicator of the row: one for all its cells in `applications` and in the lists."""
        return next(iter(self.by_period.values())).indicator_id


@dataclass(frozen=True, slots=True)
class Part:
    """What was read of one printed table: its form (None where nothing was placed), and what it says."""

    form: TableForm | None
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, form: TableForm | None, statements: Iterable[Observation | Finding | None]) -> "Part":
        """A part of what its cells say; None is a cell that says nothing."""
        said = list(statements)
        return cls(
            form,
            tuple(one for one in said if isinstance(one, Observation)),
            tuple(one for one in said if isinstance(one, Finding)),
        )


@dataclass(frozen=True, slots=True)
class FormRows:
    """The rows of one table of one form, in order.

    Attributes:
        labels: finds rows (by number) by their innermost label.
        groups: finds the rows under a label that holds several (`(三)不予公开`).
    """

    form: TableForm
    slots: tuple[Slot, ...]
    labels: LabelIndex[int]
    groups: LabelIndex[range]

    def at_path(self, words: str) -> tuple[int, ...]:
        """The rows that a label means which holds those over it: (三)不予公开1.属于国家秘密; none in doubt."""
        found: dict[tuple[int, ...], None] = {}
        for cut in range(1, min(len(words), _LONGEST_GROUP)):
            outer, inner = self.groups.find(words[:cut]), words[cut:]
            if outer:
                slots = self.labels.find(inner) or self.at_path(inner)
                found[tuple(slot for slot in slots if any(slot in group for group in outer))] = None
        found.pop((), None)
        return next(iter(found)) if len(found) == 1 else ()


@dataclass(frozen=True, slots=True)
class FormBook:
    """All that the readers of the tables ask of the reference tables.

    Attributes:
        units: unit of each indicator in the dictionary.
        applications, lists: the rows of each form.
        applicants: finds applicant columns by their labels.
        applicant_groups: finds the label over several of them (法人或其他组织).
        proactive_rows, proactive_columns: find the official labels of section 2, of either form.
        proactive: cells of section 2 by row and column label, for each form that has them.
        blocks, outcomes: find the official labels of section 4.
        remedies: its cells by innermost row label and column label.
        other_indicators: finds indicators of lists by any label that a form or the dictionary has.
    """

    units: Mapping[str, str]
    applications: Mapping[TableForm, FormRows]
    lists: Mapping[TableForm, FormRows]
    applicants: LabelIndex[Applicant]
    applicant_groups: LabelIndex[str]
    proactive_rows: LabelIndex[str]
    proactive_columns: LabelIndex[str]
    proactive: Mapping[tuple[str, str], Mapping[TableForm, FormCell]]
    blocks: LabelIndex[str]
    outcomes: LabelIndex[str]
    remedies: Mapping[tuple[str, str], FormCell]
    other_indicators: LabelIndex[str]

    def is_list_label(self, words: str) -> bool:
        """Whether words are the label of a row of some list."""
        return bool(self.other_indicators.find(words)) or any(
            form.labels.find(words) for form in self.lists.values()
        )


_books: dict[int, tuple[Reference, FormBook]] = {}


def form_book(reference: Reference) -> FormBook:
    """The book of a set of reference tables; made once and shared."""
    known = _books.get(id(reference))
    if known is None or known[0] is not reference:
        known = (reference, _book(reference))
        _books[id(reference)] = known
    return known[1]


def _book(reference: Reference) -> FormBook:
    aliases = reference.label_aliases
    section_cells = [cell for form in SECTION_FORMS for cell in reference.forms[form]]
    proactive = [cell for cell in section_cells if cell.table == "proactive"]
    remedies = [cell for cell in section_cells if cell.table == "remedies"]
    pairs: dict[tuple[str, str], dict[TableForm, FormCell]] = {}
    for cell in proactive:
        pairs.setdefault((_official_row(cell), cell.column_path[-1]), {})[cell.form] = cell
    # 规范性文件 and 行政规范性文件 are one row under two names: both forms are printed with both.
    row_labels = {label: _official_row(cell) for cell in proactive for label in cell.row_path[-1:]}
    return FormBook(
        units={key: indicator.unit for key, indicator in reference.indicators.items()},
        applications={
            form: _rows(form, (c for c in reference.forms[form] if c.table == "applications"), aliases)
            for form in SECTION_FORMS
        },
        lists={form: _rows(form, reference.forms[form], aliases) for form in LIST_FORMS},
        applicants=LabelIndex(
            {
                (c.column_path[-1], c.applicant): None
                for c in section_cells
                if c.table == "applications" and c.applicant is not None
            },
            _COLUMN_ALIASES,
        ),
        applicant_groups=LabelIndex(
            {(c.column_path[0], c.column_path[0]): None for c in section_cells if len(c.column_path) > 1}, {}
        ),
        proactive_rows=LabelIndex(row_labels.items(), {}),
        proactive_columns=LabelIndex(((c.column_path[-1], c.column_path[-1]) for c in proactive), aliases),
        proactive=pairs,
        blocks=LabelIndex(((c.row_path[-1], c.row_path[-1]) for c in remedies), aliases),
        outcomes=LabelIndex(
            ((c.column_path[-1], c.column_path[-1]) for c in remedies), {**aliases, **_COLUMN_ALIASES}
        ),
        remedies={(c.row_path[-1], c.column_path[-1]): c for c in remedies},
        other_indicators=LabelIndex(_list_labels(reference), aliases),
    )


def _official_row(cell: FormCell) -> str:
    """One name for a row of section 2, whatever its form calls it: the indicator's own stem."""
    return cell.indicator_id.rsplit(".", 1)[0]


def _rows(form: TableForm, cells: Iterable[FormCell], aliases: Mapping[str, str]) -> FormRows:
    by_path: dict[tuple[str, ...], list[FormCell]] = {}
    for cell in cells:
        by_path.setdefault(cell.row_path, []).append(cell)
    slots = tuple(
        Slot(path, {c.applicant: c for c in row}, {c.period: c for c in row}) for path, row in by_path.items()
    )
    ranges: dict[tuple[str, ...], list[int]] = {}
    for number, slot in enumerate(slots):
        for depth in range(1, len(slot.path)):
            ranges.setdefault(slot.path[:depth], []).append(number)
    return FormRows(
        form=form,
        slots=slots,
        labels=LabelIndex(((slot.label, n) for n, slot in enumerate(slots)), aliases),
        groups=LabelIndex(
            ((path[-1], range(found[0], found[-1] + 1)) for path, found in ranges.items()), aliases
        ),
    )


def _list_labels(reference: Reference) -> Iterable[tuple[str, str]]:
    """Labels of all lists and of the dictionary (信函、传真申请数 is in no list), each for one indicator."""
    labels: dict[str, tuple[str, set[str]]] = {}
    entries = [
        *((cell.row_path[-1], cell.indicator_id) for form in LIST_FORMS for cell in reference.forms[form]),
        *(
            (indicator.label_zh, indicator.indicator_id)
            for indicator in reference.indicators.values()
            if indicator.indicator_id.startswith(_LIST_PREFIX)
        ),
    ]
    for label, indicator_id in entries:
        labels.setdefault(plain(label), (label, set()))[1].add(indicator_id)
    return [(label, found.pop()) for label, found in labels.values() if len(found) == 1]
