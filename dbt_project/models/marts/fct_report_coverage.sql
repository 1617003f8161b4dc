{{ config(
    materialized='incremental',
    incremental_strategy='difference',
    unique_key=['agency_id', 'report_year']
) }}

-- depends_on: {{ ref('int_years') }}

-- The years run from the first to the last that the law speaks of and reports were found for; the last is one
-- that is over, for a year misread as the current one must not make every body late.
with law as (
    select min(first_year) as first_year
    from {{ ref('deadlines') }}
),

clock as (
    select
        max(year(fetched_at)) - 1 as last_year,
        cast(max(fetched_at) as date) as newest_on
    from {{ ref('stg_raw__captures') }}
),

bounds as (
    select
        greatest(min(reports.report_year), any_value(law.first_year)) as first_year,
        least(max(reports.report_year), any_value(clock.last_year)) as last_year
    from {{ ref('int_reports') }} as reports
    cross join law
    cross join clock
),

years as (
    select unnest(generate_series(first_year, last_year)) as report_year
    from bounds
),

-- Bodies without a date of their own are given until the last day that the law names.
last_days as (
    select
        years.report_year,
        max({{ due_on('deadlines', 'years.report_year') }}) as last_due_on
    from years
    inner join {{ ref('deadlines') }} as deadlines
        on years.report_year between deadlines.first_year and coalesce(deadlines.last_year, years.report_year)
    group by years.report_year
),

-- Those of years that were not worked out anew the build before has counted.
facts as (
    select
        documents.agency_id,
        documents.report_year,
        count(*) as n_facts
    from {{ ref('int_facts') }}
    inner join {{ ref('int_documents_read') }} as documents using (document_key)
    where documents.is_recomputed
    group by documents.agency_id, documents.report_year
    {%- if is_incremental() %}
    union all
    select
        counted.agency_id,
        counted.report_year,
        counted.n_facts
    from {{ this }} as counted
    anti join {{ ref('int_years') }} as years
        on
            counted.agency_id = years.subject
            and counted.report_year = years.report_year
            and years.is_recomputed
    {%- endif %}
),

reports as (
    select
        reports.agency_id,
        reports.report_year,
        min(reports.published_on) as published_on,
        arg_min(reports.document_id, reports.scope) as document_id,
        min(lost.reason) as lost
    from {{ ref('int_reports') }} as reports
    left join {{ ref('int_reports_lost') }} as lost using (document_id)
    group by reports.agency_id, reports.report_year
),

expected as (
    select
        agencies.agency_id,
        years.report_year
    from {{ ref('int_agencies_expected') }} as agencies
    cross join years
    where
        years.report_year >= coalesce(agencies.first_expected, years.report_year)
        and years.report_year <= coalesce(agencies.last_expected, years.report_year)
    union
    select
        agency_id,
        report_year
    from reports
),

joined as (
    select
        agencies.*,
        cast(expected.report_year as smallint) as report_year,
        reports.published_on,
        reports.document_id,
        reports.lost,
        coalesce(facts.n_facts, 0) as n_facts
    from expected
    inner join {{ ref('int_agencies_expected') }} as agencies using (agency_id)
    left join reports using (agency_id, report_year)
    left join facts using (agency_id, report_year)
),

due as (
    select
        joined.*,
        last_days.last_due_on,
        clock.newest_on,
        case
            when deadlines.category is not null then {{ due_on('deadlines', 'joined.report_year') }}
        end as due_on
    from joined
    left join {{ ref('deadlines') }} as deadlines on {{ has_deadline('deadlines', 'joined') }}
    left join last_days on joined.report_year = last_days.report_year
    cross join clock
)

select
    agency_id,
    agency_name,
    level,
    category,
    province,
    city,
    county,
    region_code,
    report_year,
    case
        when document_id is not null and n_facts = 0 and lost is not null then 'unreadable'
        when document_id is not null then 'published'
        when not is_seen then 'never_seen'
        when newest_on <= coalesce(due_on, last_due_on) then 'not_yet_due'
        else 'missing'
    end as status,
    due_on,
    published_on,
    cast(
        case
            when published_on > due_on then published_on - due_on
            when published_on <= due_on then 0
        end as integer
    ) as days_late,
    case when n_facts = 0 then lost end as unreadable_because,
    cast(n_facts as integer) as n_facts,
    document_id
from due
order by region_code, agency_id, report_year
