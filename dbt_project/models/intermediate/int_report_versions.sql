-- What stood at each address where something was replaced, one after the other, for each report that it
-- holds.
with replaced as (
    select distinct url
    from {{ ref('int_captures_first') }}
    where not is_latest
),

versions as (
    select
        captures.url,
        captures.payload_sha256,
        captures.run_id,
        captures.fetched_at,
        captures.warc_file,
        captures.warc_offset
    from {{ ref('stg_raw__captures') }} as captures
    semi join replaced using (url)
    where
        captures.role = 'report'
        and captures.outcome in ('new', 'changed', 'unchanged')
        and captures.payload_sha256 is not null
    qualify captures.payload_sha256 is distinct from lag(captures.payload_sha256) over (
        partition by captures.url order by captures.run_id, captures.fetched_at, captures.capture_id
    )
)

select
    versions.*,
    documents.document_id,
    documents.reader_version,
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    documents.scope as document_scope,
    documents.is_latest
from versions
inner join {{ ref('int_readings_current') }} as readings using (payload_sha256, url)
inner join {{ ref('stg_raw__document_sources') }} as sources
    on {{ is_same_reading('sources', 'readings') }}
inner join {{ ref('int_documents_current') }} as documents
    on sources.document_id = documents.document_id and sources.reader_version = documents.reader_version
where documents.agency_id is not null
-- An archive can hold a report twice.
qualify row_number() over (
    partition by
        versions.url, versions.run_id, versions.fetched_at,
        documents.agency_id, documents.report_year, documents.scope
    order by sources.ordinal, documents.document_id
) = 1
