"""What is said of two documents: a mirror, or which sentences of one stand in the other."""

import random
from dataclasses import replace
from datetime import date

import pytest

from flows.compare.pairs import Mirror, Overlap, Signed, compare
from flows.compare.signatures import sign
from flows.compare.texts import Text
from tests.copies import member, sentence

SENTENCES = [sentence(random.Random(seed)).replace("{n}", "7").replace("{we}", "我局") for seed in range(10)]  # noqa: S311 - made-up data, not a secret
TABLE = "本年新收\t3\t4\t12\t18\t25\t36\t47\t58\t69\t70"


def _text(document_id: str, sentences: list[str], **more: object) -> Signed:
    fields: dict[str, object] = {
        "kind": "annual_report",
        "clean_text": "".join(sentences) + "\n" + TABLE,
        "agency_name": "云溪县财政局",
        "region_code": "430721",
        "report_year": 2022,
    }
    text = Text(document_id, **(fields | more))  # type: ignore[arg-type]
    return Signed(text, sign(text))


def _other(document_id: str, sentences: list[str], **more: object) -> Signed:
    return _text(document_id, sentences, **({"agency_name": "松江县财政局", "region_code": "430722"} | more))


def _directions(left: Signed, right: Signed) -> list[tuple[str, str]]:
    found = compare(left, right)
    assert sorted(map(repr, found)) == sorted(map(repr, compare(right, left)))
    return sorted((one.document_id, one.other_document_id) for one in found if isinstance(one, Overlap))


def test_the_sentences_that_stand_in_the_other_are_named_and_their_share_is_exact() -> None:
    copy = _other("b", [*SENTENCES[:2], *SENTENCES[5:8]], report_year=2023)
    source = _text("a", SENTENCES[5:])
    (overlap,) = compare(copy, source)
    assert isinstance(overlap, Overlap)
    assert overlap.sentences == (2, 3, 4)
    lengths = copy.signature.lengths
    assert overlap.share == pytest.approx(sum(lengths[2:]) / sum(lengths))


def test_a_reworded_sentence_still_stands_there_and_another_on_the_same_matter_does_not() -> None:
    printed = "我局对照上级测评指标，把惠农补贴发放名册和低保复核名单逐条梳理完善，有效方便了办事群众，"
    reworded = printed.replace("梳理", "整理").replace("有效", "大大")
    another = "惠农补贴发放名册按季度在村务公开栏张贴，我局派人抽查，低保户反映良好，没有发现漏登，"
    source = _text("a", [*SENTENCES[:3], printed + "得到好评。"])
    for words, expected in ((reworded, (0, 1, 2, 3)), (another, (0, 1, 2))):
        (overlap,) = compare(source, _other("b", [*SENTENCES[:3], words + "得到好评。"], report_year=2023))
        assert isinstance(overlap, Overlap)
        assert overlap.sentences == expected


def test_two_sentences_are_an_accident() -> None:
    assert compare(_text("a", SENTENCES[:6]), _other("b", [*SENTENCES[:2], *SENTENCES[6:]])) == ()


def test_the_later_report_can_have_copied_and_both_where_nothing_tells() -> None:
    first = _text("a", SENTENCES)
    assert _directions(first, _other("b", SENTENCES, report_year=2023)) == [("b", "a")]
    assert _directions(first, _other("b", SENTENCES)) == [("a", "b"), ("b", "a")]
    dated = _text("a", SENTENCES, published_on=date(2023, 3, 1))
    assert _directions(dated, _other("b", SENTENCES, published_on=date(2023, 1, 20))) == [("a", "b")]
    assert _directions(dated, _other("b", SENTENCES, report_year=None)) == [("a", "b"), ("b", "a")]


def test_a_model_text_is_always_the_source_and_never_compared_with_another() -> None:
    text = member(SENTENCES, 1).text
    model = Text("m", "template_member", text)
    signed = Signed(model, sign(model))
    assert _directions(signed, _text("z", SENTENCES, report_year=2009)) == [("z", "m")]
    other = replace(model, document_id="n")
    assert compare(signed, Signed(other, sign(other))) == ()


def test_the_same_body_copies_nothing_from_itself() -> None:
    assert compare(_text("a", SENTENCES), _text("b", SENTENCES, report_year=2023)) == ()
    assert compare(_text("a", SENTENCES), _text("b", SENTENCES, report_year=2023, region_code=None)) == ()


def test_a_body_that_is_not_known_is_never_said_to_copy() -> None:
    assert compare(_text("a", SENTENCES), _text("b", SENTENCES, report_year=2023, agency_name=None)) == ()


def test_of_two_offices_of_one_name_the_region_tells() -> None:
    here, there = _text("a", SENTENCES), _text("b", SENTENCES, region_code="430799", report_year=2023)
    assert _directions(here, there) == [("b", "a")]


@pytest.mark.parametrize("unknown", [{}, {"agency_name": None}, {"report_year": None}])
def test_a_mirror_is_one_report_at_another_place(unknown: dict[str, None]) -> None:
    damaged = [*SENTENCES[:-1], SENTENCES[-1][:-6] + "。"]
    (mirror,) = compare(_text("a", SENTENCES), _text("b", damaged, **unknown))
    assert isinstance(mirror, Mirror)
    assert (mirror.document_id, mirror.other_document_id) == ("b", "a")
    assert mirror.share > 0.8


def test_other_figures_are_no_mirror() -> None:
    report = _text("a", SENTENCES)
    figures = replace(report.text, document_id="b", agency_name=None)
    figures = replace(
        figures, clean_text="".join(SENTENCES) + "\n本年新收\t1\t2\t11\t19\t23\t32\t43\t54\t65\t76"
    )
    assert compare(report, Signed(figures, sign(figures))) == ()


def test_a_report_of_tables_alone_is_known_by_its_figures() -> None:
    assert isinstance(compare(_text("a", []), _text("b", []))[0], Mirror)
    few = _text("a", [], clean_text="本年新收\t0\t0\t0")
    assert compare(few, _text("b", [], clean_text="本年新收\t0\t0\t0")) == ()
