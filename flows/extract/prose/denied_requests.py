"""Which counts of applications are zero by what a negation denies.

What belongs here: applications, their ways, and what was carried from year to year. What does not: other things denied
(`denied.py`), how far a negation reaches (`zeros.py`).
"""

import re
from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.denied_words import has, last_of
from flows.extract.prose.grammar import pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.narrowed import is_narrowed
from flows.extract.prose.requests import WAYS
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import UNKNOWN
from flows.extract.prose.zero_lists import zero

_METHODS: Final = {way: "letter" if way == "mail" else way for way in WAYS}
# A word for a remedy that lost one of its characters: what is denied may be no application.
_LIKE_A_REMEDY: Final = re.compile("[复议诉讼]")
_FLOWS: Final = {
    "newly": "applications.new",
    "carried_in": "applications.carried_in",
    "carried_out": "applications.carried_out",
    "carry": "applications.carried_out",
}
_OTHER_WAYS: Final = re.compile("口头|当面|现场|网上|网络|电子|电话|任何|各种|其他")
_ANOTHER_WAY_COUNTED: Final = re.compile(
    rf"[,;][^,;。无未没]{{0,8}}(?:{_OTHER_WAYS.pattern})[^,;。无未没]{{0,12}}\d"
)
_JOINTS: Final = frozenset({"pause", "conjunction"})
# 没有接到要求获取信息的申请
_INFORMATION_ASKED: Final = pattern("INFO filler* application")
_NOBODY_ASKED: Final = pattern(
    "neg (?:public|pause|conjunction|others|filler|regarding|self)* public "
    "(?:pause|conjunction|others|filler|regarding|self|submit)* matter disclose INFO (?:filler|END)"
)
_NO_REPLY: Final = pattern("neg reply END")
# 办结12件,无延期办结情况
_NONE_LATE: Final = pattern("neg close_late filler* END")
_NO_APPLICATION: Final = pattern("neg [^comma semicolon]*application")
_NOTHING_TAKEN: Final = pattern("TAKE gap (?=neg|semicolon|$)")


def carried(context: Context, index: int, stop: int) -> Iterator[Statement]:
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


def applications(context: Context, index: int, stop: int) -> Iterator[Statement]:
    """未收到申请, 没有人申请公开, 无延期办结."""
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
    if _NONE_LATE.match(context.codes, index) and context.topic_at(index) == "application":
        yield zero(context, index, index + 1, "stat.applications.closed.extended", Section.APPLICATIONS)
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
    if is_narrowed(context, index, last):
        return
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
