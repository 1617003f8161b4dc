"""What holds for any table, any row and any cell, however odd: hypothesis looks for the exception."""

from decimal import Decimal
from html import escape
from itertools import pairwise
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.clean.payload import clean
from flows.errors import Refusal
from flows.extract.tables.align import PrintedRow, align
from flows.extract.tables.cells import CellNumber, Missing, Unreadable, is_nothing, is_value, parse_cell
from flows.extract.tables.flattened import find_flattened
from flows.extract.tables.forms import read_tables
from flows.extract.tables.grid import grids
from flows.reference import load_reference
from tests.unit.table_pages import read, text_page

REFERENCE = load_reference()

_WORDS = """信息内容 本年制发件数 本年处理决定数量 规章 行政许可 自然人 法人或其他组织 总计 其他 小计 结果维持 行政复议
指标名称 单位 年度 历年累计 序号 主动公开文件数 行政复议数 条 件 万元 （三）不予公开 1.属于国家秘密 （七）总计
第二十条第（一）项 0 1 2 13 2016 -5 3.5 /"""
WORDS = st.sampled_from(_WORDS.split())
TEXT = st.one_of(WORDS, st.text("0123456789一二万元条件/|-—.,，（）①\ufffd \u3000\t年增减约余", max_size=8))
SPAN = st.one_of(st.just(1), st.integers(-2, 9), st.sampled_from([1000, 10**9]))


def markup_of(cell: str | list[list[tuple[str, int, int]]]) -> str:
    if isinstance(cell, str):
        return escape(cell)
    rows = (
        "".join(f'<td rowspan="{rowspan}" colspan="{colspan}">{text}</td>' for text, rowspan, colspan in row)
        for row in cell
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.lists(st.tuples(inner, SPAN, SPAN), max_size=6)
    return st.lists(row, min_size=1, max_size=7).map(markup_of)


NESTED = st.recursive(TEXT.map(escape), tables, max_leaves=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(NESTED, min_size=1, max_size=3), st.randoms(use_true_random=False), st.integers(0, 3))
def test_any_nesting_and_any_spans(parts: list[str], rng: Random, n_cut: int) -> None:
    """No exception, no two cells in one place, and every span quotes the text; tags may be missing."""
    markup = f"<h1>样例县水务局2020年政府信息公开工作年度报告</h1><div>{''.join(parts)}</div>"
    for _ in range(n_cut):
        at = rng.randrange(len(markup))
        markup = markup[:at] + markup[at + 5 :]
    try:
        page = clean(f"<html><body>{markup}</body></html>".encode())
    except Refusal:
        return
    for grid in grids(page):
        assert all(page.text[cell.start : cell.end] == cell.text for cell in grid.cells)
        assert all(grid.at(cell.row, cell.column) is cell for cell in grid.cells)
        assert all(grid.start <= cell.start <= cell.end <= grid.end for cell in grid.cells)
    read(page, REFERENCE)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, st.sampled_from([" ", "\n", " |\n", " | ", "\t", " ||\n"])), max_size=60))
def test_any_text_of_cells(pieces: list[tuple[str, str]]) -> None:
    """Tables in a text: no exception; rows hold the words of the text in their order, each at most once."""
    text = "".join(words + separator for words, separator in pieces)
    for _, rows in find_flattened(text, []):
        spans = [span for row in rows for span in row if span[0] < span[1]]
        assert spans == sorted(spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    reading = read_tables(grids(text_page(text)), REFERENCE)
    for one in reading.observations:
        assert one.unit == REFERENCE.indicators[one.indicator_id].unit
        assert text[one.where.start : one.where.end] == one.where.quote


N_SLOTS = 12
GROUP = st.tuples(st.integers(0, N_SLOTS - 1), st.integers(1, 4)).map(
    lambda pair: range(pair[0], min(N_SLOTS, sum(pair)))
)
CANDIDATES = st.lists(st.integers(0, N_SLOTS - 1), max_size=3, unique=True).map(sorted).map(tuple)
ROWS = st.lists(
    st.builds(
        lambda candidates, has_label, *others: PrintedRow(candidates, has_label or bool(candidates), *others),
        CANDIDATES,
        st.booleans(),
        st.none() | GROUP,
        st.booleans(),
        st.booleans(),
    ),
    max_size=16,
)


@given(ROWS)
@example([PrintedRow((0,), True), PrintedRow((3, 7), True), PrintedRow((5,), True)])
@example([PrintedRow(group=range(1), opens_group=True), PrintedRow(group=range(1), opens_group=True)])
def test_alignment_of_any_rows(rows: list[PrintedRow]) -> None:
    """Each row of the form is taken at most once; a label is never overruled; order needs a whole row."""
    placed = align(rows, N_SLOTS)
    slots = [place.slot for place in placed if place]
    assert len(slots) == len(set(slots))
    for row, place in zip(rows, placed, strict=True):
        if place is None:
            continue
        assert 0 <= place.slot < N_SLOTS
        if row.has_label:
            assert place.slot in row.candidates
        if place.by == "label":
            assert place.slot in row.candidates
        else:
            assert row.is_whole


@given(st.sets(st.integers(0, N_SLOTS - 1), min_size=1))
def test_rows_with_sure_labels_are_all_placed(slots: set[int]) -> None:
    rows = [PrintedRow((slot,), True) for slot in sorted(slots)]
    assert [place and (place.slot, place.by) for place in align(rows, N_SLOTS)] == [
        (slot, "label") for slot in sorted(slots)
    ]
    assert [place and place.slot for place in align(rows[::-1], N_SLOTS)] == sorted(slots, reverse=True)


@given(TEXT | st.text(max_size=12), st.sampled_from(["件", "条", "元", "万元", "%"]))
def test_any_cell_is_a_number_missing_or_unreadable(text: str, unit: str) -> None:
    parsed = parse_cell(text, unit)
    if isinstance(parsed, Missing):
        assert is_nothing(text)
        assert not any(c in "123456789" for c in text)
    elif isinstance(parsed, CellNumber):
        assert is_value(text)
        assert 0 <= parsed.start < parsed.end <= len(text)
        assert abs(parsed.value) < Decimal(10**12)
        assert text[parsed.start : parsed.end].strip() == text[parsed.start : parsed.end]
    else:
        assert isinstance(parsed, Unreadable)


@given(st.integers(0, 10**11), st.sampled_from(["", "件", "条", "　", " "]), st.booleans())
def test_a_printed_count_is_read_as_it_is(value: int, behind: str, is_wide: bool) -> None:
    digits = str(value).translate({c: c + 0xFEE0 for c in range(48, 58)}) if is_wide else f"{value:,}"
    parsed = parse_cell(digits + behind, "件")
    assert isinstance(parsed, CellNumber)
    assert parsed.value == value


@given(st.decimals("0", "99999999", places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_is_converted_exactly(amount: Decimal, printed: str) -> None:
    """What is kept in 万元 gives the printed amount back, to the last 分."""
    parsed = parse_cell(f"{amount}{printed}", "万元")
    factor = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}[printed]
    if isinstance(parsed, CellNumber):
        assert parsed.value * 10**4 == amount * factor
    else:
        assert amount * factor >= 10**16


@given(st.integers(1, 9999), st.sampled_from([" ", "、", "/", "-", "~", "+", "，其中"]), st.integers(1, 9999))
def test_two_numbers_in_a_cell_are_none(first: int, between: str, second: int) -> None:
    assert isinstance(parse_cell(f"{first}{between}{second}", "件"), Unreadable)
