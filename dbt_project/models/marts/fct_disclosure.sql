-- Rows of one report lie together: the columns that repeat cost nearly nothing, and no key or hash is kept.
select
    facts.agency_id,
    documents.agency_name,
    documents.region_code,
    facts.report_year,
    facts.scope,
    facts.indicator_id,
    facts.applicant,
    facts.period,
    facts.value,
    facts.unit,
    facts.is_approximate,
    facts.is_unit_assumed,
    case
        when contradicted.finding_number is not null then 'contradicted'
        when {{ is_set('proved.proved', 'facts.observation_index') }} then 'proved'
        when {{ is_set('proved.proved_on_zeros', 'facts.observation_index') }} then 'proved_zero'
        else 'stated'
    end as status,
    contradicted.rule as contradicted_by,
    contradicted.finding_number,
    facts.basis,
    facts.form,
    facts.aligned_by,
    facts.document_id,
    facts.table_index,
    facts.row_index,
    facts.column_index,
    facts.span_start,
    facts.span_end,
    facts.quote
from {{ ref('int_facts') }} as facts
inner join {{ ref('int_documents_current') }} as documents using (document_id)
left join {{ ref('int_documents_proved') }} as proved using (document_id)
left join {{ ref('int_statements_contradicted') }} as contradicted using (document_id, observation_index)
order by
    documents.region_code,
    facts.agency_id,
    facts.report_year,
    facts.scope,
    facts.indicator_id,
    facts.period,
    facts.applicant
