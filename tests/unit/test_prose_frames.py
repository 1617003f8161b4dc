"""One label and one number in all the orders in which reports put them; figures among figures of disclosure; and
other work beside them, which states nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.prose import read_prose
from flows.extract.prose.frames import arranged
from flows.extract.prose.tokens import cut
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
CLOSED = "stat.applications.closed"
FEES = "stat.applications.fees"
NORMATIVE = "proactive.normative_documents"
REVIEW, LITIGATION, COMPLAINTS = "stat.review", "stat.litigation", "stat.complaints"
ASKED = "三、依申请公开情况\n"
REMEDIES = "四、复议、诉讼情况\n"
ORDERS: list[tuple[int, str, Facts, str]] = [
    # report year, sentence, facts, look-alike
    (
        2016,
        f"{ASKED}收到申请34件,网络申请、信函申请、当面申请分别为20件、11件、3件。",
        {RECEIVED: 34, f"{RECEIVED}.online": 20, f"{RECEIVED}.letter": 11, f"{RECEIVED}.in_person": 3},
        f"{ASKED}网络申请、信函申请分别占80%、20%。",
    ),
    (
        2016,
        "政府网站、政务微信分别公开政府信息88条、20条。",
        {f"{CHANNEL}.website": 88, f"{CHANNEL}.wechat": 20},
        "镇、村分别公开信息88条、20条。",
    ),
    (
        2012,
        "因政府信息公开引发的复议和诉讼各1件。",
        {REVIEW: 1, LITIGATION: 1},
        "市、县各1件。",
    ),
    (
        2012,
        f"{ASKED}收到申请2件,同意公开、申请信息不存在各1件。",
        {RECEIVED: 2, f"{REPLIED}.granted": 1, f"{REPLIED}.does_not_exist": 1},
        f"{ASKED}两个科室各1件。",
    ),
    (
        2020,
        f"{ASKED}收到申请4件,2件予以公开,1件因没有现成信息需另行制作而无法提供,1件结转下年度继续办理。",
        {
            RECEIVED: 4,
            "applications.granted": 2,
            "applications.unavailable.needs_creation": 1,
            "applications.carried_out": 1,
        },
        f"{ASKED}2件材料予以退回。",
    ),
    (
        2015,
        f"{ASKED}受理信息公开申请2件,其中1件为当面申请,另1件为信函申请。",
        {RECEIVED: 2, f"{RECEIVED}.in_person": 1, f"{RECEIVED}.letter": 1},
        f"{ASKED}1件为电话来访。",
    ),
    (
        2015,
        f"{ASKED}收到申请2宗,均为当面申请(2宗)。",
        {RECEIVED: 2, f"{RECEIVED}.in_person": 2},
        f"{ASKED}可以当面申请(2楼)。",
    ),
    (
        2024,
        "2件政府信息公开申请均以信函方式提出,0件结转。0件行政复议、0件行政诉讼。",
        {RECEIVED: 2, f"{RECEIVED}.letter": 2, "applications.carried_out": 0, REVIEW: 0, LITIGATION: 0},
        "2件文件均以信函方式寄出。",
    ),
    (
        2016,
        f"{ASKED}收到政府信息公开申请由上年的21件增加到34件。",
        {RECEIVED: 34},
        f"{ASKED}收到政府信息公开申请比上年增加34件。",
    ),
    (2018, "主动公开政府信息由上年的88条减少到60条。", {ITEMS: 60}, "公开率由上年的88%提高到95%。"),
    (
        2012,
        "自2008年5月1日至2012年12月31日,累计主动公开政府信息612条,其中2012年118条;累计受理依申请公开5件,其中2012年2件。",
        {f"{ITEMS} cumulative": 612, ITEMS: 118, f"{RECEIVED} cumulative": 5, RECEIVED: 2},
        "截至2012年底累计完成投资1047万元,其中2012年162万元。",
    ),
    (
        2012,
        "累计主动公开政府信息1047条,2012年新增162条。",
        {f"{ITEMS} cumulative": 1047, ITEMS: 162},
        "累计培训1200人次,2012年新增300人次。",
    ),
    (
        2013,
        "2013年主动公开政府信息162条,累计公开1047条。",
        {ITEMS: 162, f"{ITEMS} cumulative": 1047},
        "2013年主动巡查162次,累计巡查1047次。",
    ),
    (
        2010,
        "2010年度主动公开政府信息数61条,历年累计203条,其中全文电子化61条。",
        {ITEMS: 61, f"{ITEMS} cumulative": 203, "stat.proactive.electronic_full_text": 61},
        "2010年度归档61条,历年累计203条。",
    ),
    (
        2010,
        "历年累计全文电子化信息176条,本年度88条。",
        {
            "stat.proactive.electronic_full_text cumulative": 176,
            "stat.proactive.electronic_full_text": 88,
        },
        "历年累计绿化176亩,本年度88亩。",
    ),
    (
        2016,
        "主动公开政府信息数 条 107 政府网站公开政府信息数 条 80 收到申请数 件 3 查阅点 个 1",
        {ITEMS: 107, f"{CHANNEL}.website": 80, RECEIVED: 3, "stat.capacity.reading_points": 1},
        "主动公开政府信息数 条 107 2107",
    ),
    (
        2022,
        "行政规范性文件制发0件,废止0件,现行有效2件。规章制发件数0。",
        {
            f"{NORMATIVE}.issued": 0,
            f"{NORMATIVE}.repealed": 0,
            f"{NORMATIVE}.in_force": 2,
            "proactive.regulations.issued": 0,
        },
        "普通文件制发3件,废止1件。",
    ),
    (
        2019,
        "规范性文件本年新制作2件,本年新公开2件,对外公开总数量36件。",
        {f"{NORMATIVE}.made": 2, f"{NORMATIVE}.disclosed": 2, f"{NORMATIVE}.disclosed_total": 36},
        "宣传册本年新制作2件,对外公开展览36件。",
    ),
    (
        2022,
        "行政许可120件、行政处罚15件、行政强制0件。",
        {
            "proactive.licensing.decisions": 120,
            "proactive.penalty.decisions": 15,
            "proactive.coercion.decisions": 0,
        },
        "办理行政许可120件、行政处罚15件、检查300次。",
    ),
    (
        2019,
        "政府集中采购项目113项,总金额9867万元。",
        {"proactive.procurement.items": 113, "proactive.procurement.amount": 9867},
        "重点项目113项,总金额9867万元。",
    ),
    (
        2016,
        "召开会议28次,举办培训班14次,培训1127人次。",
        {"stat.training.meetings": 28, "stat.training.courses": 14, "stat.training.people": 1127},
        "举办农技培训班14次,培训1127人次。",
    ),
    (
        2016,
        f"{REMEDIES}行政复议1件,结果维持;行政诉讼0件。",
        {REVIEW: 1, "stat.review.upheld": 1, LITIGATION: 0},
        f"{REMEDIES}调解1件,结果维持现状。",
    ),
    (
        2017,
        f"{ASKED}收到申请5件,涉及商业秘密不同意公开1件。",
        {RECEIVED: 5, f"{REPLIED}.denied": 1, f"{REPLIED}.denied.trade_secret": 1},
        f"{ASKED}涉及商业秘密培训1次。",
    ),
    (
        2011,
        "网站日均访问量340次。主动公开政府信息88条。",
        {ITEMS: 88},
        "网站日均公开政府信息340条。",
    ),
    (
        2021,
        f"{ASKED}收到申请6件,予以公开4件;属于三类内部事务信息、不予公开1件;告知其属行政查询事项,不予公开1件。",
        {
            RECEIVED: 6,
            "applications.granted": 4,
            "applications.denied.internal_affairs": 1,
            "applications.denied.query_matter": 1,
        },
        f"{ASKED}属于行政查询事项的,告知查询方式1次。",
    ),
    (
        2016,
        f"{ASKED}按时办结数 件 725",
        {f"{CLOSED}.on_time": 725},
        f"{ASKED}按时办结率 % 100",
    ),
    (
        2015,
        "主动公开政府信息312条。公开渠道为:市政府网站198条、局微信公众号84条,通过公示栏等其他方式公开30条。",
        {ITEMS: 312, f"{CHANNEL}.website": 198, f"{CHANNEL}.wechat": 84, f"{CHANNEL}.other": 30},
        "种植水稻312亩。公示栏等30处。",
    ),
    (
        2015,
        "共有4件公开申请,3件网上提交、1件当面提交。",
        {RECEIVED: 4, f"{RECEIVED}.online": 3, f"{RECEIVED}.in_person": 1},
        "共有4件公开文件,3件网上提交。",
    ),
]


@pytest.mark.parametrize(
    ("year", "sentence", "expected", "look_alike"), ORDERS, ids=lambda case: str(case)[:24]
)
def test_a_label_stands_before_or_behind_its_number(
    year: int, sentence: str, expected: Facts, look_alike: str
) -> None:
    assert facts(sentence, year) == expected
    assert facts(look_alike, year) == {}


AMONG_FIGURES: list[tuple[int, str, Facts]] = [
    (
        2018,
        "2018年全县主动公开政府信息9871条…受理申请17件,办结17件…行政复议0件,行政诉讼1件",
        {ITEMS: 9871, RECEIVED: 17, CLOSED: 17, REVIEW: 0, LITIGATION: 1},
    ),
    (
        2022,
        "主动公开政府信息88条。本年新收29件,上年结转3件,结转下年度2件。行政复议1件,行政诉讼0件。",
        {
            ITEMS: 88,
            "applications.new": 29,
            "applications.carried_in": 3,
            "applications.carried_out": 2,
            REVIEW: 1,
            LITIGATION: 0,
        },
    ),
    (
        2016,
        "(三)全年主动公开政府信息247条。(四)收到申请11件,其中当面9件、信函2件。(五)举报投诉2件。",
        {
            ITEMS: 247,
            RECEIVED: 11,
            f"{RECEIVED}.in_person": 9,
            f"{RECEIVED}.letter": 2,
            COMPLAINTS: 2,
        },
    ),
    (
        2012,
        "主动公开政府信息57条…接待咨询3200余人次…受理申请2条",
        {ITEMS: 57, "stat.inquiries": 3200, RECEIVED: 2},
    ),
    (2015, "共收到依申请公开14宗…未收取费用…行政复议1宗", {RECEIVED: 14, FEES: 0, REVIEW: 1}),
    (2012, "受理公民书面公开申请2件,均免费提供。", {RECEIVED: 2, FEES: 0}),
    (2016, "依申请公开办理26件,全部办结26件。", {RECEIVED: 26, CLOSED: 26}),
    (2016, "依申请公开受理19件。", {RECEIVED: 19}),
]


@pytest.mark.parametrize(("year", "text", "expected"), AMONG_FIGURES, ids=lambda case: str(case)[:24])
def test_figures_among_figures_of_disclosure(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


@pytest.mark.parametrize(
    "other_work",
    [
        "全年受理群众申请120件,办结120件。",
        "办理低保申请120件,受理信访15件,举报投诉20件。",
        "全年受理行政复议申请20件,审结18件,维持15件。",
        "行政审批窗口收到申请350件,办结350件。",
        "受理企业登记申请1200件。",
        "新收劳动仲裁案件120件,上年结转12件,结转下年度8件。",
        "新收案件120件,上年结转12件,结转下年度8件。",
        "本局全年办理行政诉讼应诉案件12件,行政复议答复5件。",
        "全年投诉举报86件,办结率100%。",
        "登记不动产5000件,收取土地出让金3亿元,未收取其他费用。",
        "免费提供办公用房12间。",
    ],
)
def test_other_work_among_figures_of_disclosure(other_work: str) -> None:
    assert facts(f"主动公开政府信息300条。{other_work}", 2022) == {ITEMS: 300}


def test_what_a_body_hears_for_others_is_not_its_own() -> None:
    bare = "主动公开政府信息300条。行政复议20件,行政诉讼12件。"
    assert facts(bare, 2018) == {ITEMS: 300, REVIEW: 20, LITIGATION: 12}
    assert facts(f"样例市司法局{bare}", 2018) == {ITEMS: 300}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [
        (2012, "全年无公民、法人向我局提出公开申请。", {RECEIVED: 0}),
        (2012, "暂未接到公民、法人和其他组织依申请公开的要求。", {RECEIVED: 0}),
        (2012, "本年度没有申请公开政府信息的公民。", {RECEIVED: 0}),
        (2012, "依申请公开政府信息数为零。", {RECEIVED: 0}),
        (2012, f"{ASKED}本年度申请量为零。", {RECEIVED: 0}),
        (
            2012,
            "公民申请公开政府信息无,因公开产生的费用无,复议诉讼无。",
            {RECEIVED: 0, FEES: 0, REVIEW: 0, LITIGATION: 0},
        ),
        (2015, "政府信息公开方面的行政复议、行政诉讼均未出现。", {REVIEW: 0, LITIGATION: 0}),
        (2022, "保持依申请公开“零申请”、行政复议“零案件”。", {RECEIVED: 0, REVIEW: 0}),
        (2012, "政府信息公开没有产生任何费用。", {FEES: 0}),
        (2012, "不存在政府信息公开收费及减免的情况。", {FEES: 0}),
        (2022, "无行政规范性文件制发、废止。", {f"{NORMATIVE}.issued": 0, f"{NORMATIVE}.repealed": 0}),
        (
            2022,
            "本年度制发、废止行政规范性文件均为0件,现行有效3件。",
            {f"{NORMATIVE}.issued": 0, f"{NORMATIVE}.repealed": 0, f"{NORMATIVE}.in_force": 3},
        ),
        (2016, "制发规范性文件:无。", {"stat.normative_documents.made": 0}),
        (2022, "政府信息公开未收到其他申请。", {}),
        (2022, "实现信访零投诉,安全生产零事故。政务公开扎实推进。", {}),
        (2022, "不存在应公开未公开的情况。", {}),
        (2022, "公开教育收费不存在违规问题。", {}),
    ],
)
def test_zeros_in_other_orders(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("在区政府网主动公开政府信息94条,其中工作动态61条。", {ITEMS: 94}),
        ("在区政府网站公开各类信息79条。", {ITEMS: 79}),
        (
            "通过政府网站公开信息58条,通过微信公众号公开87条。",
            {f"{CHANNEL}.website": 58, f"{CHANNEL}.wechat": 87},
        ),
        (
            "主动公开政府信息120条,通过政府网站主动公开94条。",
            {ITEMS: 120, f"{CHANNEL}.website": 94},
        ),
        ("在县网及样例镇政府网上公开政府信息204条。", {ITEMS: 204}),
        ("局网站发布各类信息2.1万余条。", {}),
        (
            "主动公开信息1876条,其中学校网站1204条、官方微信672条。",
            {ITEMS: 1876, f"{CHANNEL}.wechat": 672},
        ),
        (
            "主动公开信息820条,网站411条,微信公众号“样例发布”409条。",
            {ITEMS: 820, f"{CHANNEL}.website": 411, f"{CHANNEL}.wechat": 409},
        ),
    ],
)
def test_all_that_was_disclosed_or_a_channels_share(sentence: str, expected: Facts) -> None:
    assert facts(sentence, 2016) == expected


WORDS = st.sampled_from(
    [
        *(
            "收到",
            "申请",
            "3件",
            "、",
            "和",
            "分别",
            "为",
            "各",
            "1件",
            "(",
            ")",
            "同意公开",
            "行政复议",
            "诉讼",
        ),
        *(
            ",",
            "其中",
            "2012年",
            "由",
            "增加到",
            "5件",
            "网络",
            "条",
            "107",
            "均",
            "。",
            "…",
            "依申请公开",
            "历年累计",
        ),
    ]
)


@given(st.lists(WORDS, max_size=24).map("".join))
def test_no_token_is_lost_or_made_up(text: str) -> None:
    """Frames move and repeat tokens; every one of them stands in the sentence."""
    tokens = cut(text, 2012)
    moved = arranged(tokens)
    assert len(moved.codes) == len(moved.tokens)
    known = set(tokens.tokens)
    assert all(token in known or token.start == token.end for token in moved.tokens)
    for observation in read_prose(text, (), REFERENCE, report_year=2012).observations:
        where = observation.where
        assert where.quote == text[where.start : where.end]
        assert where.quote
