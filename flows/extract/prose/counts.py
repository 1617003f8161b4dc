"""Counted statements: the rules applied to the numbers of a sentence.

What belongs here: what a rule asks for beside its label. What does not: labels (`matching.py`), the rules
(`rules_*.py`), disclosed items and channels (`items.py`), statements that something did not happen (`zeros.py`).
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.joint_results import doubt_of_result
from flows.extract.prose.matching import Matcher, labelled
from flows.extract.prose.no_totals import (
    is_of_a_hotline,
    is_of_archives,
    is_of_each,
    is_of_local_bodies,
    is_one_for_each,
)
from flows.extract.prose.other_cases import is_of_other_cases, is_of_the_docket
from flows.extract.prose.rule import ALWAYS, Rule
from flows.extract.prose.rules_outcomes import RESULTS
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, Token
from flows.extract.prose.told_of_parts import doubt_of_answers

_WAY: Final = "(?:phone|in_person|online|come)"
_ONE_WAY: Final = f"(?:{_WAY} (?:unknown|host)? inquiry|inquiry {_WAY}) filler*"
# What only the official forms say, by section: 咨询电话接听数, 当面咨询接待数, 复议后起诉.
_NEVER: Final = pattern("(?!)")
_FORM_WORDS: Final = defaultdict(
    lambda: _NEVER,
    {
        Section.INQUIRIES: pattern(
            "inquiry phone answer_call|in_person inquiry host|online inquiry count|government_information inquiry"
            # 接待公众咨询72人次,其中电话咨询45人次,当面咨询27人次
            "|EDGE(?:receive|host|accept)(?:public|filler|running|look_up|pause)* inquiry GLUE number comma? part?"
            "colon? (?:phone|in_person|online|come) inquiry number [comma pause](?:phone|in_person|online|come) inquiry"
            # 接受电话咨询33次、当面咨询14次: two ways of the list of 2008 side by side, of no special matter
            f"|(?:start|semicolon|gap|time|self|receive|accept|host|public)(?:filler|public|answer_call)* {_ONE_WAY}"
            f"number [comma pause] answer_call? {_ONE_WAY} number"
        ),
        Section.REMEDIES: pattern("direct_suit|later_suit"),
    },
)
_GOES_ON: Final = pattern("start filler* (?:review|litigation)")
# 新收34件,其中予以公开7件: parts of what came in are no outcomes of the year.
_PARTS_OF_THE_NEW: Final = pattern("newly [^carried_in carried_out carry semicolon]*$")
_NEWLY: Final = CODE_OF["newly"]
_APPLICATION: Final = CODE_OF["application"]
_OUTCOMES: Final = codes(*RESULTS)
_RESULTS: Final = CODE_OF["results"]
_ASKED: Final = codes("application", "on_request")
_GAP: Final = CODE_OF["gap"]
_ATTEND: Final = CODE_OF["attend"]
_NUMBER: Final = CODE_OF["number"]
_PARTS_CLAUSES: Final = codes("comma", "semicolon", "gap", "part")
_INFORMATION: Final = codes("information", "government_information")
# 其中2019年受理12件 is the year's share of a longer time, and no part of the year's.
_OF_A_PART: Final = pattern("part(?!filler* time [^comma part]*$)")
_PART: Final = CODE_OF["part"]
_BRACKETS: Final = pattern("open [^shut]* shut")
_BUSINESS: Final = codes("business", "licensing")
_REMEDIES: Final = frozenset({"review", "litigation"})
_CASES_OF_BODIES: Final = frozenset({Section.APPLICATIONS, Section.INQUIRIES, Section.REMEDIES})


def counts(context: Context) -> Iterator[Statement]:
    """All counted statements of a sentence, but those of disclosed items."""
    spoken = frozenset(context.codes)
    for index, token in context.counted:
        window = context.window(index)
        for matcher, start in labelled(token.unit, window):
            if matcher.keys.isdisjoint(spoken):
                continue
            statement = _applied(matcher, context, index, index - len(window) + start)
            if statement is not None:
                yield statement


def _applied(matcher: Matcher, context: Context, index: int, left: int) -> Statement | None:
    """What a rule states of a number whose label begins at `left`, if all that it asks for is so."""
    rule, token = matcher.rule, context[index]
    if token.number is None:
        return None
    after = matcher.after.match(context.codes, index + 1)
    if after is None:
        return None
    if token.unit == "" and not matcher.names_behind and not context.ends_at(index + 1):
        return None
    period = context.period_at(index, is_state=rule.state)
    if period is None or not _fits(matcher, context, index):
        return None
    if _is_of_attended(rule, context, index):
        return None
    if rule.home is Section.APPLICATIONS and context.codes[index + 1 : index + 2] in _INFORMATION:
        # 答复25项信息 counts what was asked for.
        return None
    if is_of_each(context, index) or (rule.state and is_one_for_each(context, index)):
        return None
    right = index + len(after.group())
    start, end = context.span(min(left, index), right)
    scope, of_territory = context.scope_at(index)
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
        scope=scope,
        of_territory=of_territory,
        of_another=context.is_of_another(index),
        doubt=doubt_of_result(rule, context, index) or doubt_of_answers(rule, context, index),
    )


def _is_of_attended(rule: Rule, context: Context, index: int) -> bool:
    """派员参加培训班2期5人次: courses that others held."""
    if rule.home is not Section.STAFF or not rule.indicator_id.startswith("stat.training."):
        return False
    first = max(context.codes.rfind(code, 0, index) for code in _PARTS_CLAUSES) + 1
    # 参训人员120人次 attended what the body held.
    is_people = rule.indicator_id == "stat.training.people"
    last = context.codes.rfind(_NUMBER, first, index) if is_people else index
    return last > first and _ATTEND in context.codes[first:last]


def _fits(matcher: Matcher, context: Context, index: int) -> bool:
    rule = matcher.rule
    if rule.since or rule.until < ALWAYS:
        year = context.form_year
        beside = bool(rule.beside) and CODE_OF[rule.beside] in context.codes
        if not beside and (year is None or not rule.since <= year < rule.until):
            return False
    if rule.topic and not _is_on_topic(rule.topic, context, index):
        return False
    if rule.unless and not matcher.unless.isdisjoint(context.codes[context.clause_start(index) : index]):
        return False
    # 新收17件,办理结果:予以公开9件: what stands before the results is another matter, and so is what came before the
    # reviews: 受理申请5件,行政复议1件.
    last = context.codes.rfind(_RESULTS, 0, index)
    if rule.home is Section.REMEDIES:
        last = max(last, *(context.codes.rfind(code, 0, index) for code in _ASKED))
    before = context.codes[last + 1 : index]
    before = _of_this_passage(matcher, before)
    if not matcher.apart_from.isdisjoint(before):
        return False
    if (
        rule.of_all
        and _PARTS_OF_THE_NEW.search(before) is not None
        and not _adds_up_to_the_new(context, index)
    ):
        return False
    if rule.whole and _is_part(context, index, before):
        return False
    return _is_about(rule, context, index)


def _adds_up_to_the_new(context: Context, index: int) -> bool:
    """新收5件,予以公开4件,不予公开1件: what came of all that is new is what came of the year."""
    newly = context.codes.rfind(_NEWLY, 0, index)
    counted = [(t.start, t.number.value) for n, t in context.counted if n > newly and t.number is not None]
    (start, whole), *parts = counted
    # 新收1件,予以公开, and 不予公开1件,属于国家秘密: a number that is said of two labels stands there twice.
    return start in dict(parts) or sum(dict(parts).values()) == whole


def _is_on_topic(topic: str, context: Context, index: int) -> bool:
    last = context.topic_at(index)
    if last == topic:
        return True
    # …“同意公开”5件: what the sentence itself shows wins over what the one before it spoke of.
    is_carried = last in ("", "information") and last == context.topic
    is_shown = len(_OUTCOMES.intersection(context.codes)) > 1 or _APPLICATION in context.codes
    return (
        topic == "application"
        and context.is_in_company
        and is_carried
        and is_shown
        and context.is_of_requests
    )


def _is_part(context: Context, index: int, before: str) -> bool:
    """Whether 其中 rules a number there. 收到33件,其中网上27件、信函6件,答复33件: the parts are all named before it."""
    if _OF_A_PART.search(_BRACKETS.sub("", before.rpartition(CODE_OF["semicolon"])[2])) is None:
        return False
    part = context.codes.rfind(_PART, 0, index)
    numbers = [
        (n, t.number.value) for n, t in enumerate(context.tokens.tokens[:index]) if t.number is not None
    ]
    whole = next((value for n, value in reversed(numbers) if n < part), None)
    return whole is None or sum(value for n, value in numbers if n > part) != whole


def _of_this_passage(matcher: Matcher, before: str) -> str:
    """What stands after the last words left out, where that names the thing itself."""
    if _GAP not in before:
        return before
    rule, passage = matcher.rule, before.rpartition(_GAP)[2]
    is_named = rule.home is Section.REMEDIES and not matcher.keys.isdisjoint(passage)
    if is_named or rule.home is Section.PROACTIVE:
        return passage
    return before


def _is_about(rule: Rule, context: Context, index: int) -> bool:
    if rule.home in _CASES_OF_BODIES and is_of_local_bodies(context, index):
        return False
    if rule.home is Section.INQUIRIES and (is_of_a_hotline(context, index) or is_of_archives(context, index)):
        return False
    if rule.home is Section.REMEDIES:
        if is_of_other_cases(context, index, rule.key):
            return False
        if context.hears_cases and is_of_the_docket(context, index):
            return False
    if rule.about == "" or context.section is rule.home:
        return True
    if rule.about == "company":
        return context.stands_in_company(index) and not context.hears_cases
    if rule.about == "request":
        if context.stands_in_company(index) and not context.is_of_the_people(index):
            return True
        # 办理政府信息公开申请5件。历年累计受理申请17件: the same applications again.
        is_again = context.topic_at(context.clause_start(index)) == "application"
        if context.is_of_requests or (is_again and _BUSINESS.isdisjoint(context.codes[:index])):
            return True
        return _is_zero(context[index]) and context.sentence.speaks_of_disclosure
    is_own = rule.home is not Section.REMEDIES or not context.hears_cases
    # 复议1件,某会维持1件: who decided is no name of other work.
    place = context.clause_start(index) if rule.topic in _REMEDIES else index
    if rule.about != "named" and is_own and context.stands_in_company(place):
        return True
    if rule.home is Section.APPLICATIONS and context.is_of_requests:
        return True
    if context.speaks_of_disclosure() or _FORM_WORDS[rule.home].search(context.codes) is not None:
        return True
    # 因信息公开被提起行政复议2件。行政诉讼1件。
    goes_on = rule.home is Section.REMEDIES and _GOES_ON.match(context.codes) is not None
    if goes_on and context.topic_is_ours and context.topic in _REMEDIES:
        return True
    return (rule.about == "paragraph" or _is_zero(context[index])) and context.sentence.speaks_of_disclosure


def _is_zero(token: Token) -> bool:
    return token.number is not None and token.number.value == 0
