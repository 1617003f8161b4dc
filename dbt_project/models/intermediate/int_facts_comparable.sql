{{ config(materialized='view') }}

-- The facts of the year in the terms of the forms of 2019 and 2021, by the seed `crosswalk`. `comparable_id`
-- is the cell that means the same, null where none does; of the older facts without one only results of
-- applications are here.
with same as (
    select distinct
        prose_or_older_id as indicator_id,
        -- The forms of 2019 and 2021 count lawsuits in two tables.
        case
            when contains(form_id, ' + ') then 'litigation.total'
            else regexp_replace(form_id, '@total$', '')
        end as cell_id
    from {{ ref('crosswalk') }}
    where relation = 'same'
),

-- Worked out once for each indicator and not for each fact.
comparable as (
    select distinct
        indicators.indicator_id,
        -- 2019 asked for what was 新制作, 2021 for what was 制发.
        regexp_replace(
            case when indicators.section = 'statistics' then same.cell_id else indicators.indicator_id end,
            '\.issued$',
            '.made'
        ) as comparable_id,
        -- Older forms have no columns for applicants: what they state is the total.
        case
            when indicators.section = 'statistics' and starts_with(same.cell_id, 'applications.') then 'total'
        end as older_applicant,
        coalesce(comparable_id <> indicators.indicator_id, false) as yields
    from {{ ref('dim_indicator') }} as indicators
    left join same using (indicator_id)
    where comparable_id is not null or starts_with(indicators.indicator_id, 'stat.applications.replied.')
),

facts as (
    select
        facts.*,
        comparable.comparable_id,
        comparable.yields,
        coalesce(comparable.older_applicant, facts.applicant) as comparable_applicant
    from {{ ref('fct_disclosure') }} as facts
    inner join comparable using (indicator_id)
    where facts.period = 'year'
),

others as (
    select distinct comparable_id
    from comparable
    where yields
),

asked as (
    select facts.*
    from facts
    semi join others using (comparable_id)
    where not facts.yields
),

-- What the form itself asks goes before the older or prose statement of the same.
yielding as (
    select facts.*
    from facts
    anti join asked
        on
            facts.agency_id = asked.agency_id
            and facts.report_year = asked.report_year
            and facts.scope = asked.scope
            and facts.comparable_id = asked.comparable_id
            and facts.comparable_applicant is not distinct from asked.comparable_applicant
    where facts.yields
    qualify row_number() over (
        partition by
            facts.agency_id, facts.report_year, facts.scope, facts.comparable_id, facts.comparable_applicant
        order by facts.indicator_id
    ) = 1
)

select * exclude (yields) from facts
where not yields
union all by name
select * exclude (yields) from yielding
