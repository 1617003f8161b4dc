"""Official tables whose labels were shortened or mistyped, or whose shape was changed, and look-alikes that must stay
unread with a finding. All figures are invented."""

import random
from decimal import Decimal

import pytest

from flows.extract.tables.cells import CellNumber, parse_cell, parse_change
from flows.extract.tables.likeness import is_shorter_form
from flows.reference import load_reference
from tests.unit.table_pages import (
    Fact,
    Table,
    Td,
    applications,
    changed,
    fact_of,
    facts,
    figures,
    html_page,
    proactive,
    read,
    remedies,
    section_cells,
    statistics,
)

REFERENCE = load_reference()
VALUES = figures(REFERENCE, "F2021", random.Random(19))  # noqa: S311 (figures, no secrets)
SECTION_3 = applications(REFERENCE, "F2021", VALUES)
SECTION_4 = remedies(REFERENCE, "F2021", VALUES)
OF_SECTION_3 = {fact_of(c): VALUES[fact_of(c)] for c in section_cells(REFERENCE, "F2021", "applications")}
OF_SECTION_4 = {fact_of(c): VALUES[fact_of(c)] for c in section_cells(REFERENCE, "F2021", "remedies")}
NEW = "一、本年新收政府信息公开申请数量"
COMPLAINT = "1.信访举报投诉类申请"
REPEATED = "2.重复申请"
EXCESSIVE = "4.无正当理由大量反复申请"
NOT_HELD = "1.本机关不掌握相关政府信息"
UNCLEAR = "3.补正后申请内容仍不明确"
NOT_CORRECTED = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"


def of(*tables: Table) -> tuple[dict[Fact, str], set[str]]:
    reading = read(html_page(*tables), REFERENCE)
    return facts(reading), {finding.rule for finding in reading.findings}


def with_label(table: Table, official: str, printed: str) -> Table:
    assert sum(td.text == official for row in table for td in row) == 1
    return changed(
        table, lambda _row, _place, td: [Td(printed, td.rowspan, td.colspan) if td.text == official else td]
    )


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        (NEW, "一、本年新收申请数"),
        (NEW, "新收申请数量"),
        (NEW, "一、本年度新收申请"),
        ("二、上年结转政府信息公开申请数量", "二、上年结转申请"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "（二）部份公开"),
        ("2.其他法律行政法规禁止公开", "2.其它法律法规禁止公开"),
        ("3.危及“三安全一稳定”", '3.涉及"三安全一稳定"'),
        (NOT_HELD, "1.不掌握"),
        (UNCLEAR, "3.补正后仍不明确"),
        (COMPLAINT, "1.信访投诉"),
        (REPEATED, "2.重复申情"),
        (EXCESSIVE, "4.大量反复申请"),
        ("5.要求行政机关确认或重新出具已获取信息", "5.要求确认或重新出具信息"),
        (NOT_CORRECTED, "1.逾期不补正"),
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.逾期未缴费"),
        ("(七)总计", "（七）合计"),
        ("四、结转下年度继续办理", "四、结转下年继续办理"),
        ("社会公益组织", "社会公益组识"),
        ("法律服务机构", "法律机构"),
    ],
)
def test_a_label_that_was_shortened_or_mistyped(official: str, printed: str) -> None:
    assert of(with_label(SECTION_3, official, printed)) == (OF_SECTION_3, set())


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        # Two rows of the form can be meant.
        (NEW, "政府信息公开申请数量"),
        (NEW, "申请数量"),
        (NOT_CORRECTED, "1.行政机关不再处理其政府信息公开申请"),
        (EXCESSIVE, "4.无正当理由"),
        # What turns the meaning was left out, put in, or is cut off.
        (UNCLEAR, "3.补正后申请内容明确"),
        (NOT_HELD, "1.本机关掌握相关政府信息"),
        (NOT_HELD, "1.本机关"),
        ("2.没有现成信息需要另行制作", "2.有现成信息"),
        (REPEATED, "2.重新申请"),
        # Another row's words in this one's place; a sum that reports add.
        (REPEATED, "2.反复申请"),
        ("(七)总计", "合计"),
        ("(七)总计", "（六）合计"),
    ],
)
def test_a_label_that_only_looks_like_one_is_left_out_and_told(official: str, printed: str) -> None:
    said, rules = of(with_label(SECTION_3, official, printed))
    assert said.items() <= OF_SECTION_3.items()
    assert len(said) == len(OF_SECTION_3) - 7
    assert rules == {"unknown_row"}


def test_two_labels_that_can_mean_one_row_are_both_left_out() -> None:
    table = with_label(with_label(SECTION_3, COMPLAINT, "1.信访投诉"), REPEATED, "2.举报投诉")
    said, rules = of(table)
    assert len(said) == len(OF_SECTION_3) - 14
    assert rules == {"unknown_row"}


def test_a_heading_that_can_be_two_columns_is_read_by_order_and_told() -> None:
    assert of(with_label(SECTION_3, "法律服务机构", "机构")) == (OF_SECTION_3, {"placed_by_order"})


