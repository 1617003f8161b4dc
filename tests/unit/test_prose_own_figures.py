"""Figures that are the report's own, of its year and of all: what only looks so states nothing."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
WEBSITE = "stat.proactive.by_channel.website"
WECHAT = "stat.proactive.by_channel.wechat"
RECEIVED = "stat.applications.received"
ONLINE = "stat.applications.received.online"
REVIEW = "stat.review"
SUM = "cumulative"
OWN = ("样例县水利局",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2016年主动公开政府信息61条,历年累计公开703条,收到政府信息公开申请4件,行政复议0件。",
            {ITEMS: 61, f"{ITEMS} {SUM}": 703, RECEIVED: 4, REVIEW: 0},
        ),
        # The sums follow the list of the year's figures.
        (
            "2016年主动公开政府信息61条,收到政府信息公开申请4件,历年累计公开政府信息703条,收到政府信息公开申请9件。",
            {ITEMS: 61, RECEIVED: 4, f"{ITEMS} {SUM}": 703, f"{RECEIVED} {SUM}": 9},
        ),
        ("政府网站公开数:30条,历年累计290条。", {WEBSITE: 30, f"{WEBSITE} {SUM}": 290}),
        (
            "主动公开文件数:31条,历年累计299条\n政府网站公开数:30条,历年累计290条\n受理政府信息公开申请总数:4件,历年累计9件",
            {
                ITEMS: 31,
                f"{ITEMS} {SUM}": 299,
                WEBSITE: 30,
                f"{WEBSITE} {SUM}": 290,
                RECEIVED: 4,
                f"{RECEIVED} {SUM}": 9,
            },
        ),
        ("自2008年以来主动公开政府信息299条\n收到政府信息公开申请4件", {f"{ITEMS} {SUM}": 299, RECEIVED: 4}),
        # Of which of the two the sum is, nobody can tell.
        ("收到政府信息公开申请4件,其中网上申请3件,历年累计9件。", {RECEIVED: 4, ONLINE: 3}),
    ],
)
def test_a_sum_of_years_rules_its_own_count(text: str, expected: Facts) -> None:
    assert facts(text, 2016) == expected


@pytest.mark.parametrize(
    "text",
    [
        "没有逾期答复的政府信息公开申请。",
        "没有被退回的政府信息公开申请。",
        "没有涉密的政府信息公开申请。",
        "未收到通过传真方式提交的政府信息公开申请。",
        "未收到企业提出的政府信息公开申请。",
        "未收到法人或其他组织的政府信息公开申请。",
        "未收到政府信息公开申请的单位有9个。",
        "9个单位未收到政府信息公开申请。",
        "大部分乡镇未收到政府信息公开申请。",
        "若未收到政府信息公开申请,应当零报告。",
        "对未收到政府信息公开申请的单位,要求零报告。",
        "杜绝了未受理政府信息公开申请的现象。",
        "国庆期间未收到政府信息公开申请。",
        "未收到政府信息公开申请转办件。",
        "除县政府转办的2件外,未收到政府信息公开申请。",
        "除上述2件外,没有收到政府信息公开申请。",
        "除网站渠道外,未收到政府信息公开申请。",
        "再未收到政府信息公开申请。",
        "自5月以来未收到政府信息公开申请。",
        "局网站平台未收到政府信息公开申请。",
        "服务窗口未收到政府信息公开申请。",
        "局邮箱全年未收到政府信息公开申请。",
        "多数科室未收到政府信息公开申请。",
    ],
)
def test_a_narrowed_none_is_no_zero(text: str) -> None:
    assert RECEIVED not in facts(text, 2016)
    beside = facts(f"我局收到政府信息公开申请7件。{text}", 2016)
    assert beside[RECEIVED] == 7


@pytest.mark.parametrize(
    "text",
    [
        "全年未收到公民、法人和其他组织提出的政府信息公开申请。",
        "没有公民、法人向我局提出公开申请。",
        "未收到任何形式的政府信息公开申请。",
        "未收到书面或口头政府信息公开申请。",
        "未收到政府信息公开申请的情况。",
        "目前没有收到依申请公开事项,未发生行政复议。",
        "未收到依申请公开的函件。",
        "除主动公开政府信息外,未收到政府信息公开申请。",
        "局网站、邮箱和窗口均未收到政府信息公开申请。",
        "自网站开通以来未收到政府信息公开申请。",
        "自2016年1月以来未收到政府信息公开申请。",
    ],
)
def test_a_plain_none_is_a_zero(text: str) -> None:
    assert facts(text, 2016)[RECEIVED] == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县教育局2016年度报告显示,该局全年主动公开政府信息900条。", {}),
        ("据县教育局年度报告,全年主动公开政府信息900条。", {}),
        ("先进典型:县教育局主动公开政府信息900条。", {}),
        ("公开数量前三位:县教育局主动公开900条、县林业局主动公开800条。", {}),
        ("据我局统计,全年主动公开政府信息61条。", {ITEMS: 61}),
        ("县水利局年度统计显示,全年主动公开政府信息61条。", {ITEMS: 61}),
        ("局属样例管理处主动公开政府信息60条,我局主动公开政府信息61条。", {ITEMS: 61}),
        ("全省水利系统收到政府信息公开申请900件,样例县水利局收到7件。", {RECEIVED: 7}),
        (
            "我局主动公开政府信息61条。排名前三的单位:县教育局主动公开政府信息500条、县财政局400条。",
            {ITEMS: 61},
        ),
    ],
)
def test_the_figures_of_another_body(text: str, expected: Facts) -> None:
    assert facts(text, 2016, OWN) == expected


def test_a_department_leaves_out_what_its_county_did() -> None:
    text = "全县各部门共主动公开政府信息9000条,我局主动公开政府信息61条。"
    read = read_prose(text, (), REFERENCE, report_year=2016, has_territory=False, own_names=OWN)
    assert [(o.indicator_id, o.value, o.scope) for o in read.observations] == [(ITEMS, 61, None)]
    assert [finding.rule for finding in read.findings] == ["of_other_bodies"]


def test_the_site_of_another_town() -> None:
    town = ("样例县甲镇人民政府",)
    assert facts("乙河镇政府网共公开信息88条。", 2016, town) == {}
    assert facts("甲镇政府网公开信息88条。", 2016, town) == {WEBSITE: 88}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主动公开政府信息280条(2015年)、61条(2016年)。", {ITEMS: 61}),
        ("收到政府信息公开申请8件(上年)、4件(本年)。", {RECEIVED: 4}),
        ("主动公开政府信息280条(2015年度)。", {}),
        ("主动公开政府信息28条/31条(2015年/2016年)。", {}),
        ("收到政府信息公开申请:2015年4件;2016年5件。", {RECEIVED: 5}),
        ("到目前为止,共公开政府信息1300条。", {}),
        ("目前,共公开政府信息1300条。", {}),
        ("截至发稿时,已公开政府信息1300条。", {}),
        ("从开通网站到年底,共公开政府信息1300条。", {}),
        ("公开目录自建立起共发布政府信息300条。", {}),
        ("三年共主动公开政府信息300条。", {}),
        (
            "回顾2015年,我局工作稳步推进。全年主动公开政府信息280条。\n2016年,主动公开政府信息61条。",
            {ITEMS: 61},
        ),
    ],
)
def test_figures_of_another_time(text: str, expected: Facts) -> None:
    assert facts(text, 2016) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主动公开政府信息3。2万条。", {ITEMS: 32000}),
        ("主动公开政府信息12。6万条,收到政府信息公开申请4件。", {ITEMS: 126000, RECEIVED: 4}),
        ("主动公开政府信息3。25条。", {}),
        ("主动公开政府信息3;20条。", {}),
        ("主动公开政府信息数61。2.收到政府信息公开申请4件。", {ITEMS: 61, RECEIVED: 4}),
        # A list that lost its cells: the next entry's number stands at the figure.
        (
            "1.政府公报公开政府信息数条892.政府网站公开政府信息数条843.政务微博公开政府信息数条68",
            {"weibo": 68},
        ),
    ],
)
def test_numbers_that_run_into_others(text: str, expected: Facts) -> None:
    assert {key.rpartition("by_channel.")[2]: value for key, value in facts(text, 2016).items()} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("网站、微信各公开政府信息50条。", {WEBSITE: 50, WECHAT: 50}),
        ("全年仅公开政府信息20条的股室有3个。", {}),
        ("派员参加政府信息公开培训班2期5人次。", {}),
        ("收到政府信息公开申请7件,答复25项信息。", {RECEIVED: 7}),
        ("(1)主动公开政府信息61条;(2)网站公开20条。", {ITEMS: 61, WEBSITE: 20}),
    ],
)
def test_what_a_number_counts(text: str, expected: Facts) -> None:
    assert facts(text, 2016) == expected
