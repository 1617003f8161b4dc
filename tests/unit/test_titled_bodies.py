"""Tables and reports that stand under another body's name are not the report's. All bodies are invented."""

import pytest

from flows.extract.document import read_payload
from flows.extract.titled_bodies import (
    another_body,
    reports_of_other_years,
    titles_of_reports,
    two_reports,
)

COUNTY = ["样例县人民政府"]
BUREAU = ["样例县教育和体育局"]
TOWN = ["样例县样溪镇人民政府"]
TEXT = (
    "本报告根据条例的要求编制，全年各项工作平稳有序推进，制度进一步健全，平台建设得到加强，监督保障措施全面落实。"
    * 3
)


@pytest.mark.parametrize(
    ("line", "own", "name"),
    [
        ("县教育局政府信息公开情况统计表", COUNTY, "县教育局"),
        ("附件2：2011年度样溪镇政府信息公开工作情况统计表", COUNTY, "样溪镇"),
        ("附表：样例县水利局政府信息公开情况统计表（2013年度）", BUREAU, "样例县水利局"),
        ("样例县教体局政府信息公开情况统计表", BUREAU, None),
        ("样溪镇2011年政府信息公开情况统计表", TOWN, None),
        ("2012年样例县政府信息公开情况统计表", BUREAU, None),
        ("政府信息公开情况统计表", COUNTY, None),
        ("全县各乡镇政府信息公开情况统计表", COUNTY, None),
        ("县教育局政府信息公开情况统计表", [], None),
        ("县教育局政府信息公开情况统计表", ["样例县政务服务中心"], None),
        ("县教育局牵头开展了政府信息公开检查", COUNTY, None),
    ],
)
def test_the_body_that_a_title_of_a_table_names(line: str, own: list[str], name: str | None) -> None:
    assert another_body(line, own) == name


def page(*reports: str) -> str:
    return "\n".join(f"{title}\n一、总体情况\n{TEXT}" for title in reports)


@pytest.mark.parametrize(
    "text",
    [
        page("样例县交通运输局2024年政府信息公开工作年度报告"),
        page("样例县交通运输局2024年政府信息公开工作年度报告", "样例县交通局2024年政府信息公开工作年度报告"),
        page("样例县人民政府2024年政府信息公开工作年度报告", "样例县2024年政府信息公开工作年度报告"),
        # The titles of other reports in a list are followed by none.
        page("样例县交通运输局2024年政府信息公开工作年度报告")
        + "\n样例县水利局2024年政府信息公开工作年度报告\n样例县教育局2024年政府信息公开工作年度报告",
    ],
)
def test_one_body_may_be_named_more_than_once(text: str) -> None:
    assert two_reports(titles_of_reports(text)) is None


OWN = "样例县水利局2017年政府信息公开工作年度报告"
SHORT = "一、主动公开\n主动公开政府信息126条。"


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("样例县交通运输局2017年政府信息公开工作年度报告", "一、依申请公开\n收到申请8件,同意公开6件。"),
        ("样例县交通运输局2017年政府信息公开工作年度报告", f"{TEXT}\n全年收到申请8件。"),
    ],
)
def test_a_short_report_of_another_body_is_a_second_report(title: str, below: str) -> None:
    for text in (f"{OWN}\n{SHORT}\n{title}\n{below}", f"{title}\n{below}\n{OWN}\n{SHORT}"):
        found = two_reports(titles_of_reports(text))
        assert found is not None
        assert {found[0][0], found[1][0]} == {OWN, title}


@pytest.mark.parametrize(
    "text",
    [
        # The years' own reports are linked above and below it.
        f"样例县水利局2016年政府信息公开工作年度报告\n{OWN}\n{SHORT}\n样例县水利局2015年政府信息公开工作年度报告\n"
        "样例县教育局2016年政府信息公开工作年度报告\n版权所有:样例县水利局",
        # The year is in one title only, or the second says the same year in other digits.
        f"{OWN}\n{SHORT}\n样例县水利局政府信息公开工作年度报告\n{SHORT}",
        f"{OWN}\n{SHORT}\n样例县水利局二〇一七年政府信息公开工作年度报告\n{SHORT}",
    ],
)
def test_titles_of_other_years_without_a_report_below_are_no_second_one(text: str) -> None:
    assert two_reports(titles_of_reports(text)) is None
    assert reports_of_other_years(titles_of_reports(text), 2017) == []


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("样例县水利局2016年政府信息公开工作年度报告", f"一、总体情况\n{TEXT}\n收到申请8件。"),
        ("附:样例县水利局2016年政府信息公开工作年度报告(供对照)", "一、依申请公开\n收到申请8件。"),
        ("样例县水利局二〇一六年政府信息公开工作年度报告", "一、依申请公开\n收到申请8件。"),
    ],
)
def test_the_report_of_another_year_beside_the_own_is_left_out(title: str, below: str) -> None:
    for text in (f"{OWN}\n{SHORT}\n{title}\n{below}", f"{title}\n{below}\n{OWN}\n{SHORT}"):
        assert [found[0] for found, _ in reports_of_other_years(titles_of_reports(text), 2017)] == [title]
        assert reports_of_other_years(titles_of_reports(text), None) == []
    markup = "".join(f"<p>{line}</p>" for line in f"{SHORT}\n{title}\n{below}".split("\n"))
    document = read_payload(f"<title>{OWN}</title><h1>{OWN}</h1>{markup}".encode())[0]
    assert [int(one.value) for one in document.observations] == [126]
    assert "two_reports" in {finding.rule for finding in document.findings}


def test_two_bodies_reports_in_one_text_state_nothing() -> None:
    titles = ("样例县交通运输局2024年政府信息公开工作年度报告", "样例县水利局2024年政府信息公开工作年度报告")
    text = page(*titles).replace("全年各项", "全年主动公开政府信息12条，各项")
    found = two_reports(titles_of_reports(text))
    assert found is not None
    assert (found[0][0], found[1][0]) == titles
    document = read_payload(text.encode(), content_type="text/plain; charset=utf-8")[0]
    assert document.observations == ()
    assert "two_reports" in {finding.rule for finding in document.findings}


def test_a_table_under_another_bodys_name_is_left_out() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (("指标名称", "本年度"), ("主动公开文件数", 40), ("受理政府信息公开申请总数", 3))
    )
    markup = (
        f"<h1>样例县人民政府2012年政府信息公开年度报告</h1><p>{TEXT}</p><p>县教育局政府信息公开情况统计表</p>"
        f"<table>{rows}</table>"
    )
    document = read_payload(markup.encode())[0]
    assert document.observations == ()
    assert "another_body" in {finding.rule for finding in document.findings}
    own = read_payload(markup.replace("县教育局政府", "政府").encode())[0]
    assert [one.value for one in own.observations] == [40, 3]
