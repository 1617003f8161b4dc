"""Tables whose figures are not surely the report's, or not surely in their columns, and look-alikes that are. All
bodies and figures are invented."""

import random
from decimal import Decimal

import pytest

from flows.extract.document import read_payload
from flows.extract.model import Document
from flows.reference import load_reference
from tests.unit.table_pages import (
    Table,
    Td,
    applications,
    changed,
    facts,
    figures,
    html_page,
    proactive,
    read,
    remedies,
    statistics,
)

REFERENCE = load_reference()
VALUES = figures(REFERENCE, "F2021", random.Random(11))  # noqa: S311 (figures, no secrets)
LIST_VALUES = figures(REFERENCE, "F2014", random.Random(12))  # noqa: S311 (figures, no secrets)
N_REMEDIES = 15
SECTION_3 = applications(REFERENCE, "F2021", VALUES)
SECTION_4 = remedies(REFERENCE, "F2021", VALUES)
LIST = statistics(REFERENCE, "F2014", LIST_VALUES)


def told(table: Table) -> tuple[int, set[str]]:
    reading = read(html_page(table), REFERENCE)
    return len(reading.observations), {finding.rule for finding in reading.findings}


@pytest.mark.parametrize("n_printed", [5, 10])
def test_a_row_of_section_4_that_ends_early_is_not_read(n_printed: int) -> None:
    assert told([*SECTION_4[:3], SECTION_4[3][:n_printed]]) == (0, {"misaligned_row"})
    # Blank cells are there, and a table of one block has its five columns.
    blank = [*SECTION_4[3][:n_printed], *[Td("")] * (N_REMEDIES - n_printed)]
    assert told([*SECTION_4[:3], blank]) == (n_printed, set())
    assert told([SECTION_4[0][:1], SECTION_4[1][:5], SECTION_4[3][:5]])[0] == 5


def test_a_blank_part_of_a_label_is_no_figure() -> None:
    rows = [[*row[:-7][-1:], *row[-7:]] for row in SECTION_3[3:]]
    split = [
        [Td("三、本年度办理结果") if i % 2 else label, label if i % 2 else Td(""), *cells]
        for i, (label, *cells) in enumerate(rows)
    ]
    assert told(split)[0] == told(SECTION_3)[0]
    n_facts, rules = told([row[:-1] for row in split])
    assert (n_facts, "misaligned_table" in rules) == (0, True)
    # So is one after the last figure, where no heading says that it is the total.
    assert told([[*row[:2], *row[3:], Td("")] for row in rows])[0] == 0
    # In the first column of figures a blank is one.
    label, _, *others = rows[0]
    without = [[label, Td(""), *others[:-1], Td(str(sum(int(td.text) for td in others[:-1])))], *rows[1:]]
    assert told(without) == (told(rows)[0] - 1, told(rows)[1])


def test_two_rows_of_figures_under_the_headings_of_section_4() -> None:
    other = [Td(str(int(td.text) + 1)) for td in SECTION_4[3]]
    assert told([*SECTION_4, other]) == (0, {"two_sets_of_figures"})
    assert told([*SECTION_4, [Td("3")]])[0] == N_REMEDIES
    assert told([*SECTION_4, SECTION_4[3]])[0] == N_REMEDIES


def moved(row: int, keep: slice, *more: str) -> Table:
    cells = SECTION_3[row]
    first = len(cells) - 7
    return [*SECTION_3[:row], [*cells[:first], *cells[first:][keep], *map(Td, more)], *SECTION_3[row + 1 :]]


def test_a_row_whose_figures_can_have_moved_is_not_read() -> None:
    n_all, rules = told(SECTION_3)
    assert rules == set()
    assert told(moved(5, slice(1, None), "0")) == (n_all - 7, {"misaligned_row"})
    # A total that is wrong, and where it belongs, is a contradiction of the report.
    assert told(moved(5, slice(0, 6), "7"))[0] == n_all


def test_section_3_without_headings_is_read_by_order_or_not_at_all() -> None:
    bare = SECTION_3[3:]
    reading = read(html_page(bare), REFERENCE)
    assert {one.aligned_by for one in reading.observations} == {"order"}
    assert [finding.rule for finding in reading.findings] == ["placed_by_order"]
    total_first = [[*row[:-7], row[-1], *row[-7:-1]] for row in bare]
    assert told(total_first)[0] == 0
    assert told([*SECTION_3[:3], *total_first])[0] == 0


