"""Disclosed items: how many, and through which channel.

What belongs here: telling the total from a channel's share, and both from what only looks like them. What
does not: other counts (`counts.py`).

通过政府网站公开信息N条 is a channel's share. 通过门户网站主动公开政府信息N条 is a share too where the
report states a total, and the total where it states none. Several channels together, or 等, mean the total.
A place that is no official channel (a media page, a service portal) states nothing that the dictionary has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.periods import Mark
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, UNKNOWN

ITEMS: Final = "stat.proactive.items"
_CHANNEL: Final = {
    CODE_OF[concept]: f"stat.proactive.by_channel.{name}"
    for concept, name in (
        ("gazette", "gazette"),
        ("website", "website"),
        ("hub_site", "website"),
        ("own_site", "website"),
        ("bare_site", "website"),
        ("portal", "website"),
        ("weibo", "weibo"),
        ("wechat", "wechat"),
        ("other_means", "other"),
    )
}
_SITES: Final = codes("website", "hub_site", "own_site", "bare_site", "portal")
_INFORMATION: Final = codes("information", "government_information")
_SAYS_SHOWN: Final = codes("proactive", "disclose", "publish")
_UNITS: Final = frozenset({"条", "条次", "件", "项"})
_GUARD: Final = "(?<![neg online on_request application denied not_public aim modal respond electronic])"
# The words of a whole: what is disclosed must be information and nothing narrower.
_PROACTIVE: Final = pattern(f"{_GUARD}(proactive GLUE (?:INFO ABOUT)?)$")
_DISCLOSED: Final = pattern(f"{_GUARD}(disclose GLUE INFO ABOUT)$")
_PUBLISHED: Final = pattern(f"{_GUARD}(publish GLUE government_information ABOUT)$")
_PUBLISHED_ALL: Final = pattern(f"{_GUARD}(?:filler|running|kinds)((?:publish) GLUE INFO ABOUT)$")
_THROUGH_CHANNEL: Final = pattern(f"{_GUARD}(ACT GLUE (?:INFO ABOUT)?)$")
_VERB_ONLY: Final = pattern(f"{_GUARD}((?:proactive|disclose) GLUE)$")
# 历年累计公开9325条, after a sentence or clause on items
_RUNNING: Final = pattern(f"{_GUARD}(running (?:proactive|disclose) GLUE)$")
_NOUN_AFTER: Final = pattern("GLUE INFO END")
_ADDED: Final = pattern("(?:EDGE|time)(added GLUE (?:INFO ABOUT)?)$")
# The body's own disclosure platform: what it shows is the total.
_HUBS: Final = codes("hub", "column")
_NAMED: Final = pattern(
    "(?:EDGE|unknown|publish|self)((?:gazette|website|portal|hub_site|own_site|bare_site|weibo|wechat|other_means)"
    " unknown? GLUE (?:INFO ABOUT)?)$"
)
_CHANNEL_BEFORE: Final = pattern(
    "(?:website|portal|hub_site|weibo|wechat|gazette)(?:[^number comma semicolon]*)ACT[^number comma semicolon]*number"
)
# 在政府网站发布公路建设、路政管理等信息96条: several kinds and 等 are all.
_SEVERAL_KINDS: Final = pattern(f"{_GUARD}(ACT (?:unknown|pause|filler)+ others INFO ABOUT)$")
# 历年累计31240条,其中2011年9135条
_YEARS_SHARE: Final = pattern(
    "(?:part|comma|open) filler* (time (?:ACT|added|filler|running)* (?:INFO ABOUT)?)$"
)
_YEARS_SHARE_FOLLOWS: Final = pattern("[comma open] part filler* (time)")
_NAMES_A_BODY: Final = pattern(
    "^[^number time]*(?:unknown|territory|whole|direct_bodies|local_bodies|foreign)[^number time]*$"
)
_PLACES: Final = frozenset({*_CHANNEL, *_HUBS, *codes("venue")})
_MANY: Final = codes("any_means", "others")
_PLACE_ENDINGS: Final = ("网", "网站", "平台", "系统", "栏", "号", "端", "报", "刊")
_OWN: Final = frozenset({"means", "self", "part", "comma", "colon", "semicolon", "start"})
_BODY_ENDINGS: Final = tuple("省市州盟县区旗镇乡局委厅办部院校府会署站")
_NOT_A_PLACE: Final = ("中", "下", "内", "间", "期", "后", "前")


def items(context: Context) -> Iterator[Statement]:
    """All statements of a sentence on disclosed items and channels."""
    before: Statement | None = None
    for index, token in context.numbers():
        if token.unit not in _UNITS and token.unit != "":
            continue
        if not context.is_count(index):
            continue
        found = [
            _since_long(context, index, s, before) for s in _read(context, index, goes_on=before is not None)
        ]
        before = found[0] if found else None
        yield from found


def _since_long(context: Context, index: int, found: Statement, before: Statement | None) -> Statement:
    """2013年主动公开162条,累计公开1047条: the sum beside the year's own figure is one of all years."""
    is_sum = CODE_OF["running"] in context.codes[context.clause_start(index) : index]
    if (
        not is_sum
        or before is None
        or found.indicator_id != before.indicator_id
        or found.value < before.value
    ):
        return found
    return replace(found, period="cumulative")


