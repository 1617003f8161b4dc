"""Units that stand apart from their number, numbers without one, and figures glued in flattened rows."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE

ITEMS = "stat.proactive.items"
FEES = "stat.applications.fees"
RECEIVED = "stat.applications.received"
WEBSITE = "stat.proactive.by_channel.website"


def read(text: str, year: int = 2016) -> tuple[dict[str, float], int]:
    """Indicator to value, and how many numbers were unreadable."""
    reading = read_prose(text, (), REFERENCE, report_year=year)
    n_unreadable = sum(one.rule == "unreadable_number" for one in reading.findings)
    return {one.indicator_id: float(one.value) for one in reading.observations}, n_unreadable


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("依申请公开收取费用120（元）。", {FEES: 0.012}),
        ("依申请公开收取费用1200 （元）。", {FEES: 0.12}),
        ("依申请公开收取费用120，单位：元", {FEES: 0.012}),
        ("依申请公开收取费用120（单位：元）。", {FEES: 0.012}),
        ("依申请公开收取费用1.2（万元）。", {FEES: 1.2}),
        ("依申请公开收取费用0。", {FEES: 0}),
        ("主动公开政府信息320(万条)。", {ITEMS: 3200000}),
        ("主动公开政府信息数：3（万条）", {ITEMS: 30000}),
        ("网站公开政府信息2(万)条。", {WEBSITE: 20000}),
        ("网站公开政府信息2（万余条）。", {WEBSITE: 20000}),
        # What stands in brackets beside them is no multiplier.
        ("主动公开政府信息320（条），其中网站公开300（条）。", {ITEMS: 320, WEBSITE: 300}),
        ("主动公开政府信息320条（件）。", {ITEMS: 320}),
        ("主动公开政府信息320条（网站）。", {ITEMS: 320}),
        ("收到政府信息公开申请12（件）。", {RECEIVED: 12}),
        # The tenth entry of a list, and no multiplier.
        ("（九）收到政府信息公开申请5件（十）召开会议。", {RECEIVED: 5}),
        ("主动公开政府信息320条/年。", {ITEMS: 320}),
    ],
)
def test_a_unit_apart_from_its_number(sentence: str, expected: dict[str, float]) -> None:
    assert read(sentence) == (expected, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "主动公开政府信息320（百条）。",
        "主动公开政府信息320条（万）。",
        "主动公开政府信息3万（万条）。",
        "依申请公开收取费用120元（万元）。",
        "依申请公开收取费用120。",
        "主动公开政府信息320条/月。",
        "依申请公开收取费用120元/件。",
    ],
)
def test_a_number_whose_unit_is_unsure_is_a_finding(sentence: str) -> None:
    assert read(sentence) == ({}, 1)


SEVEN_GLUED = "一、本年新收政府信息公开申请数量4034322\n二、上年结转政府信息公开申请数量1100002"


def test_rows_of_seven_columns_are_no_number() -> None:
    assert read(SEVEN_GLUED, 2022) == ({}, 2)


def test_what_is_said_of_new_applications_is_one_number() -> None:
    found, n_unreadable = read(
        "2022年，本机关新收政府信息公开申请12件，上年结转政府信息公开申请数量为2件。", 2022
    )
    assert found == {"applications.new": 12, "applications.carried_in": 2}
    assert n_unreadable == 0
    assert read("2022年，新收政府信息公开申请数量为12，均已答复。", 2022) == ({"applications.new": 12}, 0)


TWO_COLUMNS = (
    "(一)收到申请数件5249\n1.当面申请数件7370\n2.传真申请数件1714\n3.网络申请数件7774\n4.信函申请数件3532\n"
    "(二)申请办结数件5253\n1.按时办结数件3128\n2.延期办结数件5653\n四、行政复议数量件2522\n五、行政诉讼数量件2926"
)
ONE_COLUMN = (
    "三、依申请公开情况\n"
    "(一)收到申请数件52\n1.当面申请数件12\n2.传真申请数件0\n3.网络申请数件30\n4.信函申请数件10\n"
    "(二)申请办结数件52"
)


@pytest.mark.parametrize(
    "text",
    [
        TWO_COLUMNS,
        # Zeros of two columns, and a heading that names both.
        "(一)收到申请数件52\n1.当面申请数件00\n2.传真申请数件00\n3.网络申请数件52",
        "统计指标 单位 2015年 2016年\n(一)收到申请数件52\n1.当面申请数件31",
    ],
)
def test_a_list_of_two_columns_is_not_read_as_one(text: str) -> None:
    found, n_unreadable = read(text)
    assert found == {}
    assert n_unreadable > 0


def test_a_list_of_one_column_is_read_where_its_figures_are_glued() -> None:
    found, n_unreadable = read(ONE_COLUMN)
    assert found[RECEIVED] == 52
    assert found["stat.applications.received.fax"] == 0
    assert found["stat.applications.closed"] == 52
    assert n_unreadable == 0


def test_kinds_of_information_are_no_applications() -> None:
    assert read("依申请公开：0；主动公开：320；不予公开：0。") == ({}, 0)
    assert read("政府信息公开情况：依申请公开：0件；主动公开：320条。") == ({RECEIVED: 0, ITEMS: 320}, 0)
