"""Invented documents that are wrong, misread, read otherwise later, withdrawn, or name a person: what the tests of
doubts and of persons' own look for in the builds of the nights (`nights.py`)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.extract.model import Document, Evidence, Finding, Observation, Where
from tests.warehouse.synthetic_raw import Page, fact, report

SITE = "https://www.wuling.gov.cn"
COUNTY = "雾岭县人民政府"
TOWN = "雾岭县北山镇人民政府"
LARGEST = 999_999_999_999
BROADCASTER = "雾岭县广播电视局"
CARD, MOBILE, MAIL = "340102199001011234", "13812345678", "zhangsan@example.cn"
OWN = f"张三{MOBILE}，{CARD}，{MAIL}"
FIGURE = 13987654321
PERSONAL_URL = f"https://wuling.example/{MOBILE}.htm"
_NOTHING_THERE = {
    "outcome": "gone",
    "status": 404,
    "payload_sha256": None,
    "payload_size": None,
    "warc_file": None,
    "warc_offset": None,
}


def _page(name: str, document: Document, site: str = SITE, **more: Any) -> Page:
    return Page(f"{site}/{name}", [document], **more)


def _report(agency: str, year: int, *facts: Observation, **more: Any) -> Document:
    return report(agency, year, *facts, **({"region_code": "430722", "category": "department"} | more))


def _bureau(name: str, year: int, value: int = 2, text: str = "", **more: Any) -> Document:
    return _report(f"雾岭县{name}局", year, fact("review.total", value), text=text, **more)


def _sums_that_cannot_be_held() -> list[Page]:
    def town(year: int, of_year: int) -> Document:
        counts = [
            fact("stat.proactive.items", of_year, form="F2008", unit="条"),
            fact("stat.proactive.items", LARGEST, form="F2008", unit="条", period="cumulative"),
        ]
        return _report(TOWN, year, *counts, level="township", category="government", form="F2008")

    return [_page("town2011", town(2011, 5)), _page("town2012", town(2012, LARGEST))]


def _years_at_the_bounds() -> list[Page]:
    december = {"fetched_at": datetime(2025, 12, 20, 18, 30), "run_id": "20251220T183000Z"}  # noqa: DTZ001 - raw times are UTC
    return [
        _page("2002", _bureau("审计", 2002)),
        _page("2006", _bureau("审计", 2006)),
        # Misread as the year after the one in which it was fetched.
        _page("2026", _bureau("民政", 2026), more=december),
    ]


def _misread(name: str, year: int, text: str, extra: int, scope: str | None = None) -> Document:
    """Fifteen figures other than 0, one of them as asked for."""
    kinds = ("upheld", "corrected", "other", "pending", "total")
    blocks = ("review", "litigation_direct", "litigation_after_review")
    cells = [(block, kind) for block in blocks for kind in kinds]
    values = [extra, *range(2, 16)]
    facts = [
        fact(f"{block}.{kind}", value, start=10 * n)
        for n, ((block, kind), value) in enumerate(zip(cells, values, strict=True))
    ]
    return _report(f"雾岭县{name}局", year, *facts, text=text, scope=scope)


def _corrections_before() -> list[Page]:
    return [
        _page("corrected", _misread("水利", 2021, "水利局报告", 1)),
        _page("scoped", _misread("林业", 2022, "林业局报告", 1)),
        _page("index", _bureau("教育", 2021, 3, text="教育局报告")),
        _page("newest", _misread("司法", 2021, "司法局报告", 1)),
    ]


def _corrections_after() -> list[Page]:
    other = _misread("司法", 2022, "司法局新报告", 1)
    other = replace(
        other,
        observations=tuple(replace(one, value=one.value + 100) for one in other.observations),
        findings=(),
        balances=(),
    )
    return [
        _page("corrected", _misread("水利", 2022, "水利局报告（更正）", 9), night=1),
        _page("scoped", _misread("林业", 2022, "林业局报告（更正）", 1, scope="agency"), night=1),
        # The same address shows the newest report: few figures are not enough, and other figures are another year.
        _page("index", _bureau("教育", 2022, 3, text="教育局新报告"), night=1),
        _page("newest", other, night=1),
    ]


def _dates() -> list[Page]:
    official = _bureau("交通", 2022, text="交通局报告", published_on="2023-06-30")
    mirror = _bureau("交通", 2022, text="转载交通局报告", published_on="2023-01-02")
    early = _bureau("农业", 2022, published_on="2022-11-30")
    return [
        _page("jtj", official),
        _page("jtj", mirror, site="https://copy.example"),
        _page("nyj", early),
    ]


def _due() -> list[Page]:
    return [
        *(
            _page(f"county{year}", _report(COUNTY, year, fact("review.total", 1), category="government"))
            for year in (2022, 2023)
        ),
        _page("court2025", _bureau("法制", 2025)),
    ]


def _without_sense() -> list[Page]:
    huge = [fact("applications.new", 99_999_999_999, applicant="total")]
    usual = [fact("applications.new", 12, applicant="total")]
    applicants = [fact("review.total", 3, applicant="total"), fact("review.upheld", 3)]
    left = _bureau("环保", 2022, text="第一页")
    right = replace(_bureau("环保", 2022, text="第二页"), part_of=left.document_id)
    left = replace(left, part_of=right.document_id)
    page, other = _page("hbj", left), _page("hbj_2", right)
    return [
        _page("huge", _report("雾岭县体育局", 2022, *huge)),
        _page("usual", _report("雾岭县体育局", 2021, *usual)),
        _page("applicants", _report("雾岭县档案局", 2022, *applicants)),
        replace(page, parent=other),
        replace(other, parent=page),
    ]


def _places_of_the_time() -> list[Page]:
    def archive(place: str, code: str, county: str, year: int) -> Document:
        return _report(f"{place}档案局", year, fact("review.total", 1), region_code=code, county=county)

    return [
        # Renamed, and given another code: read under what lies above it, under its name of today, and as it is today.
        _page("then", archive("密云县", "110000", "密云县", 2012)),
        _page("later", archive("北京市密云区", "110118", "密云区", 2013)),
        _page("now", archive("北京市密云区", "110118", "密云区", 2016)),
        # It kept its name, and got another code with its prefecture.
        _page("recoded", archive("玉屏侗族自治县", "520622", "玉屏侗族自治县", 2009)),
        _page("as_today", archive("玉屏侗族自治县", "520622", "玉屏侗族自治县", 2015)),
    ]


def _value_that_no_column_holds() -> list[Page]:
    values = {"total": 10**13, "upheld": 1, "corrected": 2, "other": 3, "pending": 4}
    facts = [fact(f"review.{kind}", value, start=20 * n) for n, (kind, value) in enumerate(values.items())]
    return [_page("unheld", _report("雾岭县气象局", 2022, *facts))]


def _withdrawn_before() -> list[Page]:
    both = _bureau("统计", 2022, 5, text="统计局报告")
    return [
        _page("withdrawn", _bureau("粮食", 2022, 5)),
        _page("one_of_two", both),
        _page("two_of_two", both),
    ]


def withdrawn() -> list[Page]:
    """What was asked for again on the second night, and is there no more."""
    return [
        replace(page, night=1, more=_NOTHING_THERE)
        for page in _withdrawn_before()
        if not page.url.endswith("two_of_two")
    ]


def _moved_before() -> list[Page]:
    kept, gone, other = (
        fact(f"review.{kind}", 7, start=n) for n, kind in enumerate(("upheld", "corrected", "other"))
    )
    return [_page("moved", _report("雾岭县外事局", 2022, kept, gone, other, text="外事局"))]


def _moved_after() -> list[Page]:
    """The annex says what the page said, of one figure another value; of one nothing says anything any more."""
    page_says = _report("雾岭县外事局", 2022, fact("review.pending", 0), text="外事局新")
    annex_says = _bureau("外事", 2022, 9, text="附件")
    facts = fact("review.upheld", 7), fact("review.other", 8)
    annex_says = replace(annex_says, observations=facts, part_of=page_says.document_id)
    page = _page("moved", page_says, night=1)
    return [page, _page("moved.docx", annex_says, night=1, parent=page)]


def _moved_apart() -> tuple[Page, Page, Page]:
    """A page and its annex that say the same, and the page as it stands later, which says it no more."""
    said, new = fact("review.upheld", 7), fact("review.pending", 0)
    before = _report("雾岭县侨务局", 2022, said, text="侨务局")
    annex = replace(_report("雾岭县侨务局", 2022, said, text="侨务局附件"), part_of=before.document_id)
    page = _page("apart", before)
    after = _page("apart", _report("雾岭县侨务局", 2022, new, text="侨务局新"), night=3)
    return page, _page("apart.docx", annex, parent=page), after


def _the_same_again() -> list[Page]:
    """One report under two years, and another in the year after."""
    values = {2019: 1, 2020: 1, 2021: 7}
    return [
        _page(f"again{year}", _misread("商务", year, f"商务局{year}", value))
        for year, value in values.items()
    ]


def _and_again() -> Page:
    """The report of the third year is corrected to what the years before said, of which nothing is new."""
    return _page("again2021", _misread("商务", 2021, "商务局2021（更正）", 1), night=1)


def _lawsuits_in_both() -> list[Page]:
    """The tables count exactly what the prose gives about."""
    tables = fact("litigation_direct.total", 1), fact("litigation_after_review.total", 2, start=9)
    prose = fact("stat.litigation", 30, basis="prose", start=18, approximate=True)
    return [_page("lawsuits", _report("雾岭县旅游局", 2022, *tables, prose))]


def _successor_misread() -> list[Page]:
    """A body that published until its successor, of whose reports one is read as on a year long before."""
    years = [("工商行政管理", 2009), ("工商行政管理", 2014), ("市场监督管理", 2009), ("市场监督管理", 2020)]
    return [_page(f"taken_over{n}", _bureau(name, year)) for n, (name, year) in enumerate(years)]


def _spellings() -> list[Page]:
    """A body of the state, as three of its reports call it."""
    names = ["国家发展改革委", "中华人民共和国国家发展和改革委员会", "国家发展和改革委员会"]
    of_state: dict[str, Any] = {"region_code": None, "level": "state", "province": None}
    return [
        _page(f"spelt{year}", _report(name, year, fact("review.total", 1), **of_state))
        for year, name in enumerate(names, 2019)
    ]


def decided_late() -> list[tuple[str, str, str, str]]:
    """That an annex is on another year than its page, from the third night on."""
    return [("set", _moved_apart()[1].documents[0].document_id, "report_year", "2017")]


def decided_last() -> list[tuple[str, str, str, str]]:
    """That the report which takes another's place is on another year."""
    newer = _corrections_after()[0].documents[0]
    return [("set", newer.document_id, "report_year", "2023"), *decided_late()]


