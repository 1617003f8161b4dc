"""Applications, reviews and fees in the words of many authors: one class of phrasing a block, each with what only
looks like it."""

import pytest

from tests.unit.prose_facts import Facts, facts

ITEMS = "stat.proactive.items"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
CLOSED = "stat.applications.closed"
CARRIED_IN, CARRIED_OUT = "applications.carried_in", "applications.carried_out"
REVIEW, LITIGATION = "stat.review", "stat.litigation"
DIRECT, AFTER_REVIEW = "litigation_direct", "litigation_after_review"
ASKED = "收到政府信息公开申请9件"
SUED = "因政府信息公开被申请行政复议4件"

READ: list[tuple[str, int, str, Facts]] = [
    # class, report year, sentence, facts
    (
        "the number before its label",
        2014,
        f"{ASKED},6件通过网络提交,2件以信函方式提出,1件由申请人当面提出。",
        {RECEIVED: 9, f"{RECEIVED}.online": 6, f"{RECEIVED}.letter": 2, f"{RECEIVED}.in_person": 1},
    ),
    (
        "the number before its label",
        2013,
        f"{ASKED},8件已答复,1件因材料不全告知补正。",
        {RECEIVED: 9, REPLIED: 8, f"{REPLIED}.asked_to_amend": 1},
    ),
    (
        "the number before its label",
        2014,
        "共办理信息公开申请14件,7件属于主动公开范围,5件同意公开,1件不予公开(涉及个人隐私)。",
        {
            RECEIVED: 14,
            f"{REPLIED}.already_public": 7,
            f"{REPLIED}.granted": 5,
            f"{REPLIED}.denied": 1,
            f"{REPLIED}.denied.privacy": 1,
        },
    ),
    (
        "all of them",
        2016,
        f"{ASKED},均为信函申请;办结9件,均按时办结。",
        {RECEIVED: 9, f"{RECEIVED}.letter": 9, CLOSED: 9, f"{CLOSED}.on_time": 9},
    ),
    (
        "all of them",
        2018,
        f"{ASKED},8件网上申请,1件信函申请,均不予公开。",
        {RECEIVED: 9, f"{RECEIVED}.online": 8, f"{RECEIVED}.letter": 1, f"{REPLIED}.denied": 9},
    ),
    (
        "all of them",
        2016,
        f"{ASKED},答复9件,其中同意公开7件,不同意公开2件(均涉及商业秘密)。",
        {
            RECEIVED: 9,
            REPLIED: 9,
            f"{REPLIED}.granted": 7,
            f"{REPLIED}.denied": 2,
            f"{REPLIED}.denied.trade_secret": 2,
        },
    ),
    (
        "all of them",
        2017,
        f"{SUED},均予以维持;被提起行政诉讼2件,法院均裁定驳回起诉。",
        {REVIEW: 4, f"{REVIEW}.upheld": 4, LITIGATION: 2, f"{LITIGATION}.upheld": 2},
    ),
    (
        "the only one",
        2012,
        "收到政府信息公开申请1件,因申请内容不明确,已告知补正。",
        {RECEIVED: 1, f"{REPLIED}.asked_to_amend": 1},
    ),
    (
        "the only one",
        2018,
        "因政府信息公开发生行政复议1件,复议机关维持我局答复;行政诉讼1件,原告撤诉。",
        {REVIEW: 1, f"{REVIEW}.upheld": 1, LITIGATION: 1, f"{LITIGATION}.other": 1},
    ),
    (
        "the only one",
        2021,
        "因信息公开发生行政诉讼1件,未经复议直接起诉,尚未审结。",
        {LITIGATION: 1, f"{DIRECT}.total": 1, f"{DIRECT}.pending": 1},
    ),
    (
        "the parent gives the sense",
        2013,
        "收到依申请公开104件。答复104件:公开61件,部分公开9件,不予公开8件,不属本机关14件,信息不存在9件,作出补正告知3件。",
        {
            RECEIVED: 104,
            REPLIED: 104,
            f"{REPLIED}.granted": 61,
            f"{REPLIED}.partly_granted": 9,
            f"{REPLIED}.denied": 8,
            f"{REPLIED}.not_this_agency": 14,
            f"{REPLIED}.does_not_exist": 9,
            f"{REPLIED}.asked_to_amend": 3,
        },
    ),
    (
        "the parent gives the sense",
        2017,
        f"{SUED}(维持1件,撤销1件,其他1件,仍在审理1件)。",
        {
            REVIEW: 4,
            f"{REVIEW}.upheld": 1,
            f"{REVIEW}.corrected": 1,
            f"{REVIEW}.other": 1,
            "review.pending": 1,
        },
    ),
    (
        "the parent gives the sense",
        2022,
        "因政府信息公开发生行政诉讼经复议后起诉1件,法院判决维持。",
        {f"{AFTER_REVIEW}.total": 1, f"{AFTER_REVIEW}.upheld": 1},
    ),
    (
        "the parent gives the sense",
        2022,
        "因政府信息公开发生未经复议直接起诉的行政诉讼1件(结果维持)。",
        {f"{DIRECT}.total": 1, f"{DIRECT}.upheld": 1},
    ),
    (
        "carried over by the name of a year",
        2020,
        f"{ASKED},加上2019年结转的3件,结转2021年2件。",
        {RECEIVED: 9, CARRIED_IN: 3, CARRIED_OUT: 2},
    ),
    (
        "carried over by the name of a year",
        2020,
        f"{ASKED},办理完毕7件,剩余2件转入下一年度继续办理。",
        {RECEIVED: 9, CLOSED: 7, CARRIED_OUT: 2},
    ),
    (
        "carried over by the name of a year",
        2021,
        f"{ASKED},上年度亦无结转,无需结转。",
        {RECEIVED: 9, CARRIED_IN: 0, CARRIED_OUT: 0},
    ),
    (
        "a comparison between",
        2021,
        "与2020年的58件相比,2021年收到政府信息公开申请增加14件,达到72件。",
        {RECEIVED: 72},
    ),
    (
        "a comparison between",
        2018,
        "主动公开政府信息88条。收到申请40件,超过上年的27件;办结38件。",
        {ITEMS: 88, RECEIVED: 40, CLOSED: 38},
    ),
    (
        "the sum of the ways",
        2016,
        "主动公开政府信息88条。受理网上申请3件、信函申请1件,共计4件。",
        {ITEMS: 88, f"{RECEIVED}.online": 3, f"{RECEIVED}.letter": 1, RECEIVED: 4},
    ),
    (
        "other words",
        2012,
        f"{ASKED},邮寄3件,平台网络6件。",
        {RECEIVED: 9, f"{RECEIVED}.letter": 3, f"{RECEIVED}.online": 6},
    ),
    (
        "other words",
        2013,
        f"{ASKED},按期答复7件,延期答复2件。",
        {RECEIVED: 9, f"{CLOSED}.on_time": 7, f"{CLOSED}.extended": 2},
    ),
    ("other words", 2013, f"{ASKED},按期答复9件。", {RECEIVED: 9, REPLIED: 9}),
    (
        "other words",
        2015,
        f"{ASKED},其中网上4件、信函5件,答复9件。",
        {RECEIVED: 9, f"{RECEIVED}.online": 4, f"{RECEIVED}.letter": 5, REPLIED: 9},
    ),
    (
        "fees",
        2011,
        "减免政府信息公开费用15元,实际收取0元。",
        {"stat.applications.fees_waived": 15, "stat.applications.fees": 0},
    ),
    (
        "parts that add up",
        2020,
        "新收政府信息公开申请5件,予以公开4件,不予公开1件。",
        {"applications.new": 5, "applications.granted": 4, f"{REPLIED}.denied": 1},
    ),
    (
        "parts that add up",
        2020,
        "新收政府信息公开申请5件,其中自然人4件,企业1件,予以公开4件。",
        {"applications.new": 5},
    ),
    ("parts that add up", 2013, f"{ASKED},办理8件,结转1件。", {RECEIVED: 9, CLOSED: 8, CARRIED_OUT: 1}),
    (
        "parts that add up",
        2018,
        "收到政府信息公开申请33件,其中网上27件、信函6件,答复33件。",
        {RECEIVED: 33, f"{RECEIVED}.online": 27, f"{RECEIVED}.letter": 6, REPLIED: 33},
    ),
    (
        "parts that add up",
        2013,
        "主动公开政府信息88条。收到书面申请4件、网上申请6件。",
        {ITEMS: 88, f"{RECEIVED}.online": 6},
    ),
    (
        "the results are of the suits last named",
        2024,
        "因信息公开引起的行政诉讼2件(直接起诉1件、复议后起诉1件),均维持。",
        {LITIGATION: 2, f"{DIRECT}.total": 1, f"{AFTER_REVIEW}.total": 1},
    ),
    ("fees", 2025, "收取信息处理费3笔,共计640元。", {"applications.processing_fees": 640}),
    ("fees", 2011, "与信息公开诉讼有关的费用支出为0。", {"stat.litigation_costs": 0}),
    ("nothing", 2013, "一年中没有发生要求我局公开政府信息的申请。", {RECEIVED: 0}),
    ("nothing", 2008, "暂无人申请公开政府信息。", {RECEIVED: 0}),
    (
        "nothing",
        2012,
        "没有公民、法人和其他组织申请公开政府信息,因此没有答复、没有减免。",
        {RECEIVED: 0, REPLIED: 0, "stat.applications.fees_waived": 0},
    ),
    (
        "nothing",
        2013,
        "以信函方式受理公开申请1件,予以公开。没有受理当面申请和网上申请。",
        {
            RECEIVED: 1,
            f"{RECEIVED}.letter": 1,
            f"{REPLIED}.granted": 1,
            f"{RECEIVED}.in_person": 0,
            f"{RECEIVED}.online": 0,
        },
    ),
    (
        "nothing",
        2012,
        "未发生因政府信息公开引起的行政申诉、行政复议、行政诉讼。",
        {REVIEW: 0, LITIGATION: 0, "stat.appeals": 0},
    ),
    (
        "nothing",
        2025,
        "实现零申请、零复议、零诉讼。",
        {RECEIVED: 0, REVIEW: 0, LITIGATION: 0},
    ),
]


