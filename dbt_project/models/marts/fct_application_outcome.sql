with indicators as (
    select
        indicator_id as comparable_id,
        regexp_replace(indicator_id, '^applications\.', '') as outcome
    from {{ ref('dim_indicator') }}
    where regexp_matches(
        indicator_id,
        '^applications\.(granted|partly_granted|denied|unavailable|not_processed|other)(\.|$)'
    )
),

outcomes as (
    select
        facts.*,
        indicators.outcome
    from {{ ref('int_facts_comparable') }} as facts
    left join indicators using (comparable_id)
    where indicators.outcome is not null or facts.comparable_id is null
),

split as (
    select distinct
        agency_id,
        report_year,
        scope
    from outcomes
    where starts_with(outcome, 'other.')
)

select
    outcomes.agency_id,
    outcomes.agency_name,
    outcomes.region_code,
    outcomes.report_year,
    outcomes.scope,
    coalesce(outcomes.comparable_applicant, 'total') as applicant,
    split_part(outcomes.outcome, '.', 1) as outcome_group,
    outcomes.outcome,
    outcomes.indicator_id,
    cast(outcomes.value as bigint) as n_applications,
    outcomes.is_approximate,
    outcomes.status,
    outcomes.form,
    outcomes.basis,
    outcomes.document_id
from outcomes
left join split using (agency_id, report_year, scope)
-- The one row 其他处理 of 2019 beside the three of 2021 in one report would count them twice.
where split.agency_id is null or outcomes.outcome is distinct from 'other'
order by
    outcomes.region_code,
    outcomes.agency_id,
    outcomes.report_year,
    outcomes.scope,
    applicant,
    outcomes.indicator_id
