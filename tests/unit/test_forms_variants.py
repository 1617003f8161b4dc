"""The official tables in the many ways that editors, exports and text boxes print them. All figures are invented."""

import html
import random

import pytest

from flows.clean.payload import clean
from flows.extract.tables.forms import TableReading
from flows.reference import FormCell, load_reference
from flows.vocabulary import TableForm
from tests.unit.container_files import placed
from tests.unit.table_pages import (
    Fact,
    Figures,
    Table,
    Td,
    applications,
    fact_of,
    facts,
    figures,
    joined,
    proactive,
    read,
    remedies,
    section_cells,
    statistics,
    text_page,
)

REFERENCE = load_reference()
MAKERS = {"proactive": proactive, "applications": applications, "remedies": remedies}
TITLE = "样例县水务局2022年政府信息公开工作年度报告"
SECTION_3 = "三、收到和处理政府信息公开申请情况"
SECTION_4 = "四、政府信息公开行政复议、行政诉讼情况"


def printed(form: TableForm, seed: int = 7) -> Figures:
    return figures(REFERENCE, form, random.Random(seed))  # noqa: S311 (figures, no secrets)


def stated(form: TableForm, section: str, values: Figures) -> dict[Fact, str]:
    return {fact_of(cell): values[fact_of(cell)] for cell in section_cells(REFERENCE, form, section)}


def read_markup(table: Table) -> TableReading:
    rows = "".join(f"<tr>{''.join(map(_td, row))}</tr>" for row in table)
    page = f"<h1>{TITLE}</h1><p>本局认真落实条例要求。</p><table>{rows}</table><p>五、存在的主要问题</p>"
    return read(clean(page.encode()), REFERENCE)


def _td(td: Td) -> str:
    return f"<td rowspan={td.rowspan} colspan={td.colspan}><p>{html.escape(td.text)}</p></td>"


def read_text(body: str) -> TableReading:
    return read(text_page(f"{SECTION_3}\n{body}\n{SECTION_4}\n无。\n"), REFERENCE)


def unmerged(table: Table, *, is_filled: bool) -> Table:
    """A table whose merged cells were divided: their words in every place, or in the first alone."""
    places = {
        (r + i, c + j): td.text if is_filled or i + j == 0 else ""
        for r, c, td in placed(table)
        for i in range(td.rowspan)
        for j in range(td.colspan)
    }
    width = max(c for _, c in places) + 1
    return [[Td(places.get((r, c), "")) for c in range(width)] for r in range(len(table))]


def by_path(cells: list[FormCell], values: Figures, separator: str) -> Table:
    """Section 3 with one heading of columns, and all labels of a row in one cell."""
    applicants = {cell.applicant: cell.column_path[-1] for cell in cells}
    rows: Table = [[Td("申请人情况"), *(Td(label) for label in applicants.values())]]
    for path in dict.fromkeys(cell.row_path for cell in cells):
        numbers = [Td(values[fact_of(cell)]) for cell in cells if cell.row_path == path]
        rows.append([Td(separator.join(path)), *numbers])
    return rows


@pytest.mark.parametrize("separator", ["", "-", "/", "：", "—", " "])
@pytest.mark.parametrize("form", ["F2021", "F2019"])
def test_all_labels_of_a_row_in_one_cell(form: TableForm, separator: str) -> None:
    values = printed(form)
    table = by_path(section_cells(REFERENCE, form, "applications"), values, separator)
    reading = read_markup(table)
    assert facts(reading) == stated(form, "applications", values)
    assert reading.findings == ()
    if separator != " ":
        assert facts(read_text(joined(table, "\n"))) == stated(form, "applications", values)


def test_a_row_under_the_wrong_group_has_no_place() -> None:
    values = printed("F2021")
    table = by_path(section_cells(REFERENCE, "F2021", "applications"), values, "")
    first, *figures_of_row = next(row for row in table if row[0].text.endswith("重复申请"))
    wrong = [[Td("（三）不予公开2.重复申请"), *figures_of_row] if row[0] is first else row for row in table]
    reading = read_markup(wrong)
    assert all("repeated" not in indicator_id for indicator_id, _, _ in facts(reading))
    assert [finding.rule for finding in reading.findings] == ["unknown_row"]


@pytest.mark.parametrize("is_filled", [True, False])
@pytest.mark.parametrize("section", ["proactive", "applications", "remedies"])
@pytest.mark.parametrize("form", ["F2021", "F2019"])
def test_merged_cells_that_were_divided(form: TableForm, section: str, is_filled: bool) -> None:
    values = printed(form)
    reading = read_markup(unmerged(MAKERS[section](REFERENCE, form, values), is_filled=is_filled))
    right, got = stated(form, section, values), facts(reading)
    assert got.items() <= right.items()
    # The first row of a group without a label of its own may be left out, and then says so.
    assert got == right or (len(right) - len(got) == 7 and reading.findings)


