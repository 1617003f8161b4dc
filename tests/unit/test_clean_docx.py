"""Word documents by python-docx and by hand, and old ones by way of LibreOffice."""

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from flows.clean import office
from flows.clean.layout import Draft
from flows.clean.payload import clean
from flows.errors import Refusal
from flows.extract.document import read_payload
from flows.reference import Reference, load_reference
from flows.vocabulary import TableForm
from tests.unit.container_files import docx, rng
from tests.unit.table_pages import facts, figures, read, tables

FILES = Path(__file__).parent / "files"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FORMS: tuple[TableForm, ...] = ("F2019", "F2021")
TITLE = "样例县样例局2022年政府信息公开工作年度报告"
WORDS = "<w:document {ns}><w:body>{body}</w:body></w:document>"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def packed(**members: bytes | str) -> bytes:
    """A bare Word document of XML members, `/` in their names written as `__`."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def body(inner: str) -> bytes:
    return packed(word__document=WORDS.format(ns=nsdecls("w"), body=inner))


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_is_read(form: TableForm, reference: Reference) -> None:
    values = figures(reference, form, rng(1))
    page = clean(docx([TITLE, *tables(reference, form, values), "五、存在的主要问题"]))
    reading = read(page, reference)
    assert facts(reading) == values
    assert (reading.forms, reading.findings, page.container) == ((form,), (), "docx")
    assert page.text.split("\n")[0] == TITLE


def test_lists_are_numbered_as_printed() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    levels = (("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    abstract = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, text) in enumerate(levels)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{abstract}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="88"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in (("总体情况", 0), ("公开", 1), ("申请", 1), ("网站", 2), ("主动公开", 0), ("规章", 1)):
        marks = document.add_paragraph(text)._p.get_or_add_pPr()
        marks.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="88"/></w:numPr>')
        )
    assert clean(saved(document)).text.split("\n") == [
        "一、总体情况",
        "（一）公开",
        "（二）申请",
        "1.网站",
        "二、主动公开",
        "（一）规章",
    ]


def test_only_what_is_printed_is_read() -> None:
    inner = (
        "<w:p><w:r><w:t>收到申请</w:t></w:r><w:del><w:r><w:delText>99</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>34</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>件</w:t><w:br/><w:t>另起一行</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的一段</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert clean(body(inner)).text.split("\n") == ["收到申请12件", "另起一行", "控件里的一段"]


def test_a_text_box_drawn_for_two_programs_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = (
        f"<w:p {namespace}><w:r><w:t>正文文字</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert clean(body(inner)).text.split("\n") == ["正文文字", "框中文字"]


def test_a_table_around_tables_is_layout() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "版面中的一句话"
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for row, cells in enumerate((("名称", "数量"), ("申请", "7"))):
        for column, text in enumerate(cells):
            inner.cell(row, column).text = text
    page = clean(saved(document))
    assert page.text.split("\n") == ["版面中的一句话", "名称\t数量", "申请\t7"]
    assert len(page.tables) == 1


def test_a_cell_of_several_paragraphs_and_a_blank_one() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "行政\n许可"
    table.cell(0, 1).text = "12"
    table.cell(1, 0).text = "行政处罚"
    assert clean(saved(document)).text.split("\n") == ["行政许可\t12", "行政处罚\t"]


def test_a_strict_document_is_read() -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    inner = "<w:p><w:r><w:t>严格格式的一段</w:t></w:r></w:p>"
    assert clean(packed(word__document=WORDS.format(ns=strict, body=inner))).text == "严格格式的一段"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (packed(word__document="<w:document"), "broken_file"),
        (packed(word__other="<a/>"), "broken_file"),
        (docx([TITLE])[:9_000], "broken_file"),
        (body(""), "no_text"),
        (body("<w:sdt>" * 400 + "</w:sdt>" * 400), "too_deep"),
        (
            packed(word__document='<!DOCTYPE a [<!ENTITY b "12">]><w:p xmlns:w="w">&b;</w:p>'),
            "entity_declarations",
        ),
        (packed(word__document=b"<a>" + b" " * 50_000_000 + b"</a>"), "archive_bomb"),
        (packed(**{f"word__{i}": "<a/>" for i in range(3_001)}), "archive_bomb"),
    ],
    ids=["cut", "empty", "truncated", "blank", "deep", "entities", "bomb", "many"],
)
def test_a_bad_file_is_refused_with_its_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean(payload)
    assert refused.value.reason == reason


def test_an_old_document_says_what_it_needs_where_no_converter_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refusal, match="needs_converter"):
        clean((FILES / "libreoffice.doc").read_bytes())


def test_an_old_document_is_converted(reference: Reference) -> None:
    assert shutil.which("soffice"), "LibreOffice is not installed: make programs"
    payload = (FILES / "libreoffice.doc").read_bytes()
    wanted = {tuple(fact[:3]): fact[3] for fact in json.loads((FILES / "figures.json").read_text("utf-8"))}
    page = clean(payload)
    found = facts(read(page, reference))
    assert found == {fact: value for fact, value in wanted.items() if fact[0].startswith("proactive.")}
    assert page.container == "doc"


def _program(folder: Path, script: str) -> None:
    """A stand-in for LibreOffice, first on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_what_the_converter_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx([TITLE, "全年收到申请7件。"]))
    # Its last argument but one is the folder to write to, as LibreOffice's is.
    _program(
        tmp_path, f'while [ "$1" != --outdir ]; do shift; done; cp {tmp_path}/made.docx "$2/document.docx"'
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    draft = office.read_doc(b"old words")
    assert isinstance(draft, Draft)
    assert draft.lines == [TITLE, "全年收到申请7件。"]


def test_a_converter_that_fails_or_hangs_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    _program(tmp_path, "exit 1")
    with pytest.raises(Refusal, match="broken_file"):
        office.read_doc(b"old words")
    monkeypatch.setattr(office, "_SECONDS", 0.2)
    _program(tmp_path, "sleep 60")
    with pytest.raises(Refusal, match="too_slow"):
        office.read_rtf(b"{\\rtf1 old words}")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real file is not here: {SHARED}")
def test_the_official_blank_form_states_no_fact() -> None:
    (document,) = read_payload((SHARED / "examples/official_template_2021_blank.docx").read_bytes())
    assert (document.identity.kind, document.observations) == ("blank_form", ())


def test_spans_of_the_grid_are_kept() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合计"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "件"
    for column in (1, 2):
        table.cell(1, column).text = str(column)
    cells = clean(saved(document)).tables[0].cells
    assert [(c.row, c.position, c.rowspan, c.colspan) for c in cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]


def test_a_row_that_was_struck_out_is_gone() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    mark = OxmlElement("w:del")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    assert mark.tag == qn("w:del")
    assert clean(saved(document)).text == "10\t11"
