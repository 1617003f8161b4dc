-- What the warehouse finds where several documents report on the same agency, year and scope.
with others as (
    select documents.*
    from {{ ref('int_documents_current') }} as documents
    anti join {{ ref('int_reports') }} using (document_id)
    -- A version that was replaced at its address is a revision and no conflict.
    where documents.excluded_because is null and documents.is_latest
),

duplicates as (
    select
        reports.document_id,
        others.document_id as other_document_id,
        'duplicate_report' as rule,
        'notice' as severity,
        'another document reports on the same agency, year and scope; its figures are not counted' as message
    from others
    inner join {{ ref('int_reports') }} as reports using (agency_id, report_year, scope)
),

conflicts as (
    select
        facts.document_id,
        others.document_id as other_document_id,
        facts.indicator_id,
        facts.applicant,
        facts.period,
        facts.value as left_value,
        statements.value as right_value,
        facts.table_index,
        facts.row_index,
        facts.column_index,
        facts.span_start,
        facts.span_end,
        facts.quote,
        'conflicting_reports' as rule,
        'contradiction' as severity,
        facts.indicator_id || ' is '
        || {{ number_text('facts.value') }} || ' here and '
        || {{ number_text('statements.value') }} || ' in another document on the same agency and year'
            as message
    from others
    inner join {{ ref('int_statements') }} as statements using (document_id)
    inner join {{ ref('int_facts') }} as facts
        on
            statements.agency_id = facts.agency_id
            and statements.report_year = facts.report_year
            and statements.scope = facts.scope
            and statements.indicator_id = facts.indicator_id
            and statements.applicant is not distinct from facts.applicant
            and statements.period = facts.period
    where
        statements.value <> facts.value
        and not statements.is_approximate
        and not facts.is_approximate
)

select * from duplicates
union all by name
select * from conflicts
