"""Tables that a page lost to text: pasted, converted and broken over lines. All figures are invented."""

import pytest

from flows.clean.payload import clean
from flows.extract.tables.forms import TableReading
from flows.extract.tables.grid import grids
from flows.reference import load_reference
from flows.vocabulary import APPLICANTS
from tests.unit.table_pages import facts, read, text_page

REFERENCE = load_reference()
HEAD_3 = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他"


def reading_of(*lines: str) -> TableReading:
    return read(
        text_page("\n".join(["二、主动公开政府信息情况", *lines, "五、存在的主要问题", "无。"])), REFERENCE
    )


def of(indicator_id: str, reading: TableReading) -> list[str | None]:
    found = facts(reading)
    return [found.get((indicator_id, who, "year")) for who in APPLICANTS]


def test_labels_broken_by_their_own_figures() -> None:
    """As text is taken out of a PDF: a label's lines stand above, around and below the line of its figures."""
    reading = reading_of(
        HEAD_3,
        "一、本年新收政府信",
        "息公开申请数量",
        "1 2 3 4 5 6 21",
        "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
        "三、本年度办理结果 （一）予以公开 1 0 0 0 0 0 1",
        "（三）不予公开",
        "2.其他法律行政",
        "2 0 0 0 0 0 2",
        "法规禁止公开",
        "- 4 -",
        "3.危及“三安全一",
        "稳定”",
        "3 0 0 0 0 0 3",
        "（六）其他处理",
        "1.申请人无正当",
        "4 0 0 0 0 0 4",
        "理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "（七）总计 9 0 0 0 0 0 9",
        "四、结转下年度继续",
        "8 0 0 0 0 0 8",
        "办理",
    )
    assert of("applications.new", reading) == ["1", "2", "3", "4", "5", "6", "21"]
    totals = {o.indicator_id: int(o.value) for o in reading.observations if o.applicant == "total"}
    assert totals == {
        "applications.new": 21,
        "applications.carried_in": 0,
        "applications.granted": 1,
        "applications.denied.other_law": 2,
        "applications.denied.safety_stability": 3,
        "applications.other.not_corrected": 4,
        "applications.outcomes": 9,
        "applications.carried_out": 8,
    }
    assert reading.findings == ()


@pytest.mark.parametrize("page_number", ["- 2 -", "— 12 —", "第 3 页", "第3页 共9页"])
def test_page_numbers_between_rows_are_no_figures(page_number: str) -> None:
    reading = reading_of(
        "信息内容 本年处理决定数量", "行政许可 5", page_number, "行政处罚 6", "行政强制 7", page_number
    )
    assert list(facts(reading).values()) == ["5", "6", "7"]
    assert reading.findings == ()


def test_a_piece_of_a_label_is_not_taken_for_another_label_with_a_slip() -> None:
    """府网站在线访谈次数 is one character from 政府网站在线访谈次数, and the end of a longer label."""
    reading = reading_of(
        "统计指标 单位 统计数",
        "1.政府公报公开政府信息数 条 3",
        "2.政府网站公开政府信息数 条 4",
        "其中：主要负责同志参加政",
        "府网站在线访谈次数 次 9",
        "3.政策解读稿件发布数 篇 5",
    )
    assert facts(reading)["stat.response.online_interviews_by_head", None, "year"] == "9"
    assert ("stat.response.online_interviews", None, "year") not in facts(reading)
    piece = reading_of(
        "统计指标 单位 统计数",
        "1.政府公报公开政府信息数 条 3",
        "2.政府网站公开政府信息数 条 4",
        "其中：参加",
        "府网站在线访谈次数 次 9",
        "3.政策解读稿件发布数 篇 5",
    )
    assert sorted(facts(piece).values()) == ["3", "4", "5"]
    assert [finding.rule for finding in piece.findings] == ["unknown_row"]


def test_a_table_pasted_with_tabs_keeps_its_blank_cells() -> None:
    text = (
        "样例县水务局2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t\t-1\t2\n"
        "其他对外管理服务事项\t3\t\t4\n行政处罚\t5\t6\t\n三、收到和处理政府信息公开申请情况\n"
    )
    page = clean(text.encode())
    assert [grid.source for grid in grids(page)] == ["pipes"]
    assert {key[0].partition(".")[2]: value for key, value in facts(read(page, REFERENCE)).items()} == {
        "licensing.items_change": "-1",
        "licensing.decisions": "2",
        "other_services.items_last_year": "3",
        "other_services.decisions": "4",
        "penalty.items_last_year": "5",
        "penalty.items_change": "6",
    }


def test_a_tab_in_a_sentence_is_no_table() -> None:
    page = clean("样例县水务局2020年政府信息公开工作年度报告\n一、\t概述\n全年主动公开信息12条。\n".encode())
    assert "\t" not in page.text


