"""PDF files, made by reportlab and by hand: lines, tables over sheets, margins, refusals."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from flows.clean.payload import clean
from flows.errors import Refusal
from flows.extract.document import read_payload
from flows.reference import Reference, load_reference
from flows.vocabulary import TableForm
from tests.unit.container_files import PAGE_BREAK, broken, pdf, rng
from tests.unit.table_pages import Table, Td, facts, figures, read, tables

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FILES = Path(__file__).parent / "files"
FONT = "STSong-Light"
PICTURE = ImageReader(Image.new("L", (40, 60), 200))
FORMS: tuple[TableForm, ...] = ("F2019", "F2021")
TITLE = "样例县样例局2022年政府信息公开工作年度报告"
PARAGRAPH = (
    "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止，全年主动公开政府信息123条，其中通过"
    "政府网站公开98条，通过政务新媒体公开25条，没有发生行政复议和行政诉讼。"
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def drawn(draw: Callable[[Canvas], None], *, n_sheets: int = 1) -> bytes:
    """A PDF file of which each sheet is drawn by hand."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 600), invariant=1)
    for _ in range(n_sheets):
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def rows(payload: bytes, table: int = 0) -> list[str]:
    page = clean(payload)
    return page.text[page.tables[table].start : page.tables[table].end].split("\n")


def grid(canvas: Canvas, xs: list[int], ys: list[int], words: list[list[str]]) -> None:
    for row, line in enumerate(words):
        for column, text in enumerate(line):
            canvas.drawString(xs[column] + 3, ys[row] - 15, text)


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_is_read(form: TableForm, reference: Reference) -> None:
    values = figures(reference, form, rng(1))
    proactive, applications, remedies = tables(reference, form, values)
    page = clean(pdf([TITLE, proactive, "三、申请", applications, "四、诉讼", remedies, "五、问题"]))
    reading = read(page, reference)
    assert facts(reading) == values
    assert (reading.forms, reading.findings, page.container) == ((form,), (), "pdf")


def test_a_file_of_an_office_program_is_read(reference: Reference) -> None:
    # Its rows break across sheets in mid-word, and its longest numbers break in their cells.
    wanted = {tuple(fact[:3]): fact[3] for fact in json.loads((FILES / "figures.json").read_text("utf-8"))}
    page = clean((FILES / "libreoffice.pdf").read_bytes())
    assert facts(read(page, reference)) == wanted
    assert len(page.tables) == 3


@pytest.mark.parametrize("at", [2, 4, 7, 12, 20, 27])
def test_a_table_that_breaks_across_sheets_is_one(at: int, reference: Reference) -> None:
    values = figures(reference, "F2021", rng(at))
    proactive, applications, remedies = tables(reference, "F2021", values)
    upper, lower = broken(applications, at)
    page = clean(pdf([TITLE, proactive, "三、申请情况", upper, PAGE_BREAK, lower, "四、诉讼", remedies]))
    assert facts(read(page, reference)) == values
    assert len(page.tables) == 3


def test_headings_repeated_on_the_next_sheet_are_printed_once() -> None:
    long: Table = [
        [Td("事项"), Td("数量")],
        *([Td(f"事项{chr(0x4E00 + i)}"), Td(str(i))] for i in range(90)),
    ]
    page = clean(pdf([TITLE, long, "完"], repeat_rows=1))
    assert len(page.tables) == 1
    assert page.text.count("事项\t数量") == 1
    assert page.text.split("\n")[-2:] == [f"事项{chr(0x4E00 + 89)}\t89", "完"]


def test_tables_with_other_columns_stay_apart() -> None:
    first: Table = [[Td("甲"), Td("乙")], [Td("1"), Td("2")]]
    second: Table = [[Td("丙"), Td("丁"), Td("戊")], [Td("3"), Td("4"), Td("5")]]
    assert len(clean(pdf([TITLE, first, PAGE_BREAK, second])).tables) == 2


def test_a_blank_value_at_the_head_of_a_sheet_stays_a_value() -> None:
    first: Table = [[Td("名称"), Td("数量")], [Td("甲"), Td("1")]]
    second: Table = [[Td("乙"), Td("")], [Td("丙"), Td("3")]]
    assert rows(pdf([TITLE, first, PAGE_BREAK, second])) == ["名称\t数量", "甲\t1", "乙\t", "丙\t3"]


