"""lxml finds the content of a page: which elements hold the document, and which the site around it.

What belongs here: the weights of elements and the choice. What does not: thinning the tree (`thin.py`), the
page's statements about itself (`markup.py`), reading lines and cells (`soup.py`).

The content is found by weight alone: from the body down, as long as one child holds nearly all words that are
not links and no other child holds a data table. Headings, publication lines, metadata tables and annexes that
stand beside it on the way are kept as pieces.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from lxml import etree

from flows.clean.chrome import is_chrome_class, is_chrome_line, is_footer, is_title_class
from flows.clean.elements import BLOCKS, Element, children, drop, length, length_inside, names, words

_ANNEX: Final = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)(?:$|[?#&])", re.IGNORECASE | re.MULTILINE
)
_HEADER_WORDS: Final = re.compile(
    r"(?:发布|发文|成文|生成|公开|更新|信息|录入)?(?:日期|时间|机构|机关|来源|单位)\s*[:：]|来源\s*[:：]|索\s*引\s*号|(?:^|\s)文\s*号"
)

_TITLE_WORDS: Final = re.compile("报告|年报|总结|報告|年報|總結")
# Elements that are parts of a document and never hold one.
_LEAF_TAGS: Final = "p h1 h2 h3 h4 h5 h6 table ul ol dl tr li pre blockquote a"

_LISTS: Final = ("ul", "ol", "dl")
_SITE_TAGS: Final = ("footer", "nav", "aside")
_SIGNATURE: Final = re.compile(r"[\d〇一二三四五六七八九]{4}\s*年.{1,5}月.{1,5}日\s*$")
_SENTENCE: Final = re.compile(r".{20}[。；;]", re.DOTALL)

# A paragraph beside the heaviest element is most likely one of the document's.
_RUNNING_TEXT: Final = "p pre blockquote dl"
_ENOUGH_RUNNING: Final = 10
_ENOUGH: Final = 120
_MAX_SIGNATURE: Final = 80
_SHARE_OF_BEST: Final = 0.15
_MAX_HEADER: Final = 400
_MAX_HEADING: Final = 120
_DAY: Final = re.compile(
    r"[\[【(（]?\s*20\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*[\]】)）]?"
    r"(?:\s*(?:[\u4e00-\u9fff]{2,12}\s*(?=[(（]))?[(（]?\s*(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?\s*[)）]?)?"
)
_LONGEST_DAY: Final = 40
_LINK_SHARE: Final = 0.6
_MIN_FARM_LINKS: Final = 3
_MIN_TABLE_CELLS: Final = 4


@dataclass(slots=True)
class Weight:
    """What an element holds: characters outside links and inside them, links, and data tables."""

    plain: int = 0
    linked: int = 0
    n_links: int = 0
    n_tables: int = 0

    def add(self, inner: "Weight", tail: str | None) -> None:
        """Add an element inside, and the words behind it."""
        self.plain += inner.plain + length(tail)
        self.linked += inner.linked
        self.n_links += inner.n_links
        self.n_tables += inner.n_tables

    @property
    def is_link_farm(self) -> bool:
        return (
            not self.n_tables
            and self.n_links >= _MIN_FARM_LINKS
            and self.linked >= _LINK_SHARE * (self.linked + self.plain)
        )


def pieces_of_content(body: Element) -> list[Element]:
    """The elements that hold the document, disjoint and in the page's order; chrome in them is dropped."""
    weights = _weighed(body)
    path = _descend(body, weights)
    content = path[-1]
    before: list[Element] = []
    after: list[Element] = []
    for parent, on_path in pairwise(path):
        siblings = children(parent)
        at = siblings.index(on_path)
        for sibling in siblings[:at]:
            before += _pieces_beside(sibling, weights, is_before=True)
        behind = [_pieces_beside(sibling, weights, is_before=False) for sibling in siblings[at + 1 :]]
        after = [*chain.from_iterable(behind), *after]
    before = [one for place, one in enumerate(before) if not _is_day(one) or _is_titled(before[:place])]
    for one in [part for part in content.iter(*_LISTS) if part in weights]:
        weights |= _weighed(one, in_lists=True)
    _drop_chrome(content, weights)
    return [*before, content, *after]