@pytest.mark.parametrize("printed", ["同意公开", "意公开", "未同意", "不公开", "不同意公开"])
def test_a_shorter_form_keeps_what_denies(printed: str) -> None:
    assert not is_shorter_form(printed, "不同意公开")


NATURAL, BUSINESS, TOTAL = 0, 1, 6


def of_few(headings: list[list[Td]], places: list[int]) -> tuple[dict[Fact, str], set[str]]:
    """Section 3 with some of its columns, where the others have no figures."""
    rows: Table = []
    for row in SECTION_3[3:]:
        counts = [int(td.text) for td in row[-7:]]
        total = counts[NATURAL] + counts[BUSINESS]
        shown = [*counts[:TOTAL], total]
        rows.append([*row[:-7], *(Td(str(shown[place])) for place in places)])
    return of([*headings, *rows])


CORNER = Td("项目", 3, 3)
WHO = [CORNER, Td("申请人情况", 1, 3)]
KINDS = [WHO, [Td("自然人", 2), Td("法人或其他组织"), Td("总计", 2)], [Td("商业企业")]]


def test_some_kinds_of_legal_persons_under_their_own_headings() -> None:
    said, rules = of_few(KINDS, [NATURAL, BUSINESS, TOTAL])
    applicants = ("natural_person", "legal_person.business", "total")
    assert said.keys() == {fact for fact in OF_SECTION_3 if fact[1] in applicants}
    assert all(VALUES[fact] == value for fact, value in said.items() if fact[1] != "total")
    assert rules == {"odd_columns"}


@pytest.mark.parametrize(
    "headings",
    [
        # 其他 without the heading over it can be all that is no natural person.
        [[Td("项目", 1, 3), Td("自然人"), Td("其他"), Td("总计")]],
        # The total first, a kind twice, a heading that no form has, none at all.
        [WHO, [Td("总计", 2), Td("法人或其他组织"), Td("自然人", 2)], [Td("商业企业")]],
        [WHO, [Td("法人或其他组织", 1, 2), Td("总计", 2)], [Td("商业企业"), Td("商业企业")]],
        [WHO, [Td("自然人", 2), Td("法人或其他组织"), Td("总计", 2)], [Td("外资企业")]],
        [WHO, [Td("自然人", 2), Td("法人或其他组织"), Td("", 2)], [Td("商业企业")]],
    ],
)
def test_columns_that_do_not_say_what_they_hold_are_left_out_and_told(headings: list[list[Td]]) -> None:
    said, rules = of_few(headings, [NATURAL, BUSINESS, TOTAL])
    assert {fact[1] for fact in said} <= {"natural_person", "total"}
    assert all(VALUES[fact] == value for fact, value in said.items() if fact[1] == "natural_person")
    assert rules


def test_some_columns_whose_rows_do_not_add_up_are_left_out_and_told() -> None:
    rows = [[*row[:-7], row[-7], row[-6], row[-1]] for row in SECTION_3[3:]]
    assert of([*KINDS, *rows]) == ({}, {"misaligned_table", "odd_columns"})


