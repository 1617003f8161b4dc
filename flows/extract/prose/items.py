"""Disclosed items: how many, and through which channel.

What belongs here: telling the total from a channel's share, and both from what only looks like them. What
does not: other counts (`counts.py`).

通过政府网站公开信息N条 is a channel's share. 通过门户网站主动公开政府信息N条 is a share too where the
report states a total, and the total where it states none. Several channels together, or 等, mean the total.
A place that is no official channel (a media page, a service portal) states nothing that the dictionary has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.extract.prose.beside_items import by_the_number_before, since_long
from flows.extract.prose.bodies import is_behind_a_body
from flows.extract.prose.context import Context
from flows.extract.prose.disclosed import ITEMS, disclosed, is_of_some_bodies
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.own_field import of_the_own_field
from flows.extract.prose.places import (
    CHANNEL,
    HUBS,
    PLATFORM,
    SITES,
    first_place,
    is_official,
    is_subject,
    place_of,
)
from flows.extract.prose.shown import shown
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF

_CHANNELS: Final = frozenset(CHANNEL.values())
_WEBSITE: Final = CHANNEL[CODE_OF["website"]]
_OTHER_CHANNELS: Final = _CHANNELS - {_WEBSITE}
_SEVERAL: Final = 2
_INFORMATION: Final = codes("information", "government_information")
_SAYS_SHOWN: Final = codes("proactive", "disclose", "publish", "disclosure")
_UNITS: Final = frozenset({"条", "条次", "件", "项"})
_NOUN_AFTER: Final = pattern("GLUE INFO filler* END")
_CHANNEL_BEFORE: Final = pattern(
    "(?:website|portal|hub_site|weibo|wechat|gazette) [^number comma semicolon]* ACT [^number comma semicolon]* number"
)
_ALL_OF_IT: Final = pattern("proactive GLUE government_information")
_TOLD: Final = pattern("proactive GLUE INFO ABOUT number")
_OTHER: Final = CODE_OF["other_means"]
_REST: Final = pattern(
    "(?:comma|pause) others filler* number"
    "(?: (?:means|regarding) (?:venue|pause|conjunction)+ (?:any_means|others))?"
)
# 新媒体发布100条,其中微信60条,其他40条: what is left of them stands on no channel that a form has.
_OF_A_VENUE: Final = pattern("venue [^number comma semicolon]* number (?:comma|open)? part [^semicolon]*$")
_PARTS_OR_ENDS: Final = re.compile("\n|其中|包括|包含|含")
_ONLY_SHOWN: Final = re.compile("发布|推送|推文|[刊登]载|刊[登发]|编发|上传")
_NAMES_A_BODY: Final = pattern(
    "^[^number time]*(?:unknown|territory|whole|direct_bodies|local_bodies|foreign)[^number time]*$"
)


def items(context: Context) -> Iterator[Statement]:
    """All statements of a sentence on disclosed items and channels."""
    found = list(_in_order(context))
    sites = {s.value for s in found if s.indicator_id == _WEBSITE and s.period == "year" and not s.of_another}
    is_beside = CODE_OF["part"] not in context.codes and any(s.indicator_id in _OTHER_CHANNELS for s in found)
    for statement in found:
        if statement.indicator_id != _WEBSITE:
            yield statement
        elif len(sites) < _SEVERAL:
            # 网站主动公开信息120条,微信公众号发布62条: each is the share of its channel, and 主动公开政府信息 is all.
            is_share = is_beside and _ALL_OF_IT.search(context.codes) is None
            yield statement._replace(instead="") if is_share else statement
        # 在县政府网站公开32条,在局门户网站公开126条: neither is all that stands on sites.


def without_totals_of_shares(text: str, statements: Sequence[Statement]) -> Iterator[Statement]:
    """政府网站主动公开政府信息320条,通过微信公开40条: where another channel's share follows in the paragraph, the
    first is its channel's share and no total. What an account only 发布 need not be disclosed information."""
    others = [s for s in statements if s.indicator_id in _OTHER_CHANNELS and s.period == "year"]
    for statement in statements:
        is_total = statement.indicator_id == _WEBSITE and statement.instead == ITEMS
        is_share = is_total and any(
            _PARTS_OR_ENDS.search(text, statement.end, other.start) is None
            and _ONLY_SHOWN.search(text, other.start, other.end) is None
            for other in others
            if statement.end <= other.start
        )
        yield statement._replace(instead="") if is_share else statement


def _in_order(context: Context) -> Iterator[Statement]:
    """What each number states, the one before it known."""
    before: Statement | None = None
    for index, token in context.counted:
        if token.unit == "篇":
            yield from of_the_own_field(context, index)
            continue
        if token.unit not in _UNITS and token.unit != "":
            continue
        is_rest = before is not None and before.indicator_id in _CHANNELS and _is_rest(context, index)
        read = (
            _of_other_means(context, index) if is_rest else _read(context, index, goes_on=before is not None)
        )
        found = [since_long(context, index, statement, before) for statement in read]
        found = found or list(by_the_number_before(context, index, before))
        before = found[0] if found else None
        yield from found


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
        yield from of_the_own_field(context, index)
        return
    place = place_of(context, label.start)
    if place == "none":
        goes_on = goes_on and not label.is_share
        is_part = is_of_some_bodies(context, label.start) or _is_part_of(
            context, label.start, goes_on=goes_on
        )
        is_part = is_part or _is_beside_parts_of_a_channel(context, label.start, index)
        if label.is_whole and not is_part:
            yield from disclosed(context, label.start, index, label.right, ITEMS, "")
    elif place in HUBS:
        if label.is_whole or _is_of_all_kinds(label.words) or _means_all(label.words):
            yield from disclosed(context, first_place(context, label.start), index, label.right, "", ITEMS)
    elif place != "elsewhere":
        is_all = place in SITES and _means_all(label.words) and not is_subject(context, label.start)
        is_all = is_all or (place == PLATFORM and _is_of_all_kinds(label.words))
        if place in SITES and not is_all and _is_of_all_kinds(label.words):
            # 网站发布各类信息210条: less than all that was disclosed, where another figure says what was.
            if not context[index].approximate:
                first = first_place(context, label.start)
                yield from disclosed(context, first, index, label.right, "", CHANNEL[place])
            return
        first = first_place(context, label.start)
        yield from disclosed(context, first, index, label.right, CHANNEL[place], ITEMS if is_all else "")


