"""What a sample page states, and the truth that the portal hands out about it.

What belongs here: the data structures of facts, of what became of a page, and of what a careful reader must
find. What does not: where the figures come from (`figures.py`) and the comparison (`compare.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from flows.vocabulary import Applicant, Basis, Kind, Period


class FactKey(NamedTuple):
    """What a figure counts: an id of the dictionary, the applicant column and the period."""

    indicator_id: str
    applicant: Applicant | None = None
    period: Period = "year"


Figures = Mapping[FactKey, Decimal]
"""The figures of one body and year."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure at one place of a page; `value` is in the dictionary's unit, however it is printed."""

    key: FactKey
    value: Decimal


@dataclass(frozen=True, slots=True)
class TruthObservation:
    """One number that a careful reader must read from a page."""

    indicator_id: str
    applicant: Applicant | None
    period: Period
    value: Decimal
    basis: Basis

    @property
    def key(self) -> FactKey:
        """What it counts."""
        return FactKey(self.indicator_id, self.applicant, self.period)


@dataclass(frozen=True, slots=True)
class TruthPart:
    """A further page or an annex of a report: its address, the form of its tables, and the numbers it prints."""

    url: str
    form: str
    observations: tuple[TruthObservation, ...]


@dataclass(frozen=True, slots=True)
class TruthReport:
    """What one page of the portal is, and everything that it states.

    Attributes:
        path: its path on the portal; `url` is the same with the portal's address before it.
        kind: what the page is; None where it cannot be read (`refusal` says why).
        agency, report_year, form: as the contract writes them; None for what is no report.
        observations: every number printed on this page, in reading order; table and prose each for themselves.
        expected_findings: ids of the identities that the printed figures break on purpose.
        noises: numbers of the noises that were applied (`N01` ...).
        mirror_of: path of the page that this one repeats.
        parts: its further pages and annexes, which state what they print.
        refusal: reason of the refusal that reading it must give (`binary_file`).
    """

    path: str
    url: str
    kind: Kind | None
    agency: str | None = None
    report_year: int | None = None
    form: str | None = None
    observations: tuple[TruthObservation, ...] = ()
    expected_findings: tuple[str, ...] = ()
    noises: tuple[str, ...] = ()
    mirror_of: str | None = None
    refusal: str | None = None
    parts: tuple[TruthPart, ...] = ()

    def facts(self) -> dict[FactKey, TruthObservation]:
        """One observation a key, of the page and its parts: the table's where table and prose state the same."""
        chosen: dict[FactKey, TruthObservation] = {}
        in_parts = (observation for part in self.parts for observation in part.observations)
        for observation in (*self.observations, *in_parts):
            earlier = chosen.get(observation.key)
            if earlier is None or (earlier.basis == "prose" and observation.basis == "table"):
                chosen[observation.key] = observation
        return chosen
