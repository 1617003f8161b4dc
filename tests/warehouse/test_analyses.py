"""What the analyses count where one body states a figure twice: rows written by hand in the marts' columns, without
a build. (That each runs on built marts: test_marts_panel.py.)"""

from collections.abc import Iterator

import duckdb
import pytest

from flows.build.dbt import DBT_PROJECT_DIR

# One body states each figure for itself and once more without saying for whom; its system states more; a second body
# says nowhere for whom, and prints no rows of denials.
_MARTS = """
create table scopes as select * from (values
    ('a', 'agency', 1), ('a', 'unstated', 1), ('a', 'system', 9), ('b', 'unstated', 2)
) as scopes (agency_id, scope, times);

create table fct_application_outcome as
select agency_id, 2022 as report_year, scope, 'total' as applicant, 'denied' as outcome_group,
    'denied.process' as outcome, 3 * times as n_applications, 'stated' as status
from scopes;

create table fct_remedy as
select agency_id, 2022 as report_year, scope, 'review' as remedy, 'all' as route, 10 * times as total,
    4 * times as corrected, 2 * times as pending, false as is_contradicted
from scopes;

create table fct_proactive as
select agency_id, 2022 as report_year, scope, 'normative_documents' as item, 7 * times as made, 1 as disclosed,
    0 as repealed, 70 * times as in_force, false as is_contradicted
from scopes;

create table fct_agency_year as
select agency_id, 2022 as report_year, scope, '云山省' as province, 'county' as level, null::boolean as is_balanced,
    2 * times as staff, 1 as staff_full_time, 10 * times as applications_received, 10 * times as applications_closed,
    4 * times as applications_granted, 0 as applications_partly_granted,
    if(agency_id = 'a', 3, null) as applications_denied, null::integer as applications_not_held
from scopes;

create table dim_indicator as select 'proactive.fees.amount' as indicator_id, '收费金额' as label_zh;
create table fct_disclosure as
select agency_id, agency_id as agency_name, 2022 as report_year, scope, 'proactive.fees.amount' as indicator_id,
    5 * times as value, false as is_unit_assumed, 'stated' as status, '5' as quote
from scopes;
"""


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(_MARTS)
        yield connection


@pytest.mark.parametrize(
    ("analysis", "expected"),
    [
        ("denial_reasons", [(2022, "denied.process", 9, 1.0)]),
        ("litigation_against_review", [(2022, "review", 2, 30, 12, 0.5)]),
        ("normative_documents", [(2022, 2, 21, 2, 0, 210)]),
        ("disclosure_staff", [(2022, "county", 2, 6, 2, 3.0, 5.0)]),
        ("zeros_share", [(2022, "county", 2, 0, 0.0)]),
        ("response_rates_by_province", [("云山省", 2022, 2, 30, 2, 0.4, 1, 0.3, 0, None)]),
        (
            "fees",
            [
                ("b", 2022, "收费金额", 10, False, "stated", "5"),
                ("a", 2022, "收费金额", 5, False, "stated", "5"),
            ],
        ),
    ],
)
def test_a_body_counts_once_in_a_year(
    marts: duckdb.DuckDBPyConnection, analysis: str, expected: list[tuple[object, ...]]
) -> None:
    sql = (DBT_PROJECT_DIR / "analyses" / f"{analysis}.sql").read_text(encoding="utf-8")
    assert marts.execute(sql).fetchall() == expected
