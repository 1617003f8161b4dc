{{ config(
    materialized='incremental',
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

-- A part on which a person has decided otherwise is of another report.
links as (
    select distinct
        links.document_id,
        links.other_document_id
    from {{ ref('stg_raw__document_links') }} as links
    inner join {{ ref('int_documents_read') }} as parts using (document_id)
    inner join {{ ref('int_documents_read') }} as pages on links.other_document_id = pages.document_id
    where links.relation = 'part_of' and parts.year_key = pages.year_key
),

-- What a page does not say any more its annex may, and an annex what its page said: the two are one report.
together as (
    select
        document_id,
        other_document_id as beside_id
    from links
    union all
    select
        other_document_id as document_id,
        document_id as beside_id
    from links
),

befores_beside as (
    select
        revisions.revision,
        together.beside_id as document_id
    from revisions
    inner join together on revisions.old_document_id = together.document_id
),

-- What stands beside the later version is what stands there today.
afters_beside as (
    select
        revisions.revision,
        together.beside_id as document_id
    from revisions
    inner join together using (document_id)
    inner join {{ ref('int_documents_current') }} as documents on together.beside_id = documents.document_id
    where documents.is_latest
),

-- Few documents have been revised: only what they and their parts state is named.
revised as (
    select document_key
    from {{ ref('int_documents_read') }}
    where
        document_id in (select old_document_id from revisions)
        or document_id in (select document_id from revisions)
        or document_id in (select document_id from befores_beside)
        or document_id in (select document_id from afters_beside)
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

{{ side }}_elsewhere as (
    select
        beside.revision,
        statements.scope,
        statements.indicator_id,
        coalesce(statements.applicant, '') as applicant,
        statements.period,
        arg_min(statements.value, statements.document_id) as value,
        arg_min(statements.quote, statements.document_id) as quote
    from {{ side }}_beside as beside
    inner join statements using (document_id)
    group by all
),
{%- endfor %}

changes as (
    select
        revision,
        scope,
        indicator_id,
        nullif(applicant, '') as applicant,
        period,
        coalesce(befores.value, befores_elsewhere.value) as old_value,
        coalesce(afters.value, afters_elsewhere.value) as new_value,
        coalesce(afters.unit, befores.unit) as unit,
        coalesce(befores.quote, befores_elsewhere.quote) as old_quote,
        coalesce(afters.quote, afters_elsewhere.quote) as new_quote
    from befores
    full join afters using (revision, scope, indicator_id, applicant, period)
    left join befores_elsewhere using (revision, scope, indicator_id, applicant, period)
    left join afters_elsewhere using (revision, scope, indicator_id, applicant, period)
    where
        befores.value is distinct from afters.value
        and old_value is distinct from new_value
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
