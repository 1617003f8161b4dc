"""Periods, sections, broken lines, contradictions, and what holds for every text."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.prose import read_prose
from flows.extract.prose.headings import Section
from flows.extract.prose.periods import Mark, period_of
from flows.extract.prose.rules_applications import APPLICATION_RULES
from flows.extract.prose.rules_capacity import CAPACITY_RULES
from flows.extract.prose.rules_closings import CLOSING_RULES
from flows.extract.prose.rules_decisions import DECISION_RULES
from flows.extract.prose.rules_documents import DOCUMENT_RULES
from flows.extract.prose.rules_inquiries import INQUIRY_RULES
from flows.extract.prose.rules_outcomes import OUTCOME_RULES
from flows.extract.prose.rules_publicity import PUBLICITY_RULES
from flows.extract.prose.rules_remedies import REMEDY_RULES
from flows.extract.prose.rules_training import TRAINING_RULES
from flows.extract.prose.sentences import sentences
from flows.extract.prose.tokens import cut
from flows.extract.prose.vocabulary import VOCABULARY
from flows.reference import load_reference

REFERENCE = load_reference()
ITEMS = "stat.proactive.items"


def periods(text: str, year: int | None = 2012) -> dict[str, int]:
    """Period to value for the items that a text states."""
    reading = read_prose(text, (), REFERENCE, report_year=year)
    return {o.period: int(o.value) for o in reading.observations if o.indicator_id == ITEMS}


@pytest.mark.parametrize(
    ("opening", "period"),
    [
        ("", "year"),
        ("2012年,", "year"),
        ("2012年度", "year"),
        ("二〇一二年,", "year"),
        ("二0一二年,", "year"),
        ("全年", "year"),
        ("今年以来,", "year"),
        ("2012年,全局累计", "year"),
        ("全年累计", "year"),
        ("截至2012年12月31日,", "year"),
        ("截止到2012年12月,", "year"),
        ("2012年1月1日至2012年12月31日,", "year"),
        ("20121月1日至201212月31日,", "year"),
        ("2012年1-12月,", "year"),
        ("截至2012年12月31日,累计", "cumulative"),
        ("到2012年底累计", "cumulative"),
        ("历年累计", "cumulative"),
        ("自《条例》施行以来,", "cumulative"),
        ("自2008年5月1日《中华人民共和国政府信息公开条例》实施以来,", "cumulative"),
        ("2008年5月1日至2012年12月31日,", "cumulative"),
        ("累计", None),
        ("上半年,", None),
        ("1-8月份,", None),
        ("截止7月底,", None),
        ("截至2012年6月30日,", None),
        ("第三季度", None),
        ("2012年5月", None),
        ("去年", None),
        ("2011年", None),
        ("2010年至2012年", None),
        ("2013年,我局将", None),
        ("近年来,", None),
        ("自2010年以来,", None),
        ("2011年11月至2012年10月,", None),
    ],
)
def test_period_of_a_figure(opening: str, period: str | None) -> None:
    assert periods(f"{opening}主动公开政府信息88条。") == ({} if period is None else {period: 88})


def test_without_a_report_year_each_year_is_the_reports_own() -> None:
    assert periods("2011年主动公开政府信息88条。", None) == {"year": 88}


def test_half_a_year_rules_the_rest_of_its_paragraph() -> None:
    assert periods("上半年,我局加强公开。主动公开政府信息88条。") == {}
    assert periods("上半年,我局加强公开。\n主动公开政府信息88条。") == {"year": 88}


def test_a_running_sum_takes_the_year_of_its_paragraph() -> None:
    assert periods("2012年,我局加强政务公开,新设栏目3个。累计主动公开政府信息88条。") == {"year": 88}


def test_none_since_2008_is_none_this_year() -> None:
    reading = read_prose("自《条例》施行以来,未收到政府信息公开申请。", (), REFERENCE, report_year=2012)
    assert [(o.indicator_id, o.value, o.period) for o in reading.observations] == [
        ("stat.applications.received", Decimal(0), "year")
    ]


@pytest.mark.parametrize(
    ("last", "running", "period"),
    [(None, False, "year"), (None, True, None), (Mark.YEAR_END, True, "cumulative"), (Mark.DAY, False, None)],
)
def test_period_of_marks(last: Mark | None, running: bool, period: str | None) -> None:
    assert period_of(last, running=running, paragraph_is_year=False) == period


def test_lines_broken_by_hand_are_one_sentence() -> None:
    text = "2012年,我局按照条例的要求扎实做好公开工作,全年共受理政府\n信息公开申请\n12 件,其中网上申请7件。"
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert {o.indicator_id: int(o.value) for o in reading.observations} == {
        "stat.applications.received": 12,
        "stat.applications.received.online": 7,
    }
    for observation in reading.observations:
        assert observation.where.quote == text[observation.where.start : observation.where.end]


def test_spaces_and_quotation_marks_inside_a_statement() -> None:
    text = "三、依申请公开\n在已经答复的 9 件申请中“同意公开”的 ９ 件。"
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert {o.indicator_id for o in reading.observations} == {
        "stat.applications.replied",
        "stat.applications.replied.granted",
    }
    assert reading.observations[-1].where.quote == "同意公开”的 ９ 件"


def test_tables_are_left_out() -> None:
    text = "主动公开政府信息88条。\n主动公开政府信息99条。"
    cut_out = (text.index("\n") + 1, len(text))
    assert [o.value for o in read_prose(text, (cut_out,), REFERENCE, report_year=2012).observations] == [88]


@pytest.mark.parametrize("mask", ["20xx年", "20××年", "201X年", "XX县", "2___年"])
def test_a_masked_text_states_nothing(mask: str) -> None:
    assert periods(f"{mask},主动公开政府信息88条。") == {}


def test_a_name_in_crosses_is_no_mask() -> None:
    assert periods("李××反映的问题已答复。主动公开政府信息88条。") == {"year": 88}


def test_equal_statements_are_one() -> None:
    reading = read_prose("主动公开政府信息88条。\n共主动公开政府信息88条。", (), REFERENCE, report_year=2012)
    assert (len(reading.observations), reading.findings) == (1, ())


def test_of_two_statements_the_one_in_its_section_is_kept() -> None:
    text = "一、概述\n主动公开政府信息88条。\n二、主动公开政府信息情况\n主动公开政府信息99条。"
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert [o.value for o in reading.observations] == [99]
    assert [(f.rule, f.left, f.right) for f in reading.findings] == [("conflicting_statements", 99, 88)]


def test_of_two_equal_claims_none_is_kept() -> None:
    text = "二、主动公开政府信息情况\n主动公开政府信息88条。\n主动公开政府信息99条。"
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert reading.observations == ()
    assert [f.rule for f in reading.findings] == ["conflicting_statements"]


def test_one_body_and_its_whole_system_are_two_facts() -> None:
    text = "全县收到政府信息公开申请95件。\n县政府本级收到政府信息公开申请17件。"
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert {(o.scope, int(o.value)) for o in reading.observations} == {("system", 95), ("agency", 17)}


def test_headings_give_the_section() -> None:
    text = (
        "一、概述\n甲。\n二、主动公开情况\n(一)组织领导\n乙。\n"
        "五、存在的主要问题和改进措施\n(一)主动公开不够\n丙。"
    )
    assert [s.section for s in sentences(text, ())] == [Section.GENERAL, Section.PROACTIVE, Section.PLAN]


def test_a_word_means_one_thing() -> None:
    words = [word for words in VOCABULARY.values() for word in words.split()]
    assert len(words) == len(set(words))


def test_rules_state_indicators_of_the_dictionary() -> None:
    rules = (
        *APPLICATION_RULES,
        *CLOSING_RULES,
        *DECISION_RULES,
        *DOCUMENT_RULES,
        *OUTCOME_RULES,
        *INQUIRY_RULES,
        *CAPACITY_RULES,
        *PUBLICITY_RULES,
        *REMEDY_RULES,
        *TRAINING_RULES,
    )
    assert {rule.indicator_id for rule in rules} <= REFERENCE.indicators.keys()
    assert {rule.instead for rule in rules} - {""} <= REFERENCE.indicators.keys()


PIECES = st.sampled_from(
    [
        *"0123456789,。;:、()\n 年月日条件次万余近%…",
        "主动公开",
        "政府信息",
        "申请",
        "未收到",
        "行政复议",
        "其中",
        "2012年",
        "累计",
        "无",
        "情况",
        "一、",
        "予以公开",
        "全市",
        "网站",
        "— 2 —",
        "\ufffd",
        "9" * 30,
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_every_value_stands_in_its_quote(text: str) -> None:
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    for observation in reading.observations:
        where = observation.where
        assert where.quote == text[where.start : where.end]
        assert observation.value == 0 or any(char.isdigit() for char in where.quote)


STATEMENTS = {
    "主动公开政府信息321条。": (ITEMS, 321),
    "微信公众号公开信息130条。": ("stat.proactive.by_channel.wechat", 130),
    "收到政府信息公开申请9件。": ("stat.applications.received", 9),
    "从事政府信息公开工作人员6人。": ("stat.capacity.staff", 6),
    "因政府信息公开引起的行政复议2件。": ("stat.review", 2),
    "未发生政府信息公开行政诉讼。": ("stat.litigation", 0),
    "召开政务公开工作会议4次。": ("stat.training.meetings", 4),
    "发布政策解读稿件7篇。": ("stat.response.policy_interpretations", 7),
    "依申请公开未收取费用。": ("stat.applications.fees", 0),
}
NOISE = (
    "联系电话:0000-5550040,邮编999040。",
    "我局办理行政许可2036件,办结2030件。",
    "群众满意度达98%,较上年提高3个百分点。",
    "会议强调,要坚持以公开为常态、不公开为例外。",
    "接待来访群众1824人次,投入资金1.2亿元。",
    "受理行政复议申请56件,维持12件。",
    "印发《样例县年鉴》300册。",
)


@given(st.lists(st.sampled_from([*STATEMENTS, *NOISE]), max_size=12), st.sampled_from(["", "\n"]))
@settings(max_examples=150, deadline=None)
def test_a_statement_does_not_depend_on_its_neighbours(lines: list[str], separator: str) -> None:
    reading = read_prose(separator.join(lines), (), REFERENCE, report_year=2012)
    assert {(o.indicator_id, o.value) for o in reading.observations} == {
        STATEMENTS[line] for line in lines if line in STATEMENTS
    }
    assert reading.findings == ()


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_tokens_cover_a_sentence(text: str) -> None:
    tokens = cut(text, 2012).tokens
    assert "".join(text[token.start : token.end] for token in tokens) == text


def test_cost_grows_with_the_text_and_not_faster() -> None:
    line = "2012年,我局主动公开政府信息88条,受理政府信息公开申请9件,未发生行政复议、行政诉讼。"

    def seconds(text: str) -> float:
        start = time.process_time()
        read_prose(text, (), REFERENCE, report_year=2012)
        return time.process_time() - start

    for separator in ("\n", ""):
        one = line.rstrip("。") + separator
        seconds(one * 200)
        small = min(seconds(one * 200) for _ in range(3))
        assert seconds(one * 2000) < 40 * small


def test_the_cost_of_one_long_list_grows_no_faster_than_the_list() -> None:
    def seconds(n_parts: int) -> float:
        text = "2012年收到申请12件" + ",其中网络申请1件" * n_parts
        start = time.process_time()
        read_prose(text, (), REFERENCE, report_year=2012)
        return time.process_time() - start

    seconds(500)
    assert seconds(4000) < 30 * min(seconds(500) for _ in range(3))
