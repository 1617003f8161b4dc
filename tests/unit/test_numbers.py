"""Numbers of every script, and what a value cell says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.numbers import chinese_value, find_numbers, fits, match_number, parse_number
from flows.extract.tables.cells import CellNumber, Missing, Unreadable, is_value, parse_cell, unit_of


@pytest.mark.parametrize(
    ("text", "value", "approximate"),
    [
        ("0", "0", False),
        ("12", "12", False),
        ("１２", "12", False),
        ("1,234", "1234", False),
        ("1，234", "1234", False),
        ("12.5", "12.5", False),
        ("+5", "5", False),
        ("-45", "-45", False),
        ("－45", "-45", False),
        ("减少5", "-5", False),
        ("增5", "5", False),
        ("2.6万", "26000", False),
        ("1.2亿", "120000000", False),
        ("2.6万余", "26000", True),
        ("100余万", "1000000", True),
        ("近6300", "6300", True),
        ("约 30", "30", True),
        ("30左右", "30", True),
        ("30多", "30", True),
        ("十", "10", False),
        ("十二", "12", False),
        ("两", "2", False),
        ("三千二百", "3200", False),
        ("一百零五", "105", False),
        ("一万余", "10000", True),
        ("十余万", "100000", True),
        ("二〇一二", "2012", False),
        ("二O一六", "2016", False),
        (" 7 ", "7", False),
    ],
)
def test_one_number(text: str, value: str, approximate: bool) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.approximate) == (Decimal(value), approximate)
    assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    "text", ["", "百", "二百五", "1,2345", "1.2.3", "12 13", "12条", "规章", "-", "1-8", "〔2019〕"]
)
def test_no_number_or_several(text: str) -> None:
    assert parse_number(text) is None


def test_running_text() -> None:
    text = "公开信息2.6万余条，其中网站1,234条、微博十余次"
    assert [(n.text, int(n.value), n.approximate) for n in find_numbers(text)] == [
        ("2.6万余", 26000, True),
        ("1,234", 1234, False),
        ("十余", 10, True),
    ]
    assert match_number("共12条", 1) is not None
    assert match_number("共12条") is None


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_every_whole_number_is_read_back(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "，")):
        parsed = parse_number(text)
        assert parsed is not None
        assert parsed.value == number
        assert fits(parsed.value)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_chinese_numeral_is_read_back(number: int) -> None:
    assert chinese_value(chinese(number)) == number


FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
BEFORE = st.sampled_from(["", "近", "约", "超过"])
AFTER = st.sampled_from(["", "余", "多", "左右"])


@given(
    st.decimals(min_value=0, max_value=9999, places=2, allow_nan=False),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]),
    BEFORE,
    AFTER,
    st.booleans(),
)
def test_every_rendering_in_digits_is_read_back(
    number: Decimal, scale: tuple[str, int], before: str, after: str, full_width: bool
) -> None:
    digits = f"{number:,f}" if number >= 1000 else f"{number:f}"
    text = f"{before}{digits.translate(FULL_WIDTH) if full_width else digits}{scale[0]}{after}"
    parsed = parse_number(text)
    assert parsed is not None
    assert parsed.value == number * scale[1]
    assert parsed.approximate == bool(before or after)


@given(st.integers(min_value=0, max_value=99_999_999), BEFORE)
def test_every_rendering_in_chinese_is_read_back(number: int, before: str) -> None:
    parsed = parse_number(before + chinese(number))
    assert parsed is not None
    assert (parsed.value, parsed.is_chinese, parsed.approximate) == (number, True, bool(before))


@given(st.text(alphabet="0123456789０,，.．-+万亿千百十一二两零〇余多约近条件元% ", max_size=20))
def test_any_text_ends_in_a_number_or_in_none(text: str) -> None:
    number = parse_number(text)
    assert number is None or text[number.start : number.end] == number.text
    cell = parse_cell(text, "件")
    assert not isinstance(cell, CellNumber) or (fits(cell.value) and cell.start < cell.end <= len(text))


def chinese(number: int) -> str:
    """A number in Chinese numerals, written as in books."""
    if number < 10:
        return "零一二三四五六七八九"[number]
    for unit, name in ((10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if low and low < unit // 10 else ""
            return chinese(high) + name + gap + (chinese(low) if low else "")
    raise AssertionError


@pytest.mark.parametrize(
    "text", ["", " ", "/", "／", "-", "—", "——", "*", "无此项", "　", "暂无", "无数据", "未统计"]
)
def test_missing_is_not_zero(text: str) -> None:
    assert parse_cell(text, "件") == Missing()


@pytest.mark.parametrize("text", ["0", "０", "无", "零", "0件", " 没有 "])
def test_zero(text: str) -> None:
    cell = parse_cell(text, "件")
    assert isinstance(cell, CellNumber)
    assert cell.value == 0


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12①", "件", "12"),
        ("12（注1）", "件", "12"),
        ("12[2]", "件", "12"),
        ("12*", "件", "12"),
        ("7条", "件", "7"),
        ("2万条", "条", "20000"),
        ("7545", "万元", "7545"),
        ("7545万元", "万元", "7545"),
        ("7545万", "万元", "7545"),
        ("75394432.52元", "万元", "7539.443252"),
        ("80618元", "万元", "8.0618"),
        ("1.2亿元", "万元", "12000"),
        ("3万元", "元", "30000"),
        ("十二", "件", "12"),
    ],
)
def test_cell_with_notes_and_units(text: str, unit: str, value: str) -> None:
    cell = parse_cell(text, unit)
    assert isinstance(cell, CellNumber)
    assert cell.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("12 13", "件", "several_numbers"),
        ("12/13", "件", "several_numbers"),
        ("12(1)", "件", "several_numbers"),
        ("其中3", "件", "words"),
        ("一", "件", "words"),
        ("5元", "件", "unit_mismatch"),
        ("5件", "万元", "unit_mismatch"),
        ("12%", "件", "unit_mismatch"),
        ("1000000000000", "件", "out_of_range"),
        ("0.0012345元", "万元", "out_of_range"),
    ],
)
def test_cell_that_cannot_be_read(text: str, unit: str, why: str) -> None:
    assert parse_cell(text, unit) == Unreadable(why)  # type: ignore[arg-type]


def test_unit_of_the_heading_holds_for_unmarked_numbers() -> None:
    stated = parse_cell("80618", "万元", "元")
    assert isinstance(stated, CellNumber)
    assert stated.value == Decimal("8.0618")
    own = parse_cell("3万元", "万元", "元")
    assert isinstance(own, CellNumber)
    assert own.value == 3


def test_units_are_known_with_their_brackets() -> None:
    assert [unit_of(text) for text in ("（单位：万元）", "计量单位:条", "人/次", "规章")] == [
        "万元",
        "条",
        "人次",
        "",
    ]


def test_labels_are_no_values() -> None:
    assert not any(is_value(text) for text in ("规章", "1.属于国家秘密", "2012年度", "", "/"))
    assert all(is_value(text) for text in ("0", "+5", "12①", "80618元", "无"))
