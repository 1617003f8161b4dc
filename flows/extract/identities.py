"""The arithmetic that a correct report obeys, held against what one document states.

What belongs here: the identities of `identities.csv` that one document can answer, and prose against table by
`crosswalk.csv`. What does not: identities between years and with the publication date (the warehouse knows
the neighbours), the grammar of the terms (`identity_terms.py`), and any repair.

An identity with a blank term is not evaluated, and says so. 0 = 0 proves little and is kept apart.
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, cast

from flows.errors import SettingsError
from flows.extract.identity_terms import CURRENT, Instance, Key, Statements, Term, Value, evaluate, parse_side
from flows.extract.model import Balance, Finding, Observation
from flows.reference import IdentityRule, Reference, is_signed
from flows.vocabulary import APPLICANTS, BalanceState, Period, Severity, TableForm

_OF_THE_WAREHOUSE: Final = ("[-1]", "published_on")
"""Terms that only neighbouring years, or the legal deadline, can answer."""
_CROSSWALK: Final = "pair in crosswalk.csv with relation "
_RELATIONS: Final[Mapping[str, tuple[Callable[[Decimal, Decimal], bool], str]]] = {
    "=": (operator.eq, "equal"),
    ">=": (operator.ge, "be at least"),
    "<=": (operator.le, "be at most"),
}
_EQUATION: Final = "="
"""Only equations bear witness to their terms: that a count is not negative says nothing of it."""
_PERIODS: Final[tuple[Period, ...]] = ("year", "cumulative")
_NEAR: Final = 200
"""Characters after a total within which prose gives its parts (其中 or a colon)."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    rule: IdentityRule
    instance: Instance
    left: Value
    right: Value
    state: BalanceState


def check(observations: Sequence[Observation], reference: Reference) -> tuple[list[Finding], list[Balance]]:
    """Hold the statements of one document against the identities.

    Returns:
        one finding for each that is broken, and each equation in each of its instances with what it shows.
        Identities of which the document states no term at all are left out.

    Raises:
        SettingsError: a rule of the reference tables is not of the language.
    """
    outcomes = list(_outcomes(observations, reference))
    broken = [_finding(one) for one in outcomes if one.state == "broken"]
    return broken + _fractions(observations, reference), _balances(outcomes, observations)


def _balances(outcomes: Sequence[_Outcome], observations: Sequence[Observation]) -> list[Balance]:
    places = {id(one): place for place, one in enumerate(observations)}
    return [
        Balance(
            rule=one.rule.identity_id,
            instance=one.instance.name,
            state=one.state,
            terms=tuple(places[id(term)] for term in (*one.left.terms, *one.right.terms)),
        )
        for one in outcomes
        if one.rule.relation == _EQUATION
    ]


def _outcomes(observations: Sequence[Observation], reference: Reference) -> Iterator[_Outcome]:
    by_form = {"all": _first_of_each(observations)}
    for base in {one.form or one.basis for one in observations}:
        by_form[base] = _first_of_each(one for one in observations if (one.form or one.basis) == base)
    for rule in reference.identities:
        sides = f"{rule.left} {rule.right}"
        if any(mark in sides for mark in _OF_THE_WAREHOUSE):
            continue
        if rule.over.startswith(_CROSSWALK):
            yield from _against_prose(rule, observations, reference)
        else:
            for form in _forms(rule):
                yield from _within(rule, form, by_form.get(form, {}), reference)


def _forms(rule: IdentityRule) -> tuple[TableForm | Literal["prose", "all"], ...]:
    return cast(tuple[TableForm | Literal["prose", "all"], ...], rule.forms)


def _first_of_each(observations: Iterable[Observation]) -> dict[Key, Observation]:
    """Of several statements of one thing the first."""
    found: dict[Key, Observation] = {}
    for one in observations:
        found.setdefault((one.indicator_id, one.applicant, one.period), one)
    return found


def _within(
    rule: IdentityRule, form: str, statements: Statements, reference: Reference
) -> Iterator[_Outcome]:
    if not statements:
        return
    if rule.left == CURRENT and rule.right.isdecimal():
        statements = _out_of_bounds(rule, statements)
    for instance, left_text, right_text in _instances(rule, form, statements, reference):
        outcome = _held(rule, instance, _parsed(left_text), _parsed(right_text), statements)
        if outcome and (form != "prose" or _is_one_passage(outcome)):
            yield outcome


def _out_of_bounds(rule: IdentityRule, statements: Statements) -> Statements:
    """What breaks a bound (value >= 0): all that is to be said of one, and few of the many values."""
    holds, bound = _RELATIONS[rule.relation][0], Decimal(rule.right)
    return {key: one for key, one in statements.items() if not holds(one.value, bound)}


_parsed = lru_cache(maxsize=512)(parse_side)


def _instances(
    rule: IdentityRule, form: str, statements: Statements, reference: Reference
) -> Iterator[tuple[Instance, str, str]]:
    """What a rule is repeated for, with its two sides."""
    children = reference.form_indicators.get(cast(TableForm, form), frozenset())
    over, _, rest = rule.over.partition(" ")
    if over == "report":
        yield Instance("report", "year", children=children), rule.left, rule.right
    elif over == "applicant":
        for applicant in APPLICANTS:
            yield Instance(applicant, "year", applicant, children=children), rule.left, rule.right
    elif over == "period":
        for period in _PERIODS:
            yield Instance(period, period, children=children), rule.left, rule.right
    elif over == "block":
        for block in rest.removeprefix("in ").split():
            left, right = (side.replace("{block}", block) for side in (rule.left, rule.right))
            yield Instance(block, "year", children=children), left, right
    elif over == "indicator":
        for key in _indicators(rest, rule, statements, reference):
            yield Instance(key[0], key[2], key[1], key[0], children), rule.left, rule.right
    else:
        raise SettingsError(f"identities.csv: '{rule.over}' of {rule.identity_id} is not known")


