"""What a page is: a report, or one of the many pages that speak of reports."""

import pytest

from flows.clean.page import Link, Page, PrintedCell, PrintedTable
from flows.extract.identity.identify import identify
from flows.extract.model import Identity
from flows.reference import load_reference

REFERENCE = load_reference()
REPORT = (
    "一、总体情况\n2015年，我局主动公开政府信息35条。\n二、依申请公开情况\n未收到政府信息公开申请。\n"
    "三、行政复议和行政诉讼情况\n无。\n四、存在的主要问题"
)
NEWS = "记者日前获悉，各单位的年报已经在网站上公布，市民可以前往查阅。"


def read(title: str, body: str, *, url: str | None = None, forms: tuple[str, ...] = ()) -> Identity:
    titles = (("heading", title),) if title else ()
    page = Page(f"{title}\n{body}".strip(), "html", "utf-8", titles=titles)
    return identify(page, url=url, reference=REFERENCE, table_forms=forms)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("衡水市民政局2015年政府信息公开年度报告", REPORT, "annual_report"),
        ("衡水市民政局2015年度政务公开工作年度报告", REPORT, "annual_report"),
        ("衡水市民政局2015年度信息公开的报告", REPORT, "annual_report"),
        ("衡水市民政局2015年度政府信息公开工作报告", REPORT, "annual_report"),
        ("关于公布衡水市民政局2015年政府信息公开年度报告的公告", REPORT, "annual_report"),
        ("衡水市卫生和计划生育委员会2015年政府信息公开年度报告", REPORT, "annual_report"),
        ("衡水市新闻出版局2015年政府信息公开年度报告", REPORT, "annual_report"),
        ("衡水市民政局2015年政务公开工作总结", REPORT, "work_summary"),
        ("衡水市民政局政务公开工作情况", REPORT, "work_summary"),
        ("衡水市民政局2015年政府信息公开情况统计表", REPORT, "annual_report"),
        ("政务公开年度工作总结(通用12篇)", REPORT, "template_compilation"),
        ("信息公开年度报告范文", REPORT, "template_compilation"),
        ("衡水市政府信息公开年度报告制度", "第一条 为规范年度报告，应当按时编制。", "rule"),
        ("衡水市政府信息公开工作考核办法(试行)", "第一条 为规范考核。", "rule"),
        ("衡水市民政局政府信息公开指南", "一、主动公开。二、依申请公开。", "guide"),
        ("衡水市2015年政府信息公开工作要点", "一、加强领导。", "work_plan"),
        ("关于做好2015年政府信息公开年度报告编制工作的通知", "请各单位认真编制，于1月底前报送。", "notice"),
        ("关于报送2015年政府信息公开年度报告的函", "请各单位认真编制，于1月底前报送。", "notice"),
        ("衡水市民政局关于报送2015年政府信息公开年度报告的函", REPORT, "annual_report"),
        ("衡水市民政局关于报送2015年政府信息公开年度报告的通知", REPORT, "notice"),
        ("政府信息公开工作满意度调查问卷", "您是否了解政府信息公开？", "survey"),
        ("政府信息公开申请表", "申请人信息", "blank_form"),
        ("我市各部门2015年政府信息公开年报陆续公布", NEWS, "news"),
        ("一图读懂2015年政府信息公开年度报告", NEWS, "news"),
        ("2015年政府信息公开年度报告汇总", "", "index"),
        ("衡水市2015年法治政府建设年度报告", "一年来，我市依法行政。", "other"),
        ("衡水市概况", "衡水市位于河北省东南部。", "other"),
        ("衡水市民政局2015年政府信息公开年度报告（填写样例）", REPORT, "blank_form"),
        ("衡水市民政局2015年政府信息公开年度报告", f"（样表，仅供参考）\n{REPORT}", "blank_form"),
        ("衡水市民政局2015年政府信息公开年度报告", f"{REPORT}\n样表", "annual_report"),
        (
            "衡水市民政局发布2015年政府信息公开年度报告",
            "近日，衡水市民政局发布2015年政府信息公开年度报告。报告显示，全年主动公开政府信息320条，收到申请12件。",
            "news",
        ),
        (
            "衡水市民政局2015年政府信息公开年度报告",
            f"近日，我局公布了2015年年度报告。\n{REPORT}",
            "annual_report",
        ),
    ],
)
def test_kinds_by_title_and_text(title: str, body: str, kind: str) -> None:
    identity = read(title, body)
    assert identity.kind == kind
    is_fact_kind = kind in ("annual_report", "work_summary")
    assert (identity.excluded_because is None) is is_fact_kind


