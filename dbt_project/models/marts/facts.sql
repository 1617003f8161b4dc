{{ config(
    materialized='incremental',
    pre_hook="{{ forget_recomputed('year_key', 'year_key') }}"
) }}

-- depends_on: {{ ref('int_years') }}

-- Rows of one report lie together and name it by a number that repeats, and what is counted and how it is
-- stated by small numbers: that costs little, where names, ids or a key on each row would cost more than
-- the figures. Columns that would be null here and there have a value that says so: a mask of nulls costs a
-- bit on every row.
with contradicted as (
    select
        contradicted.*,
        statuses.status_key
    from {{ ref('int_statements_contradicted') }} as contradicted
    left join {{ ref('dim_status') }} as statuses on contradicted.rule = statuses.contradicted_by
),

uncontradicted as (
    select
        max(status_key) filter (where status = 'proved') as proved,
        max(status_key) filter (where status = 'proved_zero') as proved_zero,
        max(status_key) filter (where status = 'stated') as stated
    from {{ ref('dim_status') }}
)

select
    documents.document_key,
    documents.year_key,
    facts.figure_key,
    facts.manner_key,
    case
        when contradicted.finding_number is not null then contradicted.status_key
        when {{ is_set('proved.proved', 'facts.observation_index') }} then uncontradicted.proved
        when {{ is_set('proved.proved_on_zeros', 'facts.observation_index') }} then uncontradicted.proved_zero
        else uncontradicted.stated
    end as status_key,
    coalesce(contradicted.finding_number, 0) as finding_number,
    passed_over.document_key is null as is_comparable,
    cast(trunc(facts.value) as bigint) as whole,
    cast(facts.value - trunc(facts.value) as decimal(9, 6)) as fraction,
    facts.other_unit,
    coalesce(facts.table_index, -1) as table_index,
    coalesce(facts.row_index, -1) as row_index,
    coalesce(facts.column_index, -1) as column_index,
    facts.span_start,
    cast(facts.span_end - facts.span_start as integer) as n_characters,
    coalesce(facts.other_quote, '') as other_quote
from {{ ref('int_facts') }} as facts
inner join {{ ref('int_documents_read') }} as documents using (document_key)
cross join uncontradicted
left join {{ ref('int_documents_proved') }} as proved using (document_key)
left join contradicted using (document_key, observation_index)
left join {{ ref('int_facts_passed_over') }} as passed_over using (document_key, observation_index)
where documents.is_recomputed
order by documents.place, facts.observation_index
