{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget_recomputed('(agency_id, report_year)', '(subject, report_year)') }}"
) }}

with revisions as (
    select revisions.*
    from {{ ref('int_revisions') }} as revisions
    semi join {{ ref('int_years') }} as years
        on
            revisions.agency_id = years.subject
            and revisions.report_year = years.report_year
            and years.is_recomputed
),

-- Few documents have been revised: only what they state is named.
revised as (
    select document_key
    from {{ ref('int_documents_read') }}
    where
        document_id in (select old_document_id from revisions)
        or document_id in (select document_id from revisions)
),

stated as (
    select statements.*
    from {{ ref('int_statements') }} as statements
    semi join revised using (document_key)
),

statements as (
    {{ with_names('stated') }}
),
{%- for side, version in [('befores', 'old_document_id'), ('afters', 'document_id')] %}

{{ side }} as (
    select
        revisions.revision,
        statements.scope,
        statements.indicator_id,
        coalesce(statements.applicant, '') as applicant,
        statements.period,
        statements.value,
        statements.unit,
        statements.quote
    from revisions
    inner join statements on revisions.{{ version }} = statements.document_id
),
{%- endfor %}

changes as (
    select
        revision,
        scope,
        indicator_id,
        nullif(applicant, '') as applicant,
        period,
        befores.value as old_value,
        afters.value as new_value,
        coalesce(afters.unit, befores.unit) as unit,
        befores.quote as old_quote,
        afters.quote as new_quote
    from befores
    full join afters using (revision, scope, indicator_id, applicant, period)
    where befores.value is distinct from afters.value
)

select
    revisions.agency_id,
    revisions.agency_name,
    revisions.region_code,
    revisions.report_year,
    changes.scope,
    changes.indicator_id,
    changes.applicant,
    changes.period,
    case
        when changes.old_value is null then 'added'
        when changes.new_value is null then 'removed'
        else 'changed'
    end as change,
    changes.old_value,
    changes.new_value,
    changes.unit,
    revisions.url,
    revisions.old_document_id,
    revisions.document_id as new_document_id,
    revisions.old_captured_at,
    revisions.fetched_at as new_captured_at,
    revisions.old_warc_file,
    revisions.old_warc_offset,
    revisions.warc_file as new_warc_file,
    revisions.warc_offset as new_warc_offset,
    changes.old_quote,
    changes.new_quote
from changes
inner join revisions using (revision)
order by
    revisions.region_code,
    revisions.agency_id,
    revisions.report_year,
    revisions.url,
    revisions.fetched_at,
    changes.indicator_id,
    changes.applicant,
    changes.period,
    changes.scope
