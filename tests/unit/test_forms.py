"""Tables as reports print them: forms side by side, broken, repeated, damaged. All figures are invented."""

from decimal import Decimal

import pytest

from flows.extract.tables.forms import TableReading
from flows.reference import Reference, load_reference
from flows.vocabulary import APPLICANTS
from tests.unit.table_pages import Td, facts, html_page, read, text_page

REFERENCE = load_reference()


@pytest.fixture(name="reference", scope="module")
def _reference() -> Reference:
    return REFERENCE


def rules(reading: TableReading) -> list[str]:
    return [finding.rule for finding in reading.findings]


def cells(line: str) -> list[Td]:
    """`规章|1|2*2` is a row whose last cell spans two columns."""
    made = []
    for text in line.split("|"):
        words, _, colspan = text.partition("*")
        made.append(Td(words, 1, int(colspan or 1)))
    return made


def table(*lines: str) -> list[list[Td]]:
    return [cells(line) for line in lines]


PROACTIVE_2021 = (
    "第二十条第（一）项*4",
    "信息内容|本年制发件数|本年废止件数|现行有效件数",
    "规章|1|2|3",
    "行政规范性文件|4|5|6",
)
SECTION_3_HEADING = [
    "申请人情况",
    "自然人|法人或其他组织|总计",
    "商业企业|科研机构|社会公益组织|法律服务机构|其他",
]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def applicants(indicator_id: str, reading: TableReading) -> list[str | None]:
    read_facts = facts(reading)
    return [read_facts.get((indicator_id, who, "year")) for who in APPLICANTS]


def row_of(label: str, first: int) -> str:
    """A row of seven figures that add up: first, first + 1, ... and their sum."""
    parts = [first + i for i in range(6)]
    return "|".join([label, *map(str, [*parts, sum(parts)])])


def test_labels_overwritten_by_zero_are_placed_by_order(reference: Reference) -> None:
    """The labels under three groups are lost, and a 0 stands in the place of each; all figures differ."""
    groups = [("(三)不予公开", 8), ("(四)无法提供", 3), ("(五)不予处理", 5)]
    lines = [" |\n".join(heading.split("|")) + " |" + " |" for heading in SECTION_3_HEADING]
    wanted: dict[int, list[str]] = {}
    first, rows = 100, [row_of("(一)予以公开", 50), row_of("(二)部分公开", 70)]
    for label, n in groups:
        for i in range(n):
            row = row_of("0", first)
            wanted[len(wanted)] = row.split("|")[1:]
            rows.append(f"{label}|{row}" if i == 0 else row)
            first += 20
    rows += [row_of("(六)其他处理", 900), row_of("(七)总计", 950), row_of("四、结转下年度继续办理", 980)]
    for row in rows:
        row_cells = row.split("|")
        lines.append(" |\n".join(row_cells) + " |" + (" " + "|" * (10 - len(row_cells))))
    reading = read(text_page("\n".join(["正文", *lines])), reference)
    assert reading.forms == ("F2019",)
    assert rules(reading) == ["placed_by_order"] * 16
    order = [
        "denied.state_secret denied.other_law denied.safety_stability denied.third_party",
        "denied.internal_affairs denied.process denied.enforcement_file denied.query_matter",
        "unavailable.not_held unavailable.needs_creation unavailable.unclear",
        "not_processed.complaint not_processed.repeated not_processed.publication not_processed.excessive",
        "not_processed.reconfirm",
    ]
    for number, indicator in enumerate(" ".join(order).split()):
        assert applicants(f"applications.{indicator}", reading) == wanted[number], indicator
    by = {o.aligned_by for o in reading.observations if ".denied." in o.indicator_id}
    assert by == {"order"}


def test_a_lost_row_among_lost_labels_leaves_its_group_unread(reference: Reference) -> None:
    lines = [row_of("(三)不予公开|0", 100), *(row_of("0", 100 + 20 * i) for i in range(1, 7))]
    head = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）*3|申请人情况*7"]
    reading = read(
        html_page(
            table(*head, row_of("一、本年新收政府信息公开申请数量*3", 1), *lines, row_of("(七)总计*3", 600))
        ),
        reference,
    )
    assert {o.indicator_id for o in reading.observations} == {"applications.new", "applications.outcomes"}
    assert rules(reading) == ["placed_by_order"] + ["misaligned_row"] * 7


