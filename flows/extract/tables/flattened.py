"""Tables that were flattened to text: found and cut into rows again.

What belongs here: the shapes that tables take when a page loses them (one cell a line with or without `|`
marks, rows of cells joined by `|` or tabs, cells separated by spaces, also in the middle of a long line),
where such a table begins and ends, and where its rows end. What does not: what the cells mean (`forms.py`).

A table begins at a heading of the official forms and needs a number after it; a text that only speaks of the
headings gives nothing.

Rows of one cell a line: in pages that kept their marks, a cell ends with `|` and the last cell of a row is
followed by as many more as the row has cells less than the table is wide. So a row ends at such a mark, or
when it is as wide as the table. Without marks a row ends where a label follows a number, or a heading.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from flows.extract.tables.cells import is_nothing, is_value

Span = tuple[int, int]
FlatSource = Literal["pipes", "lines", "spaces"]

# Headings are often set wide (统 计 指 标).
_WIDE: Final = "[ \u3000]{0,2}"
_FIRST_HEADINGS: Final = "|".join(
    _WIDE.join(words) for words in ("信息内容", "指标名称", "统计指标", "指标内容", "统计项目")
)
_OPENING: Final = (
    rf"(?:第?二十条第?[(（][一二三四五六七八九][)）]项?|{_FIRST_HEADINGS}"
    r"|[(（]?本列数据的?勾稽关系[^\n|\t。]{0,40}|申请人情况|自然人|结果维持)"
)
_TRIGGER: Final = re.compile(
    rf"(?:^|[\n|\t \u3000])(?P<heading>{_OPENING})(?=[ \u3000\t]*(?:[|\n\t \u3000]|$))"
)
_HEADING: Final = re.compile(
    rf"{_OPENING}|计量单位|单位|(?:(?:19|20)[0-9]{{2}}|本|当|上|全)年度?(?:数据|实际|累计|合计)?|年度|(?:历年|本年)?累计数?|统计数据?|数量|数值|本期实际"
    r"|代码|序号|本年(?:新制作|新公开)数量|对外公开总数量|本年(?:制发|废止)件数|现行有效件数|上一年项目数量|本年增/?减|(?:本年)?处理决定数量"
    r"|本年收费金额.{0,12}|采购项目数量|采购总金额.{0,8}|法人或其他组织|其他|总计|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|结果纠正|其他结果|尚未审结|商业企业|科研机构|社会公益组织|法律服务机构"
)
_CLAUSE: Final = re.compile(r"第?二十条第?[(（].[)）]项?")
_FIRST_HEADING: Final = re.compile(_FIRST_HEADINGS)
# Headings of the report that can stand between its tables; rows such as 三、本年度办理结果 are none.
_SECTION: Final = re.compile(
    r"[一二三四五六七八九十]、(?:.{0,6}主动公开政府信息(?:的)?情况|.{0,6}(?:收到|受理)?和?处理政府信息公开申请.{0,4}情况"
    r"|.{0,10}行政复议.{0,6}行政诉讼.{0,4}情况|存在的?主要问题.*|其他需要报告的?事项.*)"
)
_HEADING_ABOVE: Final = re.compile(
    r"(?:^|[\n \t\u3000])(?P<heading>(?:\|\s*)?行政复议[\s|]+(?:行政诉讼[\s|]+)?"
    r"(?:(?:未经复议直接起诉|复议后起诉)[\s|]+)*)\Z"
)
_TOKEN: Final = re.compile(r"[^\s\u3000]+")
_LONGEST_CELL: Final = 90
_LONGEST_TABLE: Final = 40_000
"""Characters after which a table is over, so that a page of headings alone costs no more than its length."""
_LONGEST_GAP: Final = 40
"""Cells without a number after which a table is over."""


@dataclass(frozen=True, slots=True)
class _Line:
    cells: tuple[Span, ...]
    source: FlatSource
    fill: int = 0
    is_marked: bool = False


def find_flattened(text: str, taken: Sequence[Span]) -> list[tuple[FlatSource, list[list[Span]]]]:
    """Tables in the text outside the spans that are taken, as rows of cell spans."""
    found: list[tuple[FlatSource, list[list[Span]]]] = []
    done = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start("heading")
        if start < done or any(begin <= start < end for begin, end in taken):
            continue
        limit = min((begin for begin, _ in taken if begin > start), default=len(text))
        lines = list(_table_lines(text, _with_heading_above(text, start), min(limit, start + _LONGEST_TABLE)))
        done = max((end for line in lines for _, end in line.cells), default=start)
        lines = _to_last_value(lines, text)
        if lines:
            found.append((_source(lines), _rows(lines, text)))
    return found


def _with_heading_above(text: str, start: int) -> int:
    """Where a table begins whose first row of headings (行政复议 over 结果维持) opens no table by itself."""
    above = _HEADING_ABOVE.search(text, max(0, start - _LONGEST_CELL), start)
    return above.start("heading") if above else start


def _table_lines(text: str, start: int, limit: int) -> Iterator[_Line]:
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


def _line(text: str, start: int, end: int) -> _Line | None:
    raw = text[start:end]
    bare = raw.strip()
    if not bare or (set(bare) <= set("|-: +") and "-" in bare):
        return None
    inner = bare.rstrip("| ").lstrip("| ")
    if "\t" in bare or "|" in inner:
        return _Line(tuple(_split(text, start, end)), "pipes")
    if "|" in bare:
        first = raw.index("|") if inner else raw.index("|") + 1
        cell = _stripped(text, start, start + first) if inner else (start, start)
        if inner and bare[0] == "|":
            at = raw.index(inner)
            cell = (start + at, start + at + len(inner))
        return _Line((cell,), "lines", fill=max(0, bare.count("|") - 1), is_marked=True)
    tokens = [(start + m.start(), start + m.end()) for m in _TOKEN.finditer(raw)]
    if len(tokens) > 1 and (
        any(is_value(text[s:e]) for s, e in tokens) or sum(_is_heading(text[s:e]) for s, e in tokens) > 1
    ):
        return _Line(tuple(tokens), "spaces")
    return _Line((_stripped(text, start, end),), "lines")


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Cells of a line of joined cells; the bars around the row are no cells."""
    separator = "\t" if "\t" in text[start:end] else "|"
    begin, stop = start, end
    if separator == "|":
        begin, stop = _stripped(text, start, end)
        begin += text[begin] == "|"
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


