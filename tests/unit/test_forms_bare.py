"""Rows of section 2 and of lists without their headings: read where only one form can be meant, or not at all."""

import re

import pytest

from flows.clean.page import Page
from flows.extract.document import read_payload
from flows.reference import load_reference
from tests.unit.table_pages import Td, facts, html_page, read, text_page

REFERENCE = load_reference()
_OF_2019 = "发布信息8条 规章 1 0 3 规范性文件 2 1 12 行政许可 12 -1 13 政府集中采购 4 35.2万元"
_OF_2021 = "规章 1 0 3 规范性文件 2 1 12 行政许可 26 行政处罚 7 行政强制 0"


def test_a_row_of_three_licensing_figures_is_of_2019() -> None:
    reading = read(text_page(_OF_2019), REFERENCE)
    values = {indicator: value for (indicator, *_), value in facts(reading).items()}
    assert reading.forms == ("F2019",)
    assert values["proactive.regulations.disclosed_total"] == "3"
    assert (values["proactive.licensing.items_change"], values["proactive.licensing.decisions"]) == (
        "-1",
        "13",
    )
    assert {one.aligned_by for one in reading.observations} == {"order"}


@pytest.mark.parametrize("text", [_OF_2021, _OF_2021.replace(" ", "\n"), _OF_2021.replace(" ", " | ")])
def test_rows_of_one_figure_are_of_2021(text: str) -> None:
    reading = read(text_page(text), REFERENCE)
    values = {indicator: value for (indicator, *_), value in facts(reading).items()}
    assert reading.forms == ("F2021",)
    assert (values["proactive.regulations.in_force"], values["proactive.licensing.decisions"]) == ("3", "26")


def test_zeros_prove_no_order_of_columns() -> None:
    reading = read(text_page("规章 0 0 0 规范性文件 0 0 0 行政许可 0 行政处罚 0"), REFERENCE)
    assert {one.indicator_id for one in reading.observations} == {
        "proactive.licensing.decisions",
        "proactive.penalty.decisions",
    }
    assert [finding.rule for finding in reading.findings].count("misaligned_row") == 2


@pytest.mark.parametrize(
    "text",
    [
        "规章 1 0 3 规范性文件 2 1 12",  # both forms have such rows
        "规章 1 0 3 规范性文件 2 1 12 行政许可 12 13",  # no form has two figures of licensing
        "规章 1 0 3 规范性文件 2 1 12 行政许可 26 其他对外管理服务事项 3 0 3",  # of two forms
        "规章 1 0 3，规范性文件 2 1 12，行政许可 26 行政处罚 7",
        "办理行政许可 26 件，行政处罚 7 件，行政强制 0 件",
    ],
)
def test_what_is_not_certain_gives_nothing(text: str) -> None:
    assert not read(text_page(text), REFERENCE).observations


def test_zeros_beside_figures_are_read() -> None:
    reading = read(text_page("规章 0 0 0 规范性文件 0 0 0 行政许可 86 行政处罚 2 行政强制 0"), REFERENCE)
    assert len(reading.observations) == 9
    assert reading.findings[0].rule == "placed_by_order"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("行政许可 18 -2 764 其他对外管理服务事项 5 0 121", "18 -2 764 5 0 121"),
        ("…行政许可 15 +2 486", "15 2 486"),
        ("行政处罚 8 0 3；", ""),
        ("行政处罚 8 0 3 行政强制 1 0 0。", "8 0 3 1 0 0"),
        ("2022年…行政许可 312 行政处罚 4 行政强制 0 …", "312 4 0"),
        ("行政许可 312 行政处罚 4", ""),
        ("政府集中采购 1 38.5", "1 38.5"),
        ("规章 0 0 0 …行政规范性文件 1 1 6\n行政许可 11 -1 58", "0 0 0 1 1 6 11 -1 58"),
        ("规章 0 0 0 规范性文件 1 1 6", ""),
    ],
)
def test_few_rows_are_read_where_only_one_form_has_them(text: str, values: str) -> None:
    reading = read(text_page(f"全年公开信息8条。{text}"), REFERENCE)
    assert list(facts(reading).values()) == values.split()
    assert {one.aligned_by for one in reading.observations} <= {"order"}


