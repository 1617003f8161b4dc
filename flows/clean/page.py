"""The clean page: what the clean stage hands to the extract stage.

What belongs here: the data structures and what they promise. What does not: how they are made.

The one promise everything rests on: **every position counts characters of `Page.text`**. A cell, a quote, a
piece of metadata that was printed in the text is known by its span there, and `page.text[start:end]` gives
the words back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Container = Literal["html", "text", "pdf", "docx", "xlsx", "xls", "ofd", "doc", "rtf"]


class PrintedCell(NamedTuple):
    """One cell as the markup prints it, before spans are laid out.

    Attributes:
        row: 0-based number of its `<tr>`.
        position: 0-based place among the cells of that row.
        rowspan, colspan: as declared, at least 1; they can be wrong.
        start, end: span in `Page.text`; equal for an empty cell.
        is_header: the markup says `<th>`.
    """

    row: int
    position: int
    rowspan: int
    colspan: int
    start: int
    end: int
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of the markup. In the text its rows are lines and its cells are joined by tabs."""

    cells: tuple[PrintedCell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadatum:
    """One label and value that the page says about itself.

    Attributes:
        label: as printed and normalised (`发布时间`, `发布机构`, `索引号`, `来源`), or a `<meta>` tag's name.
        value: the printed value, stripped.
        source: `header` (a metadata block or publication line of the page), `meta` (a `<meta>` tag) or
            `column` (breadcrumb or site column).
        start, end: span of the value in `Page.text`, or None where it is not part of the text.
    """

    label: str
    value: str
    source: Literal["header", "meta", "column"]
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that stands in the content: an annex, a next page, a related report."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned page, annex or file.

    Attributes:
        text: the clean text: simplified characters, one paragraph or table row a line, no chrome. No digit of
            the source is changed, added or dropped in what is kept.
        encoding: of the bytes, as Python names it; empty for a container that says so itself.
        titles: what calls itself the title, strongest first, as (where, words): `heading` (h1 and the like),
            `meta` (a title meta tag), `head` (`<title>`), `line` (the first lines of the text).
        breadcrumb: the site columns over the page, outermost first.
        tables: the tables of the markup in order; flattened tables are found later, in the text.
        repairs: how often each repair was made (`pinyin_gloss`, `doubled_punctuation`, `traditional`, ...).
        n_lost: characters that were lost for good (replacement characters, `?` in the place of one).
    """

    text: str
    container: Container
    encoding: str
    titles: tuple[tuple[str, str], ...] = ()
    metadata: tuple[Metadatum, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    links: tuple[Link, ...] = ()
    repairs: Mapping[str, int] = field(default_factory=dict)
    n_lost: int = 0
