"""Tables that were flattened to text: found and cut into rows again.

What belongs here: the shapes that tables take when a page loses them (one cell a line with or without `|`
marks, rows of cells joined by `|` or tabs, cells separated by spaces, also in the middle of a long line),
and where such a table begins and ends. What does not: its rows (`flat_rows.py`), and what the cells mean
(`forms.py`).

A table begins at a heading of the official forms and needs a number after it; a text that only speaks of the
headings gives nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flows.extract.tables.cells import is_nothing, is_value
from flows.extract.tables.flat_rows import FlatLine, FlatSource, Span, rows_of_lines, source_of
from flows.extract.tables.flat_words import CLAUSE, HEADING_ABOVE, TRIGGER, is_heading, unbroken

# Headings of the report that can stand between its tables; rows such as 三、本年度办理结果 are none.
_SECTION: Final = re.compile(
    r"[一二三四五六七八九十]、(?:.{0,6}主动公开政府信息(?:的)?情况|.{0,6}(?:收到|受理)?和?处理政府信息公开申请.{0,4}情况"
    r"|.{0,10}行政复议.{0,6}行政诉讼.{0,4}情况|存在的?主要问题.*|其他需要报告的?事项.*)"
)
_N: Final = r"[ \u3000]*[0-9]{1,3}[ \u3000]*"
_PAGE_NUMBER: Final = re.compile(rf"[-—–−](?=[ \u3000]){_N}[-—–−]|第{_N}页(?:[ \u3000，,/]*共{_N}页)?")
# Dots in the place of a cell say that something was left out.
_TOKEN: Final = re.compile(r"(?!(?:…+|\.{3,})(?:\s|$))[^\s\u3000]+")
_LONGEST_CELL: Final = 90
_LONGEST_HEADING: Final = 250
_LONGEST_TABLE: Final = 40_000
"""Characters after which a table is over, so that a page of headings alone costs no more than its length."""
_LONGEST_GAP: Final = 40
"""Cells without a number after which a table is over."""
_MOST_PIECES: Final = 6
"""Lines into which a heading can be broken in a narrow column."""


def find_flattened(text: str, taken: Sequence[Span]) -> list[tuple[FlatSource, list[list[Span]]]]:
    """Tables in the text outside the spans that are taken, as rows of cell spans."""
    found: list[tuple[FlatSource, list[list[Span]]]] = []
    done = 0
    for trigger in TRIGGER.finditer(text):
        start = trigger.start("heading")
        if start < done or any(begin <= start < end for begin, end in taken):
            continue
        limit = min((begin for begin, _ in taken if begin > start), default=len(text))
        lines = list(_table_lines(text, _with_heading_above(text, start), min(limit, start + _LONGEST_TABLE)))
        done = max((end for line in lines for _, end in line.cells), default=start)
        lines = _to_last_value(_joined(lines, text), text)
        if lines:
            found.append((source_of(lines), rows_of_lines(lines, text)))
    return found


def _with_heading_above(text: str, start: int) -> int:
    """Where a table begins whose first headings open no table by themselves."""
    above = HEADING_ABOVE.search(text, max(0, start - _LONGEST_HEADING), start)
    return above.start("heading") if above else start


def _table_lines(text: str, start: int, limit: int) -> Iterator[FlatLine]:
    """The lines from a heading on, as long as they look like cells."""
    gap = 0
    # The heading can stand in the middle of a long line, or be the second cell of its row.
    line_start = text.rfind("\n", 0, start) + 1
    position = (
        line_start if start - line_start < _LONGEST_CELL and _is_tabular(text[line_start:start]) else start
    )
    while position < limit:
        end = text.find("\n", position, limit)
        end = limit if end < 0 else end
        line = _line(text, position, end)
        position = end + 1
        if line is None:
            continue
        kept = _before_prose(line, text)
        if kept.cells:
            gap = 0 if any(is_value(text[s:e]) for s, e in kept.cells) else gap + len(kept.cells)
            yield kept
        if kept is not line or gap > _LONGEST_GAP:
            return


def _is_tabular(head: str) -> bool:
    return not head.strip(" \u3000") or "|" in head or "\t" in head


def _line(text: str, start: int, end: int) -> FlatLine | None:
    raw = text[start:end]
    bare = raw.strip()
    if not bare or (set(bare) <= set("|-: +") and "--" in bare) or _PAGE_NUMBER.fullmatch(bare):
        return None
    inner = bare.rstrip("| ").lstrip("| ")
    if "\t" in bare or "|" in inner:
        return FlatLine(tuple(_split(text, start, end)), "pipes")
    if "|" in bare:
        first = raw.index("|") if inner else raw.index("|") + 1
        cell = _stripped(text, start, start + first) if inner else (start, start)
        if inner and bare[0] == "|":
            at = raw.index(inner)
            cell = (start + at, start + at + len(inner))
        return FlatLine((cell,), "lines", fill=max(0, bare.count("|") - 1), is_marked=True)
    tokens = _with_wide_headings([(start + m.start(), start + m.end()) for m in _TOKEN.finditer(raw)], text)
    if len(tokens) > 1 and (
        any(is_value(text[s:e]) for s, e in tokens) or sum(is_heading(text[s:e]) for s, e in tokens) > 1
    ):
        return FlatLine(tuple(tokens), "spaces")
    return FlatLine((_stripped(text, start, end),), "lines")


def _with_wide_headings(tokens: list[Span], text: str) -> list[Span]:
    """The cells of a line of cells, with headings that are set wide (统 计 指 标) as one cell each."""
    found: list[Span] = []
    i = 0
    while i < len(tokens):
        n = 1
        while i + n < len(tokens) and all(end - start == 1 for start, end in (tokens[i], tokens[i + n])):
            n += 1
        while n > 1 and not is_heading(text[tokens[i][0] : tokens[i + n - 1][1]]):
            n -= 1
        found.append((tokens[i][0], tokens[i + n - 1][1]))
        i += n
    return found


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Cells of a line of joined cells; the bars around the row are no cells.

    Where no bar opens the row, the last one stands before a blank cell.
    """
    separator = "\t" if "\t" in text[start:end] else "|"
    begin, stop = start, end
    if separator == "|":
        begin, stop = _stripped(text, start, end)
        if text[begin] == "|":
            begin += 1
            stop -= text[stop - 1] == "|" and stop > begin
    while True:
        cut = text.find(separator, begin, stop)
        yield _stripped(text, begin, stop if cut < 0 else cut)
        if cut < 0:
            return
        begin = cut + 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _before_prose(line: FlatLine, text: str) -> FlatLine:
    """The line up to the first cell that is a sentence or a heading of the report; itself if none is."""
    for i, (start, end) in enumerate(line.cells):
        cell = text[start:end]
        if end - start > _LONGEST_CELL or "。" in cell or _SECTION.fullmatch(cell):
            return FlatLine(line.cells[:i], line.source, 0, line.is_marked)
    return line


