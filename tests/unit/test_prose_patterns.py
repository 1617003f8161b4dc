"""Ways in which real pages state a number (our own sentences), each beside a look-alike that states nothing.

The numbers are those of the survey's list of patterns. A pattern that the dictionary has no indicator for
states nothing either.
"""

from decimal import Decimal

import pytest

from flows.extract.prose import read_prose
from flows.reference import load_reference

REFERENCE = load_reference()
Facts = dict[str, int | float | str]

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
NORMATIVE = "proactive.normative_documents"
ON_REQUEST = "三、依申请公开政府信息情况\n"


def facts(text: str, year: int | None = 2012) -> Facts:
    """What is read, in a short form: `id` or `id cumulative` to the value, with ~ where it is approximate."""
    reading = read_prose(text, (), REFERENCE, report_year=year)
    found: Facts = {}
    for o in reading.observations:
        assert o.where.quote == text[o.where.start : o.where.end]
        assert o.basis == "prose"
        key = o.indicator_id if o.period == "year" else f"{o.indicator_id} {o.period}"
        assert key not in found
        number = int(o.value) if o.value == o.value.to_integral_value() else float(o.value)
        found[key] = f"~{number}" if o.approximate else number
    return found


PATTERNS: list[tuple[str, str, int, Facts, str]] = [
    # number, sentence, report year, facts, look-alike
    ("1", "2012年,我局主动公开政府信息321条。", 2012, {ITEMS: 321}, "我局梳理主动公开政府信息目录321条。"),
    ("2", "2012年主动公开政府信息数321条。", 2012, {ITEMS: 321}, "2012年依申请公开信息数321条。"),
    (
        "3",
        "截至2012年底,累计主动公开政府信息9321条,其中本年度主动公开321条。",
        2012,
        {f"{ITEMS} cumulative": 9321, ITEMS: 321},
        "截至2012年7月底,累计主动公开政府信息9321条。",
    ),
    (
        "4",
        "历年累计主动公开政府信息9321条,其中2012年新增321条。",
        2012,
        {f"{ITEMS} cumulative": 9321, ITEMS: 321},
        "其中2012年新增栏目321条。",
    ),
    (
        "5",
        "一年来,我镇累计主动公开政府信息204条。",
        2012,
        {ITEMS: 204},
        "近年来,我镇累计主动公开政府信息204条。",
    ),
    ("6", "全镇累计主动公开信息1712条。", 2012, {}, "全镇累计种植蔬菜1712亩。"),
    (
        "7",
        "截至2012年底,累计主动公开政府信息9321条。",
        2012,
        {f"{ITEMS} cumulative": 9321},
        "截至目前,累计完成主动公开栏目9321条。",
    ),
    ("8", "历年累计主动公开信息数1338条。", 2012, {f"{ITEMS} cumulative": 1338}, "历年累计归档文件1338条。"),
    ("9", "主动公开政府信息近6300条。", 2012, {ITEMS: "~6300"}, "最近发布通知6300条。"),
    ("10", "主动公开政府信息200余条。", 2012, {ITEMS: "~200"}, "公开招聘信息200余条。"),
    ("11", "主动公开政府信息755多条。", 2012, {ITEMS: "~755"}, "公开种养信息755多条。"),
    (
        "12",
        "主动公开政府信息128余条,其中财政类100条、人事类28条。",
        2012,
        {ITEMS: "~128"},
        "财政类100条、人事类28条。",
    ),
    ("13", "主动公开政府信息2.6万余条。", 2012, {ITEMS: "~26000"}, "发放资料2.6万余份。"),
    (
        "14",
        "主动公开政府信息14.9万条,较上年增长96%。",
        2012,
        {ITEMS: 149000},
        "较上年增加主动公开政府信息14.9万条。",
    ),
    ("15", "主动公开政府信息321条(次)。", 2012, {ITEMS: 321}, "报送政务信息321条(次)。"),
    (
        "16",
        "公开政务信息3565余条次(包括路况80多条)。",
        2012,
        {ITEMS: "~3565"},
        "在媒体刊登政务信息3565余条次。",
    ),
    ("17", "全年公开政务信息4287。", 2012, {ITEMS: 4287}, "联系电话:4287。"),
    ("18", "主动公开政府信息较2011年提升59%。", 2012, {}, "主动公开率提升59%。"),
    (
        "19",
        "主动公开政府信息155条,全文电子化率达100%。",
        2012,
        {ITEMS: 155, "stat.proactive.electronic_full_text_rate": 100},
        "办公无纸化率达100%。",
    ),
    ("20", "其中政策法规类20条,占33%;其他类40条,占67%。", 2012, {}, "其中占20条。"),
    ("21", "两个网站分别主动公开政府信息20条和30条。", 2012, {}, "两个栏目分别公开信息20条。"),
    (
        "22",
        "制作信息104条,主动公开43条,依申请公开信息数58条,不予公开3条。",
        2012,
        {ITEMS: 43},
        "制作文件50件,依申请公开15件,不予公开5件。",
    ),
    (
        "23",
        "一、主动公开情况\n2012年我站无相关政务信息公开。",
        2012,
        {ITEMS: 0},
        "一、主动公开情况\n政务信息公开无死角。",
    ),
    (
        "24",
        "政府网站公开政府信息数65条,政务微信公开政府信息数35条。",
        2012,
        {f"{CHANNEL}.website": 65, f"{CHANNEL}.wechat": 35},
        "政务服务网公开65条,政务新媒体公开35条。",
    ),
    (
        "25",
        "通过微信公众号发布信息130条;抖音发布20条。",
        2012,
        {f"{CHANNEL}.wechat": 130},
        "建立微信工作群130个。",
    ),
    ("26", "微博发布900余条。", 2012, {f"{CHANNEL}.weibo": "~900"}, "微博获转发900余条。"),
    ("27", "微信公众号阅读量42万人次。", 2012, {}, "网站访问量42万人次。"),
    ("28", "微博粉丝超过百万人。", 2012, {}, "覆盖群众超过百万人。"),
    ("29", "政府公报24期,免费发放96万份。", 2012, {}, "每期政府公报印刷3000份。"),
    ("30", "通过公告栏公开信息30条。", 2012, {}, "村务公开栏公开信息30条。"),
    ("31", "通过电视、报刊刊登信息30条。", 2012, {}, "在日报发布信息30条。"),
    ("32", "网站更新300次。", 2012, {}, "网站更新信息300条。"),
    (
        "33",
        "现行有效规章8件(含新制定1件,修改2件,废止1件)。",
        2022,
        {"proactive.regulations.in_force": 8},
        "规章制度8件。",
    ),
    (
        "34",
        "制发行政规范性文件3件,废止1件,现行有效12件。",
        2022,
        {f"{NORMATIVE}.issued": 3, f"{NORMATIVE}.repealed": 1, f"{NORMATIVE}.in_force": 12},
        "审查规范性文件3件。",
    ),
    (
        "35",
        "未制发、废止、修改行政规范性文件,现行有效7个。",
        2022,
        {f"{NORMATIVE}.issued": 0, f"{NORMATIVE}.repealed": 0, f"{NORMATIVE}.in_force": 7},
        "未及时清理行政规范性文件。",
    ),
    (
        "36",
        "规范性文件继续有效20件,失效2件、废止4件。",
        2022,
        {f"{NORMATIVE}.in_force": 20, f"{NORMATIVE}.repealed": 4},
        "清理规范性文件26件。",
    ),
    (
        "37",
        f"{ON_REQUEST}受理申请9件,其中当面1件,信函1件,网上7件。",
        2012,
        {RECEIVED: 9, f"{RECEIVED}.in_person": 1, f"{RECEIVED}.letter": 1, f"{RECEIVED}.online": 7},
        "受理低保申请9件,其中当面1件,网上7件。",
    ),
    (
        "38",
        "收到政府信息公开申请11件,其中政府网站申请9件、邮寄2件,全部为自然人。",
        2012,
        {RECEIVED: 11, f"{RECEIVED}.letter": 2},
        "收到邮寄材料11件。",
    ),
    (
        "39",
        "本年新收政府信息公开申请34件,其中自然人33件、商业企业1件,予以公开7件、部分公开17件。",
        2022,
        {"applications.new": 34},
        "新收党员34人。",
    ),
    (
        "40",
        "收到政府信息公开申请12件,予以公开及部分公开6件,占50%;无法提供6件。",
        2012,
        {RECEIVED: 12},
        "予以公开招标6件。",
    ),
    (
        "41",
        f"{ON_REQUEST}在已答复的12件申请中:不予公开1件,占8.3%。",
        2012,
        {REPLIED: 12, f"{REPLIED}.denied": 1},
        "制作公文12件,主动公开11件,不予公开1件。",
    ),
    (
        "42",
        f"{ON_REQUEST}同意公开8件,非本部门掌握1件,信息不存在、不明确4件。",
        2012,
        {f"{REPLIED}.granted": 8, f"{REPLIED}.not_this_agency": 1},
        "会议同意公开招标8件。",
    ),
    (
        "43",
        "收到政府信息公开申请16项,办理15项,结转1项。",
        2012,
        {RECEIVED: 16, "stat.applications.closed": 15, "applications.carried_out": 1},
        "收到提案16项,办理15项,结转1项。",
    ),
    ("44", "受理政府信息公开申请15人18次,当场答复4人次。", 2012, {}, "接待来访15人18次。"),
    (
        "45",
        "收到政府信息公开申请7宗,较2011年减少12.5%。",
        2012,
        {RECEIVED: 7},
        "收到政府信息公开申请较上年减少7宗。",
    ),
    ("46", "受理依申请公开8453件,是上年的5.8倍。", 2012, {RECEIVED: 8453}, "依申请公开信息8453件。"),
    ("47", f"{ON_REQUEST}受理申请2条。", 2012, {RECEIVED: 2}, f"{ON_REQUEST}收集建议2条。"),
    (
        "48",
        f"{ON_REQUEST}受理并办结23件。",
        2012,
        {RECEIVED: 23, "stat.applications.closed": 23},
        "窗口受理并办结23件。",
    ),
    ("49", f"{ON_REQUEST}申请办结率100%,答复率100%。", 2012, {}, "信访办结率100%。"),
    ("50", "未收到政府信息公开申请。", 2012, {RECEIVED: 0}, "未收到政府信息公开申请的,应当说明。"),
    ("51", "没有接到群众要求公开政府信息的申请。", 2012, {RECEIVED: 0}, "没有接到群众购房申请。"),
    ("52", "无依申请公开的政府信息。", 2012, {RECEIVED: 0}, "无正当理由不得拒绝依申请公开。"),
    ("53", "未收到申请公开政府信息件。", 2012, {RECEIVED: 0}, "未收到申请材料。"),
    ("54", "收到政府信息公开申请0件。", 2012, {RECEIVED: 0}, "收到申请表0件。"),
    ("55", "受理政府信息公开申请0宗。", 2012, {RECEIVED: 0}, "受理案件0宗。"),
    ("56", "受理依申请公开事项0项0。", 2012, {RECEIVED: 0}, "公开事项0项0。"),
    ("57", "全年政府信息公开申请0。", 2012, {RECEIVED: 0}, "申请电话0。"),
    (
        "58",
        "无一例因政府信息公开引起的行政复议和行政诉讼。",
        2012,
        {"stat.review": 0, "stat.litigation": 0},
        "无一例因政府信息公开引起的行政复议败诉。",
    ),
    (
        "59",
        f"{ON_REQUEST}没有收到过相关申请。",
        2012,
        {RECEIVED: 0},
        "四、行政复议、诉讼情况\n没有收到过相关申请。",
    ),
    ("60", f"{ON_REQUEST}无。", 2012, {RECEIVED: 0}, "六、其他需要报告的事项\n无。"),
    ("61", f"{ON_REQUEST}/", 2012, {}, f"{ON_REQUEST}收到申请 件。"),
    (
        "62",
        "信息公开类行政复议1起,正在办理中。",
        2012,
        {"stat.review": 1, "review.pending": 1},
        "受理行政复议申请1起,正在办理中。",
    ),
    (
        "63",
        "政府信息公开行政复议0件,行政诉讼0件。",
        2012,
        {"stat.review": 0, "stat.litigation": 0},
        "办理行政诉讼案件24件,胜诉率95%。",
    ),
    (
        "64",
        "未发生政府信息公开行政复议案、诉讼和申述。",
        2012,
        {"stat.review": 0, "stat.litigation": 0, "stat.appeals": 0},
        "未发生行政复议被纠错、行政诉讼败诉案件。",
    ),
    (
        "65",
        "依申请公开信息未收取检索、复印、邮寄等费用。",
        2012,
        {"stat.applications.fees": 0},
        "检索、复印、邮寄等费用标准见附件。",
    ),
    ("66", "政府信息公开工作没有收费及减免。", 2012, {"stat.applications.fees": 0}, "没有违规收费行为。"),
    ("67", "没有发生政府信息公开事务实际支出。", 2012, {"stat.spending": 0}, "没有发生超预算的项目。"),
    ("68", "政府集中采购236项,总金额80618元。", 2012, {}, "采购电脑236台。"),
    (
        "69",
        "四、政府信息公开咨询情况\n接受市民咨询24100次,其中电话9000次,当面9100人次,网上6000次。",
        2012,
        {
            "stat.inquiries": 24100,
            "stat.inquiries.phone": 9000,
            "stat.inquiries.in_person": 9100,
            "stat.inquiries.online": 6000,
        },
        "法律援助中心接受法律咨询24100次,其中电话9000次。",
    ),
    (
        "70",
        "接受政府信息公开咨询30多人次,其中来电来访20多次。",
        2012,
        {"stat.inquiries": "~30"},
        "来电来访20多次。",
    ),
    (
        "71",
        "政府信息公开咨询68人次,答复72人次。",
        2012,
        {"stat.inquiries": 68},
        "政务公开宣传日接受咨询68人次。",
    ),
    ("72", "政府信息公开专栏访问量为72万次。", 2012, {"stat.website.column_visits": 720000}, "点击量:720000"),
    (
        "73",
        "从事政府信息公开工作人员全职2人,兼职3人。",
        2012,
        {"stat.capacity.staff.full_time": 2, "stat.capacity.staff.part_time": 3},
        "公开招聘兼职教师3人。",
    ),
    (
        "74",
        "政务公开工作有2名全职、31名兼职,1个受理点,175个查阅点。",
        2012,
        {
            "stat.capacity.staff.full_time": 2,
            "stat.capacity.staff.part_time": 31,
            "stat.capacity.reading_points": 175,
        },
        "设立受理点1个,便民点175个。",
    ),
    (
        "75",
        "由1名民警及1名兼职负责政府信息公开。",
        2012,
        {"stat.capacity.staff.part_time": 1},
        "由1名民警负责政府信息公开。",
    ),
    ("76", "负责政府信息公开的人员90%兼职,10%专职。", 2012, {}, "兼职比例90%。"),
    ("77", "开展政务公开培训1人次,参加培训12人。", 2012, {}, "举办农技培训,参加培训12人。"),
    ("78", "年初、年中两次举办政府信息公开培训。", 2012, {}, "两会期间举办培训。"),
    (
        "79",
        "召开4次专题会议研究政务公开工作。",
        2012,
        {"stat.training.meetings": 4},
        "召开4次专题会议研究安全生产工作。",
    ),
    (
        "80",
        "举办19场新闻发布活动,其中新闻发布会8场。",
        2012,
        {"stat.response.press_conferences": 8},
        "举办新品发布会8场。",
    ),
    ("81", "开展新闻发布活动191场,累计151场。", 2012, {}, "累计演出151场。"),
    ("82", "发布政策解读稿件7条。", 2012, {"stat.response.policy_interpretations": 7}, "发布政策解读14个。"),
    ("83", "回应热点2次。", 2012, {"stat.response.hot_topics": 2}, "召开热点问题座谈会2次。"),
    ("84", "政策解读6余件。", 2012, {"stat.response.policy_interpretations": "~6"}, "解读会议6余件。"),
    ("85", "12333接听电话约11万个。", 2012, {}, "咨询电话:12333。"),
    ("86", "信箱收到来信24件,回复24件。", 2012, {}, "收到群众来信24件,答复24件。"),
    ("87", "发放宣传单一万余份。", 2012, {}, "印发公开信一万余份。"),
    (
        "88",
        "网站1个,查阅点3个,政府信息公开工作人员2人。",
        2012,
        {"stat.capacity.reading_points": 3, "stat.capacity.staff": 2},
        "网站1个,学校3个,食堂工作人员2人。",
    ),
]


