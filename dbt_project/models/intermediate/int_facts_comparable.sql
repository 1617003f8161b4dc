{{ config(materialized='view') }}

-- The facts of the bodies' years that this build works out, in the terms of the forms of 2019 and 2021.
select
    facts.document_key,
    manners.scope,
    {{ stored_value('facts') }} as value,
    manners.is_approximate,
    statuses.status,
    indicators.comparable_id
from {{ ref('facts') }} as facts
inner join {{ ref('dim_figure') }} as figures using (figure_key)
inner join {{ ref('dim_manner') }} as manners using (manner_key)
inner join {{ ref('dim_status') }} as statuses using (status_key)
inner join {{ ref('dim_indicator') }} as indicators using (indicator_id)
semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
where facts.is_comparable and figures.period = 'year' and indicators.comparable_id is not null
