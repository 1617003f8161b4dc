"""Ways to state what the official forms ask for, each beside words that only look like it; whose figure it is;
and what cannot be a figure."""

from decimal import Decimal

import pytest

from flows.extract.prose import read_prose
from tests.unit.prose_facts import REFERENCE, Facts, facts

ITEMS = "stat.proactive.items"
WEBSITE = "stat.proactive.by_channel.website"
RECEIVED = "stat.applications.received"
REPLIED = "stat.applications.replied"
APPLICATIONS = "二、依申请公开情况\n"
CASES: list[tuple[str, int, Facts, str]] = [
    # sentence, report year, facts, look-alike
    (
        "主动公开政府信息80条,其中通过网站公开1万余条。",
        2014,
        {ITEMS: 80, WEBSITE: 10000},
        "通过某某新闻网站公开信息1万余条。",
    ),
    ("通过官网公开政府信息128条。", 2019, {WEBSITE: 128}, "某某娱乐官网主动公开政府信息128条。"),
    (
        "主动公开政府信息321条,通过政府网站285条、其他方式公开36条。",
        2016,
        {ITEMS: 321, WEBSITE: 285, "stat.proactive.by_channel.other": 36},
        "种植水稻321亩,政府网站285次。",
    ),
    (
        "截至2011年底,主动公开政府信息763条,其中2011年度新增118条。",
        2011,
        {f"{ITEMS} cumulative": 763, ITEMS: 118},
        "截至2011年底,归档文件763件,其中2011年度新增118件。",
    ),
    (
        "历年累计主动公开政府信息9321条,其中2012年141条。",
        2012,
        {f"{ITEMS} cumulative": 9321, ITEMS: 141},
        "历年累计归档文件9321件,其中2012年141件。",
    ),
    (
        "2011年累计公开政府信息423条,其中新增公开信息56条。",
        2011,
        {ITEMS: 423},
        "2011年新增公开栏56个。",
    ),
    (
        "在市政府网站发布公路建设、路政管理等信息96条。",
        2013,
        {WEBSITE: 96},
        "在市政府网站发布公路建设信息96条。",
    ),
    (
        "自《条例》施行以来,主动公开政府信息67条。",
        2008,
        {ITEMS: 67},
        "自建站以来,主动公开政府信息67条。",
    ),
    (
        "自2008年5月1日《条例》实施以来,配备政务公开专职人员2名。",
        2012,
        {"stat.capacity.staff.full_time": 2},
        "招聘专职消防员2名。",
    ),
    (
        f"{APPLICATIONS}办理结果:予以公开8件,部分公开3件,因重复申请不予处理1件,其他处理2件。",
        2021,
        {
            "applications.granted": 8,
            "applications.partly_granted": 3,
            "applications.not_processed.repeated": 1,
            "applications.other": 2,
        },
        "招标文件予以公开8件,其他处理2件。",
    ),
    (
        f"{APPLICATIONS}答复3件,其中2件予以公开,1件因本机关不掌握相关政府信息无法提供。",
        2022,
        {REPLIED: 3, "applications.granted": 2, "applications.unavailable.not_held": 1},
        "审查文件3件,其中2件予以公开招标。",
    ),
    (
        f"{APPLICATIONS}同意公开5件,信息不存在3件,其他8件。",
        2013,
        {f"{REPLIED}.granted": 5, f"{REPLIED}.does_not_exist": 3, f"{REPLIED}.other": 8},
        f"{APPLICATIONS}咨询类5件,其他8件。",
    ),
    (
        f"{APPLICATIONS}否决公开12件。否决公开的主要原因是:“信息不存在”7件,“非本部门掌握”3件,“申请内容不明确”2件。",
        2012,
        {
            f"{REPLIED}.denied": 12,
            f"{REPLIED}.denied.does_not_exist": 7,
            f"{REPLIED}.denied.not_this_agency": 3,
            f"{REPLIED}.denied.unclear": 2,
        },
        "否决提案的主要原因是:“信息不存在”7件。",
    ),
    (
        f"{APPLICATIONS}答复24件,其中已主动公开5件,同意公开10件。",
        2015,
        {REPLIED: 24, f"{REPLIED}.already_public": 5, f"{REPLIED}.granted": 10},
        "制作公文24件,其中已主动公开5件。",
    ),
    (
        f"{APPLICATIONS}按时办结258件,延期办结3件。",
        2015,
        {"stat.applications.closed.on_time": 258, "stat.applications.closed.extended": 3},
        "许可事项按时办结258件,延期办结3件。",
    ),
    (
        "信息公开方面,收到申请24件(当面申请7件、网络申请11件、信函申请6件)。",
        2015,
        {
            RECEIVED: 24,
            f"{RECEIVED}.in_person": 7,
            f"{RECEIVED}.online": 11,
            f"{RECEIVED}.letter": 6,
        },
        "我局加强信息公开,审批窗口收到申请24件,其中网上申请18件,现场申请6件。",
    ),
    (
        "收到申请数0件,申请办结数0件,申请答复数0件。",
        2016,
        {RECEIVED: 0, "stat.applications.closed": 0, REPLIED: 0},
        "收到低保申请0件,办结0件。",
    ),
    (
        f"{APPLICATIONS}无新收政府信息公开申请,无上年结转申请,无结转。",
        2021,
        {"applications.new": 0, "applications.carried_in": 0, "applications.carried_out": 0},
        "无新收案件,无上年结转案件,财政资金无结转。",
    ),
    ("2012年依申请公开0例。", 2012, {RECEIVED: 0}, "2012年依申请公开信息0条。"),
    (
        "因政府信息公开被申请行政复议7件,结果维持4件,结果纠正1件,其他结果2件。",
        2024,
        {"stat.review": 7, "review.upheld": 4, "review.corrected": 1, "review.other": 2},
        "新收行政复议案件7件,结果维持4件。",
    ),
    (
        "因政府信息公开被提起行政诉讼4件:未经复议直接起诉3件,结果维持2件,尚未审结1件;复议后起诉1件,结果维持1件。",
        2021,
        {
            "stat.litigation": 4,
            "litigation_direct.total": 3,
            "litigation_direct.upheld": 2,
            "litigation_direct.pending": 1,
            "litigation_after_review.total": 1,
            "litigation_after_review.upheld": 1,
        },
        "办理诉讼案件4件,结果维持2件。",
    ),
    (
        "因信息公开被提起行政复议2件。行政诉讼1件,法院驳回原告诉讼请求1件。",
        2015,
        {"stat.review": 2, "stat.litigation": 1, "stat.litigation.upheld": 1},
        "审理行政复议2件。行政诉讼1件。",
    ),
    (
        "2016年未发生一起因政府信息公开申请行政复议的案件。",
        2016,
        {"stat.review": 0},
        "2016年未发生一起安全生产事故。",
    ),
    (
        "针对信息公开的行政复议1件,行政申诉0件。",
        2011,
        {"stat.review": 1, "stat.appeals": 0},
        "受理教师申诉1件。",
    ),
    (
        "政府信息公开行政许可处理决定数量35件,行政处罚处理决定2件。",
        2021,
        {"proactive.licensing.decisions": 35, "proactive.penalty.decisions": 2},
        "作出行政许可35件,行政处罚2件。",
    ),
    (
        "2020年未制作行政规范性文件。",
        2020,
        {"proactive.normative_documents.made": 0},
        "2020年未制作规范性文件汇编光盘的,应当补做。",
    ),
    (
        "制发行政规范性文件2件,无废止。",
        2022,
        {"proactive.normative_documents.issued": 2, "proactive.normative_documents.repealed": 0},
        "清理合同2件,无废止。",
    ),
    (
        "召开新闻发布会4次,其中主要负责同志参加2次;网站在线访谈3次,其中主要负责同志参加1次。",
        2016,
        {
            "stat.response.press_conferences": 4,
            "stat.response.press_conferences_by_head": 2,
            "stat.response.online_interviews": 3,
            "stat.response.online_interviews_by_head": 1,
        },
        "开展调研4次,其中主要负责同志参加2次。",
    ),
    (
        "没有出现需要回应的公众关注热点或重大舆情。",
        2017,
        {"stat.response.hot_topics": 0},
        "没有出现重大舆情事故。",
    ),
    (
        "发布政策解读材料84篇,其中图解53篇、视频解读9篇。",
        2023,
        {"stat.response.policy_interpretations": 84},
        "制作视频解读9篇。",
    ),
    (
        "举办政务公开培训班1期,58人次参加。",
        2021,
        {"stat.training.courses": 1, "stat.training.people": 58},
        "举办运动会1期,58人次参加。",
    ),
    (
        "接待公众咨询72人次,其中电话咨询45人次,当面咨询27人次。",
        2009,
        {"stat.inquiries": 72, "stat.inquiries.phone": 45, "stat.inquiries.in_person": 27},
        "服务大厅接待公众咨询72人次,其中电话咨询45人次,当面咨询27人次。",
    ),
    (
        "设立查阅点5处,公共查阅室接待1326人次。",
        2008,
        {"stat.capacity.reading_points": 5, "stat.inquiries.reading_room": 1326},
        "阅览室接待1326人次。",
    ),
]


