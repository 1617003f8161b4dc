"""Figures of another period, and two sets of figures on one page, are left out and told. All figures are invented."""

import random

import pytest

from flows.extract.document import read_payload
from flows.extract.model import Document
from flows.extract.tables.period_words import said_period, stated_part, titled_part
from flows.reference import load_reference
from tests.unit.table_pages import Figures, Table, applications, fact_of, figures, proactive, remedies

REFERENCE = load_reference()
VALUES = figures(REFERENCE, "F2021", random.Random(5))  # noqa: S311 (figures, no secrets)
OTHERS = figures(REFERENCE, "F2021", random.Random(6))  # noqa: S311 (figures, no secrets)
TITLE = "样例县水务局2022年政府信息公开工作年度报告"
PERIOD = "本报告统计期限为2022年1月1日至2022年12月31日。"
N_PROACTIVE = sum(cell.table == "proactive" for cell in REFERENCE.forms["F2021"])
N_ALL = len(REFERENCE.forms["F2021"])


def html(table: Table) -> str:
    rows = (
        "".join(f"<td rowspan={td.rowspan} colspan={td.colspan}>{td.text}</td>" for td in row)
        for row in table
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def report(
    values: Figures = VALUES,
    *,
    title: str = TITLE,
    period: str = PERIOD,
    heading: str = "二、主动公开政府信息情况",
    above: str = "",
    section_2: str | None = None,
) -> str:
    """A report in markup; `heading` and `above` stand over section 2."""
    return (
        f"<h1>{title}</h1><p>{period}</p><p>一、总体情况</p><p>我局扎实推进政府信息公开各项工作，加强组织领导。</p>"
        f"<p>{heading}</p>{above}{section_2 or html(proactive(REFERENCE, 'F2021', values))}"
        f"<p>三、收到和处理政府信息公开申请情况</p>{html(applications(REFERENCE, 'F2021', values))}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{html(remedies(REFERENCE, 'F2021', values))}"
        "<p>五、存在的主要问题及改进情况</p><p>工作还存在一些不足，下一步将继续改进。</p>"
    )


def read(*reports: str) -> Document:
    body = "".join(reports)
    markup = f"<html><head><title>{TITLE}</title></head><body><div>{body}</div></body></html>"
    return read_payload(markup.encode())[0]


def assert_right(document: Document, n_facts: int, *rules: str) -> None:
    """So many facts, all of the report, and just these refusals."""
    found = {(o.indicator_id, o.applicant, o.period): str(o.value) for o in document.observations}
    right = {fact_of(cell): VALUES[fact_of(cell)] for cell in REFERENCE.forms["F2021"]}
    assert found.items() <= right.items()
    assert len(found) == n_facts
    told = [
        f.rule for f in document.findings if f.severity == "refusal" or f.rule == "repeated_table_differs"
    ]
    assert sorted(told) == sorted(rules)


@pytest.mark.parametrize(
    "words",
    [
        "上年数据",
        "2021年度",
        "（2021年）",
        "2021年数据（供对比）",
        "历年累计",
        "1-6月",
        "2022年上半年",
        "2022年1月至9月",
        "截至2020年底",
    ],
)
@pytest.mark.parametrize("place", ["above", "heading", "caption", "first_row"])
def test_a_table_under_another_period_states_nothing(words: str, place: str) -> None:
    table = html(proactive(REFERENCE, "F2021", VALUES))
    made = {
        "above": report(above=f"<p>{words}</p>"),
        "heading": report(heading=f"二、主动公开政府信息情况{words}"),
        "caption": report(section_2=table.replace("<table>", f"<table><caption>{words}</caption>")),
        "first_row": report(
            section_2=table.replace("<table>", f"<table><tr><td colspan=4>{words}</td></tr>")
        ),
    }
    assert_right(read(made[place]), N_ALL - N_PROACTIVE, "another_period")


@pytest.mark.parametrize(
    "words",
    [
        "2022年度",
        "（单位：件）",
        "2022年1月1日至2022年12月31日",
        "1-12月",
        "与上年相比有所增加",
        "发布时间：2023年1月12日",
        "（国办公开办函〔2021〕30号）",
        "2022年与2021年对比",
        "截至2022年12月31日",
    ],
)
def test_a_table_under_its_own_year_is_read(words: str) -> None:
    assert_right(read(report(above=f"<p>{words}</p>")), N_ALL)


@pytest.mark.parametrize("note", ["（上年）", "（2021年）", "（上半年）"])
def test_a_row_or_a_column_of_another_period(note: str) -> None:
    table = html(proactive(REFERENCE, "F2021", VALUES))
    row = table.replace("行政许可", f"行政许可{note}")
    assert_right(read(report(section_2=row)), N_ALL - 1, "another_period")
    column = table.replace("本年废止件数", f"废止件数{note}")
    assert_right(read(report(section_2=column)), N_ALL - 2, "another_period")


@pytest.mark.parametrize(
    ("note", "is_foreign"),
    [
        ("注：以上数据为2021年数据。", True),
        ("注：以上数据统计截至2022年6月30日。", True),
        ("注：以上数据为2022年数据。", False),
        ("注：以上数据统计截至2022年12月31日。", False),
        ("注：以上数据不含2021年结转。", False),
    ],
)
def test_a_note_under_a_table_says_its_period(note: str, *, is_foreign: bool) -> None:
    under = html(proactive(REFERENCE, "F2021", VALUES)) + f"<p>{note}</p>"
    rules = ["another_period"] if is_foreign else []
    assert_right(read(report(section_2=under)), N_ALL - N_PROACTIVE * is_foreign, *rules)


def test_a_heading_over_headings_says_the_period_of_all_columns() -> None:
    n_applications = sum(cell.table == "applications" for cell in REFERENCE.forms["F2021"])
    of_year_before = report().replace("申请人情况", "2021年申请人情况")
    assert_right(read(of_year_before), N_ALL - n_applications, "another_period")
    assert_right(read(report().replace("申请人情况", "2022年申请人情况")), N_ALL)


def test_a_report_on_a_part_of_the_year_states_nothing() -> None:
    assert_right(read(report(period="本报告统计期限为2022年1月1日至2022年6月30日。")), 0, "another_period")
    # A body can be set up in July: the rest of the year is its year.
    assert_right(read(report(period="本报告统计期限为2022年7月1日至12月31日。")), N_ALL)


def test_two_years_on_one_page() -> None:
    old = report(OTHERS, title=TITLE.replace("2022", "2021"), period=PERIOD.replace("2022", "2021"))
    assert_right(read(report(), old), N_ALL, *["another_period"] * 3, "two_reports")


def test_two_bodies_on_one_page_are_not_mixed() -> None:
    other = report(OTHERS, title=TITLE.replace("水务局", "教育局"))
    assert_right(read(report(), other), 0, "two_reports")
    assert_right(read(other, report()), 0, "two_reports")
    # Nothing says whose the second tables are.
    sections = len({c.indicator_id.partition(".")[0] for c in REFERENCE.forms["F2021"]})
    assert_right(read(report(), report(OTHERS, title="附件")), 0, *["two_sets_of_figures"] * sections)


def test_a_report_printed_twice_is_read_once_and_a_slip_is_told() -> None:
    assert_right(read(report(), report()), N_ALL)
    issued = ("proactive.regulations.issued", None, "year")
    assert_right(read(report(), report({**VALUES, issued: "1"})), N_ALL, "repeated_table_differs")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("2021年", "other"),
        ("上年", "other"),
        ("２０２１年", "other"),
        ("2022年", "own"),
        ("2021-2022年", "own"),
        ("2008年5月以来", "all"),
        ("累计", "all"),
        ("2022年1-6月", "part"),
        ("第三季度", "part"),
        ("第四季度", "end"),
        ("前三季度", "part"),
        ("截至2022年9月30日", "part"),
        ("统计截止日期：2022年9月30日", "part"),
        ("截至9月30日", "part"),
        ("截至2022.9.30", "part"),
        ("2022年1月1日—2022年6月30日", "part"),
        ("2022年1月1日～2022年6月30日", "part"),
        ("2022年1月1日－2022年6月30日", "part"),
        ("2022.1-2022.6", "part"),
        ("2022.1.1-2022.12.31", "own"),
        ("2022年1-12月份", "own"),
        ("截至2022年12月31日", "own"),
        ("2008年5月至2022年12月", "all"),
        ("2022.1.5", None),
        ("2021年9月1日至2022年8月31日", "own"),
        ("本年累计", None),
        ("上年结转政府信息公开申请数量", None),
        ("上一年项目数量", None),
        ("2023年1月31日", None),
        ("2023年1月", None),
        ("《条例》（2019年修订）", None),
        ("7月1日-12月31日", None),
        ("3.其他", None),
    ],
)
def test_what_words_say_of_the_period(words: str, kind: str | None) -> None:
    said = said_period(words, 2022)
    assert (said and said.kind) == kind


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("统计期限为2022年1月1日至2022年6月30日。", True),
        ("数据统计时间为2022年1月至10月。", True),
        ("统计期限自2022年1月1日起至2022年12月31日止。", False),
        ("统计期限：7月1日-12月31日。", False),
        ("统计期限为2021年9月1日至2022年8月31日。", False),
        ("上半年，我局开展统计工作。会议时间为3月至4月。", False),
        ("统计期限为2022年1月1日～2022年6月30日。", True),
        ("本报告所列数据统计截止2022年11月30日。", True),
        ("本报告数据截至2022年12月31日。", False),
        ("截至10月31日，平台共有数据300条。", False),
    ],
)
def test_a_stated_part_of_a_year(text: str, *, is_part: bool) -> None:
    assert (stated_part(text) is not None) == is_part


@pytest.mark.parametrize(
    ("title", "is_part"),
    [
        ("样例县水利局2022年上半年政府信息公开工作报告", True),
        ("样例县水利局2022年第三季度政府信息公开工作报告", True),
        ("样例县水利局2022年第四季度政府信息公开工作报告", True),
        ("样例县水利局2022年1-9月政府信息公开工作报告", True),
        ("样例县水利局2022年政府信息公开半年报", True),
        ("样例县水利局2022年政府信息公开工作年度报告（截至2022年6月30日）", True),
        ("样例县水利局2022年政府信息公开工作年度报告（截至2022年12月31日）", False),
        ("样例县水利局2022年政府信息公开工作年度报告", False),
        ("样例县水利局2022年1-12月政府信息公开工作报告", False),
    ],
)
def test_a_title_that_names_a_part_of_a_year(title: str, *, is_part: bool) -> None:
    assert titled_part(title) == is_part
    markup = f"<title>{title}</title><h1>{title}</h1><p>一、总体情况</p><p>我局主动公开政府信息150条。</p>"
    document = read_payload(markup.encode())[0]
    assert [int(one.value) for one in document.observations] == ([] if is_part else [150])
    assert ("another_period" in {finding.rule for finding in document.findings}) == is_part
