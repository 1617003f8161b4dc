"""The year reported on: the rank of its evidence, and what is none."""

import pytest

from flows.clean.page import Metadatum, Page
from flows.clean.payload import clean
from flows.extract.identity.identify import identify
from flows.extract.identity.titles import to_year
from flows.extract.model import Identity
from flows.reference import load_reference

REFERENCE = load_reference()
COUNTS = "{}年，我局主动公开政府信息35条，未收到政府信息公开申请。"


def read(
    title: str,
    body: str,
    *,
    url: str | None = None,
    metadata: tuple[Metadatum, ...] = (),
    breadcrumb: tuple[str, ...] = (),
) -> Identity:
    titles = (("heading", title),) if title else ()
    page = Page(
        f"{title}\n{body}".strip(), "html", "utf-8", titles=titles, metadata=metadata, breadcrumb=breadcrumb
    )
    return identify(page, url=url, reference=REFERENCE)


def test_the_period_sentence_wins_over_the_title_and_the_conflict_is_told() -> None:
    body = "本报告数据的统计期限自2014年1月1日起至2014年12月31日止。" + COUNTS.format(2014)
    identity = read("衡水市民政局2015年政府信息公开年度报告", body)
    assert identity.report_year == 2014
    (finding,) = identity.findings
    assert (finding.rule, finding.severity) == ("year_conflict", "contradiction")
    assert "title 2015" in finding.message


def test_the_title_wins_over_sentences_copied_from_the_year_before() -> None:
    identity = read("衡水市民政局2015年政府信息公开年度报告", "现公布2014年度年报。" + COUNTS.format(2014))
    assert identity.report_year == 2015
    assert [f.rule for f in identity.findings] == ["year_conflict"]


REPORT_OF_2021 = (
    "<h1>样例县水务局2021年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>我局认真落实条例要求。</p>"
)
SECTION_3 = (
    "<table><tr><td>申请人情况</td><td>自然人</td></tr><tr><td>本年新收申请数量</td><td>3</td></tr></table>"
)


def year_of(markup: str) -> tuple[int | None, list[str]]:
    identity = identify(clean(markup.encode()), url=None, reference=REFERENCE)
    return identity.report_year, [finding.rule for finding in identity.findings if "year" in finding.rule]


@pytest.mark.parametrize("caption", ["统计时间：2020年度", "统计期限：2020年1月1日至2020年12月31日"])
@pytest.mark.parametrize("place", ["<p>{}</p>", "<p>{}</p><p>单位：件</p>"])
def test_a_caption_over_a_table_is_weaker_than_the_title(caption: str, place: str) -> None:
    assert year_of(REPORT_OF_2021 + place.format(caption) + SECTION_3) == (2021, ["year_conflict"])
    inside = SECTION_3.replace("<table>", f"<table><tr><td colspan=2>{caption}</td></tr>")
    assert year_of(REPORT_OF_2021 + inside) == (2021, ["year_conflict"])
    # A sentence right above it is one still, and a caption alone is all there is.
    sentence = f"<p>本报告数据的{caption.replace('：', '为')}。</p>"
    assert year_of(REPORT_OF_2021 + sentence + SECTION_3) == (2020, ["year_conflict"])
    untitled = REPORT_OF_2021.replace("2021年", "")
    assert year_of(untitled + place.format(caption) + SECTION_3) == (2020, [])


@pytest.mark.parametrize(
    "compared",
    [
        "2021年主动公开信息120条。2020年公开100条，2020年受理申请5件。",
        "2021年受理申请3件，上一年度（2020年）受理5件；2020年公开信息90条。",
    ],
)
def test_a_comparison_with_the_year_before_is_no_conflict(compared: str) -> None:
    assert year_of(f"{REPORT_OF_2021}<p>{compared}</p>") == (2021, [])
    assert year_of(f"{REPORT_OF_2021}<p>2020年公开100条，2020年受理申请5件。</p>") == (
        2021,
        ["year_conflict"],
    )


