-- Identity D1: reports that say of themselves that they were published after the deadline. Until report year
-- 2018 it was 31 March for governments and departments alike (Regulation of 2007, article 31); since then
-- 31 January for departments and 31 March for people's governments at county level and above (Regulation of
-- 2019, article 49). Townships and other bodies have no national date.
{%- set levels_with_deadline = ['state', 'province', 'prefecture', 'county'] %}

with reports as (
    select
        reports.document_id,
        reports.report_year,
        reports.published_on,
        case
            when documents.category = 'department' and reports.report_year >= 2019
                then make_date(reports.report_year + 1, 1, 31)
            when documents.category = 'department'
                then make_date(reports.report_year + 1, 3, 31)
            when
                documents.category = 'government'
                and list_contains({{ levels_with_deadline }}, documents.level)
                then make_date(reports.report_year + 1, 3, 31)
        end as due_on
    from {{ ref('int_reports') }} as reports
    inner join {{ ref('int_documents_current') }} as documents using (document_id)
    -- The first reports under the Regulation are on 2008.
    where reports.report_year >= 2008
)

select
    reports.document_id,
    identities.identity_id as rule,
    identities.severity,
    'published on ' || reports.published_on || ', ' || (reports.published_on - reports.due_on)
    || ' days after the deadline of ' || reports.due_on as message
from reports
inner join {{ ref('identities') }} as identities on identities.identity_id = 'D1'
where reports.published_on > reports.due_on
