"""What is published on the sample portal: each body's report of each year, and what was done to it.

What belongs here: which report gets which noise, the two reports that are wrong on purpose, the one that
mixes two forms, and what a correction changes. What does not: pages and addresses (`pages.py`, `site.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Final

from flows.demo.agencies import Agency
from flows.demo.draft import Block, Draft, Paragraph, Table
from flows.demo.facts import Fact, FactKey
from flows.demo.figures import usual_form
from flows.demo.lists import plain
from flows.demo.noises import NOISES, noise
from flows.demo.reports import draft_report

REPORTS_PER_NOISE: Final = 3
_WRONG: Final = {("F2021", 1), ("F2014", 7)}
"""Form and number of the bodies whose reports are wrong on purpose."""
_MIXED_FORMS: Final = ("F2021", 9)
"""Section 2 of 2021's form over sections 3 and 4 of 2019's, as many bodies print it."""


@dataclass(frozen=True)
class Entry:
    """One published report: the draft before its noises, and their numbers in the order they are applied."""

    clean: Draft
    noises: tuple[str, ...] = ()

    @cached_property
    def printed(self) -> Draft:
        """The draft as it stands on the page."""
        draft = self.clean
        for number in self.noises:
            draft = noise(number)(draft)
        return draft


def catalogue(seed: int, bodies: Sequence[Agency], years: Sequence[int]) -> list[Entry]:
    """All reports of the bodies, in order of year and body, the same for the same seed."""
    drafts = [report_of(seed, agency, year) for year in years for agency in bodies]
    numbers = _spread_noises(seed, drafts)
    return [Entry(draft, numbers.get(i, ())) for i, draft in enumerate(drafts)]


def report_of(seed: int, agency: Agency, year: int) -> Draft:
    """One body's report before any noise; wrong where it is wrong on purpose."""
    form = usual_form(year)
    is_mixed = (form, agency.number) == _MIXED_FORMS
    draft = draft_report(seed, agency, year, later_form="F2019" if is_mixed else None)
    if (form, agency.number) not in _WRONG:
        return draft
    return _break_balance(draft) if form == "F2021" else _break_replies(draft)


def _spread_noises(seed: int, drafts: Sequence[Draft]) -> dict[int, tuple[str, ...]]:
    """Numbers of noises by place in the list: a noise goes where it changes something, one to a report, round
    after round, until half of the reports are taken."""
    places = [i for i, draft in enumerate(drafts) if not draft.expected_findings]
    Random(f"{seed}|noises").shuffle(places)  # noqa: S311 (a choice of samples, not a secret)
    numbers: dict[int, tuple[str, ...]] = {}
    for entry in NOISES * REPORTS_PER_NOISE:
        if 2 * len(numbers) >= len(places):
            break
        for i in places:
            if i not in numbers and entry.change(drafts[i]) != drafts[i]:
                numbers[i] = (entry.number,)
                break
    return numbers


def corrected(draft: Draft) -> Draft:
    """The report as its body corrects it later: five more items disclosed, wherever that is printed."""
    return _raise(draft, lambda key: key.indicator_id == "stat.proactive.items", 5)


def _break_balance(draft: Draft) -> Draft:
    """One application more carried in than left again: A1 fails for natural persons and in total."""
    wrong = {
        FactKey("applications.carried_in", "natural_person"),
        FactKey("applications.carried_in", "total"),
    }
    return replace(_raise(draft, wrong.__contains__, 1), expected_findings=("A1",))


def _break_replies(draft: Draft) -> Draft:
    """Two replies more in one part than in the whole: S3 fails."""
    wrong = FactKey("stat.applications.replied.granted")
    return replace(_raise(draft, wrong.__eq__, 2), expected_findings=("S3",))


def _raise(draft: Draft, concerns: Callable[[FactKey], bool], by: int) -> Draft:
    """The draft with some figures higher, in tables and sentences alike."""

    def raised(block: Block) -> Block:
        if isinstance(block, Table):
            rows = tuple(
                tuple(
                    replace(cell, runs=(plain(cell.fact.value + by),), fact=_plus(cell.fact, by))
                    if cell.fact and concerns(cell.fact.key)
                    else cell
                    for cell in row
                )
                for row in block.rows
            )
            return replace(block, rows=rows)
        if isinstance(block, Paragraph):
            text = block.text
            for fact in block.facts:
                if concerns(fact.key):
                    # The sentence's first number of that value and unit is the one that states it.
                    text = text.replace(f"{plain(fact.value)}条", f"{plain(fact.value + by)}条", 1)
            facts = tuple(_plus(fact, by) if concerns(fact.key) else fact for fact in block.facts)
            return replace(block, text=text, facts=facts)
        return block

    return replace(draft, blocks=tuple(raised(block) for block in draft.blocks))


def _plus(fact: Fact, by: int) -> Fact:
    return replace(fact, value=fact.value + Decimal(by))