def test_every_pattern_of_the_survey_is_here() -> None:
    assert [number for number, *_ in PATTERNS] == [str(n) for n in range(1, 89)]


@pytest.mark.parametrize(
    ("text", "year", "expected"), [p[1:4] for p in PATTERNS], ids=[p[0] for p in PATTERNS]
)
def test_pattern_is_read(text: str, year: int, expected: Facts) -> None:
    assert facts(text, year) == expected


@pytest.mark.parametrize(("text", "year"), [(p[4], p[2]) for p in PATTERNS], ids=[p[0] for p in PATTERNS])
def test_look_alike_states_nothing(text: str, year: int) -> None:
    assert facts(text, year) == {}


@pytest.mark.parametrize(
    "text",
    [
        "全年受理行政复议申请56件,已办结38件,维持12件。",
        "受理行政许可申请2036件,办结2030件。",
        "接待查档2071人次,提供档案35卷。",
        "全校学生1824人,教职工120人。",
        "投入资金1.2亿元用于信息公开平台建设。",
        "联系电话:4315886,邮编:415600,索引号:005267169/2012-00001。",
        "梳理公开事项125项,涵盖18个方面的内容。",
        "根据国办发〔2012〕60号文件要求公开信息。",
        "2013年,我区将主动公开政府信息300条以上。",
        "下一步,力争主动公开政府信息500条。",
        "六、存在的问题及下一步打算\n主动公开政府信息500条,受理政府信息公开申请10件。",
        "本页浏览量:28166 点击量:28166",
        "没有及时答复群众的政府信息公开申请。",
        "村务公开信息30条,党务公开信息20条。",
        "行政事业性收费35万元。",
        "收取各类规费近8642万元。",
        "每月主动公开政府信息30条,平均每天公开信息3条。",
        "出台规范性文件征求意见稿3件。",
        "省政府及省直单位主动公开政府信息14.9万条。",
        "各县区主动公开政府信息39万条。",
        "其中,区直各部门主动公开政府信息1687条。",
        "主动公开政府信息20个工作日内更新。",
        "参加上级组织的政务公开会议2次。",
        "我局推进政务公开,行政审批窗口共受理各类申请350件,办结350件。",
        "接受行政诉讼、举报数 件 0 0 行政复议数 件 0 0",
        "主动公开政府信息数 条 2543 78967",
        "应主动公开政府信息120条。",
        "在某某资讯网公开信息50条。",
    ],
)
def test_what_only_looks_like_a_fact_states_nothing(text: str) -> None:
    assert facts(text) == {}


