"""Dense grids from markup and from flattened text."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.page import Page, PrintedCell, PrintedTable
from flows.errors import Refusal
from flows.extract.tables.grid import Grid, grids
from tests.unit.table_pages import Table, Td, html_page, text_page


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def dense(grid: Grid) -> list[list[str]]:
    return [
        [cell.text if (cell := grid.at(r, c)) else "." for c in range(grid.n_columns)]
        for r in range(grid.n_rows)
    ]


def test_spans_are_laid_out() -> None:
    [grid] = grids(html_page([[Td("a", 2), Td("b", 1, 2)], [Td("c"), Td("d")], [Td("e"), Td("f"), Td("g")]]))
    assert dense(grid) == [["a", "b", "b"], ["a", "c", "d"], ["e", "f", "g"]]
    assert (grid.source, grid.n_rows, grid.n_columns) == ("html", 3, 3)
    assert [(cell.row, cell.column) for cell in grid.rows[1]] == [(1, 1), (1, 2)]


def test_wrong_spans_are_survived() -> None:
    [grid] = grids(html_page([[Td("a", 9), Td("b")], [Td("c", 1, 3)], [Td("d")]]))
    assert dense(grid) == [["a", "b", ".", "."], ["a", "c", "c", "c"], ["a", "d", ".", "."]]
    [wide] = grids(html_page([[Td("a", 1000, 1000), Td("b")], [Td("c")]]))
    assert texts(wide) == [["a", "b"], ["c"]]
    assert wide.n_columns == 2
    [tall] = grids(html_page([[Td("a", 9000)] * 100, *[[Td("b")] for _ in range(9000)]]))
    assert tall.n_columns == 100


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-1, 1000), st.integers(-1, 1000)), min_size=1, max_size=6),
        min_size=1,
        max_size=12,
    )
)
def test_any_spans_give_each_cell_a_place_of_its_own(spans: list[list[tuple[int, int]]]) -> None:
    page = html_page([[Td(f"{r}.{p}", *span) for p, span in enumerate(row)] for r, row in enumerate(spans)])
    [grid] = grids(page)
    assert sorted(cell.text for cell in grid.cells) == sorted(
        f"{r}.{p}" for r, row in enumerate(spans) for p in range(len(row))
    )
    assert len({(cell.row, cell.column) for cell in grid.cells}) == len(grid.cells)
    assert all(page.text[cell.start : cell.end] == cell.text for cell in grid.cells)
    assert grid.n_columns <= 128


def test_marked_cells_are_cut_at_their_marks() -> None:
    text = (
        "如下\n第二十条第(六)项 | |||\n信息内容 |\n上一年项目数量 |\n本年增/减 |\n处理决定数量 |\n"
        "行政处罚 |\n 6|\n|\n31 |\n行政强制 |\n/ |\n7 | |\n五、存在的主要问题及改进情况\n还有3个问题。\n"
    )
    [grid] = grids(text_page(text))
    assert texts(grid) == [
        ["第二十条第(六)项"],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "6", "", "31"],
        ["行政强制", "/", "7"],
    ]
    assert grid.source == "lines"


def test_cells_in_one_long_line() -> None:
    text = (
        "前面是正文。 指标名称 计量单位 2014年度 历年累计 主动公开文件数 条 20 360 行政复议数 件 0 1 附件下载"
    )
    [grid] = grids(text_page(text))
    assert texts(grid) == [
        ["指标名称", "计量单位", "2014年度", "历年累计"],
        ["主动公开文件数", "条", "20", "360"],
        ["行政复议数", "件", "0", "1"],
    ]
    assert grid.source == "spaces"


@pytest.mark.parametrize(
    "text",
    [
        "请各单位按信息内容、指标名称和计量单位填报，并于1月10日前报送3份。",
        "指标名称 计量单位 年度 历年累计\n请如实填写。\n",
        "信息内容\n本年新制作数量\n规章\n规范性文件\n",
        "《条例》第二十条第（一）项规定了应当公开的12类信息。",
        "自然人\n法人或其他组织\n本年度共有3人申请。\n",
    ],
)
def test_text_that_only_speaks_of_a_table_gives_nothing(text: str) -> None:
    assert grids(text_page(text)) == []


def test_flattened_tables_are_not_looked_for_inside_printed_ones() -> None:
    rows = [[Td("信息内容"), Td("本年制发件数")], [Td("规章"), Td("1")]]
    found = grids(html_page("正文", rows, "信息内容\n本年处理决定数量\n行政许可\n5\n"))
    assert [grid.source for grid in found] == ["html", "lines"]
    assert [grid.start for grid in found] == sorted(grid.start for grid in found)


def test_no_text_is_slow_or_breaks() -> None:
    rng = random.Random(5)  # noqa: S311 - made-up data, not a secret
    pieces = [
        "信息内容",
        "指标名称",
        "自然人",
        "\n",
        " ",
        "|",
        "\t",
        "3",
        "。",
        "行政复议",
        "/",
        "第二十条第(一)项",
    ]
    for _ in range(200):
        text = "".join(rng.choice(pieces) for _ in range(60))
        for grid in grids(text_page(text)):
            assert all(text[cell.start : cell.end] == cell.text for cell in grid.cells)
    grids(text_page("信息内容 " * 200_000))
    grids(text_page("信息内容\n规章\n" * 100_000))
    grids(text_page("信息内容\n3\n" * 100_000))


def test_a_table_without_cells_is_no_grid() -> None:
    page = Page(text="", container="html", encoding="utf-8", tables=(PrintedTable((), 0, 0),))
    assert grids(page) == []
    one = PrintedTable((PrintedCell(0, 0, 1, 1, 0, 0),), 0, 0)
    [grid] = grids(Page(text="", container="html", encoding="utf-8", tables=(one,)))
    assert texts(grid) == [[""]]


def test_a_wide_cell_over_a_tall_one_leaves_it_its_rows_below() -> None:
    rows = [[Td("a", 1, 1), Td("tall", 3, 1)], [Td("wide", 1, 2)], [Td("b", 1, 1), Td("c", 1, 1)]]
    (grid,) = grids(html_page(rows))
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells][-2:] == [("b", 2, 0), ("c", 2, 2)]
    assert all(grid.at(cell.row, cell.column) is cell for cell in grid.cells)


def test_more_cells_than_can_be_read_in_time_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.extract.tables.grid._MAX_CELLS", 5)
    small: Table = [[Td("a"), Td("b")], [Td("c")]]
    assert len(grids(html_page(small))) == 1
    with pytest.raises(Refusal, match="too_complex: 6 cells"):
        grids(html_page(small, small))
