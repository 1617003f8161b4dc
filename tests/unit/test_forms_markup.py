"""From the bytes of a page to facts: cells as content systems, Word and WPS write them. All figures are invented."""

from decimal import Decimal

import pytest

from flows.clean.payload import clean
from flows.extract.tables.forms import TableReading
from flows.extract.tables.grid import grids
from flows.reference import load_reference
from flows.vocabulary import APPLICANTS
from tests.unit.table_pages import facts, read

REFERENCE = load_reference()
TITLE = "样例县水务局2023年政府信息公开工作年度报告"
HEADING_1 = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
HEADING_3 = (
    "<tr><td rowspan=3 colspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
    "<td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>"
    "<td rowspan=2>总计</td></tr><tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td>"
    "<td>法律服务机构</td><td>其他</td></tr>"
)
NEW = "<td colspan=3>一、本年新收政府信息公开申请数量</td>"


def page_of(body: str, encoding: str = "utf-8") -> TableReading:
    markup = f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>{body}</div></body></html>"
    return read(clean(markup.encode(encoding)), REFERENCE)


def table(*rows: str) -> str:
    return f"<table border=1>{''.join(rows)}</table>"


def row(label: str, *cells: str) -> str:
    return f"<tr><td>{label}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def of_regulations(reading: TableReading) -> list[str | None]:
    read_facts = facts(reading)
    columns = ("issued", "repealed", "in_force")
    return [read_facts.get((f"proactive.regulations.{column}", None, "year")) for column in columns]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12"),
        ("<p>12</p>", "12"),
        ("<span>1</span><span>2</span>", "12"),
        ("<p align=center><span lang=EN-US style='font-size:12.0pt'>12<o:p></o:p></span></p>", "12"),
        ("<p><font face=宋体>1</font><font face=Calibri>2</font></p>", "12"),
        ("&nbsp;12&nbsp;", "12"),
        ("１２", "12"),
        ("十二", "12"),
        ("1，234", "1234"),
        ("1,234件", "1234"),
        ("12①", "12"),
        ("12<sup>[1]</sup>", "12"),
        ("12（注1）", "12"),
        ("无", "0"),
        ("0", "0"),
        ("", None),
        ("&nbsp;", None),
        ("<p><o:p>&nbsp;</o:p></p>", None),
        ("/", None),
        ("——", None),
        ("1 2", None),
    ],
)
def test_what_a_cell_says(cell: str, value: str | None) -> None:
    reading = page_of(table(HEADING_1, row("规章", cell, "1", "2")))
    assert of_regulations(reading) == [value, "1", "2"]
    assert all(finding.rule == "unreadable_cell" for finding in reading.findings)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_headings_broken_over_paragraphs_and_lines(encoding: str) -> None:
    names = ("信息<br>内容", "<p>本年制</p><p>发件数</p>", "本年废止 件数", "现行有效<br/>件数")
    body = table(
        f"<thead><tr>{''.join(f'<th>{name}</th>' for name in names)}</tr></thead>",
        row("规&nbsp;章", "1", "2", "3"),
        row("<p>行政规范性</p><p>文件</p>", "4", "5", "6"),
    )
    reading = page_of(body, encoding)
    assert sorted(facts(reading).values()) == ["1", "2", "3", "4", "5", "6"]
    assert reading.forms == ("F2021",)


@pytest.mark.parametrize(
    ("heading", "cell", "value", "is_assumed"),
    [
        ("采购总金额", "30", "30", True),
        ("采购总金额", "80618元", "8.0618", False),
        ("采购总金额（万元）", "30.5", "30.5", False),
        ("采购总金额（万元）", "75394432.52元", "7539.443252", False),
        ("采购总金额（元）", "1286540", "128.654", False),
        ("采购总金额（单位：元）", "12.5万元", "12.5", False),
        ("采购总金额（亿元）", "0.03", "300", False),
        ("采购总金额（万元）", "三百万", "300", False),
        ("采购总金额（万元）", "三十", "30", False),
    ],
)
def test_amounts_in_the_unit_of_their_cell_or_heading(
    heading: str, cell: str, value: str, is_assumed: bool
) -> None:
    body = table(row("信息内容", "采购项目数量", heading), row("政府集中采购", "2", cell))
    amount = page_of(body).observations[-1]
    assert (amount.value, amount.unit, amount.unit_assumed) == (Decimal(value), "万元", is_assumed)
    assert amount.where.quote == cell