def _label(context: Context, index: int, *, goes_on: bool) -> _Label | None:
    """The words of a whole, or else of what is shown through some channel."""
    window = context.clause_before(index)
    if _SAYS_SHOWN.isdisjoint(window) and not goes_on:
        return None
    offset = index - len(window)
    found = shown(window)
    if goes_on and found.share is not None:
        return _Label(offset + found.share, index, window[found.share :], is_whole=True, is_share=True)
    is_item = context[index].unit == "条"
    whole = found.whole
    if (
        whole is None
        and found.running is not None
        and is_item
        and context.topic_at(index - 1) == "information"
    ):
        whole = found.running
    if whole is None and is_item and not goes_on:
        whole = _by_a_body(context, index, found.by_a_body)
    if whole is None and context.section is Section.PROACTIVE:
        whole = found.published
    # 主动公开11件 counts documents; without a noun only 条 is an item.
    if whole is not None and (is_item or _has_noun(window[whole:])):
        return _Label(offset + whole, index, window[whole:], is_whole=True)
    if found.verb is not None and (noun := _NOUN_AFTER.match(context.codes, index + 1)) is not None:
        return _Label(offset + found.verb, index + len(noun.group()), window[found.verb :], is_whole=True)
    if found.channel is None:
        return None
    return _Label(offset + found.channel, index, window[found.channel :], is_whole=False)


def _by_a_body(context: Context, index: int, place: int | None) -> int | None:
    """Where the verb stands that a body is named in front of, if the statement ends with its number."""
    if place is None or not context.ends_at(index + 1):
        return None
    first = index - len(context.clause_before(index)) + place
    return place if is_behind_a_body(context, first) else None


def _is_bare_count(index: int, label: _Label | None) -> bool:
    """Whether a number without a unit ends a statement on the whole: 公开政务信息4287。"""
    return label is not None and label.is_whole and label.right == index and _has_noun(label.words)


def _of_the_items_before(context: Context, index: int, *, goes_on: bool) -> Iterator[Statement]:
    """其中门户网站50条, 其中2012年新增321条: parts of the items that were counted before."""
    window = context.clause_before(index)
    offset = index - len(window)
    if not goes_on and not _continues_items(context, index) and not _is_beside_a_channel(context, index):
        return
    found = shown(window)
    if found.named is not None:
        channel = next(code for code in window[found.named :] if code in CHANNEL)
        if is_official(context, offset + found.named):
            yield from disclosed(context, offset + found.named, index, index, CHANNEL[channel], "")
    elif found.added is not None:
        start = offset + found.added
        if not _is_part_of(context, start, goes_on=goes_on):
            yield from disclosed(context, start, index, index, ITEMS, "")


def _is_rest(context: Context, index: int) -> bool:
    is_last = _REST.fullmatch(context.codes, context.clause_start(index) - 1, index + 1) is not None
    return is_last and _OF_A_VENUE.search(context.codes, 0, index) is None


def _of_other_means(context: Context, index: int) -> Iterator[Statement]:
    """其中网站6103条,公报51条,其他1272条: what is left of a list of channels."""
    if context[index].unit == "条":
        yield from disclosed(context, context.clause_start(index), index, index, CHANNEL[_OTHER], "")


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
    """其中…: a part of the items that the sentence or the one before it stated; and 渠道为:政府网站198条、微信84条."""
    is_part = CODE_OF["part"] in context.codes[:index] or CODE_OF["added"] in context.codes[:index]
    if is_part and context.topic_at(index) == "information":
        return True
    if context[index].unit != "条":
        return False
    is_first = CODE_OF["number"] not in context.codes[:index]
    if is_first and context.topic not in ("information", "normative"):
        return False
    if not is_first and _TOLD.search(context.codes, 0, index) is None:
        return False
    return len(CHANNEL.keys() & set(context.codes[index - 1 :])) > 1


def _is_beside_parts_of_a_channel(context: Context, start: int, index: int) -> bool:
    """微信公众号发布360条,其中转载240条,公开政府信息80条: fewer than its channel showed, in the list of its parts."""
    part = context.codes.rfind(CODE_OF["part"], 0, start)
    number = context[index].number
    if part < 0 or number is None or context.clause_start(start) != start:
        return False
    before = _CHANNEL_BEFORE.search(context.codes, 0, part)
    if before is None or CODE_OF["semicolon"] in context.codes[before.start() : start]:
        return False
    shown_there = context[before.end() - 1].number
    return shown_there is not None and number.value < shown_there.value


def _is_part_of(context: Context, start: int, *, goes_on: bool) -> bool:
    """其中,某部门主动公开…: the share of a body that is named, unless a mark of time makes it the year's; and
    any share of items that were just counted (公开423条,其中新增公开56条)."""
    part = context.codes.rfind(CODE_OF["part"], 0, start)
    between = context.codes[part + 1 : start]
    if part < 0 or CODE_OF["time"] in between:
        return False
    is_share = goes_on and CODE_OF["number"] not in between
    return is_share or _NAMES_A_BODY.search(between) is not None
