"""Items, documents, responses, means and inquiries in the words of many authors, each class with what only looks
like it."""

import pytest

from tests.unit.prose_facts import Facts, facts

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
NORMATIVE = "proactive.normative_documents"
PRESS, INTERVIEWS = "stat.response.press_conferences", "stat.response.online_interviews"
COURSES, TRAINED, MEETINGS = "stat.training.courses", "stat.training.people", "stat.training.meetings"
STAFF, POINTS, OFFICES = "stat.capacity.staff", "stat.capacity.reading_points", "stat.capacity.offices"
INQUIRIES = "stat.inquiries"

READ: list[tuple[str, int, str, Facts]] = [
    # class, report year, sentence, facts
    ("the body's own field", 2012, "我局主动公开统计信息324条,其中统计数据88条。", {ITEMS: 324}),
    ("the body's own field", 2012, "全局共主动向社会公开各类环境信息1873条。", {ITEMS: 1873}),
    ("the body's own field", 2012, "在县政府门户网站公开统计信息97条。", {f"{CHANNEL}.website": 97}),
    (
        "the body's own field",
        2012,
        "主动公开政府信息500条。主动公开水利信息90条。",
        {ITEMS: 500},
    ),
    ("posts of an account", 2020, "2020年微信公众号累计推送文章742篇。", {f"{CHANNEL}.wechat": 742}),
    ("posts of an account", 2020, "“样例发布”公众号推文203篇。", {f"{CHANNEL}.wechat": 203}),
    (
        "posts of an account",
        2020,
        "在“样例应急”微信公众号发布安全常识、工作动态等215条。",
        {f"{CHANNEL}.wechat": 215},
    ),
    ("the column", 2012, "2012年我局政府信息公开专栏新增信息318条。", {ITEMS: 318}),
    ("the site", 2009, "在市政府门户网和本局网站共公开政府信息547条。", {f"{CHANNEL}.website": 547}),
    ("the site", 2022, "在局官网发布各类信息3104条。", {f"{CHANNEL}.website": 3104}),
    ("the site", 2022, "在县政府网站政务公开专栏发布信息34条。", {f"{CHANNEL}.website": 34}),
    ("the platform", 2019, "通过政务公开平台公开信息1326条。", {f"{CHANNEL}.website": 1326}),
    ("the platform", 2019, "在政府信息公开平台主动公开政府信息54条。", {ITEMS: 54}),
    ("counted by its name", 2016, "2016年度全局政府信息公开总数2936条。", {ITEMS: 2936}),
    (
        "the year after the sum",
        2012,
        "截至2012年12月底,累计公开政府信息765条。本年度公开102条。",
        {f"{ITEMS} cumulative": 765, ITEMS: 102},
    ),
    (
        "the rest of a list of channels",
        2011,
        "主动公开政府信息7426条,其中县政府网站6103条,县政府公报51条,其他1272条。",
        {ITEMS: 7426, f"{CHANNEL}.website": 6103, f"{CHANNEL}.gazette": 51, f"{CHANNEL}.other": 1272},
    ),
    (
        "the rest of a list of channels",
        2011,
        "主动公开政府信息90条,其中通过局门户网站公开70条,其余20条以报纸、电视等方式发布。",
        {ITEMS: 90, f"{CHANNEL}.website": 70, f"{CHANNEL}.other": 20},
    ),
    (
        "a gazette by its title",
        2009,
        "主动公开政府信息300条,其中《样例市人民政府公报》刊登92条。",
        {ITEMS: 300, f"{CHANNEL}.gazette": 92},
    ),
    ("a sum", 2025, "年内公开采购信息44条、住房信息38条,合计82条。", {ITEMS: 82}),
    ("a sum", 2020, "通过县政府网站公开工程信息137条、住房信息79条,共216条。", {f"{CHANNEL}.website": 216}),
    (
        "a sum",
        2011,
        "我局全年接待现场咨询410人次,接听咨询电话1263次,网上解答咨询227人次,合计1900人次。",
        {
            INQUIRIES: 1900,
            f"{INQUIRIES}.in_person": 410,
            f"{INQUIRIES}.phone": 1263,
            f"{INQUIRIES}.online": 227,
        },
    ),
    ("a sum", 2023, "举行例行新闻发布会4场、专题发布会2场,全年共6场。", {PRESS: 6}),
    ("a sum", 2010, "县档案馆设查阅点3个,乡镇设查阅点25个,合计28个。", {POINTS: 28}),
    (
        "decisions",
        2021,
        "作出行政许可1635件,行政处罚412件,行政强制0件。",
        {
            "proactive.licensing.decisions": 1635,
            "proactive.penalty.decisions": 412,
            "proactive.coercion.decisions": 0,
        },
    ),
    (
        "decisions",
        2021,
        "做出行政许可决定36件、行政处罚决定28件。",
        {"proactive.licensing.decisions": 36, "proactive.penalty.decisions": 28},
    ),
    (
        "decisions",
        2021,
        "行政处罚决定12件,行政强制4件,收费金额318万元。",
        {
            "proactive.penalty.decisions": 12,
            "proactive.coercion.decisions": 4,
            "proactive.fees.amount": 318,
        },
    ),
    (
        "documents of the year",
        2025,
        "我局现行有效的行政规范性文件为2件,全年制发0件、废止1件。",
        {f"{NORMATIVE}.in_force": 2, f"{NORMATIVE}.issued": 0, f"{NORMATIVE}.repealed": 1},
    ),
    (
        "documents of the year",
        2022,
        "制发行政规范性文件5件,清理废止3件,至年底继续有效26件。",
        {f"{NORMATIVE}.issued": 5, f"{NORMATIVE}.repealed": 3, f"{NORMATIVE}.in_force": 26},
    ),
    (
        "documents of the year",
        2022,
        "行政规范性文件本年制发件数0、废止件数0、现行有效件数0。",
        {f"{NORMATIVE}.issued": 0, f"{NORMATIVE}.repealed": 0, f"{NORMATIVE}.in_force": 0},
    ),
    ("documents of the year", 2017, "制发文件98件,其中规范性文件1件。", {"stat.normative_documents.made": 1}),
    ("heads of bodies", 2015, "举办新闻发布会4次(区长出席1次)。", {PRESS: 4, f"{PRESS}_by_head": 1}),
    (
        "documents of the year",
        2018,
        "新制定规范性文件22件,并全部公开。",
        {"stat.normative_documents.made": 22, "stat.proactive.normative_documents": 22},
    ),
    ("responses", 2018, "回应舆情热点6起。", {"stat.response.hot_topics": 6}),
    ("heads of bodies", 2015, "县长在线访谈2期。", {f"{INTERVIEWS}_by_head": 2}),
    (
        "responses",
        2021,
        "发布政策解读材料38篇,回应社会关切15次。",
        {
            "stat.response.policy_interpretations": 38,
            "stat.response.hot_topics": 15,
        },
    ),
    ("responses", 2016, "就道路施工等公众关注热点作出回应31次。", {"stat.response.hot_topics": 31}),
    ("training", 2019, "开展政务公开业务培训3期480人次。", {COURSES: 3, TRAINED: 480}),
    ("training", 2025, "开展政务公开培训2次,参加人员36人次。", {COURSES: 2, TRAINED: 36}),
    (
        "training",
        2014,
        "政府信息公开情况如下。举办培训班47期,培训工作人员3960人次,召开专题会议86次。",
        {COURSES: 47, TRAINED: 3960, MEETINGS: 86},
    ),
    ("training", 2020, "召开政务公开领导小组会议2次。", {MEETINGS: 2}),
    ("training", 2013, "政府信息公开工作会议年内召开4次。", {MEETINGS: 4}),
    (
        "staff",
        2016,
        "从事政府信息公开工作人员3人,均为兼职。",
        {STAFF: 3, f"{STAFF}.part_time": 3},
    ),
    ("staff", 2016, "政府信息公开由3名干部兼职负责。", {f"{STAFF}.part_time": 3}),
    ("places", 2014, "成立政府信息公开办公室1个。", {OFFICES: 1}),
    (
        "places",
        2017,
        "我局政府信息公开查阅点1个,专门机构1个。",
        {POINTS: 1, OFFICES: 1},
    ),
    (
        "places",
        2009,
        "档案馆、图书馆2个查阅场所共接待查阅2310人次。",
        {
            POINTS: 2,
            f"{INQUIRIES}.reading_room": 2310,
        },
    ),
    ("places", 2009, "全年接待到馆查阅政府信息的群众186人次。", {f"{INQUIRIES}.reading_room": 186}),
    (
        "inquiries",
        2010,
        "接受电话咨询33次、当面咨询14次。",
        {
            f"{INQUIRIES}.phone": 33,
            f"{INQUIRIES}.in_person": 14,
        },
    ),
    ("inquiries", 2012, "信息公开专栏全年点击4600次。", {"stat.website.column_visits": 4600}),
    ("nothing of it", 2018, "未召开新闻发布会。", {PRESS: 0}),
    ("nothing of it", 2018, "主要负责同志未参加新闻发布会。", {f"{PRESS}_by_head": 0}),
    ("nothing of it", 2018, "无政府信息公开专项经费支出。", {"stat.capacity.budget": 0}),
    (
        "nothing of it",
        2018,
        "政府信息公开工作无专职人员,兼职人员6人。",
        {f"{STAFF}.full_time": 0, f"{STAFF}.part_time": 6},
    ),
]

