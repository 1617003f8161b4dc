"""Word documents and spreadsheets of sample reports, written as the formats themselves (ISO/IEC 29500).

What belongs here: the few parts of a package that a document needs. What does not: what is printed in them
(`split.py`). The bytes are the same each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flows.demo.draft import Cell, Hidden, Paragraph, Row, Table

DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet"

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS: Final = "http://schemas.openxmlformats.org"
_WORD: Final = f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main"'
_SHEET: Final = f'xmlns="{_SCHEMAS}/spreadsheetml/2006/main"'
_LINKS: Final = f"{_SCHEMAS}/officeDocument/2006/relationships"


def word_document(title: str, blocks: Sequence[Paragraph | Table | Hidden]) -> bytes:
    """A DOCX file with a title, paragraphs and tables."""
    body = "".join(_word_table(block) if isinstance(block, Table) else _line(block) for block in blocks)
    document = f"{_HEAD}<w:document {_WORD}><w:body>{_word_line(title)}{body}</w:body></w:document>"
    return _package("word/document.xml", DOCX_TYPE, {"word/document.xml": document})


def _line(block: Paragraph | Hidden) -> str:
    return _word_line(block.text) if isinstance(block, Paragraph) else ""


def _word_line(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_table(table: Table) -> str:
    width = max(column + cell.colspan for _, column, cell in placed(table.rows))
    # A cell over several rows stands in each of them, empty but for the first.
    grid: dict[tuple[int, int], str] = {}
    for row, column, cell in placed(table.rows):
        for below in range(cell.rowspan):
            merge = ("" if below else ' w:val="restart"') if cell.rowspan > 1 else None
            grid[row + below, column] = _word_cell(cell, merge, "" if below else cell.text)
    columns = "<w:gridCol/>" * width
    rows = "".join(
        f"<w:tr>{''.join(grid[place] for place in sorted(grid) if place[0] == row)}</w:tr>"
        for row in range(len(table.rows))
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _word_cell(cell: Cell, merge: str | None, text: str) -> str:
    down = "" if merge is None else f"<w:vMerge{merge}/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.colspan}"/>{down}</w:tcPr>{_word_line(text)}</w:tc>'


def workbook(blocks: Sequence[str | Table]) -> bytes:
    """An XLSX file of one sheet: lines of text and tables under each other."""
    cells: dict[int, list[str]] = {}
    merged: list[str] = []
    top = 1
    for block in blocks:
        if isinstance(block, str):
            cells[top] = [_sheet_cell(top, 0, block, is_number=False)]
            top += 1
            continue
        for row, column, cell in placed(block.rows):
            text = _sheet_cell(top + row, column, cell.text, is_number=cell.fact is not None)
            cells.setdefault(top + row, []).append(text)
            if cell.rowspan > 1 or cell.colspan > 1:
                last = _name(top + row + cell.rowspan - 1, column + cell.colspan - 1)
                merged.append(f'<mergeCell ref="{_name(top + row, column)}:{last}"/>')
        top += len(block.rows) + 1
    rows = "".join(f'<row r="{number}">{"".join(row)}</row>' for number, row in sorted(cells.items()))
    joined = f"<mergeCells>{''.join(merged)}</mergeCells>" if merged else ""
    sheet = f"{_HEAD}<worksheet {_SHEET}><sheetData>{rows}</sheetData>{joined}</worksheet>"
    book = (
        f'{_HEAD}<workbook {_SHEET} xmlns:r="{_LINKS}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return _package("xl/workbook.xml", XLSX_TYPE, parts)


def _sheet_cell(row: int, column: int, text: str, *, is_number: bool) -> str:
    place = _name(row, column)
    if is_number:
        return f'<c r="{place}"><v>{escape(text)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _name(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row}"


def placed(rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and cell, the spans laid out."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
            yield row, column, cell
            column += cell.colspan


def _relation(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/{kind}" Target="{target}"/></Relationships>'
    )


def _package(main: str, content_type: str, parts: Mapping[str, str]) -> bytes:
    """A zip package whose main part has this type; every other part is the sheet of a workbook."""
    types = {name: f"{_SHEET_TYPE}+xml" for name in parts if not name.endswith(".rels")}
    types[main] = f"{content_type}.main+xml"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    content_types = (
        f'{_HEAD}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
    relations = _relation("officeDocument", main)
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for name, text in {"[Content_Types].xml": content_types, "_rels/.rels": relations, **parts}.items():
            package.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return stream.getvalue()
