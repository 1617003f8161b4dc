"""What in a text is a person's own, and what only looks like it."""

import pytest

from flows.personal import without_personal


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("身份证340102199001011234。", "340102199001011234"),
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
    for one in own.split():
        expected = expected.replace(one, "＊" * len(one))
    assert without_personal(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "电话0551-62871234，传真（0551）62871235，热线12345",
        "收费13812345678元、13812345678.50、13812345678万元",
        "文号202201131545301234与340102199013011234",  # the thirteenth month
        "统一社会信用代码113401020030012347",
        "共1381234567条、138123456789件、012345678901234567890",
        "2022年1月1日至2022年12月31日 100@ @example",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert without_personal(text) == text


def test_eleven_digits_beside_figures_stay_and_what_is_too_long_for_one_does_not() -> None:
    text = "13812345678 = 340102199001011234"
    assert without_personal(text, beside_figures=True) == f"13812345678 = {'＊' * 18}"
