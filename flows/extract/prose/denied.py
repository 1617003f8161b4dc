"""Which indicators are zero by what a negation denies.

What belongs here: the things denied, one reader for each group of indicators. What does not: applications
(`denied_requests.py`), and how far a negation reaches (`zeros.py`).
"""

import re
from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.denied_requests import applications, carried
from flows.extract.prose.denied_words import has, is_about, last_of
from flows.extract.prose.grammar import pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.rule import DOCUMENT_NAMES, FORM_2019, FORM_2021
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, UNKNOWN
from flows.extract.prose.zero_lists import REMEDIES, documents_in, no_documents, zero

_CAUSE: Final = CODE_OF["cause"]
_LISTED_APPLICATION: Final = pattern(
    "(?:filler|time|self)* TAKE WHOSE application (?:pause|conjunction)"
    "WHOSE (?:regarding WHOSE cause filler*)? (?:review|litigation|complaint)"
    # 未发生申请公开及复议、诉讼
    "|(?:filler|time|self)* occur filler* application (?:pause|conjunction) (?:review|litigation|complaint)"
    # 没有信息公开申请及举报
    "|(?:filler|time|self)* (?:disclosure filler* application|on_request application?) (?:pause|conjunction)"
    "(?:review|litigation|complaint)(?![^comma semicolon]*cause)"
)
# 制发规范性文件2件,无废止
_NO_MORE: Final = pattern("(?:repeal|make) END")
_NO_INFORMATION: Final = pattern("filler* disclosure (?=semicolon|comma|$)")
_NO_PRESS: Final = pattern("neg (?:hold|attend) filler* press (?=filler* END)")
_NO_BUDGET: Final = pattern("neg (?:equip|set_up|filler|disclosure|work)* budget spending? (?=END)")
_NO_STAFF: Final = pattern("neg (?:equip|set_up|unknown|filler)? ((?:full_time|part_time)) staff (?=END)")
_DENIED_BEFORE: Final = pattern(
    "neg (?:filler|occur)* (?:review|litigation) [pause comma] (?:filler|conjunction)*$"
)
_NONE_AT_ALL: Final = pattern(
    "(?:start|filler)* (?:self|time) (?:self|time|filler|comma)* neg (?:filler|occur)*"
    "(?:review [pause comma conjunction] (?:neg (?:filler|occur)*)? litigation"
    "|litigation [pause comma conjunction] (?:neg (?:filler|occur)*)? review) END"
)
_NO_WAIVER: Final = pattern(
    "(?:neg|absent) (?:filler|occur|charge)* (?:fee|expense)? waiver (?:fee|expense|filler|matter)* END"
)
# 未发生复议、诉讼及收费; 诉讼收费 is a cost of the suit
_FEES_AND: Final = pattern("neg (?:filler|occur)* fee (?:pause|conjunction)")
_AND_FEES: Final = pattern("(?:pause|conjunction) fee (?:filler|matter)* END")
# 除收取复印费12元外,未收取其他费用
_OTHER_FEES: Final = re.compile("其[他它余](?:费用|收费)")


