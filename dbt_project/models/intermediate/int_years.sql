-- Every body's year, and whether its facts and findings have to be worked out in this build. They are made
-- of raw rows, which never change, and of what is said of the year's documents here: where that is what it
-- was in the build that this one began with, they are what they were. A document of no body's year stands
-- for itself.
{% set known = load_relation(this) if execute and not flags.FULL_REFRESH else none %}

with documents as (
    select
        *,
        {{ year_key('documents') }} as year_key
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

corrections as (
    select * from {{ ref('int_documents_corrected') }}
),

inputs as (
    select
        year_key,
        hash('document', documents) as input
    from documents
    union all
    select
        documents.year_key,
        hash('member', members) as input
    from members
    inner join documents using (document_id)
    union all
    select
        documents.year_key,
        hash('decision', decisions) as input
    from decisions
    inner join documents on decisions.current_document_id = documents.document_id
    union all
    select
        {{ year_key('reports') }} as year_key,
        hash('report', reports) as input
    from reports
    union all
    select
        {{ year_key('revisions') }} as year_key,
        hash('revision', revisions) as input
    from revisions
    union all
    select
        documents.year_key,
        hash('correction', corrections) as input
    from corrections
    inner join documents using (document_id)
),

fingerprints as (
    select
        year_key,
        -- A sum and not an exclusive or: two equal inputs must not cancel out.
        sum(cast(input as hugeint)) as fingerprint
    from inputs
    group by year_key
),

named as (
    select distinct
        year_key,
        coalesce(agency_id, document_id) as subject,
        coalesce(report_year, 0) as report_year
    from documents
),

standing as (
    select
        named.*,
        fingerprints.fingerprint
    from named
    inner join fingerprints using (year_key)
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

-- Rules between years look at the year before.
spread as (
    select
        *,
        bool_or(is_touched) over (
            partition by subject order by report_year range between 1 preceding and current row
        ) as is_recomputed
    from compared
)

select
    *,
    bool_or(is_recomputed) over (
        partition by subject order by report_year range between current row and 1 following
    ) as is_read
from spread
