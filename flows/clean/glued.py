"""Numbers in neighbouring elements of a line, with nothing between them: cells of a table that was made of spans.

What belongs here: telling such cells from one number whose figures an office program has put into several elements.
What does not: tables of the markup (`tables.py`), and numbers beside what is struck out (`marks.py`).

12 and 2 side by side would be read as 122. Where the elements can only be cells, or where that is likely, a lost
character stands between two numbers, so that neither is believed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.clean.elements import Element, words

_FEWEST: Final = 8
"""Elements of one line that can be the cells of a table."""
_NUMBER: Final = re.compile(r"-?\d[\d,.]*")
_SERIAL: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?\s*[.、．](?!\d)")
_END_OF_SENTENCE: Final = "。"
_SHORT_RUN: Final = 3
_LONG_RUN: Final = 5
"""So many numbers in a row are no single one; fewer are one only where the line has no second such row."""
_FEWEST_RUNS: Final = 2


def part_cells(root: Element) -> None:
    """Put a lost character between the numbers of neighbouring spans that are cells."""
    for line, n_spans in Counter(span.getparent() for span in root.iter("span")).items():
        if line is None or n_spans < _FEWEST:
            continue
        spans = list(line.iterchildren("span"))
        said = [words(span).strip() for span in spans]
        if any(_END_OF_SENTENCE in text for text in said):
            continue
        for before in _ends_of_cells(spans, said):
            spans[before].tail = REPLACEMENT


def _ends_of_cells(spans: Sequence[Element], said: Sequence[str]) -> Iterator[int]:
    """The spans (by number) that end with a number right before the next one's."""
    touching = [before.getnext() is after and not before.tail for before, after in pairwise(spans)]
    runs: list[list[int]] = []
    at = 0
    for is_number, group in groupby(said, key=lambda text: _NUMBER.fullmatch(text) is not None):
        n = len(list(group))
        if is_number and n >= _SHORT_RUN:
            runs.append([i for i in range(at, at + n - 1) if touching[i]])
        at += n
    if len(runs) >= _FEWEST_RUNS or any(len(run) >= _LONG_RUN - 1 for run in runs):
        yield from (i for run in runs for i in run)
    for i, (text, after) in enumerate(pairwise(said)):
        if touching[i] and _NUMBER.fullmatch(text) and _SERIAL.match(after):
            yield i
