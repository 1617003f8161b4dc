"""Tables on paper: the words in ruled cells, and tables that go on on the next sheet.

What belongs here: from a grid and its glyphs to cells with words, two parts of a table as one. What does not:
where the lines lie (`ruled.py`), what stands around the tables (`typeset.py`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from flows.clean.laid import LaidCell
from flows.clean.layout import folded_cell
from flows.clean.paper import OPENS_ITEM, Glyph, SetLine, set_lines
from flows.clean.ruled import NEAR, RuledTable, merged_borders

_TINY: Final = 1e-6
_PADDING: Final = 10.8
"""Points that word processors leave free at both sides of a cell, by default."""
_FIGURE: Final = re.compile(r"[0-9.,]+")
_MAX_DIGITS: Final = 9
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_CENTRED: Final = 0.5
"""Share of a character's size by which centred words miss the middle."""
_ASIDE: Final = 2.0
"""Sizes from the middle of their cell at which words are not centred in it."""


class PaperCell(NamedTuple):
    """A cell with its words.

    Attributes:
        middle, size: of the words, 0 for a blank cell.
        is_full: the last line of the words fills the cell, so that they can go on.
    """

    words: str
    x0: float
    x1: float
    first_row: int
    end_row: int
    middle: float
    size: float
    is_full: bool

    @property
    def is_label(self) -> bool:
        """Whether it holds words and not a figure alone."""
        return any(char.isalpha() for char in self.words)


@dataclass(slots=True)
class PaperTable:
    """A table on one sheet or several; cells in reading order."""

    cells: list[PaperCell]
    n_rows: int

    @property
    def borders(self) -> list[float]:
        """The borders of its columns."""
        return merged_borders(edge for cell in self.cells for edge in (cell.x0, cell.x1))


def filled(table: RuledTable, glyphs: Sequence[Sequence[Glyph]]) -> PaperTable:
    """A ruled table and the glyphs in each of its cells, as words."""
    cells = []
    set_in = [set_lines(inside) for inside in glyphs]
    stacked = {
        box.rows
        for box, lines in zip(table.boxes, set_in, strict=True)
        if _are_figures(lines) and not _is_broken_figure(lines, box.x1 - box.x0)
    }
    for box, lines in zip(table.boxes, set_in, strict=True):
        middle = (min(line.x0 for line in lines) + max(line.x1 for line in lines)) / 2 if lines else 0.0
        size = max((line.size for line in lines), default=0.0)
        width = box.x1 - box.x0
        is_full = bool(lines) and _is_full(lines[-1], width)
        is_broken = box.rows not in stacked and _is_broken_figure(lines, width)
        words = "".join(line.text for line in lines) if is_broken else _words(lines)
        cells.append(PaperCell(words, box.x0, box.x1, *box.rows, middle, size, is_full))
    return PaperTable(_without_stray_lines(cells), len(table.ys) - 1)


def _words(lines: Sequence[SetLine]) -> str:
    return folded_cell(" ".join(line.text for line in lines))


def _are_figures(lines: Sequence[SetLine]) -> bool:
    """Whether figures stand below one another."""
    return len(lines) > 1 and all(_FIGURE.fullmatch(line.text) for line in lines)


def _is_broken_figure(lines: Sequence[SetLine], width: float) -> bool:
    """Whether lines are one number that was too long for its cell: all of them but the last are full.

    What can be two numbers stays two: years, more digits than any report counts. So do the figures of a row in
    which another cell surely holds several: the line between two rows is missing there.
    """
    parts = [line.text for line in lines]
    return (
        _are_figures(lines)
        and len({len(part) for part in parts[:-1]}) == 1
        and len(parts[-1]) <= len(parts[0])
        and parts[0][0] != "0"
        and not all(_YEAR.fullmatch(part) for part in parts)
        and len("".join(parts).partition(".")[0].replace(",", "")) <= _MAX_DIGITS
        and all(_is_full(line, width) for line in lines[:-1])
    )


def _is_full(line: SetLine, width: float) -> bool:
    """Whether the next character had no room in the line."""
    return width - (line.x1 - line.x0) < _PADDING + (line.x1 - line.x0) / len(line.text)


def laid(table: PaperTable) -> Iterator[LaidCell]:
    """Cells with the numbers of their columns for the places of their edges."""
    borders = table.borders

    def number(place: float) -> int:
        return bisect_right(borders, place + _TINY) - 1

    for cell in table.cells:
        yield LaidCell(cell.words, cell.first_row, cell.end_row, number(cell.x0), number(cell.x1))