@dataclass(frozen=True, slots=True)
class _Label:
    """The words that say of what a number is the count.

    Attributes:
        start: its first token; right: the last token that belongs to it, which may stand behind the number.
        words: its concepts.
        is_whole: the words alone speak of all items; else only a channel makes them a share.
        is_share: 其中2011年…: the year's share of a longer time.
    """

    start: int
    right: int
    words: str
    is_whole: bool
    is_share: bool = False


def _read(context: Context, index: int, *, goes_on: bool) -> Iterator[Statement]:
    """What is said of one number; `goes_on` where the number before it was one of items too."""
    if context[index].unit == "" and not context.ends_at(index + 1):
        return
    label = _label(context, index, goes_on=goes_on)
    if context[index].unit == "" and not _is_bare_count(index, label):
        return
    if label is None:
        yield from _of_the_items_before(context, index, goes_on=goes_on)
        return
    place = _place(context, label.start)
    if place == "none":
        goes_on = goes_on and not label.is_share
        is_part = _is_of_some_bodies(context, label.start) or _is_part_of(
            context, label.start, goes_on=goes_on
        )
        if label.is_whole and not is_part:
            yield from _statement(context, label.start, index, label.right, ITEMS, "")
    elif place in _HUBS:
        if label.is_whole or _is_of_all_kinds(label.words) or _means_all(label.words):
            yield from _statement(context, _first_place(context, label.start), index, label.right, "", ITEMS)
    elif place != "elsewhere":
        is_all = place in _SITES and _means_all(label.words)
        if place in _SITES and not is_all and _is_of_all_kinds(label.words):
            # 网站发布各类信息2.1万条: neither all that was disclosed nor only what had to be.
            return
        first = _first_place(context, label.start)
        yield from _statement(context, first, index, label.right, _CHANNEL[place], ITEMS if is_all else "")


def _label(context: Context, index: int, *, goes_on: bool) -> _Label | None:
    """The words of a whole, or else of what is shown through some channel."""
    window = context.clause_before(index)
    if _SAYS_SHOWN.isdisjoint(window) and not goes_on:
        return None
    offset = index - len(window)
    if goes_on and (share := _YEARS_SHARE.search(window)) is not None:
        return _Label(offset + share.start(1), index, share.group(1), is_whole=True, is_share=True)
    is_item = context[index].unit == "条"
    whole = _PROACTIVE.search(window) or _DISCLOSED.search(window) or _PUBLISHED.search(window)
    if whole is None and is_item and context.topic_at(index - 1) == "information":
        whole = _RUNNING.search(window)
    if whole is None and context.section is Section.PROACTIVE:
        whole = _PUBLISHED_ALL.search(window)
    # 主动公开11件 counts documents; without a noun only 条 is an item.
    if whole is not None and (is_item or _has_noun(whole.group(1))):
        return _Label(offset + whole.start(1), index, whole.group(1), is_whole=True)
    if (verb := _VERB_ONLY.search(window)) is not None:
        noun = _NOUN_AFTER.match(context.codes, index + 1)
        if noun is not None:
            return _Label(offset + verb.start(1), index + len(noun.group()), verb.group(1), is_whole=True)
    shown = _THROUGH_CHANNEL.search(window) or _SEVERAL_KINDS.search(window)
    return _Label(offset + shown.start(1), index, shown.group(1), is_whole=False) if shown else None


def _is_bare_count(index: int, label: _Label | None) -> bool:
    """Whether a number without a unit ends a statement on the whole: 公开政务信息4287。"""
    return (
        label is not None
        and label.is_whole
        and label.right == index
        and _has_noun(label.words)
    )


def _of_the_items_before(context: Context, index: int, *, goes_on: bool) -> Iterator[Statement]:
    """其中门户网站50条, 其中2012年新增321条: parts of the items that were counted before."""
    window = context.clause_before(index)
    offset = index - len(window)
    if not goes_on and not _continues_items(context, index) and not _is_beside_a_channel(context, index):
        return
    if (named := _NAMED.search(window)) is not None:
        channel = next(code for code in named.group(1) if code in _CHANNEL)
        if not _is_official(context, offset + named.start(1)):
            return
        yield from _statement(context, offset + named.start(1), index, index, _CHANNEL[channel], "")
    elif (added := _ADDED.search(window)) is not None:
        start = offset + added.start(1)
        if not _is_part_of(context, start, goes_on=goes_on):
            yield from _statement(context, start, index, index, ITEMS, "")


