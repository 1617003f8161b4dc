"""lxml reads the tables of the markup, row by row as printed.

What belongs here: the cells of a table, their words and their declared spans. What does not: dissolving
layout tables (`thin.py`), laying spans out into a grid (`extract/tables/grid.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Final

from flows.clean.elements import BLOCKS, Element, words
from flows.clean.layout import DraftCell, folded_cell

_MAX_SPAN: Final = 1000
_SECTIONS: Final = ("tbody", "thead", "tfoot")
_CELLS: Final = ("td", "th")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table's rows: the cells of each and their words, side by side.

    Attributes:
        loose: words that stand in the table and in no cell (a caption, broken markup); they come before it.
    """

    rows: tuple[tuple[DraftCell, ...], ...]
    words: tuple[tuple[str, ...], ...]
    loose: tuple[str, ...]


def read_table(table: Element) -> ReadTable:
    """Read a table that holds no other table."""
    rows: list[tuple[DraftCell, ...]] = []
    texts: list[tuple[str, ...]] = []
    loose = [words(caption) for caption in table.iterchildren("caption")]
    for row in table.iter("tr"):
        _give_cells(row)
    for number, cells in enumerate(_rows(table)):
        if cells:
            rows.append(tuple(_cell(cell, number, position) for position, cell in enumerate(cells)))
            texts.append(tuple(map(_words_of, cells)))
    for section in chain([table], table.iterchildren(*_SECTIONS)):
        loose += [section.text or "", *(child.tail or "" for child in section)]
    return ReadTable(tuple(rows), tuple(texts), tuple(filter(None, map(folded_cell, loose))))


def _give_cells(row: Element) -> None:
    """Words of a row that stand in no cell have lost its tags: they become a cell in their place."""
    loose = [(0, row.text), *((place, cell.tail) for place, cell in enumerate(row, 1))]
    for place, text in reversed(loose):
        if text and text.strip():
            cell = row.makeelement("td")
            cell.text = text
            row.insert(place, cell)
            if place:
                row[place - 1].tail = None
            else:
                row.text = None


def _rows(table: Element) -> Iterator[list[Element]]:
    """The cells of each row in the page's order; cells in a line outside any row are a row as well."""
    for element in table.iter("tr", *_CELLS):
        if element.tag == "tr":
            yield [cell for cell in element if cell.tag in _CELLS]
            continue
        parent, before = element.getparent(), element.getprevious()
        is_loose = parent is table or (parent is not None and parent.tag in _SECTIONS)
        if is_loose and (before is None or before.tag not in _CELLS):
            behind = takewhile(lambda cell: cell.tag in _CELLS, element.itersiblings())
            yield [element, *behind]


def _cell(cell: Element, row: int, position: int) -> DraftCell:
    return DraftCell(row, position, _span(cell.get("rowspan")), _span(cell.get("colspan")), cell.tag == "th")


def _span(declared: str | None) -> int:
    """A declared span; junk, zero and monsters are 1."""
    if declared is None:
        return 1
    digits = declared.strip()
    span = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MAX_SPAN)) else 1
    return span if 1 <= span <= _MAX_SPAN else 1


def _words_of(cell: Element) -> str:
    if len(cell) == 0:
        return folded_cell(cell.text or "")
    if len(cell) == 1 and len(cell[0]) == 0:
        # The usual cell, one paragraph, without a walk.
        return folded_cell(f"{cell.text or ''} {cell[0].text or ''} {cell[0].tail or ''}")
    for block in cell.iterdescendants(*BLOCKS):
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"
    return folded_cell(words(cell))
