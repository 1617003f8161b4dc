"""What happens to a site: its lists move, or a fault of its template prints wrong numbers.

What belongs here: such changes, from what the portal answers to what it answers then. What does not: what its
editors do (`site.py`), and answering (`portal.py`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from flows.demo.pages import COLUMN, COLUMN_NAME, frame
from flows.demo.published import Resource

_NUMBER: Final = re.compile(rb">([0-9]+)<")

Mishap = Callable[[Mapping[str, Resource]], dict[str, Resource]]

NEW_COLUMN: Final = "/gkpt/nianbao/"
"""Where the lists are after `lists_move`."""

_SHELL: Final = frame(COLUMN_NAME, '<div id="app"></div>', crumbs=()).encode()


def lists_move(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    """The site is redesigned: its lists are in another folder, and where they were stands a page without links. The
    reports answer where they did."""
    changed = dict(resources)
    for path, resource in resources.items():
        if path.startswith(f"{COLUMN}index"):
            changed[path.replace(COLUMN, NEW_COLUMN)] = resource
            changed[path] = replace(resource, body=_SHELL)
    return changed


def wrong_numbers(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    """A fault of the site's template puts a 9 before every number that stands alone in a cell."""
    return {
        path: replace(resource, body=_NUMBER.sub(rb">9\1<", resource.body))
        if _is_page(resource)
        else resource
        for path, resource in resources.items()
    }


def _is_page(resource: Resource) -> bool:
    return resource.content_type.startswith("text/html")
