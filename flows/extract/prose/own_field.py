"""Items of a body's own field, posts of its own accounts, and what its column shows.

What belongs here: what is read as a whole only where the document states no other. What does not: items that are
said to be government information (`items.py`).
"""

from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.disclosed import ITEMS, disclosed, is_of_some_bodies
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.places import CHANNEL, HUBS, PLATFORM, first_place, place_of
from flows.extract.prose.shown import shown
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF

_POST_UNITS: Final = frozenset({"条", "条次", "篇"})
_ACCOUNTS: Final = codes("weibo", "wechat")
_MEANS_THE_FIELD: Final = pattern("proactive|disclose [^number]* number comma part")
# 公开扶贫信息61条、疫情防控信息38条: each is one of several.
_ANOTHER_KIND: Final = pattern("[pause comma] [^number comma semicolon part]* INFO GLUE number")
_KIND_BEFORE: Final = pattern("(?:number|colon) [pause comma]? $")


def of_the_own_field(context: Context, index: int) -> Iterator[Statement]:
    """What a number states of the body's own field, its accounts or its column."""
    if context[index].unit not in _POST_UNITS:
        return
    found = shown(context.clause_before(index))
    offset = context.clause_start(index) - 1
    if context[index].unit == "条" and found.of_a_kind is not None:
        yield from _of_one_kind(context, index, offset + found.of_a_kind)
    if context[index].unit == "条" and found.column is not None:
        yield from disclosed(context, offset + found.column, index, index, "", ITEMS)
    if found.posts is not None:
        yield from _posts(context, index, offset + found.posts)


def _of_one_kind(context: Context, index: int, start: int) -> Iterator[Statement]:
    """我局主动公开统计信息324条: the body's own field is all that it discloses, where no other total stands."""
    if _ANOTHER_KIND.match(context.codes, index + 1) or _KIND_BEFORE.search(context.codes, 0, start):
        return
    place = place_of(context, start)
    if place in CHANNEL:
        # 在公开平台主动公开气象信息56条: all of it, where no other total stands.
        is_all = place == PLATFORM and CODE_OF["proactive"] in context.codes[start:index]
        whole = ITEMS if is_all else CHANNEL[place]
        yield from disclosed(context, first_place(context, start), index, index, "", whole)
    elif place in HUBS:
        yield from disclosed(context, first_place(context, start), index, index, "", ITEMS)
    elif place == "none" and _is_whole_field(context, start):
        yield from disclosed(context, start, index, index, "", ITEMS)


def _is_whole_field(context: Context, start: int) -> bool:
    return (
        _MEANS_THE_FIELD.match(context.codes, start) is not None
        and not is_of_some_bodies(context, start)
        and CODE_OF["part"] not in context.codes[:start]
    )


def _posts(context: Context, index: int, start: int) -> Iterator[Statement]:
    """微信公众号推送文章742篇: all that an account of the body's own shows is on it."""
    place = place_of(context, start)
    if place in _ACCOUNTS:
        yield from disclosed(context, first_place(context, start), index, index, "", CHANNEL[place])
