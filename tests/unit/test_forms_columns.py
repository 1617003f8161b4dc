"""Section 3 in other columns than the seven of the form: totals alone, years side by side, halves of a table."""

import random

import pytest

from flows.clean.payload import clean
from flows.extract.document import read_payload
from flows.extract.tables.forms import TableReading
from flows.reference import load_reference
from tests.unit.container_files import placed
from tests.unit.table_pages import (
    Fact,
    Table,
    Td,
    applications,
    fact_of,
    facts,
    figures,
    html_page,
    proactive,
    read,
    section_cells,
    text_page,
)

REFERENCE = load_reference()
CELLS = section_cells(REFERENCE, "F2021", "applications")
VALUES = figures(REFERENCE, "F2021", random.Random(5))  # noqa: S311 (figures, no secrets)
TABLE = applications(REFERENCE, "F2021", VALUES)
ALL = {fact_of(cell): VALUES[fact_of(cell)] for cell in CELLS}
TOTALS = {fact: value for fact, value in ALL.items() if fact[1] == "total"}
LABELS = [row[:-7] for row in TABLE[3:]]
FIGURES = [row[-1].text for row in TABLE[3:]]
OTHERS = [str(int(figure) + 7) for figure in FIGURES]
YEAR = "样例县水务局2021年政府信息公开工作年度报告"


NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def one_figure_a_row(*columns: tuple[str, list[str]]) -> Table:
    """Section 3 with labels, and for each column a heading and a figure a row."""
    heading = [Td("项目", 1, 3), *(Td(name) for name, _ in columns)]
    return [
        heading,
        *(
            [*labels, *(Td(figures[n]) for _, figures in columns)]
            for n, labels in enumerate(LABELS)
        ),
    ]  # fmt: skip


def of(table: Table) -> tuple[dict[Fact, str], set[str]]:
    reading = read(html_page(YEAR, table), REFERENCE)
    return facts(reading), {finding.rule for finding in reading.findings}


@pytest.mark.parametrize("heading", ["数量", "总计", "合计", "数量（件）", "件数", "2021年", "本年度"])
def test_a_lone_column_of_totals(heading: str) -> None:
    assert of(one_figure_a_row((heading, FIGURES))) == (TOTALS, {"odd_columns"})


@pytest.mark.parametrize("heading", ["自然人", "占比", "上年", "办结率（%）", ""])
def test_a_lone_column_of_something_else_is_told_and_not_read(heading: str) -> None:
    said, rules = of(one_figure_a_row((heading, FIGURES)))
    assert not said
    assert rules


NATURAL = [row[-7].text for row in TABLE[3:]]
LEGAL = [str(int(total) - int(person)) for total, person in zip(FIGURES, NATURAL, strict=True)]


@pytest.mark.parametrize("legal", [[], [("法人或其他组织", LEGAL)]])
def test_natural_persons_and_the_total(legal: list[tuple[str, list[str]]]) -> None:
    expected = {fact: value for fact, value in ALL.items() if fact[1] in ("natural_person", "total")}
    table = one_figure_a_row(("自然人", NATURAL), *legal, ("总计", FIGURES))
    assert of(table) == (expected, {"odd_columns"})
    for odd in ([("自然人", NATURAL), ("其他人", LEGAL)], [("总计", FIGURES), ("自然人", NATURAL)]):
        said, rules = of(one_figure_a_row(*odd))
        assert not said
        assert rules


def test_a_lone_column_is_read_by_labels_alone() -> None:
    table = one_figure_a_row(("数量", FIGURES))
    lost = [*table[:5], [Td("第四种情形", 1, 3), table[5][-1]], *table[6:]]
    said, rules = of(lost)
    assert set(said) < set(TOTALS)
    assert "unknown_row" in rules


@pytest.mark.parametrize(
    "names",
    [
        ("2021年", "2020年"),
        ("2020年", "2021年"),
        ("本年", "上年"),
        ("上年度", "本年度"),
        ("2021年度（件）", "2020年度（件）"),
    ],
)
def test_two_years_side_by_side(names: tuple[str, str]) -> None:
    columns = [(name, FIGURES if name.startswith(("2021", "本")) else OTHERS) for name in names]
    assert of(one_figure_a_row(*columns)) == (TOTALS, {"odd_columns"})
    assert of(one_figure_a_row(*columns, ("同比增减", ["7"] * len(FIGURES)))) == (TOTALS, {"odd_columns"})


