{{ config(materialized='view') }}

-- The facts of the year in the terms of the forms of 2019 and 2021, by the seed `crosswalk`. `comparable_id`
-- is the cell that means the same, null where none does; of the older facts without one only results of
-- applications are here.
with crosswalk as (
    select distinct
        prose_or_older_id as indicator_id,
        -- 2019 asked for what was 新制作, 2021 for what was 制发.
        regexp_replace(regexp_replace(form_id, '@total$', ''), '\.issued$', '.made') as comparable_id
    from {{ ref('crosswalk') }}
    where relation = 'same'
),

facts as (
    select
        facts.*,
        indicators.section,
        case
            when indicators.section <> 'statistics'
                then regexp_replace(facts.indicator_id, '\.issued$', '.made')
            -- The forms of 2019 and 2021 count lawsuits in two tables.
            when crosswalk.comparable_id like '% + %' then 'litigation.total'
            else crosswalk.comparable_id
        end as comparable_id,
        case
            when crosswalk.comparable_id like 'applications.%' then 'total'
            else facts.applicant
        end as comparable_applicant
    from {{ ref('fct_disclosure') }} as facts
    inner join {{ ref('dim_indicator') }} as indicators using (indicator_id)
    left join crosswalk using (indicator_id)
    where facts.period = 'year'
)

select * exclude (section)
from facts
where comparable_id is not null or indicator_id like 'stat.applications.replied.%'
qualify row_number() over (
    partition by
        agency_id,
        report_year,
        scope,
        coalesce(comparable_id, indicator_id),
        coalesce(comparable_applicant, applicant)
    -- What the form itself asks goes before the older or prose statement of the same.
    order by section = 'statistics' asc, indicator_id asc
) = 1
