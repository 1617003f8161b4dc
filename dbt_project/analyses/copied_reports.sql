-- Whose report is mostly taken from a model text or from another body's earlier report? With the nearest source.
select
    documents.agency_name,
    documents.report_year,
    documents.copied_share,
    sources.kind as source_kind,
    sources.agency_name as source_agency,
    sources.report_year as source_year,
    documents.url
from dim_document as documents
inner join dim_document as sources on documents.nearest_source_document_id = sources.document_id
where documents.is_counted and documents.copied_share >= 0.3
order by documents.copied_share desc, documents.document_id;
