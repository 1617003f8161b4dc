"""The marts, built by dbt from invented documents: which figures count, and what is said of the others."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.build.dbt import BuildReport, FailedNodesError, generate_docs, run_build
from flows.compare.compare import compare_and_append
from flows.extract.document import READER_VERSION
from flows.extract.model import Document, Finding, Where
from flows.settings import PROJECT_DIR, Settings, make_settings
from flows.warehouse import connect
from tests.copies import member, reports
from tests.warehouse.synthetic_raw import Page, fact, load, report

RUN = "20260102T183000Z"
COUNTY = "云溪县人民政府"
BUREAU = "云溪县财政局"
CLINIC = "云溪县卫生局"
SITE = "https://www.yunxi.gov.cn"
MODEL = "https://models.example/1.htm"
MIRROR = "https://copy.example/mirror.htm"


def _applications(new: int, carried_in: int, carried_out: int, **more: Any) -> list[Any]:
    outcomes = new + carried_in - carried_out
    rows = {"new": new, "carried_in": carried_in, "carried_out": carried_out, "outcomes": outcomes}
    rows |= {"granted": outcomes, "partly_granted": 0}
    return [fact(f"applications.{name}", value, applicant="total", **more) for name, value in rows.items()]


def _official_and_mirror() -> list[Page]:
    official = report(
        COUNTY, 2022, *_applications(10, 1, 3), fact("stat.proactive.items", 300, basis="prose", unit="条")
    )
    mirror = report(COUNTY, 2022, *_applications(12, 1, 3), text="转载：云溪县报告")
    return [
        Page("http://gov.cn.mirror.example/a", [mirror], night=1),
        Page(f"{SITE}/2022.htm", [official]),
        Page("https://copy.example/2022.htm", [official]),
    ]


def _years() -> list[Page]:
    """The next year carries in what the year before did not carry out."""
    return [
        Page(f"{SITE}/2023.htm", [report(COUNTY, 2023, *_applications(8, 5, 0), published_on="2024-04-02")]),
        Page(f"{SITE}/2024.htm", [report(COUNTY, 2024, *_applications(6, 0, 0), published_on="2025-03-31")]),
    ]


def _corrected() -> list[Page]:
    first = report(BUREAU, 2022, fact("review.total", 4), category="department", text="财政局报告")
    second = report(BUREAU, 2022, fact("review.total", 5), category="department", text="财政局报告（更正）")
    return [Page(f"{SITE}/czj.htm", [first]), Page(f"{SITE}/czj.htm", [second], night=1)]


def _table_and_prose() -> Page:
    late = report(
        "云溪县审计局",
        2022,
        fact("stat.review", 3, basis="prose"),
        fact("stat.review", 2, form="F2014"),
        fact("stat.review.upheld", 1, basis="prose", approximate=True),
        fact("stat.review.upheld", 2, basis="prose"),
        fact("stat.litigation", 1, form="F2014", aligned_by="order"),
        fact("stat.litigation", 4, form="F2014"),
        form="F2014",
        category="department",
        published_on="2023-02-10",
    )
    return Page(f"{SITE}/sjj.htm", [late])


def _scopes() -> Page:
    own, whole = (
        fact("stat.complaints", 1, scope="agency", basis="prose"),
        fact("stat.complaints", 9, basis="prose"),
    )
    return Page(f"{SITE}/jyj.htm", [report("云溪县教育局", 2016, own, whole, scope="system")])


def _since_2008() -> list[Page]:
    def town(year: int, of_year: int, since: int) -> Document:
        return report(
            "云溪县北山镇人民政府",
            year,
            fact("stat.proactive.items", of_year, form="F2008", unit="条"),
            fact("stat.proactive.items", since, form="F2008", unit="条", period="cumulative"),
            level="township",
            region_code="430721101",
            form="F2008",
        )

    return [
        Page(f"{SITE}/bsz{year}.htm", [town(year, 43, since)]) for year, since in ((2011, 300), (2012, 356))
    ]


def _summary_and_report() -> list[Page]:
    summary = report("云溪县水利局", 2013, fact("stat.complaints", 7), kind="work_summary", text="工作总结")
    proper = report("云溪县水利局", 2013, fact("stat.complaints", 6, basis="prose"), text="年度报告")
    return [Page(f"{SITE}/slj-zj.htm", [summary]), Page(f"{SITE}/slj.htm", [proper])]


def _in_parts() -> list[Page]:
    """A report on two pages and in an annex that restates it, with a corrected first page; and its mirror."""

    def page(text: str, *facts: Any, **more: Any) -> Document:
        return report(CLINIC, 2022, *facts, text=text, category="department", **more)

    broken = Finding("A1", "contradiction", "left is not right", Decimal(3), Decimal(4))
    first = page("卫生局报告", fact("review.total", 2), fact("stat.review", 5, basis="prose"))
    corrected = page("卫生局报告（更正）", fact("review.total", 3), fact("stat.review", 5, basis="prose"))
    further = page("第二页", fact("review.upheld", 1, form="F2019"), form="F2019", findings=(broken,))
    annex = page("附件", fact("review.total", 4), fact("stat.review", 6), fact("stat.litigation", 7))
    mirror = page("转载", fact("review.total", 3), fact("stat.litigation", 8))
    pages = [Page(f"{SITE}/wsj.htm", [first]), Page(f"{SITE}/wsj.htm", [corrected], night=1)]
    parts = [
        Page(
            f"{SITE}/{name}", [replace(part, part_of=page.documents[0].document_id)], page.night, parent=page
        )
        for page in pages
        for name, part in (("wsj_2.htm", further), ("wsj.docx", annex))
    ]
    return [*parts, *pages, Page("https://copy.example/wsj", [mirror])]


def _without_facts() -> list[Page]:
    broken = Finding(
        "A1", "contradiction", "left is not right", Decimal(3), Decimal(4), where=Where(0, 2, "云溪", 0, 1, 2)
    )
    return [
        Page("file://saved/notice.txt", [report(COUNTY, 2022, kind="notice", excluded_because="a notice")]),
        Page("file://saved/nobody.txt", [report(None, 2022, fact("review.total", 1))]),
        Page("file://saved/no_year.txt", [report("云溪县林业局", None, fact("review.total", 1))]),
        Page("file://saved/2108.txt", [report("云溪县林业局", 2108, fact("review.total", 1))]),
        Page("file://saved/empty.txt", [], refusal="empty_file"),
        Page(
            "file://saved/odd.txt",
            [
                report(
                    "云溪县民政局", 2021, fact("review.totals", 1), region_code="999999", findings=(broken,)
                )
            ],
        ),
    ]


def _copies() -> list[Page]:
    """A report that takes half of its prose from a model text and a quarter from an earlier report; its mirror, on
    which the body's name is lost."""
    own, model, earlier = (
        replace(reports(1, seed=seed)[0], region_code="430721", year=2016 + seed) for seed in (7, 2, 1)
    )
    sentences = (*own.sentences[:6], *model.sentences[:12], *earlier.sentences[:6])
    copy = replace(own, sentences=sentences).document
    mirror = report(None, copy.identity.report_year, text=copy.text + "\n浏览次数")
    return [
        Page(f"{SITE}/copy.htm", [copy]),
        Page(MIRROR, [mirror]),
        Page(MODEL, [member(model.sentences, 1)], night=1),
        Page(f"{SITE}/earlier.htm", [earlier.document], night=1),
    ]


