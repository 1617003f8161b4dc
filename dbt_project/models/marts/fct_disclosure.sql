{{ config(materialized='view') }}

-- Tables are named without their file: the view must hold under whatever name a reader attaches it.
select
    documents.agency_id,
    documents.agency_name,
    documents.region_code,
    documents.report_year,
    manners.scope,
    figures.indicator_id,
    figures.applicant,
    figures.period,
    {{ stored_value('facts') }} as value,
    coalesce(facts.other_unit, figures.unit) as unit,
    manners.is_approximate,
    manners.is_unit_assumed,
    statuses.status,
    statuses.contradicted_by,
    nullif(facts.finding_number, 0) as finding_number,
    manners.basis,
    manners.form,
    manners.aligned_by,
    documents.document_id,
    nullif(facts.table_index, -1) as table_index,
    nullif(facts.row_index, -1) as row_index,
    nullif(facts.column_index, -1) as column_index,
    facts.span_start,
    facts.span_start + facts.n_characters as span_end,
    if(facts.other_quote = '', {{ number_text(stored_value('facts')) }}, facts.other_quote) as quote
from {{ ref('facts').identifier }} as facts
inner join {{ ref('dim_document').identifier }} as documents using (document_key)
inner join {{ ref('dim_figure').identifier }} as figures using (figure_key)
inner join {{ ref('dim_manner').identifier }} as manners using (manner_key)
inner join {{ ref('dim_status').identifier }} as statuses using (status_key)
