{{ config(materialized='view') }}

-- The statements of the counted reports, with those of their parts. A view: it is quicker to choose again
-- than to write them all once more.
with reports as (
    select
        documents.document_key,
        reports.document_id
    from {{ ref('int_reports') }} as reports
    inner join {{ ref('int_documents_read') }} as documents using (document_id)
    where reports.n_parts = 0
)

select
    statements.*,
    reports.document_id as report_document_id
from {{ ref('int_statements') }} as statements
inner join reports using (document_key)
union all by name
select * from {{ ref('int_statements_of_parts') }}