@pytest.mark.parametrize("joint", ["\n", "|", "\t"])
def test_two_years_side_by_side_in_a_text(joint: str) -> None:
    table = one_figure_a_row(("2021年", FIGURES), ("2020年", OTHERS))

    def told(table: Table) -> tuple[dict[Fact, str], set[str]]:
        rows = "\n".join(joint.join(td.text for td in row) for row in table)
        text = f"{YEAR}\n三、收到和处理政府信息公开申请情况\n{rows}\n四、政府信息公开行政复议情况\n无。\n"
        reading = read(text_page(text), REFERENCE)
        return facts(reading), {finding.rule for finding in reading.findings}

    assert told(table) == (TOTALS, {"odd_columns"})
    # A figure that vanished: nothing says of which year the other is.
    said, rules = told([*table[:7], table[7][:-1], *table[8:]])
    assert not said
    assert rules >= {"misaligned_table"}


@pytest.mark.parametrize("beside", [("备注", ""), ("备注", "不含乡镇"), ("说明", "")])
def test_remarks_and_units_beside_the_totals(beside: tuple[str, str]) -> None:
    table = one_figure_a_row(("数量", FIGURES), (beside[0], [beside[1]] * len(FIGURES)))
    assert of(table)[0] == TOTALS
    heading, *rows = one_figure_a_row(("数量", FIGURES))
    with_units = [[heading[0], Td("单位"), heading[1]], *([*row[:-1], Td("件"), row[-1]] for row in rows)]
    assert of(with_units)[0] == TOTALS


@pytest.mark.parametrize(
    "names", [("2021年", "2021年"), ("数量", "金额"), ("本年", "累计"), ("全县", "本级")]
)
def test_columns_side_by_side_that_do_not_say_which_is_the_year(names: tuple[str, str]) -> None:
    said, rules = of(one_figure_a_row((names[0], FIGURES), (names[1], OTHERS)))
    assert not said
    assert rules


@pytest.mark.parametrize("at", [4, 9, 20])
def test_a_cell_too_many_moves_no_figure_under_another_year(at: int) -> None:
    table = one_figure_a_row(("2020年", OTHERS), ("2021年", FIGURES))
    figure = table[at][-1]
    for odd in ([*table[at], figure], [*table[at][:-1], Td(figure.text, 1, 2)], table[at][:-1]):
        said, rules = of([*table[:at], odd, *table[at + 1 :]])
        assert said.items() < TOTALS.items()
        assert "misaligned_row" in rules


@pytest.mark.parametrize("is_own_first", [True, False])
def test_all_applicants_of_two_years_side_by_side(*, is_own_first: bool) -> None:
    years = ["2021年", "2020年"] if is_own_first else ["2020年", "2021年"]
    first, second, third, *rows = TABLE
    heads = [[first[0], *(Td(year, 1, 7) for year in years)], [*second, *second], [*third, *third]]
    other = [[Td(str(int(td.text) + 1)) for td in row[-7:]] for row in rows]
    blocks = [
        (row[-7:], own) if is_own_first else (own, row[-7:]) for row, own in zip(rows, other, strict=True)
    ]
    table = [*heads, *([*row[:-7], *left, *right] for row, (left, right) in zip(rows, blocks, strict=True))]
    assert of(table) == (ALL, {"odd_columns"})


def test_section_2_of_two_years_side_by_side() -> None:
    table: Table = []
    for row in proactive(REFERENCE, "F2021", VALUES):
        if len(row) == 1:
            table.append([Td(row[0].text, 1, 7)])
        elif row[0].text == "信息内容":
            table += [[Td("信息内容", 2), Td("2021年", 1, 3), Td("2020年", 1, 3)], [*row[1:], *row[1:]]]
        else:
            before = [Td(str(int(td.text) + 3), 1, td.colspan) for td in row[1:]]
            table.append([*row, *before])
    own = {fact_of(cell): VALUES[fact_of(cell)] for cell in section_cells(REFERENCE, "F2021", "proactive")}
    assert of(table) == (own, {"odd_columns"})
    unnamed = [
        [Td("", td.rowspan, td.colspan) if td.text.startswith("202") else td for td in row] for row in table
    ]
    said, rules = of(unnamed)
    assert not said
    assert rules