def _personal() -> list[Page]:
    row = Finding("unknown_row", "refusal", f"no row '{OWN}'", where=Where(0, 9, f"{OWN} | 3", 0, 7, None))
    # What is no figure of the page, and what is one.
    refused = Finding("value_out_of_range", "refusal", f"printed as '{CARD}'", indicator_id="review.total")
    doubted = Finding(
        "not_a_count",
        "notice",
        f"{FIGURE} is no count",
        indicator_id="review.total",
        where=Where(0, 11, str(FIGURE)),
    )
    text = f"{BROADCASTER}{MAIL}，{OWN}"
    document = _report(
        BROADCASTER, 2022, fact("review.total", FIGURE), text=text, findings=(row, refused, doubted)
    )
    evidence = (
        Evidence("agency", BROADCASTER, "signature", is_chosen=True, quote=f"{BROADCASTER} {OWN}"),
        Evidence("report_year", "2022", "url", is_chosen=True, quote=PERSONAL_URL),
    )
    identity = replace(document.identity, evidence=evidence)
    return [Page(PERSONAL_URL, [replace(document, identity=identity)])]


def first_night() -> list[Page]:
    return [
        *_sums_that_cannot_be_held(),
        *_years_at_the_bounds(),
        *_corrections_before(),
        *_dates(),
        *_due(),
        *_without_sense(),
        *_places_of_the_time(),
        *_value_that_no_column_holds(),
        *_withdrawn_before(),
        *_moved_before(),
        *_moved_apart()[:2],
        *_the_same_again(),
        *_lawsuits_in_both(),
        *_successor_misread(),
        *_spellings(),
        *_personal(),
    ]


def second_night() -> list[Page]:
    return [*_corrections_after(), *_moved_after(), _and_again()]


def last_night() -> list[Page]:
    """A page is corrected whose annex was moved to another year."""
    return [_moved_apart()[2]]