@pytest.mark.parametrize(("text", "year", "expected"), [case[:3] for case in CASES])
def test_statement_is_read(text: str, year: int, expected: Facts) -> None:
    assert facts(text, year) == expected


@pytest.mark.parametrize(("year", "text"), [(case[1], case[3]) for case in CASES])
def test_look_alike_states_nothing(year: int, text: str) -> None:
    assert facts(text, year) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(二)依申请公开。全年收到申请3件,办结3件。", {RECEIVED: 3, "stat.applications.closed": 3}),
        ("3.依申请公开情况:收到申请3件。", {RECEIVED: 3}),
        ("二、依申请公开情况:无。", {RECEIVED: 0}),
        (
            "五、复议、诉讼和申诉情况:无。",
            {"stat.review": 0, "stat.litigation": 0, "stat.appeals": 0},
        ),
        (
            "3.依申请公开情况:收到申请0件。4.行政复议1件,维持1件。",
            {RECEIVED: 0, "stat.review": 1, "stat.review.upheld": 1},
        ),
        ("(二)人员情况:配备兼职人员2名。", {"stat.capacity.staff.part_time": 2}),
        ("2012年我局主动公开政府信息33条.未收到信息公开申请.", {ITEMS: 33, RECEIVED: 0}),
        ("2012年全年主动公开政府信息\n215条,其中动态\n158条。", {ITEMS: 215}),
        ("2012年我局共受理政府信息公开申请\n— 3 —\n12件,均已办结。", {RECEIVED: 12}),
    ],
)  # fmt: skip
def test_headings_inside_a_line_and_lines_broken_by_hand(text: str, expected: Facts) -> None:
    assert facts(text, 2012) == expected