def test_a_title_over_the_text_that_names_another_year_is_told() -> None:
    page, text = REPORT_OF_2021.split("<p>一", 1)
    for title, told in (("2020年", ["year_conflict"]), ("2021年", [])):
        inner = f"<p>样例县水务局</p><p>{title}政府信息公开工作年度报告</p><p>一"
        assert year_of(page + inner + text) == (2021, told)
    menu = "".join(f"<p>{year}年政府信息公开工作年度报告</p>" for year in (2020, 2019, 2018))
    assert year_of(f"{page}{menu}<p>一{text}") == (2021, [])


@pytest.mark.parametrize(
    "period",
    [
        "统计期限自2014年1月1日起至2014年12月31日止",
        "统计期限为2014年1月1日至12月31日",
        "统计时限为20141月1日至201412月31日",
        "数据统计时间2014.1.1-2014.12.31",
        "统计期限：2014年1月1日—2014年12月31日",
        "统计期限从二〇一四年1月1日到二〇一四年12月31日",
        "统计数据的时间范围为2014年度",
        "数据的统计期限自2014年5月1日起至2014年12月31日止",
    ],
)
def test_period_sentences_of_all_shapes(period: str) -> None:
    identity = read("", f"本报告{period}。我局主动公开政府信息35条，未收到政府信息公开申请。")
    assert identity.report_year == 2014
    assert next(e.source for e in identity.evidence if e.field == "report_year") == "period_sentence"


@pytest.mark.parametrize(
    "sentence",
    [
        "自2008年5月1日至2014年12月31日，累计公开政府信息3500条。",
        "2013年5月4日至12月31日开展专项行动。",
    ],
)
def test_a_period_over_several_years_is_no_report_year(sentence: str) -> None:
    identity = read("", "我局主动公开政府信息35条。" + sentence)
    assert all(e.source != "period_sentence" for e in identity.evidence if e.field == "report_year")


@pytest.mark.parametrize(
    ("words", "year"),
    [("2016", 2016), ("二〇一六", 2016), ("二O一六", 2016), ("二0一六", 2016), ("二零一六", 2016)],
)
def test_numerals_of_years(words: str, year: int) -> None:
    assert to_year(words) == year


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("2014年，我局公开政府信息35条，比2013年增加5条。", 2014),
        ("截至2014年12月31日，我局公开政府信息35条。", 2014),
        ("截止到2014年12月，我局公开政府信息35条。", 2014),
        ("根据〔2013〕7号文件，2014年我局公开政府信息35条。", 2014),
        ("截至2014年7月，我局公开政府信息35条，未收到申请。", None),
        ("2014年我局公开政府信息35条。2013年我局公开政府信息30条。", 2014),
        ("2013年度收到申请6件，2014年度收到申请3件。", 2014),
        ("2014年收到申请36件，加上2013年结转4件，共办理39件，结转2015年1件。我局未收费。", 2014),
        ("下一步，2015年力争公开政府信息80条。2014年实际公开64条。", 2014),
        ("2014年，样例乡公开工作如下：公开信息17条。计划在2015年举办公开培训班2期。", 2014),
        ("2014年全系统登记企业3204户。本局主动公开政府信息239条。", 2014),
        ("2013年查处案件61件，2014年查处52件。本局主动公开政府信息239条。", None),
        ("20xx年，我局公开政府信息35条，未收到政府信息公开申请。", None),
        ("我局公开政府信息35条，未收到政府信息公开申请。2015年3月1日", None),
    ],
)
def test_the_numbers_own_sentences(body: str, year: int | None) -> None:
    identity = read("", body)
    assert identity.report_year == year
    assert ("no_year" in [f.rule for f in identity.findings]) is (year is None)


BARE = "我局主动公开政府信息35条，未收到政府信息公开申请。"


