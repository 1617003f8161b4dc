"""OFD files: one by easyofd, and ones by hand after the examples of GB/T 33190-2016."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from flows.clean.payload import clean
from flows.errors import Refusal
from flows.reference import Reference, load_reference
from flows.vocabulary import TableForm
from tests.unit.container_files import placed, rng, width
from tests.unit.table_pages import Table, Td, facts, figures, read, tables

FILES = Path(__file__).parent / "files"
FORMS: tuple[TableForm, ...] = ("F2019", "F2021")
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TITLE = "样例县样例局2022年政府信息公开工作年度报告"
MARGIN, SIZE, ROW = 15.0, 2.0, 11.0
ENTRY = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def words(text: str, x: float, y: float, *, more: str = "") -> str:
    """A text object whose distances are written as the standard's short form."""
    step = f' DeltaX="g {len(text) - 1} {SIZE}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="1" Font="1" Size="{SIZE}" Boundary="{x} {y} 200 {SIZE}" {more}>'
        f'<ofd:TextCode X="0" Y="{SIZE * 0.8}"{step}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def box(x: float, y: float, wide: float, high: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} {wide} {high}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def table(parts: Table, y: float) -> str:
    """A table of boxes; a cell breaks its words into as many lines as it needs."""
    column = 180 / width(parts)
    drawn = []
    for row, at, td in placed(parts):
        x, top, wide = MARGIN + at * column, y + row * ROW, column * td.colspan
        drawn.append(box(x, top, wide, ROW * td.rowspan))
        n = max(1, int((wide - 0.5) / SIZE))
        for line in range(0, len(td.text), n):
            drawn.append(words(td.text[line : line + n], x + 0.2, top + 0.1 + line // n * SIZE))
    return "".join(drawn)


def page(content: str) -> str:
    return (
        f"<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>0 0 210 500</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def ofd(*pages: str, document: str = "", **members: str | bytes) -> bytes:
    links = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    common = f"<ofd:CommonData>{document}</ofd:CommonData>"
    root = f"<ofd:Document {SPACE}>{common}<ofd:Pages>{links}</ofd:Pages></ofd:Document>"
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", ENTRY)
        package.writestr("Doc_0/Document.xml", members.pop("root", root))
        for name, text in members.items():
            package.writestr(f"Doc_0/{name}.xml", text)
        for i, text in enumerate(pages):
            package.writestr(f"Doc_0/Pages/Page_{i}/Content.xml", text)
    return file.getvalue()


LINE = words("全年共收到政府信息公开申请七件，均已依法答复", MARGIN, 60)


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_is_read(form: TableForm, reference: Reference) -> None:
    values = figures(reference, form, rng(1))
    sheets = [page(words(TITLE, 50, 30) + table(one, 50)) for one in tables(reference, form, values)]
    read_page = clean(ofd(*sheets))
    reading = read(read_page, reference)
    assert facts(reading) == values
    assert (reading.forms, read_page.container) == ((form,), "ofd")


def test_a_file_of_another_program_is_read(reference: Reference) -> None:
    wanted = {tuple(fact[:3]): fact[3] for fact in json.loads((FILES / "figures.json").read_text("utf-8"))}
    read_page = clean((FILES / "easyofd.ofd").read_bytes())
    found = facts(read(read_page, reference))
    assert found == {fact: value for fact, value in wanted.items() if fact[0].startswith("proactive.")}
    assert read_page.text.split("\n")[0] == TITLE


def test_templates_are_part_of_their_pages() -> None:
    template = '<ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>'
    sheet = page(LINE).replace("<ofd:Content>", '<ofd:Template TemplateID="5"/><ofd:Content>')
    text = clean(ofd(sheet, document=template, Tpl=page(words("样例县样例局", MARGIN, 40)))).text
    assert text.split("\n")[0] == "样例县样例局"


def test_what_is_not_shown_and_watermarks_are_left_out() -> None:
    unseen = words("看不见的字", MARGIN, 80, more='Visible="false"')
    leaning = words("内部资料", MARGIN, 100, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    assert clean(ofd(page(LINE + unseen + leaning))).text == "全年共收到政府信息公开申请七件，均已依法答复"


def test_a_matrix_moves_and_enlarges() -> None:
    moved = words("下面的一行", 0, 0, more='CTM="2 0 0 2 30 100"')
    assert clean(ofd(page(moved + LINE))).text.split("\n")[-1] == "下面的一行"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (ofd(page(box(10, 10, 100, 100))), "needs_ocr"),
        (ofd(page(LINE), root="<a"), "broken_file"),
        (
            ofd(page(LINE), root=f'<!DOCTYPE a [<!ENTITY b "1">]><ofd:Document {SPACE}>&b;</ofd:Document>'),
            "entity_declarations",
        ),
        (ofd(page(LINE), Bomb=b" " * 100_000_000), "archive_bomb"),
        (ofd(*[page(LINE)] * 401), "too_many_pages"),
        (ofd(page("<ofd:PageBlock>" * 400 + "</ofd:PageBlock>" * 400)), "too_deep"),
    ],
    ids=["scan", "broken", "entities", "bomb", "pages", "deep"],
)
def test_a_bad_file_is_refused_with_its_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean(payload)
    assert refused.value.reason == reason


@pytest.mark.parametrize("value", ["", "x y", "1e999", "nan", "1 2 3", "inf inf inf inf"])
def test_nonsense_numbers_are_no_errors(value: str) -> None:
    sheet = page(
        LINE + words("一二", 1, 1, more=f'CTM="{value}"').replace("g 1", f"g {value}") + box(1, 1, 5, 5)
    )
    sheet = sheet.replace("M 0 0", f"M {value} 0")
    assert "全年共收到" in clean(ofd(sheet)).text


def test_a_cell_of_the_grid_keeps_its_spans() -> None:
    parts: Table = [[Td("合计", 2), Td("件", 1, 2)], [Td("1"), Td("2")], [Td("甲"), Td("3"), Td("4")]]
    cells = clean(ofd(page(LINE + table(parts, 70)))).tables[0].cells
    assert [(c.row, c.position, c.rowspan, c.colspan) for c in cells][:4] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]
