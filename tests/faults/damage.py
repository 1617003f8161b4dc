"""Damaged pages read: no untyped exception, no hang, and no fact that the page does not state.

What belongs here: the pages, and what counts as wrong. What does not: the damage (`tests/corruption.py`).

A page's own undamaged reading is the truth: it is right for the portal by the portal's own word, and for the
real reports by their labels. A damaged page may say less; a fact that it says otherwise is wrong, unless a
finding of the same document names its indicator or stands at its row.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from flows.errors import Refusal
from flows.extract.document import read_payload
from flows.extract.model import Document, Finding, Observation
from flows.extract.numbers import find_numbers
from tests.corruption import damaged
from tests.faults.pages import Sample, key_of, samples

SLOW: Final = 10.0
"""Seconds; no page here takes one, so a page that takes so long hangs."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that must not be: `exception`, `slow`, `misquoted`, `not_printed`, `wrong`; or `told`, a wrong fact
    with a finding about it."""

    what: str
    sample: str
    trial: int
    kinds: tuple[str, ...]
    detail: str


@dataclass(slots=True)
class Outcome:
    """What many trials came to."""

    n_tried: int = 0
    n_facts: int = 0
    n_facts_whole: int = 0
    failures: list[Failure] = field(default_factory=list)

    def count(self, *whats: str) -> int:
        """Trials with a failure of one of these kinds."""
        return len({failure.trial for failure in self.failures if failure.what in whats})


def trials(n: int, first: int = 0) -> Outcome:
    """Damage and read `n` pages, one seed each from `first` on."""
    outcome = Outcome()
    for trial in range(first, first + n):
        rng = Random(trial)  # noqa: S311 (damage, no secrets)
        groups = samples()
        _try(rng.choice(groups[trial % len(groups)]), trial, rng, outcome)
    return outcome


def _try(sample: Sample, trial: int, rng: Random, outcome: Outcome) -> None:
    variant = damaged(sample.payload, sample.encoding, rng)
    outcome.n_tried += 1
    outcome.n_facts_whole += len(sample.truth)
    started = time.perf_counter()
    documents: list[Document] = []
    found: list[tuple[str, str]] = []
    try:
        documents = read_payload(variant.payload)
    except Refusal:
        pass
    except Exception as error:  # noqa: BLE001 (whatever it is, it must not be)
        found.append(("exception", f"{type(error).__name__}: {error}"))
    if (seconds := time.perf_counter() - started) > SLOW:
        found.append(("slow", f"{seconds:.1f} s"))
    for document in documents:
        outcome.n_facts += len(document.observations)
        found += problems(document, sample)
    outcome.failures += [Failure(what, sample.name, trial, variant.kinds, detail) for what, detail in found]


def problems(document: Document, sample: Sample) -> Iterator[tuple[str, str]]:
    """What is wrong with the facts of a document that was read from a sample, damaged or not."""
    cells = {(cell.table, cell.row, cell.column, cell.start, cell.end) for cell in document.cells}
    news = [f for f in document.findings if (f.rule, f.message) not in sample.findings]
    for one in document.observations:
        where = one.where
        said = f"{key_of(one)} {one.value} '{where.quote}'"
        if document.text[where.start : where.end] != where.quote:
            yield "misquoted", said
        if (
            one.basis == "table"
            and (where.table, where.row, where.column, where.start, where.end) not in cells
        ):
            yield "misquoted", said
        if not _is_printed(one):
            yield "not_printed", said
        stated = sample.stated(one)
        if one.value in stated:
            continue
        said += f", not {', '.join(map(str, stated)) or 'printed'}"
        yield "wrong" if not any(_names(finding, one) for finding in news) else "told", said


def _is_printed(one: Observation) -> bool:
    """Whether the quote holds the number, in any unit; a zero can be said in words."""
    if one.value == 0:
        return True
    printed = [number.value for number in find_numbers(one.where.quote)]
    return any(abs(one.value) == value.scaleb(shift) for value in printed for shift in (0, 4, -4, 8))


def _names(finding: Finding, one: Observation) -> bool:
    """Whether a finding is about this fact: it names the indicator, or stands at its row or its words."""
    if one.indicator_id in (finding.indicator_id, *finding.message.split()):
        return True
    where = finding.where
    if where is None:
        return False
    if where.table is not None:
        return (where.table, where.row) == (one.where.table, one.where.row)
    return where.start < one.where.end and one.where.start < where.end
