"""Taking out of a page's tree what no reader sees: scripts, hidden and off-screen elements, planted links.

What belongs here: the decision, and what may be a folded part of the page that a script brings out. What does not:
what a style means (`looks.py`), and words that are seen but struck out (`marks.py`).
"""

from collections.abc import Container, Iterable, Sequence
from typing import Final

from lxml import etree

from flows.clean.chrome import is_chrome_class
from flows.clean.content import has_annex
from flows.clean.elements import BLOCKS, Element, drop, length, select, words
from flows.clean.looks import hides, is_tiny, is_white

_DROPPED: Final = (
    "script style noscript iframe object embed applet template textarea button svg canvas video audio map "
    "link base optgroup select datalist frameset xml marquee rt rp"
)
"""The last two hold the gloss over a word (ruby): 人(rén)."""
_IN_A_TABLE: Final = ("td", "th", "tr")
_MAX_BUTTONS: Final = 60
_MOST: Final = 0.5
"""Where a sheet hides so much of a page's words, a script brings them out."""


def drop_unseen(
    root: Element,
    by_sheets: Sequence[tuple[Element, str]],
    own_styles: Iterable[tuple[Element, str]],
    named: Iterable[tuple[Element, str]],
) -> None:
    """Take out scripts, hidden and off-screen elements, and buttons in a line.

    Args:
        root: of the page.
        by_sheets: the elements that the page's own sheets may hide, each with its style (`style_sheets.styled`).
        own_styles: the elements that have a style or are marked hidden themselves.
        named: the elements that have classes or an id, with them as one string.
    """
    etree.strip_elements(root, *_DROPPED.split(), with_tail=False)
    for element, style in own_styles:
        if _is_unseen(element, style) or (is_white(style) and _is_white_link(element)):
            drop(element)
    hidden = [element for element, style in by_sheets if _is_hidden_by(style, element)]
    if hidden:
        _drop_hidden(root, hidden)
    for element, own in named:
        if is_chrome_class(own) and element.tag == "span" and _is_button(words(element)):
            drop(element)


def _is_button(text: str) -> bool:
    return len(text) <= _MAX_BUTTONS and not any(map(str.isdigit, text))


def _is_unseen(element: Element, style: str) -> bool:
    if element.get("hidden") is not None or hides(style):
        return True
    # A wrapper of size 0 is a trick against gaps if what stands in it has a size of its own.
    return is_tiny(style) and not select(element, "descendant::*[contains(@style, 'font-size')]")


def _is_hidden_by(style: str, element: Element) -> bool:
    # A sheet can give what stands inside a size of its own.
    return hides(style) or (is_tiny(style) and len(element) == 0)


def _is_white_link(element: Element) -> bool:
    """Whether links are written white on the page's own white: no element around them has a background."""
    if not _is_planted(element):
        return False
    around = (element, *element.iterancestors())
    return not any("background" in e.get("style", "") or e.get("bgcolor") for e in around)


def _is_planted(element: Element) -> bool:
    """Whether it brings links, no table and no annex: what hides may be a folded part of the page."""
    has_links, has_table = (next(element.iter(tag), None) is not None for tag in ("a", "table"))
    return has_links and not has_table and not has_annex(element)


def _drop_hidden(root: Element, hidden: Sequence[Element]) -> None:
    """Take out what a sheet hides but what a script may unfold: most of the page, or tables and annexes that are
    seen nowhere else.

    What hides in a table or in a line is never unfolded; nor is a second copy of a table that is seen (one for
    telephones, or the tab of another year).
    """
    blocks: list[Element] = []
    for element in hidden:
        if _is_inside(element) or _is_planted(element):
            drop(element)
        else:
            blocks.append(element)
    body = root.find("body")
    hidden_tables = {table for block in blocks for table in block.iter("table")}
    seen = {_first_row(table) for table in root.iter("table") if table not in hidden_tables}
    folded = [block for block in blocks if not _is_copy(block, seen)]
    n_all = 0 if body is None else length(words(body))
    is_mostly_folded = sum(length(words(block)) for block in folded) >= _MOST * n_all
    for block in blocks:
        has_own = has_annex(block) or next(block.iter("table"), None) is not None
        if block not in folded or not (is_mostly_folded or has_own):
            drop(block)


def _is_inside(element: Element) -> bool:
    """Whether it is a part of a table or of a line."""
    return element.tag not in BLOCKS or any(e.tag in _IN_A_TABLE for e in (element, *element.iterancestors()))


def _is_copy(block: Element, seen: Container[str]) -> bool:
    """Whether it holds tables and all of them begin as some that are seen."""
    first_rows = [_first_row(table) for table in block.iter("table")]
    return bool(first_rows) and all(row in seen for row in first_rows)


def _first_row(table: Element) -> str:
    row = next(table.iter("tr"), None)
    return "" if row is None else "".join(words(row).split())
