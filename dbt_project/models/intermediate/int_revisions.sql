-- The versions of a report at its address, each with the one before it; a page that went back to what it
-- said is a revision too.
with paired as (
    select
        * exclude (reader_version, is_latest),
        lag(document_id) over page as old_document_id,
        lag(fetched_at) over page as old_captured_at,
        lag(warc_file) over page as old_warc_file,
        lag(warc_offset) over page as old_warc_offset
    from {{ ref('int_report_versions') }}
    window page as (
        partition by url, agency_id, report_year, document_scope order by run_id, fetched_at
    )
)

select
    *,
    row_number() over (order by url, run_id, fetched_at, document_id) as revision
from paired
-- A changed frame around the same text is no revision.
where old_document_id <> document_id
