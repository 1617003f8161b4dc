"""Damaged pages: nothing breaks, and no number comes to stand under a label that is not its own."""

from random import Random

import pytest

from flows.extract.document import read_payload
from flows.extract.tables.forms import TableReading
from flows.reference import load_reference
from tests.corruption import damaged
from tests.faults import damage
from tests.faults.pages import Sample, samples
from tests.unit.table_pages import Td, facts, html_page, read, text_page

N_TRIED = 400
REFERENCE = load_reference()
TITLE = "样例县人民政府2016年政府信息公开工作年度报告"


def table(*lines: str) -> list[list[Td]]:
    return [[Td(text) for text in line.split("|")] for line in lines]


def rules(reading: TableReading) -> set[str]:
    return {finding.rule for finding in reading.findings}


def test_damaged_pages_state_nothing_new() -> None:
    outcome = damage.trials(N_TRIED, first=1_000_000)
    assert outcome.n_tried == N_TRIED
    assert [failure for failure in outcome.failures if failure.what != "told"] == []
    # Damage may take facts away, and takes few: a reader that gives up is not robust.
    assert outcome.n_facts > 0.6 * outcome.n_facts_whole


def test_every_undamaged_page_is_right_by_its_own_truth() -> None:
    """The judge finds nothing on whole pages, and finds what is planted."""
    for group in samples():
        sample = next(one for one in group if len(one.truth) > 20)
        documents = read_payload(sample.payload)
        assert not [found for document in documents for found in damage.problems(document, sample)]
        slipped = {key: frozenset({-one for one in values}) for key, values in sample.truth.items()}
        other = Sample(sample.name, sample.payload, sample.encoding, slipped, frozenset())
        assert [what for document in documents for what, _ in damage.problems(document, other)]


def test_damage_leaves_digits_alone_and_is_the_same_for_the_same_seed() -> None:
    payload = "<p>共3件，1,205条，１２次，十六件</p>".encode("gb18030") * 40
    for seed in range(60):
        rng = Random(seed)  # noqa: S311 (damage, no secrets)
        variant = damaged(payload, "gb18030", rng)
        again = damaged(payload, "gb18030", Random(seed))  # noqa: S311 (damage, no secrets)
        assert variant == again
        if variant.kinds == ("flip_bytes",):
            digits = [c for c in variant.payload.decode("gb18030", "replace") if c in "0123456789１２"]
            assert "".join(digits) == "31205１２" * 40


SECTION_3 = ("申请人情况", "自然人|法人或其他组织|总计")
KINDS = "商业企业|科研机构|社会公益组织|法律服务机构|其他"


def heading_of(*first_row: Td) -> list[list[Td]]:
    return [[Td("项目", 3), Td("申请人情况", 1, 7)], list(first_row), [Td(text) for text in KINDS.split("|")]]


def test_a_heading_that_lost_its_group_is_not_believed() -> None:
    """Without the cell over the legal persons 总计 slips into the second column."""
    slipped = heading_of(Td("自然人", 2), Td("总计", 2))
    told = read(html_page([*slipped, *table("一、本年新收政府信息公开申请数量|1|2|0|0|0|0|3")]), REFERENCE)
    assert facts(told)["applications.new", "total", "year"] == "3"
    assert rules(told) == {"placed_by_order"}
    silent = read(html_page([*slipped, *table("一、本年新收政府信息公开申请数量|0|0|0|0|0|0|0")]), REFERENCE)
    assert (facts(silent), rules(silent)) == ({}, {"misaligned_row"})


def test_a_blank_in_the_place_of_a_label_is_no_figure() -> None:
    heading = heading_of(Td("自然人", 2), Td("法人或其他组织", 1, 5), Td("总计", 2))
    rows = table(
        "一、本年新收政府信息公开申请数量|9|0|0|0|0|0|9",
        "|4|0|0|0|0|4",
        "三、本年度办理结果（七）总计|9|0|0|0|0|0|9",
    )
    reading = read(html_page([*heading, *rows]), REFERENCE)
    assert {key[0] for key in facts(reading)} == {"applications.new", "applications.outcomes"}
    assert "misaligned_row" in rules(reading)


LIST = (
    "指标名称|计量单位|2010年度|历年累计",
    "主动公开文件数|条|5|50",
    "受理政府信息公开申请总数|条|7|70",
    "3、信函申请数|条|6|60",
    "对申请的答复总数|条|8|80",
    "行政复议数|条|1|10",
)


