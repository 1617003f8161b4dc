{{ config(materialized='view') }}

-- Identity D1: reports that say of themselves that they were published after the legal deadline. Townships
-- and other bodies have no national date.
with reports as (
    select
        reports.document_id,
        reports.report_year,
        reports.published_on,
        documents.category,
        documents.level
    from {{ ref('int_reports') }} as reports
    inner join {{ ref('int_documents_current') }} as documents using (document_id)
),

due as (
    select
        reports.document_id,
        reports.published_on,
        {{ due_on('deadlines', 'reports.report_year') }} as due_on
    from reports
    inner join {{ ref('deadlines') }} as deadlines on {{ has_deadline('deadlines', 'reports') }}
)

select
    due.document_id,
    identities.identity_id as rule,
    identities.severity,
    'published on ' || due.published_on || ', ' || (due.published_on - due.due_on)
    || ' days after the deadline of ' || due.due_on as message
from due
inner join {{ ref('identities') }} as identities on identities.identity_id = 'D1'
where due.published_on > due.due_on
