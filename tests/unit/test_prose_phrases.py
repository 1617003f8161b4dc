"""Ways of saying a known thing, each with a look-alike beside it that must give nothing."""

import pytest

from tests.unit.prose_facts import Facts, facts

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
CLOSED = "stat.applications.closed"
INQUIRIES = "stat.inquiries"
REVIEW, LITIGATION, COMPLAINTS = "stat.review", "stat.litigation", "stat.complaints"
CAME, LEFT = "applications.carried_in", "applications.carried_out"
PHRASES: list[tuple[int, str, Facts, str]] = [
    # report year, sentence, facts, look-alike
    (
        2022,
        "新收政府信息公开申请9件,上年结转1件;予以公开4件、本机关不掌握3件。",
        {
            "applications.new": 9,
            CAME: 1,
            "applications.granted": 4,
            "applications.unavailable.not_held": 3,
        },
        "新收样书9件;予以公开展出4件。",
    ),
    (
        2021,
        "收到政府信息公开申请3件,涉及税务举报奖励。其中予以公开1件。",
        {RECEIVED: 3, "applications.granted": 1},
        "受理税务举报3件。其中予以公开曝光1件。",
    ),
    (
        2016,
        "收到政府信息公开申请18件,其中涉及土地审批的5件;网络申请4件,信函申请14件。",
        {RECEIVED: 18, f"{RECEIVED}.online": 4, f"{RECEIVED}.letter": 14},
        "办理土地审批18件;网络申请4件。",
    ),
    (
        2017,
        "2017年主动公开政府信息88条(2016年73条),政策解读稿件6篇。",
        {ITEMS: 88, "stat.response.policy_interpretations": 6},
        "2016年主动公开政府信息73条,政策解读稿件6篇。",
    ),
    (
        2014,
        "主动公开政府信息236条,其中规范性文件2条。按渠道:政府网站201条,其他方式35条。",
        {
            ITEMS: 236,
            "stat.proactive.normative_documents": 2,
            f"{CHANNEL}.website": 201,
            f"{CHANNEL}.other": 35,
        },
        "按渠道:政府网站201条,其他方式35条。",
    ),
    (
        2022,
        "在政府门户网站公开政府信息61条,公众号“样例应急”302条。",
        {f"{CHANNEL}.website": 61, f"{CHANNEL}.wechat": 302},
        "公众号“样例应急”302条。",
    ),
    (
        2011,
        "接待居民政府信息咨询320人次,其中现场咨询290人次、电话咨询30人次。",
        {INQUIRIES: 320, f"{INQUIRIES}.in_person": 290, f"{INQUIRIES}.phone": 30},
        "接待居民健康咨询320人次,其中现场咨询290人次、电话咨询30人次。",
    ),
    (
        2010,
        "来人来电询问信息公开有关事项145人次,其中来电112人次、来人33人次。",
        {INQUIRIES: 145, f"{INQUIRIES}.phone": 112, f"{INQUIRIES}.in_person": 33},
        "来人来电询问办证145人次,其中来电112人次。",
    ),
    (
        2013,
        "主动公开政府信息9条,共收到书面及网上申请8件。",
        {ITEMS: 9, RECEIVED: 8},
        "共收到书面及网上申请8件。",
    ),
    (2013, "收到群众要求公开环境信息的申请13件。", {RECEIVED: 13}, "收到群众要求公开环境信息的来信13件。"),
    (2012, "群众向我镇提出书面公开申请的只有1件。", {RECEIVED: 1}, "群众向我镇提出书面意见的只有1件。"),
    (2012, "公民申请公开政府信息0次。", {RECEIVED: 0}, "公民申请公开课0次。"),
    (2017, "主动公开政府信息9条。受理依申请公开0件次。", {ITEMS: 9, RECEIVED: 0}, "受理投诉0件次。"),
    (2012, "主动公开政府信息9条,申请0件。", {ITEMS: 9, RECEIVED: 0}, "申请0件。"),
    (
        2010,
        "三、依申请公开\n申请总数1条;其中:1.当面申请数1条;对申请的答复总数1条;其中:1.同意公开答复数1条。",
        {RECEIVED: 1, f"{RECEIVED}.in_person": 1, REPLIED: 1, f"{REPLIED}.granted": 1},
        "三、依申请公开\n对建议的答复总数1条。",
    ),
    (
        2020,
        "主动公开政府信息9条。依申请公开1件,该申请人以信函(1件)方式提出。",
        {ITEMS: 9, RECEIVED: 1, f"{RECEIVED}.letter": 1},
        "依申请公开信息41条,不予公开信息3条。",
    ),
    (
        2018,
        "收到政府信息公开申请4件,不同意公开1件(商业秘密1件)、不属于本机关公开1件。",
        {
            RECEIVED: 4,
            f"{REPLIED}.denied": 1,
            f"{REPLIED}.denied.trade_secret": 1,
            f"{REPLIED}.not_this_agency": 1,
        },
        "收到文件4件,不属于本机关公开1件。",
    ),
    (
        2010,
        "收到政府信息公开申请23件,不属于我部公开23件。",
        {RECEIVED: 23, f"{REPLIED}.not_this_agency": 23},
        "不属于我部公开采购23件。",
    ),
    (
        2020,
        "政府信息公开行政复议2件,1件尚未审结。",
        {REVIEW: 2, "review.pending": 1},
        "行政处罚2件,1件尚未审结。",
    ),
    (
        2016,
        "因政府信息公开发生行政诉讼1件,法院驳回原告诉讼请求1件。",
        {LITIGATION: 1, "stat.litigation.upheld": 1},
        "民事纠纷1件,法院驳回原告诉讼请求1件。",
    ),
    (
        2014,
        "政府信息公开行政诉讼1件,与诉讼有关的费用支出8000元。",
        {LITIGATION: 1, "stat.litigation_costs": 8000},
        "与培训有关的费用支出8000元。",
    ),
    (
        2023,
        "全年收到政府信息公开申请0件,上年无结转。",
        {RECEIVED: 0, CAME: 0},
        "上年无结转资金。",
    ),
    (
        2024,
        "未新收政府信息公开申请,亦未从上年结转,也未结转至下一年度。",
        {"applications.new": 0, CAME: 0, LEFT: 0},
        "经费未从上年结转。",
    ),
    (
        2023,
        "本年新收政府信息公开申请16件,结转0件,结转下年2件。",
        {"applications.new": 16, "applications.carried_in": 0, LEFT: 2},
        "资金结转0件。",
    ),
    (
        2012,
        "没有人来我乡申请公开信息。政府信息公开申请无一引起复议、诉讼。",
        {RECEIVED: 0, REVIEW: 0, LITIGATION: 0},
        "没有人来我乡申请低保。",
    ),
    (2012, "全年没有公民、法人要求公开信息。", {RECEIVED: 0}, "按要求公开信息。"),
    (2012, "2012年依申请公开未受理。", {}, "未受理。"),
    (2012, "全年工作如下,依申请公开未受理。", {RECEIVED: 0}, "全年工作如下,低保申请未受理。"),
    (2021, "政务公开扎实推进,实现零复议、零诉讼。", {REVIEW: 0, LITIGATION: 0}, "信访工作实现零投诉。"),
    (
        2012,
        "政府信息公开行政复议、诉讼、申诉均为零。",
        {REVIEW: 0, LITIGATION: 0, "stat.appeals": 0},
        "安全事故、诉讼、申诉均为零。",
    ),
    (
        2020,
        "行政处罚处理决定数量209件;行政强制0件。",
        {"proactive.penalty.decisions": 209, "proactive.coercion.decisions": 0},
        "普法检查12次,行政强制0件。",
    ),
    (
        2020,
        "行政许可处理决定12件,行政处罚0件。",
        {"proactive.licensing.decisions": 12, "proactive.penalty.decisions": 0},
        "普法宣传12件,行政处罚0件。",
    ),
    (2023, "行政事业性收费1862万元。", {"proactive.fees.amount": 1862}, "行政事业性收费标准1862元。"),
    (
        2012,
        "通过学校网站主动公开信息1540条,其中学校网站招生专栏210条。",
        {ITEMS: 1540},
        "通过学校网站发布新闻1540条。",
    ),
    (
        2019,
        "截至2019年12月31日,累计受理政府信息公开申请86件,其中2019年受理12件。",
        {f"{RECEIVED} cumulative": 86, RECEIVED: 12},
        "累计受理案件86件,其中2019年受理12件。",
    ),
    (
        2017,
        "主动公开政府信息67条■收到政府信息公开申请1件■当面申请数1件■",
        {ITEMS: 67, RECEIVED: 1, f"{RECEIVED}.in_person": 1},
        "修路67条■收到锦旗1件■",
    ),
]


@pytest.mark.parametrize(
    ("year", "sentence", "expected", "look_alike"), PHRASES, ids=lambda case: str(case)[:24]
)
def test_a_phrase_is_read_and_its_look_alike_is_not(
    year: int, sentence: str, expected: Facts, look_alike: str
) -> None:
    assert facts(sentence, year) == expected
    assert facts(look_alike, year) == {}