def _all_pages() -> list[Page]:
    return [
        *_official_and_mirror(),
        *_years(),
        *_corrected(),
        _table_and_prose(),
        _scopes(),
        *_since_2008(),
        *_summary_and_report(),
        *_in_parts(),
        *_without_facts(),
        *_copies(),
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def built(settings: Settings) -> BuildReport:
    load(settings, _all_pages())
    compare_and_append(settings, RUN)
    return run_build(settings, RUN, unit_tests=True)


@pytest.fixture(scope="module")
def marts(built: BuildReport) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(built.candidate, read_only=True) as connection:
        yield connection


def _facts(marts: duckdb.DuckDBPyConnection, agency: str, year: int) -> dict[str, int]:
    rows = marts.execute(
        "select indicator_id, value from fct_disclosure "
        "where agency_name = ? and report_year = ? and period = 'year'",
        [agency, year],
    ).fetchall()
    return {indicator: int(value) for indicator, value in rows}


def _findings(marts: duckdb.DuckDBPyConnection, rule: str) -> list[tuple[Any, ...]]:
    return marts.execute(
        "select agency_name, report_year, indicator_id, left_value, right_value, severity from fct_finding "
        "where rule = ? order by all",
        [rule],
    ).fetchall()


def test_the_file_stands_alone_and_answers_the_first_query(built: BuildReport, tmp_path: Path) -> None:
    alone = tmp_path / "moved.duckdb"
    alone.write_bytes(built.candidate.read_bytes())
    with connect(alone, read_only=True) as connection:
        rows = connection.execute(
            "select report_year, agency_name, value from fct_disclosure "
            "where indicator_id = 'stat.proactive.items' and period = 'cumulative' order by report_year"
        ).fetchall()
        views = connection.execute("select sql from duckdb_views() where not internal").fetchall()
    assert rows == [
        (2011, "云溪县北山镇人民政府", Decimal(300)),
        (2012, "云溪县北山镇人民政府", Decimal(356)),
    ]
    # A view of a table in another file would be empty in the reader's hands.
    assert views
    assert [sql for (sql,) in views if re.search(r"(gongkai|work|store)\W*\.", sql)] == []


def test_every_table_and_column_explains_itself(marts: duckdb.DuckDBPyConnection) -> None:
    silent = marts.execute(
        "select table_name, column_name from duckdb_columns() "
        "where not internal and coalesce(comment, '') = '' "
        "union all select table_name, null from duckdb_tables() where coalesce(comment, '') = ''"
    ).fetchall()
    assert silent == []


def test_the_official_site_goes_before_a_mirror_with_another_figure(marts: duckdb.DuckDBPyConnection) -> None:
    assert _facts(marts, COUNTY, 2022)["applications.new"] == 10
    assert [row[2:5] for row in _findings(marts, "conflicting_reports") if row[2] == "applications.new"] == [
        ("applications.new", Decimal(10), Decimal(12))
    ]
    assert len(_findings(marts, "duplicate_report")) == 3  # two mirrors, and the summary beside a report
    counted = marts.execute(
        "select url, n_addresses, is_counted, excluded_because from dim_document "
        "where agency_name = ? and report_year = 2022 and kind = 'annual_report' order by is_counted",
        [COUNTY],
    ).fetchall()
    assert counted == [
        (
            "http://gov.cn.mirror.example/a",
            1,
            False,
            "another document counts for the same agency, year and scope",
        ),
        (f"{SITE}/2022.htm", 2, True, None),
    ]


def test_the_corrected_version_replaces_the_first_and_is_no_conflict(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert _facts(marts, BUREAU, 2022) == {"review.total": 5}
    old = marts.execute(
        "select excluded_because, is_latest from dim_document where agency_name = ? and not is_counted",
        [BUREAU],
    ).fetchall()
    assert old == [("a newer version stands at its address", False)]
    assert all(row[0] != BUREAU for row in _findings(marts, "duplicate_report"))


def test_in_a_document_tables_exact_figures_and_labels_count_first(marts: duckdb.DuckDBPyConnection) -> None:
    assert _facts(marts, "云溪县审计局", 2022) == {
        "stat.review": 2,
        "stat.review.upheld": 2,
        "stat.litigation": 4,
    }
    assert _findings(marts, "conflicting_values") == [
        ("云溪县审计局", 2022, "stat.litigation", Decimal(1), Decimal(4), "contradiction")
    ]


def test_a_report_in_parts_is_one_report(marts: duckdb.DuckDBPyConnection) -> None:
    assert _facts(marts, CLINIC, 2022) == {
        "review.total": 3,
        "review.upheld": 1,
        "stat.review": 6,
        "stat.litigation": 7,
    }
    rows = marts.execute(
        "select years.form, n_facts, is_balanced, documents.url from fct_agency_year as years "
        "join dim_document as documents using (document_id) where years.agency_name = ?",
        [CLINIC],
    ).fetchall()
    assert rows == [("F2021+F2019", 4, False, f"{SITE}/wsj.htm")]
    parts = marts.execute(
        "select parts.url, pages.url, pages.is_latest, parts.is_counted, parts.excluded_because "
        "from dim_document as parts join dim_document as pages on parts.part_of = pages.document_id order by all"
    ).fetchall()
    assert parts == [
        (f"{SITE}/{name}", f"{SITE}/wsj.htm", True, True, None) for name in ("wsj.docx", "wsj_2.htm")
    ]
    words = marts.execute(
        "select url from fct_disclosure join dim_document using (document_id) where indicator_id = 'review.upheld'"
        " and fct_disclosure.agency_name = ?",
        [CLINIC],
    ).fetchall()
    assert words == [(f"{SITE}/wsj_2.htm",)]


def test_parts_that_disagree_are_a_finding_and_no_duplicates(marts: duckdb.DuckDBPyConnection) -> None:
    assert _findings(marts, "annex_disagrees") == [
        (CLINIC, 2022, "review.total", Decimal(3), Decimal(4), "contradiction"),
        (CLINIC, 2022, "stat.review", Decimal(6), Decimal(5), "notice"),
    ]
    against = [row for row in _findings(marts, "conflicting_reports") if row[0] == CLINIC]
    assert against == [(CLINIC, 2022, "stat.litigation", Decimal(7), Decimal(8), "contradiction")]
    assert len([row for row in _findings(marts, "duplicate_report") if row[0] == CLINIC]) == 1  # the mirror


def test_a_report_goes_before_a_summary_of_work(marts: duckdb.DuckDBPyConnection) -> None:
    assert _facts(marts, "云溪县水利局", 2013) == {"stat.complaints": 6}


def test_a_body_alone_and_its_whole_system_stay_apart(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select scope, complaints, n_facts from fct_agency_year "
        "where agency_name = '云溪县教育局' order by scope"
    ).fetchall()
    assert rows == [("agency", Decimal(1), 1), ("system", Decimal(9), 1)]


def test_the_year_and_the_sum_since_2008_stay_apart(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select items_disclosed, items_disclosed_cumulative from fct_agency_year "
        "where agency_name = '云溪县北山镇人民政府' and report_year = 2012"
    ).fetchall()
    assert rows == [(Decimal(43), Decimal(356))]


def test_identities_between_years_are_findings(marts: duckdb.DuckDBPyConnection) -> None:
    assert _findings(marts, "X1") == [
        (COUNTY, 2023, "applications.carried_in", Decimal(5), Decimal(3), "notice")
    ]
    assert _findings(marts, "S8") == [
        ("云溪县北山镇人民政府", 2012, "stat.proactive.items", Decimal(356), Decimal(343), "notice")
    ]


def test_lateness_is_a_finding_by_the_deadline_of_the_body(marts: duckdb.DuckDBPyConnection) -> None:
    late = marts.execute(
        "select agency_name, report_year, message from fct_finding where rule = 'D1' order by all"
    )
    assert late.fetchall() == [
        (COUNTY, 2023, "published on 2024-04-02, 2 days after the deadline of 2024-03-31"),
        ("云溪县审计局", 2022, "published on 2023-02-10, 10 days after the deadline of 2023-01-31"),
    ]


def test_what_cannot_count_is_kept_with_its_reason(marts: duckdb.DuckDBPyConnection) -> None:
    reasons = dict(
        marts.execute("select url, excluded_because from dim_document where url like 'file://%'").fetchall()
    )
    assert reasons == {
        "file://saved/notice.txt": "a notice",
        "file://saved/nobody.txt": "the body is not certain",
        "file://saved/no_year.txt": "the report year is not certain",
        "file://saved/2108.txt": "the report year is out of range",
        "file://saved/odd.txt": None,
    }
    assert [row[1] for row in _findings(marts, "year_out_of_range")] == [2108]
    assert [row[0] for row in _findings(marts, "unknown_region")] == ["云溪县民政局"]
    assert [row[2:4] for row in _findings(marts, "unknown_indicator")] == [("review.totals", Decimal(1))]
    refused = marts.execute(
        "select url, document_id, message from fct_finding where rule = 'empty_file'"
    ).fetchall()
    assert refused == [("file://saved/empty.txt", None, "nothing in it")]
    assert marts.execute("select max(report_year) from fct_disclosure").fetchall() == [(2024,)]


def test_a_copy_names_its_sources_and_a_mirror_its_official_page(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select d.url, round(d.copied_share, 1), round(d.nearest_sources[1].share, 1), "
        "round(d.nearest_sources[2].share, 1), d.n_copies, source.url, official.url from dim_document as d "
        "left join dim_document as source on d.nearest_source_document_id = source.document_id "
        "left join dim_document as official on d.same_as_document_id = official.document_id "
        "where d.url in (?, ?, ?, ?) order by d.url",
        [MIRROR, MODEL, f"{SITE}/copy.htm", f"{SITE}/earlier.htm"],
    ).fetchall()
    assert rows == [
        (MIRROR, Decimal("0.4"), Decimal("0.4"), None, 0, MODEL, f"{SITE}/copy.htm"),
        (MODEL, None, None, None, 1, None, None),
        (f"{SITE}/copy.htm", Decimal("0.8"), Decimal("0.4"), Decimal("0.4"), 0, MODEL, None),
        (f"{SITE}/earlier.htm", Decimal(0), None, None, 1, None, None),
    ]


def test_the_wide_table_says_whether_the_tables_add_up(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select agency_name, report_year, is_balanced, n_facts, applications_received, share_granted "
        "from fct_agency_year where agency_name in (?, '云溪县民政局') order by all",
        [COUNTY],
    ).fetchall()
    assert rows == [
        (COUNTY, 2022, True, 7, Decimal(10), 1.0),
        (COUNTY, 2023, True, 6, Decimal(8), 1.0),
        (COUNTY, 2024, True, 6, Decimal(6), 1.0),
        ("云溪县民政局", 2021, False, 0, None, None),
    ]


def test_a_fact_leads_to_its_words_and_bytes(marts: duckdb.DuckDBPyConnection) -> None:
    row = marts.execute(
        "select f.quote, f.table_index, f.row_index, f.column_index, d.url, d.warc_file, d.warc_offset, "
        "d.evidence[1].field from fct_disclosure f join dim_document d using (document_id) "
        "where f.agency_name = ? and indicator_id = 'review.total'",
        [BUREAU],
    ).fetchall()
    assert row == [("5", 0, 1, 2, f"{SITE}/czj.htm", "warc/sample-00000.warc.gz", 1234, "report_year")]


def test_the_release_says_what_it_is(built: BuildReport, marts: duckdb.DuckDBPyConnection) -> None:
    release = marts.execute("select run_id, reader_version, n_facts, n_documents from release").fetchall()
    counts = built.row_counts
    assert release == [(RUN, READER_VERSION, counts["facts"], counts["dim_document"])]
    assert counts["dim_region"] > 44_000
    assert built.failures == ()


def test_a_night_that_finds_the_same_again_gives_the_same_rows(
    settings: Settings, marts: duckdb.DuckDBPyConnection
) -> None:
    tables = [
        name for (name,) in marts.execute("select table_name from information_schema.tables").fetchall()
    ]
    load(
        settings,
        [page.again(night=3) for page in _all_pages() if "czj" not in page.url and "/wsj" not in page.url],
        run_id="again",
    )
    again = run_build(settings, "20260104T183000Z")
    with connect(again.candidate, read_only=True) as connection:
        for table in tables:
            query = (
                f"from {table} order by all"
                if table != "release"
                else "select * exclude (run_id) from release"
            )
            assert connection.execute(query).fetchall() == marts.execute(query).fetchall(), table


def test_the_documentation_is_one_page_that_asks_no_other_host(
    settings: Settings, built: BuildReport
) -> None:
    page = generate_docs(settings, RUN)
    text = page.read_text(encoding="utf-8")
    assert page == settings.warehouse_dir / RUN / "docs" / "index.html"
    assert "fct_disclosure" in text
    assert json.dumps("主动公开政府信息数")[1:-1] in text
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=.?https?://", text) == []
    assert not [folder for folder in (settings.data_dir, PROJECT_DIR) if str(folder) in text]


def test_a_broken_rule_stops_the_build_with_its_rows(tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path)
    load(settings, [Page(f"{SITE}/1.htm", [report(COUNTY, 2022, fact("review.total", 1, basis="picture"))])])
    with pytest.raises(FailedNodesError, match="manners_are_known") as caught:
        run_build(settings, RUN)
    (failure,) = caught.value.failures
    assert [(row["observation_index"], row["basis"]) for row in failure.rows] == [(0, "picture")]
