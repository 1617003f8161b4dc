{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_recomputed('year_key', 'year_key') }}"
) }}

-- depends_on: {{ ref('int_years') }}

-- Rows of one report lie together and name it by a number that repeats: that costs nearly nothing, where
-- names, ids or a key on each row would cost more than the figures.
select
    facts.document_key,
    facts.year_key,
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
    passed_over.document_key is null as is_comparable,
    facts.basis,
    facts.form,
    facts.aligned_by,
    facts.table_index,
    facts.row_index,
    facts.column_index,
    facts.span_start,
    cast(facts.span_end - facts.span_start as integer) as n_characters,
    -- Most cells print the number and nothing else.
    nullif(facts.quote, {{ number_text('facts.value') }}) as quote
from {{ ref('int_facts') }} as facts
left join {{ ref('int_documents_proved') }} as proved using (document_key)
left join {{ ref('int_statements_contradicted') }} as contradicted using (document_key, observation_index)
left join {{ ref('int_facts_passed_over') }} as passed_over using (document_key, observation_index)
where facts.is_recomputed
order by facts.place, facts.observation_index