@pytest.mark.parametrize(
    "text",
    [
        "4.行政复议1件,维持1件。",
        "三、依申请公开情况\n收到申请3张。\n四、法治建设\n(一)行政复议56件,维持12件。",
    ],
)
def test_a_number_before_a_sentence_makes_no_heading_of_it(text: str) -> None:
    assert facts(text, 2012) == {}


def test_a_part_of_the_year_in_brackets_rules_its_own_figure_only() -> None:
    text = "2010年,主动公开政府信息186条,其中上半年公开73条。全文电子化率达100%。"
    assert facts(text, 2010) == {ITEMS: 186, "stat.proactive.electronic_full_text_rate": 100}


def scopes(text: str, *, has_territory: bool = True) -> list[tuple[int, str | None]]:
    reading = read_prose(text, (), REFERENCE, report_year=2012, has_territory=has_territory)
    return [(int(o.value), o.scope) for o in reading.observations]


def test_parts_have_the_scope_of_their_whole() -> None:
    text = (
        "全县收到政府信息公开申请95件,其中网上申请60件;县政府本级收到政府信息公开申请17件,其中网上申请9件。"
    )
    assert scopes(text) == [(95, "system"), (60, "system"), (17, "agency"), (9, "agency")]


def test_a_figure_of_the_townships_is_not_that_of_the_county() -> None:
    assert scopes("全县各乡镇主动公开政府信息12306条。") == []
    assert scopes("全县各乡镇、县直各部门主动公开政府信息12306条。") == [(12306, "system")]


def test_a_department_does_not_state_the_figure_of_its_place() -> None:
    text = "全市主动公开政府信息12306条。"
    assert scopes(text) == [(12306, "system")]
    assert scopes(text, has_territory=False) == []
    reading = read_prose(text, (), REFERENCE, report_year=2012, has_territory=False)
    assert [(f.rule, f.indicator_id) for f in reading.findings] == [("of_other_bodies", ITEMS)]
    own = "全市公安机关主动公开政府信息12306条。"
    assert scopes(own, has_territory=False) == [(12306, "system")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("主动公开政府信息10000000000000000000000000条。", "value_out_of_range"),
        ("收到政府信息公开申请3.5件。", "not_a_count"),
        ("政府信息公开专项经费3.12345678万元。", "value_out_of_range"),
    ],
)
def test_what_cannot_be_a_figure_is_a_finding(text: str, rule: str) -> None:
    reading = read_prose(text, (), REFERENCE, report_year=2012)
    assert reading.observations == ()
    assert [finding.rule for finding in reading.findings] == [rule]
    (finding,) = reading.findings
    assert finding.where is not None
    assert finding.where.quote == text[finding.where.start : finding.where.end]


def test_cells_named_in_prose_carry_the_column_of_totals() -> None:
    reading = read_prose(f"{APPLICATIONS}办理结果:予以公开8件。", (), REFERENCE, report_year=2021)
    assert [(o.indicator_id, o.applicant, o.value) for o in reading.observations] == [
        ("applications.granted", "total", Decimal(8))
    ]
