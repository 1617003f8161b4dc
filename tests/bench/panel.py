"""A panel of invented bodies of any size, written into the raw store by SQL: what the warehouse is measured on.

What belongs here: raw rows that are spread as real ones are (many zeros, a few findings, four forms, corrected pages,
mirrors, copied prose). What does not: what is measured on them (`bench_warehouse.py`), and rows that a rule is
tested with (`tests/warehouse/synthetic_raw.py`).

Every row is a function of its numbers, so the same panel is the same everywhere. Bodies are numbered from 0; each
reports on the years `FIRST_YEAR` to `LAST_YEAR`. Cells and clean texts are left out: no mart is made of them.
"""

from pathlib import Path
from typing import Final

from duckdb import DuckDBPyConnection

from flows.extract.document import READER_VERSION
from flows.load.ddl import create_tables
from flows.schema import RAW_TABLES
from flows.settings import Settings
from flows.warehouse import connect, quoted

FIRST_YEAR: Final = 2018
LAST_YEAR: Final = 2025
N_YEARS: Final = LAST_YEAR - FIRST_YEAR + 1

FIRST_NIGHT: Final = "2026-05-01 18:30:00"

# A document is one version of one body's report: version 0 is the first, a later one replaces it at its address, and
# version -1 is the text that a mirror printed.
_VERSIONS: Final = """
create or replace temp table versions as
select
    body,
    year,
    version,
    md5(concat_ws('|', body, year, version)) as document_id,
    sha256(concat_ws('|', 'payload', body, year, version)) as payload_sha256,
    hash(body, year, version) as seed,
    'https://www' || body || '.gov.cn/' || year || '.htm' as page,
    case when version < 0 then 'https://mirror.example/' || body || '/' || year else page end as url,
    case when year >= 2021 then 'F2021' when year >= 2019 then 'F2019' else 'F2014' end as form,
    strftime(timestamp '{first_night}' + to_days({night}), '%Y%m%dT%H%M%SZ') as run_id,
    timestamp '{first_night}' + to_days({night}) as fetched_at
from ({which})
"""

_FIRST_VERSIONS: Final = """
select body, year, version
from range({n_bodies}) as bodies (body)
cross join range({first_year}, {last_year} + 1) as years (year)
cross join (values (0), (-1)) as versions (version)
-- A mirror of every fiftieth report.
where version = 0 or hash(body, year, 'mirror') % 50 = 0
order by body, year, version
"""

_CHANGED_VERSIONS: Final = """
select body, year, {night} as version
from range({n_bodies}) as bodies (body)
cross join range({first_year}, {last_year} + 1) as years (year)
where hash(body, year, {night}) % 1000000 < {share} * 1000000
order by body, year
"""

# The cells of the forms in their order, and the indicators that prose states beside a form. Their places are the
# observations' indexes: what a report does not state leaves a gap.
_CELLS: Final = """
create or replace temp table cells as
select
    form,
    indicator_id,
    applicant,
    period,
    unit,
    'table' as basis,
    -- Tables of the form stand one after the other in a page.
    dense_rank() over (partition by form order by table_name) - 1 as table_index,
    row_number() over (partition by form order by cell_order) - 1 as place,
    -- What ties two years is 0 nearly always, so that few ties are broken.
    if(regexp_matches(indicator_id, 'carried|in_force|issued|repealed|items_'), 97, 75) as zeros_in_100
from read_csv({forms}) as forms
inner join read_csv({indicators}) as indicators using (indicator_id)
where form in ('F2014', 'F2019', 'F2021')
union all by name
select
    newer.form,
    indicator_id,
    applicant,
    period,
    unit,
    'prose' as basis,
    400 + row_number() over (partition by newer.form order by cell_order) as place,
    75 as zeros_in_100
from read_csv({forms}) as forms
inner join read_csv({indicators}) as indicators using (indicator_id)
cross join (values ('F2019'), ('F2021')) as newer (form)
where forms.form = 'F2014';

-- Each row of applicants and each column of outcomes is an equation.
create or replace temp table equations as
select *, row_number() over (partition by form order by rule, instance) as number
from (
select form, 'A4' as rule, indicator_id as instance, list(place order by applicant = 'total' desc, place) as places
from cells
where applicant is not null
group by form, indicator_id
union all by name
select
    form,
    if(form = 'F2021', 'A3', 'A2') as rule,
    applicant as instance,
    list(place order by indicator_id = 'applications.outcomes' desc, place) as places
from cells
where applicant is not null and not regexp_matches(indicator_id, 'new|carried')
group by form, applicant
)
"""