def test_a_list_of_its_own_places_no_row_by_order() -> None:
    lost = read(html_page(table(*LIST[:3], "|条|6|60", *LIST[4:])), REFERENCE)
    assert facts(lost) == {
        key: value
        for key, value in facts(read(html_page(table(*LIST)), REFERENCE)).items()
        if "letter" not in key[0]
    }
    assert rules(lost) == {"misaligned_row"}


@pytest.mark.parametrize(
    "damaged_row",
    ["行政复议数||1", "行政复议数|条||条|1|10"],
    ids=["unit blank, year lost", "two rows in one"],
)
def test_a_row_of_a_list_with_cells_in_doubt_gives_nothing(damaged_row: str) -> None:
    reading = read(html_page(table(*LIST[:5], damaged_row)), REFERENCE)
    assert not [key for key in facts(reading) if key[0] == "stat.review"]
    assert "misaligned_row" in rules(reading)


def test_a_list_whose_heading_lost_a_column() -> None:
    """A blank in its place leaves the other column certain; where it is gone, neither is."""
    body = [cell for row in LIST[1:] for cell in row.split("|")]
    for heading, n_facts in (("指标名称|计量单位|2010年度|", 5), ("指标名称|计量单位|2010年度", 0)):
        text = "\n".join(f"{cell} |" for cell in [*heading.split("|"), *body])
        read_facts = facts(read(text_page(text), REFERENCE))
        assert len(read_facts) == n_facts
        assert {period for _, _, period in read_facts} <= {"year"}


def test_a_heading_of_section_2_without_one_of_its_columns_is_not_believed() -> None:
    short = "信息内容|本年增/减|处理决定数量"
    reading = read(
        html_page(table("第二十条第（六）项", short, "行政处罚|10|2|3", "行政强制|57|25")), REFERENCE
    )
    assert (facts(reading), rules(reading)) == ({}, {"unknown_columns"})


@pytest.mark.parametrize(
    ("sentence", "n_facts"),
    [
        ("2016年共收到政府信息公开申请7件。", 1),
        ("2016年共收到政府信\ufffd公开申请7件。", 0),
        ("2016年共收到政府信息公开申请\ufffd7件。", 0),
        ("2.政府网\ufffd!公开政府信息数 条 3179", 0),
        ("2016年共收到政府信息公开申请7件，按时办\ufffd7件。", 1),
        ("2016年未收到政府信息公开申请。", 1),
        ("2016年未收到政府信息公开行政堍议的申请。", 0),
        ("到2016年底累讦主动公开政府信息8100条。", 0),
        ("力争全年发布解读稿件60篇，举办新闻发布会12场。", 0),
        ("2016年收到政府信息公开申请3件，其他公开答复数1件。", 1),
    ],
)
def test_words_that_lost_a_character_state_nothing(sentence: str, n_facts: int) -> None:
    page = f"{TITLE}\n一、总体情况\n我县认真做好政府信息公开工作。\n{sentence}"
    (document,) = read_payload(page.encode())
    assert len(document.observations) == n_facts
    if "\ufffd" in sentence:
        assert "lost_characters" in {finding.rule for finding in document.findings}


def test_a_digit_that_a_broken_tag_swallows_makes_the_cell_unreadable() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>条</td><td><span>2</span>{second}</td></tr>"
        for name, second in (
            ("（一）主动公开政府信息数", "<span>1</span>"),
            ("1.政府公报公开政府信息数", "<span1</span>"),
            ("2.政府网站公开政府信息数", '<span lang="EN-US"1</span>'),
            ("4.政务微信公开政府信息数", "<spanX1</span>"),
            ("3.政务微博公开政府信息数", "<span>3</span>"),
            ("（一）收到申请数", "<span>4</span>"),
        )
    )
    head = "<tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
    markup = f"<html><body><h1>{TITLE}</h1><table>{head}{rows}</table></body></html>"
    (document,) = read_payload(markup.encode())
    assert [int(one.value) for one in document.observations] == [21, 23, 24]
    assert [finding.rule for finding in document.findings].count("unreadable_cell") == 3


