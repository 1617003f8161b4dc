"""Figures that stand among a report's own and are not: another year's, a target, another body's, several years',
other cases', taken back, or no number at all. Beside each stands what must still be read."""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
REVIEW, LITIGATION = "stat.review", "stat.litigation"
ASKED = "三、依申请公开情况\n"
REMEDIES = "四、复议、诉讼情况\n"
COUNTY, BUREAU, TOWNSHIP = ["样例县人民政府"], ["样例县水利局"], ["样例县样溪镇人民政府"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("主动公开政府信息312条,与2015年的280条相比增长11%。", {ITEMS: 312}),
        ("主动公开政府信息312条,较2015年280条增长11%。", {ITEMS: 312}),
        ("与2015年主动公开政府信息280条相比,2016年主动公开政府信息312条。", {ITEMS: 312}),
        ("与2014年、2015年主动公开的200条、280条相比,2016年主动公开政府信息312条。", {ITEMS: 312}),
        ("同比2015年主动公开政府信息280条,增加32条。", {}),
        ("环比2015年主动公开信息280条。", {}),
        ("主动公开政府信息312条,2015年为280条。", {ITEMS: 312}),
        ("2015年同期主动公开政府信息280条。", {}),
        (f"{ASKED}较2015年收到的政府信息公开申请8件有所增加。", {}),
        (f"{ASKED}同2015年收到申请8件相比,2016年收到申请12件。", {RECEIVED: 12}),
        (f"{ASKED}较2015年有所增加,收到申请12件。", {RECEIVED: 12}),
        (f"{ASKED}收到申请12件(2015年8件),同意公开10件。", {RECEIVED: 12, f"{REPLIED}.granted": 10}),
        ("与上年相比,主动公开政府信息增加到312条。", {ITEMS: 312}),
        ("与上年相比,主动公开政府信息增加312条。", {}),
        ("主动公开政府信息由去年的120条变为150条。", {ITEMS: 150}),
        ("主动公开政府信息从2015年的120条增加到2016年的150条。", {ITEMS: 150}),
        ("主动公开政府信息从120条上升到了150条。", {ITEMS: 150}),
        (f"{ASKED}收到申请由2015年的8件上升为12件。", {RECEIVED: 12}),
    ],
)
def test_a_year_that_is_compared_with(sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("年度目标任务是主动公开政府信息500条。", {}),
        ("考核指标为主动公开信息500条。", {}),
        ("下达主动公开信息500条的任务。", {}),
        ("确定了全年主动公开政府信息500条的目标。", {}),
        ("要求各单位每月主动公开政府信息不少于10条。", {}),
        ("市政府要求我局年内主动公开政府信息500条。", {}),
        ("规定各部门年主动公开信息20条以上。", {}),
        ("希望全年主动公开政府信息达到500条。", {}),
        ("承诺主动公开政府信息500条。", {}),
        ("全年任务为公开政府信息500条,实际主动公开政府信息520条。", {ITEMS: 520}),
        ("主动公开政府信息520条,完成目标任务500条的104%。", {ITEMS: 520}),
        ("圆满完成了目标任务,主动公开政府信息520条。", {ITEMS: 520}),
        ("围绕重点任务,主动公开政府信息520条。", {ITEMS: 520}),
        ("按照《条例》要求,主动公开政府信息520条。", {ITEMS: 520}),
        ("按要求主动公开政府信息520条。", {ITEMS: 520}),
    ],
)
def test_what_is_to_be_reached_and_what_was(sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016) == expected


@pytest.mark.parametrize(
    ("own_names", "sentence", "expected"),
    [
        (BUREAU, "市教育局主动公开政府信息120条。", {}),
        (BUREAU, "县教育局未收到政府信息公开申请。", {}),
        (BUREAU, "2016年,县水利局主动公开政府信息120条,未收到政府信息公开申请。", {ITEMS: 120, RECEIVED: 0}),
        (BUREAU, "下属灌溉站主动公开政府信息45条。", {}),
        (COUNTY, "县水利局主动公开政府信息120条。", {}),
        (COUNTY, "县财政局、县教育局主动公开政府信息245条。", {}),
        (COUNTY, "县政府办公室主动公开政府信息245条。", {ITEMS: 245}),
        (COUNTY, "县法院收到信息公开申请3件。", {}),
        (COUNTY, "全县主动公开政府信息1200条,县财政局主动公开245条,居首位。", {ITEMS: 1200}),
        (COUNTY, f"{ASKED}全县收到申请20件,其中县公安局8件、县国土局6件。", {RECEIVED: 20}),
        (COUNTY, f"{REMEDIES}县国土局被提起行政复议2件。", {}),
        (COUNTY, "例如某镇主动公开政府信息120条。", {}),
        (TOWNSHIP, "样溪镇主动公开政府信息120条。", {ITEMS: 120}),
        (TOWNSHIP, "样山镇主动公开政府信息120条。", {}),
        (["样例县人力资源和社会保障局"], "县人社局主动公开政府信息120条。", {ITEMS: 120}),
        (["样例市市场监督管理局"], "市市监局主动公开政府信息120条。", {ITEMS: 120}),
        (["样例经济开发区管理委员会"], "经开区管委会主动公开信息120条。", {ITEMS: 120}),
        (["样例大学"], "学校主动公开信息120条。", {ITEMS: 120}),
        ([], "县水利局主动公开政府信息120条。", {ITEMS: 120}),
        ([], f"{ASKED}收到申请12件,其中市公安局收到申请5件,市国土局收到申请3件。", {RECEIVED: 12}),
    ],
)
def test_whose_figure_it_is(own_names: list[str], sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016, own_names) == expected


