"""Rows of sections 3 and 4 that stand in a text without their headings.

What belongs here: where such rows begin and end, as spans of their cells. What does not: what their figures mean
(`form_applications.py`, `form_remedies.py`), and the rows of section 2 (`bare_rows.py`).

Section 3 is known by rows of words and seven figures, the applicants and their total (一、本年新收政府信息公开申请数量
4 0 0 0 0 0 4); which row it is, its label says. Section 4 is known by the names of its five outcomes, each before its
figure, right behind the name of their block (行政复议 结果维持 0 结果纠正 0 其他结果 1 尚未审结 0 总计 1).
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.extract.tables.flat_rows import Span, free_spans, is_free
from flows.vocabulary import APPLICANTS

Rows = list[list[Span]]

_GAP: Final = r"[ \u3000\t|]+"
_SEVEN: Final = re.compile(rf"(?<![^\s|])[0-9]+(?:{_GAP}[0-9]+){{{len(APPLICANTS) - 1}}}(?![^\s|…])")
_FIGURE: Final = re.compile("[0-9]+")
_WORD: Final = r"[^\s|。；;，,…]*[一-龥][^\s|。；;，,…]*"
_LABEL: Final = re.compile(rf"(?<![^\s|…。；;])(?:{_WORD}{_GAP}){{1,4}}\Z")
_PIECE: Final = re.compile(r"[^\s|]+")
_LONGEST_LABEL: Final = 90
_FEWEST_ROWS: Final = 4
_BETWEEN: Final = re.compile(r"[\s|…]*")
# 2.没有现成信息 is the next row's label.
_NEXT_FIGURE: Final = re.compile(rf"{_GAP}[0-9][0-9.,]*(?=[\s|…]|\Z)")
_BETWEEN_CELLS: Final = r"[ \u3000\t|:：]{0,4}"
_OUTCOMES: Final = ("结果维持", "结果纠正", "其[他它]结果", "尚未审结", "[总合]计")
_BLOCK: Final = re.compile(
    rf"(?P<block>行政复议|未经复议直接起诉|复议后起诉)[(（]?{_BETWEEN_CELLS}"
    + _BETWEEN_CELLS.join(f"({outcome}){_BETWEEN_CELLS}([0-9]+)" for outcome in _OUTCOMES)
    + r"(?![0-9.])"
)


def find_bare_remedies(text: str, taken: Sequence[Span]) -> list[Rows]:
    """Blocks of section 4 outside the spans that are taken, where the figures of one make its total: each as the cells
    of its name, of its outcomes' names, and of their figures."""
    tables: list[Rows] = []
    for match in _BLOCK.finditer(text):
        n_cells = 2 * len(_OUTCOMES)
        names = [match.span(n) for n in range(2, n_cells + 2, 2)]
        figures = [match.span(n) for n in range(3, n_cells + 3, 2)]
        *parts, total = [int(text[start:end]) for start, end in figures]
        if sum(parts) == total and is_free(match.span(), taken):
            tables.append([[match.span("block")], names, figures])
    return tables


def find_bare_applications(text: str, taken: Sequence[Span]) -> list[Rows]:
    """Runs of rows of section 3, outside the spans that are taken, with nothing but blanks between them: the cells of
    each row."""
    runs: list[Rows] = []
    for figures in (match for free in free_spans(text, taken) for match in _SEVEN.finditer(text, *free)):
        label = _LABEL.search(text, max(0, figures.start() - _LONGEST_LABEL), figures.start())
        if label is None or _NEXT_FIGURE.match(text, figures.end()):
            continue
        words = [piece.span() for piece in _PIECE.finditer(text, *label.span())]
        row = [*words, *(figure.span() for figure in _FIGURE.finditer(text, *figures.span()))]
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1][-1][1], row[0][0]):
            runs[-1].append(row)
        else:
            runs.append([row])
    whole = [run for run in runs if len(run) >= _FEWEST_ROWS]
    return [run for run in whole if is_free((run[0][0][0], run[-1][-1][1]), taken)]
