"""Words that are struck out, raised or hidden by a page's own sheet never run into the words beside them."""

import time

import pytest

from flows.clean.page import Page
from flows.clean.payload import clean
from flows.errors import Refusal

TITLE = "样例县水务局2022年政府信息公开工作年度报告"
TEXT = "我局认真贯彻落实条例，扎实推进政府信息公开各项工作，加强组织领导，健全工作机制，强化监督保障。"


def page_of(body: str, sheet: str = "") -> Page:
    markup = (
        f"<html><head><title>{TITLE}</title><style>{sheet}</style></head>"
        f"<body><div><h1>{TITLE}</h1><p>{TEXT}</p>{body}</div></body></html>"
    )
    return clean(markup.encode())


def cell_of(inside: str, sheet: str = "") -> str:
    """The words of a cell between two others."""
    page = page_of(
        "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td></tr>"
        f"<tr><td>规章</td><td>{inside}</td><td>8</td></tr></table>",
        sheet,
    )
    words = [page.text[cell.start : cell.end] for cell in page.tables[0].cells]
    assert (words[3], words[5]) == ("规章", "8")
    return words[4]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<s>9</s>12", "12"),
        ("<del>9</del> 12", "12"),
        ("12<strike>7</strike>", "12"),
        ("<span style='text-decoration:line-through'>9</span>12", "12"),
        ("<span style='color:red;text-decoration: underline line-through'>9</span>12", "12"),
        ("<s>12</s>", ""),
        ("3<s>12</s>13", "3\ufffd13"),
        ("<ins>12</ins>", "12"),
        ("<u>12</u>", "12"),
        ("<span style='text-decoration:underline'>12</span>", "12"),
        ("12<sup>1</sup>", "12[1]"),
        ("<span>12</span><sup>1</sup>", "12[1]"),
        ("12<sub>1</sub>", "12[1]"),
        ("12<span style='vertical-align:super'>1</span>", "12[1]"),
        ("<sup>1</sup>12", "[1]12"),
        ("12<sup>①</sup>", "12①"),
        ("12<sup>[1]</sup>", "12[1]"),
        ("12<sup>注</sup>", "12注"),
        ("<sup>12</sup>", "12"),
        ("<span style='vertical-align:middle'>1</span>2", "12"),
        ("面积m<sup>2</sup>", "面积m2"),
    ],
)
def test_struck_and_raised_words_keep_apart(inside: str, words: str) -> None:
    assert cell_of(inside) == words


def test_struck_words_are_counted_and_a_tag_without_an_end_strikes_nothing() -> None:
    assert page_of(f"<p>公开<s>9</s>12条。{TEXT}</p>").repairs["struck_text"] == 1
    whole = page_of(f"<s><p>公开12条。{TEXT}</p><p>{TEXT}{TEXT}</p>")
    assert "公开12条" in whole.text
    assert "struck_text" not in whole.repairs


def test_a_struck_row_keeps_its_cells_and_loses_their_words() -> None:
    page = page_of(
        "<table><tr><td rowspan=2>甲项目</td><td>1</td></tr>"
        "<tr style='text-decoration:line-through'><td>2</td></tr><tr><td>乙项目</td><td>3</td></tr></table>"
    )
    assert [page.text[c.start : c.end] for c in page.tables[0].cells] == ["甲项目", "1", "", "乙项目", "3"]


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        ".a, .x { visibility : hidden }",
        ".x{font-size:0}",
        "span.x{display:none}",
        "td .x{display:none}",
        "table > .x{display:none}",
        ".x{text-decoration:line-through}",
        ".y.x{display:none}",
        "#z{display:none}",
    ],
)
def test_a_sheet_hides_words_in_a_cell(sheet: str) -> None:
    assert cell_of("<span class='y x' id='z'>9</span>12", sheet) == "12"


@pytest.mark.parametrize(
    "sheet",
    [
        ".other{display:none}",
        ".x{color:red}",
        "@media print{.x{display:none}}",
        ".x:hover{display:none}",
        ".y .x{display:none}",
        ".x.missing{display:none}",
        ".x{display:none} .y.x{display:inline}",
        ".x{display:none} td .x{display:inline}",
    ],
)
def test_a_sheet_that_does_not_hide(sheet: str) -> None:
    assert cell_of("<span class='y x'>9</span>", sheet) == "9"


def test_an_elements_own_style_brings_it_back() -> None:
    assert cell_of("<span class=x style='display:inline'>9</span>", ".x{display:none}") == "9"


