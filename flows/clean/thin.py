"""Thinning a page's tree, so that only blocks, tables and links are left of it.

What belongs here: taking out what no reader sees, dissolving inline elements and layout tables. What does
not: deciding what is content (`content.py`).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from flows.clean.chrome import is_chrome_class
from flows.clean.content import has_annex
from flows.clean.elements import Element, drop, length, names, select, words
from flows.clean.layout import LINE_BREAK

_DROPPED: Final = (
    "script style noscript iframe object embed applet template textarea button svg canvas video audio map "
    "link base optgroup select datalist frameset xml marquee"
)
_INLINE: Final = (
    "span font b strong em i u s del ins sub sup small big label abbr acronym cite code tt kbd bdo img input "
    "wbr ucaptitle ucapcontent publishtime founder-content nobr strike mark q samp var time"
)
_FAR: Final = r"-(?:\d{4,}|[3-9]\d\d(?:px|em))"
_HIDING: Final = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*{_FAR}|(?:^|;)\s*(?:left|top|margin-left|margin-top)\s*:\s*{_FAR}|"
    r"opacity\s*[:=]\s*0+(?:\.0*)?\s*(?:[;)!]|$)|clip\s*:\s*rect\((?:\s*[01](?:px)?[\s,]*){4}\)",
    re.IGNORECASE,
)
_NO_ROOM: Final = re.compile(
    r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*(?:0(?:px|pt|em|%)?|1px)\s*(?:;|$)", re.IGNORECASE
)
_CLIPPED: Final = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_NO_SIZE: Final = re.compile(
    r"font-size\s*:\s*(?:0(?:\.0*)?(?:px|pt|em|rem|%)?|1(?:px|pt))\s*(?:!important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_WHITE: Final = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)",
    re.IGNORECASE,
)
_ONE_NAME: Final = re.compile(r"[.#][\w-]+")
_MAX_STYLE_SHEET: Final = 200_000
_ON_SCREEN: Final = ("", "all", "screen")
# White space that counts, as in <pre>.
_AS_PRINTED: Final = str.maketrans({"\n": LINE_BREAK, " ": "\u00a0"})
_MAX_BUTTONS: Final = 60
# A cell with so many words places a text; it is no figure and no label.
_LAYOUT_CELL: Final = 300
_LAYOUT_SHARE: Final = 0.8


def drop_unseen(root: Element) -> None:
    """Take out what no reader sees or reads: scripts, hidden and off-screen elements, buttons in a line."""
    hidden = _hidden_names(root)
    etree.strip_elements(root, *_DROPPED.split(), with_tail=False)
    for element in select(root, "body/descendant::*[@style or @hidden]"):
        if _is_unseen(element) or _is_white_link(element):
            drop(element)
    if hidden:
        for element in select(root, "body/descendant::*[@class or @id]"):
            if not hidden.isdisjoint(_own_names(element)) and _is_planted(element):
                drop(element)
    for element in select(root, "body/descendant::span[@class or @id]"):
        if is_chrome_class(names(element)) and _is_button(words(element)):
            drop(element)


def _is_button(text: str) -> bool:
    return len(text) <= _MAX_BUTTONS and not any(map(str.isdigit, text))


def _is_unseen(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    seen = _seen_by_style(element.get("style", ""))
    # A wrapper of size 0 is a trick against gaps if what stands in it has a size of its own.
    return seen is False or (
        seen is None and not select(element, "descendant::*[contains(@style, 'font-size')]")
    )


@lru_cache(maxsize=4096)
def _seen_by_style(style: str) -> bool | None:
    """Whether a style shows its element; None if it makes its letters too small to see."""
    if _hides(style):
        return False
    return None if _NO_SIZE.search(style) else True


@lru_cache(maxsize=4096)
def _is_white(style: str) -> bool:
    return _WHITE.search(style) is not None


def _hides(style: str) -> bool:
    return bool(_HIDING.search(style) or (_NO_ROOM.search(style) and _CLIPPED.search(style)))


def _is_white_link(element: Element) -> bool:
    """Whether links are written white on the page's own white: no element around them has a background."""
    if not _is_white(element.get("style", "")) or not _is_planted(element):
        return False
    around = (element, *element.iterancestors())
    return not any("background" in e.get("style", "") or e.get("bgcolor") for e in around)


def _is_planted(element: Element) -> bool:
    """Whether it brings links, no table and no annex: what hides may be a folded part of the page."""
    has_links, has_table = (next(element.iter(tag), None) is not None for tag in ("a", "table"))
    return has_links and not has_table and not has_annex(element)


def _hidden_names(root: Element) -> frozenset[str]:
    """The classes (`.a`) and ids (`#a`) that the page's own style sheets hide by themselves."""
    sheets = [sheet for sheet in root.iter("style") if sheet.get("media", "all") in _ON_SCREEN]
    rules = [rule for sheet in sheets for rule in _rules((sheet.text or "")[:_MAX_STYLE_SHEET])]
    hidden = [selector.strip() for chosen, style in rules if _hides(style) for selector in chosen.split(",")]
    return frozenset(filter(_ONE_NAME.fullmatch, hidden))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and styles of a sheet, without those that hold for some media only."""
    if not _HIDING.search(sheet):
        return
    depth = 0
    for rule in "".join(part.partition("/*")[0] for part in sheet.split("*/")).split("}"):
        n_opened = rule.count("{")
        if depth == 0 and n_opened == 1:
            selectors, _, style = rule.partition("{")
            yield selectors, style
        depth = max(0, depth + n_opened - 1)


def _own_names(element: Element) -> set[str]:
    own = {f".{name}" for name in element.get("class", "").split()}
    return own | {f"#{element.get('id')}"}


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
        nested = table.find(".//table") is not None
        if nested or len(select(table, "(.//td | .//th)[position() <= 2]")) <= 1 or _is_dominated(table):
            _unwrap(table)


def _is_dominated(table: Element) -> bool:
    """Whether one cell holds nearly all the words, and many."""
    big = select(table, f".//td[string-length(.) > {_LAYOUT_CELL}]")
    if not big:
        return False
    longest = max(_words_in(cell) for cell in big)
    return longest > _LAYOUT_CELL and longest >= _LAYOUT_SHARE * _words_in(table)


def _words_in(element: Element) -> int:
    return sum(length(cast(str, text)) for text in element.itertext())


def _unwrap(table: Element) -> None:
    kept: Element | None = None
    for row in select(table, "./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) > 1 and row.find(".//table") is None and max(map(_words_in, cells)) <= _LAYOUT_CELL:
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
