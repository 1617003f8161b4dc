-- The code that a place had at the end of a report year, where it is not the one that today's list has.
-- A place that was renamed or recoded is read under its code of today, and one that today's list lacks under
-- the code of what lies above it, with the name of the time: so a place is found by the code as it was read
-- and its name, and where the report has today's name, by the code alone. A name that two places bore leads
-- to none.
with places as (
    select
        *,
        unnest(generate_series(first_year, last_year)) as report_year
    from {{ ref('past_regions') }}
),

named as (
    select
        region_name,
        report_year,
        region_code,
        unnest(list_distinct([
            region_code,
            place_code,
            left(place_code, 4) || '00',
            left(region_code, 4) || '00',
            left(region_code, 2) || '0000'
        ])) as code_read
    from places
)

select
    code_read,
    region_name,
    cast(report_year as smallint) as report_year,
    min(region_code) as region_code
from named
group by code_read, region_name, report_year
having count(distinct region_code) = 1
union all
select
    place_code as code_read,
    null as region_name,
    cast(report_year as smallint) as report_year,
    -- Of several that became one place, which of them is meant nobody can say.
    case when count(*) = 1 then min(region_code) end as region_code
from places
where place_code is not null
group by place_code, report_year
