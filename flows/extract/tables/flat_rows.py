"""Lines of a flattened table, cut into rows.

What belongs here: where a row of cells ends. What does not: where the table begins and ends (`flattened.py`).

Rows of one cell a line: in pages that kept their marks, a cell ends with `|` and the last cell of a row is
followed by as many more as the row has cells less than the table is wide. So a row ends at such a mark, or
when it is as wide as the table. Without marks a row ends where a label follows a number, or a heading.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from flows.extract.tables.cells import is_nothing, is_value, unit_of
from flows.extract.tables.column_words import column_kind, is_numbering
from flows.extract.tables.flat_words import CLAUSE, FIRST_HEADING, is_heading, unbroken

_FEW_BARE: Final = 5
"""One line in so many may have lost its label in a list with a row a line."""
_MOST_LOST: Final = 5
"""Serial numbers that can be lost in a row."""

Span = tuple[int, int]
FlatSource = Literal["pipes", "lines", "spaces"]


def is_free(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span meets none of those that are taken."""
    return not any(start < span[1] and span[0] < end for start, end in taken)


def free_spans(text: str, taken: Iterable[Span]) -> Iterator[Span]:
    """What stands between the spans that are taken."""
    at = 0
    for start, end in sorted(taken):
        if at < start:
            yield at, start
        at = max(at, end)
    yield at, len(text)


@dataclass(frozen=True, slots=True)
class FlatLine:
    """One line of the text as cells; `fill` counts the `|` marks that make its last cell as wide as the table."""

    cells: tuple[Span, ...]
    source: FlatSource
    fill: int = 0
    is_marked: bool = False


def source_of(lines: Sequence[FlatLine]) -> FlatSource:
    """How most lines of a table are printed."""
    sources = [line.source for line in lines]
    return max(("pipes", "lines", "spaces"), key=sources.count)


def rows_of_lines(lines: Sequence[FlatLine], text: str) -> list[list[Span]]:
    """The rows of a table, as spans of their cells."""
    cells = [cell for line in lines for cell in line.cells]
    has_serials = bool(cells) and is_numbering(text[slice(*cells[0])])
    serials = _serials(cells, text) if has_serials else frozenset()
    width = _marked_width(lines)
    rows = _cut(lines, text, width, serials)
    # A number before a label in a row means that the marks do not tell the width.
    if width is not None and any(_is_mixed(row[has_serials:], text) for row in rows):
        rows = _cut(lines, text, None, serials)
    return rows


def _is_row_a_line(lines: Sequence[FlatLine], text: str) -> bool:
    """Whether a list has its label in nearly every line with a figure: a figure that opens a line has lost it."""
    if not any(column_kind(text[slice(*cell)])[0] == "name" for line in lines[:1] for cell in line.cells):
        return False
    rows = [
        line for line in lines if line.source == "spaces" and any(is_value(text[s:e]) for s, e in line.cells)
    ]
    bare = [line for line in rows if is_value(text[slice(*line.cells[0])])]
    return 2 * len(rows) > len(lines) and _FEW_BARE * len(bare) <= len(rows)


def _cut(
    lines: Sequence[FlatLine], text: str, width: int | None, serials: frozenset[Span]
) -> list[list[Span]]:
    rows: list[list[Span]] = []
    open_row: list[Span] = []
    is_row_a_line = not serials and _is_row_a_line(lines, text)

    def close() -> None:
        if open_row:
            rows.append(open_row.copy())
            open_row.clear()

    for line in lines:
        is_row = line.source == "pipes"
        if is_row or (is_row_a_line and any(is_value(text[s:e]) for s, e in line.cells[:1])):
            close()
        for cell in line.cells:
            if width is None and not is_row and open_row and _begins_row(open_row, cell, serials, text):
                close()
            open_row.append(cell)
        if is_row or line.fill or len(open_row) == width:
            close()
    close()
    return rows


def _is_mixed(row: Sequence[Span], text: str) -> bool:
    values = [is_value(text[start:end]) for start, end in row]
    return any(
        value and not after and not is_nothing(text[slice(*row[i + 1])])
        for i, (value, after) in enumerate(pairwise(values))
    )


def _marked_width(lines: Sequence[FlatLine]) -> int | None:
    """How wide a table of marked cells is: the cells of most rows and the marks after them; None without."""
    widths, n = [], 0
    for line in lines:
        n += len(line.cells)
        if line.fill:
            widths.append(n + line.fill)
            n = 0
    if not widths:
        return None
    width = Counter(widths).most_common(1)[0][0]
    # A row that is as wide as the table has no mark and is counted with the next.
    is_two_rows = width % 2 == 0 and widths.count(width // 2) > 1
    return width // 2 if is_two_rows else width


def _serials(cells: Sequence[Span], text: str) -> frozenset[Span]:
    """The cells that number the rows: each counts on from the one before and stands right before a label."""
    found: list[Span] = []
    last = 0
    for cell, after in pairwise(cells):
        words, follows = text[slice(*cell)], text[slice(*after)]
        is_before_label = not (is_value(follows) or is_nothing(follows) or unit_of(follows))
        if words.isdecimal() and last < int(words) <= last + _MOST_LOST and is_before_label:
            last = int(words)
            found.append(cell)
    return frozenset(found)


def _begins_row(row: Sequence[Span], cell: Span, serials: frozenset[Span], text: str) -> bool:
    words, last = unbroken(text[slice(*cell)]), unbroken(text[slice(*row[-1])])
    if is_nothing(words) or row[-1] in serials:
        return False
    if cell in serials:
        return True
    only_headings = all(is_heading(one) or is_nothing(one) for one in (text[slice(*cell)] for cell in row))
    if is_value(words):
        # Numbers right under headings have no label.
        return only_headings
    if CLAUSE.fullmatch(words) or CLAUSE.fullmatch(last):
        return True
    if FIRST_HEADING.fullmatch(words):
        return not is_numbering(last)
    if only_headings:
        return not is_heading(words)
    if unit_of(words):
        # Between its code and its figure a row has its unit.
        return any(unit_of(text[slice(*one)]) for one in row)
    return is_value(last) or is_nothing(last) or (is_heading(last) and not is_heading(words))
