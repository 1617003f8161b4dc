"""Parts that are proved by their whole: 咨询26人次(电话19人次,当面7人次), 官网147条、公众号298条,共公开信息445条.

What belongs here: parts that only name their way or their channel, around a whole that they make. What does not: a
whole that only its parts tell (`sums.py`), and parts with words of their own (`rules_inquiries.py`, `items.py`).

电话19人次 alone can be anything; beside the inquiries that it adds up to, it is theirs.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.disclosed import ITEMS, disclosed
from flows.extract.prose.grammar import pattern
from flows.extract.prose.places import CHANNEL, is_official
from flows.extract.prose.statement import Statement

_INQUIRIES: Final = "stat.inquiries"
_WAYS: Final = {
    "phone": "phone",
    "call_in": "phone",
    "in_person": "in_person",
    "come": "in_person",
    "online": "online",
}
_WAYS_BEHIND: Final = pattern(
    "inquiry (?:filler|public|count)* (number) open part? colon? filler*"
    f"((?:(?:{'|'.join(_WAYS)}) (?:filler|inquiry|host|answer_call|count)* number [comma pause semicolon]?)+)"
)
_CHANNELS_BEFORE: Final = pattern(
    "((?:(?:website|portal|hub_site|own_site|bare_site|weibo|wechat) number [comma pause] (?:unknown|self)?)+)"
    "filler* (?:proactive|disclose) filler* INFO? filler* (number) END"
)
_CLOSED: Final = "stat.applications.closed"
# 办结19件(按时16件,延期3件): both rows of the list of 2014, cut short
_IN_TIME_OR_LATE: Final = pattern(
    "close (?:filler|count)* (number) [open comma colon] part? (unknown) filler* (number) [comma pause]"
    "(unknown) filler* (number)"
)
_IN_TIME: Final = frozenset({"按时", "按期"})
_LATE: Final = "延期"
_SEVERAL: Final = 2


def with_parts(context: Context, found: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence, with the parts that add up to one of them."""
    wholes = {statement.indicator_id for statement in found}
    readers = [read for indicator_id, read in _READERS if indicator_id in wholes]
    return [*found, *(part for read in readers for part in read(context, found))]


def _ways(context: Context, found: Sequence[Statement]) -> Iterator[Statement]:
    for match in _WAYS_BEHIND.finditer(context.codes):
        whole = _stated(context, match.start(1), _INQUIRIES, found)
        parts = [
            (n, _WAYS[context[context.clause_start(n) + _lead(context, n)].concept])
            for n in range(*match.span(2))
            if context[n].number is not None
        ]
        ways = [way for _, way in parts]
        if whole is None or len(set(ways)) < len(ways) or not _make(context, [n for n, _ in parts], whole):
            continue
        for n, way in parts:
            start, end = context.span(context.clause_start(n) + _lead(context, n), n)
            yield whole._replace(
                indicator_id=f"{_INQUIRIES}.{way}", value=_value(context, n), start=start, end=end
            )


def _lead(context: Context, index: int) -> int:
    """How many tokens stand in the clause of a part before its way."""
    first = context.clause_start(index)
    return next(n for n, token in enumerate(context.tokens.tokens[first:index]) if token.concept in _WAYS)


def _in_time_and_late(context: Context, found: Sequence[Statement]) -> Iterator[Statement]:
    for match in _IN_TIME_OR_LATE.finditer(context.codes):
        whole = _stated(context, match.start(1), _CLOSED, found)
        words = [context.word(context[match.start(n)]) for n in (2, 4)]
        parts = [match.start(n) for n in (3, 5)]
        is_said = words[0] in _IN_TIME and words[1] == _LATE
        if whole is None or not is_said or not _make(context, parts, whole):
            continue
        for name, first, n in (("on_time", match.start(2), parts[0]), ("extended", match.start(4), parts[1])):
            start, end = context.span(first, n)
            yield whole._replace(
                indicator_id=f"{_CLOSED}.{name}", value=_value(context, n), start=start, end=end
            )


def _channels(context: Context, found: Sequence[Statement]) -> Iterator[Statement]:
    for match in _CHANNELS_BEFORE.finditer(context.codes):
        whole = _stated(context, match.start(2), ITEMS, found)
        parts = [n for n in range(*match.span(1)) if context[n].number is not None]
        named = {CHANNEL[context.codes[n - 1]] for n in parts}
        is_sure = len(named) == len(parts) and all(is_official(context, n - 1) for n in parts)
        if whole is None or not is_sure or not _make(context, parts, whole):
            continue
        for n in parts:
            yield from disclosed(context, n - 1, n, n, CHANNEL[context.codes[n - 1]], "")


def _stated(context: Context, index: int, indicator_id: str, found: Sequence[Statement]) -> Statement | None:
    """What was read of a number, where it is the whole that is asked for."""
    start, end = context.span(index, index)
    return next(
        (s for s in found if s.indicator_id == indicator_id and s.start <= start and end <= s.end), None
    )


def _make(context: Context, parts: Sequence[int], whole: Statement) -> bool:
    """Whether several numbers of one unit add up to the whole."""
    units = {context[n].unit for n in parts}
    return (
        len(parts) >= _SEVERAL
        and units == {whole.unit}
        and not any(context[n].approximate for n in parts)
        and sum((_value(context, n) for n in parts), Decimal(0)) == whole.value
    )


def _value(context: Context, index: int) -> Decimal:
    number = context[index].number
    return Decimal(0) if number is None else number.value


_READERS: Final = ((_INQUIRIES, _ways), (_CLOSED, _in_time_and_late), (ITEMS, _channels))
"""Each whole with the reader of its parts."""
