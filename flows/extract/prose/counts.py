"""Counted statements: the rules applied to the numbers of a sentence.

What belongs here: matching. What does not: the rules (`rules_*.py`), disclosed items and channels
(`items.py`), statements that something did not happen (`zeros.py`).
"""

from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import ALWAYS, MONEY, Rule
from flows.extract.prose.rules_applications import APPLICATION_RULES
from flows.extract.prose.rules_capacity import CAPACITY_RULES
from flows.extract.prose.rules_publicity import PUBLICITY_RULES
from flows.extract.prose.rules_remedies import REMEDY_RULES
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, Token

_REACH: Final = 24
"""Tokens that a label may reach to the left of its number."""


_RULES: Final = (*APPLICATION_RULES, *REMEDY_RULES, *CAPACITY_RULES, *PUBLICITY_RULES)


def counts(context: Context) -> Iterator[Statement]:
    """All counted statements of a sentence, but those of disclosed items."""
    rules = [rule for rule in _RULES if not rule.key or CODE_OF[rule.key] in context.codes]
    for index, token in context.numbers():
        fitting = [rule for rule in rules if token.unit in rule.units or (token.unit == "" and rule.bare)]
        if not fitting or not is_plausible(token) or not context.is_count(index):
            continue
        for rule in fitting:
            statement = _apply(rule, context, index, token)
            if statement is not None:
                yield statement


def is_plausible(token: Token) -> bool:
    """Whether a number can be a count of its unit: whole and not negative, or an amount or a share."""
    if token.number is None or token.number.value < 0:
        return False
    value = token.number.value
    return token.unit in MONEY or token.unit == "%" or value == value.to_integral_value()


def _apply(rule: Rule, context: Context, index: int, token: Token) -> Statement | None:
    window = context.codes[max(0, index - _REACH) : index]
    label = pattern(f"(?:{rule.before})$").search(window)
    after = pattern(rule.after).match(context.codes, index + 1)
    if label is None or after is None or token.number is None:
        return None
    if token.unit == "" and not rule.after and not context.ends_at(index + 1):
        return None
    period = context.period_at(index)
    if period is None or not _fits(rule, context, index):
        return None
    left = index - len(window) + label.start(1)
    right = index + len(after.group())
    start, end = context.sentence.span(context[min(left, index)].start, context[right].end)
    return Statement(
        indicator_id=rule.indicator_id,
        value=token.number.value,
        unit=token.unit,
        period=period,
        start=start,
        end=end,
        is_at_home=context.section is rule.home,
        approximate=token.approximate,
        instead=rule.instead,
        applicant=rule.applicant,
        scope=context.scope_at(index),
    )


def _fits(rule: Rule, context: Context, index: int) -> bool:
    if rule.since or rule.until < ALWAYS:
        year = context.report_year
        beside = bool(rule.beside) and CODE_OF[rule.beside] in context.codes
        if not beside and (year is None or not rule.since <= year < rule.until):
            return False
    if rule.topic and context.topic_at(index) != rule.topic:
        return False
    if rule.unless and not codes(*rule.unless).isdisjoint(context.codes[context.clause_start(index) : index]):
        return False
    if rule.apart_from and not codes(*rule.apart_from).isdisjoint(context.codes[:index]):
        return False
    return _is_about(rule, context, is_zero=_is_zero(context[index]))


def _is_zero(token: Token) -> bool:
    return token.number is not None and token.number.value == 0


def _is_about(rule: Rule, context: Context, *, is_zero: bool) -> bool:
    if rule.about == "" or context.section is rule.home:
        return True
    if rule.about == "request":
        return CODE_OF["on_request"] in context.codes
    if context.speaks_of_disclosure():
        return True
    return (rule.about == "paragraph" or is_zero) and context.sentence.speaks_of_disclosure
