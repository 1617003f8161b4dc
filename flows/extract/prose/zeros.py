"""Statements that something did not happen: 未收到…申请, 没有发生…复议, 无收费.

What belongs here: what a negation reaches, and which indicators are zero by it. What does not: one 0 or 无 for a
whole list (`zero_lists.py`), a printed 0 with its own label (`counts.py`).

A zero is a fact only where the words deny the thing itself. 未发生败诉案件 denies a result, 未及时答复 a
manner: both say nothing of how many there were.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import FORM_2019, FORM_2021
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, NUMBER, UNKNOWN
from flows.extract.prose.zero_lists import (
    OTHER_DENIAL,
    REMEDIES,
    all_zero,
    is_nothing_under_heading,
    listed,
    nothing_under_heading,
    zero,
)

_DENIALS: Final = frozenset({"neg", "absent"})
_METHODS: Final = ("in_person", "fax", "online", "letter", "email")
_ENDS_REACH: Final = frozenset({"comma", "semicolon", "colon", "neg", "part", NUMBER})
# A word for a remedy that lost one of its characters: what is denied may be no application.
_LIKE_A_REMEDY: Final = re.compile("[复议诉讼]")
_FLOWS: Final = {
    "newly": "applications.new",
    "carried_in": "applications.carried_in",
    "carried_out": "applications.carried_out",
    "carry": "applications.carried_out",
}
_TAKES: Final = codes("receive", "accept")
_DENIES_WHAT_IS_BEFORE: Final = pattern("neg (?:filler|occur)* END")
_LEFT_OUT: Final = pattern("neg occur gap (?:unknown|foreign)* (?:semicolon|$)")
_ASKING: Final = codes("application", "on_request")
_OF_DISCLOSURE: Final = codes("disclosure", "on_request", "disclose")
_REMEDY_CODES: Final = codes(*REMEDIES)
_CHARGES: Final = codes("fee", "expense", "fee_kind", "processing_fee")
_THINGS: Final = codes(
    "application",
    "on_request",
    "review",
    "litigation",
    "complaint",
    "appeal",
    "fee",
    "expense",
    "processing_fee",
    "waiver",
    "carry",
    "carried_out",
    "carried_in",
)
_LISTED_APPLICATION: Final = pattern(
    "(?:filler|time|self)* TAKE WHOSE application (?:pause|conjunction)WHOSE (?:review|litigation|complaint)"
)
# 制发规范性文件2件,无废止
_NO_MORE: Final = pattern("repeal END")
_NO_INFORMATION: Final = pattern("filler* disclosure (?=semicolon|comma|$)")
_NOTHING_TAKEN: Final = pattern("TAKE gap (?=neg|semicolon|$)")
# 未发生一起…案件: no count of its own.
_ONE: Final = re.compile("一[起件宗例次]")
# 除收取复印费12元外,未收取其他费用
_OTHER_FEES: Final = re.compile("其[他它余](?:费用|收费)")
_NAMED_NOTHING: Final = pattern("colon filler* neg END")


def zeros(context: Context) -> Iterator[Statement]:
    """All zeros of a sentence that are said in words, and lists of things that are all 0."""
    if is_nothing_under_heading(context):
        yield from nothing_under_heading(context)
        return
    for index, token in enumerate(context.tokens.tokens):
        if token.concept == "naught" and context.is_zero_of_year(index):
            yield from _named_zero(context, index)
        if token.concept == "free" and context.topic_at(index) == "application":
            # 受理申请2件,均免费提供
            yield zero(context, index, index, "stat.applications.fees", Section.MONEY)
        if token.concept in _DENIALS and context.is_zero_of_year(index):
            yield from _denied(context, index)
        elif token.number is not None and token.number.value == 0 and context.is_zero_of_year(index):
            yield from all_zero(context, index)


def _denied(context: Context, index: int) -> Iterator[Statement]:
    stop = _reach(context, index)
    reach = context.codes[index + 1 : stop]
    if _DENIES_WHAT_IS_BEFORE.match(context.codes, index) is not None:
        before = list(_denied_before(context, index))
        yield from before
        if before:
            return
    if _LEFT_OUT.match(context.codes, index) is not None:
        yield from _left_out(context, index)
        return
    if _NAMED_NOTHING.match(context.codes, index - 1) and context[index - 1].concept == "colon":
        yield from listed(context, context.clause_start(index), index)
        return
    if _has(context, index, stop, "respond") and _has(context, index, stop, "hot"):
        # 没有出现需要回应的公众关注热点或重大舆情
        last = _last(context, index, stop, "hot")
        yield zero(context, index, last, "stat.response.hot_topics", Section.GENERAL)
        return
    if not reach or not OTHER_DENIAL.isdisjoint(reach):
        return
    if _is_condition(context, stop):
        return
    negation = context.tokens.text[context[index].start : context[index].end]
    if negation.endswith("无") and context[index + 1].concept in (UNKNOWN, "foreign"):
        return
    for read in (_carried, _money, _remedies, _documents, _applications, _inquiries, _information):
        found = list(read(context, index, stop))
        if found:
            yield from found
            return


def _denied_before(context: Context, index: int) -> Iterator[Statement]:
    """行政复议、行政诉讼均未发生; 公民申请公开政府信息无."""
    first = context.clause_start(index)
    clause = context.codes[first:index]
    if not OTHER_DENIAL.isdisjoint(clause):
        return
    yield from listed(context, first, index)
    if not _ASKING.isdisjoint(clause) and _REMEDY_CODES.isdisjoint(clause):
        asks = "申请公开" in context.words(first, index - 1)
        if asks or not _OF_DISCLOSURE.isdisjoint(clause):
            yield zero(context, first, index, "stat.applications.received", Section.APPLICATIONS)
    if not _CHARGES.isdisjoint(clause) and _is_about(context, first, index, Section.MONEY):
        yield zero(context, first, index, "stat.applications.fees", Section.MONEY)


def _left_out(context: Context, index: int) -> Iterator[Statement]:
    """没有收费…未发生…: an excerpt leaves out the object, and after fees these reports speak of remedies."""
    if _CHARGES.isdisjoint(context.codes[:index]) or context.hears_cases:
        return
    for concept in ("review", "litigation"):
        yield zero(context, index, index + 1, REMEDIES[concept], Section.REMEDIES)


def _named_zero(context: Context, index: int) -> Iterator[Statement]:
    """依申请公开“零申请”、行政复议“零案件”."""
    breaks = (context.codes.rfind(CODE_OF[mark], 0, index) for mark in ("pause", "comma", "semicolon"))
    first = max(breaks) + 1
    item = context.codes[first:index]
    if not OTHER_DENIAL.isdisjoint(item) or not context.sentence.speaks_of_disclosure:
        return
    for concept in (context[n].concept for n in range(first, index) if context[n].concept in REMEDIES):
        yield zero(context, first, index, REMEDIES[concept], Section.REMEDIES)
    if not _OF_DISCLOSURE.isdisjoint(item) and _REMEDY_CODES.isdisjoint(item):
        yield zero(context, first, index, "stat.applications.received", Section.APPLICATIONS)


def _is_condition(context: Context, stop: int) -> bool:
    """未收到申请的,应当…: what would be so, and not what was."""
    return _text(context, stop - 1) == "的" and stop < len(context.codes) and context[stop].concept == "comma"


def _reach(context: Context, index: int) -> int:
    stop = index + 1
    while stop < len(context.codes) and (
        context[stop].concept not in _ENDS_REACH or _ONE.fullmatch(_text(context, stop))
    ):
        if context[stop].concept == "gap" and not _THINGS.isdisjoint(context.codes[index + 1 : stop]):
            # 未收取费用…行政复议1宗: what was left out is another statement.
            break
        stop += 1
    return stop


def _text(context: Context, place: int) -> str:
    return context.tokens.text[context[place].start : context[place].end]


def _has(context: Context, index: int, stop: int, *concepts: str) -> bool:
    return not codes(*concepts).isdisjoint(context.codes[index + 1 : stop])


def _last(context: Context, index: int, stop: int, *concepts: str) -> int:
    return max(n for n in range(index + 1, stop) if context[n].concept in concepts)


def _is_about(context: Context, index: int, stop: int, home: Section) -> bool:
    return (
        context.section is home
        or context.sentence.speaks_of_disclosure
        or context.stands_in_company(index)
        or _has(context, index, stop, "disclosure", "on_request", "gap")
    )


def _carried(context: Context, index: int, stop: int) -> Iterator[Statement]:
    """无上年结转申请, 无结转下年度继续办理的申请, 无新收政府信息公开申请, 无结转."""
    said = context[index + 1].concept
    indicator_id = _FLOWS.get(said)
    is_all = said != "carry" or context.ends_at(index + 2)
    if indicator_id is None or not is_all or context.topic_at(stop) != "application":
        return
    statement = zero(context, index, index + 1, indicator_id, Section.APPLICATIONS)
    yield replace(statement, applicant="total")


def _money(context: Context, index: int, stop: int) -> Iterator[Statement]:
    spending = ("actual_spending", "spending", "expense")
    fees = ("fee", "processing_fee", "fee_kind")
    if not _has(context, index, stop, *spending, *fees):
        return
    last = _last(context, index, stop, *spending, *fees)
    home = Section.MONEY
    if _has(context, index, stop, "review", "litigation"):
        if _has(context, index, stop, "spending", "actual_spending"):
            yield zero(context, index, last, "stat.litigation_costs", home)
        return
    if _has(context, index, stop, "processing_fee"):
        yield zero(context, index, last, "applications.processing_fees", home)
    elif not _is_about(context, index, stop, home):
        return
    elif _has(context, index, stop, "actual_spending"):
        yield zero(context, index, last, "stat.spending", home)
    elif (
        _has(context, index, stop, "fee", "charge")
        or (_has(context, index, stop, "occur") and _has(context, index, stop, "expense"))
    ) and not _OTHER_FEES.search(context.tokens.text, context[index].end, context[last].end):
        yield zero(context, index, last, "stat.applications.fees", home)


def _remedies(context: Context, index: int, stop: int) -> Iterator[Statement]:
    named = [n for n in range(index + 1, stop) if context[n].concept in REMEDIES]
    home = Section.REMEDIES
    if not named or not _is_about(context, index, stop, home):
        return
    if not _has(context, index, stop, "receive", "accept", "occur", "cause", "submit") and (
        context[index + 1].concept in (UNKNOWN, "foreign")
    ):
        return
    if _LISTED_APPLICATION.match(context.codes, index + 1):
        yield zero(context, index, named[-1], "stat.applications.received", Section.APPLICATIONS)
    for concept in dict.fromkeys(context[n].concept for n in named):
        yield zero(context, index, named[-1], REMEDIES[concept], home)
    if _has(context, index, stop, "review") and _has(context, index, stop, "litigation"):
        # 申诉 is an appeal of its own where it closes the list of remedies.
        for last in (n for n in range(named[-1] + 1, stop) if context[n].concept == "appeal"):
            yield zero(context, index, last, "stat.appeals", home)


def _documents(context: Context, index: int, stop: int) -> Iterator[Statement]:
    for concept, name in (("normative", "normative_documents"), ("regulation", "regulations")):
        is_named = _has(context, index, stop, concept)
        if not is_named and not (
            _NO_MORE.match(context.codes, index + 1) and context.topic_at(index) == concept
        ):
            continue
        last = _last(context, index, stop, concept) if is_named else stop - 1
        is_new_form = _is_from(context, FORM_2021) or CODE_OF["in_force"] in context.codes
        if _has(context, index, stop, "make"):
            if is_new_form:
                yield zero(context, index, last, f"proactive.{name}.issued", Section.PROACTIVE)
            elif concept == "normative":
                yield zero(context, index, last, "stat.normative_documents.made", Section.PROACTIVE)
        if _has(context, index, stop, "produce") and concept == "normative" and _is_of(context, FORM_2019):
            yield zero(context, index, last, "proactive.normative_documents.made", Section.PROACTIVE)
        if _has(context, index, stop, "repeal") and is_new_form:
            yield zero(context, index, last, f"proactive.{name}.repealed", Section.PROACTIVE)


def _is_of(context: Context, form: int) -> bool:
    """Whether the report is of the years of the form of 2019."""
    return context.report_year is not None and form <= context.report_year < FORM_2021


def _is_from(context: Context, year: int) -> bool:
    return context.report_year is not None and context.report_year >= year


def _applications(context: Context, index: int, stop: int) -> Iterator[Statement]:
    asked = ("application", "on_request")
    if _NOTHING_TAKEN.match(context.codes, index + 1) and context.sentence.speaks_of_disclosure:
        # An excerpt leaves out the object: what these reports receive, or not, is applications.
        yield zero(context, index, index + 1, "stat.applications.received", Section.APPLICATIONS)
        return
    if not _has(context, index, stop, *asked) or _has(
        context, index, stop, "reply", "close", "cause", "appeal"
    ):
        return
    if _has(context, index, stop, "others") and not _has(context, index, stop, "public"):
        # 除收到邮寄申请1件外,未收到其他申请
        return
    if any(_LIKE_A_REMEDY.search(words) for words in _unknown(context, index, stop)):
        return
    takes = not _TAKES.isdisjoint(context.codes[index + 1 : stop])
    if not takes and context[index + 1].concept == UNKNOWN:
        return
    last = _last(context, index, stop, *asked)
    asks = "申请公开" in context.tokens.text[context[index].end : context[stop - 1].end]
    if (
        not asks
        and not _has(context, index, stop, "disclosure", "on_request", "disclose")
        and not _means_information(context, is_plain=not _has(context, index, stop, UNKNOWN))
    ):
        return
    before = context[last - 1].concept
    is_method = before in _METHODS and not _has(context, index, stop, "on_request")
    indicator_id = f"stat.applications.received.{before}" if is_method else "stat.applications.received"
    yield zero(context, index, last, indicator_id, Section.APPLICATIONS)


def _unknown(context: Context, index: int, stop: int) -> Iterator[str]:
    for token in context.tokens.tokens[index + 1 : stop]:
        if token.concept == UNKNOWN:
            yield context.tokens.text[token.start : token.end]


def _means_information(context: Context, *, is_plain: bool) -> bool:
    """A bare 申请 is one for information only where the section or the paragraph says so."""
    if context.section is Section.GENERAL:
        return is_plain and context.sentence.speaks_of_disclosure
    return context.section is Section.APPLICATIONS


def _inquiries(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if not _has(context, index, stop, "inquiry") or not _has(
        context, index, stop, "receive", "accept", "host"
    ):
        return
    if context.section is Section.INQUIRIES or _has(context, index, stop, "disclosure"):
        yield zero(
            context, index, _last(context, index, stop, "inquiry"), "stat.inquiries", Section.INQUIRIES
        )


def _information(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if context.section is Section.PROACTIVE and _NO_INFORMATION.match(context.codes, index + 1):
        last = _last(context, index, stop, "disclosure")
        yield zero(context, index, last, "stat.proactive.items", Section.PROACTIVE)