_OBSERVATIONS: Final = """
insert into raw.observations by name
with stated as (
    select
        versions.document_id,
        cells.*,
        hash(versions.seed, cells.place) as dice,
        case
            when dice % 100 < cells.zeros_in_100 then 0
            -- A few bodies count in thousands, most in ones.
            else cast(floor(exp(((dice >> 8) % 1000) / 1000.0 * 4.0) * (1 + (dice >> 20) % 7)) as bigint)
        end as figure
    from versions
    inner join cells on versions.form = cells.form
    -- A report's prose states some eight of the figures that it could.
    where cells.basis = 'table' or dice % 7 = 0
)
select
    document_id,
    {reader_version} as reader_version,
    place as observation_index,
    indicator_id,
    applicant,
    period,
    figure + if(unit = '万元', ((dice >> 30) % 100) / 100, 0) as value,
    unit,
    basis = 'prose' and dice % 11 = 0 as is_approximate,
    false as is_unit_assumed,
    basis,
    if(basis = 'table', form, null) as form,
    case when basis = 'prose' then null when dice % 200 = 0 then 'order' else 'label' end as aligned_by,
    table_index,
    if(basis = 'table', place // 7, null) as row_index,
    if(basis = 'table', 2 + place % 7, null) as column_index,
    200 + place * 9 + (dice >> 40) % 9 as span_start,
    if(basis = 'table', figure::varchar, '共' || figure || unit) as quote,
    span_start + length(quote) as span_end
from stated
"""

_BALANCES: Final = """
insert into raw.balances by name
select
    versions.document_id,
    {reader_version} as reader_version,
    equations.number as balance_index,
    equations.rule,
    equations.instance,
    case hash(versions.seed, equations.rule, equations.instance) % 50
        when 0 then 'broken' when 1 then 'not_evaluated' when 2 then 'held' when 3 then 'held' when 4 then 'held'
        else 'held_on_zeros'
    end as state,
    equations.places as observation_indexes
from versions
inner join equations on versions.form = equations.form
"""

_FINDINGS: Final = """
insert into raw.findings by name
with broken as (
    select
        balances.document_id,
        balances.rule,
        'contradiction' as severity,
        'the two sides of ' || balances.rule || ' differ' as message,
        observations.indicator_id,
        observations.applicant,
        observations.value as left_value,
        observations.value + 1 as right_value,
        observations.table_index,
        observations.row_index,
        observations.column_index,
        observations.span_start,
        observations.span_end,
        observations.quote
    from raw.balances as balances
    inner join versions using (document_id)
    inner join raw.observations as observations
        on balances.document_id = observations.document_id
        and balances.observation_indexes[1] = observations.observation_index
    where balances.state = 'broken'
),
lost as (
    select
        document_id,
        'lost_characters' as rule,
        'damage' as severity,
        'characters of the page are lost' as message
    from versions
    where seed % 20 = 0
),
all_findings as (
    from broken
    union all by name
    from lost
)
select
    *,
    {reader_version} as reader_version,
    row_number() over (partition by document_id order by rule, span_start, applicant) - 1 as finding_index
from all_findings
order by document_id, finding_index
"""

_DOCUMENTS: Final = """
insert into raw.documents by name
with places as (
    select *, row_number() over (order by region_code) - 1 as place
    from read_csv({regions}, all_varchar = true)
    where level = 'county'
),
offices as (
    select
        versions.*,
        places.*,
        region_name || '第' || body || ['财政', '教育', '民政', '水利', '审计'][1 + body % 5] || '局' as agency_name,
        make_date(year + 1, 1, 1) + cast(seed % 100 as integer) as published_on
    from versions
    inner join places on versions.body % (select count(*) from places) = places.place
)
select
    document_id,
    {reader_version} as reader_version,
    sha256(document_id) as text_sha256,
    'annual_report' as kind,
    agency_name || year || '年政府信息公开工作年度报告' as title,
    '' as clean_text,
    '本局' as agency_as_written,
    agency_name,
    'county' as level,
    'department' as category,
    province,
    city,
    county,
    region_code,
    year as report_year,
    published_on,
    case when seed % 3 = 0 then 'agency' end as scope,
    form,
    list_transform(
        [
            row('agency', agency_name, 'title'), row('report_year', year::varchar, 'title'),
            row('agency', agency_name, 'signature'), row('report_year', year::varchar, 'first sentence'),
            row('published_on', published_on::varchar, 'header'), row('region', region_code, 'name'),
            row('kind', 'annual_report', 'title'), row('level', 'county', 'name')
        ],
        lambda one: struct_pack(
            field := one[1], value := one[2], source := one[3], is_chosen := true, quote := one[2],
            span_start := 0, span_end := length(one[2])::integer
        )
    ) as evidence,
    seed % 3 as n_repairs,
    0 as n_lost,
    run_id,
    observed.n as n_observations,
    coalesce(found.n, 0) as n_findings
from offices
left join (select document_id, count(*) as n from raw.observations group by all) as observed using (document_id)
left join (select document_id, count(*) as n from raw.findings group by all) as found using (document_id)
order by document_id
"""

