"""What the site asks of a published file, but for what it asks of each body (`bodies.py`).

What belongs here: SELECT statements on the public marts, by the columns of `docs/data-dictionary.md`, and typed
functions that run them. What does not: what is written where (`build.py`, `shards.py`).
"""

from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.site.codes import STATUSES, SUMMED

_AGENCIES: Final = """
select
    agencies.agency_id, agencies.agency_name, other_names, level, category, province, city, county, region_code,
    first_year, last_year, n_reports, successor_agency_id
from dim_agency as agencies
order by region_code nulls last, agency_name, agency_id
"""

_INSIDE: Final = "rpad(left(region_code, length_of), 6, '0') as place"
_ALL_INSIDE: Final = "(values (2), (4), (6)) as lengths (length_of)"
_IS_INSIDE: Final = (
    "length(region_code) >= length_of and (length_of = 2 or region_code[length_of - 1:length_of] <> '00')"
)
"""A county's body lies in its county, prefecture and province, a province's own department in the province alone."""

# A body that states some figures of a year for itself and others without saying for whom counts once: what it states
# for itself goes before the other (`agency` stands before `unstated`).
_YEARS_BY_REGION: Final = f"""
with bodies as (
    select
        agency_id, report_year, arg_min(region_code, scope) as region_code, bool_and(is_balanced) as is_balanced,
        {", ".join(f"arg_min({name}, scope) as {name}" for name in SUMMED)}
    from fct_agency_year
    where scope <> 'system'
    group by agency_id, report_year
)
select
    {_INSIDE}, report_year,
    count(*), count(*) filter (where is_balanced), count(*) filter (where not is_balanced),
    {", ".join(f"sum({name})::bigint" for name in SUMMED)}
from bodies, {_ALL_INSIDE}
where {_IS_INSIDE}
group by all
order by all
"""  # noqa: S608 - the parts are constants of this package

_COVERAGE_BY_REGION: Final = f"""
select
    {_INSIDE}, report_year,
    count(*) filter (where status = 'published'), count(*) filter (where status = 'unreadable'),
    count(*) filter (where status = 'missing'), count(*) filter (where status = 'never_seen'),
    count(*) filter (where days_late > 0)
from fct_report_coverage, {_ALL_INSIDE}
where {_IS_INSIDE}
group by all
order by all
"""  # noqa: S608 - as above

_COVERAGE_BY_PROVINCE: Final = """
select
    coalesce(province, '') as province, report_year,
    count(*) filter (where status = 'published'), count(*) filter (where status = 'unreadable'),
    count(*) filter (where status = 'missing'), count(*) filter (where status = 'never_seen'),
    count(*) filter (where days_late > 0)
from fct_report_coverage
group by all
order by all
"""

_ABSENT: Final = """
select
    bodies.agency_id, bodies.agency_name, bodies.level, bodies.category, bodies.province, bodies.city, bodies.county,
    status, due_on::varchar, published_on::varchar, days_late, agencies.agency_id is not null
from fct_report_coverage as bodies
left join dim_agency as agencies using (agency_id)
where report_year = ? and (status not in ('published', 'not_yet_due') or days_late > 0)
order by bodies.region_code nulls last, bodies.agency_name, bodies.agency_id
"""

# What a body states for itself and once more without saying for whom is one number, not two.
_FIND_STATED_TWICE: Final = """
create or replace temp table stated_twice as
select distinct agency_id, report_year, indicator_id, 'unstated' as scope
from fct_disclosure
semi join (
    select agency_id, report_year from fct_agency_year where scope <> 'system' group by all having count(*) > 1
) using (agency_id, report_year)
where period = 'year' and scope = 'agency' and (applicant is null or applicant = 'total')
"""

