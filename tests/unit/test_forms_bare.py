"""Rows of section 2 without their headings: the form is known by how many figures each row has, or not at all."""

import pytest

from flows.reference import load_reference
from tests.unit.table_pages import facts, read, text_page

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
