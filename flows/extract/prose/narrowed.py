"""Words that make a denied application fewer than all of them.

What belongs here: what may stand before, within and behind the words of the official label where 未收到…申请 says that
there was none. What does not: which count is zero by it (`denied_requests.py`), and time (`periods.py`).

没有逾期答复的申请, 未收到通过传真方式提交的申请, 未收到申请的单位有12个 and 若未收到申请 say nothing of how many came.
"""

import re
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.requests import WAYS
from flows.extract.prose.tokens import CODE_OF, UNKNOWN

# The words of the official label, and of who may ask at all.
_PLAIN: Final = codes(
    *("receive", "accept", "occur", "submit", "filler", "count", "time", "self", "kinds", "matter"),
    *("disclosure", "on_request", "disclose", "government_information", "information", "application"),
    *(
        "public",
        "others",
        "conjunction",
        "pause",
        "territory",
        "work",
        "newly",
        "gap",
        "running",
        "inquiry",
        "any_means",
    ),
)
_ANYBODY: Final = re.compile("公民|群众|公众|市民|个人|居民|村民|当事人|申请人")
_ANY_WAY: Final = re.compile("任何|各种|各类|各渠道|等|书面.{0,2}(?:口头|网上|网络|当面)|口头.{0,2}书面")
# Words that take nothing away: 来自社会各界的申请, 一件申请.
_TAKES_NOTHING: Final = re.compile(
    "(?:来自|社会|各界|一|[件起例宗份条次]|人士|人员|老百姓|百姓|涉及|我|其他|任何|形式|人|任|何|获取|需要|相关|资料|内容|本|区|辖区|等|方面|提起|提岀|前来|主动|用户|师生|组织|以|或)+"
)
_BEHIND: Final = codes(
    *("filler", "matter", "count", "others", "occur", "submit", "disclose", "disclosure", "on_request"),
    *(
        "application",
        "government_information",
        "information",
        "way",
        "self",
        "shut",
        "time",
        "inquiry",
        "other_method",
    ),
)
_LETTERS: Final = re.compile("函|函件|来函|来信|来信来函|诉求|信函|案例|[|].*")
_ENDS: Final = codes(
    *("comma", "semicolon", "pause", "colon", "open", "shut", "gap", "conjunction", "neg", "number", "part"),
    *("cause", "review", "litigation"),
)
# 没有申请公开政府信息的公民
_BEHIND_IS_ANYBODY: Final = pattern("INFO? filler (public) (?=comma|semicolon|$)")
_BODIES: Final = codes("public", "local_bodies", "direct_bodies", "whole", "regarding", "modal", "number")
# 大部分乡镇, 其他部门, 个别单位; 杜绝了, 解决了以往; 节日期间, 施行前
_LESS: Final = re.compile(
    "部分|多数|少数|有的|个别|一些|其[他它余]|杜绝|避免|防止|解决|消除|以往|如果|假如|倘若|对于|期间$|(?<!目)前$|后$"
)

# 多数科室, 有些单位; 再未收到; 局邮箱, 服务窗口: one way alone, where no other stands beside it.
_FEWER: Final = re.compile("多数|有些|某些|再也?$|再(?:没有|[未没无])")
_ONE_WAY: Final = re.compile("(?:窗口|邮箱|信箱|平台|网站)[上中内]?(?=[,未没尚暂也亦并从无仍])")
_OTHER_WAYS: Final = re.compile("[、和及与等]|各|均|都|多种|渠道")
# 除县政府转办的2件外, 除网站渠道外: what is left of them; 除主动公开外 leaves out nothing that was asked for.
_APART: Final = re.compile(
    r"除(?:了|去)?(?!此|主动)[^;。]{0,20}?(?:[\d一二三四五六七八九十]+余?[件条份宗起例次]|渠道|方式|网站|上述|以上)[^,;。]{0,8}?[之以]?外,?[^,;。]{0,8}$"
)


def is_of_the_rest(context: Context, index: int) -> bool:
    """除上述2件外,没有收到: whether what is denied at a token is denied only of what is left."""
    text, end = context.tokens.text, context[index].start
    return "外" in text and "除" in text and _APART.search(text, 0, end) is not None


def is_narrowed(context: Context, index: int, last: int) -> bool:
    """Whether a negation denies fewer than all applications.

    Args:
        index: the token of the negation; last: the last one of the application.
    """
    return (
        _is_of_fewer(context, index)
        or any(_takes_away(context, n, last) for n in range(index + 1, last))
        or _is_of_some_people(context, index, last)
        or not _ends_there(context, last)
    )


def _ends_there(context: Context, last: int) -> bool:
    """Whether nothing behind the application makes it another thing: 申请的单位, 申请转办件."""
    anybody = _BEHIND_IS_ANYBODY.match(context.codes, last + 1)
    if anybody is not None and _ANYBODY.search(context.word(context[anybody.start(1)])) is not None:
        return True
    for token in context.tokens.tokens[last + 1 :]:
        code = CODE_OF[token.concept]
        if code in _ENDS:
            return True
        if code not in _BEHIND and _LETTERS.fullmatch(context.word(token)) is None:
            return False
    return True


def _is_of_fewer(context: Context, index: int) -> bool:
    """12个单位未收到, 若未收到, 杜绝了未收到: a condition, or some bodies of several."""
    first = context.clause_start(index)
    words = [context.word(context[n]) for n in range(first, index + 1) if context[n].time is None]
    if len(words) > 1 and _says_fewer("".join(words)):
        return True
    if context.codes[max(first - 1, 0)] == CODE_OF["number"] and first < index:
        return not _BODIES.isdisjoint(context.codes[first:index])
    before = [context[n] for n in range(first, index)]
    return any(
        token.concept in ("local_bodies", "regarding", "modal")
        or (token.concept == "public" and _ANYBODY.search(context.words(first, index)) is None)
        or (token.concept in (UNKNOWN, "others") and _LESS.search(context.word(token)) is not None)
        for token in before
    )


def _says_fewer(clause: str) -> bool:
    """多数科室未收到, 再未收到, 局邮箱未收到."""
    if _FEWER.search(clause) is not None:
        return True
    return _ONE_WAY.search(clause) is not None and _OTHER_WAYS.search(clause) is None


def _takes_away(context: Context, place: int, last: int) -> bool:
    token = context[place]
    if token.concept == UNKNOWN:
        return _TAKES_NOTHING.fullmatch(context.word(token)) is None
    if token.concept == "regarding":
        return context.word(token) not in ("向", "对", "关于")
    if token.concept in WAYS or token.concept in ("means", "way", "any_means", "other_method"):
        is_label = context[last - 1].concept in WAYS
        clause = context.words(context.clause_start(place), last)
        return not is_label and _ANY_WAY.search(clause) is None
    return CODE_OF[token.concept] not in _PLAIN and context.word(token) != "组织"


def _is_of_some_people(context: Context, index: int, last: int) -> bool:
    """企业提出的, 法人或其他组织的: not of all who may ask."""
    people = [context.word(context[n]) for n in range(index, last) if context[n].concept == "public"]
    return bool(people) and not any(_ANYBODY.search(word) for word in people)
