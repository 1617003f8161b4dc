"""BeautifulSoup cleans the content that lxml found, and reads it into lines, tables and links.

What belongs here: the walk over the content. What does not: finding it (`content.py`), the rest of the page
(`markup.py`).

Each block is a line; a table row is a line whose cells are joined by tabs. The markup is thin by now: blocks,
tables and links, and nothing else.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from flows.clean.chrome import without_buttons
from flows.clean.content import BLOCKS
from flows.clean.layout import LINE_BREAK, Draft, DraftCell, DraftTable, folded, folded_cell
from flows.clean.page import Link

_MAX_SPAN: Final = 1000
_NO_TARGET: Final = ("#", "javascript:", "mailto:", "tel:")


def read_content(markup: str, draft: Draft) -> None:
    """Append the lines, tables and links of the content to the draft."""
    soup = BeautifulSoup(markup, "lxml")
    running: list[str] = []

    def end_line() -> None:
        for piece in "".join(running).split(LINE_BREAK):
            line = folded(piece)
            if line and (line := without_buttons(line)):
                draft.lines.append(line)
        running.clear()

    for event in _events(soup):
        if isinstance(event, str):
            running.append(event)
        elif event is None:
            end_line()
        else:
            end_line()
            _read_table(event, draft)
    end_line()
    draft.links += [
        Link(folded_cell(link.get_text()), href)
        for link in soup.find_all("a", href=True)
        if (href := str(link["href"]).strip()) and not href.lower().startswith(_NO_TARGET)
    ]


def _events(soup: BeautifulSoup) -> Iterator[str | Tag | None]:
    """Words as `str`, a table as its tag, the edge of a block as None; without recursion, however deep."""
    stack: list[Iterator[PageElement]] = [iter(soup.contents)]
    ends: list[bool] = [False]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            if ends.pop():
                yield None
        elif isinstance(node, NavigableString):
            if type(node) is NavigableString:
                yield str(node)
        elif isinstance(node, Tag):
            if node.name == "table":
                yield node
                continue
            is_block = node.name in BLOCKS
            if is_block:
                yield None
            stack.append(iter(node.contents))
            ends.append(is_block)


def _read_table(table: Tag, draft: Draft) -> None:
    stray = [
        str(words)
        for holder in chain([table], table.find_all("tr"))
        for words in holder.find_all(string=True, recursive=False)
        if words.strip()
    ]
    caption = table.find("caption")
    if isinstance(caption, Tag):
        stray.insert(0, caption.get_text())
    draft.lines += filter(None, map(folded_cell, stray))
    first_line = len(draft.lines)
    rows: list[tuple[DraftCell, ...]] = []
    for number, tags in enumerate(_rows(table)):
        if not tags:
            continue
        cells = tuple(
            DraftCell(number, position, _span(tag, "rowspan"), _span(tag, "colspan"), tag.name == "th")
            for position, tag in enumerate(tags)
        )
        rows.append(cells)
        draft.lines.append("\t".join(folded_cell(tag.get_text()) for tag in tags))
    if rows:
        draft.tables.append(DraftTable(first_line, tuple(rows)))


def _rows(table: Tag) -> list[list[Tag]]:
    """The cells of each row; cells outside any row are one of their own."""
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    homeless = table.find_all(["td", "th"], recursive=False)
    return [*rows, homeless] if homeless else rows


def _span(cell: Tag, name: str) -> int:
    """A declared span; junk, zero and monsters are 1."""
    digits = str(cell.get(name, "")).strip()
    span = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MAX_SPAN)) else 1
    return span if 1 <= span <= _MAX_SPAN else 1
