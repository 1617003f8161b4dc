"""A number of disclosed items whose words say what it is only beside the number before it.

What belongs here: sums of years beside the year's own figure, and the body's own share of what a site shows. What
does not: items that are counted in words of their own (`items.py`).
"""

from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.disclosed import ITEMS, disclosed
from flows.extract.prose.grammar import pattern
from flows.extract.prose.periods import Mark
from flows.extract.prose.places import CHANNEL
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF

_WEBSITE: Final = CHANNEL[CODE_OF["website"]]
_BARE_SUM: Final = pattern("[comma semicolon] (?:time? running|time running?) filler* number")
# 2012年主动公开61条。历年累计305条。
_SUM_ALONE: Final = pattern("start (time) running? filler* number END")
_ONLINE: Final = pattern("part colon? online filler* (?:disclose|publish)? filler* number")
# 县政府网站发布3210条,其中我局发布120条
_OUR_SHARE: Final = pattern("comma part comma? self (?:filler|running)* ACT GLUE INFO? GLUE number")


def by_the_number_before(context: Context, index: int, before: Statement | None) -> Iterator[Statement]:
    """What a number without words of its own states, where the one before it was one of items, in its sentence or in
    the one before."""
    if before is None:
        yield from _sum_alone(context, index)
        return
    yield from _sum_of_years(context, index, before)
    yield from _our_share(context, index, before)
    yield from _shown_online(context, index, before)


def _shown_online(context: Context, index: int, before: Statement) -> Iterator[Statement]:
    """公开政府信息38条次,其中网上15条次: the share of items that stands on sites."""
    if (before.indicator_id, before.unit) != (ITEMS, context[index].unit):
        return
    first = context.codes.rfind(CODE_OF["part"], 0, index)
    if first >= 0 and _ONLINE.fullmatch(context.codes, first, index + 1) is not None:
        yield from disclosed(context, context.clause_start(index), index, index, _WEBSITE, "")


def _sum_alone(context: Context, index: int) -> Iterator[Statement]:
    """历年累计305条: a sentence of its own, behind one on items."""
    alone = _SUM_ALONE.match(context.codes) if context.topic == "information" else None
    if alone is None or alone.end() != index + 1:
        return
    if context[alone.start(1)].time is Mark.SINCE and context[index].unit == "条":
        yield from disclosed(context, alone.start(1), index, index, ITEMS, "")


def _sum_of_years(context: Context, index: int, before: Statement) -> Iterator[Statement]:
    """全市主动公开政府信息67812条,累计289450条: the sum beside the year's own figure, without words of its own."""
    number, start = context[index].number, context.clause_start(index)
    if number is None or (before.indicator_id, before.period) != (ITEMS, "year"):
        return
    is_more = number.value > before.value and context[index].unit == before.unit
    is_sum = _BARE_SUM.fullmatch(context.codes, start - 1, index + 1) is not None
    if is_more and is_sum and not _is_of_all_the_year(context, index):
        for found in disclosed(context, start, index, index, ITEMS, ""):
            yield found._replace(period="cumulative")


def _our_share(context: Context, index: int, before: Statement) -> Iterator[Statement]:
    """县政府门户网站发布信息3210条,其中我局发布120条: the body's own on the site of another."""
    first = context.codes.rfind(CODE_OF["part"], 0, index) - 1
    is_on_theirs = before.of_another and before.indicator_id == _WEBSITE
    if is_on_theirs and first >= 0 and _OUR_SHARE.fullmatch(context.codes, first, index + 1):
        yield from disclosed(context, context.clause_start(index), index, index, _WEBSITE, "")


def _is_of_all_the_year(context: Context, index: int) -> bool:
    """季度公开60条,全年累计240条: a sum of the year and not of years."""
    return any(
        token.time is Mark.YEAR for token in context.tokens.tokens[context.clause_start(index) : index]
    )


def since_long(context: Context, index: int, found: Statement, before: Statement | None) -> Statement:
    """2013年主动公开162条,累计公开1047条: the sum beside the year's own figure is one of all years."""
    is_sum = CODE_OF["running"] in context.codes[context.clause_start(index) : index]
    is_sum = is_sum and not _is_of_all_the_year(context, index)
    if (
        not is_sum
        or before is None
        or found.indicator_id != before.indicator_id
        or found.value < before.value
    ):
        return found
    return found._replace(period="cumulative")
