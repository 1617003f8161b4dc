"""What in a text is a person's own, and what only looks like it."""

import duckdb
import pytest

from flows.personal import SQL_NAME, teach, without_personal


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("身份证340102199001011234。", "340102199001011234"),
        ("身份证号340102 19900101 123X，", "340102 19900101 123X"),
        ("340102-19900101-1234", "340102-19900101-1234"),
        ("联系人张三138 1234 5678\n12", "138 1234 5678"),
        ("手机：138.1234.5678。", "138.1234.5678"),
        ("手机１３８．１２３４．５６７８", "１３８．１２３４．５６７８"),
        ("138—1234—5678或139–1234–5678", "138—1234—5678 139–1234–5678"),
        ("138-12345678", "138-12345678"),
        ("013812345678", "013812345678"),
        ("+86 138 1234 5678", "86 138 1234 5678"),
        ("138\u200b1234\u200b5678", "138\u200b1234\u200b5678"),
        ("13\ufeff812345678", "13\ufeff812345678"),
        ("邮箱：张三@example.cn，", "张三@example.cn"),
        ("身份证号34010219900101123x，", "34010219900101123x"),
        ("老证340102900101123号", "340102900101123"),
        ("手机：13812345678、13912345678次日", "13812345678 13912345678"),
        ("tel13812345678转", "13812345678"),
        ("138-1234-5678", "138-1234-5678"),
        ("+8613812345678", "8613812345678"),
        ("全角１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("13812345678元旦不接", "13812345678"),
        ("邮箱zhang.san+gk@mail.example.gov.cn，", "zhang.san+gk@mail.example.gov.cn"),
        ("发至a@b.cn或c@d.cn", "a@b.cn c@d.cn"),
    ],
)
def test_what_is_a_persons_own_is_hidden_and_all_else_keeps_its_place(text: str, own: str) -> None:
    expected = text
    # What belongs together may hold a space.
    for one in [own] if own in text else own.split():
        expected = expected.replace(one, "＊" * len(one))
    assert without_personal(text) == expected
    with duckdb.connect() as database:
        teach(database)
        asked = f"select {SQL_NAME}(text, false) from (values ($1), (null)) as texts(text)"  # noqa: S608 - our own name
        assert database.execute(asked, [text]).fetchall() == [(expected,), (None,)]


@pytest.mark.parametrize(
    "text",
    [
        "电话0551-62871234，传真（0551）62871235，热线12345",
        "收费13812345678元、13812345678.50、13812345678万元",
        "文号202201131545301234与340102199013011234",  # the thirteenth month
        "统一社会信用代码113401020030012347",
        "13812345678万、13812345678亿、138.1234.5678万元",
        "行政许可 138 1234 5678 12\n行政处罚 12 138 1234 5678\n5% 138 1234 5678\n138 1234 5678 138 1234 5678",
        "1380 1234 5678、128 1234 5678、138 123 45678、138  1234  5678、138.1234、138 12345678、138.12345678",
        "0.138 1234 5678、1,138 1234 5678、138 1234 5678%、138 1234 5678.5",
        "340102 19901301 1234、340102 19900101-1234、990102 19900101 1234",
        "国办发〔2019〕138号、2022-01-13 12:34、2022.1.13、1—3月、第138-140页",
        "见http://www.example.cn/138-1234-5678/13812345678.html",
        "张三@某处、@example.cn",
        "共1381234567条、138123456789件、012345678901234567890",
        "2022年1月1日至2022年12月31日 100@ @example",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert without_personal(text) == text


def test_eleven_digits_beside_figures_stay_and_what_is_too_long_for_one_does_not() -> None:
    text = "13812345678 = 340102199001011234"
    assert without_personal(text, beside_figures=True) == f"13812345678 = {'＊' * 18}"
