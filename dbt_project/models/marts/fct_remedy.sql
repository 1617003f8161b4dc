{{ config(
    materialized='incremental',
    pre_hook="{{ forget_recomputed('(agency_id, report_year)', '(subject, report_year)') }}"
) }}

-- depends_on: {{ ref('int_years') }}

{%- set results = ['upheld', 'corrected', 'other', 'pending', 'total'] %}
{%- set of_tables = "block <> 'litigation'" %}
{%- set is_of_tables = {} %}
{%- for result in results %}
{%- do is_of_tables.update({result: "count(" ~ result ~ ") filter (where " ~ of_tables ~ ") = 2"}) %}
{%- endfor %}

with cells as (
    select
        *,
        split_part(comparable_id, '.', 1) as block,
        split_part(comparable_id, '.', 2) as result
    from {{ ref('int_facts_comparable') }}
    -- A condition that cannot fail is asked of the dictionary, and not of every fact.
    where block in ('review', 'litigation', 'litigation_direct', 'litigation_after_review')
),

-- By document first: a body's names are put to rows that are few.
of_documents as (
    select
        document_key,
        scope,
        block,
        {%- for result in results %}
        max(value) filter (where result = '{{ result }}') as {{ result }},
        {%- endfor %}
        bool_or(status = 'contradicted') as is_contradicted,
        bool_or(is_approximate) as is_approximate
    from cells
    group by document_key, scope, block
),

blocks as (
    select
        documents.agency_id,
        min(documents.agency_name) as agency_name,
        min(documents.region_code) as region_code,
        documents.report_year,
        counted.scope,
        counted.block,
        {%- for result in results %}
        max(counted.{{ result }}) as {{ result }},
        {%- endfor %}
        bool_or(counted.is_contradicted) as is_contradicted,
        bool_or(counted.is_approximate) as is_approximate,
        min(documents.document_id) as document_id
    from of_documents as counted
    inner join {{ ref('dim_document') }} as documents using (document_key)
    group by documents.agency_id, documents.report_year, counted.scope, counted.block
),

-- All lawsuits: the two tables together, null unless both state it; else what an older form or prose says. A
-- row is in doubt where what it was taken from is.
lawsuits as (
    select
        agency_id,
        min(agency_name) as agency_name,
        min(region_code) as region_code,
        report_year,
        scope,
        {%- for result in results %}
        case
            when {{ is_of_tables[result] }} then sum({{ result }}) filter (where {{ of_tables }})
            else max({{ result }}) filter (where block = 'litigation')
        end as {{ result }},
        {%- endfor %}
        {%- for doubt in ['is_contradicted', 'is_approximate'] %}
        coalesce(
            bool_or({{ doubt }}) filter (where {{ of_tables }})
            and ({{ is_of_tables.values() | join(' or ') }}),
            false
        )
        or coalesce(
            bool_or({{ doubt }}) filter (where block = 'litigation')
            and (
                {%- for result in results %}
                (
                    not {{ is_of_tables[result] }}
                    and count({{ result }}) filter (where block = 'litigation') > 0
                )
                {{- ' or ' if not loop.last }}
                {%- endfor %}
            ),
            false
        ) as {{ doubt }},
        {%- endfor %}
        min(document_id) as document_id
    from blocks
    where block <> 'review'
    group by agency_id, report_year, scope
),

rows as (
    select
        * exclude (block),
        if(block = 'review', 'review', 'litigation') as remedy,
        case block
            when 'litigation_direct' then 'direct'
            when 'litigation_after_review' then 'after_review'
            else 'all'
        end as route
    from blocks
    where block <> 'litigation'
    union all by name
    select
        *,
        'litigation' as remedy,
        'all' as route
    from lawsuits
)

select
    agency_id,
    agency_name,
    region_code,
    report_year,
    scope,
    remedy,
    route,
    cast(upheld as bigint) as upheld,
    cast(corrected as bigint) as corrected,
    cast(other as bigint) as other_results,
    cast(pending as bigint) as pending,
    cast(total as bigint) as total,
    is_approximate,
    is_contradicted,
    document_id
from rows
order by region_code, agency_id, report_year, scope, remedy, route
