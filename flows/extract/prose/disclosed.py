"""Statements on disclosed items: their period, their scope, and what they count.

What belongs here: making such a statement of a number, and whose items are no whole. What does not: which number
it is (`items.py`, `own_field.py`).
"""

from collections.abc import Iterator
from typing import Final

from flows.extract.prose.context import Context
from flows.extract.prose.grammar import pattern
from flows.extract.prose.headings import Section
from flows.extract.prose.no_totals import is_of_each, is_of_one_of_several, is_of_work_on_items, is_stock
from flows.extract.prose.statement import Statement
from flows.extract.prose.tokens import CODE_OF
from flows.extract.prose.told_of_parts import doubt_of_items

ITEMS: Final = "stat.proactive.items"
_YEARS_SHARE_FOLLOWS: Final = pattern("[comma open] part filler* (time)")


def disclosed(
    context: Context, start: int, index: int, right: int, indicator_id: str, instead: str
) -> Iterator[Statement]:
    """The statement that a number makes, none where it is no annual figure.

    Args:
        start, index, right: tokens: where its words begin, the number, where its words end.
        indicator_id, instead: what it counts; `instead` where the document states no other total.
    """
    token = context[index]
    period = context.period_at(index)
    is_sum = context.is_closing(index) and context.years_share_follows(index, _YEARS_SHARE_FOLLOWS)
    if period == "year" and is_sum:
        # 截至2011年底公开763条,其中2011年度新增118条
        period = "cumulative"
    if period is None or token.number is None:
        return
    if is_of_each(context, index) or is_of_work_on_items(context, index) or is_stock(context, index):
        return
    if is_of_one_of_several(context, index):
        return
    left, end = context.span(start, right)
    scope, of_territory = context.scope_at(start)
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
        scope=scope,
        of_territory=of_territory,
        of_another=context.is_of_another(index),
        doubt=doubt_of_items(context, start),
    )


def is_of_some_bodies(context: Context, start: int) -> bool:
    """省政府及省直单位 are one part of a province, and 各县区 the other: neither is the whole."""
    clause = context.codes[context.clause_start(start) : start]
    if CODE_OF["whole"] in clause:
        return False
    # 全市各乡镇 are the townships alone.
    return (CODE_OF["direct_bodies"] in clause) != (CODE_OF["local_bodies"] in clause)
