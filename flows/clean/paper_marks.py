"""Glyphs that are struck out, or stand raised or lowered beside a number, on paper: the rule of `marks.py`.

What belongs here: telling them by their places and by the lines that are drawn. What does not: setting lines
(`paper.py`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flows.clean.paper import Glyph, Rule, Sheet

_LEVEL: Final = 0.5
"""Points by which the ends of a level line can differ."""
_LOWEST: Final = 0.12
_HIGHEST: Final = 0.55
"""Over the baseline, in sizes: where a line goes through a glyph, and neither under nor over it."""
_BEYOND: Final = 0.8
"""Sizes by which such a line can reach beyond what it strikes out: the line of a table reaches farther."""


def unstruck(sheet: Sheet) -> tuple[list[Glyph], int]:
    """The glyphs of a sheet without those that are struck out, and how many lines strike some out."""
    by_height = sorted(range(len(sheet.glyphs)), key=lambda i: sheet.glyphs[i].y)
    heights = [sheet.glyphs[i].y for i in by_height]
    largest = max((glyph.size for glyph in sheet.glyphs), default=0.0)
    gone: set[int] = set()
    n_lines = 0
    for rule in sheet.rules:
        if abs(rule.y0 - rule.y1) > _LEVEL or rule.x0 == rule.x1:
            continue
        first = bisect_left(heights, rule.y0 + _LOWEST)
        end = bisect_right(heights, rule.y0 + _HIGHEST * largest)
        crossed = [i for i in by_height[first:end] if _crosses(rule, sheet.glyphs[i])]
        if crossed and _is_as_long(rule, [sheet.glyphs[i] for i in crossed]):
            gone.update(crossed)
            n_lines += 1
    return [glyph for i, glyph in enumerate(sheet.glyphs) if i not in gone], n_lines


def _crosses(rule: Rule, glyph: Glyph) -> bool:
    over = glyph.y - rule.y0
    is_inside = min(rule.x0, rule.x1) <= glyph.middle[0] <= max(rule.x0, rule.x1)
    return is_inside and _LOWEST * glyph.size <= over <= _HIGHEST * glyph.size and not glyph.char.isspace()


def _is_as_long(rule: Rule, crossed: Sequence[Glyph]) -> bool:
    """Whether a line reaches from the first of the glyphs to the last, without a gap, and not beyond them."""
    inked = sorted(crossed, key=lambda glyph: glyph.x0)
    reach = _BEYOND * max(glyph.size for glyph in inked)
    starts_there = inked[0].x0 - min(rule.x0, rule.x1) <= reach
    ends_there = max(rule.x0, rule.x1) - inked[-1].x1 <= reach
    return (
        starts_there
        and ends_there
        and all(after.x0 - before.x1 <= reach for before, after in pairwise(inked))
    )
