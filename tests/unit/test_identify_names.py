"""Names of bodies of every kind: what they are, where they lie, and what is no full name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.clean.page import Metadatum, Page
from flows.extract.identity.identify import identify
from flows.extract.identity.names import read_name
from flows.extract.identity.regions import gazetteer_of
from flows.extract.identity.units import category_of, is_abbreviated, is_fuller, is_spelling_of
from flows.extract.model import Identity
from flows.reference import load_reference

REFERENCE = load_reference()
GAZETTEER = gazetteer_of(REFERENCE)
TITLE = "2015年政府信息公开工作年度报告"
BODY = "2015年，我{}主动公开政府信息35条，我{}未收到政府信息公开申请，未发生行政复议、行政诉讼。"


def read(
    title: str,
    *,
    we: str = "们",
    signature: str = "",
    header: tuple[tuple[str, str], ...] = (),
    breadcrumb: tuple[str, ...] = (),
    head: str = "",
    body: str = "",
    url: str | None = None,
) -> Identity:
    lines = [title, body or BODY.format(we, we), *filter(None, [signature])]
    titles = (("heading", title), *((("head", head),) if head else ()))
    metadata = tuple(Metadatum(label, value, "header") for label, value in header)
    page = Page("\n".join(lines), "html", "utf-8", titles=titles, metadata=metadata, breadcrumb=breadcrumb)
    return identify(page, url=url, reference=REFERENCE)


@pytest.mark.parametrize(
    ("words", "agency", "level", "category", "code"),
    [
        ("国务院国有资产监督管理委员会", "国务院国有资产监督管理委员会", "state", "department", None),
        ("中国证监会", "中国证监会", "state", "department", None),
        ("市场监管总局", "市场监管总局", "state", "department", None),
        ("中国科学院", "中国科学院", "state", "public_institution", None),
        ("安平县国有资产监督管理委员会", None, "county", "department", "131125"),
        ("锡林郭勒盟行政公署", "锡林郭勒盟行政公署", "prefecture", "government", "152500"),
        ("喀什地区", "喀什地区行政公署", "prefecture", "government", "653100"),
        ("上海市公安局静安分局", "上海市公安局静安分局", "county", "vertical_agency", "310106"),
        ("衡水市生态环境局安平县分局", "衡水市生态环境局安平县分局", "county", "vertical_agency", "131125"),
        ("衡水市公安局交通分局", "衡水市公安局交通分局", None, "department", "131100"),
        ("国家统计局安平调查队", "国家统计局安平调查队", "county", "vertical_agency", "131125"),
        ("中国人民银行长沙中心支行", "中国人民银行长沙中心支行", "prefecture", "vertical_agency", "430100"),
        ("宁波海关", "宁波海关", None, "vertical_agency", "330200"),
        ("河北省衡水市气象局", "衡水市气象局", "prefecture", "vertical_agency", "131100"),
        ("第一师阿拉尔市九十九团", "新疆生产建设兵团第一师阿拉尔市九十九团", "township", "other", "659002"),
        (
            "新疆生产建设兵团第八师石河子市教育局",
            "新疆生产建设兵团第八师石河子市教育局",
            None,
            "department",
            "659001",
        ),
        ("苏州工业园区管委会", "苏州工业园区管理委员会", "county", "development_zone", "320576"),
        ("廊坊经济技术开发区教育局", "廊坊经济技术开发区教育局", "county", "department", "131071"),
        ("安平经济开发区管委会", "安平经济开发区管理委员会", "county", "development_zone", "131125"),
        ("国网子虚省电力有限公司", "国网子虚省电力有限公司", None, "public_institution", None),
        ("衡水市教育局衡水市体育局", "衡水市教育局", "prefecture", "department", "131100"),
        ("衡水市委办公室衡水市人民政府办公室", "衡水市人民政府办公室", "prefecture", "department", "131100"),
        ("潞城市审计局", "潞城市审计局", "county", "department", "140400"),
        ("宁夏大学", "宁夏大学", None, "school", None),
        ("户县水务局", "户县水务局", "county", "department", None),
        ("莱芜市审计局", "莱芜市审计局", None, "department", None),
    ],
)
def test_bodies_of_every_kind(
    words: str, agency: str | None, level: str | None, category: str, code: str | None
) -> None:
    identity = read(f"{words}{TITLE}")
    if agency:
        assert identity.agency == agency
    assert (identity.level, identity.category, identity.region_code) == (level, category, code)


@pytest.mark.parametrize(
    "title",
    [
        "安平县某镇2015年政府信息公开工作年度报告",
        "东湖高新技术产业开发区管委会建设部门户网站2015年政府信息公开年度报告",
    ],
)
def test_words_that_name_no_body(title: str) -> None:
    assert read(title, we="局").agency is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("【年度报告】安平县水务局2015年政府信息公开工作年度报告", ""),
        (
            "安平县水务局关于印发2015年政府信息公开工作年度报告的通知",
            "一、主动公开政府信息35条。二、依申请公开情况：未收到申请。三、行政复议、行政诉讼情况：无。四、存在的主要问题",
        ),
        ("关于2015年政府信息公开工作情况的报告（安平县水务局）", ""),
    ],
)
def test_words_around_the_name_in_a_title_are_taken_off(title: str, body: str) -> None:
    assert read(title, we="局", body=body).agency == "安平县水务局"


def test_the_title_of_a_text_in_one_line_ends_where_its_text_begins() -> None:
    for text in (
        "安平县水务局2015年政府信息公开工作情况报告:一年来,我局主动公开政府信息35条,未收到申请。",
        "安平县水务局 | | | 2015年政府信息公开工作年度报告 | | 一、主动公开。全年主动公开政府信息35条。",
        "安办发〔2016〕3号 安平县水务局2015年政府信息公开工作年度报告 我局主动公开政府信息35条。",
        "我局高度重视。安平县水务局2015年政府信息公开工作情况报告:一年来,我局公开政府信息35条。",
    ):
        identity = identify(Page(text, "text", "utf-8"), url=None, reference=REFERENCE)
        assert (identity.agency, identity.report_year) == ("安平县水务局", 2015), text


@pytest.mark.parametrize(
    ("unit", "signature", "header", "agency"),
    [
        ("教体局", "", (), None),
        ("教体局", "安平县教育体育局\n2016年1月4日", (), "安平县教育体育局"),
        ("教体局", "", (("发布机构", "安平县教育体育局"),), "安平县教育体育局"),
        ("文广局", "", (("发布机构", "安平县文化广电旅游局"),), None),
        ("扶贫办", "", (), None),
        ("高新区管委会", "", (), None),
        ("发展改革委", "安平县发展和改革委员会\n2016年1月4日", (), "安平县发展和改革委员会"),
    ],
)
def test_a_short_name_is_no_full_name_until_the_page_spells_it_out(
    unit: str, signature: str, header: tuple[tuple[str, str], ...], agency: str | None
) -> None:
    identity = read(f"安平县{unit}{TITLE}", signature=signature, header=header)
    assert identity.agency == agency
    assert (identity.agency_as_written, identity.region_code) == (f"安平县{unit}", "131125")
    told = [f.message for f in identity.findings if f.rule == "no_agency"]
    assert bool(told) is (agency is None)
    assert all("short name" in message for message in told)


@pytest.mark.parametrize(
    ("title", "signature", "agency"),
    [
        (f"自治州财政局{TITLE}", "恩施州财政局\n2016年1月4日", "恩施土家族苗族自治州财政局"),
        (f"自治区水利厅{TITLE}", "宁夏回族自治区水利厅\n2016年1月4日", "宁夏回族自治区水利厅"),
        (TITLE, "安平县教育体育局\n2016年1月4日", "安平县教育体育局"),
    ],
)
def test_a_name_that_begins_with_a_kind_of_place_or_is_short_is_made_full(
    title: str, signature: str, agency: str
) -> None:
    header = (("发布机构", "安平县教体局"),) if title == TITLE else ()
    we = "厅" if "厅" in title else "局"
    assert read(title, we=we, signature=signature, header=header).agency == agency


@pytest.mark.parametrize(
    ("title", "agency", "code"),
    [
        ("原安平县粮食局", "安平县粮食局", "131125"),
        ("原平市水利局", "原平市水利局", "140981"),
        ("原阳县水利局", "原阳县水利局", "410725"),
    ],
)
def test_the_word_for_a_former_body_is_no_part_of_its_name(title: str, agency: str, code: str) -> None:
    identity = read(title + TITLE, we="局")
    assert (identity.agency, identity.region_code) == (agency, code)


def test_a_listed_place_inside_the_name_of_another_says_nothing_of_it() -> None:
    identity = read("盘龙岗区水务局" + TITLE, we="局")
    assert (identity.agency or "").startswith("深圳市") is False
    assert identity.region_code is None


def test_a_zone_that_only_a_province_places_has_no_level() -> None:
    identity = read("海南省洋浦经济开发区管理委员会" + TITLE, we="区")
    assert (identity.category, identity.level) == ("development_zone", None)


@pytest.mark.parametrize(
    ("body", "agency"),
    [("我局公开信息35条，未收到申请。", None), ("我局会同全县各部门公开信息35条。", "安平县人民政府")],
)
def test_a_county_in_the_title_of_a_bureaus_text_is_not_its_government(body: str, agency: str | None) -> None:
    assert read("安平县" + TITLE, body="2015年，" + body).agency == agency


def test_a_successor_spells_no_short_name_out() -> None:
    assert is_spelling_of("城市管理行政执法局", "城管局")
    assert is_spelling_of("扶贫开发办公室", "扶贫办")
    assert not is_spelling_of("文化广电旅游局", "文广局")
    assert not is_spelling_of("卫生健康局", "卫生局")
    assert is_fuller("发展和改革委员会", "发展改革委")
    assert is_abbreviated("教体局")
    assert not is_abbreviated("统计局")


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        ("安平县水务局（以下简称“我局”）主动公开政府信息35条，我局未收到申请。", "安平县水务局"),
        ("安平县水务局编制了2015年政府信息公开工作年度报告。我局主动公开政府信息35条。", "安平县水务局"),
        ("2015年，安平县水务局认真贯彻落实条例，我局主动公开政府信息35条，未收到申请。", "安平县水务局"),
        (
            "我局主动公开政府信息35条。如有疑问，请与安平县水务局办公室联系（地址：中心路1号）。",
            "安平县水务局",
        ),
        ("我局主动公开政府信息35条，与安平县水务局、安平县财政局开展检查，未收到申请。", None),
        ("安平县水务局认真贯彻条例。安平县财政局积极配合。我局主动公开政府信息35条。", None),
        ("我局主动公开政府信息35条，安平县财政局积极配合，未收到申请。", None),
        ("我局主动公开政府信息35条。不满的公民可以向安平县水务局反映。", None),
        ("我局主动公开政府信息35条，加强与安平县水务局联系。", None),
        ("安平县人民政府高度重视政府信息公开。我局主动公开政府信息35条，未收到申请。", None),
        (
            "马店镇认真贯彻条例，我镇主动公开政府信息35条。如有疑问，请与安平县人民政府联系。",
            "安平县马店镇人民政府",
        ),
    ],
)
def test_a_body_that_a_sentence_names_as_its_subject(body: str, agency: str | None) -> None:
    assert read(TITLE, body=body).agency == agency


@pytest.mark.parametrize(
    ("we", "issuer", "agency"),
    [
        ("县", "安平县人民政府办公室", "安平县人民政府"),
        ("办", "安平县人民政府办公室", "安平县人民政府办公室"),
        ("局", "安平县人民政府办公室", None),
        ("局", "安平县水务局", "安平县水务局"),
        ("中心", "安平县水务局", None),
        ("委", "安平县教育委员会", "安平县教育委员会"),
        ("街道", "安平县人民政府办公室", None),
    ],
)
def test_the_issuer_counts_where_it_can_speak_as_the_text_does(
    we: str, issuer: str, agency: str | None
) -> None:
    assert read(TITLE, we=we, header=(("发布机构", issuer),)).agency == agency


def test_a_place_of_the_past_lies_in_the_city_that_the_site_names() -> None:
    identity = read(
        "闸北区民政局2012年政府信息公开年度报告",
        head="闸北区民政局2012年政府信息公开年度报告-上海市静安区人民政府",
    )
    assert (identity.agency, identity.region_code) == ("上海市闸北区民政局", "310000")


@pytest.mark.parametrize(
    ("title", "we", "agency"),
    [
        ("云岫县", "县", "云岫县人民政府"),
        ("云岫县", "局", None),
        ("云岫县柳湾镇", "镇", "云岫县柳湾镇人民政府"),
        ("云岫县柳湾镇", "局", None),
        ("云岫区", "区", None),
        ("乐鱼体育县", "县", None),
        ("开云官网县水务局", "局", None),
        ("喀左县", "县", None),
        ("全县", "县", None),
        ("某县", "县", None),
        ("开发区", "区", None),
    ],
)
def test_a_bare_place_that_the_list_lacks_must_speak_as_such(title: str, we: str, agency: str | None) -> None:
    identity = read(f"{title}2015年政府信息公开工作年度报告", we=we)
    assert (identity.agency, identity.region_code) == (agency, None)


def test_a_county_that_is_a_city_now_keeps_the_name_that_the_page_uses() -> None:
    title, url = "长山镇2013年政府信息公开工作年度报告", "http://www.zouping.gov.cn/a.html"
    assert read(title, we="镇", url=url).agency == "邹平市长山镇人民政府"
    past = read(title, we="镇", url=url, body="2013年，我镇在邹平县政府网公开信息121条。")
    assert (past.agency, past.county, past.region_code) == ("邹平县长山镇人民政府", "邹平县", "371681101")


def test_the_name_of_a_site_is_a_clue_where_the_text_speaks_as_its_owner() -> None:
    title, site = "2017年度政府信息公开工作报告", (("SiteName", "安平县审计局网站"),)
    assert read(title, we="局", header=site).agency == "安平县审计局"
    assert read(title, we="镇", header=site).agency is None
    assert read(title, we="局", head=f"{title}_安平县人民政府门户网站").agency is None


def test_a_notice_about_a_place_is_not_by_its_government() -> None:
    plan = read("2015年安平县政务公开工作要点", body="一、加强领导。二、全县公开信息不少于100条。")
    assert (plan.kind, plan.agency) == ("work_plan", None)
    assert read("安平县人民政府信息公开指南", body="一、主动公开。").agency == "安平县人民政府"


LETTERS = "安平县衡水市东湖区某镇街道办人民政府局委分管理会第一师团经开高新国家税务总院校中心公司 、（）"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=24))
def test_no_words_break_the_reading_of_a_name(words: str) -> None:
    name = read_name(words, GAZETTEER)
    assert name is None or name.unit
    category_of(words)
    is_abbreviated(words)
    if words:
        is_spelling_of(words, words[:3])
        is_fuller(words, words[:2])


CHROME = (
    "您当前的位置：首页 > 政务公开 > 年度报告",
    "打印本页 关闭窗口",
    "浏览次数：2019",
    "版权所有：样例网络有限公司 冀ICP备2008001234号",
    "2019年12月3日 星期二",
    "字体：大 中 小",
    "扫一扫在手机打开当前页",
    "主办：衡水市人民政府办公室 联系电话：0318-2020000",
    "上一篇：衡水市教育局2014年政府信息公开年度报告",
    "地址：安平县东马路2020号",
)


@settings(max_examples=60, deadline=None)
@given(
    above=st.lists(st.sampled_from(CHROME), max_size=3),
    below=st.lists(st.sampled_from(CHROME), max_size=3),
    title=st.sampled_from([f"安平县水务局{TITLE}", TITLE]),
    signature=st.sampled_from(["", "安平县水务局\n2016年1月4日"]),
)
def test_chrome_around_a_report_never_makes_its_body_or_year_another(
    above: list[str], below: list[str], title: str, signature: str
) -> None:
    text = "\n".join([*above, title, BODY.format("局", "局"), *filter(None, [signature]), *below])
    identity = identify(Page(text, "text", "utf-8", titles=(("line", title),)), url=None, reference=REFERENCE)
    assert identity.agency in ("安平县水务局", None)
    assert identity.report_year in (2015, None)
    rules = {finding.rule for finding in identity.findings}
    assert identity.agency or "no_agency" in rules
    assert identity.report_year or "no_year" in rules


@pytest.mark.parametrize(
    ("host", "title", "we", "agency", "code"),
    [
        (
            "www.kaili.gov.cn",
            "万潮镇2015年政府信息公开工作年度报告",
            "镇",
            "凯里市万潮镇人民政府",
            "522601106",
        ),
        ("www.yanting.gov.cn", "县水利局2015年政府信息公开工作年度报告", "局", "盐亭县水利局", "510723"),
        ("ytxslj.yanting.gov.cn", "水利局2015年政府信息公开工作年度报告", "局", "盐亭县水利局", "510723"),
        ("tunchang.hainan.gov.cn", TITLE, "局", None, "469022"),
        ("www.linxiaxian.gov.cn", TITLE, "县", "临夏县人民政府", "622921"),
        ("www.yanting.gov.cn", TITLE, "区", None, "510723"),
        ("www.yanting.gov.cn", "鼓楼区审计局2015年政府信息公开年度报告", "局", None, None),
        ("www.baiyin.gov.cn", TITLE, "局", None, None),
        ("www.baiyin.gov.cn", "市交通运输局2015年政府信息公开年报", "局", "白银市交通运输局", "620400"),
        ("www.chaoyang.gov.cn", "区民政局2015年政府信息公开年报", "局", None, None),
        ("www.hsxzf.gov.cn", TITLE, "县", None, None),
        ("www.yanting.com", TITLE, "县", None, None),
    ],
)
def test_a_host_in_pinyin_tells_the_place_and_never_the_bureau(
    host: str, title: str, we: str, agency: str | None, code: str | None
) -> None:
    identity = read(title, we=we, url=f"http://{host}/xxgk/a.html")
    assert (identity.agency, identity.region_code) == (agency, code)
    if agency is None and code:
        assert [(e.value, e.source) for e in identity.evidence if e.field == "region_code"] == [(code, "url")]


@pytest.mark.parametrize("county", ["铜山县", "增城市", "样溪县"])
def test_a_township_under_a_county_of_the_past_is_not_read_as_its_county(county: str) -> None:
    title, site = f"柳林镇{TITLE}", f"{county}人民政府信息公开年报柳林镇{TITLE}"
    signed = read(title, we="镇", head=site, signature=f"{county}柳林镇人民政府\n2016年1月18日")
    assert signed.agency == f"{county}柳林镇人民政府"
    alone = read(title, we="镇", head=site)
    assert alone.agency in (None, f"{county}柳林镇人民政府")


def test_a_body_with_a_short_name_is_not_read_as_the_government_whose_site_it_is() -> None:
    assert read(f"榕城街道办事处{TITLE}", head=f"样溪市样东区人民政府{TITLE}").agency is None
    assert read(f"榕城街道办事处{TITLE}", head="样溪市样东区人民政府门户网站").agency is None


def test_a_county_of_the_past_reports_where_the_page_names_its_government() -> None:
    office = (("来源", "样溪县人民政府办公室"),)
    assert read(f"样溪县{TITLE}", header=office).agency == "样溪县人民政府"
    assert read(f"样溪县{TITLE}", header=(("来源", "样溪县水利局"),)).agency != "样溪县人民政府"


@pytest.mark.parametrize("words", ["样溪市人民政府门户网站", "样溪县政务网", "样溪县政府信息公开平台"])
def test_a_site_is_no_body(words: str) -> None:
    assert read_name(words, GAZETTEER) is None


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("四川省宜宾市高县水利局", True),
        ("高县人民政府", True),
        ("2015年高县主动公开", True),
        ("进一步提高县政府透明度", False),
        ("市和县两级", False),
        ("公开内容县政府办", False),
        ("样东区人民政府", False),
        ("攀枝花市东区人民政府", True),
    ],
)
def test_a_name_of_two_characters_is_no_place_in_the_middle_of_words(words: str, is_named: bool) -> None:
    counties = [code for code in GAZETTEER.mentions(words) if not code.endswith("00")]
    assert bool(counties) == is_named


@pytest.mark.parametrize(
    ("body", "scope"),
    [
        ("本报告数据为全县水利系统数据。", "system"),
        ("注：以上数据均含局属各单位", "system"),
        ("报告所列数据包括局机关及所属各单位。", "system"),
        ("以上数据不含下属单位。", "agency"),
        ("本报告中所列数据仅为局机关本级。", "agency"),
        ("本报告所列数据的统计期限为2016年1月1日至12月31日。", None),
        ("公开的财政数据包括下属单位预算。", None),
    ],
)
def test_a_note_says_whose_figures_they_are(body: str, scope: str | None) -> None:
    # Notes stand behind the tables.
    body = "我局积极推进政府信息公开，各项工作有序开展。\n" * 60 + body
    assert read(f"安平县水利局{TITLE}", body=body).scope == scope


SITE = "http://www.anping.gov.cn/art/1.html"


@pytest.mark.parametrize(
    ("we", "breadcrumb", "head", "url", "agency"),
    [
        ("县", ("安平县人民政府", "政府信息公开年报"), "", None, "安平县人民政府"),
        ("县", (), f"{TITLE}_安平县人民政府", None, "安平县人民政府"),
        ("市", ("安平县人民政府",), "", None, None),
        ("县", ("安平县人民政府", "深州市"), "", None, None),
        ("县", ("安平县水利局",), "", SITE, None),
        ("局", ("安平县人民政府", "部门", "水利局"), "", None, "安平县水利局"),
        ("局", ("部门", "水利局"), "", None, None),
        ("局", ("安平县人民政府", "部门", "办公室"), "", None, None),
        ("镇", ("安平县人民政府", "部门", "水利局"), "", None, None),
    ],
)
def test_a_text_that_names_nobody_is_known_by_its_site_and_columns(
    we: str, breadcrumb: tuple[str, ...], head: str, url: str | None, agency: str | None
) -> None:
    assert read(TITLE, we=we, breadcrumb=breadcrumb, head=head, url=url).agency == agency