def test_section_2_of_2021_over_section_3_of_2019(reference: Reference) -> None:
    section_3 = table(
        *SECTION_3_HEADING,
        row_of("三、本年度办理结果|（一）予以公开", 1),
        row_of("（六）其他处理", 20),
        row_of("（七）总计", 40),
    )
    section_4 = table(
        f"{'|'.join(['行政复议*5', '行政诉讼*10'])}", "|".join(OUTCOMES * 3), "|".join("0" * 15)
    )
    reading = read(html_page(table(*PROACTIVE_2021), section_3), reference)
    assert reading.forms == ("F2021", "F2019")
    assert facts(reading)["applications.other", "total", "year"] == "135"
    assert facts(reading)["proactive.normative_documents.in_force", None, "year"] == "6"
    # Headings of section 4 without the blocks under 行政诉讼 leave ten columns without a meaning.
    assert rules(read(html_page(section_4), reference)) == ["misaligned_row"]


def test_three_rows_of_other_outcomes_are_of_2021(reference: Reference) -> None:
    rows = [
        row_of("（六）其他处理|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 1),
        row_of("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", 20),
        row_of("3.其他", 40),
    ]
    reading = read(html_page(table(*SECTION_3_HEADING, *rows)), reference)
    assert reading.forms == ("F2021",)
    assert applicants("applications.other.rest", reading)[0] == "40"


def test_section_2_in_small_tables_with_units(reference: Reference) -> None:
    reading = read(
        html_page(
            table(
                "第二十条第（八）项*2", "信息内容|本年收费金额（单位：万元）", "行政事业性收费|75394432.52元"
            ),
            table("第二十条第（九）项*3", "信息内容|采购项目数量|采购总金额", "政府集中采购|236|80618元"),
        ),
        reference,
    )
    amounts = {o.indicator_id: (o.value, o.unit, o.unit_assumed, o.where.quote) for o in reading.observations}
    assert amounts["proactive.fees.amount"] == (Decimal("7539.443252"), "万元", False, "75394432.52元")
    assert amounts["proactive.procurement.amount"] == (Decimal("8.0618"), "万元", False, "80618元")
    bare = read(html_page(table("信息内容|采购项目数量|采购总金额", "政府集中采购|2|30")), reference)
    assert [(o.value, o.unit_assumed) for o in bare.observations] == [(2, False), (30, True)]


def test_signed_change_and_missing_cells(reference: Reference) -> None:
    reading = read(
        html_page(
            table(
                "第二十条第（五）项*4",
                "信息内容|上一年项目数量|本年增/减|处理决定数量",
                "行政许可|/|－45|1，496",
                "其他对外管理服务事项||+5|—",
            )
        ),
        reference,
    )
    assert facts(reading) == {
        ("proactive.licensing.items_change", None, "year"): "-45",
        ("proactive.licensing.decisions", None, "year"): "1496",
        ("proactive.other_services.items_change", None, "year"): "5",
    }
    assert reading.findings == ()


def test_a_lost_heading_of_section_2_is_known_by_order_or_not_at_all(reference: Reference) -> None:
    known = read(html_page(table(*PROACTIVE_2021), table("第二十条第（六）项*2", "行政处罚|7")), reference)
    assert [o.aligned_by for o in known.observations][-1] == "order"
    assert facts(known)["proactive.penalty.decisions", None, "year"] == "7"
    unknown = read(html_page(table("第二十条第（六）项*2", "行政处罚|7")), reference)
    assert (unknown.observations, rules(unknown)) == ((), ["unknown_columns"])


def test_columns_in_another_order(reference: Reference) -> None:
    heading = "项目|总计|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他"
    reading = read(html_page(table(heading, "一、本年新收政府信息公开申请数量|21|1|2|3|4|5|6")), reference)
    assert applicants("applications.new", reading) == ["1", "2", "3", "4", "5", "6", "21"]


def test_review_and_litigation_in_two_tables_and_as_rows(reference: Reference) -> None:
    split = read(
        html_page(
            table("行政复议*5", "|".join(OUTCOMES), "1|2|3|4|10"),
            table(
                "行政诉讼*10",
                "未经复议直接起诉*5|复议后起诉*5",
                "|".join(OUTCOMES * 2),
                "1|0|0|0|1|0|5|0|0|5",
            ),
        ),
        reference,
    )
    as_rows = read(
        html_page(
            table(
                "类型|" + "|".join(OUTCOMES),
                "行政复议|1|2|3|4|10",
                "未经复议直接起诉|1|0|0|0|1",
                "复议后起诉|0|5|0|0|5",
            )
        ),
        reference,
    )
    assert facts(split) == facts(as_rows)
    assert facts(split)["litigation_after_review.corrected", None, "year"] == "5"
    assert len(split.observations) == 15


def test_list_with_codes_and_a_part_of_the_year(reference: Reference) -> None:
    reading = read(
        html_page(
            table(
                "指标名称|代码|计量单位|本期实际|本年累计",
                "主动公开信息数|01|条|3|9",
                "其中:全文电子化的主动公开信息数|02|条|2|8",
                "提供服务类信息数|04|条||",
                "网上咨询数|07|人次|1|5",
            )
        ),
        reference,
    )
    assert reading.forms == ("F2008B",)
    assert facts(reading) == {
        ("stat.proactive.items", None, "year"): "9",
        ("stat.proactive.electronic_full_text", None, "year"): "8",
        ("stat.inquiries.online", None, "year"): "5",
    }


@pytest.mark.parametrize(
    ("headings", "periods"),
    [
        ("年度|历年累计", {"year": "3", "cumulative": "8"}),
        ("历年累计|2013年度", {"cumulative": "3", "year": "8"}),
        ("2012年度|2013年度", {"year": "8"}),
        ("本期实际|历年累计", {"cumulative": "8"}),
        ("统计数|备注", {"year": "3"}),
        ("上年|本年", {"year": "8"}),
    ],
)
def test_the_heading_decides_the_period(reference: Reference, headings: str, periods: dict[str, str]) -> None:
    lines = [f"指标名称|计量单位|{headings}", "政府网站公开数|条|3|8", "行政复议数|件|3|8"]
    reading = read(html_page(table(*lines)), reference)
    wanted = {
        (indicator, None, period): value
        for indicator in ("stat.proactive.by_channel.website", "stat.review")
        for period, value in periods.items()
    }
    assert facts(reading) == wanted


def test_rows_that_no_list_has_are_findings_with_their_figures(reference: Reference) -> None:
    reading = read(
        html_page(
            table(
                "指标名称|计量单位|2013年度|历年累计",
                "主动公开信息数|条|18|40",
                "3、公共查阅室公开数|条|17|39",
                "3、信函、传真申请数|条|2|2",
                "不同意公开答复数|条|1|1",
                "政府信息公开收费减免金额|条|5|0",
                "行政复议数|条|0|1",
            )
        ),
        reference,
    )
    read_facts = facts(reading)
    assert read_facts["stat.applications.received.letter_or_fax", None, "year"] == "2"
    assert read_facts["stat.applications.replied.denied", None, "year"] == "1"
    assert ("stat.applications.replied.granted", None, "year") not in read_facts
    assert ("stat.applications.fees_waived", None, "year") not in read_facts
    assert sorted(rules(reading)) == ["unknown_row", "unreadable_cell"]
    assert "17, 39" in next(f.message for f in reading.findings if f.rule == "unknown_row")


def test_repeated_label_belongs_to_the_part_it_stands_in(reference: Reference) -> None:
    rows = [
        "统计指标|单位|统计数",
        "（一）主动公开政府信息数|（不同渠道和方式公开相同信息计1条）|条|30",
        "四、行政复议数量|件|6",
        "（一）维持具体行政行为数|件|1",
        "（二）被依法纠错数|件|2",
        "（三）其他情形数|件|3",
        "五、行政诉讼数量|件|15",
        "（一）维持具体行政行为或者驳回原告诉讼请求数|件|4",
        "（二）被依法纠错数|件|5",
        "（三）其他情形数|件|6",
        "六、举报投诉数量|件|7",
    ]
    reading = read(html_page(table(*rows)), reference)
    assert reading.forms == ("F2014",)
    assert facts(reading)["stat.proactive.items", None, "year"] == "30"
    assert facts(reading)["stat.review.corrected", None, "year"] == "2"
    assert facts(reading)["stat.litigation.other", None, "year"] == "6"


def test_a_list_in_two_halves(reference: Reference) -> None:
    reading = read(
        html_page(
            table(
                "统计指标|单位|统计数|统计指标|单位|统计数",
                "1.政府公报公开政府信息数|条|1|四、行政复议数量|件|5",
                "2.政府网站公开政府信息数|条|2|五、行政诉讼数量|件|6",
            )
        ),
        reference,
    )
    assert sorted(facts(reading).values()) == ["1", "2", "5", "6"]
    assert facts(reading)["stat.litigation", None, "year"] == "6"


def test_a_list_without_a_heading(reference: Reference) -> None:
    rows = [
        "主动公开文件数|条|3|40",
        "其中:1、政府网站公开数|条|2|30",
        "2、政府公报公开数|条|0|0",
        "对申请的答复总数|条|1|9",
    ]
    assert facts(read(html_page(table(*rows)), reference))["stat.proactive.items", None, "cumulative"] == "40"
    doubtful = [row.replace("|3|40", "|40|3") for row in rows]
    reading = read(html_page(table(*doubtful)), reference)
    assert (reading.observations, set(rules(reading))) == ((), {"unknown_columns"})


def test_a_row_that_no_form_has_is_told_by_its_label(reference: Reference) -> None:
    rows = ["指标|单位|本年度", "主动公开文件数|条|40", "对申请的答复总数|件|1", "样例事项数|件|7"]
    told = read(html_page(table(*rows)), reference).findings
    assert [finding.message for finding in told] == ["the form has no row '样例事项数'; left out with it: 7"]


def test_a_table_broken_over_pages_and_one_repeated(reference: Reference) -> None:
    first = [row_of("一、本年新收政府信息公开申请数量", 1), row_of("二、上年结转政府信息公开申请数量", 20)]
    second = [row_of("（七）总计", 40), row_of("四、结转下年度继续办理", 60)]
    broken = read(
        html_page(table(*SECTION_3_HEADING, *first), "第 2 页", table(*SECTION_3_HEADING, *second)), reference
    )
    whole = read(html_page(table(*SECTION_3_HEADING, *first, *second)), reference)
    assert facts(broken) == facts(whole)
    assert len(whole.observations) == 28
    twice = read(
        html_page(table(*SECTION_3_HEADING, *first), "", table(*SECTION_3_HEADING, *first)), reference
    )
    assert (len(twice.observations), twice.findings) == (14, ())
    slip = table(*SECTION_3_HEADING, *first).copy()
    slip[-1] = [*slip[-1][:-1], Td("99")]
    differs = read(html_page(table(*SECTION_3_HEADING, *first), "", slip), reference)
    assert applicants("applications.carried_in", differs) == [*["20", "21", "22", "23", "24", "25", "135"]]
    assert rules(differs) == ["repeated_table_differs"]


def test_two_tables_of_a_section_that_differ_in_much_are_not_believed(reference: Reference) -> None:
    first = [row_of("一、本年新收政府信息公开申请数量", 1), row_of("二、上年结转政府信息公开申请数量", 20)]
    other = [first[0], row_of("二、上年结转政府信息公开申请数量", 21)]
    reading = read(
        html_page(table(*SECTION_3_HEADING, *first), "", table(*SECTION_3_HEADING, *other)), reference
    )
    assert (reading.observations, rules(reading)) == ((), ["two_sets_of_figures"])


def test_a_number_split_over_two_cells_is_not_read(reference: Reference) -> None:
    lines = [row_of("一、本年新收政府信息公开申请数量", 1), "（七）总计|1|2|1|2|3|4|5|16"]
    reading = read(html_page(table(*SECTION_3_HEADING, *lines)), reference)
    assert {o.indicator_id for o in reading.observations} == {"applications.new"}
    assert rules(reading) == ["misaligned_row"]


def test_cells_with_several_numbers_are_findings(reference: Reference) -> None:
    reading = read(
        html_page(table("信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|1 2|0|3（注1）")), reference
    )
    assert sorted(facts(reading).values()) == ["0", "3"]
    assert [(f.rule, f.indicator_id) for f in reading.findings] == [
        ("unreadable_cell", "proactive.regulations.issued")
    ]


def test_blank_forms_and_other_tables_give_nothing(reference: Reference) -> None:
    blank = read(
        html_page(table("信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|||", "行政规范性文件|||")),
        reference,
    )
    assert (blank.forms, blank.observations, blank.findings, blank.blank_forms) == ((), (), (), ("F2021",))
    other = read(
        html_page(table("序号|单位|数量", "1|甲科|12", "2|乙科|13"), table("类别|数量", "机构职能|5")),
        reference,
    )
    assert other == TableReading((), (), (), ())
