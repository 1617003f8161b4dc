-- The documents of each report: its page, and the further pages and annexes that stand at their addresses
-- today. Every document that may state facts and is no part is a report of its own; parts never are, also
-- those that were replaced. A part that two versions of a page link belongs to both. Pages that are parts of
-- each other stand for themselves, and one that was corrected to another year or scope is no report any more.
with recursive documents as (
    select *
    from {{ ref('int_documents_current') }}
    where excluded_because is null
),

linked as materialized (
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
),

-- What a page leads to, from part to part. Pages that are parts of each other are led to by none.
led_to as (
    select pages.report_document_id as document_id
    from linked as pages
    anti join linked as parts on pages.report_document_id = parts.document_id
    union
    select linked.document_id
    from led_to
    inner join linked on led_to.document_id = linked.report_document_id
),

parts as (
    select linked.*
    from linked
    semi join led_to using (document_id)
)

select
    document_id as report_document_id,
    document_id,
    false as is_part
from documents
anti join parts using (document_id)
anti join {{ ref('int_documents_corrected') }} using (document_id)
union all
select
    report_document_id,
    document_id,
    true as is_part
from parts
where is_latest
