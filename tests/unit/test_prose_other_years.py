"""Sections of other years, numbers that a line's end cuts, late answers, examples. All texts are invented."""

import pytest

from tests.unit.prose_facts import facts

ITEMS = "stat.proactive.items"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
BODY = "主动公开政府信息500条。收到政府信息公开申请5件。"
READ = {ITEMS: 500, RECEIVED: 5}


@pytest.mark.parametrize(
    "heading",
    [
        *("(一)2016年情况", "2016年度依申请公开情况", "一、2016年工作回顾", "二、上年度依申请公开情况回顾"),
        *("附:2016年有关数据", "五、2018年工作打算", "五、2018年度主要目标任务", "(三)二〇一六年公开情况"),
        *("二、2015年至2017年公开情况", "六、明年工作重点", "1.2016年公开情况:"),
    ],
)
def test_a_section_of_another_year_states_nothing_of_this_one(heading: str) -> None:
    assert facts(f"{heading}\n{BODY}\n{BODY}", 2017) == {}
    assert facts(f"{heading}。{BODY}", 2017) == {}


@pytest.mark.parametrize(
    "heading",
    [
        *("(一)2017年情况", "2017年度依申请公开情况", "一、2017年工作回顾", "二、本年度依申请公开情况"),
        *(
            "三、落实2016年工作要点情况",
            "(四)2016年部门决算公开情况",
            "二、与上年度比较情况",
            "四、上年度结转申请办理情况",
        ),
        "2016年度政府信息公开工作年度报告",
    ],
)
def test_a_section_of_this_year_is_read(heading: str) -> None:
    assert facts(f"{heading}\n{BODY}", 2017) == READ


@pytest.mark.parametrize(
    "text",
    [
        f"二、公开情况\n(一)2016年情况\n收到政府信息公开申请9件。\n1.其他\n主动公开政府信息7条。\n(二)2017年情况\n{BODY}",
        f"(一)2016年情况\n收到政府信息公开申请9件。\n二、公开情况\n{BODY}",
        f"2016年公开情况\n收到政府信息公开申请9件。\n2017年公开情况\n{BODY}",
        f"一、2018年工作打算\n主动公开政府信息7条。\n二、主动公开情况\n{BODY}",
    ],
)
def test_it_ends_with_the_next_heading_as_high(text: str) -> None:
    assert facts(text, 2017) == READ


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息1\n26条。",
        "主动公开政府信息1\n— 2 —\n260条。",
        "主动公开政府信息12\n2\n60条。",
        "主动公开政府信息1\n第 2 页 共 5 页\n26条。",
        "2017年通过政府网站等渠道共主动公开政府信息12\n60条,其中规范性文件若干。",
        "主动公开政府信息1\n2\n6条。",
    ],
)
def test_a_number_that_a_lines_end_cuts_is_not_read(text: str) -> None:
    assert facts(text, 2017) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主动公开政府信息12\n条。", {ITEMS: 12}),
        ("主动公开政府信息12\n第 2 页 共 5 页\n条。", {ITEMS: 12}),
        ("主动公开政府信息2\n万条。", {ITEMS: 20000}),
        ("主动公开政府信息12\n举办培训班3", {ITEMS: 12}),
        ("二、依申请公开\n收到申请5\n1.其他工作\n三、其他", {RECEIVED: 5}),
        ("二、依申请公开\n收到申请5\n个人申请渠道畅通。", {RECEIVED: 5}),
    ],
)
def test_a_whole_number_at_a_lines_end_is_read(text: str, expected: dict[str, int]) -> None:
    assert facts(text, 2017) == expected


@pytest.mark.parametrize("late", ["逾期答复", "超期答复", "超时答复", "逾期未答复", "未按期答复", "逾期办结"])
def test_what_was_late_is_no_count_of_what_was_answered(late: str) -> None:
    section = "三、依申请公开政府信息情况\n"
    assert facts(f"{section}{late}0件。", 2017) == {}
    assert facts(f"{section}收到申请11件,{late}0件。", 2017) == {RECEIVED: 11}
    assert facts(f"{section}收到申请11件,答复10件,{late}1件。", 2017) == {RECEIVED: 11, REPLIED: 10}


def test_a_running_count_after_a_years_end_is_not_the_years() -> None:
    text = "截至12月底,政府网站累计公开政府信息4120条。累计推送信息1800条。"
    assert facts(text, 2017) == {"stat.proactive.by_channel.website cumulative": 4120}
    assert facts("2017年,发布政策解读3篇。累计公开政府信息1800条。", 2017)[ITEMS] == 1800


@pytest.mark.parametrize(
    "text", ["(注:某局收到申请5件,应填5)", "如某单位收到申请5件,则填5。", "填报说明:收到申请数12件。"]
)
def test_how_a_form_is_filled_in_is_no_fact(text: str) -> None:
    assert facts(f"二、依申请公开\n{text}", 2017) == {}


def test_a_note_and_an_applicant_without_name_are_read() -> None:
    text = "二、依申请公开\n收到申请8件(注:其中2件为网上申请)。"
    assert facts(text, 2017) == {RECEIVED: 8, f"{RECEIVED}.online": 2}
    assert facts("二、依申请公开\n收到申请8件,其中某公司3件。", 2017) == {RECEIVED: 8}


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一百零五", 105), ("一百○三", 103), ("三〇五", 305), ("二十三", 23), ("三五", None)],
)
def test_a_zero_in_a_numeral_is_written_in_several_ways(numeral: str, value: int | None) -> None:
    read = facts(f"三、依申请公开政府信息情况\n收到申请{numeral}件。", 2017)
    assert read == ({} if value is None else {RECEIVED: value})
