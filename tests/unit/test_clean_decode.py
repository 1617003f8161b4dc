"""Bytes become text: encodings, wrong declarations, damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from flows.clean.decode import decode

WORDS = "本年度主动公开政府信息一百二十条，全文包括概述、主动公开情况、依申请公开情况。" * 4
OUTSIDE_GB2312 = "镕〔2020〕﹝89﹞号"


@pytest.mark.parametrize("declared", ["", "gb2312", "gbk", "utf-8", "big5", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_the_characters_win_over_the_declaration(written: str, declared: str) -> None:
    page = f'<meta charset="{declared}">{WORDS}{OUTSIDE_GB2312}'
    assert decode(page.encode(written)).text == page


@pytest.mark.parametrize("declared", ["", "big5", "gb2312"])
def test_big5_is_known_by_its_characters(declared: str) -> None:
    page = f'<meta charset="{declared}">' + OpenCC("s2t").convert(WORDS)
    decoded = decode(page.encode("big5"))
    assert (decoded.text, decoded.encoding) == (page, "big5hkscs")


def test_traditional_characters_in_gbk_are_gb18030() -> None:
    page = OpenCC("s2t").convert(WORDS)
    assert decode(page.encode("gb18030")).text == page


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).text == WORDS


def test_utf16_without_a_mark_is_known_by_its_first_tag() -> None:
    assert decode(f"<p>{WORDS}".encode("utf-16-le")).text == f"<p>{WORDS}"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("start", ["<p>", "", "2022年\n", "   \n1"])
def test_wide_encodings_without_a_mark_are_known_by_their_characters(encoding: str, start: str) -> None:
    decoded = decode(f"{start}{WORDS}12".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.repairs) == (f"{start}{WORDS}12", encoding, {})


@pytest.mark.parametrize(("first", "second"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
@pytest.mark.parametrize("share", [1, 20])
def test_a_page_put_together_of_two_encodings_is_read_in_both(first: str, second: str, share: int) -> None:
    head, line = f"<p>{WORDS}12</p>\n" * share, "<p>受理申请34件，均已答复。</p>\n"
    decoded = decode(head.encode(first) + line.encode(second) * 2)
    assert decoded.text == head + line * 2
    # Of the two the one with less of the page is the foreign one.
    assert decoded.repairs["mixed_encoding"] in (share, 2)


def test_a_page_of_one_encoding_has_no_foreign_part() -> None:
    for encoding in ("gb18030", "utf-8", "big5"):
        page = OpenCC("s2t").convert(WORDS) if encoding == "big5" else WORDS
        decoded = decode(f"<p>{page}</p>".encode(encoding) * 9 + b"\xff")
        assert "mixed_encoding" not in decoded.repairs
        assert decoded.text.startswith(f"<p>{page}</p>" * 9)


def test_the_header_of_the_answer_is_a_declaration() -> None:
    short = "年".encode("gb18030")
    assert decode(short, "text/html; charset=GB2312").text == "年"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_do_not_flip_the_encoding(encoding: str) -> None:
    payload = bytearray(WORDS.encode(encoding))
    payload[60] = 0xFF
    decoded = decode(bytes(payload[:-1]))
    assert decoded.encoding == encoding
    assert 2 <= decoded.text.count("\ufffd") <= 6
    assert decoded.text.startswith(WORDS[:15])


def test_surrogates_and_controls_are_counted_and_gone() -> None:
    pair, lone = b"\xed\xa0\xbd\xed\xb8\x80", b"\xed\xa0\x80"
    decoded = decode(WORDS.encode() + pair + lone + b"\0\x01")
    assert decoded.text == WORDS + "\U0001f600\ufffd"
    assert decoded.repairs == {"surrogate_pair": 1, "control_character": 2}


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(payload: bytes) -> None:
    text = decode(payload).text
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text
