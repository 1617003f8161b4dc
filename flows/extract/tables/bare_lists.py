"""Lists of indicators that stand in the text without a heading: 行政复议数 件 1, a row a line or one after the other.

What belongs here: where such rows begin and end, as spans of their cells. What does not: which indicators they are, and
whether their figures can be the year's (`form_lists.py`).

A row is a label, at times its unit, and one figure or two. Three rows or more are a list: lines with nothing but
labels between them, or rows with units that follow one another in a line. No sentence is read in them, where the
figure of one row would be the next one's.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from flows.extract.tables.cells import UNITS
from flows.extract.tables.flat_rows import Span, free_spans, is_free

_NUMBERING: Final = r"(?:其中[:：]?)?(?:[(（]?[0-9]{1,2}[)）.．、:：]{1,2})?"
_LABEL: Final = rf"{_NUMBERING}[^\s|。；;，,0-9]{{2,40}}"
_UNIT: Final = rf"[(（]?(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})[)）]?"
_FIGURE: Final = r"[0-9][0-9,]*(?:\.[0-9]+)?%?"
_GAP: Final = r"[ \u3000\t|]+"
_SET_APART: Final = re.compile(r"[ \u3000\t|][0-9]")
_LINE: Final = re.compile(
    rf"(?m)^[ \u3000\t|]*(?P<label>{_LABEL})(?:{_GAP}(?P<unit>{_UNIT}))?{_GAP}(?P<first>{_FIGURE})"
    rf"(?:{_GAP}(?P<second>{_FIGURE}))?[ \u3000\t|]*$"
)
_IN_A_LINE: Final = re.compile(
    rf"(?<![^\s|…])(?P<label>{_LABEL}){_GAP}(?P<unit>{_UNIT}){_GAP}(?P<first>{_FIGURE})"
    rf"(?:{_GAP}(?P<second>{_FIGURE}))?(?![^\s|…。；;])"
)
_BETWEEN_LINES: Final = re.compile(r"\s*(?:[^\n。；;，,0-9]{1,40}\n\s*){0,2}")
_BETWEEN_ROWS: Final = re.compile(
    r"[\s|…]*(?:[(（]?[一二三四五六七八九十]{1,2}[)）、][^\s|。；;，,0-9]{2,40}[\s|…]+)?"
)
_FEWEST: Final = 3

Rows = list[list[Span]]


def find_bare_lists(text: str, taken: Iterable[Span]) -> list[Rows]:
    """Lists outside the spans that are taken: for each its rows, for each row its cells."""
    busy = list(taken)
    # Looking for figures alone is quick, and few texts have so many that are set apart.
    if sum(len(_SET_APART.findall(text, *free)) for free in free_spans(text, busy)) < _FEWEST:
        return []
    found: list[Rows] = []
    for pattern, between in ((_LINE, _BETWEEN_LINES), (_IN_A_LINE, _BETWEEN_ROWS)):
        for run in _runs(pattern, between, text):
            span = run[0].start(), run[-1].end()
            if len(run) >= _FEWEST and not _are_serials(run) and is_free(span, busy):
                found.append([_cells(row) for row in run])
                busy.append(span)
    return found


def _runs(row: re.Pattern[str], between: re.Pattern[str], text: str) -> list[list[re.Match[str]]]:
    """Rows with nothing of note between them."""
    runs: list[list[re.Match[str]]] = []
    for one in row.finditer(text):
        if runs and between.fullmatch(text, runs[-1][-1].end(), one.start()):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _are_serials(run: list[re.Match[str]]) -> bool:
    """Whether the second figures count on: then each is the number of the row behind it."""
    seconds = [int(row["second"]) for row in run if (row["second"] or "").isdecimal()]
    return len(seconds) > 1 and all(after == before + 1 for before, after in pairwise(seconds))


def _cells(row: re.Match[str]) -> list[Span]:
    return [row.span(name) for name in row.groupdict() if row[name] is not None]
