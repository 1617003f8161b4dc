{{ config(materialized='view') }}

-- The facts of the bodies' years that this build works out, in the terms of the forms of 2019 and 2021.
select
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    documents.document_id,
    facts.scope,
    facts.value,
    facts.is_approximate,
    facts.status,
    indicators.comparable_id
from {{ ref('facts') }} as facts
inner join {{ ref('dim_indicator') }} as indicators using (indicator_id)
inner join {{ ref('dim_document') }} as documents using (document_key)
semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
where facts.is_comparable and facts.period = 'year' and indicators.comparable_id is not null
