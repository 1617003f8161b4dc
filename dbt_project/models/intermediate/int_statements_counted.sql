{{ config(materialized='view') }}

-- The statements of the counted reports, with those of their parts. A view: it is quicker to choose again
-- than to write them all once more.
with reports as (
    select document_id
    from {{ ref('int_reports') }}
    where n_parts = 0
)

select
    statements.*,
    statements.document_id as report_document_id
from {{ ref('int_statements') }} as statements
semi join reports using (document_id)
union all by name
select * from {{ ref('int_statements_of_parts') }}
