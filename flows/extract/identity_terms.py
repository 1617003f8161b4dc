"""The small language of the reference tables' terms, parsed and evaluated.

What belongs here: the grammar of one side of an identity and of a crosswalk's cell, and its value over the
statements of one document. What does not: which identities there are (`identities.csv`) and what they are
repeated for (`identities.py`).

    side    = term { " + " term }
    term    = ( id | "sum(" id ".*)" | "printed(" id ".*)" | "value" | number ) [ "@" applicant ] | "@" applicant

`sum` runs over all children that the form has, `printed` over those that this table prints. A term without an
applicant or an indicator takes those that the identity is repeated for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from flows.errors import SettingsError
from flows.extract.model import Observation
from flows.vocabulary import Applicant, Period

Key = tuple[str, Applicant | None, Period]
Statements = Mapping[Key, Observation]
"""What is stated: one observation for an indicator, applicant and period."""

_TERM: Final = re.compile(
    r"(?:(?P<over>sum|printed)\((?P<parent>[a-z0-9_.]+)\.\*\)|(?P<id>[a-z][a-z0-9_.]*)|(?P<constant>\d+))?"
    r"(?:@(?P<applicant>[a-z_.]+))?"
)
CURRENT: Final = "value"
"""The term that stands for the statement an identity is repeated for."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `indicator_id` is empty where the identity's own indicator is meant."""

    kind: Literal["one", "sum", "printed", "constant"]
    indicator_id: str
    applicant: Applicant | None
    constant: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Instance:
    """What an identity is evaluated for: what its terms leave open.

    Attributes:
        name: names the instance within its identity: an applicant, an indicator, a block, a period or
        `report`.
        children: all indicators of the form, for `sum`.
    """

    name: str
    period: Period
    applicant: Applicant | None = None
    indicator_id: str = ""
    children: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Value:
    """A side's value and the statements it is made of; `value` is None where one of them is missing."""

    value: Decimal | None
    terms: tuple[Observation, ...]


def parse_side(text: str) -> tuple[Term, ...]:
    """Parse one side of an identity.

    Raises:
        SettingsError: the text is not of the language.
    """
    return tuple(_parse_term(part.strip(), text) for part in text.split(" + "))


def evaluate(side: Sequence[Term], instance: Instance, statements: Statements) -> Value:
    """The value of a side over what a document states; missing where any term is blank."""
    stated: list[Observation] = []
    total = Decimal(0)
    is_whole = True
    for term in side:
        if term.kind == "constant":
            total += term.constant
            continue
        keys = _keys(term, instance, statements)
        found = [one for key in keys if (one := statements.get(key)) is not None]
        is_whole = is_whole and 0 < len(keys) == len(found)
        stated += found
        for one in found:
            total += one.value
    return Value(total if is_whole else None, tuple(stated))


def _parse_term(part: str, whole: str) -> Term:
    found = _TERM.fullmatch(part)
    if not part or found is None:
        raise SettingsError(f"identities.csv or crosswalk.csv: '{part}' in '{whole}' is no term")
    applicant: Applicant | None = found["applicant"]  # type: ignore[assignment]
    if found["constant"]:
        return Term("constant", "", applicant, Decimal(found["constant"]))
    if found["over"]:
        return Term(found["over"], found["parent"], applicant)  # type: ignore[arg-type]
    indicator_id = found["id"] or ""
    return Term("one", "" if indicator_id == CURRENT else indicator_id, applicant)


def _keys(term: Term, instance: Instance, statements: Statements) -> list[Key]:
    applicant, period = term.applicant or instance.applicant, instance.period
    if term.kind == "one":
        return [(term.indicator_id or instance.indicator_id, applicant, period)]
    if term.kind == "sum":
        return [(child, applicant, period) for child in _children(instance.children, term.indicator_id)]
    return [
        key
        for key in statements
        if key[1] == applicant and key[2] == period and _is_child(key[0], term.indicator_id)
    ]


@lru_cache(maxsize=256)
def _children(indicator_ids: frozenset[str], parent: str) -> tuple[str, ...]:
    return tuple(child for child in sorted(indicator_ids) if _is_child(child, parent))


def _is_child(indicator_id: str, parent: str) -> bool:
    return indicator_id.rpartition(".")[0] == parent
