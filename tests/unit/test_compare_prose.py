"""What of a document's prose is compared, and what is masked in it."""

import pytest

from flows.compare.prose import masked, own_names, prose_spans
from flows.compare.signatures import DOCUMENT, SENTENCE, keys, shingles, sign
from flows.compare.texts import Text

KEYS = (
    446635138844193452,
    588715114867717757,
    6010475007743895521,
    -2476846362429406957,
    7325994176297146627,
)
OWN = own_names(("云溪县北山镇人民政府", "北山镇", "云山省", "松江市", "云溪县"))


@pytest.mark.parametrize(
    ("printed", "copied"),
    [
        ("2022年，北山镇共受理申请15件。", "2023年，我镇共受理申请 8 件。"),
        ("云溪县北山镇人民政府组织培训3次，", "本镇组织培训二十一次；"),
        ("北山镇人民政府制定了《办法》", "我镇政府制定了“办法”"),
        ("松江市云溪县北山镇公开信息1.2万余条", "我镇公开信息300条"),
        ("全县各部门报送信息", "我县各单位报送信息"),
    ],
)
def test_figures_names_and_punctuation_do_not_tell_sentences_apart(printed: str, copied: str) -> None:
    assert masked(printed, OWN) == masked(copied, OWN)


def test_other_words_do() -> None:
    assert masked("北山镇新建水库2座", OWN) != masked("北山镇新建学校2座", OWN)


def test_short_names_follow_from_full_ones() -> None:
    assert own_names(("云溪县财政局", None, "云溪县")) == ("云溪县财政局", "云溪县", "财政局", "云溪")
    assert own_names((None, None)) == ()


def test_tables_headings_labels_and_prescribed_statements_are_not_compared() -> None:
    text = "\n".join(
        [
            "云溪县财政局2022年政府信息公开工作年度报告",
            "根据《中华人民共和国政府信息公开条例》的规定，编制本年度报告。",
            "本报告所列数据的统计期限自2022年1月1日起，至2022年12月31日止。",
            "一、总体情况",
            "我局把惠农补贴名册贴到村口，请老党员逐户念给群众听；又在集市上摆摊答疑，方便不识字的乡亲。",
            "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t自然人\t总计",
            "一、本年新收政府信息公开申请数量\t3\t3",
            "申请人逾期不按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "如对本报告有疑问，请与我局办公室联系（联系电话：0000-1234567）。",
        ]
    )
    assert [text[start:end] for start, end in prose_spans(text)] == [
        "我局把惠农补贴名册贴到村口，请老党员逐户念给群众听",
        "又在集市上摆摊答疑，方便不识字的乡亲",
    ]


def test_a_sentence_broken_by_hand_is_the_same_sentence() -> None:
    whole = "我局把惠农补贴名册贴到村口，请老党员逐户念给群众听，又在集市上摆摊答疑。"
    broken = whole[:22] + "\n" + whole[22:]
    assert [masked(broken[a:b], ()) for a, b in prose_spans(broken)] == [
        masked(whole[a:b], ()) for a, b in prose_spans(whole)
    ]


def test_a_signature_points_to_the_words_and_is_the_same_on_every_machine() -> None:
    text = Text("a", "annual_report", "前言\n我局把惠农补贴名册贴到村口，请老党员逐户念给群众听。")
    signature = sign(text)
    ((start, end),) = signature.spans
    assert text.clean_text[start:end] == "我局把惠农补贴名册贴到村口，请老党员逐户念给群众听"
    assert signature.lengths == (23,)
    assert len(signature.document_keys) == DOCUMENT.bands
    assert keys(shingles("公开为常态", SENTENCE), SENTENCE) == KEYS
    assert keys(frozenset(sorted(shingles("公开为常态", SENTENCE))), SENTENCE) == KEYS


def test_a_text_without_prose_has_a_signature_too() -> None:
    assert sign(Text("a", "annual_report", "")).spans == ()
