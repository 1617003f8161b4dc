"""Office files of the sample portal, opened by the libraries that people open them with."""

from decimal import Decimal
from io import BytesIO

import docx
import openpyxl
from docx.document import Document

from flows.demo.draft import Cell, Paragraph, Row, Table
from flows.demo.facts import Fact, FactKey
from flows.demo.office import word_document, workbook


def _number(value: str) -> Cell:
    return Cell((value,), Fact(FactKey("review.total"), Decimal(value)))


ROWS: tuple[Row, ...] = (
    (Cell(("项目",), rowspan=2), Cell(("甲 & 乙",), colspan=2)),
    (Cell(("一",)), Cell(("二",))),
    (Cell(("件数",)), _number("-3"), _number("12.5")),
)
TABLE = Table(ROWS, "F2021")


def test_a_spreadsheet_has_its_cells_numbers_and_spans() -> None:
    (sheet,) = openpyxl.load_workbook(BytesIO(workbook(["标题", TABLE]))).worksheets
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values == [
        ["标题", None, None],
        ["项目", "甲 & 乙", None],
        [None, "一", "二"],
        ["件数", -3, 12.5],
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A2:A3", "B2:C2"}


def test_a_word_file_has_its_lines_and_spans() -> None:
    document: Document = docx.Document(BytesIO(word_document("标题", [Paragraph("a < b"), TABLE])))
    assert [paragraph.text for paragraph in document.paragraphs] == ["标题", "a < b"]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "甲 & 乙", "甲 & 乙"],
        ["项目", "一", "二"],
        ["件数", "-3", "12.5"],
    ]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert workbook([TABLE]) == workbook([TABLE])
    assert word_document("a", [TABLE]) == word_document("a", [TABLE])
