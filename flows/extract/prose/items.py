"""Disclosed items: how many, and through which channel.

What belongs here: telling the total from a channel's share, and both from what only looks like them. What
does not: other counts (`counts.py`).

通过政府网站公开信息N条 is a channel's share. 通过门户网站主动公开政府信息N条 is a share too where the
report states a total, and the total where it states none. Several channels together, or 等, mean the total.
A place that is no official channel (a media page, a service portal) states nothing that the dictionary has.
"""

from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.counts import is_plausible
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.sentences import Section
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF, UNKNOWN

ITEMS: Final = "stat.proactive.items"
_CHANNEL: Final = {
    CODE_OF[concept]: f"stat.proactive.by_channel.{name}"
    for concept, name in (
        ("gazette", "gazette"),
        ("website", "website"),
        ("portal", "website"),
        ("weibo", "weibo"),
        ("wechat", "wechat"),
        ("other_means", "other"),
    )
}
_UNITS: Final = frozenset({"条", "条次", "件", "项"})
_GUARD: Final = "(?<![neg online on_request application denied not_public aim modal respond])"
# The words of a whole: what is disclosed must be information and nothing narrower.
_PROACTIVE: Final = pattern(f"{_GUARD}(proactive GLUE (?:INFO ABOUT)?)$")
_DISCLOSED: Final = pattern(f"{_GUARD}(disclose GLUE INFO ABOUT)$")
_PUBLISHED: Final = pattern(f"{_GUARD}(publish GLUE government_information ABOUT)$")
_PUBLISHED_ALL: Final = pattern(f"{_GUARD}(?:filler|running|kinds)((?:publish) GLUE INFO ABOUT)$")
_THROUGH_CHANNEL: Final = pattern(f"{_GUARD}(ACT GLUE (?:INFO ABOUT)?)$")
_VERB_ONLY: Final = pattern(f"{_GUARD}((?:proactive|disclose) GLUE)$")
_NOUN_AFTER: Final = pattern("GLUE INFO END")
_ADDED: Final = pattern("(?:EDGE|time)(added GLUE (?:INFO ABOUT)?)$")
# The body's own disclosure platform: what it shows is the total.
_HUBS: Final = codes("hub", "column")
_NAMED: Final = pattern(
    "(?:EDGE|unknown)((?:gazette|website|portal|weibo|wechat|other_means) GLUE (?:INFO ABOUT)?)$"
)
_NAMES_A_BODY: Final = pattern(
    "^[^number time]*(?:unknown|whole|direct_bodies|local_bodies|foreign)[^number time]*$"
)
_PLACES: Final = frozenset({*_CHANNEL, *_HUBS, *codes("venue")})
_MANY: Final = codes("any_means", "others")
_PLACE_ENDINGS: Final = ("网", "网站", "平台", "系统", "栏", "号", "端", "报", "刊")
_NOT_A_PLACE: Final = ("中", "下", "内", "间", "期", "后", "前")
_REACH: Final = 24


def items(context: Context) -> Iterator[Statement]:
    """All statements of a sentence on disclosed items and channels."""
    for index, token in context.numbers():
        if token.unit not in _UNITS and token.unit != "":
            continue
        if not is_plausible(token) or not context.is_count(index):
            continue
        yield from _read(context, index)


