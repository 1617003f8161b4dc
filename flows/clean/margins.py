"""What the margins of paper repeat: page numbers, running heads and feet.

What belongs here: which lines of a sheet are no part of the document. What does not: lines made of glyphs
(`paper.py`), the order of a sheet (`typeset.py`).

A line is left out only where that is certain: it lies at the edge of its sheet, and it counts the sheets or
says the same on several of them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from flows.clean.paper import SetLine, Sheet

_EDGE: Final = 0.12
"""Share of the height of a sheet that is margin."""
_MIN_REPEATS: Final = 3
_MAX_RUNNING: Final = 60
_DASHES: Final = r"[-—–－―_~·•.\s]"
_MARKED_NUMBER: Final = re.compile(
    rf"{_DASHES}*[-—–－―]\s*\d{{1,3}}\s*[-—–－―]{_DASHES}*|第\s*\d{{1,3}}\s*页.{{0,12}}|\d{{1,3}}\s*/\s*\d{{1,3}}"
)
_BARE_NUMBER: Final = re.compile(r"\d{1,3}")


def edge_lines(sheet: Sheet, lines: Sequence[SetLine]) -> list[SetLine]:
    """The first and the last line of a sheet, where they lie in its margins."""
    found = []
    if lines and lines[0].y <= _EDGE * sheet.height:
        found.append(lines[0])
    if lines and lines[-1].y - lines[-1].size >= (1 - _EDGE) * sheet.height:
        found.append(lines[-1])
    return found


def furniture(edges: Sequence[Sequence[SetLine]]) -> list[set[SetLine]]:
    """Which of each sheet's edge lines are left out; a running head stays where it stands first."""
    counts = _counted_numbers(edges)
    said = Counter(line.text for lines in edges for line in lines)
    dropped: list[set[SetLine]] = []
    met: set[str] = set()
    for number, lines in enumerate(edges):
        here = set()
        for line in lines:
            bare = _BARE_NUMBER.fullmatch(line.text)
            if bare:
                is_dropped = counts[int(line.text) - number] > 1 or int(line.text) == number + 1
            else:
                is_dropped = _MARKED_NUMBER.fullmatch(line.text) is not None or (
                    line.text in met and said[line.text] >= _MIN_REPEATS and len(line.text) <= _MAX_RUNNING
                )
                met.add(line.text)
            if is_dropped:
                here.add(line)
        dropped.append(here)
    return dropped


def _counted_numbers(edges: Sequence[Sequence[SetLine]]) -> Counter[int]:
    """How many bare numbers at the edges are the same distance from the number of their sheet."""
    return Counter(
        int(line.text) - number
        for number, lines in enumerate(edges)
        for line in lines
        if _BARE_NUMBER.fullmatch(line.text)
    )
