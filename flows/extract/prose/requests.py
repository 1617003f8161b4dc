"""Which applications are for information, by the words of their own sentence.

What belongs here: what only such an application is, gets or is counted by, and what other intake is called. What
does not: what the section and the sentences before say (`context.py`), and how many there were
(`rules_applications.py`).
"""

import re
from typing import Final

from flows.extract.prose.clauses import Clauses
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.tokens import CODE_OF

WAYS: Final = frozenset({"in_person", "fax", "online", "letter", "mail", "email"})
"""Concepts of the ways in which one may apply."""
# What only an application for information is or gets.
_OF_A_REQUEST: Final = pattern(
    "on_request|(?:granted|partly_granted|denied|new_granted|new_partly_granted|not_existing)"
    "(?:filler|count|reply|colon)*(?:number|comma|semicolon|pause|$)"
)
# 当面申请171件、网络提交63件: the ways that the list of 2014 names; other work has applications online too.
_WAY: Final = pattern("WAY (?:filler|way)* (?:application|submit|filler* number)")
_WAY_OF_THE_LIST: Final = re.compile(
    "(?:当面|现场|传真|信函|信件|书信|邮寄|邮件|邮箱)(?:方式|形式)?(?:申请|提交|提出|寄)"
)
# 收到申请13件:网络7件,信函6件 and 办理申请5件,按时办结4件,延期办结1件: rows of the list of 2014, which add up.
_PARTED: Final = pattern(
    "(?:TAKE|handle) filler* application filler* (number) (?:comma [^number]* compare [^number]* number)?"
    "[comma colon open] part? filler*"
    "((?:WAY filler* number [comma pause]?)+ (?<=number)"
    "|close_on_time filler* number [comma pause] close_late filler* number)"
)
# Where other applications come in.
_COUNTER: Final = re.compile("窗口|大厅|中心|仲裁|法院|热线")
_BY_POST: Final = codes("letter", "fax", "mail", "email", "close_late")
_NAMED: Final = pattern("(?:unknown|foreign|matter) filler* application GLUE number")
_BUSINESS: Final = codes("business", "licensing")
_OTHER_CASES: Final = codes("business", "licensing", "review", "litigation", "complaint", "appeal")
_COUNTED: Final = pattern(
    "on_request (?:filler|INFO|count|application|colon)* number(?=comma|open|colon|semicolon|$)"
)
_HEADED: Final = pattern("start application (?:filler|count|matter)* colon")
# 申请办结数12件: a row of the list of 2014, of which no other work speaks.
_ROW_OF_THE_LIST: Final = pattern(
    "[start semicolon comma pause gap] application (?:close|reply) count filler* number"
)
_UNITS: Final = frozenset({"件", "宗", "起", "例", ""})
_BEFORE: Final = pattern("(?:disclosure|on_request) [^comma semicolon number]* application GLUE number")
_MATTERS: Final = frozenset({"business", "licensing", "punishment", "complaint", "appeal"})
_ABOUT: Final = frozenset({"涉及", "关于"})
# What is taken in at a service counter or by post, where no word says that it asks for information.
_OTHER_INTAKE: Final = frozenset({"事项", "业务", "事务", "窗口", "来信"})
_ASKS: Final = codes("disclosure", "on_request", "application", "newly")
_TAKES: Final = codes("receive", "accept")
_PART: Final = CODE_OF["part"]
_NUMBER: Final = CODE_OF["number"]


def shows_requests(clauses: Clauses) -> bool:
    """Whether a sentence shows that its applications are for information."""
    if _OF_A_REQUEST.search(clauses.codes) is not None or _ROW_OF_THE_LIST.search(clauses.codes) is not None:
        return True
    if _is_headed(clauses) or _is_parted(clauses):
        return True
    if _WAY_OF_THE_LIST.search(clauses.tokens.text) is None or not _BUSINESS.isdisjoint(clauses.codes):
        return False
    if any(t.concept == "foreign" and clauses.word(t).endswith("申请") for t in clauses.tokens.tokens):
        return False
    ways = list(_WAY.finditer(clauses.codes))
    # 劳动仲裁网上申请3件: the first of them names what is applied for.
    is_named = bool(ways) and (
        clauses[ways[0].start() - 1].concept in ("unknown", "foreign")
        # 政务服务事项申请8件,网上申请3件: and so can the words before all ways.
        or _NAMED.search(clauses.codes, 0, ways[0].start()) is not None
    )
    return len({way.group() for way in ways}) > 1 and not is_named


def _is_parted(clauses: Clauses) -> bool:
    """收到申请13件:网络7件,信函6件: whether parts that only the list of 2014 has make the whole."""
    parted = _PARTED.search(clauses.codes)
    if parted is None or not _OTHER_CASES.isdisjoint(clauses.codes[: parted.start(1)]):
        return False
    if _COUNTER.search(clauses.tokens.text, 0, clauses[parted.start(1)].start):
        return False
    first, last = parted.span(2)
    parts = [t.number.value for t in clauses.tokens.tokens[first:last] if t.number is not None]
    whole = clauses[parted.start(1)].number
    is_of_the_list = len(parts) > 1 and not _BY_POST.isdisjoint(clauses.codes[first:last])
    return is_of_the_list and whole is not None and sum(parts) == whole.value


def _is_headed(clauses: Clauses) -> bool:
    """申请公开方面:当年收到1件."""
    headed = _HEADED.match(clauses.codes)
    return headed is not None and clauses.words(1, headed.end() - 1).startswith("申请公开")


def is_counted_request(clauses: Clauses, place: int) -> bool:
    """依申请公开1件, 依申请公开:0: with another unit it can be an attribute of documents."""
    counted = _COUNTED.match(clauses.codes, place)
    return counted is not None and clauses[counted.end() - 1].unit in _UNITS


def follows_requests(clauses: Clauses, place: int) -> bool:
    """收到政府信息公开申请18件,其中涉及土地审批的5件;网络申请4件: whether applications for information were counted
    before."""
    return _BEFORE.search(clauses.codes, 0, place) is not None


def is_other_work(clauses: Clauses, place: int) -> bool:
    """Whether what is taken there is other work: 窗口受理1230件, 受理群众求助230件, 行政许可申请受理5件."""
    token = clauses[place]
    is_named = token.concept == "unknown" and clauses.codes[place + 1 : place + 2] == _NUMBER
    if not is_named and token.concept != "foreign" and clauses.word(token) not in _OTHER_INTAKE:
        return False
    clause = clauses.tokens.tokens[clauses.clause_start(place) : clauses.end_of_clause(place)]
    if _PART in clauses.codes[:place] or any(clauses.word(one) in _ABOUT for one in clause):
        return False
    if token.concept == "foreign":
        return clauses.word(token).endswith("申请")
    return _ASKS.isdisjoint(clauses.codes) and not _TAKES.isdisjoint(clauses.clause(place))


def is_matter(clauses: Clauses, place: int) -> bool:
    """涉及税务举报: whether the other work that is named there is only what an application is about."""
    if clauses[place].concept not in _MATTERS:
        return False
    clause = clauses.tokens.tokens[clauses.clause_start(place) : place]
    return any(clauses.word(token) in _ABOUT for token in clause)