@pytest.mark.parametrize("length", [2, 3, 4, 5, 6, 7, 8, 10])
@pytest.mark.parametrize("section", ["proactive", "applications", "remedies"])
@pytest.mark.parametrize("form", ["F2021", "F2019"])
def test_one_cell_a_line_with_words_broken_in_narrow_columns(
    form: TableForm, section: str, length: int
) -> None:
    values = printed(form)
    table = MAKERS[section](REFERENCE, form, values)
    words = [td.text for row in table for td in row]
    lines = [
        text[i : i + (len(text) if text.isdigit() else length)]
        for text in words
        for i in range(0, 1 if text.isdigit() else len(text), length)
    ]
    reading = read_text("\n".join(lines))
    right, got = stated(form, section, values), facts(reading)
    assert got.items() <= right.items()
    if section == "remedies" or length > 2:
        assert len(got) >= 0.9 * len(right)
    if section == "remedies" or length in (7, 8):
        assert (got, reading.findings) == (right, ())


def of_list(heads: list[str]) -> tuple[Table, dict[Fact, str]]:
    """The list of 2014 with more columns: where a heading says 合计 or 总计 the figure, else a part of it."""
    values = printed("F2014")
    table = statistics(REFERENCE, "F2014", values)
    place = next(i for i, head in enumerate(heads) if head.endswith("计"))
    rows: Table = [[*table[0][:2], *map(Td, heads)]]
    for label, unit, figure in table[1:]:
        parts = [figure.text] * (len(heads) - 1) if not figure.text.isdigit() else ["3"] * (len(heads) - 1)
        rows.append([label, unit, *map(Td, [*parts[:place], figure.text, *parts[place:]])])
    return rows, stated("F2014", "statistics", values)


@pytest.mark.parametrize(
    "heads",
    [
        ["合计", "机关", "下属单位"],
        ["总计", "县直部门", "乡镇（街道）", "公共企事业单位"],
        ["全县合计", "县政府", "部门"],
        ["机关", "下属单位", "合计"],
    ],
)
def test_the_whole_beside_the_parts_of_a_body_is_its_figure(heads: list[str]) -> None:
    table, right = of_list(heads)
    assert facts(read_markup(table)) == right
    under: Table = [
        [Td("统计指标", 2), Td("单位", 2), Td("统计数", 1, len(heads))],
        [Td(head) for head in heads],
        *table[1:],
    ]
    assert facts(read_markup(under)) == right
    assert facts(read_text(joined(table, "\t"))) == right


@pytest.mark.parametrize("heads", [["合计", "机关"], ["合计", "机关", ""], ["上半年", "下半年", "合计"]])
def test_a_whole_of_what_is_not_known_is_no_figure(heads: list[str]) -> None:
    table, _ = of_list(heads)
    reading = read_markup(table)
    assert reading.observations == ()
    assert "unknown_columns" in {finding.rule for finding in reading.findings}


def test_a_figure_that_follows_on_its_code_by_chance() -> None:
    rows = [
        ["指标名称", "计量单位", "代码", "本年度", "历年累计"],
        ["主动公开信息数", "条", "09", "203", "871"],
        ["申请总数", "条", "10", "14", "11"],
        ["1.当面申请数", "条", "11", "8", "20"],
        ["2.传真申请数", "条", "12", "0", "0"],
    ]
    values = [int(o.value) for o in read_text("\n".join("\n".join(row) for row in rows)).observations]
    assert values == [203, 871, 14, 11, 8, 20, 0, 0]
    # Where the figure before it is lost, nothing tells it from the code of the next row.
    del rows[2][3]
    lost = read_text("\n".join("\n".join(row) for row in rows))
    assert [int(o.value) for o in lost.observations] == [203, 871, 8, 20, 0, 0]
    assert {finding.rule for finding in lost.findings} == {"misaligned_row"}


@pytest.mark.parametrize(("head", "is_whole"), [("历年累计", True), ("", False)])
def test_a_damaged_heading_of_the_names_is_no_column_of_figures(head: str, *, is_whole: bool) -> None:
    """Where the heading of the sums is lost too, nobody can tell which of two figures is the year's."""
    rows = [
        ["指标名w\ufffd", "计量单位", "年度", head],
        ["主动公开信息数", "条", "203", "871"],
        ["申请总数", "件", "14", "31"],
    ]
    reading = read_markup([[Td(cell) for cell in row if cell] for row in rows])
    assert [int(o.value) for o in reading.observations] == ([203, 871, 14, 31] if is_whole else [])
    assert is_whole or {finding.rule for finding in reading.findings} == {"misaligned_row"}