def _before_prose(line: _Line, text: str) -> _Line:
    """The line up to the first cell that is a sentence or a heading of the report; itself if none is."""
    for i, (start, end) in enumerate(line.cells):
        cell = text[start:end]
        if end - start > _LONGEST_CELL or "。" in cell or _SECTION.fullmatch(cell):
            return _Line(line.cells[:i], line.source, 0, line.is_marked)
    return line


def _to_last_value(lines: list[_Line], text: str) -> list[_Line]:
    """Without what follows the last number: that is the page going on. Empty where no number is."""
    for n in range(len(lines), 0, -1):
        cells = lines[n - 1].cells
        last = max((i for i, (s, e) in enumerate(cells) if is_value(text[s:e])), default=None)
        if last is not None:
            if lines[n - 1].source == "spaces":
                lines[n - 1] = _Line(cells[: last + 1], "spaces")
            return _with_blank_cells(lines, n, text)
    return []


def _with_blank_cells(lines: list[_Line], n: int, text: str) -> list[_Line]:
    """Marked blank cells right after the last number still belong to its row."""
    while n < len(lines) and lines[n].is_marked and all(is_nothing(text[s:e]) for s, e in lines[n].cells):
        n += 1
    return lines[:n]


def _source(lines: Sequence[_Line]) -> FlatSource:
    sources = [line.source for line in lines]
    return max(("pipes", "lines", "spaces"), key=sources.count)


def _rows(lines: Sequence[_Line], text: str) -> list[list[Span]]:
    width = _marked_width(lines)
    rows = _cut(lines, text, width)
    # A number before a label in a row means that the marks do not tell the width.
    if width is not None and any(_is_mixed(row, text) for row in rows):
        rows = _cut(lines, text, None)
    return rows


def _cut(lines: Sequence[_Line], text: str, width: int | None) -> list[list[Span]]:
    rows: list[list[Span]] = []
    open_row: list[Span] = []

    def close() -> None:
        if open_row:
            rows.append(open_row.copy())
            open_row.clear()

    for line in lines:
        if line.source == "pipes":
            close()
            rows.append(list(line.cells))
            continue
        for cell in line.cells:
            if width is None and open_row and _begins_row(open_row, cell, text):
                close()
            open_row.append(cell)
        if line.fill or len(open_row) == width:
            close()
    close()
    return rows


def _is_mixed(row: Sequence[Span], text: str) -> bool:
    values = [is_value(text[start:end]) for start, end in row]
    return any(
        value and not after and not is_nothing(text[slice(*row[i + 1])])
        for i, (value, after) in enumerate(pairwise(values))
    )


def _marked_width(lines: Sequence[_Line]) -> int | None:
    """How wide a table of marked cells is: the cells of most rows and the marks after them; None without."""
    widths, n = [], 0
    for line in lines:
        n += len(line.cells)
        if line.fill:
            widths.append(n + line.fill)
            n = 0
    return Counter(widths).most_common(1)[0][0] if widths else None


def _begins_row(row: Sequence[Span], cell: Span, text: str) -> bool:
    words, last = text[slice(*cell)], text[slice(*row[-1])]
    if is_nothing(words):
        return False
    only_headings = all(_is_heading(one) or is_nothing(one) for one in (text[slice(*cell)] for cell in row))
    if is_value(words):
        # Numbers right under headings have no label.
        return only_headings
    if _CLAUSE.fullmatch(words) or _CLAUSE.fullmatch(last) or _FIRST_HEADING.fullmatch(words):
        return True
    if only_headings:
        return not _is_heading(words)
    return is_value(last) or is_nothing(last) or (_is_heading(last) and not _is_heading(words))


def _is_heading(words: str) -> bool:
    return _HEADING.fullmatch(words.replace(" ", "").replace("\u3000", "")) is not None
