-- One total row of 其他处理 (2019) beside its three rows (2021) in one report would count them twice.
with outcomes as (
    select
        *,
        regexp_replace(comparable_id, '^applications\.', '') as outcome
    from {{ ref('int_facts_comparable') }}
    where
        comparable_id is null
        or regexp_matches(
            comparable_id,
            '^applications\.(granted|partly_granted|denied|unavailable|not_processed|other)(\.|$)'
        )
),

split as (
    select distinct
        agency_id,
        report_year,
        scope
    from outcomes
    where outcome like 'other.%'
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
where split.agency_id is null or outcomes.outcome is distinct from 'other'
order by
    outcomes.region_code,
    outcomes.agency_id,
    outcomes.report_year,
    outcomes.scope,
    applicant,
    outcomes.indicator_id
