{{ config(materialized='view') }}

-- Tables are named without their file: the view must hold under whatever name a reader attaches it.
select
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    manners.scope,
    coalesce(indicators.older_applicant, figures.applicant, 'total') as applicant,
    split_part(indicators.outcome, '.', 1) as outcome_group,
    indicators.outcome,
    figures.indicator_id,
    facts.whole as n_applications,
    manners.is_approximate,
    statuses.status,
    manners.form,
    manners.basis,
    documents.document_id
from {{ ref('facts').identifier }} as facts
inner join {{ ref('dim_figure').identifier }} as figures using (figure_key)
inner join {{ ref('dim_indicator').identifier }} as indicators using (indicator_id)
inner join {{ ref('dim_manner').identifier }} as manners using (manner_key)
inner join {{ ref('dim_status').identifier }} as statuses using (status_key)
inner join {{ ref('dim_document').identifier }} as documents using (document_key)
where indicators.is_outcome and facts.is_comparable and figures.period = 'year'