TABLE = "<table><tr><td>{0}</td><td>{1}</td></tr><tr><td>规章数量</td><td>{2}</td></tr></table>"


def test_a_hidden_copy_of_a_table_is_gone_and_a_folded_one_stays() -> None:
    seen = TABLE.format("信息内容", "本年制发件数", 3)
    copy = TABLE.format("信息内容", "本年制发件数", 777)
    other = TABLE.format("申请人情况", "自然人数量", 555)
    page = page_of(f"{seen}<div class=x>{copy}</div><div class=x>{other}</div>", ".x{display:none}")
    assert "777" not in page.text
    assert "555" in page.text


def test_hidden_paragraphs_are_gone_unless_they_are_most_of_the_page() -> None:
    hidden = page_of(f"<p>{TEXT}</p><div class=x>公开777条</div>", ".x{display:none}")
    assert "777" not in hidden.text
    folded = page_of(f"<div class=x><p>公开777条</p><p>{TEXT}</p><p>{TEXT}</p></div>", ".x{display:none}")
    assert "777" in folded.text


def test_the_cost_of_a_style_sheet_grows_no_faster_than_the_sheet() -> None:
    def seconds(n_rules: int) -> float:
        sheet = "".join(f".c{n}{{display:none}}" for n in range(n_rules))
        page = "".join(f"<p class='c{n} d'>文字{n}</p>" for n in range(n_rules))
        payload = f"<html><head><style>{sheet}</style></head><body>{page}</body></html>".encode()
        start = time.process_time()
        clean(payload)
        return time.process_time() - start

    seconds(200)
    assert min(seconds(2000) for _ in range(2)) < 30 * min(seconds(200) for _ in range(3))


def test_more_rules_than_can_be_tried_on_a_page_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.clean.style_sheets._MAX_TRIALS", 100)
    sheet = "".join(f".x{n} .a{{display:none}}" for n in range(10))
    assert page_of("<p class=a>9</p>" * 10, sheet).text
    with pytest.raises(Refusal, match="too_complex: 10 rules of style for 11 elements"):
        page_of("<p class=a>9</p>" * 11, sheet)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<font color=white>9</font>187", "\ufffd187"),
        ("187<span style='color:#fff'>9</span>", "187\ufffd"),
        ("<font color=white>187</font>", "187"),
        ("<font color=red>9</font>187", "9187"),
        ("<span style='background:#333'><font color=white>9</font></span>187", "9187"),
        ("<font color=white>件</font>187", "件187"),
    ],
)
def test_a_white_number_beside_another_in_a_cell_is_lost(inside: str, words: str) -> None:
    assert cell_of(inside) == words


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<span style="color:#FFFFFF">9</span>320条', "\ufffd320条"),
        ('<font color="white">9</font>320条', "\ufffd320条"),
        ('<span style="color:transparent">9</span>320条', "\ufffd320条"),
        ('320<span style="color:rgb(255,255,255)">9</span>条', "320\ufffd条"),
        ('<span style="font-size:0.1px">9</span>320条', "320条"),
        ('<span style="font-size:0.9em">9</span>320条', "9320条"),
        ('<span style="color:#fff;background:#00f">9</span>320条', "9320条"),
        ('<span style="color:red">9</span>320条', "9320条"),
    ],
)
def test_a_white_number_beside_another_in_a_line_is_lost(inside: str, words: str) -> None:
    assert f"主动公开政府信息{words}" in page_of(f"<p>主动公开政府信息{inside}。</p>").text


def spans(*words: str) -> str:
    return "<div>" + "".join(f"<span>{one}</span>" for one in words) + "</div>"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            spans("1.政府公报公开数", "条", "89", "2.政府网站公开数", "条", "84", "3.其他", "条", "60"),
            "条89\ufffd2.政府网站公开数条84\ufffd3.其他条60",
        ),
        (spans("上年结转", *"1100002"), "上年结转" + "\ufffd".join("1100002")),
        (
            spans("规章", "0", "1", "2", "规范性文件", "5", "2", "13"),
            "规章0\ufffd1\ufffd2规范性文件5\ufffd2\ufffd13",
        ),
        # An office program splits a number over several spans.
        (spans("我局", "20", "2", "2", "年", "公开", "信息", "12", "3", "条"), "我局2022年公开信息123条"),
        (spans(*"1100002", "条信息已公开", "。"), "1100002条信息已公开。"),
    ],
)
def test_numbers_in_spans_that_are_cells_stay_apart(line: str, text: str) -> None:
    assert text in page_of(line).text
