{{ config(
    materialized='incremental',
    pre_hook="{{ forget_recomputed('(agency_id, report_year)', '(subject, report_year)') }}"
) }}

{%- set denials = [
    'state_secret', 'other_law', 'safety_stability', 'third_party',
    'internal_affairs', 'process', 'enforcement_file', 'query_matter'
] %}
{%- set unavailable = ['not_held', 'needs_creation', 'unclear'] %}
{%- set not_processed = ['complaint', 'repeated', 'publication', 'excessive', 'reconfirm'] %}
{%- set other_handling = ['not_corrected', 'fee_unpaid', 'rest'] %}

-- noqa: disable=LT02
{%- set figures_of_a_year -%}
        {{ figure('stat.proactive.items') }} as items_disclosed,
        {{ figure('stat.proactive.items', period='cumulative') }} as items_disclosed_cumulative,
        {{ figure('stat.proactive.by_channel.website') }} as items_on_website,
        {{ figure('stat.proactive.by_channel.gazette') }} as items_in_gazette,
        {{ figure('stat.proactive.by_channel.weibo') }} as items_on_weibo,
        {{ figure('stat.proactive.by_channel.wechat') }} as items_on_wechat,
        coalesce(
            {{ figure('proactive.regulations.made') }},
            {{ figure('proactive.regulations.issued') }}
        ) as regulations_made,
        {{ figure('proactive.regulations.in_force') }} as regulations_in_force,
        coalesce(
            {{ figure('proactive.normative_documents.made') }},
            {{ figure('proactive.normative_documents.issued') }},
            {{ figure('stat.normative_documents.made') }},
            {{ figure('stat.normative_documents.new') }}
        ) as normative_documents_made,
        coalesce(
            {{ figure('proactive.normative_documents.disclosed') }},
            {{ figure('stat.proactive.normative_documents') }}
        ) as normative_documents_disclosed,
        {{ figure('proactive.normative_documents.in_force') }} as normative_documents_in_force,
        {{ figure('proactive.licensing.decisions') }} as licensing_decisions,
        {{ figure('proactive.penalty.decisions') }} as penalty_decisions,
        {{ figure('proactive.coercion.decisions') }} as coercion_decisions,
        {{ amount('proactive.fees.amount') }} as administrative_fees_10k_yuan,
        {{ amount('proactive.procurement.amount') }} as procurement_amount_10k_yuan,
        coalesce(
            {{ figure('applications.new', 'total') }},
            {{ figure('stat.applications.received') }}
        ) as applications_received,
        {{ figure('applications.new', 'natural_person') }} as applications_from_natural_persons,
        {{ figure('applications.new', 'legal_person.business') }}
        + {{ figure('applications.new', 'legal_person.research') }}
        + {{ figure('applications.new', 'legal_person.social') }}
        + {{ figure('applications.new', 'legal_person.legal_service') }}
        + {{ figure('applications.new', 'legal_person.other') }} as applications_from_legal_persons,
        {{ figure('applications.carried_in', 'total') }} as applications_carried_in,
        {{ figure('applications.carried_out', 'total') }} as applications_carried_out,
        coalesce(
            {{ figure('applications.outcomes', 'total') }},
            {{ figure('stat.applications.closed') }}
        ) as applications_closed,
        coalesce(
            {{ figure('applications.granted', 'total') }},
            {{ figure('stat.applications.replied.granted') }}
        ) as applications_granted,
        coalesce(
            {{ figure('applications.partly_granted', 'total') }},
            {{ figure('stat.applications.replied.partly_granted') }}
        ) as applications_partly_granted,
        {{ figures('applications.denied', denials, 'total') }} as applications_denied,
        {{ figure('stat.applications.replied.denied') }} as applications_refused_until_2018,
        {{ figures('applications.unavailable', unavailable, 'total') }} as applications_unavailable,
        {{ figure('applications.unavailable.not_held', 'total') }} as applications_not_held,
        {{ figures('applications.not_processed', not_processed, 'total') }} as applications_not_processed,
        coalesce(
            {{ figure('applications.other', 'total') }},
            {{ figures('applications.other', other_handling, 'total') }}
        ) as applications_other,
        coalesce({{ figure('review.total') }}, {{ figure('stat.review') }}) as reviews,
        coalesce({{ figure('review.upheld') }}, {{ figure('stat.review.upheld') }}) as reviews_upheld,
        coalesce(
            {{ figure('review.corrected') }},
            {{ figure('stat.review.corrected') }}
        ) as reviews_corrected,
        {{ figure('review.pending') }} as reviews_pending,
        coalesce(
            {{ figure('litigation_direct.total') }} + {{ figure('litigation_after_review.total') }},
            {{ figure('stat.litigation') }}
        ) as lawsuits,
        {{ figure('litigation_direct.corrected') }}
        + {{ figure('litigation_after_review.corrected') }} as lawsuits_corrected,
        {{ figure('stat.complaints') }} as complaints,
        {{ figure('stat.inquiries') }} as inquiries,
        {{ figure('stat.capacity.staff') }} as staff,
        {{ figure('stat.capacity.staff.full_time') }} as staff_full_time,
        {{ figure('stat.capacity.reading_points') }} as reading_points,
        {{ amount('stat.capacity.budget') }} as budget_10k_yuan,
        {{ figure('stat.training.people') }} as people_trained,
        {{ figure('stat.response.press_conferences') }} as press_conferences,
        {{ figure('stat.response.policy_interpretations') }} as policy_interpretations
{%- endset %}
{#- What the figures are picked from: the one list of it is the figures themselves. #}
{%- set asked_cells = modules.re.findall('hash[(][^)]*[)]', figures_of_a_year) | unique | join(', ') %}

-- noqa: enable=LT02

-- The figure of the form of the year goes before the older or prose indicator of the same meaning (crosswalk
-- `same`).
with facts as (
    select
        facts.document_key,
        facts.year_key,
        facts.figure_key,
        facts.status_key,
        facts.is_comparable,
        manners.scope,
        manners.is_approximate,
        {{ stored_value('facts') }} as value
    from {{ ref('facts') }} as facts
    inner join {{ ref('dim_manner') }} as manners using (manner_key)
    semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
),

cells as (
    select
        figure_key,
        {{ cell('indicator_id', "coalesce(applicant, '')", 'period') }} as cell
    from {{ ref('dim_figure') }}
    where cell in ({{ asked_cells }})
),

-- What another statement of the same figure goes before is in no figure here, as in the other marts.
asked as (
    select
        facts.year_key,
        facts.scope,
        facts.status_key,
        facts.is_approximate,
        facts.value,
        cells.cell
    from facts
    inner join cells using (figure_key)
    where facts.is_comparable
),

figures as (
    select
        year_key,
        scope,
        {{ figures_of_a_year }},
        count(*) filter (where asked.is_approximate) as n_approximate,
        count(*) filter (where statuses.status = 'contradicted') as n_contradicted
    from asked
    inner join {{ ref('dim_status') }} as statuses using (status_key)
    group by year_key, scope
),

stated as materialized (
    select
        facts.year_key,
        facts.scope,
        facts.document_key,
        -- Only what adds up in figures other than 0 is balanced.
        bool_or(statuses.status = 'proved') as has_proved_figures,
        count(*) as n_facts
    from facts
    inner join {{ ref('dim_status') }} as statuses using (status_key)
    group by facts.year_key, facts.scope, facts.document_key
),

counted as (
    select
        year_key,
        scope,
        bool_or(has_proved_figures) as has_proved_figures,
        sum(n_facts) as n_facts
    from stated
    group by year_key, scope
),

sources as (
    select
        stated.year_key,
        stated.scope,
        documents.agency_id,
        documents.report_year,
        min(documents.document_id) as document_id
    from stated
    inner join {{ ref('dim_document') }} as documents using (document_key)
    group by all
),

findings as (
    select
        members.report_document_id as document_id,
        count(*) as n_findings,
        count(*) filter (
            where findings.found_by = 'reader' and identities.severity = 'contradiction'
        ) as n_broken_identities
    from {{ ref('fct_finding') }} as findings
    inner join {{ ref('int_report_documents') }} as members using (document_id)
    semi join {{ ref('int_documents_read') }} as documents
        on findings.document_id = documents.document_id and documents.is_recomputed
    left join {{ ref('identities') }} as identities on findings.rule = identities.identity_id
    group by members.report_document_id
),

-- A report without a single figure has a row, and so has a scope that only some figures of a report speak of.
reports as (
    select
        agency_id,
        report_year,
        scope,
        coalesce(reports.document_id, documents.counted_document_id) as document_id,
        reports.form,
        reports.published_on,
        counted.has_proved_figures,
        counted.n_facts,
        figures.* exclude (year_key, scope)
    from {{ ref('int_reports') }} as reports
    full join sources using (agency_id, report_year, scope)
    left join counted using (year_key, scope)
    left join figures using (year_key, scope)
    left join {{ ref('dim_document') }} as documents on sources.document_id = documents.document_id
)

select
    reports.agency_id,
    documents.agency_name,
    documents.level,
    documents.category,
    documents.province,
    documents.city,
    documents.county,
    documents.region_code,
    documents.region_code_of_year,
    reports.report_year,
    reports.scope,
    reports.items_disclosed,
    reports.items_disclosed_cumulative,
    reports.items_on_website,
    reports.items_in_gazette,
    reports.items_on_weibo,
    reports.items_on_wechat,
    reports.regulations_made,
    reports.regulations_in_force,
    reports.normative_documents_made,
    reports.normative_documents_disclosed,
    reports.normative_documents_in_force,
    reports.licensing_decisions,
    reports.penalty_decisions,
    reports.coercion_decisions,
    reports.administrative_fees_10k_yuan,
    reports.procurement_amount_10k_yuan,
    reports.applications_received,
    reports.applications_from_natural_persons,
    reports.applications_from_legal_persons,
    reports.applications_carried_in,
    reports.applications_carried_out,
    reports.applications_closed,
    reports.applications_granted,
    reports.applications_partly_granted,
    reports.applications_denied,
    reports.applications_refused_until_2018,
    reports.applications_unavailable,
    reports.applications_not_held,
    reports.applications_not_processed,
    reports.applications_other,
    reports.reviews,
    reports.reviews_upheld,
    reports.reviews_corrected,
    reports.reviews_pending,
    reports.lawsuits,
    reports.lawsuits_corrected,
    reports.complaints,
    reports.inquiries,
    reports.staff,
    reports.staff_full_time,
    reports.reading_points,
    reports.budget_10k_yuan,
    reports.people_trained,
    reports.press_conferences,
    reports.policy_interpretations,
    {{ share(
        '(reports.applications_granted + reports.applications_partly_granted)',
        'reports.applications_closed'
    ) }} as share_granted,
    {{ share('reports.applications_denied', 'reports.applications_closed') }} as share_denied,
    {{ share('reports.applications_not_held', 'reports.applications_closed') }} as share_not_held,
    {{ share('reports.reviews_corrected', '(reports.reviews - reports.reviews_pending)') }}
        as share_corrected_on_review,
    coalesce(reports.form, documents.form) as form,
    reports.published_on,
    case
        when findings.n_broken_identities > 0 then false
        when reports.has_proved_figures then true
    end as is_balanced,
    cast(coalesce(reports.n_facts, 0) as integer) as n_facts,
    cast(coalesce(reports.n_approximate, 0) as integer) as n_approximate,
    cast(coalesce(reports.n_contradicted, 0) as integer) as n_contradicted,
    cast(coalesce(findings.n_findings, 0) as integer) as n_findings,
    reports.document_id
from reports
inner join {{ ref('int_documents_current') }} as documents using (document_id)
left join findings using (document_id)
semi join {{ ref('int_documents_read') }} as recomputed
    on reports.document_id = recomputed.document_id and recomputed.is_recomputed
order by documents.region_code, reports.agency_id, reports.report_year, reports.scope