def _indicators(which: str, rule: IdentityRule, statements: Statements, reference: Reference) -> list[Key]:
    prefix = re.fullmatch(r"in (\S+)\.\*", which)
    if prefix:
        ids = sorted({key[0] for key in statements if key[0].startswith(f"{prefix[1]}.")})
        return [(indicator_id, None, "year") for indicator_id in ids]
    units = re.fullmatch(r"with unit (other than )?(.+)", which)
    if units is None:
        raise SettingsError(f"identities.csv: '{rule.over}' of {rule.identity_id} is not known")
    named = set(units[2].replace(" or ", " ").split())
    return [
        key
        for key in statements
        if (reference.indicators[key[0]].unit in named) != bool(units[1]) and not is_signed(key[0])
    ]


def _held(
    rule: IdentityRule,
    instance: Instance,
    left: Sequence[Term],
    right: Sequence[Term],
    statements: Statements,
) -> _Outcome | None:
    """Evaluate both sides; None where the document states no term of either."""
    a, b = evaluate(left, instance, statements), evaluate(right, instance, statements)
    if not a.terms and not b.terms:
        return None
    return _Outcome(rule, instance, a, b, _state(rule, a, b))


def _state(rule: IdentityRule, left: Value, right: Value) -> BalanceState:
    terms = (*left.terms, *right.terms)
    if left.value is None or right.value is None or any(one.approximate for one in terms):
        return "not_evaluated"
    if not _RELATIONS[rule.relation][0](left.value, right.value):
        return "broken"
    return "held" if any(one.value for one in terms) else "held_on_zeros"


def _is_one_passage(outcome: _Outcome) -> bool:
    """Whether prose gives the parts right after their total: only there are they the whole."""
    if not outcome.left.terms:
        return False
    total = outcome.left.terms[0].where.end
    return all(0 <= part.where.start - total <= _NEAR for part in outcome.right.terms)


def _against_prose(
    rule: IdentityRule, observations: Sequence[Observation], reference: Reference
) -> Iterator[_Outcome]:
    """What prose says against what the table of the same report says, of the same thing."""
    relation = rule.over.removeprefix(_CROSSWALK)
    prose = [one for one in observations if one.basis == "prose"]
    for form in _forms(rule):
        statements = _first_of_each(one for one in observations if one.basis == "table" and one.form == form)
        if not statements:
            continue
        cells = {
            pair.prose_id: pair.form_id
            for pair in reference.crosswalk
            if pair.relation == relation and form in pair.forms and pair.form_id
        }
        children = reference.form_indicators[cast(TableForm, form)]
        for one in prose:
            instance = Instance(one.indicator_id, one.period, one.applicant, one.indicator_id, children)
            right = evaluate(_parsed(cells.get(one.indicator_id, one.indicator_id)), instance, statements)
            if not right.terms or _counts_another(one, right.terms):
                continue
            left = Value(one.value, (one,))
            yield _Outcome(rule, instance, left, right, _state(rule, left, right))


def _counts_another(prose: Observation, table: Sequence[Observation]) -> bool:
    """Whether the prose counts another scope than the table, and says so (one office, not the county)."""
    return prose.scope is not None and any(one.scope != prose.scope for one in table)


def _fractions(observations: Sequence[Observation], reference: Reference) -> list[Finding]:
    """Counts with decimals: N1 wants whole numbers."""
    rule = next((rule for rule in reference.identities if rule.identity_id == "N1"), None)
    if rule is None:
        return []
    counts = {key: one for key, one in _first_of_each(observations).items() if not _is_whole(one.value)}
    return [
        Finding(
            rule.identity_id,
            cast(Severity, rule.severity),
            f"{key[0]} is a count and cannot be {_plain(one.value)}",
            left=one.value,
            indicator_id=key[0],
            applicant=key[1],
            where=one.where,
        )
        for key in _indicators(rule.over.partition(" ")[2], rule, counts, reference)
        for one in [counts[key]]
    ]


def _is_whole(value: Decimal) -> bool:
    # `%` fails on numbers of more digits than the context has.
    return value == value.to_integral_value()


def _finding(outcome: _Outcome) -> Finding:
    rule, instance, left, right = outcome.rule, outcome.instance, outcome.left, outcome.right
    first = left.terms[0]
    is_one = len({one.indicator_id for one in left.terms}) == 1
    wanted = _RELATIONS[rule.relation][1]
    return Finding(
        rule.identity_id,
        cast(Severity, rule.severity),
        f"{_in_words(left)} should {wanted} {_in_words(right)} ({instance.name})",
        left=left.value,
        right=right.value,
        indicator_id=first.indicator_id if is_one else None,
        applicant=first.applicant,
        where=first.where,
    )


def _in_words(value: Value) -> str:
    """A side in words: basis, indicator, applicant and figure of each term, and the sum of several."""
    terms = [
        f"{one.basis} {one.indicator_id}{f'@{one.applicant}' if one.applicant else ''} {_plain(one.value)}"
        for one in value.terms
    ]
    return (
        " + ".join(terms) + f" = {_plain(value.value)}"
        if len(terms) > 1
        else terms[0]
        if terms
        else _plain(value.value)
    )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
