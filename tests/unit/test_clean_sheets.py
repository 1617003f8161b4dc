"""Spreadsheets by openpyxl and xlwt: forms, numbers as they are printed, refusals."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from xlwt import Workbook as OldWorkbook
from xlwt import easyxf

from flows.clean.payload import clean
from flows.clean.sheets import printed_number
from flows.errors import Refusal
from flows.reference import Reference, load_reference
from flows.vocabulary import TableForm
from tests.unit.container_files import Parts, rng, xls, xlsx
from tests.unit.table_pages import Table, Td, facts, figures, read, tables

FORMS: tuple[TableForm, ...] = ("F2014", "F2019", "F2021")
TITLE = "样例县样例局2022年政府信息公开工作年度报告"
WRITERS = (xlsx, xls)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def book(fill: Callable[[Any], None]) -> bytes:
    made = Workbook()
    fill(made.active)
    return saved(made)


def saved(made: Any) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_is_read(
    form: TableForm, write: Callable[[Parts], bytes], reference: Reference
) -> None:
    values = figures(reference, form, rng(1))
    parts: list[Table | str] = [TITLE, "二、主动公开政府信息情况"]
    for table in tables(reference, form, values):
        parts += [table, "三、下一项情况"]
    page = clean(write(parts))
    reading = read(page, reference)
    assert facts(reading) == values
    assert (reading.forms, page.container) == ((form,), write.__name__)
    assert page.text.split("\n")[0] == TITLE


@pytest.mark.parametrize("write", WRITERS)
def test_blank_cells_inside_a_table_stay(write: Callable[[Parts], bytes]) -> None:
    table: Table = [
        [Td("名称"), Td("上年"), Td("本年")],
        [Td("申请"), Td(""), Td("7")],
        [Td("答复"), Td(""), Td("")],
    ]
    page = clean(write([TITLE, table]))
    assert page.text.split("\n")[-3:] == ["名称\t上年\t本年", "申请\t\t7", "答复\t\t"]


@pytest.mark.parametrize("write", WRITERS)
def test_sentences_around_a_table_are_lines(write: Callable[[Parts], bytes]) -> None:
    sentence = "全年共收到政府信息公开申请7件。"
    page = clean(
        write([TITLE, sentence, [[Td("名称"), Td("数量")], [Td("申请"), Td("7")]], "注：单位为件。"])
    )
    assert page.text.split("\n") == [TITLE, sentence, "名称\t数量", "申请\t7", "注：单位为件。"]
    assert len(page.tables) == 1


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (1234567.0, "#,##0", "1234567"),
        (7545.126, "0.00", "7545.13"),
        (2.5, "0", "3"),
        (0.256, "0.0%", "25.6%"),
        (0.5, "0%", "50%"),
        (7.0, '0"件"', "7件"),
        (3.5, '"共"0.0_ ', "共3.5"),
        (3.5, "#,##0.00_);[Red](#,##0.00)", "3.50"),
        (3.0, "0_ ", "3"),
        (44562.0, "yyyy-mm-dd", "2022-01-01"),
        (44562.5, 'yyyy"年"m"月"d"日"', "2022-01-01"),
        (12.0, '[DBNum1]0"项"', "12项"),
        (12.75, "# ?/?", "12.75"),
        (7, ";;;", ""),
        (-7, "0;;0", ""),
        (0, "0;-0;", "0"),
        (3, '[=3]"无";0', "\ufffd"),
        (12000, "0,", "\ufffd"),
        (12000, "#,##0", "12000"),
        (12, "G/通用格式", "12"),
        (12, '0"件,"', "12件,"),
    ],
)
def test_numbers_are_printed_as_the_sheet_does(value: float, number_format: str, printed: str) -> None:
    assert printed_number(value, number_format) == printed


def test_formats_of_both_files_are_followed() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["收费", 7545.126, 0.25, date(2022, 1, 1)])
        sheet["B1"].number_format, sheet["C1"].number_format = "0.00", "0%"

    old = OldWorkbook()
    sheet = old.add_sheet("a")
    for column, (value, style) in enumerate(
        [("收费", ""), (7545.126, "0.00"), (0.25, "0%"), (date(2022, 1, 1), "yyyy-mm-dd")]
    ):
        sheet.write(0, column, value, easyxf(num_format_str=style or "General"))
    assert clean(book(fill)).text == clean(saved(old)).text == "收费\t7545.13\t25%\t2022-01-01"


def test_hidden_sheets_and_rows_are_not_printed() -> None:
    made = Workbook()
    made.active.append(["名称", "7"])
    made.active.append(["草稿", "8"])
    made.active.row_dimensions[2].hidden = True
    hidden = made.create_sheet("底稿")
    hidden.append(["名称", "9"])
    hidden.sheet_state = "hidden"
    assert clean(saved(made)).text == "名称\t7"


def test_words_of_merged_cells_that_are_covered_are_not_printed() -> None:
    def fill(sheet: Any) -> None:
        for row in (["合计", "12", "34"], ["分项", "5", "6"]):
            sheet.append(row)
        sheet.merge_cells("B1:C1")
        sheet._cells[1, 3] = sheet["C2"]  # a program left the old words there

    assert clean(book(fill)).text.split("\n")[0] in ("合计\t12", "合计\t12\t")


def test_a_sheet_of_two_far_cells_costs_nothing() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["XFD1048576"] = "左上", "右下"

    assert clean(book(fill)).text.split("\n") == ["左上", "右下"]


def _changed(payload: bytes, name: str, content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(payload)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return made.getvalue()


def test_bad_files_are_refused_with_their_reason() -> None:
    whole = xlsx([TITLE, [[Td("名称"), Td("数量")]]])
    sheet = "xl/worksheets/sheet1.xml"
    wide = Workbook()
    for i in range(900):
        wide.active.cell(1 + i, 1, "一")
        wide.active.cell(1 + i, 2 + i, "二")
    for payload, reason in (
        (whole[:3000], "broken_file"),
        (_changed(whole, sheet, b"<worksheet"), "broken_file"),
        (_changed(whole, sheet, b"<!DOCTYPE a [<!ENTITY b '1'>]><a>&b;</a>"), "entity_declarations"),
        (_changed(whole, sheet, b"<a>" + b" " * 41_000_000 + b"</a>"), "archive_bomb"),
        (saved(wide), "too_complex"),
    ):
        with pytest.raises(Refusal) as refused:
            clean(payload)
        assert refused.value.reason == reason


@pytest.mark.parametrize("write", WRITERS)
def test_damage_is_refused_or_read_and_never_an_error(write: Callable[[Parts], bytes]) -> None:
    whole = write([TITLE, [[Td("名称"), Td("数量")], *([Td(f"第{i}项"), Td(str(i))] for i in range(30))]])
    chance = rng(5)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(8):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(Refusal):
            clean(bytes(damaged))