@pytest.mark.parametrize(("kind", "year", "text", "expected"), READ, ids=lambda case: str(case)[:28])
def test_a_class_of_phrasing(kind: str, year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


@pytest.mark.parametrize(
    ("year", "text"),
    [
        # all of them, and nobody knows of what or of which
        (2018, "办理行政许可申请28件,均为网上申请。"),
        (2018, "受理投诉举报12件,均已办结,均为现场受理。"),
        (2018, "处理民事诉讼1件,结果维持。"),
        (2016, "主动公开栏更新12次。劳动仲裁网上申请3件,现场申请20件,邮寄申请2件。"),
        (2016, "低保申请当面提交20件、网上提交3件。"),
        (2016, "发布公告12件,均予以公开。"),
        (2020, "收到投诉12件,办结12件,其中公开答复8件,部分公开4件。"),
        (2016, "公文36件:公开20件,部分公开10件,不予公开6件。"),
        (2018, "本局作为复议机关审理行政复议案件30件,其中维持22件、撤销3件、终止5件。"),
        (2018, "法院受理行政诉讼案件120件,审结110件,驳回60件,撤销10件。"),
        (2018, "撤销行政许可3件,责令重新处理2件。"),
        # carried over, and not applications
        (2020, "2019年结转的项目11个,结转2021年资金12万元。"),
        (2021, "2件行政处罚案件结转2022年办理。"),
        # a manner, a target, a share
        (2018, "网上申请占80%,均按时办结。"),
        (2018, "力争全年网上申请达到20件。"),
        (2018, "全年没有发生行政处罚申诉、信访事件。"),
        (2018, "工程咨询费收取复印费12元。"),
    ],
)
def test_what_only_looks_like_it_states_nothing(year: int, text: str) -> None:
    assert facts(text, year) == {}


@pytest.mark.parametrize(
    ("year", "rest"),
    [
        (2009, "均为当面申请或网上申请。"),
        (2018, "其中3件予以公开,均未收费的2件。"),
        (2018, "其中4件涉及征地,均为网上申请。"),
        (2016, "内容均为征地补偿。"),
        (2016, "均已办结。"),
        (2020, "2019年1月结转的项目3件。"),
    ],
)
def test_what_is_said_of_some_or_of_either_is_said_of_none(year: int, rest: str) -> None:
    found = facts(f"{ASKED},{rest}", year)
    assert {name: value for name, value in found.items() if f"{RECEIVED}." in name} == {}
    assert CLOSED not in found
    assert found[RECEIVED] == 9
