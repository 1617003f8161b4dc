-- The documents of the years that this build works out, and of the years before those, in as few columns as
-- that takes. Their places are the order of the published facts.
select
    documents.document_id,
    documents.reader_version,
    documents.agency_id,
    documents.report_year,
    documents.scope,
    documents.excluded_because,
    years.year_key,
    years.is_recomputed,
    {{ document_key('documents.document_id') }} as document_key,
    row_number() over (
        order by
            documents.region_code asc,
            documents.agency_id asc,
            documents.report_year asc,
            documents.scope asc,
            documents.document_id asc
    ) as place
from {{ ref('int_documents_current') }} as documents
inner join {{ ref('int_years') }} as years
    on
        {{ subject('documents') }} = years.subject
        and coalesce(documents.report_year, 0) = years.report_year
where years.is_read
