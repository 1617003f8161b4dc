"""Figures in form fields in the cells of tables: pages that were exported from the system they were typed into.

What belongs here: bringing such values into the tree as words. What does not: fields outside cells, which belong to the
site (its search box).

A field that nobody can change, alone in its cell, is what the cell prints. Of any other the page does not say whether
its value was ever sent: a lost character stands in its place.
"""

from typing import Final

from flows.clean.decode import REPLACEMENT
from flows.clean.elements import Element, words

_WRITTEN_IN: Final = ("", "text", "number")


def print_fields(root: Element) -> None:
    """Put the values of the fields in cells into their places."""
    for field in list(root.iter("input")):
        value = field.get("value", "").strip()
        cell = next((e for e in field.iterancestors() if e.tag in ("td", "th")), None)
        is_figure = field.get("type", "").lower() in _WRITTEN_IN and any(map(str.isdigit, value))
        if cell is None or not is_figure:
            continue
        is_fixed = field.get("readonly") is not None or field.get("disabled") is not None
        is_alone = not words(cell).strip() and sum(1 for _ in cell.iter("input")) == 1
        field.tail = (value if is_fixed and is_alone else REPLACEMENT) + (field.tail or "")