NOTHING: list[tuple[str, int, str]] = [
    ("the body's own field", 2012, "公开涉农补贴信息37条、农产品质量信息22条。"),
    ("the body's own field", 2012, "计划主动公开环境信息200条。"),
    ("the body's own field", 2012, "2011年主动公开环境信息200条。"),
    ("the body's own field", 2012, "上半年主动公开环境信息200条。"),
    ("the body's own field", 2012, "发布气象预警信息436条。"),
    ("posts of an account", 2020, "微信公众号推送疫情防控信息176条。"),
    ("posts of an account", 2020, "微信公众号粉丝3200人,阅读量12万次。"),
    ("posts of an account", 2020, "在省级媒体发表文章35篇。"),
    ("a sum", 2025, "年内公开采购信息44条、住房信息38条,合计92条。"),
    ("a sum", 2023, "收到申请3件,接待群众12人次,共15人次。"),
    ("a sum", 2025, "走访企业44家、农户38家,合计82家。"),
    ("decisions", 2012, "作出行政处罚决定12件。"),
    ("decisions", 2021, "送达行政处罚决定书120份。"),
    ("decisions", 2021, "作出行政处罚120起,罚款3万元。"),
    ("documents of the year", 2022, "制发公文98件。"),
    ("documents of the year", 2022, "继续有效的合同12件。"),
    ("documents of the year", 2019, "市政府没有下达规范性文件制定任务。"),
    ("heads of bodies", 2015, "副局长接待来访群众12次。"),
    ("heads of bodies", 2015, "分管局长出席在线访谈会议3次。"),
    ("heads of bodies", 2015, "部门领导在线访谈10期。"),
    ("responses", 2016, "召开招商新闻发布会7场。"),
    ("responses", 2016, "回应群众诉求320件。"),
    ("training", 2019, "举办农民工技能培训班12期,培训3000人次。"),
    ("training", 2019, "组织安全生产业务培训6次。"),
    ("training", 2019, "参加上级政务公开培训4次。"),
    ("training", 2019, "全年召开党组会议12次。"),
    ("staff", 2016, "我镇8名干部兼职负责河长制工作。"),
    ("staff", 2016, "共有党员3人,均为兼职。"),
    ("places", 2009, "全年接待档案利用者3416人次。"),
    ("places", 2009, "接待查阅档案群众890人次。"),
    ("inquiries", 2012, "接受旅游咨询5218人次,其中12301电话咨询4107人次。"),
    ("inquiries", 2012, "网站访问量38万次,单日点击1万次。"),
    ("nothing of it", 2018, "未召开招商新闻发布会。"),
    ("nothing of it", 2018, "无专项经费结余。"),
]


@pytest.mark.parametrize(("name", "year", "sentence", "expected"), READ)
def test_a_class_of_phrasing(name: str, year: int, sentence: str, expected: Facts) -> None:
    assert facts(sentence, year) == expected, name


@pytest.mark.parametrize(("name", "year", "sentence"), NOTHING)
def test_what_only_looks_like_it(name: str, year: int, sentence: str) -> None:
    assert facts(sentence, year) == {}, name
