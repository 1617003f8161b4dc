"""Reports in several files: further pages, tables in a spreadsheet, the whole report once more as Word or PDF.

What belongs here: what stays on the page and what goes into which file. What does not: the formats
(`office.py`, `pdf.py`), the page around the content (`pages.py`), which reports are split (`site.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from posixpath import splitext
from typing import Final

from flows.demo.draft import Block, Draft, Paragraph, Table
from flows.demo.markup import content_of
from flows.demo.office import DOCX_TYPE, XLSX_TYPE, word_document, workbook
from flows.demo.pages import further_page
from flows.demo.pdf import PDF_TYPE, pdf_document

_HTML: Final = "text/html"
_SECTIONS_BEFORE_PAGE: Final = (1, 3)
"""How many of a report's sections stand before its second and its third page."""


@dataclass(frozen=True, slots=True)
class File:
    """A file beside a report's page; `printed` is the part of the report in it."""

    body: bytes
    content_type: str
    printed: Draft


@dataclass(frozen=True, slots=True)
class Split:
    """A report in several files.

    Attributes:
        page: what stands on the report's page.
        links: markup under it that leads to the other files.
        files: the files beside the page by their names.
    """

    page: Draft
    links: str = ""
    files: Mapping[str, File] = field(default_factory=dict)


Splitter = Callable[[Draft, str], Split]
"""From a report, and the name of its page."""


def into_pages(draft: Draft, name: str) -> Split:
    """Three pages, cut before headings; the second and third name neither body nor year in a title."""
    headings = [
        i for i, block in enumerate(draft.blocks) if isinstance(block, Paragraph) and block.role == "heading"
    ]
    second, third = (headings[n] for n in _SECTIONS_BEFORE_PAGE)
    cut = (draft.blocks[:second], draft.blocks[second:third], draft.blocks[third:])
    stem, extension = splitext(name)
    names = (name, f"{stem}_2{extension}", f"{stem}_3{extension}")
    pages = [replace(draft, blocks=blocks) for blocks in cut]
    files = {
        names[i]: File(
            further_page(content_of(pages[i]), _pager(names, i), draft.charset).encode(draft.codec),
            _HTML,
            pages[i],
        )
        for i in (1, 2)
    }
    return Split(pages[0], _pager(names, 0), files)


def _pager(names: tuple[str, ...], here: int) -> str:
    numbers = "".join(
        f"<b>{i + 1}</b>" if i == here else f'<a href="{name}">{i + 1}</a>' for i, name in enumerate(names)
    )
    following = f'<a href="{names[here + 1]}">下一页</a>' if here + 1 < len(names) else ""
    return f'<div class="pages">{numbers}{following}</div>'


def with_spreadsheet(draft: Draft, name: str) -> Split:
    """The sentences stand on the page, the tables in a spreadsheet that names neither body nor year."""
    blocks: list[Block] = []
    sheet: list[str | Table] = []
    for block in draft.blocks:
        if isinstance(block, Table):
            sheet += [blocks[-1].text if blocks and isinstance(blocks[-1], Paragraph) else "", block]
            blocks.append(Paragraph("有关数据见附件。"))
        else:
            blocks.append(block)
    page, tables = replace(draft, blocks=tuple(blocks)), replace(draft, blocks=tuple(draft.tables()))
    annex = File(workbook(sheet), XLSX_TYPE, tables)
    file = f"{splitext(name)[0]}.xlsx"
    return Split(page, _annex(file, "统计表.xlsx"), {file: annex})


def with_word_file(draft: Draft, name: str) -> Split:
    """The whole report stands on the page, and once more in a Word file."""
    annex = File(word_document(draft.title, draft.blocks), DOCX_TYPE, draft)
    file = f"{splitext(name)[0]}.docx"
    return Split(draft, _annex(file, f"{draft.title}.docx"), {file: annex})


def with_pdf_file(draft: Draft, name: str) -> Split:
    """The whole report stands on the page, and once more in a PDF file."""
    annex = File(pdf_document(draft.title, draft.blocks), PDF_TYPE, draft)
    file = f"{splitext(name)[0]}.pdf"
    return Split(draft, _annex(file, f"{draft.title}.pdf"), {file: annex})


def _annex(name: str, words: str) -> str:
    return f'<p class="annex">附件：<a href="{name}">{words}</a></p>'
