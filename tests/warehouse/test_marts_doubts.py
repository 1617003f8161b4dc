"""The marts, built by dbt from invented documents that are wrong, misread, read otherwise later or withdrawn
(`doubts.py`): nothing of it stops a build, and each is said."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any

import duckdb
import pytest

from expectations.checkpoint import check_release
from flows.build.dbt import DBT_PROJECT_DIR
from flows.warehouse import connect
from tests.warehouse.doubts import COUNTY, LARGEST, TOWN
from tests.warehouse.nights import Nights
from tests.warehouse.synthetic_raw import FIRST_NIGHT


@pytest.fixture(scope="module")
def first(nights: Nights) -> Path:
    return nights.built[0].candidate


@pytest.fixture(scope="module")
def second(nights: Nights) -> Path:
    """Begins with the first build: only what changed is worked out anew."""
    return nights.built[1].candidate


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
    outcomes = check_release(now, before, first.parent.name, second.parent.name, None).outcomes
    assert [one.name for one in outcomes if one.severity == "critical" and not one.holds] == []


def test_a_corrected_year_or_scope_takes_the_old_reports_place(
    first: Path, marts: duckdb.DuckDBPyConnection
) -> None:
    said = "a newer version at its address corrects its year or scope"
    query = """select agency_name, report_year, scope, excluded_because from dim_document
        where agency_name in ('雾岭县水利局', '雾岭县林业局', '雾岭县教育局', '雾岭县司法局') order by all"""
    with connect(first, read_only=True) as before:
        assert {row[-1] for row in _rows(before, query)} == {None}
    assert _rows(marts, query) == [
        ("雾岭县司法局", 2021, "unstated", None),
        ("雾岭县司法局", 2022, "unstated", None),
        ("雾岭县教育局", 2021, "unstated", None),
        ("雾岭县教育局", 2022, "unstated", None),
        ("雾岭县林业局", 2022, "agency", None),
        ("雾岭县林业局", 2022, "unstated", said),
        ("雾岭县水利局", 2021, "unstated", said),
        ("雾岭县水利局", 2022, "unstated", None),
    ]
    assert _rows(
        marts,
        """select findings.agency_name, findings.report_year, newer.report_year, newer.scope, findings.severity
        from fct_finding as findings
        join dim_document as newer on findings.other_document_id = newer.document_id
        where rule = 'corrected_report' order by all""",
    ) == [
        ("雾岭县林业局", 2022, 2022, "agency", "refusal"),
        ("雾岭县水利局", 2021, 2022, "unstated", "refusal"),
    ]
    assert _rows(
        marts, "select distinct report_year, scope from fct_agency_year where agency_name = '雾岭县水利局'"
    ) == [(2022, "unstated")]


def test_a_mirrors_date_is_not_the_reports(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        """select agency_name, published_on, days_late from fct_report_coverage
        where agency_name in ('雾岭县交通局', '雾岭县农业局') and report_year = 2022 order by all""",
    )
    assert rows == [("雾岭县交通局", date(2023, 6, 30), 150), ("雾岭县农业局", None, None)]


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
    assert rows == [("雾岭县体育局", Decimal(99_999_999_999), "notice")]
    growth = (DBT_PROJECT_DIR / "analyses" / "fastest_growth.sql").read_text(encoding="utf-8")
    assert "雾岭县体育局" not in {row[0] for row in _rows(marts, growth)}


def test_an_applicant_of_an_indicator_that_has_none_is_no_fact(marts: duckdb.DuckDBPyConnection) -> None:
    facts = _rows(marts, "select indicator_id from fct_disclosure where agency_name = '雾岭县档案局'")
    assert facts == [("review.upheld",)]
    assert _rows(
        marts,
        "select rule, applicant from fct_finding where agency_name = '雾岭县档案局' and rule like 'unknown_i%'",
    ) == [("unknown_indicator", "total")]


def test_pages_that_are_parts_of_each_other_stand_for_themselves(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts, "select is_counted, part_of from dim_document where agency_name = '雾岭县环保局' order by all"
    )
    assert rows == [(False, None), (True, None)]
    assert _rows(
        marts,
        "select count(*) from fct_finding where agency_name = '雾岭县环保局' and rule = 'duplicate_report'",
    ) == [(1,)]


def test_a_report_lies_under_the_code_of_its_year(marts: duckdb.DuckDBPyConnection) -> None:
    query = """select documents.report_year, documents.region_code, region_code_of_year
        from dim_document as documents join fct_agency_year using (document_id, region_code_of_year)
        where documents.agency_name like '%档案局' and documents.region_code <> '430722' order by all"""
    assert _rows(marts, query) == [
        (2009, "520622", "522223"),
        (2012, "110000", "110228"),
        (2013, "110118", "110228"),
        (2015, "520622", "520622"),
        (2016, "110118", "110118"),
    ]


def test_a_broken_equation_contradicts_its_terms_also_where_the_first_could_not_be_held(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = _rows(
        marts,
        """select facts.indicator_id, status, findings.rule, findings.left_value, findings.right_value
        from fct_disclosure as facts left join fct_finding as findings using (document_id, finding_number)
        where facts.agency_name = '雾岭县气象局' order by all""",
    )
    assert rows == [
        (f"review.{kind}", "contradicted", "R1", None, Decimal(10))
        for kind in ("corrected", "other", "pending", "upheld")
    ]


def test_a_report_that_no_address_shows_any_more_is_marked_and_counts_on(
    first: Path, marts: duckdb.DuckDBPyConnection
) -> None:
    query = """select agency_name, withdrawn_at, is_counted, n_facts
        from dim_document join fct_agency_year using (document_id, agency_name)
        where agency_name in ('雾岭县粮食局', '雾岭县统计局') order by all"""
    with connect(first, read_only=True) as before:
        assert _rows(before, query) == [("雾岭县粮食局", None, True, 1), ("雾岭县统计局", None, True, 1)]
    assert _rows(marts, query) == [
        ("雾岭县粮食局", FIRST_NIGHT + timedelta(days=1), True, 1),
        ("雾岭县统计局", None, True, 1),
    ]
    assert _rows(marts, "select agency_name, severity from fct_finding where rule = 'withdrawn_report'") == [
        ("雾岭县粮食局", "notice")
    ]


def test_what_moved_to_an_annex_was_not_removed(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        """select indicator_id, change, old_value, new_value, new_quote from fct_report_revision
        where agency_name = '雾岭县外事局' order by all""",
    )
    assert rows == [
        ("review.corrected", "removed", Decimal(7), None, None),
        ("review.other", "changed", Decimal(7), Decimal(8), "8"),
        ("review.pending", "added", None, Decimal(0), "0"),
    ]


def test_figures_of_the_year_before_again_are_said_of_the_later_report(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    rows = _rows(
        marts,
        """select finding.agency_name, finding.report_year, finding.severity, other.report_year, finding.message
        from fct_finding as finding inner join dim_document as other on finding.other_document_id = other.document_id
        where finding.rule = 'repeated_figures'""",
    )
    said = "all 15 figures other than 0 are those of the report of the year before"
    assert sorted(rows) == [("雾岭县商务局", year, "notice", year - 1, said) for year in (2020, 2021)]


def test_all_lawsuits_are_in_doubt_where_what_they_were_taken_from_is(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    query = "select total, is_approximate, is_contradicted from fct_remedy where agency_name = ? and route = 'all'"
    assert _rows(marts, query, "雾岭县旅游局") == [(3, False, False)]


def test_a_body_is_expected_as_long_as_it_published(marts: duckdb.DuckDBPyConnection) -> None:
    query = (
        "select report_year from fct_report_coverage where agency_name = ? and status = 'missing' order by 1"
    )
    assert _rows(marts, query, "雾岭县工商行政管理局") == [(2008,), *((year,) for year in range(2010, 2014))]
    # The year after the old body's last is the first in which the new one can have been asked.
    assert _rows(marts, query, "雾岭县市场监督管理局")[0] == (2015,)


def test_a_body_is_one_however_its_reports_spell_it(marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts,
        "select distinct agency_id, agency_name from dim_document where contains(agency_as_written, '国家发展')",
    )
    assert [name for _, name in rows] == ["国家发展和改革委员会"]
