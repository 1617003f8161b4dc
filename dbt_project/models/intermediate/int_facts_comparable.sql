{{ config(materialized='view') }}

-- The facts of the bodies' years that this build works out, in the terms of the forms of 2019 and 2021.
select
    facts.document_key,
    facts.scope,
    facts.value,
    facts.is_approximate,
    facts.status,
    indicators.comparable_id
from {{ ref('facts') }} as facts
inner join {{ ref('dim_indicator') }} as indicators using (indicator_id)
semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
where facts.is_comparable and facts.period = 'year' and indicators.comparable_id is not null
