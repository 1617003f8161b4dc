"""Which indicators are zero by what a negation denies.

What belongs here: the things denied, one reader for each group of indicators. What does not: how far a negation
reaches (`zeros.py`).
"""

import re
from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.requests import WAYS
from flows.extract.prose.rule import DOCUMENT_NAMES, FORM_2019, FORM_2021
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, UNKNOWN
from flows.extract.prose.zero_lists import REMEDIES, documents_in, no_documents, zero

_METHODS: Final = {way: "letter" if way == "mail" else way for way in WAYS}
# A word for a remedy that lost one of its characters: what is denied may be no application.
_LIKE_A_REMEDY: Final = re.compile("[复议诉讼]")
_FLOWS: Final = {
    "newly": "applications.new",
    "carried_in": "applications.carried_in",
    "carried_out": "applications.carried_out",
    "carry": "applications.carried_out",
}
_CAUSE: Final = CODE_OF["cause"]
_OTHER_WAYS: Final = re.compile("口头|当面|现场|网上|网络|电子|电话|任何|各种|其他")
_ANOTHER_WAY_COUNTED: Final = re.compile(
    rf"[,;][^,;。无未没]{{0,8}}(?:{_OTHER_WAYS.pattern})[^,;。无未没]{{0,12}}\d"
)
_JOINTS: Final = frozenset({"pause", "conjunction"})
_LISTED_APPLICATION: Final = pattern(
    "(?:filler|time|self)* TAKE WHOSE application (?:pause|conjunction)"
    "WHOSE (?:regarding WHOSE cause filler*)? (?:review|litigation|complaint)"
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
# 没有接到要求获取信息的申请
_INFORMATION_ASKED: Final = pattern("INFO filler* application")
_NOBODY_ASKED: Final = pattern(
    "neg (?:public|pause|conjunction|others|filler|regarding|self)* public "
    "(?:pause|conjunction|others|filler|regarding|self|submit)* matter disclose INFO (?:filler|END)"
)
_DENIED_BEFORE: Final = pattern(
    "neg (?:filler|occur)* (?:review|litigation) [pause comma] (?:filler|conjunction)*$"
)
_NO_REPLY: Final = pattern("neg reply END")
_NO_WAIVER: Final = pattern(
    "(?:neg|absent) (?:filler|occur|charge)* (?:fee|expense)? waiver (?:fee|expense|filler|matter)* END"
)
# 未发生复议、诉讼及收费; 诉讼收费 is a cost of the suit
_FEES_AND: Final = pattern("neg (?:filler|occur)* fee (?:pause|conjunction)")
_AND_FEES: Final = pattern("(?:pause|conjunction) fee (?:filler|matter)* END")
_NO_APPLICATION: Final = pattern("neg [^comma semicolon]*application")
_NOTHING_TAKEN: Final = pattern("TAKE gap (?=neg|semicolon|$)")
# 除收取复印费12元外,未收取其他费用
_OTHER_FEES: Final = re.compile("其[他它余](?:费用|收费)")


def has(context: Context, index: int, stop: int, *concepts: str) -> bool:
    """Whether one of some concepts stands between two tokens."""
    return not codes(*concepts).isdisjoint(context.codes[index + 1 : stop])


def last_of(context: Context, index: int, stop: int, *concepts: str) -> int:
    """The last of some concepts between two tokens."""
    return max(n for n in range(index + 1, stop) if context[n].concept in concepts)


def is_about(context: Context, index: int, stop: int, home: Section) -> bool:
    """Whether what is denied between two tokens is disclosure's own."""
    return (
        context.section is home
        or context.sentence.speaks_of_disclosure
        or context.stands_in_company(index)
        or has(context, index, stop, "disclosure", "on_request", "gap")
    )


def _carried(context: Context, index: int, stop: int) -> Iterator[Statement]:
    """无上年结转申请, 无结转下年度继续办理的申请, 无新收政府信息公开申请, 无结转."""
    # 亦未从上年结转
    at = index + 2 if context[index + 1].concept == "regarding" and index + 2 < stop else index + 1
    said = context[at].concept
    is_all = said != "carry" or context.ends_at(at + 1)
    if said not in _FLOWS or not is_all or context.topic_at(stop) != "application":
        return
    # 没有上年结转和结转下年度的申请
    also = [
        n for n in range(at + 1, stop) if context[n].concept in _FLOWS and context[n - 1].concept in _JOINTS
    ]
    for n in (at, *also):
        statement = zero(context, index, n, _FLOWS[context[n].concept], Section.APPLICATIONS)
        yield statement._replace(applicant="total")


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
    elif not is_about(context, index, stop, home):
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
    if not named or not is_about(context, index, stop, home):
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


def _applications(context: Context, index: int, stop: int) -> Iterator[Statement]:
    asked = ("application", "on_request")
    if _NOTHING_TAKEN.match(context.codes, index + 1) and context.sentence.speaks_of_disclosure:
        # An excerpt leaves out the object: what these reports receive, or not, is applications.
        yield zero(context, index, index + 1, "stat.applications.received", Section.APPLICATIONS)
        return
    if _NOBODY_ASKED.match(context.codes, index):
        # 没有公民、法人要求公开信息
        last = last_of(context, index, stop, "disclose")
        yield zero(context, index, last, "stat.applications.received", Section.APPLICATIONS)
        return
    if _NO_REPLY.match(context.codes, index) and _NO_APPLICATION.search(context.codes, 0, index):
        # 没有人申请公开政府信息,因此没有答复
        yield zero(context, index, index + 1, "stat.applications.replied", Section.APPLICATIONS)
        return
    if not has(context, index, stop, *asked) or has(
        context, index, stop, "reply", "close", "cause", "appeal"
    ):
        return
    if (
        has(context, index, stop, "others")
        and not has(context, index, stop, "public")
        and any(t.concept == "others" and context.word(t) != "等" for t in context.tokens.tokens[index:stop])
    ):
        # 除收到邮寄申请1件外,未收到其他申请; 当面、网络等形式的申请 are all.
        return
    if _is_of_one_way(context, index, stop):
        return
    if any(_LIKE_A_REMEDY.search(words) for words in _unknown(context, index, stop)):
        return
    if not has(context, index, stop, "receive", "accept") and context[index + 1].concept == UNKNOWN:
        return
    last = last_of(context, index, stop, *asked)
    asks = "申请公开" in context.tokens.text[context[index].end : context[stop - 1].end]
    if (
        not asks
        and not has(context, index, stop, "disclosure", "on_request", "disclose")
        and _INFORMATION_ASKED.search(context.codes, index, stop) is None
        and not _means_information(context, index, is_plain=not has(context, index, stop, UNKNOWN))
    ):
        return
    before = context[last - 1].concept
    if before not in _METHODS or has(context, index, stop, "on_request"):
        yield zero(context, index, last, "stat.applications.received", Section.APPLICATIONS)
        return
    # 没有受理当面申请和网上申请
    for name in dict.fromkeys(
        _METHODS[t.concept] for t in context.tokens.tokens[index:last] if t.concept in WAYS
    ):
        yield zero(context, index, last, f"stat.applications.received.{name}", Section.APPLICATIONS)


def _is_of_one_way(context: Context, index: int, stop: int) -> bool:
    """未收到书面申请,口头咨询8次: what is denied is one way of several that are told of."""
    end = max(token.end for token in context.tokens.tokens[index:stop])
    denied = context.tokens.text[context[index].end : end]
    is_written = "书面" in denied and _OTHER_WAYS.search(denied) is None
    return is_written and _ANOTHER_WAY_COUNTED.match(context.tokens.text, end) is not None


def _unknown(context: Context, index: int, stop: int) -> Iterator[str]:
    for token in context.tokens.tokens[index + 1 : stop]:
        if token.concept == UNKNOWN:
            yield context.word(token)


def _means_information(context: Context, index: int, *, is_plain: bool) -> bool:
    """A bare 申请 is one for information only where the section, the paragraph or the figures around it say so."""
    if context.section is Section.GENERAL:
        is_said = context.sentence.speaks_of_disclosure or (
            context.stands_in_company(index) and not context.is_of_the_people(index)
        )
        return is_plain and is_said
    return context.section is Section.APPLICATIONS


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
    _carried,
    _money,
    _remedies,
    _appeals,
    _documents,
    _applications,
    _inquiries,
    _information,
    _means,
)
"""What may be denied, in the order in which it is tried: each reads the tokens from a negation to where it ends."""
