"""Statements that something did not happen: 未收到…申请, 没有发生…复议, 无收费.

What belongs here: what a negation reaches, and which indicators are zero by it. What does not: a printed 0
with its own label (`counts.py`).

A zero is a fact only where the words deny the thing itself. 未发生败诉案件 denies a result, 未及时答复 a
manner: both say nothing of how many there were.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.rule import FORM_2021
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, NUMBER, UNKNOWN

_ZERO: Final = Decimal(0)
_REMEDIES: Final = {"complaint": "stat.complaints", "review": "stat.review", "litigation": "stat.litigation"}
_REMEDY_CODES: Final = codes(*_REMEDIES)
_METHODS: Final = ("in_person", "fax", "online", "letter", "email")
_ENDS_REACH: Final = frozenset({"comma", "semicolon", "colon", "neg", "part", NUMBER})
# What is denied is then a result, a manner or a rule, and not the thing.
_OTHER_DENIAL: Final = codes(
    "penalty", "aim", "modal", "compare", "exclude", "docket", "corrected", "upheld", "denied"
)
# A word for a remedy that lost one of its characters: what is denied may be no application.
_LIKE_A_REMEDY: Final = re.compile("[复议诉讼]")
_TAKES: Final = codes("receive", "accept")
_LISTED_APPLICATION: Final = pattern(
    "(?:filler|time|self)* TAKE WHOSE application (?:pause|conjunction)WHOSE (?:review|litigation|complaint)"
)
_NO_INFORMATION: Final = pattern("filler* disclosure (?=semicolon|comma|$)")
# A label of a flattened table is no heading.
_REAL_HEADING: Final = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、.]|\(|\d)|情况")
_NOTHING_TAKEN: Final = pattern("TAKE gap (?=neg|semicolon|$)")
_NAMED_NOTHING: Final = pattern("colon filler* neg END")
_NOTHING: Final = frozenset({"无", "没有", "无此情况", "无此类情况", "本年度无", "无相关情况"})


def zeros(context: Context) -> Iterator[Statement]:
    """All zeros of a sentence that are said in words, and lists of things that are all 0."""
    if context.sentence.heading is not None and context.sentence.text.strip("。;, ") in _NOTHING:
        yield from _nothing_under_heading(context)
        return
    for index, token in enumerate(context.tokens.tokens):
        if token.concept == "neg" and context.is_zero_of_year(index):
            yield from _denied(context, index)
        elif token.number is not None and token.number.value == 0 and context.is_zero_of_year(index):
            yield from _all_zero(context, index)


def _denied(context: Context, index: int) -> Iterator[Statement]:
    stop = _reach(context, index)
    reach = context.codes[index + 1 : stop]
    if _NAMED_NOTHING.match(context.codes, index - 1) and context[index - 1].concept == "colon":
        yield from _listed(context, context.clause_start(index), index)
        return
    if not reach or not _OTHER_DENIAL.isdisjoint(reach):
        return
    if (
        context[stop - 1].concept == "filler"
        and stop < len(context.codes)
        and context[stop].concept == "comma"
    ):
        # 未收到申请的,应当…: a condition.
        return
    negation = context.tokens.text[context[index].start : context[index].end]
    if negation.endswith("无") and context[index + 1].concept in (UNKNOWN, "foreign"):
        return
    for read in (_carried, _money, _remedies, _documents, _applications, _inquiries, _information):
        found = list(read(context, index, stop))
        if found:
            yield from found
            return


def _reach(context: Context, index: int) -> int:
    stop = index + 1
    while stop < len(context.codes) and context[stop].concept not in _ENDS_REACH:
        stop += 1
    return stop


def _has(context: Context, index: int, stop: int, *concepts: str) -> bool:
    return not codes(*concepts).isdisjoint(context.codes[index + 1 : stop])


def _last(context: Context, index: int, stop: int, *concepts: str) -> int:
    return max(n for n in range(index + 1, stop) if context[n].concept in concepts)


def _is_about(context: Context, index: int, stop: int, home: Section) -> bool:
    return (
        context.section is home
        or context.sentence.speaks_of_disclosure
        or _has(context, index, stop, "disclosure", "on_request", "gap")
    )


def _carried(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if context[index + 1].concept == "carried_out" and context.topic_at(stop) == "application":
        zero = _zero(context, index, index + 1, "applications.carried_out", Section.APPLICATIONS)
        yield replace(zero, applicant="total")


def _money(context: Context, index: int, stop: int) -> Iterator[Statement]:
    spending = ("actual_spending", "spending", "expense")
    fees = ("fee", "processing_fee", "fee_kind")
    if not _has(context, index, stop, *spending, *fees):
        return
    last = _last(context, index, stop, *spending, *fees)
    home = Section.MONEY
    if _has(context, index, stop, "review", "litigation"):
        if _has(context, index, stop, "spending", "actual_spending"):
            yield _zero(context, index, last, "stat.litigation_costs", home)
        return
    if _has(context, index, stop, "processing_fee"):
        yield _zero(context, index, last, "applications.processing_fees", home)
    elif not _is_about(context, index, stop, home):
        return
    elif _has(context, index, stop, "actual_spending"):
        yield _zero(context, index, last, "stat.spending", home)
    elif _has(context, index, stop, "fee", "charge"):
        yield _zero(context, index, last, "stat.applications.fees", home)


def _remedies(context: Context, index: int, stop: int) -> Iterator[Statement]:
    named = [n for n in range(index + 1, stop) if context[n].concept in _REMEDIES]
    home = Section.REMEDIES
    if not named or not _is_about(context, index, stop, home):
        return
    if not _has(context, index, stop, "receive", "accept", "occur", "cause", "submit") and (
        context[index + 1].concept in (UNKNOWN, "foreign")
    ):
        return
    if _LISTED_APPLICATION.match(context.codes, index + 1):
        yield _zero(context, index, named[-1], "stat.applications.received", Section.APPLICATIONS)
    for concept in dict.fromkeys(context[n].concept for n in named):
        yield _zero(context, index, named[-1], _REMEDIES[concept], home)
    if _has(context, index, stop, "review") and _has(context, index, stop, "litigation"):
        # 申诉 is an appeal of its own where it closes the list of remedies.
        for last in (n for n in range(named[-1] + 1, stop) if context[n].concept == "appeal"):
            yield _zero(context, index, last, "stat.appeals", home)


def _documents(context: Context, index: int, stop: int) -> Iterator[Statement]:
    for concept, name in (("normative", "normative_documents"), ("regulation", "regulations")):
        if not _has(context, index, stop, concept):
            continue
        last = _last(context, index, stop, concept)
        is_new_form = _is_from(context, FORM_2021) or CODE_OF["in_force"] in context.codes
        if _has(context, index, last, "make"):
            if is_new_form:
                yield _zero(context, index, last, f"proactive.{name}.issued", Section.PROACTIVE)
            elif concept == "normative":
                yield _zero(context, index, last, "stat.normative_documents.made", Section.PROACTIVE)
        if _has(context, index, last, "repeal") and is_new_form:
            yield _zero(context, index, last, f"proactive.{name}.repealed", Section.PROACTIVE)


def _is_from(context: Context, year: int) -> bool:
    return context.report_year is not None and context.report_year >= year


def _applications(context: Context, index: int, stop: int) -> Iterator[Statement]:
    asked = ("application", "on_request")
    if _NOTHING_TAKEN.match(context.codes, index + 1) and context.sentence.speaks_of_disclosure:
        # An excerpt leaves out the object: what these reports receive, or not, is applications.
        yield _zero(context, index, index + 1, "stat.applications.received", Section.APPLICATIONS)
        return
    if not _has(context, index, stop, *asked) or _has(
        context, index, stop, "reply", "close", "cause", "appeal"
    ):
        return
    if any(_LIKE_A_REMEDY.search(words) for words in _unknown(context, index, stop)):
        return
    takes = not _TAKES.isdisjoint(context.codes[index + 1 : stop])
    if not takes and context[index + 1].concept == UNKNOWN:
        return
    last = _last(context, index, stop, *asked)
    if not _has(context, index, stop, "disclosure", "on_request", "disclose") and not _means_information(
        context, is_plain=not _has(context, index, stop, UNKNOWN)
    ):
        return
    before = context[last - 1].concept
    is_method = before in _METHODS and not _has(context, index, stop, "on_request")
    indicator_id = f"stat.applications.received.{before}" if is_method else "stat.applications.received"
    yield _zero(context, index, last, indicator_id, Section.APPLICATIONS)


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
        yield _zero(
            context, index, _last(context, index, stop, "inquiry"), "stat.inquiries", Section.INQUIRIES
        )


def _information(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if context.section is Section.PROACTIVE and _NO_INFORMATION.match(context.codes, index + 1):
        last = _last(context, index, stop, "disclosure")
        yield _zero(context, index, last, "stat.proactive.items", Section.PROACTIVE)


def _all_zero(context: Context, index: int) -> Iterator[Statement]:
    """行政复议、行政诉讼均为0件: a list of things under one 0."""
    first = context.clause_start(index)
    clause = context.codes[first:index]
    named = [code for code in clause if code in _REMEDY_CODES]
    is_each = CODE_OF["each"] in clause
    if named and (is_each or (len(named) > 1 and context[index].unit)):
        yield from _listed(context, first, index)


def _listed(context: Context, first: int, last: int) -> Iterator[Statement]:
    """All remedies named between two tokens, and applications before them, are none."""
    named = [n for n in range(first, last) if context[n].concept in _REMEDIES]
    if not named or not _OTHER_DENIAL.isdisjoint(context.codes[first:last]):
        return
    if context.section is not Section.REMEDIES and not context.sentence.speaks_of_disclosure:
        return
    applications = [n for n in range(first, named[0]) if context[n].concept == "application"]
    if applications and context[applications[-1] + 1].concept in ("pause", "conjunction"):
        yield _zero(context, first, last, "stat.applications.received", Section.APPLICATIONS)
    for concept in dict.fromkeys(context[n].concept for n in named):
        yield _zero(context, first, last, _REMEDIES[concept], Section.REMEDIES)


def _nothing_under_heading(context: Context) -> Iterator[Statement]:
    sentence = context.sentence
    title = sentence.heading_text
    if sentence.heading is None or _REAL_HEADING.search(title) is None or "事业性" in title:
        return
    said: list[tuple[str, Section]] = []
    if context.section is Section.APPLICATIONS:
        said.append(("stat.applications.received", Section.APPLICATIONS))
    if context.section is Section.REMEDIES:
        said += [
            (indicator_id, Section.REMEDIES)
            for word, indicator_id in (("复议", "stat.review"), ("诉讼", "stat.litigation"))
            if word in title
        ]
    if context.section is Section.MONEY and "收费" in title and "支出" not in title:
        said.append(("stat.applications.fees", Section.MONEY))
    _, end = sentence.span(0, len(sentence.text.rstrip("。;, ")))
    for indicator_id, home in said:
        yield _at(sentence.heading[0], end, indicator_id, context.section is home)


def _zero(context: Context, first: int, last: int, indicator_id: str, home: Section) -> Statement:
    start, end = context.sentence.span(context[first].start, context[last].end)
    return _at(start, end, indicator_id, context.section is home)


def _at(start: int, end: int, indicator_id: str, is_at_home: bool) -> Statement:
    return Statement(
        indicator_id=indicator_id,
        value=_ZERO,
        unit="",
        period="year",
        start=start,
        end=end,
        is_at_home=is_at_home,
    )