def test_a_list_whose_figures_stand_a_row_too_low_is_not_read() -> None:
    texts = [row[-1].text for row in LIST[1:]]
    lower = [LIST[0], *([*row[:-1], Td(text)] for row, text in zip(LIST[1:], ["", *texts[:-1]], strict=True))]
    n_facts, rules = told(lower)
    assert (n_facts, "misaligned_table" in rules) == (0, True)
    filled = changed(LIST, lambda _r, _p, td: [Td("0") if td.text == "——" else td])
    assert told(filled)[0] == told(LIST)[0] == len(LIST_VALUES)
    coded = [[row[0], Td("代码" if i == 0 else f"{i:02d}"), *row[1:]] for i, row in enumerate(LIST)]
    assert told(coded)[0] == len(LIST_VALUES)


def test_rows_of_parts_are_no_row_of_the_form() -> None:
    table = proactive(REFERENCE, "F2021", VALUES)
    at = next(number for number, row in enumerate(table) if row[0].text == "行政处罚")
    whole = told(table)[0]
    parts = [
        [Td(f"行政处罚（{note}程序）"), Td(value, colspan=3)]
        for note, value in (("简易", "12"), ("一般", "8"))
    ]
    assert told([*table[:at], *parts, *table[at + 1 :]]) == (whole - 1, {"divided_row"})
    # Beside its parts the whole is read; a single row with such a note is a part as well.
    assert told([*table[: at + 1], *parts, *table[at + 1 :]]) == (whole, {"divided_row"})
    assert told([*table[:at], parts[0], *table[at + 1 :]]) == (whole - 1, {"divided_row"})
    for note in ("项", "单位：件", "注1", "本级", "2021年"):
        noted = [Td(f"行政处罚（{note}）"), *table[at][1:]]
        assert told([*table[:at], noted, *table[at + 1 :]]) == (whole, set())


@pytest.mark.parametrize("damaged", ["2O", "#REF!", "l2"])
def test_a_damaged_first_figure_takes_no_other_with_it(damaged: str) -> None:
    row = SECTION_3[5]
    table = [*SECTION_3[:5], [*row[:-7], Td(damaged), *row[-6:]], *SECTION_3[6:]]
    assert told(table) == (told(SECTION_3)[0] - 1, {"unreadable_cell"})


def test_an_amount_that_can_be_in_another_unit_is_told() -> None:
    def with_budget(amount: str) -> Table:
        return [[*row[:-1], Td(amount)] if "专项经费" in row[0].text else row for row in LIST]

    reading = read(html_page(with_budget("35000")), REFERENCE)
    assert facts(reading)["stat.capacity.budget", None, "year"] == "35000"
    assert [finding.rule for finding in reading.findings] == ["large_amount"]
    assert told(with_budget("3.5"))[1] == set()


ROWS = "".join(
    f"<tr><td>{label}</td><td>{unit}</td><td>{value}</td></tr>"
    for label, unit, value in (
        ("指标", "单位", "统计数"),
        ("收到申请数", "件", 8),
        ("主动公开政府信息数", "条", 300),
        ("行政复议数量", "件", 1),
    )
)


def page(words: str, body: str, *, is_row: bool) -> Document:
    title = f"{body}2017年政府信息公开工作年度报告"
    row = f"<tr><td colspan=3>{words}</td></tr>" if is_row else ""
    line = "" if is_row else f"<p>{words}</p>"
    return read_payload(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>现公布{title}。</p>{line}"
        f"<table>{row}{ROWS}</table></body></html>".encode()
    )[0]


