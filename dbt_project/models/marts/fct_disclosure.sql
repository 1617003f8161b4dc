{{ config(materialized='view') }}

-- Tables are named without their file: the view must hold under whatever name a reader attaches it.
select
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    facts.scope,
    facts.indicator_id,
    facts.applicant,
    facts.period,
    facts.value,
    facts.unit,
    facts.is_approximate,
    facts.is_unit_assumed,
    facts.status,
    facts.contradicted_by,
    facts.finding_number,
    facts.basis,
    facts.form,
    facts.aligned_by,
    documents.document_id,
    facts.table_index,
    facts.row_index,
    facts.column_index,
    facts.span_start,
    facts.span_start + facts.n_characters as span_end,
    coalesce(facts.quote, {{ number_text('facts.value') }}) as quote
from {{ ref('facts').identifier }} as facts
inner join {{ ref('dim_document').identifier }} as documents using (document_key)