def test_another_bodys_figure_is_a_finding() -> None:
    reading = read_prose("县教育局公开政府信息9条。", (), REFERENCE, report_year=2016, own_names=BUREAU)
    assert reading.observations == ()
    assert [(f.rule, f.indicator_id) for f in reading.findings] == [("of_other_bodies", ITEMS)]


@pytest.mark.parametrize(
    "opening",
    [
        *(
            "“十二五”期间",
            "“十二五”时期,全县",
            "五年来,",
            "几年来",
            "近三年",
            "三年来共",
            "过去五年",
            "前三年",
        ),
        *(
            "连续三年",
            "两年间",
            "三年内",
            "多年来",
            "一年多来",
            "半年来",
            "任期内",
            "成立至今",
            "迄今",
            "建局以来",
        ),
        # Of which year's beginning, a report that was written in the next year does not say.
        *("截至目前累计", "2011-2015年", "党的十八大以来,", "年初以来,"),
    ],
)
def test_several_years_are_not_the_year(opening: str) -> None:
    assert facts(f"{opening}主动公开政府信息2000条。", 2015) == {}


@pytest.mark.parametrize(
    "opening",
    [
        *("一年来,", "过去的一年,", "在过去一年中", "今年以来,", "2015年以来,", "一年间"),
        *("2015年是“十二五”规划的最后一年,", "自2015年1月1日起,"),
    ],
)
def test_words_that_mean_the_year(opening: str) -> None:
    assert facts(f"{opening}主动公开政府信息300条。", 2015) == {ITEMS: 300}


@pytest.mark.parametrize("opening", ["四年来,", "截至目前,", "成立至今"])
def test_none_in_several_years_is_none_in_the_year(opening: str) -> None:
    assert facts(f"{opening}未收到政府信息公开申请。", 2015) == {RECEIVED: 0}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("行政复议12件,行政诉讼5件,均与信息公开无关。", {}),
        ("发生行政诉讼5件,均不涉及政府信息公开。", {}),
        ("行政诉讼5件(均非政府信息公开案件)。", {}),
        ("非信息公开类行政复议10件。", {}),
        ("除信息公开外,其他行政复议10件。", {}),
        ("共办理行政复议12件,其中涉及政府信息公开的2件。", {REVIEW: 2}),
        ("行政复议12件,其中因政府信息公开引起的2件。", {REVIEW: 2}),
        ("行政复议12件,其中信息公开行政复议2件。", {REVIEW: 2}),
        ("共发生行政诉讼12件,与政府信息公开有关的2件。", {LITIGATION: 2}),
        ("行政复议12件、行政诉讼5件,其中涉及信息公开的分别为2件和1件。", {}),
        ("政府信息公开类行政复议2件,其他类行政复议10件。", {REVIEW: 2}),
        ("行政复议2件,均为政府信息公开案件。", {REVIEW: 2}),
        ("行政复议3件,因政府信息公开引起的行政诉讼1件。", {REVIEW: 3, LITIGATION: 1}),
    ],
)
def test_cases_that_are_not_of_disclosure(sentence: str, expected: Facts) -> None:
    assert facts(REMEDIES + sentence, 2018) == expected


@pytest.mark.parametrize(
    "number",
    [
        *("312条(更正:应为321条)", "312条,更正为321条", "312条,剔除重复后为300条", "原为312条,现为321条"),
        *("120条和130条", "312或321条", "312/321条", "1、234条", "1,2345条", "2,3条", "12,34条", "1.234条"),
        *(
            "100-120条",
            "100至120条",
            "100条至120条",
            "100~120条",
            "三五条",
            "三四十条",
            "两三百条",
            "十五六条",
        ),
        *("不足100条", "不到100条", "至少100条", "最多100条", "不超过100条", "100条以下", "100条以内"),
        *("几十条", "数百条", "XX条", "3?12条"),
    ],
)
def test_what_is_no_number_to_be_sure_of(number: str) -> None:
    assert facts(f"主动公开政府信息{number}。", 2016) == {}


@pytest.mark.parametrize(
    ("number", "value", "approximate"),
    [
        ("1，234条", 1234, False),
        ("12.34万条", 123400, False),
        ("三百二十条", 320, False),
        ("二十五条", 25, False),
        ("312条(含转载200条)", 312, False),
        ("高达312条", 312, False),
        ("300余条", 300, True),
        ("突破300条", 300, True),
        ("超过300条", 300, True),
        ("300条以上", 300, True),
    ],
)
def test_numbers_as_they_are_written(number: str, value: int, approximate: bool) -> None:
    (found,) = read_prose(f"主动公开政府信息{number}。", (), REFERENCE, report_year=2016).observations
    assert (int(found.value), found.approximate) == (value, approximate)
