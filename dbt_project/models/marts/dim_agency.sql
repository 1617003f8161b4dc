with names as (
    select
        agency_id,
        agency_as_written as name
    from {{ ref('int_documents_current') }}
    union
    select
        agencies.agency_id,
        aliases.alias_name as name
    from {{ ref('agency_aliases') }} as aliases
    inner join {{ ref('int_agencies') }} as agencies
        on
            aliases.agency_name = agencies.agency_name
            and coalesce(aliases.region_code, left(agencies.region_code, 6), '')
            = coalesce(left(agencies.region_code, 6), '')
),

other_names as (
    select
        names.agency_id,
        list(names.name order by names.name) as other_names
    from names
    inner join {{ ref('int_agencies') }} as agencies using (agency_id)
    where names.name <> agencies.agency_name
    group by names.agency_id
),

successors as (
    select
        successions.predecessor_agency_id as agency_id,
        arg_min(successions.successor_agency_id, row(successions.changed_in, agencies.agency_name))
            as successor_agency_id
    from {{ ref('int_agency_successions') }} as successions
    inner join {{ ref('int_agencies') }} as agencies on successions.successor_agency_id = agencies.agency_id
    group by successions.predecessor_agency_id
)

select
    agency_id,
    agencies.agency_name,
    other_names.other_names,
    agencies.level,
    agencies.category,
    agencies.province,
    agencies.city,
    agencies.county,
    agencies.region_code,
    agencies.first_year,
    agencies.last_year,
    cast(agencies.n_reports as integer) as n_reports,
    successors.successor_agency_id
from {{ ref('int_agencies') }} as agencies
left join other_names using (agency_id)
left join successors using (agency_id)
order by agencies.region_code, agencies.agency_name, agency_id
