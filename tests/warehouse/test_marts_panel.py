"""The marts of a small panel of invented bodies: how far values can be trusted, who published, what was changed,
what is comparable through the forms, what becomes of bad input, and the analyses that stand on all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from flows.ask.columns import figures_of_columns
from flows.ask.explain import explain
from flows.build.dbt import DBT_PROJECT_DIR, BuildReport, run_build
from flows.cli import app
from flows.errors import GongkaiError
from flows.extract.identity.agencies import region_of, resolve
from flows.extract.identity.names import read_name
from flows.extract.identity.placing import Hints
from flows.extract.identity.regions import gazetteer_of
from flows.extract.model import Document, Finding, Observation
from flows.publish.release import publish
from flows.reference import load_reference
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_raw import Page, fact, load, report

ANALYSES = sorted((DBT_PROJECT_DIR / "analyses").glob("*.sql"))
SITE = "https://www.yunxi.gov.cn"
COUNTY = "云溪县人民政府"
TOWN = "云溪县北山镇人民政府"
BUREAU = "云溪县财政局"
OFFICE = "云溪县北山镇财政所"


def _page(name: str, *documents: Document, night: int = 0) -> Page:
    return Page(f"{SITE}/{name}.htm", documents, night=night)


def _cells(values: dict[str, int], **more: Any) -> list[Observation]:
    """Cells of one table, each at a place of its own."""
    facts = [fact(indicator_id, value, **more) for indicator_id, value in values.items()]
    return [
        replace(one, where=replace(one.where, row=row, start=10 * row, end=10 * row + 1))
        for row, one in enumerate(facts)
    ]


def _flow(new: int, carried_in: int, outcomes: int, carried_out: int, **more: Any) -> list[Observation]:
    names = ("new", "carried_in", "outcomes", "carried_out")
    values = dict(zip(names, (new, carried_in, outcomes, carried_out), strict=True))
    cells = {f"applications.{name}": value for name, value in values.items()}
    return _cells(cells, applicant="total", **more)


def _trusted() -> list[Page]:
    """Three years of one county: figures that add up, zeros that add up, figures that do not."""
    reviews = {"upheld": 1, "corrected": 1, "other": 0, "pending": 2, "total": 4}
    lawsuits = {"upheld": 2, "corrected": 0, "other": 0, "pending": 0, "total": 2}
    tables = [
        *_cells({f"review.{name}": value for name, value in reviews.items()}),
        *_cells({f"litigation_direct.{name}": value for name, value in lawsuits.items()}),
        *_cells({f"litigation_after_review.{name}": value for name, value in lawsuits.items()}),
    ]
    fees = fact("proactive.fees.amount", "12.5", unit="万元")
    documents = [fact("proactive.normative_documents.issued", 6), fees]
    denied = _cells(
        {
            "applications.denied.process": 3,
            "applications.denied.third_party": 1,
            "applications.other.rest": 1,
        },
        applicant="total",
    )
    return [
        _page(
            "2021",
            report(
                COUNTY, 2021, *_flow(10, 0, 10, 0), *denied, *tables, *documents, published_on="2022-03-31"
            ),
        ),
        _page("2022", report(COUNTY, 2022, *_flow(0, 0, 0, 0), published_on="2023-04-10")),
        _page("2024", report(COUNTY, 2024, *_flow(30, 0, 20, 1), fact("stat.complaints", 1, basis="prose"))),
    ]


def _older() -> Page:
    list_of_2014 = {
        "stat.applications.received": 12,
        "stat.applications.replied": 9,
        "stat.applications.replied.granted": 7,
        "stat.applications.replied.denied": 2,
        "stat.litigation": 5,
        "stat.litigation.upheld": 5,
        "stat.normative_documents.made": 8,
        "stat.capacity.staff": 4,
    }
    cells = _cells(list_of_2014, form="F2014")
    about = fact("stat.proactive.items", 2600, basis="prose", unit="条", approximate=True)
    return _page("2016", report(COUNTY, 2016, *cells, about, form="F2014", published_on="2017-04-01"))


def _offices() -> list[Page]:
    """Departments before and after the reform, a late one, and a town and its office without a deadline."""
    one = fact("review.total", 1)

    def department(name: str, year: int, published_on: str | None = None) -> Document:
        return report(name, year, one, category="department", published_on=published_on)

    return [
        _page("gt2016", department("云溪县国土资源局", 2016)),
        _page("zr2019", department("云溪县自然资源局", 2019)),
        _page("cz2018", department(BUREAU, 2018, "2019-03-31")),
        _page("cz2019", department(BUREAU, 2019, "2020-03-31")),
        _page("bs2019", report(TOWN, 2019, one, level="township", published_on="2020-07-01")),
        _page(
            "czs2019",
            report(OFFICE, 2019, one, level="township", category="department", published_on="2020-07-01"),
        ),
    ]


def _other_handling() -> Page:
    """The one row 其他处理 of the form of 2019 beside the three of 2021."""
    rows = _cells({f"applications.other.{name}": 1 for name in ("not_corrected", "fee_unpaid", "rest")})
    one_row = fact("applications.other", 9, form="F2019")
    facts = [replace(one, applicant="total") for one in (one_row, *rows)]
    return _page("swj", report("云溪县水务局", 2021, *facts, category="department"))


def _unreadable() -> list[Page]:
    empty = report("云溪县水利局", 2020, category="department", text="水利局报告见附件")
    lost = Finding("page_without_text", "damage", "2 pages of the file are pictures without text")
    pictures = report("云溪县林业局", 2020, category="department", findings=(lost,))
    words = report("云溪县教育局", 2020, category="department", text="没有数字的报告")
    page = _page("slj", empty)
    return [
        page,
        Page(f"{SITE}/slj.pdf", refusal="needs_ocr", parent=page),
        _page("lyj", pictures),
        _page("jyj", words),
    ]


def _revised() -> list[Page]:
    """A page that is corrected, then only framed anew, then set back."""

    def version(text: str, *facts: Observation) -> Document:
        return report("云溪县审计局", 2021, *facts, category="department", text=text)

    first = version("审计局", *_cells({"review.total": 4, "review.upheld": 1}))
    second = version("审计局（更正）", *_cells({"review.total": 5, "review.pending": 2}))
    return [_page("sjj", first), _page("sjj", second, night=1), _page("sjj", first, night=2)]


def _bad() -> list[Page]:
    good = report("云溪县民政局", 2022, fact("review.total", 1), category="department", text="民政局报告")
    other = report("云溪县民政局", 2022, fact("review.total", 2), category="department", text="又一份报告")
    huge = [fact("review.total", 10**18), fact("review.upheld", 1)]
    return [
        _page("mzj", good),
        _page("mzj_copy", good),
        Page("https://copy.example/mzj", [other]),
        _page("2108", report("云溪县司法局", 2108, fact("review.total", 1))),
        _page("no_such", report("云溪县司法局", 2021, fact("review.totals", 1), text="司法局")),
        _page("month", report("云溪县信访局", 2021, fact("review.total", 1, period="month"))),
        _page("huge", report("云溪县统计局", 2021, *huge, category="department")),
        _page("gone", report("青霞县人民政府", 2021, fact("review.total", 1), region_code="999999")),
    ]


def _listed() -> Page:
    """A report of a government of the list, by the first county there."""
    region = next(one for one in load_reference().regions.values() if one.level == "county")
    city = region.city if region.name.endswith("区") else ""
    government = report(
        f"{city}{region.name}人民政府", 2019, fact("review.total", 1), region_code=region.code
    )
    return _page("listed", government)


def _growth() -> list[Page]:
    """Reports of one office until 2019, and nothing since."""
    received = {2017: 10, 2018: 30, 2019: 0}
    return [
        _page(
            f"fgj{year}",
            report("云溪县发展和改革局", year, fact("stat.applications.received", n, basis="prose")),
        )
        for year, n in received.items()
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(data_dir=tmp_path_factory.mktemp("panel"))


@pytest.fixture(scope="module")
def built(settings: Settings) -> BuildReport:
    pages = [*_trusted(), _older(), *_offices(), *_unreadable(), *_revised(), *_bad(), _listed(), *_growth()]
    pages.append(_other_handling())
    load(settings, pages)
    return run_build(settings, "20260103T183000Z")


@pytest.fixture(scope="module")
def published(settings: Settings, built: BuildReport) -> Settings:
    publish(built.candidate, "20260103T183000Z", settings)
    return settings


@pytest.fixture(scope="module")
def marts(built: BuildReport) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(built.candidate, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def work(built: BuildReport) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(built.work, read_only=True) as connection:
        yield connection


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    return connection.execute(sql, values).fetchall()


def _statuses(marts: duckdb.DuckDBPyConnection, agency: str, year: int) -> dict[str, str]:
    rows = _rows(
        marts,
        "select indicator_id, status from fct_disclosure where agency_name = ? and report_year = ?",
        [agency, year],
    )
    return dict(rows)


def _coverage(marts: duckdb.DuckDBPyConnection, agency: str) -> dict[int, tuple[Any, ...]]:
    rows = _rows(
        marts,
        "select report_year, status, due_on, days_late from fct_report_coverage where agency_name = ?",
        [agency],
    )
    return {year: tuple(rest) for year, *rest in rows}


def test_figures_that_add_up_are_proved_and_zeros_apart(marts: duckdb.DuckDBPyConnection) -> None:
    proved = _statuses(marts, COUNTY, 2021)
    assert {name for name, status in proved.items() if status == "stated"} == {
        "applications.denied.process",
        "applications.denied.third_party",
        "applications.other.rest",
        "proactive.fees.amount",
        "proactive.normative_documents.issued",
    }
    assert proved["applications.new"] == proved["review.other"] == "proved"
    assert set(_statuses(marts, COUNTY, 2022).values()) == {"proved_zero"}
    balanced = _rows(
        marts,
        "select report_year, is_balanced from fct_agency_year where agency_name = ? order by 1",
        [COUNTY],
    )
    assert balanced == [(2016, True), (2021, True), (2022, None), (2024, False)]


def test_a_contradicted_value_leads_to_its_finding(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        """select facts.indicator_id, facts.status, facts.contradicted_by, findings.left_value,
            findings.right_value, left(findings.identity, 16)
        from fct_disclosure as facts left join fct_finding as findings using (document_id, finding_number)
        where facts.agency_name = ? and facts.report_year = 2024 order by 1""",
        [COUNTY],
    )
    broken = ("contradicted", "A1", Decimal(30), Decimal(21), "applications.new")
    terms = ("carried_in", "carried_out", "new", "outcomes")
    assert rows == [
        *((f"applications.{name}", *broken) for name in terms),
        ("stat.complaints", "stated", None, None, None, None),
    ]


def test_explain_names_what_contradicts_a_number_and_nothing_of_others(published: Settings) -> None:
    reference = load_reference()
    (broken,) = explain(published, reference, COUNTY, 2024, "applications.new")
    assert broken.contradiction is not None
    assert broken.contradiction[0] == "A1"
    assert (broken.fact["status"], broken.findings) == ("contradicted", ())
    (other,) = explain(published, reference, COUNTY, 2024, "stat.complaints")
    assert (other.fact["status"], other.contradiction, other.findings, other.column) == (
        "stated",
        None,
        (),
        None,
    )


@pytest.mark.parametrize(
    ("year", "column", "value", "behind"),
    [
        (2021, "applications_received", "10", {"applications.new": 10}),
        (2016, "applications_received", "12", {"stat.applications.received": 12}),
        (2021, "lawsuits", "4", {"litigation_direct.total": 2, "litigation_after_review.total": 2}),
        (
            2021,
            "applications_denied",
            "null",
            {f"applications.denied.{one}": n for one, n in (("third_party", 1), ("process", 3))},
        ),
        (
            2021,
            "share_corrected_on_review",
            "0.5",
            {"review.corrected": 1, "review.total": 4, "review.pending": 2},
        ),
    ],
)
def test_a_column_is_explained_by_the_figures_that_it_is_taken_from(
    published: Settings, year: int, column: str, value: str, behind: dict[str, int]
) -> None:
    found = explain(published, load_reference(), COUNTY, year, column)
    assert {one.fact["indicator_id"]: one.fact["value"] for one in found} == behind
    assert {one.column for one in found} == {f"{column} = {value} (scope unstated)"}


def test_a_column_without_a_figure_names_the_indicators_that_are_not_stated(published: Settings) -> None:
    with pytest.raises(
        GongkaiError, match=r"applications\.new, stat\.applications\.received of 1999; it is stated"
    ):
        explain(published, load_reference(), COUNTY, 1999, "applications_received")
    with pytest.raises(GongkaiError, match="'is_balanced' is no single indicator"):
        explain(published, load_reference(), COUNTY, 2021, "is_balanced")


def test_the_figures_of_every_column_are_known(marts: duckdb.DuckDBPyConnection) -> None:
    """Every count, amount and share of the table is there, with figures that the dictionary has, and a column of one
    figure holds its value."""
    figures = figures_of_columns()
    columns = _rows(
        marts,
        "select column_name from duckdb_columns() where table_name = 'fct_agency_year' "
        "and (data_type in ('BIGINT', 'DOUBLE') or data_type like 'DECIMAL%')",
    )
    assert {name for (name,) in columns} == set(figures)
    dictionary = load_reference().indicators
    for column, behind in figures.items():
        assert behind, column
        for one in behind:
            assert (dictionary[one.indicator_id].dimension == "applicant") == (one.applicant is not None), (
                column
            )
    single = {column: behind[0] for column, behind in figures.items() if len(behind) == 1}
    stated = 0
    for column, one in single.items():
        rows = _rows(
            marts,
            f"""
            select years.{column}, facts.value from fct_agency_year as years
            inner join fct_disclosure as facts using (agency_id, report_year, scope)
            where facts.indicator_id = ? and facts.applicant is not distinct from ? and facts.period = ?
            """,  # noqa: S608 - names of the model
            one,
        )
        assert all(value == of_fact for value, of_fact in rows), column
        stated += len(rows)
    assert stated


def test_two_reports_that_differ_contradict_each_other(marts: duckdb.DuckDBPyConnection) -> None:
    assert _rows(
        marts,
        "select value, status, contradicted_by from fct_disclosure where agency_name = '云溪县民政局'",
    ) == [(Decimal(1), "contradicted", "conflicting_reports")]


def test_coverage_knows_published_late_and_missing(marts: duckdb.DuckDBPyConnection) -> None:
    county = _coverage(marts, COUNTY)
    assert set(county) == set(range(2016, 2025))
    assert county[2016] == ("published", date(2017, 3, 31), 1)
    assert county[2021] == ("published", date(2022, 3, 31), 0)
    assert county[2022] == ("published", date(2023, 3, 31), 10)
    assert county[2023] == ("missing", date(2024, 3, 31), None)
    assert county[2024] == ("published", date(2025, 3, 31), None)


def test_the_deadline_is_that_of_the_body_and_year(marts: duckdb.DuckDBPyConnection) -> None:
    bureau = _coverage(marts, BUREAU)
    assert bureau[2018] == ("published", date(2019, 3, 31), 0)
    assert bureau[2019] == ("published", date(2020, 1, 31), 60)
    assert _coverage(marts, TOWN)[2019] == _coverage(marts, OFFICE)[2019] == ("published", None, None)
    assert _rows(marts, "select 1 from fct_finding where rule = 'D1' and agency_name = ?", [OFFICE]) == []


def test_coverage_follows_a_body_into_its_successor(marts: duckdb.DuckDBPyConnection) -> None:
    land, nature = _coverage(marts, "云溪县国土资源局"), _coverage(marts, "云溪县自然资源局")
    assert {year: row[0] for year, row in land.items()} == {2016: "published", 2017: "missing"}
    assert (min(nature), nature[2018][0], nature[2019][0]) == (2018, "missing", "published")
    assert _rows(
        marts,
        "select successors.agency_name from dim_agency as agencies "
        "join dim_agency as successors on agencies.successor_agency_id = successors.agency_id "
        "where agencies.agency_name = '云溪县国土资源局'",
    ) == [("云溪县自然资源局",)]


def test_what_is_there_and_lost_is_unreadable(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select agency_name, status, unreadable_because from fct_report_coverage "
        "where report_year = 2020 and document_id is not null order by agency_name",
    )
    assert rows == [
        ("云溪县教育局", "published", None),
        ("云溪县林业局", "unreadable", "page_without_text"),
        ("云溪县水利局", "unreadable", "needs_ocr"),
    ]


def test_every_government_of_the_list_stands_in_every_year(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select count(distinct agency_id), count(distinct report_year), max(report_year), "
        "count(*) filter (document_id is not null) from fct_report_coverage "
        "where status = 'never_seen'",
    )
    [(bodies, years, last, reports)] = rows
    assert 3100 < bodies < 3250
    assert (years, last, reports) == (9, 2024, 0)
    listed = next(one for one in load_reference().regions.values() if one.level == "county")
    assert _rows(
        marts,
        "select status, count(*) from fct_report_coverage where region_code = ? group by status order by status",
        [listed.code],
    ) == [("missing", 8), ("published", 1)]


def test_governments_of_the_list_are_named_as_the_reader_names_them(work: duckdb.DuckDBPyConnection) -> None:
    gazetteer = gazetteer_of(load_reference())
    governments = _rows(
        work,
        "select agency_name, coalesce(province, ''), coalesce(city, ''), region_code "
        "from int_agencies_expected where not is_seen",
    )
    other = []
    for name, province, city, code in governments:
        above = "".join(one for one in dict.fromkeys((province, city)) if not name.startswith(one))
        read = read_name(above + name, gazetteer)
        agency = resolve(read, Hints(), gazetteer) if read else None
        region = region_of(agency, gazetteer) if agency else None
        if agency is None or region is None or (agency.name, region.code) != (name, code):
            other.append(name)
    assert len(other) <= 3, other


def test_each_changed_value_stands_with_both_captures(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select indicator_id, change, old_value, new_value, old_captured_at::date, new_captured_at::date "
        "from fct_report_revision where agency_name = '云溪县审计局' order by new_captured_at, indicator_id",
    )
    nights = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
    there, back = tuple(nights[:2]), tuple(nights[1:])
    assert rows == [
        ("review.pending", "added", None, Decimal(2), *there),
        ("review.total", "changed", Decimal(4), Decimal(5), *there),
        ("review.upheld", "removed", Decimal(1), None, *there),
        ("review.pending", "removed", Decimal(2), None, *back),
        ("review.total", "changed", Decimal(5), Decimal(4), *back),
        ("review.upheld", "added", None, Decimal(1), *back),
    ]


def test_results_of_applications_have_one_meaning(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select report_year, outcome_group, outcome, indicator_id, n_applications "
        "from fct_application_outcome where agency_name = ? order by report_year, indicator_id",
        [COUNTY],
    )
    assert rows == [
        (2016, None, None, "stat.applications.replied.denied", 2),
        (2016, "granted", "granted", "stat.applications.replied.granted", 7),
        (2021, "denied", "denied.process", "applications.denied.process", 3),
        (2021, "denied", "denied.third_party", "applications.denied.third_party", 1),
        (2021, "other", "other.rest", "applications.other.rest", 1),
    ]


def test_other_handling_is_counted_once_and_in_both_tables_alike(marts: duckdb.DuckDBPyConnection) -> None:
    sums = "select sum(n_applications) from fct_application_outcome where agency_name = $1 and outcome_group = 'other'"
    assert _rows(
        marts,
        f"select applications_other, ({sums}) from fct_agency_year where agency_name = $1",  # noqa: S608 - our own words
        ["云溪县水务局"],
    ) == [(3, 3)]


def test_the_wide_table_says_how_many_of_its_figures_are_doubted(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select report_year, n_facts, n_approximate, n_contradicted from fct_agency_year "
        "where agency_name = ? order by 1",
        [COUNTY],
    )
    assert [(year, *rest) for year, n_facts, *rest in rows if n_facts] == [
        (2016, 1, 0),
        (2021, 0, 0),
        (2022, 0, 0),
        (2024, 0, 4),
    ]


def test_lawsuits_are_added_up_only_where_both_tables_are_stated(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select report_year, remedy, route, upheld, corrected, pending, total from fct_remedy "
        "where agency_name = ? order by all",
        [COUNTY],
    )
    assert rows == [
        (2016, "litigation", "all", None, None, None, 5),
        (2021, "litigation", "after_review", 2, 0, 0, 2),
        (2021, "litigation", "all", 4, 0, 0, 4),
        (2021, "litigation", "direct", 2, 0, 0, 2),
        (2021, "review", "all", 1, 1, 2, 4),
    ]


def test_items_of_article_20_are_comparable(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select report_year, item, made, in_force, amount_10k_yuan from fct_proactive "
        "where agency_name = ? order by all",
        [COUNTY],
    )
    assert rows == [
        (2016, "normative_documents", 8, None, None),
        (2021, "fees", None, None, Decimal("12.5")),
        (2021, "normative_documents", 6, None, None),
    ]


@pytest.mark.parametrize(
    ("rule", "severity", "agency"),
    [
        ("repeated_document", "notice", "云溪县民政局"),
        ("duplicate_report", "notice", "云溪县民政局"),
        ("conflicting_reports", "contradiction", "云溪县民政局"),
        ("year_out_of_range", "refusal", "云溪县司法局"),
        ("unknown_indicator", "refusal", "云溪县司法局"),
        ("unknown_indicator", "refusal", "云溪县信访局"),
        ("value_out_of_range", "refusal", "云溪县统计局"),
        ("unknown_region", "notice", "青霞县人民政府"),
    ],
)
def test_bad_input_ends_as_a_finding(
    marts: duckdb.DuckDBPyConnection, rule: str, severity: str, agency: str
) -> None:
    assert (agency, severity) in _rows(
        marts, "select agency_name, severity from fct_finding where rule = ?", [rule]
    )


def test_bad_input_is_no_fact_and_takes_nothing_with_it(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select agency_name, report_year, indicator_id, value from fct_disclosure "
        "where agency_name in ('云溪县司法局', '云溪县信访局', '云溪县统计局', '青霞县人民政府', '云溪县民政局') "
        "order by all",
    )
    assert rows == [
        ("云溪县民政局", 2022, "review.total", Decimal(1)),
        ("云溪县统计局", 2021, "review.upheld", Decimal(1)),
        ("青霞县人民政府", 2021, "review.total", Decimal(1)),
    ]


# Columns and, where this panel knows them, rows of each analysis.
_EXPECTED: dict[str, tuple[int, int | None]] = {
    "approximations_in_prose": (7, 1),
    "copied_reports": (7, 0),
    "coverage_gaps": (9, None),
    "denial_reasons": (4, 2),
    "disclosure_staff": (7, 1),
    "fastest_growth": (6, 1),
    "fees": (7, 1),
    "findings_by_rule": (8, None),
    "late_publishers": (8, 3),
    "litigation_against_review": (6, 2),
    "normative_documents": (6, 2),
    "response_rates_by_province": (10, 1),
    "revisions": (10, 6),
    "stopped_publishing": (6, 2),
    "zeros_share": (5, None),
}


@pytest.mark.parametrize("path", ANALYSES, ids=lambda path: path.stem)
def test_each_analysis_runs_and_answers(marts: duckdb.DuckDBPyConnection, path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    assert sql.startswith("-- ")
    result = marts.execute(sql)
    columns, rows = len(result.description or ()), len(result.fetchall())
    expected_columns, expected_rows = _EXPECTED[path.stem]
    assert columns == expected_columns
    assert rows > 0 if expected_rows is None else rows == expected_rows


def test_each_analysis_is_a_query_of_the_command_line(published: Settings) -> None:
    """As the shell hands it over: `gongkai query "$(cat dbt_project/analyses/fees.sql)"`; each begins with `-- `."""
    for path in ANALYSES:
        words = ["query", path.read_text(encoding="utf-8").rstrip("\n"), "--data", str(published.data_dir)]
        said = CliRunner().invoke(app, words)
        assert said.exit_code == 0, (path.stem, said.output, said.exception)
        assert said.stdout.splitlines()[0].count(",") + 1 == _EXPECTED[path.stem][0]
    for typo in ("--cvs", "--cvs=1 2", "-- csv"):
        assert (
            CliRunner().invoke(app, ["query", "select 1", typo, "--data", str(published.data_dir)]).exit_code
            == 2
        )


def test_there_are_fifteen_analyses() -> None:
    assert {path.stem for path in ANALYSES} == set(_EXPECTED)
    assert len(_EXPECTED) == 15
