"""lxml finds the content of a page: which elements hold the document, and which the site around it.

What belongs here: thinning the tree, layout tables, the weights of elements, the choice. What does not: the
page's statements about itself (`markup.py`), reading lines and cells (`soup.py`).

The content is found by weight alone: from the body down, as long as one child holds nearly all words that are not
links and no other child holds a data table. Headings, publication lines, metadata tables and annexes that stand
beside it on the way are kept as pieces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from flows.clean.chrome import is_chrome_class, is_footer
from flows.clean.layout import LINE_BREAK

BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main menu nav ol p pre section table tbody td tfoot th thead tr ul caption dir".split()
)
_DROPPED: Final = (
    "script style noscript iframe object embed applet template textarea button svg canvas video audio map link base "
    "optgroup select datalist frameset xml"
).split()
_INLINE: Final = (
    "span font b strong em i u s del ins sub sup small big label abbr acronym cite code tt kbd bdo img input wbr "
    "ucaptitle ucapcontent publishtime founder-content nobr strike mark q samp var time"
).split()
_CELL_BLOCKS: Final = "p div center h1 h2 h3 h4 h5 h6 li ul ol section article blockquote pre dd dt dl".split()
_KEPT_ATTRIBUTES: Final = frozenset({"rowspan", "colspan", "href", "class", "id"})
_FAR: Final = r"-(?:\d{4,}|[3-9]\d\d(?:px|em))"
_HIDING: Final = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*{_FAR}|(?:^|;)\s*(?:left|top|margin-left|margin-top)\s*:\s*{_FAR}",
    re.IGNORECASE,
)
_NO_HEIGHT: Final = re.compile(r"(?:^|;)\s*(?:max-)?height\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)", re.IGNORECASE)
_CLIPPED: Final = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_NO_SIZE: Final = re.compile(r"font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE)
_ANNEX: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)(?:$|[?#&])", re.IGNORECASE)
_HEADER_WORDS: Final = re.compile(
    r"(?:发布|发文|成文|生成|公开|更新|信息|录入)?(?:日期|时间|机构|机关|来源|单位)\s*[:：]|来源\s*[:：]|索\s*引\s*号|(?:^|\s)文\s*号"
)

_TITLE_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:title|biaoti|bt|tit|arti?cle-?title|con-?tit\w*)(?:$|[\s_-])", re.IGNORECASE)
# Elements that are parts of a document and never hold one.
_LEAVES: Final = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol dl tr li pre blockquote a".split())

_ENOUGH: Final = 120
_SHARE_OF_BEST: Final = 0.15
_MAX_HEADER: Final = 400
_MAX_HEADING: Final = 120
_LINK_SHARE: Final = 0.6
_MIN_FARM_LINKS: Final = 3
_MIN_TABLE_CELLS: Final = 6
_LAYOUT_CELL: Final = 300
_LAYOUT_SHARE: Final = 0.8


@dataclass(slots=True)
class Weight:
    """What an element holds: characters outside links and inside them, links, and data tables."""

    plain: int = 0
    linked: int = 0
    n_links: int = 0
    n_tables: int = 0

    @property
    def is_link_farm(self) -> bool:
        return (
            not self.n_tables
            and self.n_links >= _MIN_FARM_LINKS
            and self.linked >= _LINK_SHARE * (self.linked + self.plain)
        )


def drop_unseen(root: Element) -> None:
    """Take out what no reader sees: scripts, styles, hidden and off-screen elements."""
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    for element in root.xpath("//body//*[@style or @hidden]"):
        if _is_unseen(element):
            drop(element)


def _is_unseen(element: Element) -> bool:
    style = element.get("style", "")
    if element.get("hidden") is not None or _HIDING.search(style):
        return True
    if _NO_HEIGHT.search(style) and _CLIPPED.search(style):
        return True
    # A wrapper of size 0 is a trick against gaps if what stands in it has a size of its own.
    return _NO_SIZE.search(style) is not None and not element.xpath(".//*[contains(@style, 'font-size')]")


def thin(root: Element) -> None:
    """Leave the blocks, tables and links: inline elements dissolve, attributes go, line breaks become characters."""
    for line_break in root.iter("br"):
        line_break.tail = LINE_BREAK + (line_break.tail or "")
    for lines in root.iter("pre"):
        for element in lines.iter():
            element.text = (element.text or "").replace("\n", LINE_BREAK)
            element.tail = (element.tail or "").replace("\n", LINE_BREAK) if element is not lines else element.tail
    etree.strip_tags(root, "br", *_INLINE)
    _unwrap_layout_tables(root)
    for block in root.xpath(" | ".join(f"//table//{tag}" for tag in _CELL_BLOCKS)):
        block.text = " " + (block.text or "")
        block.tail = " " + (block.tail or "")
    for table in root.iter("table"):
        etree.strip_tags(table, "tbody", "thead", "tfoot", *_CELL_BLOCKS)
    for element in root.iter(etree.Element):
        for name in element.attrib:
            if name not in _KEPT_ATTRIBUTES:
                del element.attrib[name]


def drop(element: Element) -> None:
    """Take out an element and keep the words behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def pieces_of_content(body: Element) -> list[Element]:
    """The elements that hold the document, disjoint and in the order of the page; chrome inside them is dropped."""
    weights = _weigh(body)
    path = _descend(body, weights)
    content = path[-1]
    before: list[Element] = []
    after: list[Element] = []
    for parent, on_path in pairwise(path):
        siblings = list(parent)
        at = siblings.index(on_path)
        for sibling in siblings[:at]:
            before += _header_pieces(sibling, weights)
        after = [piece for sibling in siblings[at + 1 :] for piece in _annex_pieces(sibling)] + after
    _drop_chrome(content, weights)
    return [*before, content, *after]


