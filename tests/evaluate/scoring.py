"""Counting: what was asked, what was read, what of it is right, per identity field and per indicator.

What belongs here: comparing one read document with its label, and the sums. What does not: labels
(`cases.py`), targets (`__main__.py`) and the page for people (`accuracy.py`).

Precision: which share of what was read is right. Recall: which share of what is printed was read. A field that
a careful reader cannot know is not asked for, but a wrong answer to it counts as read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from flows.errors import Refusal
from flows.extract.document import read_payload
from flows.extract.report_json import IDENTITY_FIELDS, document_object, refusal_object
from tests.evaluate.cases import Case, Fact, facts_of

Part = Literal["identity", "table", "prose"]
_TEXT: Final = "text/plain; charset=utf-8"


@dataclass(slots=True)
class Tally:
    """Counts of one field or indicator."""

    asked: int = 0
    read: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of what was read; 1 where nothing was."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Share of what was asked; 1 where nothing was."""
        return self.right / self.asked if self.asked else 1.0

    @property
    def wrong(self) -> int:
        """What was read and is not right."""
        return self.read - self.right

    def add(self, other: "Tally") -> None:
        """Add another tally's counts."""
        self.asked += other.asked
        self.read += other.read
        self.right += other.right


@dataclass(frozen=True, slots=True, order=True)
class Miss:
    """One difference: `missing` (printed, not read), `extra` (read, not printed) or `other` (both differ)."""

    document: str
    what: str
    label: str
    read: str


@dataclass(slots=True)
class Score:
    """The counts of one set of labelled documents."""

    n_documents: int = 0
    n_exact: int = 0
    tallies: dict[tuple[Part, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)

    def total(self, part: Part, names: Iterable[str] | None = None) -> Tally:
        """The sum over all names of a part, or over some."""
        chosen = None if names is None else set(names)
        found = Tally()
        for (one, name), tally in self.tallies.items():
            if one == part and (chosen is None or name in chosen):
                found.add(tally)
        return found


def score(cases: Iterable[Case], *, by_basis: bool = True) -> Score:
    """Read each case as `gongkai extract` does and compare it with its label.

    Args:
        by_basis: the labels tell table from prose, applicants and approximate figures; else only indicator,
            period and value are compared, and every fact is counted as prose.
    """
    scored = Score()
    for case in cases:
        row = _read(case, is_text=not by_basis)
        found = [*_identity(case, row, scored), *_facts(case, row, scored, by_basis=by_basis)]
        scored.misses += found
        scored.n_documents += 1
        scored.n_exact += not found
    return scored


def _read(case: Case, *, is_text: bool) -> dict[str, Any]:
    try:
        document = read_payload(case.payload, url=case.url, content_type=_TEXT if is_text else None)[0]
    except Refusal as refusal:
        return refusal_object(refusal, file=case.name)
    return document_object(document, file=case.name)


def _identity(case: Case, row: dict[str, Any], scored: Score) -> Iterator[Miss]:
    for name in IDENTITY_FIELDS:
        if name not in case.identity:
            continue
        label, read = case.identity[name], row[name]
        accepted = case.accept.get(name, ())
        if read is not None and (read in accepted or "*" in accepted):
            label = read
        is_asked = label is not None and name not in case.may_be_null
        # What nobody can know from the document's own words is not asked, and right where it is known all the same.
        tally = scored.tallies["identity", name]
        tally.asked += is_asked
        tally.read += read is not None and (is_asked or read != label)
        tally.right += is_asked and read == label
        if read != label and (is_asked or read is not None):
            yield Miss(case.name, name, _said(label), _said(read))


def _facts(case: Case, row: dict[str, Any], scored: Score, *, by_basis: bool) -> Iterator[Miss]:
    observations = [one for one in row["observations"] if one["basis"] in case.asks]
    read = facts_of(observations) if by_basis else frozenset(map(_without_basis, facts_of(observations)))
    read = frozenset(fact if fact in case.facts else case.same_as.get(fact, fact) for fact in read)
    read = frozenset(
        fact for fact in read if fact in case.facts or (fact[0], fact[1], fact[2]) not in case.optional_facts
    )
    for fact in read | case.facts:
        part: Part = "table" if fact[3] == "table" else "prose"
        tally = scored.tallies[part, fact[0]]
        tally.asked += fact in case.facts
        tally.read += fact in read
        tally.right += fact in read and fact in case.facts
    yield from _paired(case.name, case.facts - read, read - case.facts)


def _without_basis(fact: Fact) -> Fact:
    indicator_id, _, period, _, value, _ = fact
    return indicator_id, None, period, None, value, None


def _paired(document: str, missing: Iterable[Fact], extra: Iterable[Fact]) -> Iterator[Miss]:
    """A value that is read otherwise than it is printed is one difference, and not two."""
    read: dict[str, list[str]] = defaultdict(list)
    for fact in sorted(extra, key=str):
        read[_name(fact)].append(_value(fact))
    for fact in sorted(missing, key=str):
        others = read.get(_name(fact))
        yield Miss(document, _name(fact), _value(fact), others.pop(0) if others else "")
    for name, values in read.items():
        for value in values:
            yield Miss(document, name, "", value)


def _name(fact: Fact) -> str:
    indicator_id, applicant, period, basis, _, _ = fact
    return " ".join(part for part in (indicator_id, applicant, period, basis) if part)


def _value(fact: Fact) -> str:
    return f"{'about ' if fact[5] else ''}{fact[4]}"


def _said(value: Any) -> str:
    return "" if value is None else str(value)
