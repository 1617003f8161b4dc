"""Repairs of text: each does what it says, none touches a digit."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clean.payload import clean
from flows.clean.shifted import repair_shifted
from flows.clean.text import _INVISIBLE, Repairer, count_lost

WORDS = "本年度主动公开政府信息，全文包括概述、主动公开情况、依申请公开情况。"


def repaired(text: str) -> str:
    return Repairer.for_text(text).repair(text)[0]


@pytest.mark.parametrize(
    ("glossed", "plain"),
    [
        ("人(rén)民政府(fǔ)", "人民政府"),
        ("人（rén）民", "人民"),
        ("人 ( rén ) 民", "人 民"),
        ("政府(zhèng fǔ)信息", "政府信息"),
        ("女(nǚ)性，绿(lǜ)化", "女性，绿化"),
        ("年度報(bào)告", "年度報告"),
        ("年(nian)(nian)度", "年度"),
        ("年(nian)度报(bao)告(gao)公(gong)开(kai)", "年度报告公开"),
        ("2012年(nian)度(du)共(gong)43条(tiao)", "2012年度共43条"),
        ("女(nu:)性(xing)绿(lv)化(hua)", "女性绿化"),
    ],
)
def test_glosses_go(glossed: str, plain: str) -> None:
    assert repaired(glossed) == plain


@pytest.mark.parametrize(
    "text",
    ["手机客户端(app)", "年报(PDF)", "显示屏(LED)", "开放(an)一次", "百分之九(9%)", "网站(www)", "公开(3)条"],
)
def test_real_bracketed_latin_stays(text: str) -> None:
    assert repaired(text) == text


def test_bracketed_latin_stays_between_glosses() -> None:
    assert repaired("手机(ji)客户端(app)公(gong)开(kai)条(tiao)") == "手机客户端(app)公开条"


@pytest.mark.parametrize(
    ("doubled", "single"),
    [
        ("一,、总体情况", "一、总体情况"),
        ("县委,,县政府", "县委,县政府"),
        ("公开，，及时", "公开，及时"),
        ("完成,。下一步", "完成。下一步"),
        ("完成。，下一步", "完成。下一步"),
        ("47条,,其他", "47条,其他"),
        ("完成。。下", "完成。下"),
        ("等。。。", "等。。。"),
        ("1,234条", "1,234条"),
        ("1,,234条", "1,,234条"),
    ],
)
def test_doubled_punctuation(doubled: str, single: str) -> None:
    assert repaired(doubled) == single


def test_traditional_becomes_simplified_and_overdone_forms_come_back() -> None:
    text = "關於各方麵谘詢與答覆，圍繞著政府資訊公開，行政復議與覆議，著作權"
    assert repaired(text) == "关于各方面咨询与答复，围绕着政府资讯公开，行政复议与复议，著作权"


def test_a_quoted_traditional_name_stays() -> None:
    text = "本年度主动公开政府信息一百二十条，全文包括概述、主动公开情况、依申请公开情况。" * 5 + "題名"
    assert repaired(text) == text


def test_full_width_digits_stay_as_printed() -> None:
    assert repaired("共２３条，㎡①") == "共２３条，㎡①"


def test_radicals_that_look_like_characters_become_them() -> None:
    assert repaired("⽅⾯⼀般") == "方面一般"


def shifted(text: str, lead: int) -> str:
    """What the damage makes of a text: a comma is inserted in GBK behind byte number `lead`."""
    code = text.encode("gbk")
    read = (code[:lead] + b"," + code[lead:]).decode("gbk", errors="replace")
    return re.sub("\ufffd[\x20-\x3f]", "?", read)


def test_the_mechanism_of_shifted_bytes() -> None:
    assert "成效。現將".encode("gbk")[4:8] == b"\xa1\xa3\xac\x46"
    assert repaired("较好的成效?,F(xiàn)將2012年报告如下") == "较好的成效。現將2012年报告如下"
    assert repaired("政府信息公开：“六稳”“六?！毙畔?/span>47条") == "政府信息公开：“六稳”“六\ufffd”信息47条"
    assert repaired("情况\n?。ㄒ唬┲鲃庸\ue0a6_") == "情况\n（一）主動公開"


@pytest.mark.parametrize("ending", ["</span>。", "F各县", "1件"])
def test_what_is_restored_is_right(ending: str) -> None:
    page = "本年度主动公开政府信息，全文包括概述、收到和处理申请情况、行政复议情况。各县主动公开政府信息情况"
    n_restored = 0
    for lead in range(1, 2 * len(page), 2):
        damaged = page + "\n" + shifted(page + ending, lead)
        after, n_runs = repair_shifted(damaged)
        n_restored += n_runs
        if not n_runs:
            assert after == damaged
            continue
        lost = after.count("\ufffd")
        assert lost <= 1
        assert (
            re.fullmatch(re.escape(after[len(page) + 1 :]).replace("\ufffd", "."), page + ending) or lost == 0
        )
        assert after[len(page) + 1 :].replace("\ufffd", "")[: lead // 2] in page + ending
    assert n_restored > 5


@pytest.mark.parametrize(
    "text", ["是否公开?,请答复。", "好吗?！请问?", "真的?(是)", "?", "何时?2012年", "??????"]
)
def test_questions_are_left_alone(text: str) -> None:
    assert repair_shifted(text) == (text, 0)


def test_lost_characters_are_counted() -> None:
    assert count_lost("县办??发布\ufffd。怎样欣赏?下一句") == 3


_NOISES = "年(nian)|人(rén)|，，|,。|?,F|?！毙畔?|關於|12|３|一|\n|\t|?|(|)|。|1,,2|ㄒ唬"
_PIECES = st.sampled_from(_NOISES.split("|"))


_HAN_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_NUMERALS = re.compile(rf"[\d{_HAN_NUMERALS}]")
_TRADITIONAL = str.maketrans("萬億兩", "万亿两")
_GLOSSED = st.sampled_from(
    ["年(nian)", "件（jiàn）", "信 ( xìn ) 息", "公(gōng)(gōng)开", "政府(zhèng fǔ)", "條(tiáo)", "十(shi)"]
)
_PRINTED = st.sampled_from(
    [
        *("本年度", "主动公开", "政府信息", "條", "關於", "資訊", "谘詢", "绕著", "萬", "兩", "⽅"),
        *("第一", "二十三", "一百零五", "２０２２", "①", "㈠", "1,234", "1,,234", "3.5", "12", "7", "0"),
        *(",,", "，，", ",。", "。。", "、、", "；；", "??", "\ufffd", "\u200b", "\n", "\t", " ", ".", "/"),
    ]
)
_NUMBERS = st.one_of(st.integers(0, 99_999_999).map(str), st.text(_HAN_NUMERALS, min_size=1, max_size=4))


def numerals(text: str) -> list[str]:
    return _NUMERALS.findall(text.translate(_TRADITIONAL))


@given(st.lists(st.one_of(_PRINTED, _GLOSSED, _NUMBERS, _PIECES), max_size=40))
def test_every_numeral_stays_in_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    after, made = Repairer.for_text(text).repair(text)
    if "shifted_bytes" not in made:
        assert numerals(after) == numerals(text)
    assert re.findall(r"[\d\n\t]", after) == re.findall(r"[\d\n\t]", text)


@given(st.lists(st.one_of(_PRINTED, _GLOSSED, _NUMBERS, _PIECES), max_size=40))
def test_what_changes_is_counted(pieces: list[str]) -> None:
    text = "".join(pieces)
    after, made = Repairer.for_text(text).repair(text)
    assert (after == text) == (not made)
    assert all(count > 0 for count in made.values())


@given(st.text(min_size=1, max_size=60))
def test_a_number_between_two_characters_never_grows(text: str) -> None:
    # Two numbers that something parts stay two, whatever is taken out between them.
    assert re.findall(r"\d+", repaired(text)) == re.findall(r"\d+", _INVISIBLE.sub("", text))


@given(st.lists(st.one_of(_PRINTED, _GLOSSED, _NUMBERS), min_size=1, max_size=30))
def test_a_clean_page_keeps_its_numerals_and_its_positions(pieces: list[str]) -> None:
    words = "".join(pieces).replace("\n", "").replace("\t", "")
    page = clean(
        f"<html><body><p>{WORDS}</p><p>甲{words}</p><table><tr><td>乙{words}</td><td>丙</td></tr>"
        f"<tr><td>丁</td><td>{words}</td></tr></table></body></html>".encode()
    )
    assert numerals(page.text) == numerals(f"{WORDS}{words * 3}")
    for table in page.tables:
        rows = page.text[table.start : table.end].split("\n")
        printed = [page.text[cell.start : cell.end] for cell in table.cells]
        assert [cell for row in rows for cell in row.split("\t")] == printed


@given(st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=30).map("".join))
def test_no_repair_touches_a_digit_a_line_or_a_cell(text: str) -> None:
    after = repaired(text)
    assert re.findall(r"[\d\n\t]", after) == re.findall(r"[\d\n\t]", text)
