"""Printed paper: glyphs and ruling lines at their places, as PDF and OFD store them.

What belongs here: the structures that both readers fill, and glyphs set into lines of words. What does not:
reading files (`pdf.py`, `ofd.py`), tables (`ruled.py`), pages made into a draft (`typeset.py`).

All lengths are in points, `x` to the right and `y` down from the upper left corner of the sheet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

LOST: Final = "\ufffd"
"""Stands for a glyph of which the file does not say what character it is."""

MIN_GLYPHS: Final = 20
"""Less than this is a stamp or a page number over a scanned picture."""
WITHOUT_TEXT: Final = "page_without_text"
"""Under this name `Page.repairs` counts the sheets that are pictures; what they say is not read."""
OPENS_ITEM: Final = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]")
"""The number of a heading or an item: what begins with one goes on nothing."""

_SAME_LINE: Final = 0.4
"""Baselines closer than this share of the size are one line: half of the tightest line spacing."""
_OVERPRINTED: Final = 0.3
"""The same character again within this share of its width is a bold made by printing twice."""
_STEP_OF_FIGURES: Final = 0.35
"""Figures of one number stand at least this share of their size apart; closer ones lie over one another."""
_MOST_OVERLAP: Final = 0.4
_GAP_OF_LETTERS: Final = 0.25
_GAP_OF_HANZI: Final = 0.7
_WIDE_GAP: Final = 2.0
_MIDDLE: Final = 0.35
"""A glyph's middle stands this share of its size over the baseline."""
_SMALL: Final = 0.8
_OFF_LINE: Final = 0.12
"""A note's mark is this much smaller than the line and stands this much off it, in sizes."""
_WIDE_FROM: Final = "\u2e80"


class Glyph(NamedTuple):
    """One character at its place; `x0` to `x1` is its advance, `y` its baseline."""

    char: str
    x0: float
    x1: float
    y: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, self.y - _MIDDLE * self.size


class Rule(NamedTuple):
    """A straight line that is drawn, level or upright; its ends in any order."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of paper; `is_scan`: it is a picture, and what the picture says is not in `glyphs`."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of words; `y` is its baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def set_lines(glyphs: Iterable[Glyph]) -> list[SetLine]:
    """Glyphs as lines from top to bottom; a gap is one space, a wide one two."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - lines[-1][0].y <= _SAME_LINE * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    found = (_set_line(line) for line in lines)
    return [line for line in found if line is not None]


def is_narrow(char: str) -> bool:
    """Whether a character is a Latin letter, a digit or one of their marks, and no Chinese one."""
    return char < _WIDE_FROM and not char.isspace()


def _set_line(glyphs: list[Glyph]) -> SetLine | None:
    in_order = sorted((g for g in glyphs if not g.char.isspace()), key=lambda g: (g.x0, g.x1))
    inked = _without_overlaid(_printed_once(in_order))
    if not inked:
        return None
    blanks = sorted(glyph.x0 for glyph in glyphs if glyph.char.isspace())
    pieces = [inked[0].char]
    for before, glyph in pairwise(inked):
        pieces += [_space(before, glyph, blanks), glyph.char]
    largest = max(inked, key=lambda glyph: glyph.size)
    for first, last in _notes(inked, largest):
        pieces[2 * first] = f"[{pieces[2 * first]}"
        pieces[2 * last] += "]"
    return SetLine("".join(pieces), inked[0].x0, max(g.x1 for g in inked), largest.y, largest.size)


def _notes(inked: Sequence[Glyph], largest: Glyph) -> Iterator[tuple[int, int]]:
    """Small figures over or under the line that stand right beside a figure on it: of each its first and last glyph."""
    at = 0
    for is_small, group in groupby(inked, key=lambda glyph: _is_small(glyph, largest)):
        n = len(list(group))
        beside = [*inked[max(0, at - 1) : at], *inked[at + n : at + n + 1]]
        if is_small and any(glyph.char.isdecimal() for glyph in beside):
            yield at, at + n - 1
        at += n


def _is_small(glyph: Glyph, largest: Glyph) -> bool:
    is_off_line = abs(glyph.y - largest.y) >= _OFF_LINE * largest.size
    return glyph.char.isdecimal() and glyph.size <= _SMALL * largest.size and is_off_line


def _printed_once(glyphs: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in glyphs:
        # The other glyphs of a doubled word can lie between the two prints of one.
        again = any(
            glyph.char == other.char
            and abs(glyph.x0 - other.x0) <= _OVERPRINTED * (other.x1 - other.x0)
            and abs(glyph.y - other.y) <= _OVERPRINTED * other.size
            for other in kept[-3:]
        )
        if not again:
            kept.append(glyph)
    return kept


def _without_overlaid(inked: list[Glyph]) -> list[Glyph]:
    """The glyphs with a lost character for each number that lies over another (a figure that was corrected by
    printing over it): which figures are of which number is not known."""
    if not any(_overlie(before, glyph) for before, glyph in pairwise(inked)):
        return inked
    kept: list[Glyph] = []
    for is_figure, group in groupby(inked, key=lambda glyph: glyph.char.isdecimal()):
        figures = list(group)
        if is_figure and any(_overlie(before, glyph) for before, glyph in pairwise(figures)):
            kept.append(figures[0]._replace(char=LOST, x1=max(glyph.x1 for glyph in figures)))
        else:
            kept += figures
    return kept


def _overlie(before: Glyph, glyph: Glyph) -> bool:
    if not (before.char.isdecimal() and glyph.char.isdecimal()):
        return False
    size = min(before.size, glyph.size)
    step, width = glyph.x0 - before.x0, min(before.x1 - before.x0, glyph.x1 - glyph.x0)
    is_level = abs(glyph.y - before.y) <= _OVERPRINTED * size
    return is_level and step < _STEP_OF_FIGURES * size and step < (1 - _MOST_OVERLAP) * width


def _space(before: Glyph, glyph: Glyph, blanks: Sequence[float]) -> str:
    size = max(before.size, glyph.size)
    gap = glyph.x0 - before.x1
    if gap >= _WIDE_GAP * size:
        return "  "
    is_word = is_narrow(before.char) and is_narrow(glyph.char)
    if gap >= (_GAP_OF_LETTERS if is_word else _GAP_OF_HANZI) * size:
        return " "
    return (
        " " if any(before.x0 < blank < glyph.x1 and blank >= before.x1 - size / 4 for blank in blanks) else ""
    )
