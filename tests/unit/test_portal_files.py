"""Office files of the sample portal, opened by the libraries that people open them with."""

from decimal import Decimal
from io import BytesIO

import docx
import openpyxl
import pypdfium2
from docx.document import Document

from flows.demo.draft import Cell, Paragraph, Row, Table
from flows.demo.facts import Fact, FactKey
from flows.demo.office import word_document, workbook
from flows.demo.pdf import pdf_document


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


def test_a_pdf_file_has_its_lines_and_its_cells() -> None:
    lines = [Paragraph("一二三四五六七八九十" * 6), TABLE, *[Paragraph(f"第{n}行") for n in range(60)]]
    with pypdfium2.PdfDocument(pdf_document("标题", lines)) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
        boxes = [
            sum(1 for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH)
            for page in file
        ]
    assert len(texts) == 2
    assert "".join(texts[0].split()).startswith(
        "标题" + "一二三四五六七八九十" * 6 + "项目甲&乙一二件数-312.5第0行"
    )
    assert texts[1].split()[-1] == "第59行"
    assert boxes == [7, 0]


def test_a_table_that_is_taller_than_a_sheet_gets_a_taller_one() -> None:
    tall = Table(tuple((Cell((f"第{n}行",)), Cell(("内容" * 40,))) for n in range(80)), "F2021")
    with pypdfium2.PdfDocument(pdf_document("标题", [tall])) as file:
        assert len(file) == 2
        assert file[1].get_height() > file[0].get_height()
        assert "第79行" in file[1].get_textpage().get_text_range()


def test_the_same_content_gives_the_same_bytes() -> None:
    assert pdf_document("a", [TABLE]) == pdf_document("a", [TABLE])
    assert workbook([TABLE]) == workbook([TABLE])
    assert word_document("a", [TABLE]) == word_document("a", [TABLE])
