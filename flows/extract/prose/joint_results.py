"""Results that are told of two kinds of cases at once, and results that are more than there were cases.

What belongs here: whether a result is said of reviews and of lawsuits together, or of both kinds of lawsuits; and
whether it can be what became of the cases that the sentence counts. What does not: the words of results
(`rules_remedies.py`), cases that are not of disclosure (`other_cases.py`).

行政复议3件、行政诉讼1件,其中维持3件 tells nothing of either alone; 行政复议3件,维持3件;行政诉讼1件,维持1件 of both.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.frame_words import DECIDED
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import Rule
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF

_OTHER_KIND: Final = {
    "review": "litigation",
    "litigation": "review",
    "direct_suit": "later_suit",
    "later_suit": "direct_suit",
}
_KINDS: Final = codes(*_OTHER_KIND)
_DECIDED: Final = codes(*DECIDED.split("|"))
_NUMBER: Final = CODE_OF["number"]
_JOINS: Final = codes("pause", "conjunction")
_PARTS_GROUPS: Final = codes("semicolon", "gap")
_LEADS_TO_ALL: Final = codes("part", "results", "new_upheld", "new_corrected", "new_other")
_SUIT: Final = pattern("(?:direct_suit|later_suit) filler*$")
_SUMS_UP: Final = re.compile("共|合计|总计")
# 行政复议3件、行政诉讼1件,法院维持1件: who decided tells of which kind it was.
_DECIDED_BY: Final = {
    "review": re.compile("复议机[关构]"),
    "litigation": re.compile("法院|[一二终]审|判决|裁定|原告|驳回起诉|胜诉"),
}
_TOTALS: Final = {
    "stat.review": ("stat.review",),
    "review": ("stat.review", "review.total"),
    "stat.litigation": ("stat.litigation",),
    "litigation_direct": ("litigation_direct.total",),
    "litigation_after_review": ("litigation_after_review.total",),
}
"""What an indicator of a result begins with: the totals of its kind."""
_RESULTS: Final = frozenset({"upheld", "corrected", "other", "pending"})
_TOGETHER: Final = "it is said of two kinds of cases together"
_TOO_MANY: Final = "a result is more than there were cases of its kind"


def doubt_of_result(rule: Rule, context: Context, index: int) -> str:
    """Why a result is no fact of the kind of cases that was named last before it; empty where it is one."""
    # That none was corrected is true of each kind.
    if rule.topic not in _OTHER_KIND or _value(context, index) == 0:
        return ""
    return _TOGETHER if _is_of_two_kinds(context, index) else ""


def topic_after(context: Context) -> str:
    """What the next sentence speaks of, where it does not say; nothing where two kinds of cases were counted last."""
    topic = context.topic_at(len(context.codes))
    return "" if topic in _OTHER_KIND and _is_of_two_kinds(context, len(context.codes)) else topic


def without_too_many(found: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence; the results of a kind are in doubt where one is more than its cases."""
    wrong = {_kind(s) for s in found if _is_too_many(s, found)}
    if not wrong:
        return list(found)
    return [s._replace(doubt=s.doubt or _TOO_MANY) if _kind(s) in wrong else s for s in found]


def _is_too_many(result: Statement, found: Sequence[Statement]) -> bool:
    totals = _TOTALS.get(_kind(result) or "", ())
    counted = [s.value for s in found if s.indicator_id in totals and s.period == result.period]
    return bool(counted) and result.value > max(counted)


def _kind(statement: Statement) -> str | None:
    """What the id of a result begins with; None for anything else."""
    kind, _, name = statement.indicator_id.rpartition(".")
    return kind if name in _RESULTS and kind in _TOTALS else None


def _is_of_two_kinds(context: Context, index: int) -> bool:
    """Whether a result that is counted at a token is one of the two kinds of cases counted before it."""
    said = context.codes
    last = _last_kind(context, index)
    if last < 0:
        return False
    kind = context[last].concept
    other = CODE_OF[_OTHER_KIND[kind]]
    if said[last - 1] in _JOINS and said[last - 2] == other:
        # 复议、诉讼共3件,维持2件
        return True
    first = next((n for n in range(last, index + 1) if said[n : n + 1] in _DECIDED), index)
    number = said.find(_NUMBER, last, first)
    if number < 0 or _value(context, number) == 0 or _is_copy(context, index, number):
        return False
    between = said[number + 1 : first]
    if between.rfind(CODE_OF["open"]) > between.rfind(CODE_OF["shut"]):
        return False
    before = _other_before(said, last, other, is_apart=not _PARTS_GROUPS.isdisjoint(between))
    counted = said.find(_NUMBER, before, last) if before >= 0 else -1
    if counted < 0 or _value(context, counted) == 0:
        return False
    words = context.tokens.text[context[number].end : context[min(index, len(said) - 1)].end]
    decided_by = _DECIDED_BY.get(kind)
    if decided_by is not None and decided_by.search(words) is not None:
        return False
    is_led = not _LEADS_TO_ALL.isdisjoint(said[number + 1 : first + 1]) or _SUMS_UP.search(words) is not None
    is_joined = not _JOINS.isdisjoint(said[counted + 1 : last]) or not _PARTS_GROUPS.isdisjoint(between)
    return is_led or is_joined or _results(context, first) != _value(context, number)


def _other_before(said: str, last: int, other: str, *, is_apart: bool) -> int:
    """The place of the other kind where it has no result of its own; -1 where there is none.

    Args:
        is_apart: a semicolon parts the results from the kind before them, so that one between the kinds means nothing.
    """
    for place in range(last - 1, 0, -1):
        if said[place] in _DECIDED or (said[place] in _PARTS_GROUPS and not is_apart):
            return -1
        if said[place] == other:
            return place
    return -1


def _last_kind(context: Context, end: int) -> int:
    """The place of the kind of cases named last; 经复议后起诉的行政诉讼1件 are suits of that kind."""
    named = [n for n in range(1, end) if context.codes[n] in _KINDS]
    if not named:
        return -1
    suit = _SUIT.search(context.codes, 0, named[-1])
    return suit.start() if suit is not None else named[-1]


def _is_copy(context: Context, index: int, number: int) -> bool:
    """行政复议2件、行政诉讼1件,均维持: what is said of all holds of the last kind by its own number."""
    return index < len(context.codes) and context[index].start == context[number].start


def _value(context: Context, index: int) -> Decimal | None:
    number = context[index].number
    return None if number is None else number.value


def _results(context: Context, first: int) -> Decimal:
    """The sum of the results listed from a token on."""
    total = Decimal(0)
    for token in context.tokens.tokens[first:]:
        code = CODE_OF[token.concept]
        if code in _KINDS or code in _PARTS_GROUPS:
            break
        total += token.number.value if token.number is not None else 0
    return total
