"""Counted statements: the rules applied to the numbers of a sentence.

What belongs here: matching. What does not: the rules (`rules_*.py`), disclosed items and channels
(`items.py`), statements that something did not happen (`zeros.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import ALWAYS, Rule
from flows.extract.prose.rules_applications import APPLICATION_RULES
from flows.extract.prose.rules_capacity import CAPACITY_RULES
from flows.extract.prose.rules_inquiries import INQUIRY_RULES
from flows.extract.prose.rules_outcomes import OUTCOME_RULES
from flows.extract.prose.rules_publicity import PUBLICITY_RULES
from flows.extract.prose.rules_remedies import REMEDY_RULES
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, NUMBER, Token

_REACH: Final = 24
"""Tokens that a label may reach to the left of its number."""


_CONCEPT: Final = re.compile(r"[a-z_]+")
# What only the official forms say, by section: 咨询电话接听数, 当面咨询接待数, 复议后起诉.
_NEVER: Final = pattern("(?!)")
_FORM_WORDS: Final = defaultdict(
    lambda: _NEVER,
    {
        Section.INQUIRIES: pattern(
            "inquiry phone answer_call|in_person inquiry host|online inquiry count"
            # 接待公众咨询72人次,其中电话咨询45人次,当面咨询27人次
            "|EDGE(?:receive|host|accept)(?:public|filler|running)* inquiry GLUE number comma? part? colon?"
            "(?:phone|in_person|online|come) inquiry number [comma pause](?:phone|in_person|online|come) inquiry"
        ),
        Section.REMEDIES: pattern("direct_suit|later_suit"),
    },
)
_GOES_ON: Final = pattern("start filler* (?:review|litigation)")
_REMEDIES: Final = frozenset({"review", "litigation"})


@dataclass(frozen=True)
class _Matcher:
    """A rule with its patterns, compiled when they are first needed."""

    rule: Rule

    @cached_property
    def nearby(self) -> str:
        """The code that must stand in the reach of the label, empty where the label does not name the key."""
        is_named = self.rule.key and self.rule.key in _CONCEPT.findall(self.rule.before)
        return CODE_OF[self.rule.key] if is_named else ""

    @cached_property
    def label(self) -> re.Pattern[str]:
        return pattern(f"(?:{self.rule.before})$")

    @cached_property
    def after(self) -> re.Pattern[str]:
        return pattern(self.rule.after)


def _by_key(rules: Iterable[Rule]) -> dict[str, list[_Matcher]]:
    """The rules under the code of the concept that a sentence must have for them."""
    keyed: dict[str, list[_Matcher]] = {}
    for rule in rules:
        keyed.setdefault(CODE_OF[rule.key or NUMBER], []).append(_Matcher(rule))
    return keyed


_BY_KEY: Final = _by_key(
    (
        *APPLICATION_RULES,
        *OUTCOME_RULES,
        *INQUIRY_RULES,
        *REMEDY_RULES,
        *CAPACITY_RULES,
        *PUBLICITY_RULES,
    )
)


def counts(context: Context) -> Iterator[Statement]:
    """All counted statements of a sentence, but those of disclosed items."""
    spoken = set(context.codes)
    if CODE_OF[NUMBER] not in spoken:
        return
    rules = [rule for key, keyed in _BY_KEY.items() if key in spoken for rule in keyed]
    for index, token in context.numbers():
        fitting = [
            matcher
            for matcher in rules
            if token.unit in matcher.rule.units or (token.unit == "" and matcher.rule.bare)
        ]
        if not fitting or not context.is_count(index):
            continue
        for matcher in fitting:
            statement = _apply(matcher, context, index, token)
            if statement is not None:
                yield statement


def _apply(matcher: _Matcher, context: Context, index: int, token: Token) -> Statement | None:
    rule = matcher.rule
    window = context.codes[max(0, index - _REACH) : index]
    if matcher.nearby not in window:
        return None
    label = matcher.label.search(window)
    if label is None or token.number is None:
        return None
    after = matcher.after.match(context.codes, index + 1)
    if after is None:
        return None
    if token.unit == "" and not rule.after and not context.ends_at(index + 1):
        return None
    period = context.period_at(index, is_state=rule.state)
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
        of_territory=context.is_of_territory(index),
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
    # 新收17件,办理结果:予以公开9件: what stands before the results is another matter.
    before = context.codes[:index].rpartition(CODE_OF["results"])[2]
    if rule.apart_from and not codes(*rule.apart_from).isdisjoint(before):
        return False
    if rule.whole and CODE_OF["part"] in before.rpartition(CODE_OF["semicolon"])[2]:
        return False
    return _is_about(rule, context, index)


def _is_about(rule: Rule, context: Context, index: int) -> bool:
    if rule.about == "" or context.section is rule.home:
        return True
    if rule.about == "request":
        # 办理政府信息公开申请5件。历年累计受理申请17件: the same applications again.
        is_again = context.topic_at(context.clause_start(index)) == "application"
        if context.is_of_requests or (is_again and CODE_OF["business"] not in context.codes[:index]):
            return True
        return _is_zero(context[index]) and context.sentence.speaks_of_disclosure
    if context.speaks_of_disclosure() or _FORM_WORDS[rule.home].search(context.codes) is not None:
        return True
    # 因信息公开被提起行政复议2件。行政诉讼1件。
    goes_on = rule.home is Section.REMEDIES and _GOES_ON.match(context.codes) is not None
    if goes_on and context.topic_is_ours and context.topic in _REMEDIES:
        return True
    return (rule.about == "paragraph" or _is_zero(context[index])) and context.sentence.speaks_of_disclosure


def _is_zero(token: Token) -> bool:
    return token.number is not None and token.number.value == 0
