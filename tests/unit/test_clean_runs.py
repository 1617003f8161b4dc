"""Words that are struck out, raised or hidden in office files made by python-docx, openpyxl and xlwt."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from xlwt import Font as OldFont
from xlwt import Workbook as OldWorkbook
from xlwt import easyxf

from flows.clean.decode import REPLACEMENT
from flows.clean.page import Page
from flows.clean.payload import clean
from flows.clean.runs import Look, Run, seen

Pieces = list[tuple[str, Look]]
TITLE = "样例县样例局2022年政府信息公开工作年度报告"

CASES: list[tuple[Pieces, str]] = [
    ([("9", "struck"), ("12", "plain")], "12"),
    ([("1", "plain"), ("9", "struck"), ("2", "plain")], f"1{REPLACEMENT}2"),
    ([("公开", "plain"), ("9条", "struck"), ("12条", "plain")], "公开12条"),
    ([("12", "plain"), ("1", "raised")], "12[1]"),
    ([("12件", "plain"), ("1", "raised"), ("3", "plain")], "12件[1]3"),
    ([("m", "plain"), ("2", "raised")], "m2"),
]


@pytest.mark.parametrize(("pieces", "printed"), CASES)
def test_what_is_seen_of_runs(pieces: Pieces, printed: str) -> None:
    assert seen(Run(*piece) for piece in pieces)[0] == printed


def test_pieces_that_are_struck_out_are_counted_once() -> None:
    assert (
        seen([Run("9", "struck"), Run("件", "struck"), Run("3"), Run("4", "struck"), Run(" ", "struck")])[1]
        == 2
    )


def saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def in_word(pieces: Pieces) -> bytes:
    made = Document()
    made.add_paragraph(TITLE)
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "指标", "数量", "件数"
    paragraph = table.cell(1, 1).paragraphs[0]
    for words, look in pieces:
        font = paragraph.add_run(words).font
        font.strike, font.superscript = look == "struck", look == "raised"
    return saved(made)


def in_a_sheet(pieces: Pieces) -> bytes:
    fonts = {
        "plain": InlineFont(),
        "struck": InlineFont(strike=True),
        "raised": InlineFont(vertAlign="superscript"),
    }
    made = Workbook()
    for row in ([TITLE], ["指标", "数量"], ["件数"]):
        made.active.append(row)
    made.active["B3"] = CellRichText(*(TextBlock(fonts[look], words) for words, look in pieces))
    return saved(made)


def in_an_old_sheet(pieces: Pieces) -> bytes:
    made = OldWorkbook(encoding="utf-8")
    sheet = made.add_sheet("表")
    for row, cells in enumerate(([TITLE], ["指标", "数量"], ["件数"])):
        for column, words in enumerate(cells):
            sheet.write(row, column, words)
    runs = []
    for words, look in pieces:
        font = OldFont()
        font.struck_out, font.escapement = (
            look == "struck",
            OldFont.ESCAPEMENT_SUPERSCRIPT * (look == "raised"),
        )
        runs.append((words, font))
    sheet.write_rich_text(2, 1, runs)
    return saved(made)


def last_cell(page: Page) -> str:
    cell = page.tables[-1].cells[-1]
    return page.text[cell.start : cell.end]


@pytest.mark.parametrize("write", [in_word, in_a_sheet, in_an_old_sheet])
@pytest.mark.parametrize(("pieces", "printed"), CASES)
def test_a_cell_of_a_file(pieces: Pieces, printed: str, write: Callable[[Pieces], bytes]) -> None:
    page = clean(write(pieces))
    assert last_cell(page) == printed
    assert ("struck_text" in page.repairs) == any(look == "struck" for _, look in pieces)


def test_a_struck_number_of_a_sheet_is_a_blank_cell() -> None:
    made = Workbook()
    for row in ([TITLE], ["指标", "数量", "备注"], ["件数", 9, "误"], ["条数", 12, "正"]):
        made.active.append(row)
    made.active["B3"].font = Font(strike=True)
    page = clean(saved(made))
    assert "9" not in page.text
    assert page.repairs["struck_text"] == 1
    assert [page.text[c.start : c.end] for c in page.tables[0].cells][4:7] == ["件数", "", "误"]
    old = OldWorkbook(encoding="utf-8")
    sheet = old.add_sheet("表")
    sheet.write(0, 0, "件数")
    sheet.write(0, 1, 9, easyxf("font: struck_out on"))
    sheet.write(0, 2, 12)
    assert "9" not in clean(saved(old)).text


@pytest.mark.parametrize("hide", ["row", "column", "sheet"])
def test_what_a_sheet_hides_is_not_read(hide: str) -> None:
    made = Workbook()
    sheet = made.active
    for row in ([TITLE], ["指标", "上稿", "数量"], ["草稿", 41, 42], ["件数", 43, 12]):
        sheet.append(row)
    made.create_sheet("旧").append(["旧数", 44])
    if hide == "row":
        sheet.row_dimensions[3].hidden = True
    elif hide == "column":
        sheet.column_dimensions["B"].hidden = True
    else:
        made["旧"].sheet_state = "hidden"
    text = clean(saved(made)).text
    gone = {"row": ("41", "42"), "column": ("41", "43"), "sheet": ("44",)}[hide]
    assert "12" in text
    assert not any(number in text for number in gone)


def test_hidden_words_of_a_document_are_not_read() -> None:
    made = Document()
    made.add_paragraph(TITLE)
    paragraph = made.add_paragraph("主动公开政府信息")
    paragraph.add_run("9").font.hidden = True
    paragraph.add_run("12条。")
    assert "公开政府信息12条" in clean(saved(made)).text


def test_a_document_that_is_struck_out_as_a_whole_is_no_correction() -> None:
    made = Document()
    made.add_paragraph().add_run(f"{TITLE}。全年主动公开政府信息12条。").font.strike = True
    page = clean(saved(made))
    assert "12条" in page.text
    assert not page.repairs.get("struck_text")
