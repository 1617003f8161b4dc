select
    overrides.decision,
    overrides.document_id as stated_document_id,
    overrides.current_document_id as document_id,
    coalesce(documents.url, overrides.url) as url,
    documents.agency_id,
    documents.agency_name,
    documents.report_year,
    overrides.field,
    coalesce(overrides.agency_name, overrides.value) as value,
    case overrides.field
        when 'agency' then read.agency_name
        when 'report_year' then cast(read.report_year as varchar)
    end as value_read,
    overrides.who,
    overrides.decided_on,
    overrides.why
from {{ ref('int_overrides') }} as overrides
left join {{ ref('int_documents_current') }} as documents
    on overrides.current_document_id = documents.document_id
left join {{ ref('stg_raw__documents') }} as read
    on documents.document_id = read.document_id and documents.reader_version = read.reader_version
order by overrides.line, overrides.current_document_id