def test_a_signed_change_is_the_only_count_below_zero() -> None:
    body = table(
        row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        row("行政许可", "40", "-5", "7"),
        row("其他对外管理服务事项", "3", "减少2", "1"),
        row("行政处罚", "9", "+4", "0"),
        row("行政强制", "8", "增1", "6"),
    )
    changes = {key: value for key, value in facts(page_of(body)).items() if key[0].endswith("items_change")}
    assert list(changes.values()) == ["-5", "-2", "4", "1"]


@pytest.mark.parametrize(
    "heading",
    [
        HEADING_3.replace("colspan=7", "colspan=9"),
        HEADING_3.replace("colspan=5", "colspan=6"),
        HEADING_3.replace("colspan=3", "colspan=2"),
        HEADING_3.replace("rowspan=2", "rowspan=1"),
        HEADING_3.replace("rowspan=3", "rowspan=30"),
    ],
    ids=["wide applicants", "wide legal persons", "narrow corner", "short", "tall corner"],
)
def test_spans_of_a_heading_that_do_not_match_the_data(heading: str) -> None:
    """The figures are read right, or not at all and with a finding."""
    values = ["1", "2", "3", "4", "5", "6", "21"]
    reading = page_of(table(heading, f"<tr>{NEW}{''.join(f'<td>{value}</td>' for value in values)}</tr>"))
    found = [facts(reading).get(("applications.new", who, "year")) for who in APPLICANTS]
    assert found == values or (found == [None] * 7 and reading.findings)


def test_a_column_of_part_sums_is_no_applicant() -> None:
    heading = HEADING_3.replace("colspan=7", "colspan=8").replace("colspan=5", "colspan=6")
    heading = heading.replace("<td>其他</td>", "<td>其他</td><td>小计</td>")
    cells = "".join(f"<td>{value}</td>" for value in (1, 2, 3, 4, 5, 6, 20, 21))
    reading = page_of(table(heading, f"<tr>{NEW}{cells}</tr>"))
    assert [o.value for o in reading.observations] == [1, 2, 3, 4, 5, 6, 21]
    assert reading.findings == ()
    slipped = page_of(table(heading, f"<tr>{NEW}{cells.replace('>20<', '>19<')}</tr>"))
    assert (slipped.observations, [f.rule for f in slipped.findings]) == ((), ["misaligned_row"])


def test_one_row_over_three_others_is_no_row_of_the_form_with_one() -> None:
    """其他处理 is one row in 2019; reaching down over three without labels it is the heading of 2021's three."""
    cells = "<td>1</td>" * 6 + "<td>6</td>"
    rows = f"<tr><td rowspan=3>（六）其他处理</td>{cells}</tr><tr>{cells}</tr><tr>{cells}</tr>"
    labelled = f"<tr>{NEW.replace('colspan=3', '')}{cells}</tr>"
    reading = page_of(table(HEADING_3.replace("colspan=3", ""), labelled, rows))
    assert "applications.other" not in {o.indicator_id for o in reading.observations}


