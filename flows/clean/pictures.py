"""Pages that show their report as pictures: scans put into the page in the place of words.

What belongs here: telling such a picture from those of the site around. What does not: reading one, and files
that are scans (`paper.py`).
"""

import re
from typing import Final

from flows.clean.chrome import is_chrome_class
from flows.clean.elements import Element, names, words
from flows.clean.layout import Draft

_SITE_TAGS: Final = frozenset(("a", "nav", "header", "footer", "aside", "li", "button"))
_SITE_PICTURE: Final = re.compile(
    r"logo|icon|ico\b|ewm|erwei|qr|weixin|wx|banner|beian|gongan|gov(?:error|zg|\d)|dzjg|jiucuo|blue|red\.|close|print|share"
    r"|search|arrow|line|bg[\d._-]|top|foot|head|menu|nav|btn|button|loading|spacer|blank|pixel|counter|tongji|stat",
    re.IGNORECASE,
)
_SMALLEST: Final = 200
"""Pixels: no page of paper can be read from fewer."""
_NUMBER: Final = re.compile(r"\s*(\d{1,5})\s*(?:px)?\s*")
_TABLE_CELLS: Final = 24
_MOST_WORDS: Final = 40
"""Characters beside a picture in its block: a caption, and no article."""


def has_figures(draft: Draft) -> bool:
    """Whether a page prints a table of figures, and not only one of its own number, publisher and day."""
    return any(sum(map(len, table.rows)) >= _TABLE_CELLS for table in draft.tables)


def count_pictures(root: Element) -> int:
    """How many pictures of a page stand where an article would: large ones, in no link, menu or share bar."""
    return sum(map(_is_of_article, root.iter("img")))


def _is_of_article(picture: Element) -> bool:
    source = picture.get("src") or picture.get("data-src") or ""
    if not source or _SITE_PICTURE.search(source.rpartition("/")[2]) or _is_small(picture):
        return False
    above = list(picture.iterancestors())
    if any(one.tag in _SITE_TAGS or is_chrome_class(names(one)) for one in above):
        return False
    return bool(above) and len("".join(words(above[0]).split())) <= _MOST_WORDS


def _is_small(picture: Element) -> bool:
    sizes = (_NUMBER.fullmatch(picture.get(side, "")) for side in ("width", "height"))
    return any(size is not None and int(size[1]) < _SMALLEST for size in sizes)