def _joined(lines: Sequence[FlatLine], text: str) -> list[FlatLine]:
    """One cell a line, with headings that were broken over lines made whole."""
    joined: list[FlatLine] = []
    i = 0
    while i < len(lines):
        n = next((n for n in range(2, _MOST_PIECES + 1) if _is_broken_heading(lines[i : i + n], n, text)), 1)
        span = (lines[i].cells[0][0], lines[i + n - 1].cells[-1][1])
        joined.append(FlatLine((span,), "lines") if n > 1 else lines[i])
        i += n
    return joined


def _is_broken_heading(lines: Sequence[FlatLine], n: int, text: str) -> bool:
    """Whether lines are a heading together, and not all of them by themselves."""
    if len(lines) < n or any(line.source != "lines" or line.is_marked for line in lines):
        return False
    pieces = [text[slice(*line.cells[0])] for line in lines]
    whole = text[lines[0].cells[0][0] : lines[-1].cells[0][1]]
    if all(map(is_heading, pieces)) or not is_heading(whole):
        return False
    bare = unbroken(whole)
    if any(map(is_value, pieces)) and not CLAUSE.fullmatch(bare):
        return False
    return bare.count("(") + bare.count("（") == bare.count(")") + bare.count("）")


def _to_last_value(lines: list[FlatLine], text: str) -> list[FlatLine]:
    """Without what follows the last number: that is the page going on. Empty where no number is."""
    for n in range(len(lines), 0, -1):
        cells = lines[n - 1].cells
        last = max((i for i, (s, e) in enumerate(cells) if is_value(text[s:e])), default=None)
        if last is not None:
            if lines[n - 1].source == "spaces":
                lines[n - 1] = FlatLine(cells[: last + 1], "spaces")
            return _with_blank_cells(lines, n, text)
    return []


def _with_blank_cells(lines: list[FlatLine], n: int, text: str) -> list[FlatLine]:
    """Marked blank cells right after the last number still belong to its row."""
    while n < len(lines) and lines[n].is_marked and all(is_nothing(text[s:e]) for s, e in lines[n].cells):
        n += 1
    return lines[:n]
