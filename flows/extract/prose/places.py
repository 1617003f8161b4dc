"""Where something was shown: the official channels, the body's own platform, and other places.

What belongs here: which place a clause names before its verb. What does not: what was shown there (`items.py`).
"""

import re
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.tokens import CODE_OF, UNKNOWN

CHANNEL: Final = {
    CODE_OF[concept]: f"stat.proactive.by_channel.{name}"
    for concept, name in (
        ("gazette", "gazette"),
        ("website", "website"),
        ("hub_site", "website"),
        ("own_site", "website"),
        ("bare_site", "website"),
        ("portal", "website"),
        ("platform", "website"),
        ("weibo", "weibo"),
        ("wechat", "wechat"),
        ("other_means", "other"),
    )
}
SITES: Final = codes("website", "hub_site", "own_site", "bare_site", "portal", "platform")
PLATFORM: Final = CODE_OF["platform"]
# The body's own disclosure platform: what it shows is the total.
HUBS: Final = codes("hub", "column")
_PLACES: Final = frozenset({*CHANNEL, *HUBS, *codes("venue")})
_BY_OTHER_MEANS: Final = CODE_OF["others"] + CODE_OF["other_means"]
_MANY: Final = codes("any_means", "others")
_PLACE_ENDINGS: Final = ("网", "网站", "平台", "系统", "栏", "号", "端", "报", "刊")
_MEANS: Final = CODE_OF["means"]
_NAME: Final = pattern("(?:unknown|filler|foreign)+")
# Sites of the press, of trade and of services, whoever they belong to.
_SITE_OF_OTHERS: Final = re.compile(
    "采购|服务|新闻|人民网|日报|晚报|电视|新华|信用|交易|招标|招聘|人才|资讯|商|搜狐|新浪|腾讯"
)
_SITE: Final = "(?:website|hub_site|own_site|bare_site|portal)"
_JOINT: Final = "(?:conjunction|pause) [^comma semicolon number]*"
_SITE_AND_PLATFORM: Final = pattern(f"{_SITE} filler* {_JOINT} platform|platform filler* {_JOINT} {_SITE}")
_OWN: Final = frozenset({"means", "self", "part", "comma", "colon", "semicolon", "start", "time"})
_BODY_ENDINGS: Final = tuple("省市州盟县区旗镇乡局委厅办部院校府会署站")
_NOT_A_PLACE: Final = ("中", "下", "内", "间", "期", "后", "前")


def place_of(context: Context, start: int) -> str:
    """The one channel that the clause names before its verb, `none` for none or several, or `elsewhere`."""
    first = context.clause_start(start)
    clause = context.codes[first:start]
    named = _outside_brackets(context, [n for n in range(first, start) if context.codes[n] in _PLACES])
    if clause.endswith(_BY_OTHER_MEANS):
        # 公示栏等其他方式公开516条
        return CODE_OF["other_means"]
    if not _MANY.isdisjoint(clause):
        return "none"
    if named and not is_official(context, named[-1]):
        return "elsewhere"
    if PLATFORM in clause and _SITE_AND_PLATFORM.search(clause) is not None:
        # 在门户网站和信息公开平台: on all of them.
        return "none"
    places = [context.codes[n] for n in named if is_official(context, n)]
    if not SITES.isdisjoint(places):
        # 在县政府网站政务公开专栏: the column is one of the site's.
        places = [place for place in places if place not in HUBS]
    if len({CHANNEL.get(place, place) for place in places}) > 1 or any(
        _is_one_of_several(context, n) for n in named
    ):
        return "none"
    if not places and _named_site(context, start) is not None:
        return CODE_OF["website"]
    if not places:
        return "elsewhere" if _is_somewhere_unknown(context, start) else "none"
    return places[0] if places[0] in CHANNEL or places[0] in HUBS else "elsewhere"