def test_metadata_columns_and_address_come_last_in_this_order() -> None:
    category = (Metadatum("组配分类", "2013年度", "header"),)
    address = "https://example.gov.cn/zfxxgknb/2011n/content/post_1.html"
    given = read("", BARE, metadata=category, breadcrumb=("年报", "2012年度"), url=address)
    assert given.report_year == 2013
    assert read("", BARE, breadcrumb=("年报", "2012年度"), url=address).report_year == 2012
    assert read("", BARE, url=address).report_year == 2011


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("/nb/2017n/art/2022/art_69.html", 2017),
        ("/zfxxgknb/2021/jdb/202206/t20220615_32.html", 2021),
        ("/public/column/7471?type=3&timeFrame=2020", 2020),
        ("/module/xxgk/xxgkAnnualReport.jsp?area=1137&fbtime=2010", 2010),
        ("/art/2015/3/24/art_12.html", None),
        ("/art/2022/art_69.html", None),
        ("/xxgk/201306/t20130602_1.html", None),
        ("/xxgknb/2018fd3a/index.html", None),
    ],
)
def test_a_folder_of_a_year_is_evidence_and_a_day_of_publication_is_none(path: str, year: int | None) -> None:
    assert read("", BARE, url=f"https://example.gov.cn{path}").report_year == year


def test_the_year_after_is_never_taken_from_the_day_of_publication() -> None:
    identity = read("", BARE, metadata=(Metadatum("发布日期", "2016-03-01", "header"),))
    assert identity.report_year is None


def test_an_impossible_year_is_refused_and_told() -> None:
    identity = read("衡水市民政局2108年政府信息公开年度报告", BARE)
    assert identity.report_year is None
    assert [f.rule for f in identity.findings] == ["year_out_of_range", "no_year"]


@pytest.mark.parametrize(
    "title", ["衡水市民政局信息公开指南(2024年)", "衡水市民政局2024年政府信息公开工作要点"]
)
def test_the_year_of_a_guide_or_a_plan_is_no_report_year(title: str) -> None:
    assert read(title, BARE).report_year is None


def test_an_impossible_year_is_told_once_however_often_it_stands_there() -> None:
    metadata = (Metadatum("组配分类", "2108年度", "header"),)
    identity = read("衡水市民政局2108年政府信息公开年度报告", "2108年，我局公开信息35条。", metadata=metadata)
    assert [f.rule for f in identity.findings] == ["year_out_of_range", "no_year"]


@pytest.mark.parametrize(
    ("title", "period", "year", "severity"),
    [
        ("子虚大学2020-2021学年信息公开工作年度报告", "2020年9月1日至2021年8月31日", 2021, "notice"),
        ("", "报告期为2020年9月1日至2021年8月31日", 2021, "notice"),
        ("子虚大学2020学年信息公开工作年度报告", "", None, "refusal"),
        ("子虚大学2020年信息公开工作年度报告", "2019年9月1日至2020年8月31日", 2020, "notice"),
    ],
)
def test_a_school_year_counts_as_the_year_it_ends_in(
    title: str, period: str, year: int | None, severity: str
) -> None:
    identity = read(title, f"{period}，我校主动公开信息35条，2021年收到申请2件。")
    assert identity.report_year == year
    assert [f.severity for f in identity.findings if f.rule == "school_year"] == [severity]


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("一、总体情况\n2014年，安平县坚持公开为常态。\n全县公开政府信息2万条。", 2014),
        ("2014年，《条例》修订。我局公开政府信息35条。", None),
        ("我局未收到申请。\n2014 年全年主动公开政府信\n息 215 条，其中公告 46 条。", 2014),
        ("马店镇2014年信息公开工作年度报告。本年度公开信息73条。", 2014),
        ("2014年，我局未制定行政规范性文件。我局公开政府信息35条。", 2014),
    ],
)
def test_the_opening_tells_the_year_where_no_figure_does(body: str, year: int | None) -> None:
    assert read("", body).report_year == year


def test_full_width_digits_are_a_year_and_are_quoted_as_printed() -> None:
    page = clean(
        "样例县水务局２０２１年政府信息公开工作年度报告\n２０２１年，我局主动公开政府信息９条。".encode()
    )
    identity = identify(page, url=None, reference=REFERENCE)
    assert (identity.agency, identity.report_year) == ("样例县水务局", 2021)
    assert {one.quote for one in identity.evidence if one.field == "report_year" and one.start} == {
        "２０２１年"
    }
