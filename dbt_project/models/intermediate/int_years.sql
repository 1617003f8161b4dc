-- Every body's year, and whether its facts and findings have to be worked out in this build. They are made
-- of raw rows, which never change, and of what is said of the year's documents here: where that is what it
-- was in the build that this one began with, they are what they were. A document of no body's year stands
-- for itself.
{% set known = load_relation(this) if execute and not flags.FULL_REFRESH else none %}

with documents as (
    select
        *,
        {{ subject('documents') }} as subject,
        coalesce(report_year, 0) as year
    from {{ ref('int_documents_current') }} as documents
),

members as (
    select * from {{ ref('int_report_documents') }}
),

reports as (
    select * from {{ ref('int_reports') }}
),

-- What people set is evidence of a document, also where it is what was read.
decisions as (
    select * exclude (line)
    from {{ ref('int_overrides') }}
    where decision = 'set'
),

-- Their numbers change with any revision anywhere, and say nothing.
revisions as (
    select * exclude (revision)
    from {{ ref('int_revisions') }}
),

-- What is said of a corrected document names the year and the scope of the one that corrects it.
corrections as (
    select
        corrections.*,
        newer.report_year as newer_year,
        newer.scope as newer_scope
    from {{ ref('int_documents_corrected') }} as corrections
    inner join {{ ref('int_documents_current') }} as newer
        on corrections.other_document_id = newer.document_id
),

inputs as (
    select
        subject,
        year,
        hash('document', documents) as input
    from documents
    union all
    select
        documents.subject,
        documents.year,
        hash('member', members) as input
    from members
    inner join documents using (document_id)
    union all
    select
        documents.subject,
        documents.year,
        hash('decision', decisions) as input
    from decisions
    inner join documents on decisions.current_document_id = documents.document_id
    union all
    select
        agency_id as subject,
        report_year as year,
        hash('report', reports) as input
    from reports
    union all
    select
        agency_id as subject,
        report_year as year,
        hash('revision', revisions) as input
    from revisions
    union all
    select
        documents.subject,
        documents.year,
        hash('correction', corrections) as input
    from corrections
    inner join documents using (document_id)
),

-- Of each year that a document is of.
standing as (
    select
        {{ year_key('subject', 'year') }} as year_key,
        subject,
        year as report_year,
        -- A sum and not an exclusive or: two equal inputs must not cancel out.
        sum(cast(input as hugeint)) as fingerprint
    from inputs
    group by subject, year
),

known as (
    {%- if known %}
    select
        year_key,
        subject,
        report_year,
        fingerprint
    from {{ this }}
    where fingerprint is not null
    {%- else %}
    select * from standing
    where false
    {%- endif %}
),

compared as (
    select
        year_key,
        coalesce(standing.subject, known.subject) as subject,
        coalesce(standing.report_year, known.report_year) as report_year,
        -- Null where no document is left.
        standing.fingerprint,
        coalesce(standing.fingerprint <> known.fingerprint, true) as is_touched
    from standing
    full join known using (year_key)
),

touched as (
    select
        subject,
        report_year
    from compared
    where is_touched
),

-- Rules between years look at the year before.
spread as (
    select
        *,
        is_touched or (subject, report_year - 1) in (from touched) as is_recomputed
    from compared
),

recomputed as (
    select
        subject,
        report_year
    from spread
    where is_recomputed
)

select
    *,
    is_recomputed or (subject, report_year + 1) in (from recomputed) as is_read
from spread
