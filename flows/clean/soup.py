"""BeautifulSoup cleans the content that lxml found, and makes it into lines.

What belongs here: the walk over the content, block by block. What does not: finding it (`content.py`),
reading tables (`tables.py`), the rest of the page (`markup.py`).
"""

from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from flows.clean.chrome import without_buttons
from flows.clean.elements import BLOCKS
from flows.clean.layout import LINE_BREAK, Draft, DraftTable, folded
from flows.clean.tables import ReadTable


def read_content(markup: str, tables: Sequence[ReadTable], draft: Draft) -> None:
    """Append the lines and tables of the content to the draft.

    Each block is a line; a table row is a line whose cells are joined by tabs. In the markup an empty table
    element stands for each of `tables`, in order.
    """
    running: list[str] = []
    waiting = iter(tables)

    def end_line() -> None:
        for piece in "".join(running).split(LINE_BREAK):
            if (line := folded(piece)) and (line := without_buttons(line)):
                draft.lines.append(line)
        running.clear()

    for event in _events(BeautifulSoup(markup, "lxml")):
        if isinstance(event, str):
            running.append(event)
            continue
        end_line()
        if event is not None:
            _add_table(next(waiting), draft)
    end_line()


def _add_table(table: ReadTable, draft: Draft) -> None:
    draft.lines += table.loose
    if table.rows:
        draft.tables.append(DraftTable(len(draft.lines), table.rows))
        draft.lines += map("\t".join, table.words)


def _events(soup: BeautifulSoup) -> Iterator[str | Tag | None]:
    """Words as `str`, a table as its tag, the edge of a block as None; without recursion, however deep."""
    stack: list[tuple[Iterator[PageElement], bool]] = [(iter(soup.contents), True)]
    while stack:
        inside, is_block = stack[-1]
        node = next(inside, None)
        if node is None:
            stack.pop()
            if is_block:
                yield None
        elif isinstance(node, Tag):
            if node.name == "table":
                yield node
                continue
            if node.name in BLOCKS:
                yield None
            stack.append((iter(node.contents), node.name in BLOCKS))
        elif type(node) is NavigableString:
            yield str(node)