def test_statistics_of_the_list_of_2014_in_prose() -> None:
    text = (
        "2016年,全市通过不同渠道和方式公开政府信息数1894条,其中通过政府公报公开政府信息数34条,通过政府网站公开"
        "政府信息数1200条,政务微博公开政府信息数50条,政务微信公开政府信息数60条,其他方式公开政府信息数7条。"
        "主动公开规范性文件数31条,制发规范性文件总数32件。\n"
        "共收到政府信息公开申请120件,其中,当面申请10件,传真申请3件,网络申请87件,信函申请20件。"
        "申请办结数119件,其中按时办结数118件,延期办结数1件。申请答复数119件,其中属于已主动公开范围数20件,"
        "同意公开答复数30件,同意部分公开答复数2件,不同意公开答复数7件(其中涉及国家秘密1件,涉及商业秘密2件,"
        "涉及个人隐私4件),不属于本行政机关公开数40件,申请信息不存在数10件,告知作出更改补充数5件,"
        "告知通过其他途径办理数5件。\n"
        "因政府信息公开被申请行政复议10件,其中维持具体行政行为8件,被依法纠错1件,其他情形1件;被提起行政诉讼5件,"
        "其中维持具体行政行为或者驳回原告诉讼请求4件,被依法纠错1件。\n"
        "共设立政府信息公开专门机构12个,设置政府信息公开查阅点35个,从事政府信息公开工作人员123人,其中专职人员20人,"
        "兼职人员103人。政府信息公开专项经费12.5万元。召开政府信息公开工作会议或专题会议9次,举办各类政府信息公开"
        "培训班8次,接受培训人员356人次。\n"
        "回应公众关注热点或重大舆情数19次,参加或举办新闻发布会总次数18次,其中主要负责同志参加新闻发布会次数6次;"
        "政府网站在线访谈次数29次,其中主要负责同志参加政府网站在线访谈次数8次;政策解读稿件发布数32篇;"
        "微博微信回应事件数15次;其他方式回应事件数3次。"
    )
    denied = f"{REPLIED}.denied"
    assert facts(text, 2016) == {
        ITEMS: 1894,
        f"{CHANNEL}.gazette": 34,
        f"{CHANNEL}.website": 1200,
        f"{CHANNEL}.weibo": 50,
        f"{CHANNEL}.wechat": 60,
        f"{CHANNEL}.other": 7,
        "stat.proactive.normative_documents": 31,
        "stat.normative_documents.made": 32,
        RECEIVED: 120,
        f"{RECEIVED}.in_person": 10,
        f"{RECEIVED}.fax": 3,
        f"{RECEIVED}.online": 87,
        f"{RECEIVED}.letter": 20,
        "stat.applications.closed": 119,
        "stat.applications.closed.on_time": 118,
        "stat.applications.closed.extended": 1,
        REPLIED: 119,
        f"{REPLIED}.already_public": 20,
        f"{REPLIED}.granted": 30,
        f"{REPLIED}.partly_granted": 2,
        denied: 7,
        f"{denied}.state_secret": 1,
        f"{denied}.trade_secret": 2,
        f"{denied}.privacy": 4,
        f"{REPLIED}.not_this_agency": 40,
        f"{REPLIED}.does_not_exist": 10,
        f"{REPLIED}.asked_to_amend": 5,
        f"{REPLIED}.other_route": 5,
        "stat.review": 10,
        "stat.review.upheld": 8,
        "stat.review.corrected": 1,
        "stat.review.other": 1,
        "stat.litigation": 5,
        "stat.litigation.upheld": 4,
        "stat.litigation.corrected": 1,
        "stat.capacity.offices": 12,
        "stat.capacity.reading_points": 35,
        "stat.capacity.staff": 123,
        "stat.capacity.staff.full_time": 20,
        "stat.capacity.staff.part_time": 103,
        "stat.capacity.budget": 12.5,
        "stat.training.meetings": 9,
        "stat.training.courses": 8,
        "stat.training.people": 356,
        "stat.response.hot_topics": 19,
        "stat.response.press_conferences": 18,
        "stat.response.press_conferences_by_head": 6,
        "stat.response.online_interviews": 29,
        "stat.response.online_interviews_by_head": 8,
        "stat.response.policy_interpretations": 32,
        "stat.response.weibo_wechat": 15,
        "stat.response.other": 3,
    }


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("收取费用3200元,均为依申请公开的检索费。", 2012, {"stat.applications.fees": 0.32}),
        ("依申请公开收取检索费、复制费、邮寄费共计3200元。", 2012, {"stat.applications.fees": 0.32}),
        ("未收取信息处理费。", 2021, {"applications.processing_fees": 0}),
        (
            "收到政府信息公开申请5件,上年结转0件,结转下年度继续办理1件。",
            2021,
            {RECEIVED: 5, "applications.carried_in": 0, "applications.carried_out": 1},
        ),
        (
            "因政府信息公开引发的行政复议2件,结果维持1件,尚未审结1件;行政诉讼0件。",
            2021,
            {"stat.review": 2, "review.upheld": 1, "review.pending": 1, "stat.litigation": 0},
        ),
        ("本年度发生政府信息公开行政复议、行政诉讼0件。", 2021, {"stat.review": 0, "stat.litigation": 0}),
        ("全年收到1起政府信息公开行政复议,结果维持。", 2021, {"stat.review": 1}),
        ("政府信息公开引起的行政复议和行政诉讼共3件。", 2021, {}),
        ("四、政府信息公开行政复议、诉讼情况:无。", 2012, {"stat.review": 0, "stat.litigation": 0}),
        (
            "政府信息公开引起的举报、行政复议、行政诉讼均为零。",
            2012,
            {"stat.complaints": 0, "stat.review": 0, "stat.litigation": 0},
        ),
        (
            "未收到政府信息公开申请和行政复议、行政诉讼。",
            2012,
            {RECEIVED: 0, "stat.review": 0, "stat.litigation": 0},
        ),
        ("未发生因政府信息公开申请引发的行政复议、诉讼。", 2012, {"stat.review": 0, "stat.litigation": 0}),
        ("没有发生与政府信息公开诉讼有关的费用支出。", 2012, {"stat.litigation_costs": 0}),
        ("共收到政府信息公开申请三件,均为网上申请。", 2012, {RECEIVED: 3, f"{RECEIVED}.online": 3}),
        ("受理了5件要求公开政府信息的申请。", 2012, {RECEIVED: 5}),
        ("我局2012年共公开政府信息1,234条。", 2012, {ITEMS: 1234}),
        ("按时办结政府信息公开申请11件。", 2012, {"stat.applications.closed": 11}),
        ("通过政府门户网站主动公开政府信息88条。", 2012, {ITEMS: 88}),
        (
            "主动公开政府信息99条,通过政府门户网站主动公开政府信息88条。",
            2012,
            {ITEMS: 99, f"{CHANNEL}.website": 88},
        ),
        ("通过政府网站、微信公众号等渠道主动公开政府信息88条。", 2012, {ITEMS: 88}),
        (
            "主动公开政府信息88条,其中门户网站50条,微博38条。",
            2012,
            {ITEMS: 88, f"{CHANNEL}.website": 50, f"{CHANNEL}.weibo": 38},
        ),
        ("2018年制定规范性文件2件。", 2018, {"stat.normative_documents.made": 2}),
        (
            "制发规章0件、行政规范性文件2件,现行有效规章1件、行政规范性文件15件。",
            2022,
            {
                "proactive.regulations.issued": 0,
                f"{NORMATIVE}.issued": 2,
                "proactive.regulations.in_force": 1,
                f"{NORMATIVE}.in_force": 15,
            },
        ),
        (
            "收到政府信息公开申请4件,上年度结转1件,办结5件,无结转下年度继续办理件。",
            2022,
            {
                RECEIVED: 4,
                "applications.carried_in": 1,
                "stat.applications.closed": 5,
                "applications.carried_out": 0,
            },
        ),
        ("全市受理政府信息公开申请1024件,其中窗口受理56件。", 2012, {RECEIVED: 1024}),
        ("通过政府信息公开平台发布各类信息320条。", 2012, {ITEMS: 320}),
        ("收到政府信息公开申请5件(2011年3件)。", 2012, {RECEIVED: 5}),
        ("主动公开信息共计532条,较上年(498条)增加34条。", 2012, {ITEMS: 532}),
        ("配备专(兼)职政务公开工作人员6名。", 2012, {"stat.capacity.staff": 6}),
    ],
)
def test_more_ways_to_say_it(text: str, year: int, expected: Facts) -> None:
    assert facts(text, year) == expected


def test_cells_of_the_applications_table_carry_the_total_column() -> None:
    reading = read_prose("本年新收政府信息公开申请3件。", (), REFERENCE, report_year=2022)
    (observation,) = reading.observations
    assert (observation.indicator_id, observation.applicant) == ("applications.new", "total")


def test_value_is_in_the_unit_of_the_dictionary() -> None:
    reading = read_prose("政府信息公开专项经费56000元。", (), REFERENCE, report_year=2012)
    (observation,) = reading.observations
    assert (observation.value, observation.unit) == (Decimal("5.6"), "万元")
    assert observation.where.quote == "专项经费56000元"
