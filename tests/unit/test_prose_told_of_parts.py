"""Results of two kinds of cases at once, answers to a part of the applications, items of a part of the body.

Beside each stands what must still be read. All bodies are invented.
"""

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts

ITEMS = "stat.proactive.items"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
NEW, CARRIED_IN = "applications.new", "applications.carried_in"
GRANTED = "applications.granted"
REVIEW, LITIGATION = "stat.review", "stat.litigation"
DIRECT, LATER = "litigation_direct", "litigation_after_review"
SUITS = {f"{DIRECT}.total": 4, f"{LATER}.total": 1}
BUREAU = ["样例县水利局"]


def read(text: str, year: int) -> tuple[Facts, set[str | None]]:
    """Indicator to value, and of what a number was left out because it is none of its label."""
    reading = read_prose(text, (), REFERENCE, report_year=year, has_territory=False, own_names=BUREAU)
    refused = {f.indicator_id for f in reading.findings if f.rule == "not_of_its_label"}
    return {o.indicator_id: int(o.value) for o in reading.observations}, refused


@pytest.mark.parametrize(
    ("sentence", "expected", "refused"),
    [
        (
            "行政诉讼5件,其中未经复议直接起诉4件,复议后起诉1件;结果维持4件,结果纠正1件。",
            {LITIGATION: 5, **SUITS},
            {f"{LATER}.upheld", f"{LATER}.corrected"},
        ),
        (
            "行政诉讼5件,其中未经复议直接起诉4件,复议后起诉1件。结果维持4件,结果纠正1件。",
            {LITIGATION: 5, **SUITS},
            set(),
        ),
        (
            "行政诉讼5件(未经复议直接起诉4件、复议后起诉1件),维持4件,纠正1件。",
            {LITIGATION: 5, **SUITS},
            {f"{LATER}.upheld", f"{LATER}.corrected"},
        ),
        (
            "因政府信息公开行政诉讼5件,其中未经复议直接起诉4件、复议后起诉1件,均为尚未审结。",
            {LITIGATION: 5, **SUITS},
            {f"{LATER}.pending"},
        ),
        ("复议后起诉1件,未经复议直接起诉4件,共维持4件。", SUITS, {f"{DIRECT}.upheld"}),
        # No kind has more results than cases.
        (
            "未经复议直接起诉4件,维持3件,复议后起诉1件,维持2件。",
            {**SUITS, f"{DIRECT}.upheld": 3},
            {f"{LATER}.upheld"},
        ),
        # Each kind with its own results.
        (
            "未经复议直接起诉4件,结果维持3件,结果纠正1件;复议后起诉1件,结果维持1件。",
            {**SUITS, f"{DIRECT}.upheld": 3, f"{DIRECT}.corrected": 1, f"{LATER}.upheld": 1},
            set(),
        ),
        (
            "因政府信息公开行政复议3件,结果维持3件;行政诉讼2件,其中未经复议直接起诉2件,结果维持2件。",
            {REVIEW: 3, "review.upheld": 3, LITIGATION: 2, f"{DIRECT}.total": 2, f"{DIRECT}.upheld": 2},
            set(),
        ),
    ],
)
def test_results_of_both_kinds_of_suits(sentence: str, expected: Facts, refused: set[str]) -> None:
    assert read(sentence, 2022) == (expected, refused)


@pytest.mark.parametrize(
    ("sentence", "expected", "refused"),
    [
        ("行政复议3件、行政诉讼1件,其中维持1件。", {REVIEW: 3, LITIGATION: 1}, {f"{LITIGATION}.upheld"}),
        ("行政诉讼2件、行政复议3件,其中维持2件。", {REVIEW: 3, LITIGATION: 2}, {f"{REVIEW}.upheld"}),
        ("行政复议、行政诉讼共3件,维持3件。", {}, {f"{LITIGATION}.upheld"}),
        ("行政复议2件,维持3件。", {REVIEW: 2}, {f"{REVIEW}.upheld"}),
        # Their own: each in its clause, the only ones that there were, in brackets, named, by a court, of all.
        (
            "行政复议3件,维持3件;行政诉讼1件,维持1件。",
            {REVIEW: 3, f"{REVIEW}.upheld": 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1},
            set(),
        ),
        (
            "行政复议3件;行政诉讼1件,其中维持1件。",
            {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1},
            set(),
        ),
        (
            "行政复议0件、行政诉讼1件,其中维持1件。",
            {REVIEW: 0, LITIGATION: 1, f"{LITIGATION}.upheld": 1},
            set(),
        ),
        ("行政复议3件、行政诉讼1件(维持1件)。", {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1}, set()),
        (
            "行政复议3件、行政诉讼1件,其中行政诉讼维持1件。",
            {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1},
            set(),
        ),
        (
            "行政复议3件、行政诉讼1件,法院判决维持1件。",
            {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1},
            set(),
        ),
        ("行政复议3件、行政诉讼1件,均维持。", {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1}, set()),
        ("行政复议3件,行政诉讼1件,维持1件。", {REVIEW: 3, LITIGATION: 1, f"{LITIGATION}.upheld": 1}, set()),
    ],
)
def test_results_of_reviews_and_of_suits(sentence: str, expected: Facts, refused: set[str]) -> None:
    assert read(f"因政府信息公开{sentence}", 2016) == (expected, refused)