def _weighed(top: Element, *, in_lists: bool = False) -> dict[Element, Weight]:
    """The weight of an element and of all in it, what each holds included.

    Nothing in a table is weighed by itself, nor in a list unless `in_lists`: menus are long lists, and no document
    is looked for in one.
    """
    whole = Weight(length(top.text))
    weights = {top: whole}
    order = [(top, whole, whole)]
    for element, weight, _ in order:
        for child in element.iterchildren(etree.Element):
            if child.tag == "table":
                own = _weight_of_table(child)
                weight.add(own, child.tail)
            elif not in_lists and child.tag in _LISTS and next(child.iter("table"), None) is None:
                own = _weight_of_list(child)
                weight.add(own, child.tail)
            else:
                own = Weight(length(child.text), 0, int(child.tag == "a"))
                order.append((child, own, weight))
            weights[child] = own
    for element, weight, above in reversed(order[1:]):
        if element.tag == "a":
            weight.linked += weight.plain
            weight.plain = 0
        above.add(weight, element.tail)
    return weights


def _weight_of_list(element: Element) -> Weight:
    links = list(element.iter("a"))
    linked = sum(length_inside(link) if len(link) else length(link.text) for link in links)
    return Weight(length_inside(element) - linked, linked, len(links))


def _weight_of_table(element: Element) -> Weight:
    links = list(element.iter("a"))
    linked = sum(length(words(link)) for link in links)
    plain = len("".join(words(element).split())) - linked
    return Weight(plain, linked, len(links), int(plain > linked and _is_data_table(element)))


def _is_data_table(table: Element) -> bool:
    cells = list(table.iter("td", "th"))
    # A calendar has only numbers in its cells.
    return len(cells) >= _MIN_TABLE_CELLS and any(
        len(text) > 1 and not text.isdigit() for text in (words(cell).strip() for cell in cells)
    )


def _descend(body: Element, weights: dict[Element, Weight]) -> list[Element]:
    """The way from the body to the element that holds the document."""
    path = [body]
    while True:
        node = path[-1]
        inside = children(node)
        if not inside:
            return path
        best = max(inside, key=lambda child: (weights[child].n_tables > 0, weights[child].plain))
        by_words = max(inside, key=lambda child: weights[child].plain)
        own = weights[node].plain - sum(weights[child].plain for child in inside)
        is_alone = best is by_words and not any(
            _is_substantial(child, weights[child], weights[best]) for child in inside if child is not best
        )
        if not is_alone or own >= _ENOUGH or best.tag in _LEAF_TAGS.split() or weights[best].plain == 0:
            return path
        path.append(best)


def _is_substantial(element: Element, weight: Weight, best: Weight) -> bool:
    """Whether an element beside the heaviest one may hold a part of the document."""
    if weight.n_tables:
        return True
    is_running = element.tag in _RUNNING_TEXT.split()
    enough = _ENOUGH_RUNNING if is_running else max(_ENOUGH, _SHARE_OF_BEST * best.plain)
    if weight.plain < enough or weight.linked > weight.plain or element.tag in _SITE_TAGS:
        return False
    text = words(element).strip()
    return not is_footer(text) and not is_chrome_line(text)


def _drop_chrome(content: Element, weights: dict[Element, Weight]) -> None:
    """Take link farms, share bars and pagers out of the content; its tables and annexes stay."""
    whole = weights[content]
    for element in list(content.iter(*BLOCKS)):
        weight = weights.get(element)
        if weight is None or weight.n_tables or element is content:
            continue
        is_farm = weight.is_link_farm and not whole.is_link_farm
        is_light = weight.plain <= max(_MAX_HEADING, _SHARE_OF_BEST * whole.plain)
        is_named = element.tag == "nav" or is_chrome_class(names(element))
        if (is_farm or (is_light and is_named)) and not _is_precious(element):
            drop(element)


