"""The terminal: what a page says is shown on it, and never obeyed.

What belongs here: that no control character of a text reaches a terminal, whoever prints it, or a log or a message that
is shown on one later. What does not: what is printed (`screens.py`, `cli/`), and the markup of Rich, of Markdown and of
chat services, which those who print texts of others escape.
"""

import json
from collections.abc import Iterable
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_KEPT: Final = frozenset("\n\t")
_OBEYED: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x2028, 0x202F),
    *range(0xFFF9, 0xFFFC),
    # Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt: fillers, joiners, variation selectors, tags
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFF9),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
)
"""Control characters, breaks of lines, and signs that turn the order of what follows or hide in it: a terminal obeys
them, or shows nothing where they stand."""

_ESCAPED_IN_JSON: Final = {
    code: f"\\u{code:04x}" if code < 0x10000 else json.dumps(chr(code))[1:-1] for code in _OBEYED
}
_WRITTEN_OUT: Final = {code: ascii(chr(code))[1:-1] for code in _OBEYED if chr(code) not in _KEPT}


def written_out(text: str) -> str:
    """A text of somebody else's as a terminal may show it: what it would obey is written out (`\\x1b`), lines stay."""
    return text.translate(_WRITTEN_OUT)


def escaped_in_json(line: str) -> str:
    """A line of JSON in which a terminal finds nothing to obey; what a program reads in it stays the same."""
    return line.translate(_ESCAPED_IN_JSON)


def in_one_line(text: str) -> str:
    """A text of somebody else's for one line or cell: breaks, which a terminal keeps, are written out too, and whatever
    else is not printed."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in written_out(text))


class Terminal(Console):
    """A console of Rich that writes control characters of texts out (`\\x1b`); its own colours stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As Rich's, which all that is printed passes through; only `control` segments are Rich's own commands."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(written_out(segment.text), segment.style)
