{{ config(materialized='view') }}

-- Tables are named without their file: the view must hold under whatever name a reader attaches it.
select
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    facts.scope,
    coalesce(indicators.older_applicant, facts.applicant, 'total') as applicant,
    split_part(indicators.outcome, '.', 1) as outcome_group,
    indicators.outcome,
    facts.indicator_id,
    cast(facts.value as bigint) as n_applications,
    facts.is_approximate,
    facts.status,
    facts.form,
    facts.basis,
    documents.document_id
from {{ ref('facts').identifier }} as facts
inner join {{ ref('dim_indicator').identifier }} as indicators using (indicator_id)
inner join {{ ref('dim_document').identifier }} as documents using (document_key)
where indicators.is_outcome and facts.is_comparable and facts.period = 'year'