@pytest.mark.parametrize("footer", ["- {} -", "{}", "第{}页", "— {} —"])
def test_page_numbers_are_dropped_and_paragraphs_joined(footer: str) -> None:
    text = clean(pdf([TITLE, PARAGRAPH, PAGE_BREAK, "二、其他事项"], footer=footer)).text
    assert text.split("\n") == [TITLE, PARAGRAPH, "二、其他事项"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 400, "收到申请的件数如下，与上一年度相比有所增加")
        canvas.drawString(50, 380, "17")
        canvas.drawString(50, 20, "2022")

    assert clean(drawn(draw)).text.split("\n")[1:] == ["17", "2022"]


def test_a_running_head_is_kept_once() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 570, "样例县样例局")
        canvas.drawString(50, 300, f"这是第{canvas.getPageNumber()}张纸上的一句话。")

    text = clean(drawn(draw, n_sheets=4)).text
    assert text.count("样例县样例局") == 1
    assert text.count("一句话") == 4


def test_a_word_printed_twice_for_boldness_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(50 + shift, 400, "全年共收到政府信息公开申请11件，办结11件，结转0件")

    assert clean(drawn(draw)).text == "全年共收到政府信息公开申请11件，办结11件，结转0件"


def test_a_watermark_and_hidden_drawings_are_no_text_and_no_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 400, "全年共收到政府信息公开申请一百零一件，均已答复")
        canvas.saveState()
        canvas.rotate(45)
        canvas.drawString(300, 100, "内部资料")
        canvas.restoreState()
        path = canvas.beginPath()
        path.rect(40, 380, 300, 40)
        canvas.clipPath(path, stroke=0, fill=0)

    page = clean(drawn(draw))
    assert (page.text, page.tables) == ("全年共收到政府信息公开申请一百零一件，均已答复", ())


def test_a_sheet_that_lies_on_its_side_is_turned() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -400)
        canvas.grid([50, 250, 350, 450], [200, 230, 260])
        grid(
            canvas,
            [50, 250, 350],
            [260, 230],
            [["名称", "数量", "总计"], ["收到政府信息公开申请", "12", "34"]],
        )

    assert rows(drawn(draw)) == ["名称\t数量\t总计", "收到政府信息公开申请\t12\t34"]


def test_a_table_without_lines_at_its_sides_is_closed() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (300, 330, 360):
            canvas.line(50, y, 350, y)
        for x in (150, 250):
            canvas.line(x, 300, x, 360)
        grid(canvas, [50, 150, 250], [360, 330], [["名称和类别", "上年数量", "本年数量"], ["申请", "", "34"]])
        canvas.drawString(50, 400, "下表是全年情况")

    assert rows(drawn(draw)) == ["名称和类别\t上年数量\t本年数量", "申请\t\t34"]


def test_lines_that_are_thin_boxes_or_many_dashes_make_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (300, 330, 360):
            canvas.rect(50, y, 300, 0.6, stroke=0, fill=1)
        for x in (50, 150, 350):
            for y in range(300, 360, 4):
                canvas.line(x, y, x, y + 2)
        grid(canvas, [50, 150], [360, 330], [["政府信息公开申请", "全年的数量和说明"], ["新收", "1,234"]])

    assert rows(drawn(draw)) == ["政府信息公开申请\t全年的数量和说明", "新收\t1,234"]


def test_words_in_a_drawing_are_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([40, 45, 395], [380, 385, 420])
        canvas.drawString(60, 390, "全年共收到政府信息公开申请十七件，均已答复")

    page = clean(drawn(draw))
    assert (page.text, page.tables) == ("全年共收到政府信息公开申请十七件，均已答复", ())