def _without_stray_lines(cells: Sequence[PaperCell]) -> list[PaperCell]:
    """A heading that is centred over its cell and the blank one beside it is the heading of both.

    Editors leave the line in when cells were merged badly. Numbers are never moved out of their cell.
    """
    kept: list[PaperCell] = []
    for cell in cells:
        last = kept[-1] if kept else None
        if last is not None and _is_one_cell(last, cell):
            words, named = (last.words, last) if last.words else (cell.words, cell)
            kept[-1] = named._replace(words=words, x0=last.x0, x1=cell.x1)
        else:
            kept.append(cell)
    return kept


def _is_one_cell(left: PaperCell, right: PaperCell) -> bool:
    if bool(left.words) == bool(right.words) or left[3:5] != right[3:5] or abs(left.x1 - right.x0) > NEAR:
        return False
    named = left if left.words else right
    if any(char.isdigit() for char in named.words):
        return False
    own, both = (named.x0 + named.x1) / 2, (left.x0 + right.x1) / 2
    return abs(named.middle - own) > _ASIDE * named.size and abs(named.middle - both) <= _CENTRED * named.size


def goes_on(table: PaperTable, after: PaperTable) -> bool:
    """Whether both have the same columns; either part can lack some of the lines between them."""
    first, second = table.borders, after.borders
    if abs(first[0] - second[0]) > NEAR or abs(first[-1] - second[-1]) > NEAR:
        return False
    few, many = sorted((first, second), key=len)
    return all(any(abs(border - other) <= NEAR for other in many) for border in few)


def one_table(table: PaperTable, after: PaperTable) -> PaperTable:
    """A table and its part on the next sheet; headings that are printed again are left out."""
    n_repeated = _repeated_rows(table, after)
    following = [cell for cell in after.cells if cell.first_row >= n_repeated]
    first = [cell for cell in following if cell.first_row == n_repeated]
    pairs = [(_ending_above(table, cell), cell) for cell in first]
    is_split = _is_split_row(pairs)
    shift = table.n_rows - n_repeated - is_split
    cells = list(table.cells)
    for cell in following:
        moved = cell._replace(first_row=cell.first_row + shift, end_row=cell.end_row + shift)
        above = _ending_above(table, cell) if cell.first_row == n_repeated else None
        if above is not None and (is_split or _spans_both(above, cell)):
            words = folded_cell(f"{above.words} {cell.words}")
            cells[table.cells.index(above)] = above._replace(words=words, end_row=moved.end_row)
        else:
            cells.append(moved)
    return PaperTable(cells, after.n_rows + shift)


def _ending_above(table: PaperTable, below: PaperCell) -> PaperCell | None:
    """The cell of the same width that the lower edge of a table ends."""
    for cell in table.cells:
        is_over = abs(cell.x0 - below.x0) <= NEAR and abs(cell.x1 - below.x1) <= NEAR
        if cell.end_row == table.n_rows and is_over:
            return cell
    return None


def _is_split_row(pairs: Sequence[tuple[PaperCell | None, PaperCell]]) -> bool:
    """Whether a row is broken by the edge of the sheet: a label goes on in mid-word, and the figures stand in
    one of the parts alone."""
    both = [(above, cell) for above, cell in pairs if above is not None]
    if len(both) < len(pairs):
        return False
    labels = [(above, cell) for above, cell in both if above.is_label and cell.is_label]
    has_figures = [any(one.words and not one.is_label for one in part) for part in zip(*both, strict=True)]
    return (
        any(above.is_full for above, _ in labels)
        and not any(OPENS_ITEM.match(cell.words) for _, cell in labels)
        and not all(has_figures)
    )


def _spans_both(above: PaperCell, below: PaperCell) -> bool:
    """Whether a cell over several rows goes on: as a blank one, or as the rest of a numbered label.

    A blank cell of one row under a cell of one row can be a missing value: it stays.
    """
    if max(cell.end_row - cell.first_row for cell in (above, below)) == 1:
        return False
    is_rest = OPENS_ITEM.match(above.words) and not OPENS_ITEM.match(below.words) and below.is_label
    return not below.words or bool(is_rest)


def _repeated_rows(table: PaperTable, after: PaperTable) -> int:
    """How many rows of headings a table repeats on its next sheet."""
    first, second = _rows(table), _rows(after)
    n_same = 0
    while n_same < min(len(first), len(second)) - 1 and _says(first[n_same]) == _says(second[n_same]):
        n_same += 1
    while n_same and any(cell.first_row < n_same < cell.end_row for cell in after.cells):
        n_same -= 1
    has_words = any(not cell.words.isdigit() and cell.words for row in second[:n_same] for cell in row)
    return n_same if has_words else 0


def _says(row: Sequence[PaperCell]) -> list[str]:
    return [cell.words for cell in row]


def _rows(table: PaperTable) -> list[list[PaperCell]]:
    rows: list[list[PaperCell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.first_row].append(cell)
    return [sorted(row, key=lambda cell: cell.x0) for row in rows]
