-- A report on the whole system can state the body's own figures; the body's own report goes before it.
-- These are few, so that only they and what stands beside them need to be put in order.
with statements as (
    select
        counted.*,
        documents.year_key,
        documents.document_id
    from {{ ref('int_statements_counted') }} as counted
    inner join {{ ref('int_documents_read') }} as documents using (document_key)
    where counted.is_of_other_scope
),

of_own_scope as (
    select
        documents.year_key,
        counted.scope,
        counted.figure_key
    from {{ ref('int_statements_counted') }} as counted
    inner join {{ ref('int_documents_read') }} as documents using (document_key)
    where not counted.is_of_other_scope and documents.year_key in (select year_key from statements)
)

select statements.* exclude (year_key, document_id)
from statements
anti join of_own_scope using (year_key, scope, figure_key)
qualify row_number() over (
    partition by statements.year_key, statements.scope, statements.figure_key
    order by statements.document_id
) = 1