def _money(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if _NO_WAIVER.match(context.codes, index) and is_about(context, index, stop, Section.MONEY):
        yield zero(
            context,
            index,
            last_of(context, index, stop, "waiver"),
            "stat.applications.fees_waived",
            Section.MONEY,
        )
        return
    spending = ("actual_spending", "spending", "expense")
    fees = ("fee", "processing_fee", "fee_kind")
    if not has(context, index, stop, *spending, *fees):
        return
    last = last_of(context, index, stop, *spending, *fees)
    home = Section.MONEY
    if has(context, index, stop, "review", "litigation"):
        if has(context, index, stop, "spending", "actual_spending"):
            yield zero(context, index, last, "stat.litigation_costs", home)
        return
    if has(context, index, stop, "processing_fee"):
        yield zero(context, index, last, "applications.processing_fees", home)
    elif not is_about(context, index, stop, home) and "收费" not in context.sentence.heading_text:
        # 三、收费、复议和诉讼情况: the heading announces both.
        return
    elif has(context, index, stop, "actual_spending"):
        yield zero(context, index, last, "stat.spending", home)
    elif (
        has(context, index, stop, "fee", "charge")
        or (has(context, index, stop, "occur") and has(context, index, stop, "expense"))
    ) and not _OTHER_FEES.search(context.tokens.text, context[index].end, context[last].end):
        yield zero(context, index, last, "stat.applications.fees", home)


def _remedies(context: Context, index: int, stop: int) -> Iterator[Statement]:
    # 没有因行政复议引发的行政诉讼: what it came from is not denied.
    named = [
        n
        for n in range(index + 1, stop)
        if context[n].concept in REMEDIES and context.codes[n + 1 : n + 2] != _CAUSE
    ]
    home = Section.REMEDIES
    if not named or not (is_about(context, index, stop, home) or _are_none_at_all(context, index)):
        return
    if not has(context, index, stop, "receive", "accept", "occur", "cause", "submit") and (
        context[index + 1].concept in (UNKNOWN, "foreign")
    ):
        return
    if _LISTED_APPLICATION.match(context.codes, index + 1):
        yield zero(context, index, named[-1], "stat.applications.received", Section.APPLICATIONS)
    for concept in dict.fromkeys(context[n].concept for n in named):
        yield zero(context, index, named[-1], REMEDIES[concept], home)
    if (fees := _FEES_AND.match(context.codes, index)) is not None:
        yield zero(context, index, fees.end() - 2, "stat.applications.fees", Section.MONEY)
    if (fees := _AND_FEES.search(context.codes, named[-1], stop)) is not None:
        yield zero(context, index, fees.start() + 1, "stat.applications.fees", Section.MONEY)
    if has(context, index, stop, "review") and has(context, index, stop, "litigation"):
        # 申诉 is an appeal of its own where it stands in the list of remedies.
        for last in (n for n in range(index + 1, stop) if context[n].concept == "appeal"):
            yield zero(context, index, last, "stat.appeals", home)


def _are_none_at_all(context: Context, index: int) -> bool:
    """我局无行政复议、无行政诉讼: where there were none of any kind, there were none of disclosure."""
    first = max(context.codes.rfind(CODE_OF[mark], 0, index) for mark in ("semicolon", "gap")) + 1
    return not context.hears_cases and _NONE_AT_ALL.match(context.codes, first) is not None


def _appeals(context: Context, index: int, stop: int) -> Iterator[Statement]:
    """无复议、无诉讼、无申诉; 没有发生行政申诉事件."""
    named = [n for n in range(index + 1, stop) if context[n].concept == "appeal"]
    if not named or not is_about(context, index, stop, Section.REMEDIES):
        return
    is_administrative = context.word(context[named[0]]).startswith("行政")
    if is_administrative or _DENIED_BEFORE.search(context.codes, 0, index) is not None:
        yield zero(context, index, named[-1], "stat.appeals", Section.REMEDIES)


def _documents(context: Context, index: int, stop: int) -> Iterator[Statement]:
    named = documents_in(context, index + 1, stop)
    last = last_of(context, index, stop, *named) if named else stop - 1
    topic = context.topic_at(index)
    if not named and topic in DOCUMENT_NAMES and _NO_MORE.match(context.codes, index + 1):
        named = [topic]
    yield from no_documents(context, named, index, stop, last)
    year = context.report_year
    is_of_2019 = year is not None and FORM_2019 <= year < FORM_2021
    if is_of_2019 and "normative" in named and has(context, index, stop, "produce"):
        yield zero(context, index, last, "proactive.normative_documents.made", Section.PROACTIVE)


def _inquiries(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if not has(context, index, stop, "inquiry") or not has(context, index, stop, "receive", "accept", "host"):
        return
    if context.section is Section.INQUIRIES or has(context, index, stop, "disclosure"):
        yield zero(
            context, index, last_of(context, index, stop, "inquiry"), "stat.inquiries", Section.INQUIRIES
        )


def _information(context: Context, index: int, stop: int) -> Iterator[Statement]:
    if context.section is Section.PROACTIVE and _NO_INFORMATION.match(context.codes, index + 1):
        last = last_of(context, index, stop, "disclosure")
        yield zero(context, index, last, "stat.proactive.items", Section.PROACTIVE)


def _means(context: Context, index: int, stop: int) -> Iterator[Statement]:
    """未召开新闻发布会, 无专职人员."""
    press = _NO_PRESS.match(context.codes, index)
    if press is not None:
        # 主要负责同志未参加新闻发布会
        by_head = "_by_head" if context[index - 1].concept == "head" else ""
        last, indicator_id = press.end() - 1, f"stat.response.press_conferences{by_head}"
        yield zero(context, index, last, indicator_id, Section.GENERAL)
        return
    budget = _NO_BUDGET.match(context.codes, index)
    if budget is not None:
        yield zero(context, index, budget.end() - 1, "stat.capacity.budget", Section.STAFF)
        return
    staff = _NO_STAFF.match(context.codes, index)
    if staff is not None and is_about(context, index, stop, Section.STAFF):
        concept = context[staff.end(1) - 1].concept
        yield zero(context, index, staff.end() - 1, f"stat.capacity.staff.{concept}", Section.STAFF)


READERS: Final = (
    carried,
    _money,
    _remedies,
    _appeals,
    _documents,
    applications,
    _inquiries,
    _information,
    _means,
)
"""What may be denied, in the order in which it is tried: each reads the tokens from a negation to where it ends."""
