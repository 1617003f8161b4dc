"""Patterns from addresses: what the addresses of a list's reports have in common.

What belongs here: from addresses to the expressions of `links.include`. What does not: which links are reports.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

_VARIABLE: Final = re.compile(r"(?P<hex>(?<![0-9a-f])[0-9a-f]{24,40}(?![0-9a-f]))|(?P<number>\d+)")
_MOST: Final = 6
"""Patterns; addresses that need more have nothing in common worth writing down."""
_ENOUGH: Final = 3
"""Addresses of one form from which on a number that is the same in all of them is taken for a part of it."""


def patterns_of(addresses: Sequence[str]) -> list[str]:
    """Expressions that fit the addresses, those of most addresses first; none where they are too various."""
    forms: dict[str, list[list[str]]] = {}
    for address in addresses:
        path = _path(address)
        forms.setdefault(_VARIABLE.sub("\0", path), []).append(
            [found[0] for found in _VARIABLE.finditer(path)]
        )
    if len(forms) > _MOST:
        return []
    by_use = sorted(forms, key=lambda form: (-len(forms[form]), form))
    return list(dict.fromkeys(_pattern(form, forms[form]) for form in by_use))


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _pattern(form: str, values: Sequence[Sequence[str]]) -> str:
    pieces = form.split("\0")
    pattern = re.escape(pieces[0])
    for piece, column in zip(pieces[1:], zip(*values, strict=True), strict=True):
        pattern += _slot(column) + re.escape(piece)
    return pattern.replace(r"\-", "-") + "$"


def _slot(values: Sequence[str]) -> str:
    """What stands at one place: the number itself where all agree, as a column's does."""
    if len(values) >= _ENOUGH and len(set(values)) == 1:
        return values[0]
    if any(not value.isdecimal() for value in values):
        return f"[0-9a-f]{{{min(map(len, values))},{max(map(len, values))}}}"
    return r"\d+"