_REST: Final = """
insert into raw.captures by name
select
    left(sha256(concat_ws('|', url, fetched_at)), 16) as capture_id,
    'panel' as source_id,
    url,
    fetched_at,
    200 as status,
    case when version > 0 then 'changed' else 'new' end as outcome,
    'report' as role,
    'text/html' as content_type,
    payload_sha256,
    80000 + seed % 40000 as payload_size,
    'warc/panel-' || lpad((body // 500)::varchar, 5, '0') || '.warc.gz' as warc_file,
    seed % 1000000000 as warc_offset,
    run_id
from versions;

insert into raw.readings by name
select
    payload_sha256,
    url,
    {reader_version} as reader_version,
    'read' as outcome,
    1 as n_documents,
    'panel' as source_id,
    run_id
from versions;

insert into raw.document_sources by name
select document_id, payload_sha256, url, {reader_version} as reader_version, 0 as ordinal, run_id
from versions;

insert into raw.document_links by name
select
    document_id,
    'same_as' as relation,
    md5(concat_ws('|', body, year, 0)) as other_document_id,
    {reader_version} as reader_version,
    cast(1 as float) as share,
    run_id
from versions
where version < 0;

insert into raw.document_signatures by name
select
    document_id,
    {reader_version} as reader_version,
    list_transform(range(12), lambda i: (100 + 60 * i)::integer) as span_starts,
    list_transform(range(12), lambda i: (150 + 60 * i)::integer) as span_ends,
    list_transform(range(12), lambda i: 40) as lengths,
    list_transform(range(60), lambda i: (hash(seed, i) >> 1)::bigint) as sentence_keys,
    list_transform(range(5), lambda i: (hash(seed, i, 'all') >> 1)::bigint) as document_keys,
    run_id
from versions;

-- Every thirtieth report took a part of its prose from the body with the next number, the year before.
insert into raw.document_overlaps by name
select
    document_id,
    md5(concat_ws('|', body + 1, year - 1, 0)) as other_document_id,
    {reader_version} as reader_version,
    list_transform(range(5), lambda i: i::integer) as sentences,
    cast(5 / 12 as float) as share,
    run_id
from versions
where version >= 0 and year > {first_year} and seed % 30 = 0
"""


def make_panel(settings: Settings, n_reports: int) -> None:
    """Make a raw store with about so many reports, a whole number of bodies."""
    settings.raw_dir.mkdir(parents=True, exist_ok=True)
    with connect(settings.store_file) as database:
        database.execute("set enable_progress_bar = false")
        create_tables(database)
        _write(database, _FIRST_VERSIONS, n_bodies=_bodies(n_reports), night=0)


def change_panel(settings: Settings, n_reports: int, night: int, share: float) -> None:
    """Add one night's news to a panel: that share of its reports are corrected at their addresses.

    Args:
        n_reports: as the panel was made.
        night: 1 and more; each at most once.
    """
    with connect(settings.store_file) as database:
        _write(database, _CHANGED_VERSIONS, n_bodies=_bodies(n_reports), night=night, share=share)


def raw_parquet(settings: Settings, folder: Path) -> None:
    """The raw tables as Parquet, one file a table, in the order of the store."""
    folder.mkdir(parents=True, exist_ok=True)
    with connect(settings.store_file, read_only=True) as database:
        for table in RAW_TABLES:
            target = quoted(str(folder / f"{table.name}.parquet"))
            database.execute(f"copy raw.{table.name} to {target} (compression zstd)")


def _bodies(n_reports: int) -> int:
    return -(-n_reports // N_YEARS)


def _write(database: DuckDBPyConnection, which: str, **numbers: float) -> None:
    seeds = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
    words = {
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "first_night": FIRST_NIGHT,
        "reader_version": READER_VERSION,
        **{name: quoted(str(seeds / f"{name}.csv")) for name in ("forms", "indicators", "regions")},
        **numbers,
    }
    for sql in (_VERSIONS, _CELLS, _OBSERVATIONS, _BALANCES, _FINDINGS, _DOCUMENTS, _REST):
        database.execute(sql.format(**{**words, "which": which.format(**words)}))