def test_rows_of_bars_with_a_rule_under_the_heading_and_a_blank_last_cell() -> None:
    ruled = reading_of(
        "| 行政复议 | 行政诉讼 |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        "| 未经复议直接起诉 | 复议后起诉 |",
        f"| {' | '.join(['结果维持', '结果纠正', '其他结果', '尚未审结', '总计'] * 3)} |",
        f"| {' | '.join(str(value) for value in (1, 2, 3, 4, 10, 0, 0, 0, 0, 0, 5, 6, 7, 8, 26))} |",
    )
    assert len(ruled.observations) == 15
    blank = reading_of("信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 0 | 0 | ")
    assert sorted(facts(blank).values()) == ["0", "0"]
    dashes = reading_of("信息内容 |", "本年处理决定数量 |", "行政许可 |", "- |", "行政处罚 |", "6 |")
    assert facts(dashes) == {("proactive.penalty.decisions", None, "year"): "6"}


@pytest.mark.parametrize("separator", ["\n", " ", " | "])
def test_a_column_of_part_sums(separator: str) -> None:
    heading = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计"]
    rows = [
        ["申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        heading,
        ["一、本年新收政府信息公开申请数量", *"123456", "20", "21"],
        ["二、上年结转政府信息公开申请数量", *"100000", "0", "1"],
    ]
    reading = reading_of(*(separator.join(row) for row in rows))
    assert of("applications.new", reading) == ["1", "2", "3", "4", "5", "6", "21"]
    assert of("applications.carried_in", reading)[-1] == "1"


@pytest.mark.parametrize("separator", ["\n", " "])
def test_serial_numbers_before_the_labels(separator: str) -> None:
    rows = [
        ["序号", "项目", "单位", "2010年度", "历年累计"],
        ["1", "主动公开文件数", "条", "20", "300"],
        ["2", "其中：1、政府网站公开数", "条", "15", "250"],
        ["3", "2、政府公报公开数", "条", "5", "50"],
        ["5", "受理政府信息公开申请总数", "件", "7", "70"],
    ]
    reading = reading_of(*(separator.join(row) for row in rows))
    assert [int(o.value) for o in reading.observations] == [20, 300, 15, 250, 5, 50, 7, 70]
    assert reading.findings == ()


def test_codes_between_label_and_unit() -> None:
    rows = [
        ["统计指标", "代码", "单位", "统计数"],
        ["1.政府公报公开政府信息数", "04", "条", "20"],
        ["2.政府网站公开政府信息数", "05", "条", "30"],
        ["四、行政复议数量", "06", "件", "40"],
    ]
    reading = reading_of(*("\n".join(row) for row in rows))
    assert [int(o.value) for o in reading.observations] == [20, 30, 40]
    # Without that column a number between label and unit belongs to nothing that is known.
    lost = reading_of(*("\n".join(cell for cell in row if cell != "代码") for row in rows))
    assert (lost.observations, {finding.rule for finding in lost.findings}) == ((), {"misaligned_row"})


@pytest.mark.parametrize("name", ["指标", "项目", "内容"])
@pytest.mark.parametrize("period", ["2016年", "数量", "数据", "本年度"])
def test_headings_of_lists_in_few_words(name: str, period: str) -> None:
    reading = reading_of(
        f"{name} 单位 {period}",
        "1.政府公报公开政府信息数 条 20",
        "2.政府网站公开政府信息数 条 30",
        "四、行政复议数量 件 1900",
    )
    assert [int(o.value) for o in reading.observations] == [20, 30, 1900]


def test_a_figure_like_a_year_is_a_figure() -> None:
    outcomes = "结果维持\n结果纠正\n其他结果\n尚未审结\n总计"
    reading = reading_of("行政复议", outcomes, "1900\n3\n0\n0\n1903")
    assert facts(reading)["review.upheld", None, "year"] == "1900"


def test_a_stray_number_in_a_row_with_a_label_leaves_it_out() -> None:
    reading = reading_of(
        *HEAD_3.replace(" ", "\n").split("\n"),
        *("一、本年新收政府信息公开申请数量", *"4370007"),
        *("（三）不予公开", "1.属于国家秘密", *"32300005"),
        *("2.其他法律行政法规禁止公开", *"0200002"),
        *("四、结转下年度继续办理", *"1100002"),
    )
    assert of("applications.denied.state_secret", reading) == [None] * 7
    assert of("applications.denied.other_law", reading) == list("0200002")
    assert {finding.rule for finding in reading.findings} >= {"misaligned_row"}


@pytest.mark.parametrize(
    ("head", "is_read"),
    [
        ("统 计 指 标  单 位  统 计 数", True),
        ("指 标 名 称 单位 本 年 度", True),
        ("统 计 指 标  单位  上 半 年", False),
        ("统 计 指 标  单位  说 明", False),
    ],
)
def test_headings_that_are_set_wide_in_a_line_of_cells(head: str, is_read: bool) -> None:
    rows = "主动公开政府信息数 条 80", "制发规范性文件总数 件 46", "收到申请数 件 49", "行政复议数量 件 2"
    found = facts(reading_of("附表", head, *rows))
    assert (found.get(("stat.proactive.items", None, "year")) == "80") is is_read