def _read(context: Context, index: int) -> Iterator[Statement]:
    window = context.codes[max(0, index - _REACH) : index]
    offset = index - len(window)
    bare = context[index].unit == ""
    label = _PROACTIVE.search(window) or _DISCLOSED.search(window) or _PUBLISHED.search(window)
    right = index
    if label is None and context.section is Section.PROACTIVE:
        label = _PUBLISHED_ALL.search(window)
    if label is None and (verb := _VERB_ONLY.search(window)) is not None:
        after = _NOUN_AFTER.match(context.codes, index + 1)
        if after is not None:
            label, right = verb, index + len(after.group())
    if context[index].unit != "条" and label is not None and right == index and not _has_noun(label.group(1)):
        # 主动公开11件 counts documents; without a noun only 条 is an item.
        label = None
    if bare and not (context.ends_at(index + 1) and label and _has_noun(label.group(1))):
        return
    is_whole = label is not None
    label = label or _THROUGH_CHANNEL.search(window)
    if label is None:
        if (named := _NAMED.search(window)) is not None and _continues_items(context, index):
            channel = next(code for code in named.group(1) if code in _CHANNEL)
            yield from _statement(context, offset + named.start(1), index, right, _CHANNEL[channel], "")
        elif (added := _ADDED.search(window)) is not None and _continues_items(context, index):
            yield from _statement(context, offset + added.start(1), index, right, ITEMS, "")
        return
    start = offset + label.start(1)
    place = _place(context, start)
    if place == "none":
        if is_whole and not _is_of_some_bodies(context, start) and not _is_part_of(context, start):
            yield from _statement(context, start, index, right, ITEMS, "")
        return
    if place == "elsewhere":
        return
    first = _first_place(context, start)
    if place in _HUBS:
        if is_whole or _means_all(label.group(1)):
            yield from _statement(context, first, index, right, "", ITEMS)
        return
    means_all = place == CODE_OF["portal"] and _means_all(label.group(1))
    yield from _statement(context, first, index, right, _CHANNEL[place], ITEMS if means_all else "")


def _has_noun(label: str) -> bool:
    return not codes("information", "government_information").isdisjoint(label)


def _means_all(label: str) -> bool:
    return CODE_OF["proactive"] in label or CODE_OF["kinds"] in label


def _continues_items(context: Context, index: int) -> bool:
    """其中…: a part of the items that the sentence stated before."""
    is_part = CODE_OF["part"] in context.codes[:index] or CODE_OF["added"] in context.codes[:index]
    return is_part and context.topic_at(index) == "information"


def _place(context: Context, start: int) -> str:
    """The one channel that the clause names before its verb, `none` for none or several, or `elsewhere`."""
    clause = context.codes[context.clause_start(start) : start]
    places = [code for code in clause if code in _PLACES]
    if not _MANY.isdisjoint(clause) or len(set(places)) > 1:
        return "none"
    if not places:
        return "elsewhere" if _is_somewhere_unknown(context, start) else "none"
    return places[0] if places[0] in _CHANNEL or places[0] in _HUBS else "elsewhere"


def _is_somewhere_unknown(context: Context, start: int) -> bool:
    """在XX网公开: a place that no word of ours names stands right before the verb."""
    last = context[start - 1]
    words = context.tokens.text[last.start : last.end].rstrip("上")
    if words.endswith(_PLACE_ENDINGS):
        return True
    if CODE_OF["means"] not in context.codes[context.clause_start(start) : start]:
        return False
    return last.concept == UNKNOWN and not words.endswith(_NOT_A_PLACE)


def _first_place(context: Context, start: int) -> int:
    first = context.clause_start(start)
    return next(n for n in range(first, start) if context.codes[n] in _PLACES)


def _is_of_some_bodies(context: Context, start: int) -> bool:
    """省政府及省直单位 are one part of a province, and 各县区 the other: neither is the whole."""
    clause = context.codes[context.clause_start(start) : start]
    if CODE_OF["whole"] in clause:
        return False
    return (CODE_OF["direct_bodies"] in clause) != (CODE_OF["local_bodies"] in clause)


def _is_part_of(context: Context, start: int) -> bool:
    """其中,某部门主动公开…: the share of a body that is named, unless a mark of time makes it the year's."""
    part = context.codes.rfind(CODE_OF["part"], 0, start)
    between = context.codes[part + 1 : start]
    return part >= 0 and _NAMES_A_BODY.search(between) is not None


def _statement(
    context: Context, start: int, index: int, right: int, indicator_id: str, instead: str
) -> Iterator[Statement]:
    token = context[index]
    period = context.period_at(index)
    if period is None or token.number is None:
        return
    left, end = context.sentence.span(context[start].start, context[right].end)
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
    )