BLOCKS = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def listed(heading: str, counts: list[str], blocks: list[str] = BLOCKS) -> Table:
    """Section 4 as a list of fifteen rows."""
    table: Table = [[Td("项目", 1, 2), Td(heading)]]
    for number, count in enumerate(counts):
        block = [Td(blocks[number // 5], 5)] if number % 5 == 0 else []
        table.append([*block, Td(OUTCOMES[number % 5]), Td(count)])
    return table


COUNTS = list(OF_SECTION_4.values())


@pytest.mark.parametrize("heading", ["件数", "数量", "数量（件）", "2021年", "案件数"])
def test_review_and_litigation_as_a_list_of_rows(heading: str) -> None:
    assert of(SECTION_3, listed(heading, COUNTS)) == (OF_SECTION_3 | OF_SECTION_4, set())


@pytest.mark.parametrize(
    "table",
    [
        listed("占比", COUNTS),
        listed("上年", COUNTS),
        listed("件数", [*COUNTS[5:], *COUNTS[:5]], ["行政复议", "", "行政诉讼（复议后起诉）"]),
        listed("件数", COUNTS[:14]),
        # The total stands first in each block.
        listed("件数", [count for n in (0, 5, 10) for count in (COUNTS[n + 4], *COUNTS[n : n + 4])]),
        listed("件数", COUNTS, ["行政复议", "行政复议", "行政诉讼（复议后起诉）"]),
    ],
)
def test_a_list_of_outcomes_that_is_not_certain_is_left_out_and_told(table: Table) -> None:
    said, rules = of(table)
    assert not said
    assert rules


def in_one_table(*outcomes: str) -> Table:
    blocks = [COUNTS[n : n + 5] for n in (0, 5, 10)]
    return [
        *SECTION_3,
        [Td("四、政府信息公开行政复议、行政诉讼情况", 1, 10)],
        [Td("", 1, 3), *map(Td, outcomes), Td("", 1, 2)],
        *(
            [Td(name, 1, 3), *map(Td, block), Td("", 1, 2)]
            for name, block in zip(BLOCKS, blocks, strict=True)
        ),
    ]


def test_sections_3_and_4_in_one_table_with_blanks_in_the_headings_between() -> None:
    assert of(in_one_table(*OUTCOMES)) == (OF_SECTION_3 | OF_SECTION_4, set())


def test_a_heading_lost_between_sections_in_one_table_leaves_its_rows_unread() -> None:
    said, rules = of(in_one_table("结果维持", "", "其他结果", "尚未审结", "总计"))
    assert said == OF_SECTION_3
    assert rules == {"misaligned_row"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("↑12", 12),
        ("↓5", -5),
        ("↓ 5", -5),
        ("↓0", 0),
        ("↑3项", 3),
        ("增2", 2),
        ("减3", -3),
        ("＋6", 6),
        ("持平", 0),
    ],
)
def test_a_change_with_an_arrow_or_in_words(text: str, value: int) -> None:
    parsed = parse_change(text, "项")
    assert isinstance(parsed, CellNumber)
    assert parsed.value == Decimal(value)


@pytest.mark.parametrize("text", ["↑", "↑12%", "5↓", "↓-5", "↑↓5", "基本持平", "↑12 ↓5", "较上年持平"])
def test_a_change_that_is_not_certain_is_no_number(text: str) -> None:
    assert not isinstance(parse_change(text, "项"), CellNumber)


@pytest.mark.parametrize("text", ["↑12", "↓5", "持平"])
def test_an_arrow_is_no_sign_of_a_count(text: str) -> None:
    assert not isinstance(parse_cell(text, "件"), CellNumber)


def test_arrows_in_section_2_keep_what_is_printed() -> None:
    values = figures(REFERENCE, "F2019", random.Random(3))  # noqa: S311 (figures, no secrets)
    change = ("proactive.licensing.items_change", None, "year")
    decisions = ("proactive.licensing.decisions", None, "year")
    table = proactive(REFERENCE, "F2019", values | {change: "↓5", decisions: "↑7"})
    reading = read(html_page(table), REFERENCE)
    (read_change,) = [o for o in reading.observations if o.indicator_id == change[0]]
    assert (read_change.value, read_change.where.quote) == (Decimal(-5), "↓5")
    assert decisions not in facts(reading)
    assert [f.rule for f in reading.findings] == ["unreadable_cell"]


LIST_VALUES = figures(REFERENCE, "F2014", random.Random(23))  # noqa: S311 (figures, no secrets)
LIST = statistics(REFERENCE, "F2014", LIST_VALUES)
OF_LIST = {fact_of(c): LIST_VALUES[fact_of(c)] for c in section_cells(REFERENCE, "F2014", "statistics")}
CHANNEL, EVENT = "5.其他方式公开政府信息数", "5.其他方式回应事件数"


@pytest.mark.parametrize(
    ("official", "printed"),
    [(CHANNEL, "5.其他方式"), (CHANNEL, "其他方式"), (EVENT, "其他方式")],
)
def test_a_short_row_of_a_list_is_read_in_its_place(official: str, printed: str) -> None:
    assert of(with_label(LIST, official, printed)) == (OF_LIST, set())


@pytest.mark.parametrize("printed", ["5.其他途径", "方式公开", "新闻发布会场次", "5.其他"])
def test_a_row_that_a_province_has_of_its_own_is_left_out_and_told(printed: str) -> None:
    said, rules = of(with_label(LIST, CHANNEL, printed))
    assert (len(said), rules) == (len(OF_LIST) - 1, {"unknown_row"})


def test_one_of_two_things_is_no_short_form_of_both() -> None:
    values = figures(REFERENCE, "F2008", random.Random(5))  # noqa: S311 (figures, no secrets)
    table = statistics(REFERENCE, "F2008", values)
    said, _ = of(with_label(table, "接受行政申诉、举报数", "行政申诉数"))
    assert not [fact for fact in said if fact[0] == "stat.complaints_handled"]


@pytest.mark.parametrize("damaged", ["Ｏ", "O", "①", "½", "1e3", "1E+03"])
def test_a_damaged_figure_costs_its_own_cell_alone(damaged: str) -> None:
    row, place = 6, -5
    table = [list(cells) for cells in SECTION_3]
    table[row][place] = Td(damaged)
    said, rules = of(table)
    assert said.items() < OF_SECTION_3.items()
    assert (len(said), rules) == (len(OF_SECTION_3) - 1, {"unreadable_cell"})


def test_circled_numbers_of_rows_and_columns_are_no_figures() -> None:
    columns = [Td("栏次", 1, 3), *map(Td, "①②③④⑤⑥⑦")]
    assert of([*SECTION_3[:3], columns, *SECTION_3[3:]]) == (OF_SECTION_3, set())
    assert of([*SECTION_4[:3], [*map(Td, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮")], SECTION_4[3]]) == (OF_SECTION_4, set())
