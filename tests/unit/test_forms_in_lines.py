"""Rows of sections 3 and 4 and of the lists of 2008 in the middle of a line, and lines that only look like them."""

import pytest

from flows.reference import load_reference
from tests.unit.table_pages import facts, read, text_page

REFERENCE = load_reference()
_REVIEW = "结果维持 0 结果纠正 0 其他结果 1 尚未审结 0 总计 1"
_OUTCOMES = ("upheld", "corrected", "other", "pending", "total")


@pytest.mark.parametrize(
    "words", [f"行政复议 {_REVIEW}", f"…行政复议({_REVIEW})…", f"公开31项。行政复议:{_REVIEW} …"]
)
def test_a_block_of_outcomes_with_their_figures(words: str) -> None:
    reading = read(text_page(words.replace(":", "：")), REFERENCE)
    assert {indicator: value for (indicator, *_), value in facts(reading).items()} == dict(
        zip((f"review.{name}" for name in _OUTCOMES), "00101", strict=True)
    )


def test_each_block_is_known_by_the_name_before_it() -> None:
    words = f"行政复议 {_REVIEW} 行政诉讼 未经复议直接起诉 {_REVIEW} 复议后起诉 {_REVIEW}"
    reading = read(text_page(words), REFERENCE)
    assert {fact[0].partition(".")[0] for fact in facts(reading)} == {
        "review",
        "litigation_direct",
        "litigation_after_review",
    }
    assert len(reading.observations) == 15


@pytest.mark.parametrize(
    "words",
    [
        f"行政复议 {_REVIEW.replace('总计 1', '总计 2')}",  # the figures do not make the total
        f"行政诉讼 {_REVIEW}",  # of two blocks
        _REVIEW,  # of three
        f"行政复议 {_REVIEW.replace('尚未审结 0 ', '')}",
        "行政复议结果维持情况：结果纠正、其他结果均为0件，总计1件。",
    ],
)
def test_a_block_that_is_not_certain_gives_nothing(words: str) -> None:
    assert not read(text_page(words), REFERENCE).observations


_ROWS = (
    "一、本年新收政府信息公开申请数量 4 0 0 0 0 1 5",
    "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
    "三、本年度办理结果 （一）予以公开 2 0 0 0 0 0 2",
    "2.没有现成信息需要另行制作 2 0 0 0 0 1 3",
    "（七）总计 4 0 0 0 0 1 5",
)


@pytest.mark.parametrize("joint", [" ", " … "])
def test_rows_of_seven_figures_in_one_line(joint: str) -> None:
    reading = read(text_page(f"2019年公开信息205条… {joint.join(_ROWS)}"), REFERENCE)
    totals = {fact[0]: value for fact, value in facts(reading).items() if fact[1] == "total"}
    assert totals == {
        "applications.new": "5",
        "applications.carried_in": "0",
        "applications.granted": "2",
        "applications.unavailable.needs_creation": "3",
        "applications.outcomes": "5",
    }
    assert {one.aligned_by for one in reading.observations} == {"order"}


@pytest.mark.parametrize(
    "words",
    [
        " ".join(_ROWS[:3]),  # too few rows
        " ".join(row.rpartition(" ")[0] for row in _ROWS),  # six figures
        "。".join(_ROWS),
        "一月 4 0 0 0 0 1 5 二月 0 0 0 0 0 0 0 三月 2 0 0 0 0 0 2 四月 4 0 0 0 0 1 5 五月 1 0 0 0 0 0 1",
    ],
)
def test_other_rows_of_figures_give_nothing(words: str) -> None:
    assert not read(text_page(words), REFERENCE).observations


def test_a_row_that_does_not_add_up_is_left_out() -> None:
    reading = read(text_page(" ".join(_ROWS).replace("2 0 0 0 0 0 2", "2 0 0 0 0 0 7")), REFERENCE)
    assert "applications.granted" not in {fact[0] for fact in facts(reading)}


def test_a_list_of_two_periods_in_one_line() -> None:
    words = "主动公开文件数 条 84 612 其中：政府网站公开数 条 84 530 受理申请总数 件 0 2"
    reading = read(text_page(words), REFERENCE)
    assert {(indicator, period): value for (indicator, _, period), value in facts(reading).items()} == {
        ("stat.proactive.items", "year"): "84",
        ("stat.proactive.items", "cumulative"): "612",
        ("stat.proactive.by_channel.website", "year"): "84",
        ("stat.proactive.by_channel.website", "cumulative"): "530",
        ("stat.applications.received", "year"): "0",
        ("stat.applications.received", "cumulative"): "2",
    }


@pytest.mark.parametrize(
    "words",
    [
        # The second figures are the numbers of the rows behind them.
        "主动公开文件数 条 1 2 政府网站公开数 条 1 3 受理申请总数 件 0 4",
        # A year that is more than all years.
        "主动公开文件数 条 84 612 政府网站公开数 条 84 53 受理申请总数 件 0 2",
        "主动公开文件数 条 84 612 受理申请总数 件 0 2",
        "办理信访数 件 84 612 接待来访数 人 84 530 受理投诉总数 件 0 2",
    ],
)
def test_two_figures_that_are_no_periods_give_nothing(words: str) -> None:
    assert not read(text_page(words), REFERENCE).observations


def test_a_list_goes_on_behind_the_heading_of_its_next_part() -> None:
    words = (
        "一、主动公开情况 （一）主动公开政府信息数 条 215 其中：主动公开规范性文件数 条 3 制发规范性文件总数 件 3 "
        "（二）通过不同渠道和方式公开政府信息的情况 1.政府公报公开政府信息数 条 0 2.政府网站公开政府信息数 条 198"
    )
    assert list(facts(read(text_page(words), REFERENCE)).values()) == ["215", "3", "3", "0", "198"]


def test_a_table_begins_behind_a_full_stop() -> None:
    words = "均已办结。第二十条第（五）项 行政许可 163 第（六）项 行政处罚 22 行政强制 0"
    assert list(facts(read(text_page(words), REFERENCE)).values()) == ["163", "22", "0"]
    assert not read(text_page("均已办结。第二十条第（五）项的行政许可 163 件"), REFERENCE).observations


def test_dots_between_rows_are_no_cells() -> None:
    words = (
        "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 0 规范性文件 1 2 6 … 行政许可 583 … 行政处罚 21 "
        "行政强制 0 … 行政事业性收费 0"
    )
    values = list(facts(read(text_page(words), REFERENCE)).values())
    assert values == ["0", "0", "0", "1", "2", "6", "583", "21", "0", "0"]
    # In the place of a figure they leave its row in doubt.
    lost = facts(read(text_page(words.replace("1 2 6", "1 … 6")), REFERENCE))
    assert not any(indicator.startswith("proactive.normative_documents") for indicator, *_ in lost)
