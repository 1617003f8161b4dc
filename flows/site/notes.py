"""A release's notes, from the text that lies beside it to what a page shows, in either language.

What belongs here: the four shapes of Markdown that `flows/publish/notes.py` writes. What does not: what changed
(`flows/publish/changes.py`), its sentences in Chinese (`words.py`), and markup: the template escapes every word.
"""

import re
from itertools import groupby
from typing import Any, Final

from flows.publish.notes import without_escapes
from flows.site.words import translated

_RULER: Final = re.compile(r"[|\s:-]+")
_BETWEEN: Final = re.compile(r"(?<!\\)[|]")
"""Between two cells; a sign of a text is escaped."""


def blocks_of(text: str, language: str) -> list[dict[str, Any]]:
    """Notes as blocks, without their title: `heading` and `text` with `text`, `list` with `items`, `table` with
    `rows` of cells, the headings first."""
    blocks: list[dict[str, Any]] = []
    for kind, lines in groupby(filter(None, text.splitlines()[1:]), key=_kind):
        found = list(lines)
        if kind == "list":
            blocks.append(
                {"kind": kind, "items": [translated(language, without_escapes(line[2:])) for line in found]}
            )
        elif kind == "table":
            rows = [_cells(line, language) for line in found if not _RULER.fullmatch(line)]
            blocks.append({"kind": kind, "rows": rows})
        else:
            blocks += [{"kind": kind, "text": translated(language, line.lstrip("# "))} for line in found]
    return blocks


def _kind(line: str) -> str:
    starts = {"#": "heading", "-": "list", "|": "table"}
    return starts.get(line[0], "text")


def _cells(line: str, language: str) -> list[str]:
    cells = _BETWEEN.split(line.removeprefix("|").removesuffix("|"))
    return [translated(language, without_escapes(cell.strip())) for cell in cells]
