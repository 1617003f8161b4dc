-- Every body that should report: those with a report in any year, and every government at county level and
-- above of today's list; with the report years that are its own, as far as successions say so.
with listed as (
    select
        -- As reports name them: a district after its city, all others by their own place.
        case when level = 'county' and suffix(region_name, '区') then coalesce(city, '') else '' end
        || region_name
        || case
            when suffix(region_name, '地区') or suffix(region_name, '盟') then '行政公署' else '人民政府'
        end as agency_name,
        level,
        'government' as category,
        province,
        city,
        county,
        region_code
    from {{ ref('regions') }}
    where
        level in ('province', 'prefecture', 'county')
        and regexp_matches(region_name, '[省市县区旗州盟]$')
        -- Under county codes the list also has development zones, and cities once more that have no counties.
        and not (level = 'county' and (region_code like '____7%' or region_name is not distinct from city))
        -- No people's government sits in 金门县.
        and region_code <> '350527'
),

governments as (
    select
        *,
        {{ agency_id('region_code', 'agency_name') }} as agency_id
    from listed
),

agencies as (
    select
        * exclude (first_year, last_year, n_reports),
        true as is_seen
    from {{ ref('int_agencies') }}
    union all by name
    select
        governments.*,
        false as is_seen
    from governments
    anti join {{ ref('int_agencies') }} using (agency_id)
),

ends as (
    select
        predecessor_agency_id as agency_id,
        min(changed_in) - 1 as last_expected
    from {{ ref('int_agency_successions') }}
    group by predecessor_agency_id
),

begins as (
    select
        successor_agency_id as agency_id,
        min(changed_in) as first_expected
    from {{ ref('int_agency_successions') }}
    -- One that others were merged into was there before.
    where change in ('renamed', 'formed')
    group by successor_agency_id
)

select
    agencies.*,
    begins.first_expected,
    ends.last_expected
from agencies
left join begins using (agency_id)
left join ends using (agency_id)
