"""List shapes: how the lists of different site systems are read. One module a shape, one interface.

A shape is a pure function from a list page to its links and the further pages of the same list. A new shape
is a new module here, a word in `sources.model.Shape`, and a line in `SHAPES`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from flows.collect.lists import auto, by_year, gkmlpt, html, jpage, sitemap
from flows.collect.lists.model import Listing, ListPage
from flows.sources.model import Shape

SHAPES: Final[Mapping[Shape, Callable[[ListPage], Listing]]] = {
    "html": html.read,
    "auto": auto.read,
    "sitemap": sitemap.read,
    "jpage": jpage.read,
    "gkmlpt": gkmlpt.read,
    "by_year": by_year.read,
}
"""The reader of each shape. `addresses` has none: its start addresses are the reports themselves."""