def test_columns_without_lines_keep_their_gaps() -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in ((50, "主动公开政府信息数"), (200, "123"), (230, "45"), (240, "6")):
            canvas.drawString(x, 400, text)
        canvas.drawString(50, 380, "以上是两个年度的数字，单位都是条")

    # 45 and 6 touch: they are one number on paper.
    assert clean(drawn(draw)).text.split("\n")[0] == "主动公开政府信息数  123 456"


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (["12345", "67"], "1234567"),
        (["12345", "6789"], "123456789"),
        (["12345", "67890"], "12345 67890"),
        (["12345", "67.89"], "1234567.89"),
        (["123", "67"], "123 67"),
        (["12345", "678901"], "12345 678901"),
        (["01234", "67"], "01234 67"),
        (["12345", "件"], "12345件"),
    ],
)
def test_a_number_is_put_together_only_where_its_cell_had_no_room(parts: list[str], printed: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 190, 232], [300, 330, 360])
        grid(canvas, [50, 190], [360, 330], [["收费金额的总和", "万元"], ["行政事业性收费总额", ""]])
        for i, part in enumerate(parts):
            canvas.drawString(193, 318 - 14 * i, part)

    assert rows(drawn(draw))[1] == f"行政事业性收费总额\t{printed}"


@pytest.mark.parametrize(
    ("others", "printed"),
    [
        (["3", "0"], "12345 67"),
        (["2345", "1234"], "12345 67"),
        (["7"], "1234567"),
        (["54321", "99"], "1234567"),
    ],
)
def test_figures_of_two_rows_without_a_line_between_them_stay_two(others: list[str], printed: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 190, 232, 274], [300, 330, 360])
        grid(canvas, [50, 190], [360, 330], [["申请的件数和", "甲"], ["新收和上年结转的申请", ""]])
        for x, column in ((193, ["12345", "67"]), (235, others)):
            for i, part in enumerate(column):
                canvas.drawString(x, 318 - 14 * i, part)

    assert rows(drawn(draw))[1].split("\t")[1] == printed


def test_sheets_that_are_pictures_are_counted() -> None:
    def draw(canvas: Canvas) -> None:
        if canvas.getPageNumber() == 2:
            canvas.drawImage(PICTURE, 0, 0, 400, 600)
            canvas.drawString(200, 20, "2")
        else:
            canvas.drawString(50, 400, "全年共收到政府信息公开申请一百零一件，均已答复")
            canvas.drawImage(PICTURE, 300, 20, 80, 80)

    page = clean(drawn(draw, n_sheets=3))
    assert page.repairs["page_without_text"] == 1
    assert page.text.count("均已答复") == 2
    assert "page_without_text" not in clean(pdf([TITLE, PARAGRAPH])).repairs


def test_a_scan_needs_ocr() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 50, 300, 400, fill=1)
        canvas.drawString(50, 20, "1")

    with pytest.raises(Refusal, match="needs_ocr"):
        clean(drawn(draw))


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(Refusal, match="encrypted"):
        clean(pdf([TITLE, PARAGRAPH], encrypt=StandardEncryption("secret")))
    assert (
        TITLE in clean(pdf([TITLE, PARAGRAPH], encrypt=StandardEncryption("", ownerPassword="secret"))).text
    )


def test_ten_thousand_sheets_are_refused_at_once() -> None:
    payload = drawn(lambda canvas: canvas.drawString(50, 50, "一"), n_sheets=10_000)
    begun = time.monotonic()
    with pytest.raises(Refusal, match="too_many_pages"):
        clean(payload)
    assert time.monotonic() - begun < 5


def test_damage_is_refused_or_read_and_never_an_error(reference: Reference) -> None:
    values = figures(reference, "F2021", rng(3))
    whole = pdf([TITLE, *tables(reference, "F2021", values)])
    chance = rng(4)
    for n in range(40):
        damaged = bytearray(whole[: chance.randrange(100, len(whole))] if n % 2 else whole)
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(Refusal):
            clean(bytes(damaged))


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real file is not here: {SHARED}")
def test_a_real_report_is_read_as_people_read_it() -> None:
    truth = json.loads((SHARED / "examples/truth/hongze_district_2024.json").read_text("utf-8"))
    payload = (SHARED / "examples" / truth["file"]).read_bytes()
    begun = time.monotonic()
    (document,) = read_payload(payload)
    assert time.monotonic() - begun < 5
    identity = document.identity
    assert (identity.agency, identity.report_year, document.form) == (
        truth["agency"],
        truth["report_year"],
        truth["form"],
    )
    assert len([o for o in document.observations if o.basis == "table"]) == len(truth["observations"])
