-- What stood at each address one after the other; a page that went back to what it said is a revision too.
with replaced as (
    select distinct url
    from {{ ref('int_captures_first') }}
    where not is_latest
),

versions as (
    select
        captures.url,
        captures.payload_sha256,
        captures.run_id,
        captures.fetched_at,
        captures.warc_file,
        captures.warc_offset
    from {{ ref('stg_raw__captures') }} as captures
    semi join replaced using (url)
    where
        captures.role = 'report'
        and captures.outcome in ('new', 'changed', 'unchanged')
        and captures.payload_sha256 is not null
    qualify captures.payload_sha256 is distinct from lag(captures.payload_sha256) over (
        partition by captures.url order by captures.run_id, captures.fetched_at, captures.capture_id
    )
),

reports as (
    select
        versions.*,
        documents.document_id,
        documents.agency_id,
        documents.agency_name,
        documents.region_code,
        documents.report_year,
        documents.scope as document_scope
    from versions
    inner join {{ ref('int_readings_current') }} as readings using (payload_sha256, url)
    inner join {{ ref('stg_raw__document_sources') }} as sources
        on
            readings.payload_sha256 = sources.payload_sha256
            and readings.url = sources.url
            and readings.reader_version = sources.reader_version
            and readings.parent_sha256 is not distinct from sources.parent_sha256
    inner join {{ ref('int_documents_current') }} as documents
        on sources.document_id = documents.document_id and sources.reader_version = documents.reader_version
    where documents.agency_id is not null
    -- An archive can hold a report twice.
    qualify row_number() over (
        partition by
            versions.url, versions.run_id, versions.fetched_at,
            documents.agency_id, documents.report_year, documents.scope
        order by sources.ordinal, documents.document_id
    ) = 1
),

paired as (
    select
        *,
        lag(document_id) over page as old_document_id,
        lag(fetched_at) over page as old_captured_at,
        lag(warc_file) over page as old_warc_file,
        lag(warc_offset) over page as old_warc_offset
    from reports
    window page as (
        partition by url, agency_id, report_year, document_scope order by run_id, fetched_at
    )
),

revisions as (
    select
        *,
        row_number() over (order by url, run_id, fetched_at, document_id) as revision
    from paired
    -- A changed frame around the same text is no revision.
    where old_document_id <> document_id
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
    inner join {{ ref('int_statements') }} as statements on revisions.{{ version }} = statements.document_id
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