def is_subject(context: Context, start: int) -> bool:
    """局门户网站主动公开3865条: the site is told of. What a body discloses 通过网站 can be all that it discloses."""
    clause = context.codes[context.clause_start(start) : start]
    return _MEANS not in clause and not context.word(context[start - 1]).endswith("上")


def _outside_brackets(context: Context, places: list[int]) -> list[int]:
    """通过其他方式(微信)公开: what stands in brackets says which."""
    row = context.codes
    outside = [n for n in places if row.rfind(CODE_OF["open"], 0, n) <= row.rfind(CODE_OF["shut"], 0, n)]
    return outside or places


def is_official(context: Context, place: int) -> bool:
    """官网 after words that name no body can be anybody's; 网站 alone is the body's own only in 通过网站."""
    before, after = context[place - 1], context[place + 1]
    match context[place].concept:
        case "own_site":
            words = context.word(before)
            return after.concept != UNKNOWN and (before.concept in _OWN or words.endswith(_BODY_ENDINGS))
        case "bare_site":
            return after.concept != UNKNOWN and (
                before.concept in _OWN
                or CODE_OF[before.concept] in CHANNEL
                or before.number is not None
                or context.word(before).startswith("(")
                or _is_named(context, place)
            )
        case _:
            return True


def _is_named(context: Context, place: int) -> bool:
    """在“中国样例”网站: whether a quoted name stands between 在 and the site, and not that of somebody else."""
    means = context.codes.rfind(_MEANS, context.clause_start(place), place)
    offsets = context.sentence.offsets
    if means < 0 or offsets is None:
        return False
    first, end = context[means].end, context[place].start
    # Quotation marks are no part of a sentence; what they leave is a step between two characters.
    is_quoted = first < end and all(offsets[n] - offsets[n - 1] > 1 for n in (first, end))
    return is_quoted and _SITE_OF_OTHERS.search(context.tokens.text, first, end) is None


def _is_somewhere_unknown(context: Context, start: int) -> bool:
    """在XX网公开: a place that no word of ours names stands right before the verb."""
    last = context[start - 1]
    words = context.word(last).rstrip("上")
    if words.endswith(_PLACE_ENDINGS):
        return True
    if CODE_OF["means"] not in context.codes[context.clause_start(start) : start]:
        return False
    return last.concept == UNKNOWN and not words.endswith(_NOT_A_PLACE)


def _is_one_of_several(context: Context, place: int) -> bool:
    """在县网及样例镇政府网: a site that no word of ours names stands beside it."""
    first = context.clause_start(place)
    joints = [n for n in range(first, place) if context[n].concept == "conjunction"]
    if not joints or CODE_OF["means"] not in context.codes[first : joints[-1]]:
        return False
    other = context[joints[-1] - 1]
    return CODE_OF[other.concept] not in CHANNEL and context.word(other).rstrip("上").endswith(_PLACE_ENDINGS)


def _named_site(context: Context, start: int) -> int | None:
    """通过“样例科技网”公开, 在“中国样例”网公开: where a site begins that is called by its own name."""
    means = context.codes.rfind(_MEANS, context.clause_start(start), start)
    offsets = context.sentence.offsets
    if means < 0 or offsets is None or not _NAME.fullmatch(context.codes, means + 1, start):
        return None
    first, end = context[means].end, context[start].start
    name = context.tokens.text[first:end].removesuffix("上")
    # Quotation marks are no part of a sentence; what they leave is a step between two characters.
    is_quoted = offsets[first] - offsets[first - 1] > 1
    ends = [n for n in range(first + 1, first + len(name) + 1) if offsets[n] - offsets[n - 1] > 1]
    is_site = name.endswith(("网", "网站")) and _SITE_OF_OTHERS.search(name) is None
    return means + 1 if is_quoted and ends and is_site else None


def first_place(context: Context, start: int) -> int:
    """The token that the place before a verb begins with, or else its clause."""
    first = context.clause_start(start)
    known = (n for n in range(first, start) if context.codes[n] in _PLACES)
    return next(known, _named_site(context, start) or first)