def test_a_report_without_a_title_is_known_by_what_it_states() -> None:
    assert read("", REPORT).kind == "annual_report"
    assert (
        read("", "第一条 应当公开。第二条 应当申请。第三条 应当。第四条 应当。第五条 应当。").kind == "rule"
    )


def test_an_encyclopedia_is_known_by_its_host() -> None:
    identity = read("衡水市民政局2015年政府信息公开年度报告", REPORT, url="https://baike.example.com/item/1")
    assert identity.kind == "encyclopedia"


def test_a_list_of_reports_is_an_index() -> None:
    lines = [f"某{name}2015年政府信息公开年度报告 2016-03-0{i}" for i, name in enumerate("甲乙丙丁戊", 1)]
    assert read("政府信息公开年报", "\n".join(lines)).kind == "index"


def test_a_form_without_figures_is_blank_and_one_with_zeros_is_not() -> None:
    labels = "信息内容\t本年制发件数\t本年废止件数\n规章\t{0}\t{0}\n行政规范性文件\t{0}\t{0}"

    def kind(value: str) -> str:
        text = "政府信息公开工作年度报告\n（单位名称）____年\n" + labels.format(value)
        table = PrintedTable((PrintedCell(0, 0, 1, 1, 0, 4),), 0, len(text))
        page = Page(text, "html", "utf-8", tables=(table,))
        return identify(page, url=None, reference=REFERENCE, table_forms=("F2021",)).kind

    assert kind("") == "blank_form"
    assert kind("0") == "annual_report"


def test_a_work_summary_states_facts_only_where_body_and_year_are_certain() -> None:
    assert read("衡水市民政局2015年政务公开工作总结", REPORT).excluded_because is None
    assert read("衡水市民政局政务公开工作总结", "我局公开信息35条。").excluded_because == "no report year"
    unknown = read("2015年政务公开工作总结", REPORT)
    assert unknown.excluded_because == "the body is not known for certain"


def test_a_title_that_is_broken_over_two_lines_comes_whole() -> None:
    text = f"衡水市民政局2015年度政务公开\n工作年度报告\n{REPORT}"
    page = Page(text, "text", "utf-8", titles=(("line", "衡水市民政局2015年度政务公开"),))
    identity = identify(page, url=None, reference=REFERENCE)
    assert identity.title == "衡水市民政局2015年度政务公开工作年度报告"
    assert identity.kind == "annual_report"


