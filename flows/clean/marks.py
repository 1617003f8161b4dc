"""Words that are struck out, and small marks above or below the line.

What belongs here: keeping both apart from the words beside them, so that 12 with a note 1 is not 121 and 9, struck
out before 12, not 912. What does not: what is not seen at all (`unseen.py`).

What is struck out the page does not state: it is taken out and counted. Where that would join two numbers, a lost
character stands in its place, as for a number that is written white beside others in a cell or a line. A raised
number after a number stands in brackets, as notes do in print.
"""

from collections.abc import Iterable
from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.clean.elements import BLOCKS, Element, drop, is_in, words
from flows.clean.looks import is_raised, is_struck, is_white
from flows.clean.runs import joins

_STRUCK_TAGS: Final = ("s", "del", "strike")
_RAISED_TAGS: Final = ("sup", "sub")
_ROW_PARTS: Final = ("td", "th", "tr")
_MOST: Final = 0.5
"""A tag that strikes out so much of a page has lost its end."""


def set_apart(root: Element, styles: Iterable[tuple[Element, str]]) -> int:
    """Take out what is struck out, and put brackets around raised numbers; how many pieces were struck out.

    Args:
        root: of the page.
        styles: elements with their styles, by the page's sheets and their own; some may have left the page.
    """
    struck, raised = [*root.iter(*_STRUCK_TAGS)], [*root.iter(*_RAISED_TAGS)]
    for element, style in styles:
        if style and (is_struck(style) or is_raised(style)) and is_in(root, element):
            (struck if is_struck(style) else raised).append(element)
    n_all = len(words(root)) if struck else 0
    pieces = [element for element in struck if 0 < len(words(element).strip()) < _MOST * n_all]
    for element in dict.fromkeys(pieces):
        _take_out(element)
    for element in [one for one in root.iter("font", "span") if one.keys() and _is_white_piece(one)]:
        element.tail = REPLACEMENT + (element.tail or "")
        drop(element)
    for element in dict.fromkeys(raised):
        _set_off(element)
    return len(set(pieces))


def _is_white_piece(element: Element) -> bool:
    """Whether it is a number, written white, without a background around it: in a cell that has other words, or in a
    line right beside a number that is seen."""
    style, color = element.get("style"), element.get("color")
    if not ((style and is_white(style)) or (color and is_white(f"color:{color}"))):
        return False
    own = words(element).strip()
    around = [element, *element.iterancestors()]
    cell = next((one for one in around if one.tag in ("td", "th")), None)
    if not any(map(str.isdecimal, own)):
        return False
    is_part_of_cell = cell is not None and words(cell).strip() != own
    is_beside_a_number = joins(_char_before(element), own) or joins(own, element.tail or "")
    if not (is_part_of_cell or is_beside_a_number):
        return False
    return not any("background" in one.get("style", "") or one.get("bgcolor") for one in around)


def _take_out(element: Element) -> None:
    if element.tag in _ROW_PARTS:
        # The cells stay, so that those beside them keep their columns.
        for part in element.iter():
            if part is not element:
                part.tail = None
            part.text = None
        return
    if joins(_char_before(element), element.tail or ""):
        element.tail = REPLACEMENT + (element.tail or "")
    drop(element)


def _set_off(element: Element) -> None:
    """Put brackets around a number above or below the line that stands beside a number of the line."""
    mark = words(element).strip()
    is_beside_a_number = joins(_char_before(element), mark) or joins(mark, element.tail or "")
    if element.tag not in BLOCKS and is_beside_a_number:
        element.text = f"[{element.text or ''}"
        element.tail = f"]{element.tail or ''}"


def _char_before(element: Element) -> str:
    """The last character before an element in its block; empty where it is the first."""
    node = element
    while True:
        before = node.getprevious()
        while before is not None:
            text = (before.tail or words(before)) if isinstance(before.tag, str) else (before.tail or "")
            if text.strip():
                return text.rstrip()[-1]
            before = before.getprevious()
        parent = node.getparent()
        if parent is None:
            return ""
        if (parent.text or "").strip():
            return (parent.text or "").rstrip()[-1]
        if parent.tag in BLOCKS:
            return ""
        node = parent