def test_a_quote_that_is_lost_does_not_swallow_a_digit() -> None:
    head = "<tr><td>信息内容</td><td>本年处理决定数量</td></tr>"
    cell = '<td><span style="font-family:宋体">27</span><span><font face="宋体">5</font></span></td>'
    rows = f"<table>{head}<tr><td>行政许可</td>{cell}</tr><tr><td>行政处罚</td>{cell}</tr></table>"
    markup = f"<html><body><h1>{TITLE}</h1>{rows}</body></html>"
    (whole,) = read_payload(markup.encode())
    assert [int(one.value) for one in whole.observations] == [275, 275]
    (damaged_page,) = read_payload(markup.replace('宋体">27', "宋体>27", 1).encode())
    assert [int(one.value) for one in damaged_page.observations] == [275]
    assert "unreadable_cell" in {finding.rule for finding in damaged_page.findings}


def test_cells_outside_any_row_stay_in_their_place() -> None:
    """A row whose tag is broken is not moved behind the rows of another block."""
    outcomes = "".join(
        f"<td>{text}</td>" for text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    )
    figures = "".join(f"<td>{value}</td>" for value in (1, 2, 3, 4, 10))
    block = "<tr><td colspan=5>{}</td></tr><tr>" + outcomes + "</tr>{}"
    table_of = "<table>{}{}</table>".format(
        block.format("行政复议", figures), block.format("复议后起诉", f"<tr>{figures.replace('1', '7')}</tr>")
    )
    (document,) = read_payload(f"<html><body><h1>{TITLE}</h1>{table_of}</body></html>".encode())
    values = {one.indicator_id: int(one.value) for one in document.observations}
    assert values["review.upheld"] == 1
    assert values["litigation_after_review.upheld"] == 7


@pytest.mark.parametrize("lost", ["<tr><td>1", "<td>2", "</td><td>3"])
def test_a_cell_without_its_tag_keeps_its_place(lost: str) -> None:
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = [["行政复议"], names, ("1", "2", "3", "4", "10")]
    markup = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    damaged_markup = markup.replace(lost, lost.replace("<td>", ""))
    page = f"<html><body><h1>{TITLE}</h1><table>{damaged_markup}</table></body></html>"
    (document,) = read_payload(page.encode())
    values = [int(one.value) for one in document.observations]
    # Two cells that ran together are no number; nothing moves.
    assert values in ([1, 2, 3, 4, 10], []) if "</td>" in lost else values == [1, 2, 3, 4, 10]


@pytest.mark.parametrize("bracket", ["（兀）", "（\ufffd元）", "（单位:丆元）"])
def test_an_amount_whose_unit_cannot_be_read_is_left_out(bracket: str) -> None:
    reading = read(
        html_page(table(f"信息内容|本年收费金额{bracket}", "行政事业性收费|4949.25")),
        REFERENCE,
    )
    assert (facts(reading), rules(reading)) == ({}, {"unreadable_cell"})
    with_unit = html_page(table(f"信息内容|本年收费金额{bracket}", "行政事业性收费|49.5万元"))
    assert list(facts(read(with_unit, REFERENCE)).values()) == ["49.5"]


@pytest.mark.parametrize("numbering", ["序号", "代码"])
def test_a_number_of_the_next_row_is_no_figure(numbering: str) -> None:
    """One cell a line: where a figure is lost with the next label, that row's number comes into its place."""
    labels = [
        "主动公开文件数",
        "其中：1、政府网站公开数",
        "2、政府公报公开数",
        "受理政府信息公开申请总数",
        "其中：1、当面申请数",
    ]
    order = (0, 1, 2, 3) if numbering == "序号" else (1, 0, 2, 3)
    heading = [(numbering, "项目", "单位", "2010年度")[i] for i in order]
    rows = [[(f"{n:02d}", label, "条", str(n * 100))[i] for i in order] for n, label in enumerate(labels, 1)]
    whole = facts(read(text_page("\n".join(map("\n".join, [heading, *rows]))), REFERENCE))
    assert sorted(map(int, whole.values())) == [100, 200, 300, 400, 500]
    cells = ["\n".join(row) for row in rows]
    for n in range(4):
        after = cells[n + 1].replace(labels[n + 1] + "\n", "").replace("条\n", "")
        damaged_rows = [*cells[:n], cells[n].removesuffix(f"\n{(n + 1) * 100}"), after, *cells[n + 2 :]]
        reading = read(text_page("\n".join(["\n".join(heading), *damaged_rows])), REFERENCE)
        assert {key: whole.get(key) for key in facts(reading)} == facts(reading)
