"""Figures that say what they are only beside others: each rule with a sentence that only looks like it."""

import pytest

from tests.unit.prose_facts import Facts, facts

ITEMS = "stat.proactive.items"
CHANNEL = "stat.proactive.by_channel"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
CLOSED = "stat.applications.closed"
REVIEW, LITIGATION, COMPLAINTS = "stat.review", "stat.litigation", "stat.complaints"
INQUIRIES = "stat.inquiries"
COURSES, TRAINED, MEETINGS = "stat.training.courses", "stat.training.people", "stat.training.meetings"
RULES = "proactive.normative_documents"

# rule: report year, sentences, facts
BESIDE: dict[str, list[tuple[int, str, Facts]]] = {
    "a site that is told of shows its own share": [
        (2016, "2016年,局门户网站主动公开政府信息120条。", {f"{CHANNEL}.website": 120}),
        (2016, "2016年,局政府网公开各类信息1.2万条。", {f"{CHANNEL}.website": 12000}),
        # What a body does there can be all that it does.
        (2016, "2016年,我局通过局门户网站主动公开政府信息120条。", {ITEMS: 120}),
        (2016, "2016年,我局在局政府网公开各类信息120条。", {ITEMS: 120}),
        (2016, "2016年,局门户网站上主动公开政府信息120条。", {ITEMS: 120}),
    ],
    "a site that is called by a name in quotation marks": [
        (2013, "在“中国样例”网站发布政府信息306条。", {f"{CHANNEL}.website": 306}),
        (2013, "在“样例日报”网站发布政府信息306条。", {}),
        (2013, "在样例之窗网站发布政府信息306条。", {}),
    ],
    "a site and a platform are several": [
        (2016, "通过门户网站和市政府信息公开平台公开信息92条。", {ITEMS: 92}),
        (2016, "通过市政府信息公开平台公开信息92条。", {f"{CHANNEL}.website": 92}),
        (2016, "在市政府门户网站和本局网站公开信息92条。", {f"{CHANNEL}.website": 92}),
    ],
    "the body in front of the verb": [
        (2021, "2021年,街道办政府信息公开216条。", {ITEMS: 216}),
        (2021, "2021年,镇政府信息公开88条。其中动态类61条。", {ITEMS: 88}),
        (2018, "2018年中心公开41条。", {ITEMS: 41}),
        (2018, "2018年中心公开41条线路。", {}),
        (2018, "2018年招标公开41条。", {}),
        (2018, "2018年村务公开41条。", {}),
        (2021, "2021年,审核政府信息公开216条。", {}),
        (2021, "2021年,政府信息公开申请216条。", {RECEIVED: 216}),
        (2021, "主动公开政府信息320条,政府信息公开216条,党务公开12条。", {ITEMS: 320}),
        (2021, "党务信息12条,其中政府信息公开216条。", {}),
    ],
    "what stands on sites": [
        (2010, "公开政府信息38条次,其中网上15条次。", {ITEMS: 38, f"{CHANNEL}.website": 15}),
        (2010, "主动公开信息61条,其中:网上公开61条。", {ITEMS: 61, f"{CHANNEL}.website": 61}),
        (2010, "公开政府信息38条,其中网上办事15件。", {ITEMS: 38}),
        (2010, "公开政府信息38条,网上点击15条。", {ITEMS: 38}),
        (2010, "收到政府信息公开申请8件,其中网上5件。", {RECEIVED: 8, f"{RECEIVED}.online": 5}),
    ],
    "channels that make the whole": [
        (
            2019,
            "2019年园区官网147条、公众号298条,共公开信息445条。",
            {ITEMS: 445, f"{CHANNEL}.website": 147, f"{CHANNEL}.wechat": 298},
        ),
        (2019, "2019年园区官网147条、公众号298条,共公开信息450条。", {ITEMS: 450}),
        (2019, "2019年园区官网147条、网站298条,共公开信息445条。", {ITEMS: 445}),
        (
            2018,
            "在区政府门户网站公开信息88条,通过微信公众号公开142条,两项合计230条。",
            {ITEMS: 230, f"{CHANNEL}.website": 88, f"{CHANNEL}.wechat": 142},
        ),
        (
            2018,
            "在区政府门户网站公开信息88条,通过微信公众号公开142条,两项合计231条。",
            {f"{CHANNEL}.website": 88, f"{CHANNEL}.wechat": 142},
        ),
    ],
    "the year's figure and the sum beside it, part after part": [
        (
            2019,
            "2019年,我镇主动公开政府信息42条,历年累计主动公开538条;受理依申请公开2件,历年累计3件。",
            {ITEMS: 42, f"{ITEMS} cumulative": 538, RECEIVED: 2, f"{RECEIVED} cumulative": 3},
        ),
        (
            2019,
            "2019年,我镇主动公开政府信息42条,历年累计主动公开538条;受理依申请公开2件。",
            {ITEMS: 42, f"{ITEMS} cumulative": 538, RECEIVED: 2},
        ),
        (2012, "2012年主动公开信息61条。历年累计305条。", {ITEMS: 61, f"{ITEMS} cumulative": 305}),
        (2012, "2012年主动公开信息61条。全年累计305条。", {ITEMS: 61}),
        (2012, "2012年受理群众来信61件。历年累计305条。", {}),
    ],
    "next year's figures": [
        (2016, "主动公开政府信息88条。下一年度公开政府信息200条。", {ITEMS: 88}),
        (
            2019,
            "三、依申请公开情况\n收到申请8件,结转下年度2件,办结6件。",
            {RECEIVED: 8, CLOSED: 6, "applications.carried_out": 2},
        ),
    ],
    "a sum of which the rest was left out": [
        (
            2016,
            "举办新闻发布会191场,其中直属部门累计151场…收到政府信息公开申请13件。",
            {"stat.response.press_conferences": 191, RECEIVED: 13},
        ),
        (
            2016,
            "举办新闻发布会191场,其中直属部门累计151场,收到政府信息公开申请13件。",
            {"stat.response.press_conferences": 191},
        ),
    ],
    "normative documents among the items before": [
        (
            2015,
            "2015年全年公开政府信息31条。其中规范性文件2条。",
            {ITEMS: 31, "stat.proactive.normative_documents": 2},
        ),
        (2015, "2015年全年公开政府信息31条。其中规范性文件2条涉及民生。", {ITEMS: 31}),
        (2015, "2015年学习法规31条。其中规范性文件2条。", {}),
    ],
    "one kind of items among others": [
        (2023, "公开政府信息318条,其中政策文件27条、政策解读31条、工作动态202条。", {ITEMS: 318}),
        (
            2023,
            "公开政府信息318条,发布政策解读31条、回应关切2次。",
            {ITEMS: 318, "stat.response.policy_interpretations": 31},
        ),
    ],
    "inquiries in brackets": [
        (
            2012,
            "主动公开信息49条。咨询26人次(电话19人次,当面7人次)。",
            {ITEMS: 49, INQUIRIES: 26, f"{INQUIRIES}.phone": 19, f"{INQUIRIES}.in_person": 7},
        ),
        (2012, "主动公开信息49条。咨询26人次(电话19人次,当面8人次)。", {ITEMS: 49, INQUIRIES: 26}),
        (2012, "主动公开信息49条。法律咨询26人次(电话19人次,当面7人次)。", {ITEMS: 49}),
        (2012, "主动公开信息49条。接待咨询群众120人次。", {ITEMS: 49, INQUIRIES: 120}),
        (2012, "主动公开信息49条。接待上访群众120人次。", {ITEMS: 49}),
        (2012, "主动公开信息49条。全年接听咨询电话150余次。", {ITEMS: 49, f"{INQUIRIES}.phone": 150}),
        (2012, "主动公开信息49条。全年接听求助电话150余次。", {ITEMS: 49}),
        (2012, "发放证照49份。全年接听咨询电话150余次。", {}),
        (2012, "主动公开信息49条。接受12315咨询2870人次。", {ITEMS: 49}),
        (2012, "主动公开信息49条。12333接听咨询电话11000个。", {ITEMS: 49}),
    ],
    "courses and people": [
        (2011, "2011年公开信息47条。培训1期30人次。", {ITEMS: 47, COURSES: 1, TRAINED: 30}),
        (2011, "没有收到政府信息公开申请。开展培训1次、18人次。", {RECEIVED: 0, COURSES: 1, TRAINED: 18}),
        (2011, "2011年公开信息47条。电商培训1期30人次。", {ITEMS: 47}),
        (2011, "全镇粮食增产。开展培训1次、18人次。", {}),
        (2011, "2011年公开信息47条。参加培训1次30人次。", {ITEMS: 47, TRAINED: 30}),
    ],
    "courses with the people of their own clause": [
        (2023, "公开信息47条。组织开展业务培训,培训人员52人次。", {ITEMS: 47, TRAINED: 52}),
        (2023, "公开信息47条。组织开展电商培训,培训人员52人次。", {ITEMS: 47}),
    ],
    "Chinese numerals of people": [
        (
            2013,
            "从事政府信息公开工作的专职人员五人,兼职人员九十六人。",
            {"stat.capacity.staff.full_time": 5, "stat.capacity.staff.part_time": 96},
        ),
        (2013, "从事政府信息公开工作的专职人员一人一岗。", {}),
    ],
    "documents that are disclosed": [
        (2011, "本年度主动公开文件33条,历年累计197条。", {ITEMS: 33, f"{ITEMS} cumulative": 197}),
        (2011, "本年度主动公开文件类信息33条。", {}),
        (2011, "本年度主动公开文件33件。", {}),
    ],
    "press conferences of one kind among all": [
        (
            2020,
            "公开信息47条。召开防汛专题新闻发布会19场,全市共举办新闻发布会57场。",
            {ITEMS: 47, "stat.response.press_conferences": 57},
        ),
        (2020, "公开信息47条。召开防汛专题新闻发布会19场。", {ITEMS: 47}),
    ],
    "meetings among figures of disclosure": [
        (2017, "我局将政务公开纳入年度工作要点,召开专题会议3次。", {MEETINGS: 3}),
        (2017, "我局将政务公开纳入年度工作要点,召开党组会议3次。", {}),
        (2017, "我局将安全生产纳入年度工作要点,召开专题会议3次。", {}),
        (2015, "从事信息公开工作人员4人。召开专题会议2次。", {"stat.capacity.staff": 4, MEETINGS: 2}),
        (2015, "从事信息公开工作人员4人。召开专题会议2次研究防汛。", {"stat.capacity.staff": 4}),
        (2015, "全镇粮食增产。召开专题会议2次。", {}),
    ],
}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [case for cases in BESIDE.values() for case in cases],
    ids=lambda x: str(x)[:24],
)
def test_beside(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


APPLIED: dict[str, list[tuple[int, str, Facts]]] = {
    "the number in front of the applications that were answered": [
        (
            2012,
            "三、依申请公开情况\n受理申请5件。对5件申请均已答复,同意公开4件。",
            {RECEIVED: 5, REPLIED: 5, f"{REPLIED}.granted": 4},
        ),
        (2012, "三、依申请公开情况\n受理申请5件。对5件申请均未答复。", {RECEIVED: 5}),
        (2012, "三、依申请公开情况\n受理申请5件。对1件不予公开,申请人表示理解。", {RECEIVED: 5}),
        (2012, "三、依申请公开情况\n受理申请5件。对5件来信均已答复。", {RECEIVED: 5}),
    ],
    "the others that were granted": [
        (
            2010,
            "收到政府信息公开申请4件,其中1件不属于本机关职责范围,已告知申请人;其余3件均予以公开。",
            {RECEIVED: 4, f"{REPLIED}.not_this_agency": 1, f"{REPLIED}.granted": 3},
        ),
        (2010, "收到政府信息公开申请4件;其余3件均不予受理。", {RECEIVED: 4}),
    ],
    "rows of the list of 2014": [
        (
            2018,
            "受理环保投诉377件。申请办结数12件,其中按时办结11件,延期办结1件。",
            {CLOSED: 12, f"{CLOSED}.on_time": 11, f"{CLOSED}.extended": 1},
        ),
        (2018, "受理环保投诉377件。投诉办结数12件,其中按时办结11件,延期办结1件。", {}),
        (2018, "三、依申请公开情况\n本年度办结12件,无延期办结情况。", {CLOSED: 12, f"{CLOSED}.extended": 0}),
        (2018, "三、依申请公开情况\n本年度办结12件,无延期缴费情况。", {CLOSED: 12}),
    ],
    "closed in time and late": [
        (
            2018,
            "收到政府信息公开申请19件,办结19件(按时16件,延期3件)。",
            {RECEIVED: 19, CLOSED: 19, f"{CLOSED}.on_time": 16, f"{CLOSED}.extended": 3},
        ),
        (2018, "收到政府信息公开申请19件,办结19件(按时16件,延期4件)。", {RECEIVED: 19, CLOSED: 19}),
        (2018, "收到政府信息公开申请19件,办结19件(上门16件,延期3件)。", {RECEIVED: 19, CLOSED: 19}),
        (2018, "办结工单19件(按时16件,延期3件)。", {}),
    ],
    "the label before the verb": [
        (2014, "(三)依申请公开:受理0件。(四)复议0件、诉讼0件。", {RECEIVED: 0, REVIEW: 0, LITIGATION: 0}),
        (2014, "(三)窗口服务:受理0件。", {}),
    ],
    "forms on a site": [
        (
            2012,
            "受理政府信息公开申请9件,以网上提交表单形式申请6件,以信函形式申请3件。",
            {RECEIVED: 9, f"{RECEIVED}.online": 6, f"{RECEIVED}.letter": 3},
        ),
        (2012, "受理政府信息公开申请9件。网上提交表单样式6种。", {RECEIVED: 9}),
    ],
    "applications behind figures of disclosure": [
        (2021, "2021年,我局发布信息117条,其中政策法规9条。收到申请3件,办结3件。", {RECEIVED: 3, CLOSED: 3}),
        (2021, "2021年,我局计划发布信息117条。收到申请3件,办结3件。", {}),
        (2021, "2021年,我局发放证照117份。收到申请3件,办结3件。", {}),
    ],
    "nobody applied": [
        (
            2018,
            "2018年公开信息41条。本年度无复议诉讼,也无人申请。",
            {ITEMS: 41, RECEIVED: 0, REVIEW: 0, LITIGATION: 0},
        ),
        (2018, "2018年公开信息41条。最低生活保障也无人申请。", {ITEMS: 41}),
        (
            2008,
            "2008年公开信息43条。未发生申请公开及复议、诉讼。",
            {ITEMS: 43, RECEIVED: 0, REVIEW: 0, LITIGATION: 0},
        ),
        (2008, "2008年公开信息43条。未发生申请复议、诉讼。", {ITEMS: 43, REVIEW: 0, LITIGATION: 0}),
    ],
    "the government and its bureaus beside the whole": [
        (2023, "全省各级行政机关共收到政府信息公开申请34210件;省政府及部门收到4806件。", {RECEIVED: 34210}),
        (2023, "省政府及部门共收到政府信息公开申请4806件。", {RECEIVED: 4806}),
    ],
}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [case for cases in APPLIED.values() for case in cases],
    ids=lambda x: str(x)[:24],
)
def test_applications_beside(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


REMEDIES: dict[str, list[tuple[int, str, Facts]]] = {
    "what an answer led to": [
        (
            2016,
            "2016年收到公开申请45件,因公开答复引发复议6件,其中撤销2件、维持4件;诉讼3件。",
            {RECEIVED: 45, REVIEW: 6, f"{REVIEW}.corrected": 2, f"{REVIEW}.upheld": 4, LITIGATION: 3},
        ),
        (2016, "2016年收到低保申请45件,因审批引发复议6件,其中撤销2件、维持4件;诉讼3件。", {}),
    ],
    "who defends": [
        (
            2022,
            "共收到政府信息公开申请203件。作为被申请人的行政复议6件、行政诉讼2件。",
            {RECEIVED: 203, REVIEW: 6, LITIGATION: 2},
        ),
        (2022, "办理行政许可203件。作为被申请人的行政复议6件、行政诉讼2件。", {}),
    ],
    "a result of two words": [
        (
            2016,
            "因信息公开引发行政复议1件,维持。信息公开行政诉讼5件,维持具体行政行为或者驳回原告诉讼请求4件,其他情形1件。",
            {
                REVIEW: 1,
                f"{REVIEW}.upheld": 1,
                LITIGATION: 5,
                f"{LITIGATION}.upheld": 4,
                f"{LITIGATION}.other": 1,
            },
        ),
        (2016, "因信息公开被提起行政诉讼5件,维持或者驳回的决定均已送达。", {LITIGATION: 5}),
    ],
    "behind brackets": [
        (
            2018,
            "收到政府信息公开申请9件,引发复议8件(维持6件、其他2件)、诉讼5件。",
            {RECEIVED: 9, REVIEW: 8, f"{REVIEW}.upheld": 6, f"{REVIEW}.other": 2, LITIGATION: 5},
        ),
        (2018, "收到政府信息公开申请9件,引发复议(含调解)、诉讼5件。", {RECEIVED: 9}),
    ],
    "none of any kind": [
        (2015, "我局无行政复议、无行政诉讼。", {REVIEW: 0, LITIGATION: 0}),
        (2015, "2015年度无行政诉讼、行政复议。", {REVIEW: 0, LITIGATION: 0}),
        (2015, "我局行政处罚案件无行政复议、无行政诉讼。", {}),
        (2015, "我局无行政复议、无行政诉讼败诉案件。", {}),
        (2015, "办理处罚案件30件,无行政复议、无行政诉讼。", {}),
        (2015, "我局代理行政应诉案件3件。我局无行政复议、无行政诉讼。", {}),
    ],
    "a numbered part on reviews behind that on applications": [
        (
            2018,
            "三、依申请公开。收到3件。\n四、未发生行政复议、行政诉讼;收到举报投诉1件。",
            {RECEIVED: 3, REVIEW: 0, LITIGATION: 0, COMPLAINTS: 1},
        ),
        (2018, "三、信访维稳。收到3件。\n四、未发生行政复议、行政诉讼;收到举报投诉1件。", {}),
        (
            2018,
            "三、依申请公开。收到3件。\n四、未发生行政复议、行政诉讼;收到环保投诉1件。",
            {RECEIVED: 3, REVIEW: 0, LITIGATION: 0},
        ),
    ],
    "fees under a heading of several things": [
        (
            2015,
            "三、收费、复议和诉讼情况\n未收取任何费用,无行政复议、行政诉讼。",
            {"stat.applications.fees": 0, REVIEW: 0, LITIGATION: 0},
        ),
        (2015, "三、市场监管情况\n未收取任何费用。", {}),
        (2024, "收取信息处理费1笔,金额120元。", {"applications.processing_fees": 120}),
        (2024, "收取诉讼代理费1笔,金额120元。", {}),
        (
            2023,
            "五、存在的主要问题及改进情况\n供暖收费问题突出。其他需要报告的事项:全年未收取信息处理费。",
            {"applications.processing_fees": 0},
        ),
        (
            2023,
            "五、存在的主要问题及改进情况\n供暖收费问题突出。其他需要改进的事项:全年未收取信息处理费。",
            {},
        ),
    ],
    "complaints of the public": [
        (2014, "公开政务信息205条。收到群众举报0件。", {ITEMS: 205, COMPLAINTS: 0}),
        (2014, "公开政务信息205条。收到群众举报3件。", {ITEMS: 205}),
        (2014, "全镇粮食增产。收到群众举报0件。", {}),
    ],
}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [case for cases in REMEDIES.values() for case in cases],
    ids=lambda x: str(x)[:24],
)
def test_remedies_beside(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected


LICENSES, PENALTIES, COERCIONS = (
    f"proactive.{row}.decisions" for row in ("licensing", "penalty", "coercion")
)
ROWS: dict[str, list[tuple[int, str, Facts]]] = {
    "rows of applications in one line": [
        (
            2021,
            "一、本年新收政府信息公开申请数量 0 二、上年结转政府信息公开申请数量 2",
            {"applications.new": 0, "applications.carried_in": 2},
        ),
        # A heading, and a list of what is not done.
        (2021, "一、政府信息公开申请 2021年未收到申请。二、上年结转 无。", {RECEIVED: 0}),
        (2021, "本年新收投诉数量 3 二、上年结转投诉数量 2", {}),
    ],
    "decisions under their heading": [
        (2020, "本年度处理决定数量:行政许可35件,行政处罚3件。", {LICENSES: 35, PENALTIES: 3}),
        (
            2020,
            "本年度处理决定数量:行政许可35件,行政处罚3件,行政强制1件。",
            {LICENSES: 35, PENALTIES: 3, COERCIONS: 1},
        ),
        (2020, "本年度公开:行政许可35件,行政处罚3件。", {}),
        (2016, "本年度处理决定数量:行政许可35件,行政处罚3件。", {}),
    ],
    "decisions behind the documents": [
        (2024, "行政规范性文件制发0件,行政许可26件。", {f"{RULES}.issued": 0, LICENSES: 26}),
        (
            2024,
            "行政规范性文件制发0件,废止1件,行政许可26件。",
            {f"{RULES}.issued": 0, f"{RULES}.repealed": 1, LICENSES: 26},
        ),
        (2024, "行政规范性文件制发0件,公开行政许可26件。", {f"{RULES}.issued": 0}),
        (2024, "召开会议3次,行政许可26件。", {}),
        (2024, "行政规范性文件制发0件,行政许可26项。", {f"{RULES}.issued": 0}),
    ],
    "documents of one verb": [
        (
            2022,
            "现行有效规章14件,行政规范性文件86件,其中年内制发规章1件,废止行政规范性文件4件。",
            {
                "proactive.regulations.in_force": 14,
                f"{RULES}.in_force": 86,
                "proactive.regulations.issued": 1,
                f"{RULES}.repealed": 4,
            },
        ),
        (2022, "现行有效规章14件,行政规范性文件清单86件。", {"proactive.regulations.in_force": 14}),
        (2020, "公开规章2件、规范性文件17件。", {"stat.proactive.normative_documents": 17}),
        (2020, "公开规章2件、规范性文件清单17件。", {}),
        (2020, "制作规章0件、规范性文件23件。", {"proactive.regulations.made": 0, f"{RULES}.made": 23}),
        (2020, "制作规章0件、规范性文件汇编23件。", {"proactive.regulations.made": 0}),
    ],
}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [case for cases in ROWS.values() for case in cases],
    ids=lambda x: str(x)[:24],
)
def test_rows_beside(year: int, text: str, expected: Facts) -> None:
    assert facts(text, year) == expected
