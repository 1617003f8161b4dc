{{ config(
    materialized='incremental',
    pre_hook="{{ forget_findings() }}"
) }}

-- depends_on: {{ ref('int_years') }}

select
    findings.document_id,
    findings.finding_number,
    findings.url,
    findings.agency_id,
    findings.agency_name,
    findings.province,
    findings.region_code,
    findings.report_year,
    findings.scope,
    findings.found_by,
    findings.rule,
    findings.severity,
    -- Beside a figure eleven digits may be one.
    without_personal(
        findings.message,
        findings.indicator_id is not null or findings.left_value is not null
    ) as message,
    identities.left_side || ' ' || identities.relation || ' ' || identities.right_side as identity,
    findings.indicator_id,
    findings.applicant,
    findings.period,
    findings.left_value,
    findings.right_value,
    findings.other_document_id,
    findings.table_index,
    findings.row_index,
    findings.column_index,
    findings.span_start,
    findings.span_end,
    without_personal(
        findings.quote,
        findings.indicator_id is not null or findings.left_value is not null
    ) as quote
from {{ ref('int_findings') }} as findings
left join {{ ref('identities') }} as identities on findings.rule = identities.identity_id
order by
    findings.region_code,
    findings.agency_id,
    findings.report_year,
    findings.url,
    findings.document_id,
    findings.finding_number