@pytest.mark.parametrize("layout", ["blocks above", "outcomes above"])
def test_review_and_litigation_by_row_and_by_column(layout: str) -> None:
    blocks, outcomes = (
        ["行政复议", "未经复议直接起诉", "复议后起诉"],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"],
    )
    values = {(b, o): i * 10 + j for i, b in enumerate(blocks) for j, o in enumerate(outcomes)}
    values.update({(b, "总计"): sum(values[b, o] for o in outcomes[:-1]) for b in blocks})
    if layout == "blocks above":
        rows = [row("结果", *blocks), *(row(o, *(str(values[b, o]) for b in blocks)) for o in outcomes)]
    else:
        rows = [row("类型", *outcomes), *(row(b, *(str(values[b, o]) for o in outcomes)) for b in blocks)]
    reading = page_of(table(*rows))
    assert sorted(o.value for o in reading.observations) == sorted(values.values())
    assert facts(reading)["litigation_after_review.corrected", None, "year"] == "21"
    # What stands over a block can stand in its own label.
    named = [
        text.replace("未经复议", "行政诉讼-未经复议").replace("复议后起诉", "行政诉讼（复议后起诉）")
        for text in rows
    ]
    assert facts(page_of(table(*named))) == facts(reading)
    one_lost = page_of(table(*(text.replace("<td>20</td>", "") for text in rows)))
    assert len(one_lost.observations) in (10, 12)
    assert {f.rule for f in one_lost.findings} == {"misaligned_row"}


def test_tables_in_tables_and_tables_that_lay_out_the_page() -> None:
    data = table(HEADING_1, row("规章", "1", "2", "3"))
    around = f"<table width=980><tr><td>首页</td><td><table><tr><td>{TITLE}{data}</td></tr></table></td></tr></table>"
    reading = page_of(around)
    assert of_regulations(reading) == ["1", "2", "3"]
    inside_a_cell = table(
        row("二、主动公开政府信息情况", data), row("三、收到和处理政府信息公开申请情况", "详见附件")
    )
    assert of_regulations(page_of(inside_a_cell)) == ["1", "2", "3"]


def test_a_table_printed_twice_counts_once() -> None:
    """For the screen and for the phone; a copy that differs is told of."""
    data = table(HEADING_1, row("规章", "1", "2", "3"))
    twice = page_of(f"{data}<div class=phone>{data}</div>")
    assert (of_regulations(twice), len(twice.observations), twice.findings) == (["1", "2", "3"], 3, ())
    other = page_of(f"{data}<div class=phone>{data.replace('<td>3</td>', '<td>4</td>')}</div>")
    assert of_regulations(other) == ["1", "2", "3"]
    assert [f.rule for f in other.findings] == ["repeated_table_differs"]


@pytest.mark.parametrize(
    "body",
    [
        table(row("类别", "数量"), row("规章", "5"), row("行政规范性文件", "7")),
        table(row("行政复议案件", "结果"), row("本局受理行政复议申请", "56"), row("办结", "50")),
        table(row("序号", "信息内容"), row("1", "规章"), row("2", "行政规范性文件12件")),
        "<p>信息内容、本年制发件数、本年废止件数、现行有效件数分别为：规章1、2、3。</p>",
        "<p>自然人 法人或其他组织 总计 各栏请按实填写，共7栏。</p>",
    ],
)
def test_what_only_looks_like_a_table_of_a_form(body: str) -> None:
    reading = page_of(body)
    assert (reading.observations, reading.forms) == ((), ())


@pytest.mark.parametrize("year", [2016, 2021, 2024])
def test_the_form_is_known_by_its_headings_and_not_by_the_year(year: int) -> None:
    markup = f"<h1>样例县水务局{year}年政府信息公开工作年度报告</h1>" + table(
        row("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"), row("规章", "1", "2", "3")
    )
    assert read(clean(markup.encode()), REFERENCE).forms == ("F2019",)


