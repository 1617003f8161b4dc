with parts as (
    select
        members.document_id,
        members.report_document_id as part_of,
        reports.document_id is not null as is_counted
    from {{ ref('int_report_documents') }} as members
    left join {{ ref('int_reports') }} as reports on members.report_document_id = reports.document_id
    where members.is_part
    -- Of the versions of a page that link it the one that counts.
    qualify row_number() over (
        partition by members.document_id order by is_counted desc, members.report_document_id asc
    ) = 1
)

select
    documents.document_id,
    {{ document_key('documents.document_id') }} as document_key,
    documents.url,
    documents.source_id,
    documents.kind,
    documents.title,
    documents.agency_id,
    documents.agency_name,
    documents.agency_as_written,
    documents.level,
    documents.category,
    documents.province,
    documents.city,
    documents.county,
    documents.region_code,
    documents.report_year,
    documents.published_on,
    documents.scope,
    documents.form,
    coalesce(documents.document_id = reports.document_id or parts.is_counted, false) as is_counted,
    case
        when documents.excluded_because is not null then documents.excluded_because
        when documents.document_id = reports.document_id or parts.is_counted then null
        when documents.is_latest then 'another document counts for the same agency, year and scope'
        else 'a newer version stands at its address'
    end as excluded_because,
    reports.document_id as counted_document_id,
    documents.is_latest,
    cast(documents.n_addresses as integer) as n_addresses,
    documents.fetched_at,
    documents.warc_file,
    documents.warc_offset,
    documents.payload_sha256,
    documents.text_sha256,
    documents.member_of,
    parts.part_of,
    mirrored.same_as_document_id,
    copied.copied_share,
    copied.nearest_sources[1].document_id as nearest_source_document_id,
    copied.nearest_sources,
    cast(coalesce(copied.n_copies, 0) as integer) as n_copies,
    cast(documents.n_observations as integer) as n_observations,
    cast(documents.n_findings as integer) as n_findings,
    documents.n_repairs,
    documents.n_lost,
    documents.reader_version,
    documents.evidence
from {{ ref('int_documents_current') }} as documents
left join {{ ref('int_reports') }} as reports using (agency_id, report_year, scope)
left join parts on documents.document_id = parts.document_id
left join {{ ref('int_documents_copied') }} as copied on documents.document_id = copied.document_id
left join {{ ref('int_documents_mirrored') }} as mirrored on documents.document_id = mirrored.document_id
order by documents.region_code, documents.agency_name, documents.report_year, documents.document_id
