"""Totals that are proved by their parts: 电话咨询410人次,当面咨询227人次,合计637人次.

What belongs here: a bare total behind a list that adds up to it. What does not: reading the parts (`counts.py`,
`items.py`).

A total without words of its own counts what its parts count. The sum is the proof: where the parts do not make
exactly the total, nothing is stated.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.disclosed import ITEMS
from flows.extract.prose.grammar import codes, pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.places import CHANNEL, first_place, place_of
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import Token

_BARE_TOTAL: Final = pattern(
    "number shut? [comma pause] ((?:filler|time|running|count|disclose|proactive|INFO)*) number END"
)
_SUMS_UP: Final = frozenset(
    {
        *("共", "共计", "总共", "一共", "合计", "总计", "累计", "总计数"),
        *("两项合计", "三项合计", "两者合计", "以上合计", "两项共计", "三项共计"),
    }
)
_PARENTS: Final = {
    "stat.inquiries": "stat.inquiries",
    "stat.applications.received": "stat.applications.received",
    "stat.capacity.staff": "stat.capacity.staff",
    "stat.proactive.by_channel": ITEMS,
}
"""What an indicator's id begins with: the total of which it is a part."""
_SAME: Final = frozenset(
    {
        "stat.response.press_conferences",
        "stat.response.online_interviews",
        "stat.capacity.reading_points",
        "stat.training.courses",
        "stat.training.meetings",
    }
)
"""Counts that a report may give in parts that are all called alike."""
_OUTCOME_CELLS: Final = (
    *(f"applications.{name}" for name in ("granted", "partly_granted", "denied.", "unavailable.")),
    *("applications.not_processed.", "applications.other"),
)
_DENIED: Final = "stat.applications.replied.denied"
_SOME: Final = 2
_OF_OURS: Final = re.compile("[局委厅办镇乡]属|所属|下属|直属|二级|基层|下设")
_SHOWN: Final = codes("proactive", "disclose")
_BREAKS: Final = codes("semicolon", "gap", "part")


def with_sums(context: Context, found: Sequence[Statement]) -> list[Statement]:
    """The statements of a sentence, with the totals that their numbers add up to.

    Parts that are called as their total is are no statements of their own.
    """
    kept = list(found)
    for match in _BARE_TOTAL.finditer(context.codes):
        index = match.end() - 1
        words = {context.word(context[n]) for n in range(match.start(1), match.end(1))}
        parts = _parts(context, index) if words & _SUMS_UP else []
        total = _total(context, index, parts, kept) if parts else None
        total = total or (_of_outcomes(context, index, parts, kept) if parts else None)
        if total is not None:
            # 书面申请2件,网上申请1件,共3件: the first is no total.
            first = {_read(context, n, kept) for n in parts}
            kept = [s for s in kept if s not in first or s.indicator_id != total.indicator_id]
            kept.append(total)
    return [s for s in kept if not _is_part_of_its_like(s, kept)]


def _is_part_of_its_like(statement: Statement, found: Sequence[Statement]) -> bool:
    """例行发布会4场、专题发布会2场,全年共6场: whether others of its name and it make a later figure of that name."""
    if statement.indicator_id not in _SAME:
        return False
    alike = sorted((s for s in found if s.indicator_id == statement.indicator_id), key=lambda s: s.end)
    *parts, total = alike
    return len(parts) > 1 and statement is not total and total.value == sum(part.value for part in parts)


def _parts(context: Context, index: int) -> list[int]:
    """The numbers right before one that add up to it; what they count tells whether they belong together."""
    total = _value(context[index])
    first = max(context.codes.rfind(code, 0, index) for code in _BREAKS) + 1
    numbers = [n for n, token in context.counted if first <= n < index]
    added: list[int] = []
    left = total
    for n in reversed(numbers):
        if _value(context[n]) is None or left is None:
            return []
        added.insert(0, n)
        left -= _value(context[n]) or Decimal(0)
        if left <= 0:
            break
    return added if left == 0 and len(added) > 1 else []


