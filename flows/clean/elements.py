"""Small helpers over lxml's tree, typed.

What belongs here: what every reader of the tree needs. What does not: any knowledge of pages.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, cast

from lxml import etree
from lxml.etree import _Element as Element

__all__ = [
    "BLOCKS",
    "Element",
    "children",
    "drop",
    "is_in",
    "length",
    "length_inside",
    "names",
    "select",
    "words",
]

_BLOCK_TAGS: Final = (
    "address article aside blockquote body caption center dd dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section table tbody td tfoot th thead tr ul"
)
BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
"""Elements that begin and end a line."""


_compiled = lru_cache(maxsize=64)(etree.XPath)


def select(element: Element, path: str) -> list[Element]:
    """The elements that an XPath expression finds."""
    return cast(list[Element], _compiled(path)(element))


def words(element: Element) -> str:
    """All text in an element."""
    if len(element) == 0:
        # Most have no element in them, and need no walk.
        return element.text or ""
    return "".join(cast(Iterator[str], element.itertext()))


def length(text: str | None) -> int:
    """Characters of a piece of text, the white space around it left out."""
    return len(text.strip()) if text else 0


def length_inside(element: Element) -> int:
    """Characters of all pieces of text in an element, the white space around each left out."""
    return sum(map(len, map(str.strip, cast(Iterator[str], element.itertext()))))


def names(element: Element) -> str:
    """Class names and id of an element, as one string."""
    class_names, own_id = element.get("class", ""), element.get("id")
    return f"{class_names} {own_id}" if own_id else class_names


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


def is_in(root: Element, element: Element) -> bool:
    """Whether an element still stands in the tree of another one."""
    return any(one is root for one in element.iterancestors())


def children(element: Element) -> list[Element]:
    """The child elements, without comments and the like."""
    return list(element.iterchildren(etree.Element))
