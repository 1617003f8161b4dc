"""Lines and tables on their way to a `Page`, and the `Page` made of them.

What belongs here: the draft that both readers (`markup.py`, `plain.py`) fill, white space, and the one place
where positions in the text are computed. What does not: finding content, repairs.

In the draft a table row is a line whose cells are joined by tabs. The repairs keep lines and tabs, so that
after them each cell is found again by splitting.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from flows.clean.hanzi import HANZI
from flows.clean.page import Link, Metadatum, PrintedCell, PrintedTable

LINE_BREAK: Final = "\u2028"
"""Stands for a forced line break inside running text of the markup."""

_WIDE: Final = rf"[{HANZI}\u3000-\u303f\uff00-\uff5e“”‘’]"
_SPACES: Final = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_FOLDED: Final = re.compile(r"[ \t\n\r\f\v]+")
_WRAPPED: Final = re.compile(rf"(?<={_WIDE})[ \t\r\f\v]*\n[ \t\n\r\f\v]*(?={_WIDE})")
_BESIDE_WIDE: Final = re.compile(rf"(?<={_WIDE}) | (?={_WIDE})")
_INDENT_MARKS: Final = re.compile(r"^\?{2,}[ ]*")


class DraftCell(NamedTuple):
    """A cell before its place in the text is known; fields as in `PrintedCell`."""

    row: int
    position: int
    rowspan: int
    colspan: int
    is_header: bool


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table whose rows are the lines from `first_line` on, `cells` by line."""

    first_line: int
    rows: tuple[tuple[DraftCell, ...], ...]


@dataclass(slots=True)
class Draft:
    """What a reader found. `lines` hold no line end, and a tab only between the cells of a table row.

    `metadata` here are those that are not printed in the lines (`<meta>` tags, a dropped header); `repairs` are
    those that the reader made itself, named as in `Page.repairs`.
    """

    lines: list[str] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)
    metadata: list[Metadatum] = field(default_factory=list)
    breadcrumb: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)


def plain_spaces(text: str) -> str:
    """No-break, ideographic and other wide spaces become plain ones."""
    return _SPACES.sub(" ", text)


def trimmed_line(text: str) -> str:
    """A line of a plain text: spaces inside are kept, those around and a lost indent (`????`) dropped."""
    return _INDENT_MARKS.sub("", plain_spaces(text).replace("\t", "  ").strip())


def folded(text: str) -> str:
    """Running text of the markup: its source's line ends mean nothing between Chinese characters, and one
    space elsewhere; runs of no-break spaces stay runs, since pages align columns with them."""
    text = _FOLDED.sub(" ", _WRAPPED.sub("", text) if "\n" in text else text)
    return _INDENT_MARKS.sub("", plain_spaces(text).strip())


def folded_cell(text: str) -> str:
    """A cell's words: no space beside a Chinese character, one between Latin words and between numbers."""
    text = " ".join(text.split())
    return _BESIDE_WIDE.sub("", text) if " " in text else text


def without_lines(
    is_dropped: Callable[[str], bool], tables: Sequence[DraftTable], lines: Sequence[str]
) -> tuple[list[DraftTable], list[str]]:
    """Leave out the lines for which `is_dropped` holds; rows of tables always stay."""
    in_tables = {
        number for table in tables for number in range(table.first_line, table.first_line + len(table.rows))
    }
    kept = [number for number, line in enumerate(lines) if number in in_tables or not is_dropped(line)]
    number_of = {old: new for new, old in enumerate(kept)}
    moved = [DraftTable(number_of[table.first_line], table.rows) for table in tables]
    return moved, [lines[number] for number in kept]


def placed_tables(drafts: Sequence[DraftTable], lines: Sequence[str]) -> tuple[PrintedTable, ...]:
    """Tables with the positions of their cells in `"\\n".join(lines)`."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    tables = []
    for draft in drafts:
        cells: list[PrintedCell] = []
        for number, row in enumerate(draft.rows, draft.first_line):
            at = starts[number]
            for cell, words in zip(row, lines[number].split("\t"), strict=True):
                cells.append(
                    PrintedCell(
                        cell.row,
                        cell.position,
                        cell.rowspan,
                        cell.colspan,
                        at,
                        at + len(words),
                        cell.is_header,
                    )
                )
                at += len(words) + 1
        end = starts[draft.first_line + len(draft.rows)] - 1
        tables.append(PrintedTable(tuple(cells), starts[draft.first_line], end))
    return tuple(tables)