def _value(token: Token) -> Decimal | None:
    return None if token.number is None or token.approximate else token.number.value


def _total(
    context: Context, index: int, parts: Sequence[int], found: Sequence[Statement]
) -> Statement | None:
    read = [_read(context, n, found) for n in parts]
    first = read[0]
    if first is not None and all(s is not None and s.period == first.period for s in read):
        ids = {s.indicator_id for s in read if s is not None}
        if len(ids) == 1:
            is_whole = first.indicator_id in _SAME or _is_of_our_bodies(context, parts, read)
            whole = first.indicator_id if is_whole else ""
        else:
            wholes = {i if i in _PARENTS else _PARENTS.get(i.rpartition(".")[0], "") for i in ids}
            whole = wholes.pop() if len(wholes) == 1 else ""
        is_named = whole in {s.indicator_id for s in found} and whole not in ids
        like = next((s for s in read if s is not None and not s.of_another), first)
        return None if not whole or is_named else _stated(context, index, like, whole)
    if any(s is not None for s in read):
        return None
    return _of_items(context, index, parts)


def _is_of_our_bodies(context: Context, parts: Sequence[int], read: Sequence[Statement | None]) -> bool:
    """局机关公开120条,局属单位公开200条,合计320条: the items of the body's office and of those under it."""
    if any(s is None or s.indicator_id != ITEMS or s.scope is not None for s in read):
        return False
    named = [context.words(context.clause_start(n), n) for n in parts]
    others = [words for words, s in zip(named, read, strict=True) if s is not None and s.of_another]
    return len(others) < len(parts) and all(_OF_OURS.search(words) is not None for words in others)


def _read(context: Context, index: int, found: Sequence[Statement]) -> Statement | None:
    start, end = context.span(index, index)
    number = _value(context[index])
    return next((s for s in found if s.start <= start and end <= s.end and s.value == number), None)


def _stated(context: Context, index: int, like: Statement, indicator_id: str) -> Statement:
    start, end = context.span(context.clause_start(index), index)
    value = _value(context[index]) or Decimal(0)
    return like._replace(indicator_id=indicator_id, value=value, start=start, end=end, instead="")


def _of_outcomes(
    context: Context, index: int, parts: Sequence[int], found: Sequence[Statement]
) -> Statement | None:
    """予以公开52件,不予公开4件,无法提供21件,总计77件: some results have no total of their own, and their list has."""
    read = [s for n in parts if (s := _read(context, n, found)) is not None]
    cells = [s for s in read if s.indicator_id.startswith(_OUTCOME_CELLS)]
    is_list = all(s in cells or s.indicator_id == _DENIED for s in read)
    if len(cells) < _SOME or not is_list:
        return None
    return _stated(context, index, cells[0], "applications.outcomes")


def _of_items(context: Context, index: int, parts: Sequence[int]) -> Statement | None:
    """公开采购信息44条、住房信息38条,合计82条: all that was shown there."""
    if any(context[n].unit != "条" for n in (*parts, index)):
        return None
    clause = context.codes[context.clause_start(parts[0]) : parts[0]]
    verb = next((n for n in range(context.clause_start(parts[0]), parts[0]) if context.codes[n] in _SHOWN), 0)
    if not verb and (context.section is not Section.PROACTIVE or CHANNEL.keys() & set(clause)):
        return None
    period = context.period_at(index)
    place = place_of(context, verb) if verb else "none"
    if period is None or place == "elsewhere":
        return None
    first = first_place(context, verb) if place in CHANNEL else context.clause_start(parts[0])
    start, end = context.span(first, index)
    scope, of_territory = context.scope_at(parts[0])
    return Statement(
        indicator_id="",
        instead=CHANNEL.get(place, ITEMS),
        value=_value(context[index]) or Decimal(0),
        unit="条",
        period=period,
        start=start,
        end=end,
        is_at_home=context.section is Section.PROACTIVE,
        scope=scope,
        of_territory=of_territory,
        of_another=context.is_of_another(parts[0]),
    )
