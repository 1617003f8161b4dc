{{ config(
    materialized='incremental',
    incremental_strategy='append',
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
)

select
    agency_id,
    min(agency_name) as agency_name,
    min(region_code) as region_code,
    report_year,
    scope,
    item,
    {%- for count in counts %}
    cast(max(value) filter (where measure = '{{ count }}') as bigint) as {{ count }},
    {%- endfor %}
    max(value) filter (where measure = 'amount') as amount_10k_yuan,
    bool_or(is_approximate) as is_approximate,
    bool_or(status = 'contradicted') as is_contradicted,
    min(document_id) as document_id
from cells
group by agency_id, report_year, scope, item
order by region_code, agency_id, report_year, scope, item