# Equal values are counted first, one pass over the facts that may spill to the disk: most values are small, so
# everything that is asked of an indicator comes from a table a thousand times smaller. The facts themselves would not
# fit into memory, as exact quantiles over them would need.
_COUNT_VALUES: Final = """
create or replace temp table counted as
select
    numbers.number, report_year, value, count(*) as n, count(*) filter (where status = 'proved') as proved,
    count(*) filter (where status = 'proved_zero') as proved_zero, count(*) filter (where status = 'stated') as stated,
    count(*) filter (where status = 'contradicted') as contradicted
from fct_disclosure
inner join numbers using (indicator_id)
anti join stated_twice using (agency_id, report_year, indicator_id, scope)
where period = 'year' and scope <> 'system' and (applicant is null or applicant = 'total')
group by all
"""

_INDICATOR_YEARS: Final = """
with ranked as (
    select
        *, sum(n) over (partition by number, report_year order by value) as up_to,
        sum(n) over (partition by number, report_year) as total
    from counted
)
select
    number, report_year, sum(n)::bigint, sum(value * n)::varchar, coalesce(sum(n) filter (where value = 0), 0)::bigint,
    (min(value) filter (where up_to >= 0.1 * total))::double, (min(value) filter (where up_to >= 0.5 * total))::double,
    (min(value) filter (where up_to >= 0.9 * total))::double, max(value)::varchar, sum(proved)::bigint,
    sum(proved_zero)::bigint, sum(stated)::bigint, sum(contradicted)::bigint
from ranked
group by all
order by all
"""

_INDICATOR_SPREAD: Final = """
select
    number, report_year, case when value <= 0 then 0 else 1 + least(floor(log10(value))::int, 9) end as size,
    sum(n)::bigint
from counted
group by all
order by all
"""

# The ten of a group are kept while the facts pass by: nothing is sorted.
_INDICATOR_TOP: Final = """
with top as (
    select
        numbers.number, report_year,
        min_by(
            {'id': agency_id, 'name': agency_name, 'value': value::varchar, 'status': status, 'scope': scope,
                'applicant': coalesce(applicant, '')},
            row(-value, agency_id, scope), 10
        ) as largest
    from fct_disclosure
    inner join numbers using (indicator_id)
    anti join stated_twice using (agency_id, report_year, indicator_id, scope)
    where period = 'year' and scope <> 'system' and (applicant is null or applicant = 'total') and value > 0
        and status <> 'contradicted'
    group by all
)
select number, report_year, one.id, one.name, one.value, one.status, one.scope, one.applicant
from (select number, report_year, unnest(largest) as one from top)
order by number, report_year, one.value::decimal(18, 6) desc, one.id, one.scope
"""

_PLACE: Final = "coalesce(left(region_code, 6), '00')"

_FINDINGS: Final = f"""
select
    coalesce(report_year, 0) as year, {_PLACE} as place, agency_id, agency_name, province, rule, severity, message,
    identity, document_id, finding_number, url, left_value::varchar, right_value::varchar
from fct_finding
order by year, place, agency_id, document_id, finding_number, rule, url, message
"""  # noqa: S608 - as above

_FINDINGS_BY_PLACE: Final = f"""
select rule, severity, coalesce(report_year, 0) as year, {_PLACE} as place, count(*)
from fct_finding
group by all
order by all
"""  # noqa: S608 - as above

_HEADLINES: Final = """
select
    (select count(*) from fct_agency_year), (select count(*) from dim_agency), (select count(*) from fct_disclosure),
    (select count(*) from fct_finding), (select min(report_year) from fct_agency_year),
    (select max(report_year) from fct_agency_year), (select count(*) from dim_document)
"""


DEFINITION: Final = (
    "indicator_id",
    "label_zh",
    "label_en",
    "unit",
    "section",
    "parent_id",
    "comparable_id",
    "dimension",
)
"""Columns of `dim_indicator` that the site tells."""


