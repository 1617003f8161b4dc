"""Which body reports: names, their full form, and the choice between what title, header and signature say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.page import Metadatum, Page
from flows.clean.payload import clean
from flows.extract.compilation import split_members
from flows.extract.identity.identify import identify
from flows.extract.model import Identity
from flows.reference import load_reference

REFERENCE = load_reference()
TITLE = "2015年政府信息公开工作年度报告"
BODY = "2015年，我{}主动公开政府信息35条，未收到政府信息公开申请，未发生行政复议、行政诉讼。"


def header(label: str, value: str) -> Metadatum:
    return Metadatum(label, value, "header")


def read(
    title: str,
    *,
    we: str = "局",
    signature: str = "",
    metadata: tuple[Metadatum, ...] = (),
    breadcrumb: tuple[str, ...] = (),
    head: str = "",
    url: str | None = None,
    body: str | None = None,
) -> Identity:
    lines = [title, body or BODY.format(we), *filter(None, [signature])]
    titles = (("heading", title), *((("head", head),) if head else ()))
    page = Page("\n".join(lines), "html", "utf-8", titles=titles, metadata=metadata, breadcrumb=breadcrumb)
    return identify(page, url=url, reference=REFERENCE)


@pytest.mark.parametrize(
    ("words", "agency", "level", "category", "code"),
    [
        ("湖南省", "湖南省人民政府", "province", "government", "430000"),
        ("上海市", "上海市人民政府", "province", "government", "310000"),
        ("衡水市民政局", "衡水市民政局", "prefecture", "department", "131100"),
        ("昌吉州交通运输局", "昌吉回族自治州交通运输局", "prefecture", "department", "652300"),
        ("河北省衡水市安平县", "安平县人民政府", "county", "government", "131125"),
        ("义乌市", "义乌市人民政府", "county", "government", "330782"),
        ("济源市教育局", "济源市教育局", "county", "department", "419001"),
        ("鼎城区", "常德市鼎城区人民政府", "county", "government", "430703"),
        ("北京海淀区财政局", "北京市海淀区财政局", "county", "department", "110108"),
        ("东莞市厚街镇", "东莞市厚街镇人民政府", "township", "government", "441900122"),
        ("安平县两洼乡", "安平县两洼乡人民政府", "township", "government", "131125"),
        ("宁波市海曙区月湖街道", "宁波市海曙区月湖街道办事处", "township", "subdistrict_office", "330203004"),
        ("石门县政府办", "石门县人民政府办公室", "county", "department", "430726"),
        ("石门县经济开发区管委会", "石门县经济开发区管理委员会", "county", "development_zone", "430726"),
        ("石门县第一中学", "石门县第一中学", "county", "school", "430726"),
        ("石门县图书馆", "石门县图书馆", "county", "public_institution", "430726"),
        ("石门县气象局", "石门县气象局", "county", "vertical_agency", "430726"),
        ("国家税务总局石门县税务局", "国家税务总局石门县税务局", "county", "vertical_agency", "430726"),
        ("国家统计局北京调查总队", "国家统计局北京调查总队", "province", "vertical_agency", "110000"),
        ("人力资源社会保障部", "人力资源社会保障部", "state", "department", None),
        ("湖南大学", "湖南大学", None, "school", None),
    ],
)
def test_a_title_gives_the_full_name_level_category_and_place(
    words: str, agency: str, level: str | None, category: str, code: str | None
) -> None:
    identity = read(f"{words}2015年政府信息公开工作年度报告", we="们")
    assert (identity.agency, identity.level, identity.category) == (agency, level, category)
    assert identity.region_code == code
    assert identity.findings == ()


@pytest.mark.parametrize(
    "title",
    [
        "2015年桃源县林业局信息公开年报",
        "2015桃源县林业局政府信息公开年度报告",
        "二〇一五年桃源县林业局政府信息公开工作年度报告",
        "关于桃源县林业局2015年政府信息公开年度报告的函",
        "桃源县林业局政府信息公开2015年度报告",
        "桃源县林业局2015年度政府信息公开工作告年度报",
        "2015年度桃源县林业局政务公开年度工作报告",
        "2015年政府信息公开年度报告（桃源县林业局）",
        "桃源县 林业局2015年政府信息公开年度报告",
        "桃源县林业局 桃源县森林公安局2015年政府信息公开年度报告",
        "桃源县林业局(桃源县绿化办)2015年政府信息公开年度报告",
    ],
)
def test_titles_of_all_shapes_give_the_body(title: str) -> None:
    identity = read(title)
    assert (identity.agency, identity.report_year) == ("桃源县林业局", 2015)
    assert identity.kind == "annual_report"


def test_a_government_that_shares_a_word_with_the_title_is_read_whole() -> None:
    assert read("石门县人民政府信息公开2015年年度报告", we="县").agency == "石门县人民政府"


def test_the_disclosure_office_reports_for_its_government() -> None:
    identity = read(TITLE, we="县", signature="石门县政务公开领导小组办公室\n2016年3月1日")
    assert identity.agency == "石门县人民政府"


def test_a_name_that_several_places_bear_stays_unknown_until_the_page_says_which() -> None:
    title = "鼓楼区审计局2015年政府信息公开年度报告"
    unknown = read(title)
    assert unknown.agency is None
    assert unknown.agency_as_written == "鼓楼区审计局"
    assert [f.rule for f in unknown.findings] == ["no_agency"]
    assert read(title, head=f"{title}-郑州市政府").agency is None, "no 鼓楼区 lies there"
    known = read(title, metadata=(header("来源", "福州市鼓楼区人民政府"),))
    assert (known.agency, known.region_code) == ("福州市鼓楼区审计局", "350102")


@pytest.mark.parametrize(
    ("title", "signature", "agency"),
    [
        ("市卫生局2015年政府信息公开年度报告", "衡水市卫生局\n2016年3月1日", "衡水市卫生局"),
        ("市交通局2015年政府信息公开年度报告", "衡水市交通运输局\n2016年3月1日", "衡水市交通运输局"),
        (
            "安平县安监局2015年政府信息公开年报",
            "安平县安全生产监督管理局\n2016年1月1日",
            "安平县安全生产监督管理局",
        ),
        ("安平县安监局2015年政府信息公开年报", "", "安平县安全生产监督管理局"),
        ("市交通局2015年政府信息公开年度报告", "", None),
        (
            "市市场监督管理局2015年政府信息公开年报",
            "衡水市市场监督管理局\n2016年1月1日",
            "衡水市市场监督管理局",
        ),
        (
            "市场监督管理局2015年政府信息公开年报",
            "衡水市市场监督管理局\n2016年1月1日",
            "衡水市市场监督管理局",
        ),
        ("安平县公安局2015年政府信息公开年报", "联系安平县公安消防局、安平县教育局。", "安平县公安局"),
        ("市交通局2015年政府信息公开年报", "到衡水市交通局、保定市交通局学习。", None),
        ("市交通局2015年政府信息公开年度报告", "衡水市水利局\n2016年3月1日", "衡水市交通局"),
    ],
)
def test_a_short_name_is_spelled_out_by_the_page(title: str, signature: str, agency: str | None) -> None:
    assert read(title, signature=signature).agency == agency


@pytest.mark.parametrize(
    ("we", "given", "agency"),
    [
        ("局", {"signature": "安平县水务局\n2016年3月1日"}, "安平县水务局"),
        ("局", {"signature": "本报告由县水务局编制。安平县水务局 2016年3月1日"}, "安平县水务局"),
        ("局", {"metadata": (header("发布机构", "安平县水务局"),)}, "安平县水务局"),
        (
            "局",
            {"metadata": (header("发布机构", "县水务局"), header("来源", "安平县人民政府"))},
            "安平县水务局",
        ),
        ("局", {"breadcrumb": ("首页", "安平县", "县水务局")}, "安平县水务局"),
        (
            "局",
            {"metadata": (header("发布机构", "水务局"), header("来源", "安平县人民政府"))},
            "安平县水务局",
        ),
        ("局", {"metadata": (header("发布机构", "办公室"), header("来源", "安平县人民政府"))}, None),
        ("镇", {"breadcrumb": ("安平县人民政府", "马店镇")}, "安平县马店镇人民政府"),
        ("县", {"metadata": (header("发布机构", "安平县人民政府"),)}, "安平县人民政府"),
        ("局", {"metadata": (header("发布机构", "安平县人民政府"),)}, None),
        ("局", {"breadcrumb": ("安平县人民政府", "马店镇")}, None),
        ("局", {"metadata": (header("来源", "人民日报"),)}, None),
        ("局", {}, None),
    ],
)
def test_we_is_resolved_from_header_signature_and_columns(
    we: str, given: dict[str, object], agency: str | None
) -> None:
    identity = read(TITLE, we=we, **given)  # type: ignore[arg-type]
    assert identity.agency == agency
    assert ("no_agency" in [f.rule for f in identity.findings]) is (agency is None)


def test_the_title_wins_over_a_successor_in_the_header_and_says_so() -> None:
    identity = read(
        "衡水市卫生局2015年政府信息公开年度报告", metadata=(header("发布机构", "衡水市卫生健康委员会"),)
    )
    assert identity.agency == "衡水市卫生局"
    assert [f.rule for f in identity.findings] == ["agency_conflict"]
    against = [e for e in identity.evidence if e.field == "agency" and not e.is_chosen]
    assert [(e.source, e.value) for e in against] == [("metadata", "衡水市卫生健康委员会")]


def test_a_successor_with_a_longer_name_does_not_spell_the_title_out() -> None:
    given = (header("发布机构", "安平县卫生健康局"),)
    identity = read("安平县卫生局2015年政府信息公开年度报告", metadata=given)
    assert identity.agency == "安平县卫生局"
    assert [f.rule for f in identity.findings] == ["agency_conflict"]
    assert read("县卫生局2015年政府信息公开年度报告", metadata=given).agency == "安平县卫生局"


def test_a_zone_is_placed_only_where_the_page_names_its_place() -> None:
    title = "东湖高新技术产业开发区管委会2015年政府信息公开年度报告"
    assert read(title, we="区").region_code is None, "the 东湖区 of another province is not meant"
    known = read(
        "安平综合实验区管委会2015年政府信息公开年报", we="区", metadata=(header("来源", "安平县人民政府"),)
    )
    assert (known.agency, known.region_code) == ("安平综合实验区管理委员会", "131125")


def test_the_office_that_signs_for_its_government_is_no_conflict() -> None:
    identity = read(
        "安平县2015年政府信息公开工作年度报告", we="县", signature="安平县人民政府办公室\n2016年3月1日"
    )
    assert identity.agency == "安平县人民政府"
    assert identity.findings == ()


def test_a_place_alone_in_the_title_of_a_bureau_is_not_taken_for_its_government() -> None:
    body = BODY.format("局") * 2
    title = "安平县2015年政府信息公开工作年度报告"
    assert read(title, body=body, signature="安平县水务局\n2016年3月1日").agency == "安平县水务局"
    assert read(title, body=body).agency is None


def test_a_site_name_as_title_is_not_the_body() -> None:
    assert read(TITLE, head="安平县人民政府").agency is None


def test_spam_in_the_place_of_the_name_is_told_and_the_name_comes_from_elsewhere() -> None:
    identity = read("lucky365官网2015年政府信息公开工作年度报告", signature="安平县水务局\n2016年3月1日")
    assert identity.agency == "安平县水务局"
    assert [f.rule for f in identity.findings] == ["spam_name"]


def test_a_body_of_an_unlisted_place_keeps_its_printed_name_without_a_code() -> None:
    identity = read("子虚市教育局2015年政府信息公开工作年度报告")
    assert (identity.agency, identity.region_code) == ("子虚市教育局", None)


def test_a_place_of_the_past_gets_the_code_of_the_place_above() -> None:
    identity = read("绍兴县水利局2015年政府信息公开工作年度报告")
    assert (identity.agency, identity.county, identity.region_code) == ("绍兴县水利局", "绍兴县", "330600")
    street = read("北京市宣武区人民政府子虚街道办事处2015年政府信息公开年度报告", we="街道")
    assert street.agency == "北京市宣武区人民政府子虚街道办事处"
    assert (street.level, street.region_code) == ("township", "110000")


def test_a_site_of_another_province_forbids_the_place() -> None:
    title = "安平县水务局2015年政府信息公开工作年度报告"
    assert read(title, url="http://anping.hebei.gov.cn/a.html").agency == "安平县水务局"
    assert read(title, url="http://somewhere.hainan.gov.cn/a.html").agency is None


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("中华人民共和国海关总署（本级机关）2015年政府信息公开工作年度报告", "agency"),
        ("全国海关2015年政府信息公开工作年度报告", "system"),
        ("衡水市民政局2015年政府信息公开年度报告", None),
    ],
)
def test_scope_comes_from_the_title(title: str, scope: str | None) -> None:
    assert read(title).scope == scope


@pytest.mark.parametrize(
    ("metadata", "published_on", "rules"),
    [
        ((header("发布时间", "2016- 03- 28 09: 20"),), "2016-03-28", []),
        ((header("发布日期", "2016-03-28 00:00:00.0"),), "2016-03-28", []),
        ((header("成文日期", "2016-03-01"), header("发布日期", "2016年3月28日")), "2016-03-28", []),
        ((header("生成日期", "2016-03-28"),), "2016-03-28", []),
        ((Metadatum("PubDate", "2016-03-28 10:00", "meta"),), "2016-03-28", []),
        ((header("成文日期", "2016-03-01"),), None, []),
        ((header("发布日期", "2016-02-30"),), None, ["impossible_date"]),
        ((header("发布日期", "2014-03-01"),), "2014-03-01", ["published_before_year"]),
        ((header("发布日期", "2015-12-30"),), "2015-12-30", ["published_before_year"]),
        ((header("发布日期", "2016-01-01"),), "2016-01-01", []),
        ((), None, []),
    ],
)
def test_the_day_of_publication(
    metadata: tuple[Metadatum, ...], published_on: str | None, rules: list[str]
) -> None:
    identity = read(
        "衡水市民政局2015年政府信息公开年度报告", metadata=metadata, signature="衡水市民政局\n2016年2月1日"
    )
    assert identity.published_on == published_on
    assert [f.rule for f in identity.findings] == rules


@pytest.mark.parametrize(
    ("line", "published_on"),
    [
        ("2016-3-28 15:02:41  阅读次数：906", "2016-03-28"),
        ("统计期限：2015年1月1日—2015年12月31日", None),
    ],
)
def test_a_date_under_the_title_is_the_day_of_publication_where_it_ends_no_period(
    line: str, published_on: str | None
) -> None:
    page = Page(f"衡水市民政局2015年政府信息公开年度报告\n{line}\n我局公开信息35条。", "html", "utf-8")
    assert identify(page, url=None, reference=REFERENCE).published_on == published_on


@pytest.mark.parametrize(
    ("above", "below", "published_on"),
    [
        ("", "<div>2022-01-20</div>", "2022-01-20"),
        ("", "<div>[2022-01-20]</div>", "2022-01-20"),
        ("", "<div><span>2022年1月20日</span> <span>浏览次数：33</span></div>", "2022-01-20"),
        ("<div>2025-03-01</div>", "<div>2022-01-20</div>", "2022-01-20"),
        ("<div>2025-03-01</div>", "", None),
        ("<div>今天是2025年3月1日 星期六</div>", "", None),
        ("", "<div>2022-01-20 09:30　办公室　（点击： <span>531</span> 次）</div>", "2022-01-20"),
        ("", "<div>作者：张三　来源：办公室　更新时间：2022-01-20 10:22　点击数：72</div>", "2022-01-20"),
        ("", "<div>更新时间：2022-03-01　发布时间：2022-01-20</div>", "2022-01-20"),
        # Touched later, or before the year was over: no publication.
        ("", "<div>更新时间：2022-04-01</div>", None),
        ("", "<div>更新时间：2023-05-06</div>", None),
        ("", "<div>来源：办公室　更新时间：2021-06-30</div>", None),
        ("", "<div>修改日期： 2023-05-06</div>", None),
    ],
)
def test_a_day_between_title_and_text_is_that_of_publication_and_a_clock_is_none(
    above: str, below: str, published_on: str | None
) -> None:
    title = "<h1>衡水市民政局2021年政府信息公开工作年度报告</h1>"
    text = "<div><p>一、总体情况</p><p>2021年，我局主动公开政府信息35条，未收到申请。</p></div>"
    page = clean(f"<html><body>{above}{title}{below}{text}</body></html>".encode())
    assert identify(page, url=None, reference=REFERENCE).published_on == published_on


def test_a_broken_address_is_no_evidence_and_no_error() -> None:
    assert (
        read("衡水市民政局2015年政府信息公开年度报告", url="http://[broken/2014n/a.html").report_year == 2015
    )


def test_spans_of_evidence_point_at_its_words() -> None:
    title = "衡水市民政局2015年政府信息公开年度报告"
    page = Page(
        f"{title}\n{BODY.format('局')}\n衡水市民政局\n2016年2月1日",
        "html",
        "utf-8",
        titles=(("heading", title),),
    )
    evidence = identify(page, url=None, reference=REFERENCE).evidence
    spans = [e for e in evidence if e.start is not None]
    assert {e.source for e in spans} >= {"title", "sentence", "signature"}
    assert all(page.text[e.start : e.end] == e.quote for e in spans)


WORDS = st.sampled_from(
    [
        "2015年",
        "二〇一六",
        "20xx年",
        "安平县",
        "鼓楼区",
        "马店镇",
        "人民政府",
        "水务局",
        "我局",
        "政府信息公开",
    ]
) | st.sampled_from(
    [
        "年度报告",
        "统计期限自",
        "1月1日至",
        "12月31日",
        "35条",
        "(",
        "）",
        "十",
        "篇",
        "三一",
        "一、",
        "。",
        "\n",
        " ",
        "\ud83d",
    ]
)


@settings(max_examples=150, deadline=None)
@given(title=st.lists(WORDS, max_size=10), body=st.lists(WORDS, max_size=60), url=st.text(max_size=30))
def test_any_page_has_an_identity_whose_spans_hold(title: list[str], body: list[str], url: str) -> None:
    text = "".join(body)
    page = Page(text, "html", "utf-8", titles=(("heading", "".join(title)),), breadcrumb=tuple(body[:3]))
    identity = identify(page, url=f"http://example.gov.cn/{url}", reference=REFERENCE)
    for item in identity.evidence:
        if item.start is not None and item.end is not None:
            assert text[item.start : item.end] == item.quote
    assert identity.report_year is None or 2003 <= identity.report_year <= 2100
    split_members(text)


def test_a_sentence_that_announces_is_no_name() -> None:
    text = (
        "样湖度假区2020年政府信息公开工作年度报告\n"
        "现将常德市样湖度假区管理委员会2020年政府信息公开工作情况报告如下：\n2020年，主动公开政府信息7条。"
    )
    identity = identify(clean(text.encode()), url=None, reference=REFERENCE)
    assert identity.agency == "常德市样湖度假区管理委员会"


def test_who_signs_and_speaks_goes_before_the_successor_in_the_header() -> None:
    page = """<html><body><div>发布机构：仙居县卫生健康局　发布日期：2017-03-06</div>
    <h1>2016年政府信息公开工作年度报告</h1>
    <p>仙居县卫生和计划生育局2016年政府信息公开工作年度报告如下。</p><p>2016年，我局主动公开政府信息8条。</p>
    <p>仙居县卫生和计划生育局</p><p>2017年3月1日</p></body></html>"""
    identity = identify(clean(page.encode()), url=None, reference=REFERENCE)
    assert identity.agency == "仙居县卫生和计划生育局"
    assert {one.value for one in identity.evidence if one.source == "metadata" and one.field == "agency"} == {
        "仙居县卫生健康局"
    }


@pytest.mark.parametrize(
    ("signature", "metadata", "we", "agency"),
    [
        ("安平县人民政府办公室\n2016年1月5日", (), "局", "安平县人民政府"),
        ("", (header("发布机构", "安平县人民政府"),), "局", "安平县人民政府"),
        ("", (), "局", None),
        ("", (), "县", "安平县人民政府"),
    ],
)
def test_a_county_in_a_title_is_its_government_unless_the_text_speaks_of_a_bureau(
    signature: str, metadata: tuple[Metadatum, ...], we: str, agency: str | None
) -> None:
    assert read(f"安平县{TITLE}", we=we, signature=signature, metadata=metadata).agency == agency