def _is_beside_a_channel(context: Context, index: int) -> bool:
    """通过网站公开35条,微信公众号103条: a channel that other work has too, among those of the body."""
    return context[index].unit == "条" and _CHANNEL_BEFORE.search(context.codes, 0, index) is not None


def _has_noun(label: str) -> bool:
    return not _INFORMATION.isdisjoint(label)


def _means_all(label: str) -> bool:
    """主动公开, or 公开各类信息; what is only 发布 is not all that was disclosed."""
    return CODE_OF["proactive"] in label or (_is_of_all_kinds(label) and CODE_OF["disclose"] in label)


def _is_of_all_kinds(label: str) -> bool:
    return CODE_OF["kinds"] in label


def _continues_items(context: Context, index: int) -> bool:
    """其中…: a part of the items that the sentence or the one before it stated."""
    is_part = CODE_OF["part"] in context.codes[:index] or CODE_OF["added"] in context.codes[:index]
    return is_part and context.topic_at(index) == "information"


def _place(context: Context, start: int) -> str:
    """The one channel that the clause names before its verb, `none` for none or several, or `elsewhere`."""
    clause = context.codes[context.clause_start(start) : start]
    first = context.clause_start(start)
    named = [n for n in range(first, start) if context.codes[n] in _PLACES]
    if not _MANY.isdisjoint(clause):
        return "none"
    if named and not _is_official(context, named[-1]):
        return "elsewhere"
    places = [context.codes[n] for n in named if _is_official(context, n)]
    if len(set(places)) > 1 or any(_is_one_of_several(context, n) for n in named):
        return "none"
    if not places:
        return "elsewhere" if _is_somewhere_unknown(context, start) else "none"
    return places[0] if places[0] in _CHANNEL or places[0] in _HUBS else "elsewhere"


def _is_official(context: Context, place: int) -> bool:
    """官网 after words that name no body can be anybody's; 网站 alone is the body's own only in 通过网站."""
    before, after = context[place - 1], context[place + 1]
    match context[place].concept:
        case "own_site":
            words = context.tokens.text[before.start : before.end]
            return after.concept != UNKNOWN and (before.concept in _OWN or words.endswith(_BODY_ENDINGS))
        case "bare_site":
            return after.concept != UNKNOWN and (
                before.concept in _OWN or CODE_OF[before.concept] in _CHANNEL or before.number is not None
            )
        case _:
            return True


def _is_somewhere_unknown(context: Context, start: int) -> bool:
    """在XX网公开: a place that no word of ours names stands right before the verb."""
    last = context[start - 1]
    words = context.tokens.text[last.start : last.end].rstrip("上")
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
    return context.tokens.text[other.start : other.end].rstrip("上").endswith(_PLACE_ENDINGS)


def _first_place(context: Context, start: int) -> int:
    first = context.clause_start(start)
    return next(n for n in range(first, start) if context.codes[n] in _PLACES)


def _is_of_some_bodies(context: Context, start: int) -> bool:
    """省政府及省直单位 are one part of a province, and 各县区 the other: neither is the whole."""
    clause = context.codes[context.clause_start(start) : start]
    if CODE_OF["whole"] in clause:
        return False
    # 全市各乡镇 are the townships alone.
    return (CODE_OF["direct_bodies"] in clause) != (CODE_OF["local_bodies"] in clause)


def _is_part_of(context: Context, start: int, *, goes_on: bool) -> bool:
    """其中,某部门主动公开…: the share of a body that is named, unless a mark of time makes it the year's; and
    any share of items that were just counted (公开423条,其中新增公开56条)."""
    part = context.codes.rfind(CODE_OF["part"], 0, start)
    between = context.codes[part + 1 : start]
    if part < 0 or CODE_OF["time"] in between:
        return False
    is_share = goes_on and CODE_OF["number"] not in between
    return is_share or _NAMES_A_BODY.search(between) is not None


def _is_followed_by_the_years_share(context: Context, index: int) -> bool:
    follows = _YEARS_SHARE_FOLLOWS.match(context.codes, index + 1)
    return follows is not None and context[follows.start(1)].time is Mark.YEAR and context.is_closing(index)


def _statement(
    context: Context, start: int, index: int, right: int, indicator_id: str, instead: str
) -> Iterator[Statement]:
    token = context[index]
    period = context.period_at(index)
    if period == "year" and _is_followed_by_the_years_share(context, index):
        # 截至2011年底公开763条,其中2011年度新增118条
        period = "cumulative"
    if period is None or token.number is None:
        return
    left, end = context.span(start, right)
    yield Statement(
        indicator_id=indicator_id,
        value=token.number.value,
        unit=token.unit,
        period=period,
        start=left,
        end=end,
        is_at_home=context.section is Section.PROACTIVE,
        approximate=token.approximate,
        instead=instead,
        scope=context.scope_at(start),
        of_territory=context.is_of_territory(start),
    )