def number_indicators(database: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The dictionary in its order, and beside it the temporary table `numbers` that the other questions use."""
    database.execute(
        "create or replace temp table numbers as "
        "select indicator_id, row_number() over (order by section, indicator_id) - 1 as number from dim_indicator"
    )
    # By name: a file of an older schema, which lacks one of them, says so.
    asked = f"select {', '.join(DEFINITION)} from dim_indicator order by section, indicator_id"  # noqa: S608 - names of our own
    return rows(database, asked)


def rows(database: DuckDBPyConnection, sql: str, values: list[object] | None = None) -> list[dict[str, Any]]:
    """The answer as one dictionary a row."""
    result = database.execute(sql, values or [])
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def agencies(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Every body, in the order of regions and names."""
    return database.execute(_AGENCIES).fetchall()


def years_by_region(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Sums over the bodies of a province, prefecture or county (6 digits) and year."""
    return database.execute(_YEARS_BY_REGION).fetchall()


def coverage_by_region(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Province, prefecture or county (6 digits) and year: counts as `coverage_by_province` gives them."""
    return database.execute(_COVERAGE_BY_REGION).fetchall()


def regions(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Provinces, prefectures and counties: code, name, level and the code above."""
    return database.execute(
        "select region_code, region_name, level, parent_code from dim_region where length(region_code) = 6 order by 1"
    ).fetchall()


def coverage_by_province(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Province and year: reports published, unreadable, missing, never seen, and published late."""
    return database.execute(_COVERAGE_BY_PROVINCE).fetchall()


def absent(database: DuckDBPyConnection, year: int) -> list[tuple[Any, ...]]:
    """Bodies whose report of a year is not there, or came after the legal deadline; the last column says whether the
    release has anything of the body."""
    return database.execute(_ABSENT, [year]).fetchall()


def indicator_years(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Of each indicator and year: values, sum, zeros, the values that 10, 50 and 90 % do not exceed, the largest, and
    how many have which status."""
    database.execute(_FIND_STATED_TWICE)
    database.execute(_COUNT_VALUES)
    return database.execute(_INDICATOR_YEARS).fetchall()


def indicator_spread(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Of each indicator and year: values by size (0, then by powers of ten); asked after `indicator_years`."""
    return database.execute(_INDICATOR_SPREAD).fetchall()


def indicator_top(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Of each indicator and year the ten largest values that nothing contradicts, with their scope and applicant; asked
    after `indicator_years`."""
    return database.execute(_INDICATOR_TOP).fetchall()


def findings(database: DuckDBPyConnection) -> DuckDBPyConnection:
    """All findings by year, province and region; read it in batches, for a country has hundreds of thousands."""
    return database.execute(_FINDINGS)


def findings_by_place(database: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """How many findings there are of each rule, weight, year (0 where unknown) and region (6 digits, 00 if unknown)."""
    return database.execute(_FINDINGS_BY_PLACE).fetchall()


def tables(database: DuckDBPyConnection) -> list[dict[str, Any]]:
    """The tables and views of the file with the comments that it carries: name, comment, rows (null of a view) and
    columns."""
    found = rows(
        database,
        """select table_name as name, coalesce(comment, '') as comment, estimated_size as rows
        from duckdb_tables() where not temporary
        union all select view_name, coalesce(comment, ''), null from duckdb_views() where not internal
        order by name""",
    )
    columns = rows(
        database,
        """select table_name, column_name as name, data_type as type, coalesce(comment, '') as comment
        from duckdb_columns() order by table_name, column_index""",
    )
    for table in found:
        table["columns"] = [column for column in columns if column["table_name"] == table["name"]]
    return found


def headlines(database: DuckDBPyConnection) -> dict[str, Any]:
    """The figures of the first page."""
    ((reports, bodies, facts, found, first, last, documents),) = database.execute(_HEADLINES).fetchall()
    statuses = dict(database.execute("select status, count(*) from fct_disclosure group by all").fetchall())
    return {
        "reports": reports,
        "agencies": bodies,
        "facts": facts,
        "findings": found,
        "first_year": first,
        "last_year": last,
        "documents": documents,
        "statuses": {status: statuses.get(status, 0) for status in STATUSES},
    }