def test_the_nine_parts_of_the_list_of_2014() -> None:
    parts = [
        ("一、主动公开情况", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
        ("二、回应解读情况", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
        ("三、依申请公开情况", "（一）收到申请数", "件"),
        ("", "四、行政复议数量", "件"),
        ("", "五、行政诉讼数量", "件"),
        ("", "六、举报投诉数量", "件"),
        ("", "七、依申请公开信息收取的费用", "万元"),
        ("八、机构建设和保障经费情况", "（一）政府信息公开工作专门机构数", "个"),
        ("九、政府信息公开会议和培训情况", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ]
    rows = [row("统计指标", "单位", "统计数")]
    for number, (part, label, unit) in enumerate(parts, 1):
        rows += [row(part, "——", "——")] if part else []
        rows.append(row(label, unit, str(number)))
    reading = page_of(table(*rows))
    assert reading.forms == ("F2014",)
    assert [int(o.value) for o in reading.observations] == list(range(1, 10))
    assert reading.findings == ()


def test_every_number_is_in_the_unit_of_the_dictionary() -> None:
    body = table(row("信息内容", "采购项目数量", "采购总金额（元）"), row("政府集中采购", "2", "1286540"))
    for one in page_of(body).observations:
        assert one.unit == REFERENCE.indicators[one.indicator_id].unit


def test_spans_of_a_page_quote_its_text() -> None:
    page = clean(f"<h1>{TITLE}</h1>{table(HEADING_1, row('规章', '1', '2', '3'))}".encode())
    assert all(page.text[c.start : c.end] == c.text for grid in grids(page) for c in grid.cells)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3（含废止1）", "3"),
        ("3（其中废止1件）", "3"),
        ("3件（包括废止1件）", "3"),
        ("12.00", "12"),
        ("+3", "3"),
        ("2.634万", "26340"),
        ("-3", None),
        ("1.234", None),
        ("1.000", None),
        ("0.5", None),
        ("007", None),
        ("03", None),
        ("312（更正：应为321）", None),
        ("3（上年2）", None),
        ("3(1)", None),
        ("12→13", None),
        ("3/4", None),
        ("3+2", None),
    ],
)
def test_what_no_count_can_be_is_a_finding_and_no_fact(cell: str, value: str | None) -> None:
    reading = page_of(table(HEADING_1, row("规章", cell, "1", "2")))
    assert of_regulations(reading) == [value, "1", "2"]
    assert [finding.rule for finding in reading.findings] == ["unreadable_cell"] * (value is None)


APPLICANTS_PRINTED = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def of_applications(
    kinds: list[str], after: list[str], figures: str, *, total_first: bool = False
) -> TableReading:
    """One row of section 3 under the given kinds of legal persons, with what is printed after them."""
    ends = "".join(f"<td rowspan=2>{label}</td>" for label in after)
    outer = f"<td rowspan=2>自然人</td><td colspan={len(kinds)}>法人或其他组织</td>"
    outer = ends + outer if total_first else outer + ends
    inner = "".join(f"<td>{kind}</td>" for kind in kinds)
    cells = "".join(f"<td>{figure}</td>" for figure in figures.split("|"))
    return page_of(
        table(f"<tr><td rowspan=2 colspan=3></td>{outer}</tr>", f"<tr>{inner}</tr>", f"<tr>{NEW}{cells}</tr>")
    )


@pytest.mark.parametrize(
    ("kinds", "after", "figures", "total_first", "said"),
    [
        (APPLICANTS_PRINTED, ["总计"], "1|2|3|4|5|6|21", False, "1 2 3 4 5 6 21"),
        (APPLICANTS_PRINTED, ["总计"], "21|1|2|3|4|5|6", True, "1 2 3 4 5 6 21"),
        (APPLICANTS_PRINTED, [], "1|2|3|4|5|6", False, "1 2 3 4 5 6"),
        (
            [*APPLICANTS_PRINTED[:4], "事业单位", "其他"],
            ["总计"],
            "1|2|3|4|5|9|6|30",
            False,
            "1 2 3 4 5 6 30",
        ),
        (APPLICANTS_PRINTED, ["总计", "备注"], "1|2|3|4|5|6|21|无", False, "1 2 3 4 5 6 21"),
        ([*APPLICANTS_PRINTED, "其他"], ["总计"], "1|2|3|4|5|6|7|28", False, ""),
    ],
)
def test_applicant_columns_that_are_not_just_those_of_the_form(
    kinds: list[str], after: list[str], figures: str, *, total_first: bool, said: str
) -> None:
    reading = of_applications(kinds, after, figures, total_first=total_first)
    read_facts = facts(reading)
    values = [read_facts.get(("applications.new", applicant, "year")) for applicant in APPLICANTS]
    assert [value for value in values if value is not None] == said.split()
    is_official = (kinds, after) == (APPLICANTS_PRINTED, ["总计"])
    assert bool(reading.findings) == (not is_official)


def test_one_finding_tells_why_no_row_of_section_3_fits() -> None:
    rows = "".join(
        f"<tr><td colspan=3>{label}</td>{'<td>1</td>' * 9}</tr>"
        for label in (
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "（七）总计",
            "四、结转下年度继续办理",
        )
    )
    reading = page_of(table(HEADING_3, rows))
    assert [finding.rule for finding in reading.findings] == ["misaligned_table"]
    assert "7 columns" in reading.findings[0].message
    assert "9 cells" in reading.findings[0].message


def test_a_row_that_moved_into_the_place_of_a_lost_figure_is_not_read() -> None:
    whole = f"<tr>{NEW}{''.join(f'<td>{n}</td>' for n in (1, 2, 3, 4, 5, 6, 21))}</tr>"
    other = whole.replace("一、本年新收", "二、上年结转")
    figures = "".join(f"<td>{n}</td>" for n in (2, 3, 4, 5, 6, 21, ""))
    moved = f"<tr><td colspan=3>四、结转下年度继续办理</td>{figures}</tr>"
    reading = page_of(table(HEADING_3, whole, other, moved))
    assert {key[0] for key in facts(reading)} == {"applications.new", "applications.carried_in"}
    assert [finding.rule for finding in reading.findings] == ["misaligned_row"]


@pytest.mark.parametrize(
    "cells",
    [
        ["2", "3", "4", "10", "0", "0", "0", "0", "0", "5", "6", "7", "8", "26", ""],
        ["", *"1234", "10", *"000000000"],
    ],
)
def test_outcomes_that_moved_into_the_place_of_a_lost_one_are_not_read(cells: list[str]) -> None:
    outcomes = "".join(
        f"<td>{label}</td>" for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    )
    body = table(
        "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>",
        f"<tr>{outcomes.replace('<td>', '<td rowspan=2>')}"
        "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>",
        f"<tr>{outcomes * 2}</tr>",
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>",
    )
    reading = page_of(body)
    assert (reading.observations, [finding.rule for finding in reading.findings]) == ((), ["misaligned_row"])


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("采购总额", "30", "30"),
        ("采购总额（万元）", "30", "30"),
        ("采购总额元", "300000", "30"),
        ("采购总金额", "125000元", "12.5"),
        ("采购总金额", "125000", None),
        ("采购总金额（万美元）", "30", None),
        ("采购总额 万美元", "30", None),
        ("采购总金额（上年）", "30", None),
    ],
)
def test_an_amount_whose_heading_says_another_unit_is_not_read(
    heading: str, cell: str, value: str | None
) -> None:
    other = table(
        row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"), row("行政许可", "1", "2", "3")
    )
    body = table(row("信息内容", "采购项目数量", heading), row("政府集中采购", "2", cell))
    read_facts = facts(page_of(other + body))
    assert read_facts["proactive.procurement.items", None, "year"] == "2"
    assert read_facts.get(("proactive.procurement.amount", None, "year")) == value


def test_a_known_heading_in_another_place_stops_the_order_of_the_form() -> None:
    other = table(
        row("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"), row("行政许可", "1", "2", "3")
    )
    body = table(row("信息内容", "采购额", "采购项目数量"), row("政府集中采购", "30", "2"))
    assert not any("procurement" in key[0] for key in facts(page_of(other + body)))
