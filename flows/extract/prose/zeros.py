"""Statements that something did not happen: 未收到…申请, 没有发生…复议, 无收费.

What belongs here: what a negation reaches, and which indicators are zero by it. What does not: one 0 or 无 for a
whole list (`zero_lists.py`), a printed 0 with its own label (`counts.py`).

A zero is a fact only where the words deny the thing itself. 未发生败诉案件 denies a result, 未及时答复 a
manner: both say nothing of how many there were.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.denied import READERS
from flows.extract.prose.denied_words import has, is_about, last_of
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.narrowed import is_of_the_rest
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, NUMBER, UNKNOWN
from flows.extract.prose.zero_lists import (
    OTHER_DENIAL,
    REMEDIES,
    all_zero,
    documents_in,
    is_nothing_under_heading,
    listed,
    no_documents,
    nothing_under_heading,
    zero,
)
from flows.vocabulary import Applicant

_DENIALS: Final = frozenset({"neg", "absent"})
# 受理申请2件,均免费提供; 上年无结转
_OF_REQUESTS: Final[Mapping[str, tuple[str, Section, Applicant | None]]] = {
    "free": ("stat.applications.fees", Section.MONEY, None),
    "none_carried_in": ("applications.carried_in", Section.APPLICATIONS, "total"),
    "none_carried_out": ("applications.carried_out", Section.APPLICATIONS, "total"),
}
_MAY_SAY_NONE: Final = codes(*_DENIALS, *_OF_REQUESTS, "naught", NUMBER)
_ENDS_REACH: Final = frozenset({"comma", "semicolon", "colon", "neg", "part", NUMBER})
_DONE: Final = codes("occur", "charge")
_DENIES_WHAT_IS_BEFORE: Final = pattern("neg (?:filler|occur|charge)* END")
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
# 未发生一起…案件: no count of its own.
_ONE: Final = re.compile("一[起件宗例次]")
# 实现零复议、零诉讼
_NAMED_BY_ITSELF: Final = {
    "零复议": ("stat.review", Section.REMEDIES),
    "零诉讼": ("stat.litigation", Section.REMEDIES),
}
_OTHER_WORK: Final = codes("business", "licensing", "foreign")
# 依申请公开未受理
_NOT_TAKEN: Final = pattern("(?:start|comma|semicolon|gap) on_request neg (?:receive|accept)$")
_NAMED_NOTHING: Final = pattern("colon neg END")


def zeros(context: Context) -> Iterator[Statement]:
    """All zeros of a sentence that are said in words, and lists of things that are all 0."""
    if is_nothing_under_heading(context):
        yield from nothing_under_heading(context)
        return
    for index, code in enumerate(context.codes):
        if code in _MAY_SAY_NONE:
            yield from _said(context, index)


def _said(context: Context, index: int) -> Iterator[Statement]:
    """The zeros that one word or number says, of the report year and of the body itself."""
    token = context[index]
    if token.number is not None and token.number.value != 0:
        return
    if token.concept in _OF_REQUESTS:
        indicator_id, home, applicant = _OF_REQUESTS[token.concept]
        if context.topic_at(index) == "application":
            yield zero(context, index, index, indicator_id, home)._replace(applicant=applicant)
    elif not context.is_zero_of_year(index) or context.is_of_another(index):
        return
    elif token.concept == "naught":
        yield from _named_zero(context, index)
    elif token.concept in _DENIALS:
        yield from _denied(context, index)
    else:
        yield from all_zero(context, index)


def _denied(context: Context, index: int) -> Iterator[Statement]:
    if is_of_the_rest(context, index):
        return
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
    if _NAMED_NOTHING.match(context.codes, index - 1):
        yield from _denied_before(context, index)
        return
    if has(context, index, stop, "respond") and has(context, index, stop, "hot"):
        # 没有出现需要回应的公众关注热点或重大舆情
        last = last_of(context, index, stop, "hot")
        yield zero(context, index, last, "stat.response.hot_topics", Section.GENERAL)
        return
    if _NOT_TAKEN.search(context.codes, 0, index + 2):
        yield zero(context, index - 1, index + 1, "stat.applications.received", Section.APPLICATIONS)
        return
    if not reach or not OTHER_DENIAL.isdisjoint(reach):
        return
    if _is_condition(context, stop) or (_CHARGES.isdisjoint(reach) and _is_counted(context, stop)):
        return
    negation = context.word(context[index])
    if negation.endswith("无") and context[index + 1].concept in (UNKNOWN, "foreign"):
        return
    for read in READERS:
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
    last = index + 1 if context.codes[index + 1 : index + 2] in _DONE else index
    yield from listed(context, first, index)
    yield from no_documents(context, documents_in(context, first, index), first, index, last)
    if not _ASKING.isdisjoint(clause) and _REMEDY_CODES.isdisjoint(clause):
        asks = "申请公开" in context.words(first, index - 1)
        if asks or not _OF_DISCLOSURE.isdisjoint(clause):
            yield zero(context, first, last, "stat.applications.received", Section.APPLICATIONS)
    if not _CHARGES.isdisjoint(clause) and is_about(context, first, index, Section.MONEY):
        yield zero(context, first, last, "stat.applications.fees", Section.MONEY)


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
    if not OTHER_DENIAL.isdisjoint(item):
        return
    # 零申请、零复议、零诉讼: only disclosure has all three.
    is_listed = all(word in context.tokens.text for word in ("零申请", *_NAMED_BY_ITSELF))
    if is_listed and context.word(context[index]) == "零申请":
        yield zero(context, index, index, "stat.applications.received", Section.APPLICATIONS)
        return
    if not is_listed and not context.sentence.speaks_of_disclosure:
        return
    if named := _NAMED_BY_ITSELF.get(context.word(context[index])):
        if _OTHER_WORK.isdisjoint(item):
            yield zero(context, index, index, *named)
        return
    for concept in (context[n].concept for n in range(first, index) if context[n].concept in REMEDIES):
        yield zero(context, first, index, REMEDIES[concept], Section.REMEDIES)
    if not _OF_DISCLOSURE.isdisjoint(item) and _REMEDY_CODES.isdisjoint(item):
        yield zero(context, first, index, "stat.applications.received", Section.APPLICATIONS)


def _is_condition(context: Context, stop: int) -> bool:
    """未收到申请的,应当…: what would be so, and not what was."""
    return (
        context.word(context[stop - 1]) == "的"
        and stop < len(context.codes)
        and context[stop].concept == "comma"
    )


def _is_counted(context: Context, stop: int) -> bool:
    """未发生行政复议1件: what is denied is counted besides, and nobody can tell which is meant."""
    number = context[stop].number if stop < len(context.codes) else None
    return number is not None and number.value != 0


def _reach(context: Context, index: int) -> int:
    stop = index + 1
    while stop < len(context.codes) and (
        context[stop].concept not in _ENDS_REACH or _ONE.fullmatch(context.word(context[stop]))
    ):
        if context[stop].concept == "gap" and not _THINGS.isdisjoint(context.codes[index + 1 : stop]):
            # 未收取费用…行政复议1宗: what was left out is another statement.
            break
        stop += 1
    return stop