def test_an_empty_page_has_no_identity_and_raises_nothing() -> None:
    identity = identify(Page("", "html", "utf-8"), url=None, reference=REFERENCE)
    assert (identity.kind, identity.agency, identity.report_year) == ("other", None, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("安平县2015年政务公开成绩单\n本报讯（记者 张某）全县主动公开政府信息9865条，受理申请41件。", "news"),
        (
            "政府信息公开年度报告是指行政机关公布的报告。2019年共收到申请53万件。词条标签：行政",
            "encyclopedia",
        ),
        ("2016年林业局政府信息公开年度报告.doc 下载积分:15 上传人:小王\n我局公开政府信息12条。", "other"),
        ("安平县水务局政府信息公开指南(2021年版) 三、收到申请10件以上的收费100元。", "guide"),
        ("安平县水务局2009年政府信息公开年度工作总结报告\n我局公开政府信息47条。", "annual_report"),
        ("安平县水务局2007年政务公开工作报告\n我局公开信息47条。", "work_summary"),
    ],
)
def test_kinds_of_texts_told_by_others_or_in_one_line(text: str, kind: str) -> None:
    assert identify(Page(text, "text", "utf-8"), url=None, reference=REFERENCE).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2016年发生行政复议3件，行政诉讼1件，举报投诉0件。", "annual_report"),
        ("配备政府信息公开专职人员2名，兼职人员7名，设查阅点3个。", "annual_report"),
        ("安平县水务局2020年\n行政许可 15 +2 486 行政处罚 8 0 0 行政强制 1 0 0", "annual_report"),
        ("行政事业性收费 上一年项目数量 6 本年增/减 -2 政府集中采购 采购项目数量 53", "annual_report"),
        ("本年度没有新制发行政规范性文件，清理后废止3件、宣布失效5件。", "annual_report"),
        ("安平县水务局2019年部门预算公开说明 行政事业性收费3万元，政府采购20万元。", "other"),
        ("2020年全区行政执法数据 行政许可350件 行政处罚20件 行政强制3件", "other"),
        ("安平县2020年法治政府建设情况 行政复议35件，行政诉讼3件，规范性文件20件。", "other"),
        ("第一条 行政复议3件以上的。第二条 其他。第三条 其他。第四条 其他。第五条 施行。", "rule"),
    ],
)
def test_what_only_a_report_states_tells_the_kind_of_a_text_without_a_title(text: str, kind: str) -> None:
    assert identify(Page(text, "text", "utf-8"), url=None, reference=REFERENCE).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("安平县水务局2013年政府信息公开工作小结：全年公开信息五百多条，接听电话430多次。", "work_summary"),
        ("关于2021年政务公开工作的打算：一、去年公开信息62条。二、今年公开不少于80条。", "work_plan"),
        ("附件1：××县××局2016年度政府信息公开工作年度报告（参考模板） 一、公开信息____条。", "blank_form"),
        ("xx县教育局2015年度政府信息公开工作总结\n我局公开政府信息612条，受理申请4件。", "template_member"),
        ("政府信息公开工作年度报告 范文五篇 篇一：20xx年，我镇公开信息56条。", "template_compilation"),
        ("政府信息公开年报（栏目） 安平县人民政府信息公开指南（2023年版）…受理申请。", "guide"),
        ("政府信息公开年报全文解读：从数据看成效 该县公开信息8800条，收到申请36件。", "news"),
        ("有关单位今日发布2018年政府信息公开工作年度报告。据悉，去年公开信息5000条。", "news"),
        (
            "安平县水务局2023年政府信息公开工作年度报告（统计期限：2023年1月1日—12月31日）本报告公开29条。",
            "annual_report",
        ),
    ],
)
def test_titles_that_run_into_the_text(text: str, kind: str) -> None:
    assert identify(Page(text, "text", "utf-8"), url=None, reference=REFERENCE).kind == kind


def test_a_form_of_codes_alone_is_blank() -> None:
    rows = [f"{code:02}" for code in range(1, 9)]
    head = "政府信息公开情况统计表（   年度）\n填报单位（盖章）：\n"

    def page(values: list[str]) -> Page:
        text, cells = head, []
        for row, value in enumerate(values):
            cells.append(PrintedCell(row, 0, 1, 1, len(text), len(text) + len(value)))
            text += f"{value}\n"
        return Page(text, "html", "utf-8", tables=(PrintedTable(tuple(cells), len(head), len(text)),))

    assert identify(page(rows), url=None, reference=REFERENCE).kind == "blank_form"
    assert identify(page([*rows, "35", "0"]), url=None, reference=REFERENCE).kind != "blank_form"


def test_a_report_that_is_all_annex_is_no_index() -> None:
    title = "安平县水务局2020年政府信息公开工作年度报告"
    text = f"首页 > 政府信息公开年报\n{title}\n附件：{title}.pdf"
    links = (Link(f"{title}.pdf", "a.pdf"),)
    page = Page(text, "html", "utf-8", titles=(("heading", title),), links=links)
    identity = identify(page, url=None, reference=REFERENCE)
    assert (identity.kind, identity.report_year) == ("annual_report", 2020)


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("本报告由县政务公开办综合各乡镇、县政府各部门年度报告编制。", "system"),
        ("本报告数据不包括所属单位。", "agency"),
        ("本报告由我局编制。", None),
    ],
)
def test_scope_is_what_the_report_says_of_its_figures(sentence: str, scope: str | None) -> None:
    assert read("安平县水务局2015年政府信息公开年度报告", f"{sentence}\n{REPORT}").scope == scope


def test_tables_that_name_the_articles_they_serve_are_no_rule() -> None:
    rows = "\n".join(f"第二十条第（{number}）项\n信息内容\n规章 0 0 0" for number in "一五六八九")
    assert read("", rows).kind == "rule"
    assert read("", rows, forms=("F2019",)).kind == "annual_report"
