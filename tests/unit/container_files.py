"""Files of every container, made by the libraries that people make them with.

What belongs here: writing lines and tables into a PDF, a Word document, a spreadsheet. What does not:
assertions, and any reader of ours.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from random import Random

from tests.unit.table_pages import Table, Td

Parts = Sequence[Table | str]
Place = tuple[int, int, Td]
PAGE_BREAK = "\f"
"""A part that is no line: what follows stands on the next sheet of a PDF."""


def rng(seed: int) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 (figures and damage, no secrets)


def placed(table: Table) -> Iterator[Place]:
    """Row, column and cell, the spans laid out."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table):
        column = 0
        for td in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(td.rowspan) for c in range(td.colspan)}
            yield row, column, td
            column += td.colspan


def width(table: Table) -> int:
    return max(column + td.colspan for _, column, td in placed(table))


def broken(table: Table, at: int) -> tuple[Table, Table]:
    """A table as it is printed on two sheets: a cell that reaches over the break goes on as a blank one."""
    upper: Table = [[] for _ in range(at)]
    lower: Table = [[] for _ in range(len(table) - at)]
    for row, _, td in sorted(placed(table), key=lambda place: place[:2]):
        rest = row + td.rowspan - at
        if row >= at:
            lower[row - at].append(td)
        elif rest <= 0:
            upper[row].append(td)
        else:
            upper[row].append(Td(td.text, td.rowspan - rest, td.colspan))
            lower[0].append(Td("", rest, td.colspan))
    return upper, lower


def pdf(parts: Parts, *, repeat_rows: int = 0, footer: str = "- {} -", **options: object) -> bytes:
    """A PDF file by reportlab; its font is one that every reader has and no file holds.

    Args:
        repeat_rows: rows of headings that a table repeats on its next sheet.
        footer: what stands at the foot of each sheet, with its number.
        options: further ones of the document, such as `encrypt`.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as PdfTable

    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = ParagraphStyle("body", fontName=font, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    title = ParagraphStyle("title", body, fontSize=16, leading=24, firstLineIndent=0, alignment=1)
    cell = ParagraphStyle("cell", fontName=font, fontSize=7, leading=8, wordWrap="CJK")
    flow: list[object] = []
    for part in parts:
        if part == PAGE_BREAK:
            flow.append(PageBreak())
            continue
        if isinstance(part, str):
            flow.append(Paragraph(part, body if flow else title))
            continue
        grid = [["" for _ in range(width(part))] for _ in part]
        style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
        style += [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
        for row, column, td in placed(part):
            grid[row][column] = Paragraph(td.text, cell)
            if td.rowspan > 1 or td.colspan > 1:
                style.append(("SPAN", (column, row), (column + td.colspan - 1, row + td.rowspan - 1)))
        widths = [(A4[0] - 144) / width(part)] * width(part)
        flow.append(PdfTable(grid, colWidths=widths, style=style, repeatRows=repeat_rows))
    file = BytesIO()

    def number(canvas: object, document: object) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, 30, footer.format(document.page))

    SimpleDocTemplate(file, pagesize=A4, invariant=1, **options).build(
        flow, onFirstPage=number, onLaterPages=number
    )
    return file.getvalue()


def docx(parts: Parts) -> bytes:
    """A Word document by python-docx."""
    from docx import Document

    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=width(part), style="Table Grid")
        for row, column, td in placed(part):
            first = table.cell(row, column)
            if td.rowspan > 1 or td.colspan > 1:
                first = first.merge(table.cell(row + td.rowspan - 1, column + td.colspan - 1))
            first.text = td.text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _sheet_value(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def xlsx(parts: Parts) -> bytes:
    """A spreadsheet of today by openpyxl: all parts below one another on one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    at = 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(at, 1, part)
            at += 1
            continue
        for row, column, td in placed(part):
            sheet.cell(at + row, 1 + column, _sheet_value(td.text))
            if td.rowspan > 1 or td.colspan > 1:
                last_row, last_column = at + row + td.rowspan - 1, column + td.colspan
                sheet.merge_cells(None, at + row, 1 + column, last_row, last_column)
        at += len(part) + 1
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xls(parts: Parts) -> bytes:
    """A spreadsheet of Excel 97 by xlwt, laid out as by `xlsx`."""
    from xlwt import Workbook

    book = Workbook(encoding="utf-8")
    sheet = book.add_sheet("报告")
    at = 0
    for part in parts:
        if isinstance(part, str):
            sheet.write(at, 0, part)
            at += 1
            continue
        for row, column, td in placed(part):
            last_row, last_column = at + row + td.rowspan - 1, column + td.colspan - 1
            sheet.write_merge(at + row, last_row, column, last_column, _sheet_value(td.text))
        at += len(part) + 1
    file = BytesIO()
    book.save(file)
    return file.getvalue()
