-- The documents of each report: its page, and the further pages and annexes that stand at their addresses
-- today. Every document that may state facts and is no part is a report of its own; parts never are, also
-- those that were replaced. A part that two versions of a page link belongs to both.
with documents as (
    select *
    from {{ ref('int_documents_current') }}
    where excluded_because is null
),

linked as (
    select
        reports.document_id as report_document_id,
        parts.document_id,
        parts.is_latest
    from {{ ref('stg_raw__document_links') }} as links
    inner join documents as parts using (document_id, reader_version)
    inner join documents as reports
        on
            links.other_document_id = reports.document_id
            and parts.agency_id = reports.agency_id
            and parts.report_year = reports.report_year
            and parts.scope = reports.scope
    where links.relation = 'part_of'
)

select
    document_id as report_document_id,
    document_id,
    false as is_part
from documents
anti join linked using (document_id)
union all
select
    report_document_id,
    document_id,
    true as is_part
from linked
where is_latest