@pytest.mark.parametrize(
    ("year", "sentence", "expected", "refused"),
    [
        (2016, "其中网上申请7件,已答复6件;信函申请5件,已答复4件。", {}, {REPLIED}),
        (2016, "其中网上申请7件,均已答复;信函申请5件,已答复4件。", {}, {REPLIED}),
        (2016, "其中网上申请7件;信函申请5件,已答复12件。", {REPLIED: 12}, set()),
        (2016, "其中网上申请7件;信函申请5件;已答复11件。", {REPLIED: 11}, set()),
    ],
)
def test_answers_to_the_applications_of_one_way(
    year: int, sentence: str, expected: Facts, refused: set[str]
) -> None:
    ways = {RECEIVED: 12, f"{RECEIVED}.online": 7, f"{RECEIVED}.letter": 5}
    assert read(f"收到政府信息公开申请12件,{sentence}", year) == ({**ways, **expected}, refused)


@pytest.mark.parametrize(
    ("year", "sentence", "expected", "refused"),
    [
        (2022, "新收申请12件,予以公开8件;结转申请2件,予以公开1件。", {NEW: 12}, {GRANTED}),
        (2022, "上年结转申请2件,予以公开1件;新收申请12件,予以公开8件。", {NEW: 12, CARRIED_IN: 2}, {GRANTED}),
        (
            2022,
            "新收政府信息公开申请12件,上年结转2件,予以公开8件。",
            {NEW: 12, CARRIED_IN: 2, GRANTED: 8},
            set(),
        ),
        (
            2016,
            "收到政府信息公开申请12件,其中上级转办3件,本局直接受理9件(网上7件、信函2件)。",
            {RECEIVED: 12},
            {f"{RECEIVED}.online", f"{RECEIVED}.letter"},
        ),
        (
            2016,
            "主动公开政府信息320条,其中图片20条,受理申请9件(网上7件、信函2件)。",
            {ITEMS: 320, RECEIVED: 9, f"{RECEIVED}.online": 7, f"{RECEIVED}.letter": 2},
            set(),
        ),
        (
            2016,
            "收到政府信息公开申请9件(网上7件、信函2件),已答复9件。",
            {RECEIVED: 9, f"{RECEIVED}.online": 7, f"{RECEIVED}.letter": 2, REPLIED: 9},
            set(),
        ),
    ],
)
def test_what_is_told_of_a_part_of_the_applications(
    year: int, sentence: str, expected: Facts, refused: set[str]
) -> None:
    assert read(sentence, year) == (expected, refused)


@pytest.mark.parametrize(
    ("sentence", "expected", "refused"),
    [
        ("局机关主动公开政府信息120条,局属单位主动公开政府信息200条,合计320条。", {ITEMS: 320}, set()),
        ("县水利局主动公开政府信息120条,县教育局主动公开政府信息200条,合计320条。", {ITEMS: 120}, set()),
        ("甲科室公开政府信息500条。", {}, {ITEMS}),
        ("法规科公开政府信息500条。", {}, {ITEMS}),
        ("全年共公开政府信息500条。", {ITEMS: 500}, set()),
        ("由办公室牵头主动公开政府信息500条。", {ITEMS: 500}, set()),
    ],
)
def test_items_of_a_part_of_the_body(sentence: str, expected: Facts, refused: set[str]) -> None:
    assert read(sentence, 2016) == (expected, refused)