def _weigh(body: Element) -> dict[Element, Weight]:
    """The weight of every element, children included."""
    elements = list(body.iter(etree.Element))
    weights = {element: Weight() for element in elements}
    for element in reversed(elements):
        weight = weights[element]
        own = _length(element.text)
        if element.tag == "a":
            weight.linked += weight.plain + own
            weight.plain = 0
            weight.n_links += 1
        else:
            weight.plain += own
        if element.tag == "table" and _is_data_table(element, weight):
            weight.n_tables += 1
        parent = element.getparent()
        if element is not body and parent is not None:
            above = weights[parent]
            above.plain += weight.plain + _length(element.tail)
            above.linked += weight.linked
            above.n_links += weight.n_links
            above.n_tables += weight.n_tables
    return weights


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_data_table(table: Element, weight: Weight) -> bool:
    if weight.plain <= weight.linked:
        return False
    cells = table.findall(".//td") + table.findall(".//th")
    # A calendar has only numbers in its cells.
    return len(cells) >= _MIN_TABLE_CELLS and any(not (c.text or "").strip().isdigit() for c in cells if _length(c.text) > 1)


def _descend(body: Element, weights: dict[Element, Weight]) -> list[Element]:
    """The way from the body to the element that holds the document."""
    path = [body]
    while True:
        node = path[-1]
        children = [child for child in node if isinstance(child.tag, str)]
        if not children:
            return path
        best = max(children, key=lambda child: (weights[child].n_tables > 0, weights[child].plain))
        by_words = max(children, key=lambda child: weights[child].plain)
        own = weights[node].plain - sum(weights[child].plain for child in children)
        is_alone = best is by_words and not any(
            _is_substantial(child, weights[child], weights[best]) for child in children if child is not best
        )
        if not is_alone or own >= _ENOUGH or best.tag in _LEAVES or weights[best].plain == 0:
            return path
        path.append(best)


def _is_substantial(element: Element, weight: Weight, best: Weight) -> bool:
    """Whether an element beside the heaviest one may hold a part of the document."""
    if weight.n_tables:
        return True
    if weight.plain < max(_ENOUGH, _SHARE_OF_BEST * best.plain) or weight.linked > weight.plain:
        return False
    return element.tag not in ("footer", "nav", "aside") and not is_footer("".join(element.itertext()))


def _drop_chrome(content: Element, weights: dict[Element, Weight]) -> None:
    """Take link farms, share bars and pagers out of the content; its tables and annexes stay."""
    whole = weights[content]
    for element in list(content.iter(etree.Element)):
        if element is content or element.tag not in BLOCKS:
            continue
        weight = weights[element]
        if weight.n_tables:
            continue
        is_farm = weight.is_link_farm and not whole.is_link_farm
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_light = weight.plain <= max(_MAX_HEADING, _SHARE_OF_BEST * whole.plain)
        is_named = element.tag == "nav" or (len(names) > 1 and is_chrome_class(names))
        if (is_farm or (is_light and is_named)) and not _is_precious(element):
            drop(element)


def _is_precious(element: Element) -> bool:
    """Whether it holds an annex, a heading or a publication line."""
    if any(_ANNEX.search(link.get("href", "")) for link in element.iter("a")):
        return True
    return next(element.iter("h1", "h2"), None) is not None or _HEADER_WORDS.search("".join(element.itertext())) is not None


def _header_pieces(element: Element, weights: dict[Element, Weight]) -> list[Element]:
    """Headings, publication lines and metadata blocks in an element that stands before the content."""
    if weights[element].is_link_farm and next(element.iter("h1"), None) is None:
        return []
    found = []
    for block in _leaf_blocks(element):
        words = "".join(block.itertext()).strip()
        is_heading = block.tag in ("h1", "h2", "h3") or _TITLE_CLASS.search(f"{block.get('class')} {block.get('id')}")
        if (is_heading and len(words) <= _MAX_HEADING) or (len(words) <= _MAX_HEADER and _HEADER_WORDS.search(words)):
            found.append(block)
    return found


def _annex_pieces(element: Element) -> list[Element]:
    """Blocks with links to files in an element that stands behind the content."""
    return [
        block
        for block in _leaf_blocks(element)
        if any(_ANNEX.search(link.get("href", "")) for link in block.iter("a"))
    ]


def _leaf_blocks(element: Element) -> Iterator[Element]:
    """Blocks without blocks in them, and whole tables."""
    for block in element.iter(*BLOCKS):
        if block.tag == "table" or (
            not any(child.tag in BLOCKS for child in block) and next(block.iterancestors("table"), None) is None
        ):
            yield block


def _unwrap_layout_tables(root: Element) -> None:
    """Tables that only place things dissolve into blocks; rows between them that are data stay tables."""
    for table in reversed(list(root.iter("table"))):
        nested = table.find(".//table") is not None
        cells = 2 if nested else int(table.xpath("count(.//td | .//th)"))
        if nested or cells <= 1 or _is_dominated(table):
            _unwrap(table)


def _is_dominated(table: Element) -> bool:
    """Whether one cell holds nearly all the words, and many."""
    big = table.xpath(f".//td[string-length(.) > {_LAYOUT_CELL}]")
    if not big:
        return False
    longest = max(_words_in(cell) for cell in big)
    return longest > _LAYOUT_CELL and longest >= _LAYOUT_SHARE * _words_in(table)


def _words_in(element: Element) -> int:
    return sum(map(_length, element.itertext()))


def _unwrap(table: Element) -> None:
    kept: Element | None = None
    for row in table.xpath("./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr"):
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
    for part in (table, *table.xpath("./tbody | ./thead | ./tfoot")):
        part.tag = "div"