def _is_precious(element: Element) -> bool:
    """Whether it holds an annex, a heading, a publication line or sentences."""
    if has_annex(element) or next(element.iter("h1", "h2"), None) is not None:
        return True
    text = words(element)
    return _has_header_words(text) or _is_sentence(element, text)


def _pieces_beside(element: Element, weights: dict[Element, Weight], *, is_before: bool) -> list[Element]:
    """What an element beside the content holds of the document: headings, publication lines and metadata
    blocks before it, annexes and the signature behind it, sentences on both sides."""
    if weights[element].is_link_farm and next(element.iter("h1"), None) is None and not has_annex(element):
        return []
    is_site = element.tag in _SITE_TAGS or is_chrome_class(names(element))
    test = _belongs_before if is_before else _belongs_behind
    found = [
        block
        for block in _leaf_blocks(element)
        if test(block) or (not is_site and _is_sentence(block, words(block).strip()))
    ]
    for block in found:
        for inner in list(block.iterchildren(*BLOCKS)):
            if is_chrome_class(names(inner)) and not _is_precious(inner):
                drop(inner)
    return found


def _belongs_before(block: Element) -> bool:
    text = words(block).strip()
    if len(text) <= _MAX_HEADING and (
        ((block.tag in ("h1", "h2", "h3") or is_title_class(names(block))) and not is_site_name(block, text))
        or (_TITLE_WORDS.search(text) is not None and not _has_links(block))
    ):
        return True
    return (len(text) <= _MAX_HEADER and _has_header_words(text)) or _is_day(block)


def _is_day(block: Element) -> bool:
    """Whether a block is a day and no more: under a title it is the day of publication, elsewhere a clock."""
    text = words(block).strip()
    return len(text) <= _LONGEST_DAY and _DAY.fullmatch(text) is not None


def _is_titled(before: Sequence[Element]) -> bool:
    return any(_TITLE_WORDS.search(words(one)) for one in before)


def _has_header_words(text: str) -> bool:
    # Most menus have no such mark, and looking for one is quick.
    return any(mark in text for mark in ":：号") and _HEADER_WORDS.search(text) is not None


def is_site_name(heading: Element, text: str) -> bool:
    """Whether a heading is the name of the site, which links to its front page; a title says what it is of."""
    if _TITLE_WORDS.search(text) is not None:
        return False
    return any(words(link).strip() == text for link in heading.iter("a"))


def _belongs_behind(block: Element) -> bool:
    text = words(block).strip()
    return has_annex(block) or (len(text) <= _MAX_SIGNATURE and _SIGNATURE.search(text) is not None)


def _is_sentence(block: Element, text: str) -> bool:
    return not _has_links(block) and _SENTENCE.search(text) is not None and not is_footer(text)


def _has_links(element: Element) -> bool:
    return next(element.iter("a"), None) is not None


def has_annex(element: Element) -> bool:
    """Whether it links to a file, by its address or by its name."""
    addresses = [link.get("href", "") for link in element.iter("a")]
    if _ANNEX.search("\n".join(addresses)) is not None:
        return True
    # The words of a menu hold no dot, and are had as one text more quickly than link by link.
    if "." not in etree.tostring(element, encoding="unicode", method="text", with_tail=False):
        return False
    return any(_ANNEX.search((link.text or "").rstrip()) for link in element.iter("a"))


def _leaf_blocks(element: Element) -> Iterator[Element]:
    """Blocks without blocks in them, whole tables, and short blocks that have words of their own."""
    waiting = [element]
    while waiting:
        block = waiting.pop()
        inside = children(block)
        is_leaf = not any(child.tag in BLOCKS for child in inside) or _has_own_words(block, inside)
        if block.tag == "table" or (is_leaf and block.tag in BLOCKS):
            yield block
        else:
            waiting += reversed(inside)


def _has_own_words(block: Element, inside: list[Element]) -> bool:
    """Whether words stand in a block beside the blocks in it: a publication line with a share bar."""
    own = length(block.text) + sum(length(child.tail) for child in inside)
    return own > 0 and len(words(block)) <= _MAX_HEADER
