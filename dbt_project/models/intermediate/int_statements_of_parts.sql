-- The statements that count of the reports in several documents: what the page and its annexes both state is
-- one fact, and the page's goes first. Only these few reports need to be put in order.
select
    statements.*,
    members.report_document_id
from {{ ref('int_statements') }} as statements
inner join {{ ref('int_report_documents') }} as members using (document_id)
inner join {{ ref('int_reports') }} as reports on members.report_document_id = reports.document_id
where reports.n_parts > 0
qualify row_number() over (
    partition by
        members.report_document_id,
        statements.scope,
        statements.indicator_id,
        statements.applicant,
        statements.period
    order by
        -- As in a document: the table before prose, the exact before the approximate.
        statements.basis = 'table' desc,
        statements.is_approximate asc,
        members.is_part asc,
        statements.aligned_by = 'label' desc nulls last,
        statements.document_id asc
) = 1
