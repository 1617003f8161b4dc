"""Thinning a page's tree, so that only blocks, tables and links are left of it.

What belongs here: dissolving inline elements and layout tables. What does not: what no reader sees (`unseen.py`),
deciding what is content (`content.py`).
"""

from itertools import islice
from typing import Final

from lxml import etree

from flows.clean.elements import Element, length_inside, select
from flows.clean.layout import LINE_BREAK

_INLINE: Final = (
    "span font b strong em i u s del ins sub sup small big label abbr acronym cite code tt kbd bdo img input "
    "wbr ucaptitle ucapcontent publishtime founder-content nobr strike mark q samp var time"
)
# White space that counts, as in <pre>.
_AS_PRINTED: Final = str.maketrans({"\n": LINE_BREAK, " ": "\u00a0"})
# A cell with so many words places a text; it is no figure and no label.
_LAYOUT_CELL: Final = 300
_LAYOUT_SHARE: Final = 0.8


def thin(root: Element) -> None:
    """Leave blocks, tables and links: inline elements dissolve, line breaks become characters."""
    for line_break in root.iter("br"):
        line_break.tail = LINE_BREAK + (line_break.tail or "")
    for block in root.iter("pre"):
        block.text = (block.text or "").translate(_AS_PRINTED)
        for element in block.iterdescendants():
            element.text = (element.text or "").translate(_AS_PRINTED)
            element.tail = (element.tail or "").translate(_AS_PRINTED)
    etree.strip_tags(root, "br", *_INLINE.split())
    _unwrap_layout_tables(root)


def _unwrap_layout_tables(root: Element) -> None:
    """Tables that only place things dissolve into blocks; rows between them that are data stay tables."""
    for table in reversed(list(root.iter("table"))):
        nested = next(table.iterdescendants("table"), None) is not None
        if nested or len([*islice(table.iter("td", "th"), 2)]) <= 1 or _is_dominated(table):
            _unwrap(table)


def _is_dominated(table: Element) -> bool:
    """Whether one cell holds nearly all the words, and many."""
    big = select(table, f".//td[string-length(.) > {_LAYOUT_CELL}]")
    if not big:
        return False
    longest = max(length_inside(cell) for cell in big)
    return longest > _LAYOUT_CELL and longest >= _LAYOUT_SHARE * length_inside(table)


def _unwrap(table: Element) -> None:
    kept: Element | None = None
    for row in select(table, "./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) > 1 and row.find(".//table") is None and max(map(length_inside, cells)) <= _LAYOUT_CELL:
            if kept is None:
                kept = etree.Element("table")
                row.addprevious(kept)
            kept.append(row)
            continue
        kept = None
        for part in (row, *cells):
            part.tag = "div"
    for part in (table, *select(table, "./tbody | ./thead | ./tfoot")):
        part.tag = "div"
