-- The statements that count of the reports in several documents: what the page and its annexes both state is
-- one fact, and the page's goes first. Only these few reports need to be put in order.
with members as (
    select
        documents.document_key,
        documents.document_id,
        members.report_document_id,
        members.is_part
    from {{ ref('int_report_documents') }} as members
    inner join {{ ref('int_documents_read') }} as documents using (document_id)
    inner join {{ ref('int_reports') }} as reports on members.report_document_id = reports.document_id
    where reports.n_parts > 0
)

select
    statements.*,
    members.report_document_id
from {{ ref('int_statements') }} as statements
inner join members using (document_key)
inner join {{ ref('dim_manner') }} as manners using (manner_key)
qualify row_number() over (
    partition by members.report_document_id, statements.scope, statements.figure_key
    order by
        -- As in a document: the table before prose, the exact before the approximate.
        manners.basis = 'table' desc,
        manners.is_approximate asc,
        members.is_part asc,
        manners.aligned_by = 'label' desc nulls last,
        members.document_id asc
) = 1
