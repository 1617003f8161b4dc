{{ config(
    materialized='incremental',
    pre_hook="{{ forget_recomputed('(agency_id, report_year)', '(subject, report_year)') }}"
) }}

-- depends_on: {{ ref('int_years') }}

{%- set counts = [
    'made', 'disclosed', 'disclosed_total', 'repealed', 'in_force', 'items_last_year', 'items_change', 'decisions',
    'items'
] %}

with cells as (
    select
        *,
        split_part(comparable_id, '.', 2) as item,
        split_part(comparable_id, '.', 3) as measure
    from {{ ref('int_facts_comparable') }}
    where starts_with(comparable_id, 'proactive.')
),

-- By document first: a body's names are put to rows that are few.
of_documents as (
    select
        document_key,
        scope,
        item,
        {%- for count in counts %}
        max(value) filter (where measure = '{{ count }}') as {{ count }},
        {%- endfor %}
        max(value) filter (where measure = 'amount') as amount,
        bool_or(is_approximate) as is_approximate,
        bool_or(status = 'contradicted') as is_contradicted
    from cells
    group by document_key, scope, item
)

select
    documents.agency_id,
    min(documents.agency_name) as agency_name,
    min(documents.region_code) as region_code,
    documents.report_year,
    counted.scope,
    counted.item,
    {%- for count in counts %}
    cast(max(counted.{{ count }}) as bigint) as {{ count }},
    {%- endfor %}
    max(counted.amount) as amount_10k_yuan,
    bool_or(counted.is_approximate) as is_approximate,
    bool_or(counted.is_contradicted) as is_contradicted,
    min(documents.document_id) as document_id
from of_documents as counted
inner join {{ ref('dim_document') }} as documents using (document_key)
group by documents.agency_id, documents.report_year, counted.scope, counted.item
order by region_code, documents.agency_id, documents.report_year, counted.scope, counted.item
