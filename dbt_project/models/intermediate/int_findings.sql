-- The findings on the bodies' years that this build works out, each with its number in its document, and
-- all pages that could not be read: what the reader found, what the warehouse finds in single documents,
-- between documents and between years.
with documents as (
    select documents.*
    from {{ ref('int_documents_current') }} as documents
    semi join {{ ref('int_documents_read') }} as recomputed
        on documents.document_id = recomputed.document_id and recomputed.is_recomputed
),

of_reader as (
    select
        findings.* exclude (reader_version, finding_index),
        'reader' as found_by
    from {{ ref('stg_raw__findings') }} as findings
    semi join documents using (document_id, reader_version)
),

of_warehouse as (
    select * from {{ ref('int_findings_of_documents') }}
    union all by name
    select * from {{ ref('int_findings_between_documents') }}
    union all by name
    select * from {{ ref('int_findings_between_years') }}
    union all by name
    select * from {{ ref('int_findings_of_deadlines') }}
),

of_documents as (
    select * from of_reader
    union all by name
    select
        *,
        'warehouse' as found_by
    from of_warehouse
),

refused as (
    select
        readings.url,
        'refusal' as found_by,
        readings.reason as rule,
        'refusal' as severity,
        coalesce(readings.detail, readings.reason) as message
    from {{ ref('int_readings_current') }} as readings
    semi join {{ ref('int_captures_first') }} using (payload_sha256, url)
    where readings.outcome = 'refused'
),

findings as (
    select
        documents.url,
        documents.agency_id,
        documents.agency_name,
        documents.province,
        documents.region_code,
        documents.report_year,
        case when documents.agency_id is not null then documents.scope end as scope,
        of_documents.*
    from of_documents
    inner join documents using (document_id)
    union all by name
    select * from refused
)

select
    *,
    cast(
        row_number() over (
            partition by document_id, url
            order by
                rule asc,
                indicator_id asc,
                applicant asc,
                period asc,
                span_start asc,
                other_document_id asc,
                left_value asc,
                right_value asc,
                message asc
        ) as integer
    ) as finding_number
from findings
