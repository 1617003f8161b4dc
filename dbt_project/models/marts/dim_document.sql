select
    documents.document_id,
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
    coalesce(documents.document_id = reports.document_id, false) as is_counted,
    case
        when documents.excluded_because is not null then documents.excluded_because
        when documents.document_id = reports.document_id then null
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
    cast(documents.n_observations as integer) as n_observations,
    cast(documents.n_findings as integer) as n_findings,
    documents.n_repairs,
    documents.n_lost,
    documents.reader_version,
    documents.evidence
from {{ ref('int_documents_current') }} as documents
left join {{ ref('int_reports') }} as reports using (agency_id, report_year, scope)
order by documents.region_code, documents.agency_name, documents.report_year, documents.document_id