def markup(*tables: Table) -> TableReading:
    def row(cells: list[Td]) -> str:
        return "".join(f"<td rowspan={td.rowspan} colspan={td.colspan}>{td.text}</td>" for td in cells)

    halves = (f"<td><table>{''.join(f'<tr>{row(r)}</tr>' for r in table)}</table></td>" for table in tables)
    page = f"<h1>{YEAR}</h1><p>本局认真落实条例要求。</p><table><tr>{''.join(halves)}</tr></table><p>四、其他</p>"
    return read(clean(page.encode()), REFERENCE)


def test_labels_and_figures_in_two_tables_of_a_table() -> None:
    labels = [[Td("申请情况")], *([row[-1]] for row in LABELS)]
    totals = [[Td("数量")], *([Td(figure)] for figure in FIGURES)]
    assert facts(markup(labels, totals)) == TOTALS
    heads = [Td(td.text) for td in (TABLE[1][0], *TABLE[2], TABLE[1][2])]
    assert facts(markup(labels, [heads, *(row[-7:] for row in TABLE[3:])])) == ALL
    # One row too few, or a heading beside a label: nothing says which figure is whose.
    for left, right in ((labels, totals[1:]), (labels[1:], totals[:-1])):
        reading = markup(left, right)
        assert not reading.observations
        assert reading.findings


def test_a_list_of_words_and_a_list_of_figures_that_only_follow_each_other() -> None:
    words = [[Td(word)] for word in ("网站", "微博", "微信", "公报", "电视")]
    numbers = [[Td(number)] for number in "12345"]
    page = html_page(words, "下表为访问量。", numbers)
    assert len({cell.table for cell in read_payload(page.text.encode())[0].cells}) != 1
    assert not read(page, REFERENCE).observations


def with_gap(table: Table, column: int) -> Table:
    """A table with a blank column more; a cell that reaches over it grows."""
    cells = sorted(placed(table), key=lambda place: place[:2])
    wide: Table = [[] for _ in table]
    for row, at, td in cells:
        if at == column:
            wide[row].append(Td(""))
        reaches_over = at < column < at + td.colspan
        wide[row].append(Td(td.text, td.rowspan, td.colspan + reaches_over))
    return wide


@pytest.mark.parametrize("column", range(4, 10))
def test_a_blank_column_between_the_applicants_is_a_gap(column: int) -> None:
    flat = [[Td("项目", 1, 3), *map(Td, NAMES)], *TABLE[3:]]
    assert of(with_gap(flat, column)) == (ALL, set())


def test_a_blank_column_under_the_heading_of_the_legal_persons() -> None:
    rows = [[*row[:-4], Td(""), *row[-4:]] for row in TABLE[3:]]
    top, middle, kinds = TABLE[:3]
    headings = [
        [*top[:-1], Td("申请人情况", 1, 8)],
        [middle[0], Td("法人或其他组织", 1, 6), middle[2]],
        [*kinds[:2], Td(""), *kinds[2:]],
    ]
    assert of([*headings, *rows]) == (ALL, set())


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_column_that_can_be_one_of_the_applicants_is_told(name: str) -> None:
    """Its heading is lost, and its figures are, and a remark stands at the end: the others keep their places or are
    left out."""
    at = NAMES.index(name)
    lost = [Td("项目", 1, 3), *(Td("" if one == name else one) for one in NAMES), Td("备注")]
    rows = [
        [*row[:-7], *(Td("" if place == at else td.text) for place, td in enumerate(row[-7:])), Td("1")]
        for row in TABLE[3:]
    ]
    said, rules = of([lost, *rows])
    assert said.items() <= ALL.items()
    assert rules


def test_a_lost_heading_of_the_total_over_a_lost_column_is_told() -> None:
    """Without them 总计 stands under 其他; where others are no part of the sums, that shows."""
    top, middle, kinds = TABLE[:3]
    headings = [[top[0], Td("申请人情况", 1, 6)], middle[:-1], kinds]
    rows = [[*row[:-2], Td(str(int(row[-1].text) - int(row[-2].text)))] for row in TABLE[3:]]
    assert of([*headings, *rows]) == ({}, {"misaligned_table"})
    # The six columns alone are read.
    said, rules = of([*headings, *(row[:-1] for row in TABLE[3:])])
    assert said == {fact: value for fact, value in ALL.items() if fact[1] != "total"}
    assert rules == {"odd_columns"}
