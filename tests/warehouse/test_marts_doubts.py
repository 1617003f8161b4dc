"""The marts, built by dbt from invented documents that are wrong, misread or read otherwise later: nothing of it stops
a build, and each is said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any

import duckdb
import pytest

from expectations.checkpoint import check_release
from flows.build.dbt import DBT_PROJECT_DIR, run_build
from flows.extract.model import Document, Observation
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_raw import Page, fact, load, report

SITE = "https://www.yunxi.gov.cn"
COUNTY = "云溪县人民政府"
TOWN = "云溪县北山镇人民政府"
NOW = datetime(2026, 1, 6, 18, 30)  # noqa: DTZ001 - raw times are UTC without a zone
FIRST_RUN = "20260106T183000Z"
SECOND_RUN = "20260107T183000Z"
LARGEST = 999_999_999_999


def _at(when: datetime) -> dict[str, Any]:
    return {"fetched_at": when, "run_id": f"{when:%Y%m%dT%H%M%SZ}"}


def _page(name: str, document: Document, when: datetime = NOW, site: str = SITE, **more: Any) -> Page:
    return Page(f"{site}/{name}", [document], more=_at(when), **more)


def _fact(indicator_id: str, value: int, start: int = 0, **more: Any) -> Observation:
    """A statement whose place is as long as its words, as the gate asks."""
    made = fact(indicator_id, value, **more)
    return replace(made, where=replace(made.where, start=start, end=start + len(made.where.quote)))


def _bureau(name: str, year: int, value: int = 2, text: str = "", **more: Any) -> Document:
    return report(
        f"云溪县{name}局", year, _fact("review.total", value), text=text, category="department", **more
    )


def _sums_that_cannot_be_held() -> list[Page]:
    def town(year: int, of_year: int) -> Document:
        counts = [
            _fact("stat.proactive.items", of_year, form="F2008", unit="条"),
            _fact("stat.proactive.items", LARGEST, form="F2008", unit="条", period="cumulative"),
        ]
        return report(TOWN, year, *counts, level="township", form="F2008")

    return [_page("town2011", town(2011, 5)), _page("town2012", town(2012, LARGEST))]


def _years_at_the_bounds() -> list[Page]:
    december = datetime(2025, 12, 20, 18, 30)  # noqa: DTZ001 - as above
    return [
        _page("2002", _bureau("审计", 2002)),
        _page("2006", _bureau("审计", 2006)),
        # Misread as the year after the one in which it was fetched.
        _page("2026", _bureau("民政", 2026), december),
    ]


def _misread(name: str, year: int, text: str, extra: int, scope: str | None = None) -> Document:
    """Fifteen figures other than 0, one of them as asked for."""
    kinds = ("upheld", "corrected", "other", "pending", "total")
    blocks = ("review", "litigation_direct", "litigation_after_review")
    cells = [(block, kind) for block in blocks for kind in kinds]
    values = [extra, *range(2, 16)]
    facts = [
        _fact(f"{block}.{kind}", value, 10 * n)
        for n, ((block, kind), value) in enumerate(zip(cells, values, strict=True))
    ]
    return report(f"云溪县{name}局", year, *facts, text=text, category="department", scope=scope)


def _corrections_before() -> list[Page]:
    return [
        _page("corrected", _misread("水利", 2021, "水利局报告", 1)),
        _page("scoped", _misread("林业", 2022, "林业局报告", 1)),
        _page("index", _bureau("教育", 2021, 3, text="教育局报告")),
        _page("newest", _misread("司法", 2021, "司法局报告", 1)),
    ]


def _corrections_after() -> list[Page]:
    night = datetime(2026, 1, 7, 18, 30)  # noqa: DTZ001 - as above
    other = _misread("司法", 2022, "司法局新报告", 1)
    other = replace(
        other,
        observations=tuple(replace(one, value=one.value + 100) for one in other.observations),
        findings=(),
        balances=(),
    )
    return [
        _page("corrected", _misread("水利", 2022, "水利局报告（更正）", 9), night, night=1),
        _page("scoped", _misread("林业", 2022, "林业局报告（更正）", 1, scope="agency"), night, night=1),
        # The same address shows the newest report: few figures are not enough, and other figures are another year.
        _page("index", _bureau("教育", 2022, 3, text="教育局新报告"), night, night=1),
        _page("newest", other, night, night=1),
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
        *(_page(f"county{year}", report(COUNTY, year, _fact("review.total", 1))) for year in (2022, 2023)),
        _page("court2025", _bureau("法制", 2025)),
    ]


def _without_sense() -> list[Page]:
    huge = [_fact("applications.new", 99_999_999_999, applicant="total")]
    usual = [_fact("applications.new", 12, applicant="total")]
    applicants = [_fact("review.total", 3, applicant="total"), _fact("review.upheld", 3)]
    left = _bureau("环保", 2022, text="第一页")
    right = replace(_bureau("环保", 2022, text="第二页"), part_of=left.document_id)
    left = replace(left, part_of=right.document_id)
    page, other = _page("hbj", left), _page("hbj_2", right)
    return [
        _page("huge", report("云溪县体育局", 2022, *huge, category="department")),
        _page("usual", report("云溪县体育局", 2021, *usual, category="department")),
        _page("applicants", report("云溪县档案局", 2022, *applicants, category="department")),
        replace(page, parent=other),
        replace(other, parent=page),
    ]


def _first_night() -> list[Page]:
    return [
        *_sums_that_cannot_be_held(),
        *_years_at_the_bounds(),
        *_corrections_before(),
        *_dates(),
        *_due(),
        *_without_sense(),
    ]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(data_dir=tmp_path_factory.mktemp("doubts"))


@pytest.fixture(scope="module")
def first(settings: Settings) -> Path:
    load(settings, _first_night())
    return run_build(settings, FIRST_RUN).candidate


@pytest.fixture(scope="module")
def second(settings: Settings, first: Path) -> Path:
    """Begins with the first build: only what changed is worked out anew."""
    assert first.exists()
    load(settings, _corrections_after(), run_id="second")
    return run_build(settings, SECOND_RUN).candidate


@pytest.fixture(scope="module")
def marts(second: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(second, read_only=True) as connection:
        yield connection


def _rows(marts: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    return marts.execute(query, list(values)).fetchall()


def test_a_sum_that_cannot_be_held_is_a_finding_with_its_words(marts: duckdb.DuckDBPyConnection) -> None:
    [(left, right, message)] = _rows(
        marts, "select left_value, right_value, message from fct_finding where rule = 'S8'"
    )
    assert (left, right) == (LARGEST, None)
    assert message.endswith("it would be 1999999999998")


def test_a_year_counts_within_the_bounds_of_its_own_document(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select report_year, excluded_because from dim_document where report_year in (2002, 2006, 2026) order by all",
    )
    assert rows == [
        (2002, "the report year is out of range"),
        (2006, None),
        (2026, "the report year is out of range"),
    ]


def test_the_gate_lets_pass_what_the_models_let_pass(first: Path, second: Path, tmp_path: Path) -> None:
    # Copies: one file is not opened in two ways at once.
    before, now = (Path(copyfile(path, tmp_path / f"{path.parent.name}.duckdb")) for path in (first, second))
    outcomes = check_release(now, before, FIRST_RUN, SECOND_RUN, None).outcomes
    assert [one.name for one in outcomes if one.severity == "critical" and not one.holds] == []


def test_a_corrected_year_or_scope_takes_the_old_reports_place(
    first: Path, marts: duckdb.DuckDBPyConnection
) -> None:
    said = "a newer version at its address corrects its year or scope"
    query = """select agency_name, report_year, scope, excluded_because from dim_document
        where agency_name in ('云溪县水利局', '云溪县林业局', '云溪县教育局', '云溪县司法局') order by all"""
    with connect(first, read_only=True) as before:
        assert {row[-1] for row in _rows(before, query)} == {None}
    assert _rows(marts, query) == [
        ("云溪县司法局", 2021, "unstated", None),
        ("云溪县司法局", 2022, "unstated", None),
        ("云溪县教育局", 2021, "unstated", None),
        ("云溪县教育局", 2022, "unstated", None),
        ("云溪县林业局", 2022, "agency", None),
        ("云溪县林业局", 2022, "unstated", said),
        ("云溪县水利局", 2021, "unstated", said),
        ("云溪县水利局", 2022, "unstated", None),
    ]
    assert _rows(
        marts,
        """select findings.agency_name, findings.report_year, newer.report_year, newer.scope, findings.severity
        from fct_finding as findings
        join dim_document as newer on findings.other_document_id = newer.document_id
        where rule = 'corrected_report' order by all""",
    ) == [
        ("云溪县林业局", 2022, 2022, "agency", "refusal"),
        ("云溪县水利局", 2021, 2022, "unstated", "refusal"),
    ]
    assert _rows(
        marts, "select distinct report_year, scope from fct_agency_year where agency_name = '云溪县水利局'"
    ) == [(2022, "unstated")]


def test_a_fresh_build_says_the_same(settings: Settings, marts: duckdb.DuckDBPyConnection) -> None:
    fresh = run_build(settings, "20260107T190000Z", full=True)
    with connect(fresh.candidate, read_only=True) as connection:
        for table in (
            "fct_finding",
            "fct_disclosure",
            "fct_agency_year",
            "fct_report_coverage",
            "dim_document",
        ):
            query = f"from {table} order by all"
            assert _rows(connection, query) == _rows(marts, query), table


def test_a_mirrors_date_is_not_the_reports(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        """select agency_name, published_on, days_late from fct_report_coverage
        where agency_name in ('云溪县交通局', '云溪县农业局') and report_year = 2022 order by all""",
    )
    assert rows == [("云溪县交通局", date(2023, 6, 30), 150), ("云溪县农业局", None, None)]


def test_nothing_is_missing_before_it_was_due(marts: duckdb.DuckDBPyConnection) -> None:
    rows = dict(
        _rows(
            marts,
            "select report_year, status from fct_report_coverage where agency_name = ? and report_year >= 2022",
            COUNTY,
        )
    )
    assert rows == {2022: "published", 2023: "published", 2024: "missing", 2025: "not_yet_due"}
    towns = _rows(
        marts, "select status from fct_report_coverage where agency_name = ? and report_year = 2025", TOWN
    )
    assert towns == [("not_yet_due",)]


def test_a_value_that_nobody_believes_is_said_and_grows_nowhere(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        """select agency_name, left_value, severity from fct_finding
        where rule = 'implausible_value' and indicator_id = 'applications.new'""",
    )
    assert rows == [("云溪县体育局", Decimal(99_999_999_999), "notice")]
    growth = (DBT_PROJECT_DIR / "analyses" / "fastest_growth.sql").read_text(encoding="utf-8")
    assert "云溪县体育局" not in {row[0] for row in _rows(marts, growth)}


def test_an_applicant_of_an_indicator_that_has_none_is_no_fact(marts: duckdb.DuckDBPyConnection) -> None:
    facts = _rows(marts, "select indicator_id from fct_disclosure where agency_name = '云溪县档案局'")
    assert facts == [("review.upheld",)]
    assert _rows(
        marts,
        "select rule, applicant from fct_finding where agency_name = '云溪县档案局' and rule like 'unknown_i%'",
    ) == [("unknown_indicator", "total")]


def test_pages_that_are_parts_of_each_other_stand_for_themselves(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts, "select is_counted, part_of from dim_document where agency_name = '云溪县环保局' order by all"
    )
    assert rows == [(False, None), (True, None)]
    assert _rows(
        marts,
        "select count(*) from fct_finding where agency_name = '云溪县环保局' and rule = 'duplicate_report'",
    ) == [(1,)]