def test_two_forms_have_rows_of_three_documents_and_a_finding_says_so() -> None:
    reading = read(text_page("规章 0 0 0"), REFERENCE)
    assert [finding.rule for finding in reading.findings] == ["unknown_columns"]


_NAMED = "行政事业性收费 上一年项目数量 6 本年增/减 -2 政府集中采购 采购项目数量 53 采购总金额 2184.67万元"


@pytest.mark.parametrize(
    "page",
    [
        text_page(_NAMED),
        html_page([[Td(words) for words in row.split()] for row in re.split(" (?=政府集中采购)", _NAMED)]),
    ],
)
def test_figures_after_the_names_of_their_columns(page: Page) -> None:
    reading = read(page, REFERENCE)
    assert {indicator: value for (indicator, *_), value in facts(reading).items()} == {
        "proactive.fees.items_last_year": "6",
        "proactive.fees.items_change": "-2",
        "proactive.procurement.items": "53",
        "proactive.procurement.amount": "2184.67",
    }
    assert {one.aligned_by for one in reading.observations} == {"label"}


@pytest.mark.parametrize("heads", ["事项 受理数 办结数 公示数", "单位 窗口受理 网上受理 办结总数"])
def test_rows_under_headings_of_other_columns_are_not_read_by_order(heads: str) -> None:
    rows = [heads, "行政许可 20 18 18", "行政处罚 5 4 4", "行政强制 1 1 1"]
    reading = read(html_page([[Td(words) for words in row.split()] for row in rows]), REFERENCE)
    assert not reading.observations
    assert {finding.rule for finding in reading.findings} == {"misaligned_row"}


_LIST = [
    "主动公开政府信息数|条|40",
    "其中：主动公开规范性文件数|条|7",
    "1.政府公报公开政府信息数|条|0",
    "三、依申请公开情况",
    "（一）收到申请数|件|3",
    "行政复议数|件|1",
    "行政诉讼数|件|0",
]
_OF_LIST = ["40", "7", "0", "3", "1", "0"]


@pytest.mark.parametrize("joint", ["\t", " | ", " ", "  "])
@pytest.mark.parametrize("has_units", [True, False])
def test_a_list_without_a_heading_a_row_a_line(joint: str, has_units: bool) -> None:
    rows = _LIST if has_units else [re.sub(r"\|[条件]\|", "|", row) for row in _LIST]
    reading = read(text_page("\n".join(row.replace("|", joint) for row in rows)), REFERENCE)
    assert (reading.forms, list(facts(reading).values())) == (("F2014",), _OF_LIST)


def test_a_list_without_a_heading_in_one_line() -> None:
    rows = [row for row in _LIST if "|" in row]
    reading = read(text_page(" ".join(rows).replace("|", " ")), REFERENCE)
    assert list(facts(reading).values()) == _OF_LIST
    # A row whose figure is lost never takes the next one's.
    lost = read(text_page(" ".join(rows).replace("|7", "").replace("|", " ")), REFERENCE)
    assert "7" not in facts(lost).values()
    assert ("stat.proactive.normative_documents", None, "year") not in facts(lost)


def test_a_list_of_two_periods_with_one_figure_a_row_is_told() -> None:
    rows = ["主动公开文件数 条 40", "对申请的答复总数 件 3", "政府公报公开数 条 0", "网上申请数 件 2"]
    reading = read(text_page("\n".join(rows)), REFERENCE)
    assert (reading.observations, [finding.rule for finding in reading.findings]) == ((), ["unknown_columns"])


def test_rows_of_a_list_are_no_sentence() -> None:
    title = "样例县样例局2016年政府信息公开工作年度报告\n"
    text = title + "行政复议数 1\n行政诉讼数 0\n行政申诉数 0\n工作还有不足，下一步改进。"
    assert read_payload(text.encode(), content_type="text/plain; charset=utf-8")[0].observations == ()


def test_the_codes_of_a_blank_list_are_no_figures() -> None:
    rows = [
        f"{row.rpartition('|')[0]}|{number}" for number, row in enumerate((r for r in _LIST if "|" in r), 1)
    ]
    for page in (
        text_page("\n".join(row.replace("|", " ") for row in rows)),
        html_page([[Td(words) for words in f"{row}|".split("|")] for row in rows]),
    ):
        assert not read(page, REFERENCE).observations