@pytest.mark.parametrize("is_row", [False, True])
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("附件：2016年政府信息公开情况统计表", "another_period"),
        ("附件1 2016年度政府信息公开情况统计表", "another_period"),
        ("2008-2017年政府信息公开情况统计表", "another_period"),
        ("填报单位：样例县交通运输局", "another_body"),
        ("样例县交通运输局政府信息公开情况", "another_body"),
        ("样例县交通运输局收到和处理政府信息公开申请情况", "another_body"),
        ("全县政府信息公开情况统计表", "another_body"),
        ("单位名称：样例县交通运输局", "another_body"),
        ("填报单位：样例县水利工程管理中心", "another_body"),
        ("样例县水利工程管理中心", "another_body"),
        ("样例市水利局2017年情况：", "another_body"),
        ("（一）样例县水利工程管理中心", "another_body"),
        ("全县汇总", "another_body"),
        ("全县各部门各乡镇汇总如下：", "another_body"),
        ("（统计时间：截至2017年9月底）", "another_period"),
        ("（截至2017年9月30日）", "another_period"),
        ("其他县参考：模范县水利局", "sample_table"),
        ("样例县政府信息公开情况汇总表", "another_body"),
        ("（样表）", "sample_table"),
        ("单位：百件", "unknown_unit"),
        ("单位：万条、万件、万元", "unknown_unit"),
    ],
)
def test_a_table_under_words_of_others_states_nothing(words: str, rule: str, *, is_row: bool) -> None:
    document = page(words, "样例县水利局", is_row=is_row)
    assert document.observations == ()
    assert rule in {finding.rule for finding in document.findings}


@pytest.mark.parametrize("is_row", [False, True])
@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("附件：2017年政府信息公开情况统计表", "样例县水利局"),
        ("附件1 政府信息公开情况统计表", "样例县水利局"),
        ("填报单位：样例县水利局", "样例县水利局"),
        ("填报单位：样例县水利局办公室", "样例县水利局"),
        ("样例县水利局政府信息公开情况", "样例县水利局"),
        ("全县水利系统政府信息公开情况统计表", "样例县水利局"),
        ("单位：件", "样例县水利局"),
        ("单位名称：样例县水利局", "样例县水利局"),
        ("样例县水利局", "样例县水利局"),
        ("表1 样例县水利局", "样例县水利局"),
        ("样例县水利局2017年情况如下：", "样例县水利局"),
        ("全县汇总", "样例县人民政府"),
        ("样例县政务服务中心", "样例县人民政府"),
        ("（截至2017年12月31日）", "样例县水利局"),
        ("单位：条、件、万元", "样例县水利局"),
        ("全县政府信息公开情况统计表", "样例县人民政府"),
        ("样例县政府信息公开情况汇总表", "样例县人民政府"),
        ("填报单位：样例县行政审批局", "样例县人民政府"),
    ],
)
def test_a_table_under_its_own_bodys_words_is_read(words: str, body: str, *, is_row: bool) -> None:
    found = {one.indicator_id: one.value for one in page(words, body, is_row=is_row).observations}
    assert found["stat.applications.received"] == Decimal(8)
    assert len(found) == 3


@pytest.mark.parametrize(("heading", "n_facts"), [("统计数（万）", 0), ("统计数（万件）", 0), ("统计数", 3)])
def test_a_list_whose_heading_counts_in_ten_thousands_states_nothing(heading: str, n_facts: int) -> None:
    rows = ROWS.replace("统计数", heading)
    title = "样例县水利局2017年政府信息公开工作年度报告"
    markup = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><table>{rows}</table></body></html>"
    )
    assert len(read_payload(markup.encode())[0].observations) == n_facts


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("单位：元", "0.0345"),
        ("（金额单位：元）", "0.0345"),
        ("计量单位：件、元", "0.0345"),
        ("单位：万元", "345"),
        ("单位：件", "345"),
        ("填报单位：样例县水利局", "345"),
    ],
)
def test_the_unit_of_amounts_over_a_table(line: str, value: str) -> None:
    table = proactive(REFERENCE, "F2021", VALUES)
    bare = [
        [Td("本年收费金额", 1, td.colspan) if "收费金额" in td.text else td for td in row] for row in table
    ]
    bare = [[*row[:-1], Td("345", 1, 3)] if "收费" in row[0].text else row for row in bare]
    fact = ("proactive.fees.amount", None, "year")
    assert facts(read(html_page(line, "二、主动公开政府信息情况", bare), REFERENCE))[fact] == value
    # It holds until the next section, and a unit in the heading of the column is stronger.
    assert facts(read(html_page(line, SECTION_4, "二、主动公开政府信息情况", bare), REFERENCE))[fact] == "345"
    own = [[*row[:-1], Td("345", 1, 3)] if "收费" in row[0].text else row for row in table]
    own = [
        [Td("本年收费金额（单位：万元）", 1, td.colspan) if "收费金额" in td.text else td for td in row]
        for row in own
    ]
    assert facts(read(html_page(line, own), REFERENCE))[fact] == "345"
