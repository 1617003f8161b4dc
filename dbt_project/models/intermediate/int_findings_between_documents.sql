-- What the warehouse finds where several documents report on the same agency, year and scope, and where the
-- page of a report and its parts differ.
with members as (
    select *
    from {{ ref('int_report_documents') }}
),

pages as (
    select document_id
    from members
    where not is_part
),

counted as (
    select members.document_id
    from members
    semi join {{ ref('int_reports') }} as reports on members.report_document_id = reports.document_id
),

others as (
    select documents.*
    from {{ ref('int_documents_current') }} as documents
    semi join pages using (document_id)
    anti join {{ ref('int_reports') }} using (document_id)
    -- A version that was replaced at its address is a revision and no conflict.
    where documents.is_latest
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

-- Only a few years have several documents or parts: their facts alone are compared.
contested as (
    select
        agency_id,
        report_year
    from others
    union
    select
        documents.agency_id,
        documents.report_year
    from {{ ref('int_documents_current') }} as documents
    semi join members on documents.document_id = members.document_id and members.is_part
),

contested_documents as (
    select documents.document_key
    from {{ ref('int_documents_read') }} as documents
    semi join contested using (agency_id, report_year)
),

contested_facts as (
    select facts.*
    from {{ ref('int_facts') }} as facts
    semi join contested_documents using (document_key)
),

contested_statements as (
    select statements.*
    from {{ ref('int_statements') }} as statements
    semi join contested_documents using (document_key)
),

facts as materialized (
    {{ with_names('contested_facts') }}
),

statements as materialized (
    {{ with_names('contested_statements') }}
),

conflicts as (
    select
        facts.*,
        statements.value as right_value,
        others.document_id as other_document_id,
        'conflicting_reports' as rule,
        'contradiction' as severity,
        ' in another document on the same agency and year' as elsewhere
    from others
    inner join members on others.document_id = members.report_document_id
    inner join statements on members.document_id = statements.document_id
    -- An annex that two pages link states nothing against itself.
    anti join counted on statements.document_id = counted.document_id
    inner join facts
        on
            statements.agency_id = facts.agency_id
            and statements.report_year = facts.report_year
            and statements.scope = facts.scope
            and statements.indicator_id = facts.indicator_id
            and statements.applicant is not distinct from facts.applicant
            and statements.period = facts.period
    where not statements.is_approximate
),

in_parts as (
    select
        facts.*,
        statements.value as right_value,
        statements.document_id as other_document_id,
        'annex_disagrees' as rule,
        -- As in one document (identity C1), a sentence that differs from a table is a notice.
        case when facts.basis = statements.basis then 'contradiction' else 'notice' end as severity,
        ' in another part of the same report' as elsewhere
    from facts
    inner join members
        on facts.report_document_id = members.report_document_id and facts.document_id <> members.document_id
    inner join statements
        on
            members.document_id = statements.document_id
            and facts.scope = statements.scope
            and facts.indicator_id = statements.indicator_id
            and facts.applicant is not distinct from statements.applicant
            and facts.period = statements.period
    where not statements.is_approximate
),

compared as (
    select * from conflicts
    union all by name
    select * from in_parts
),

differing as (
    select
        document_id,
        other_document_id,
        indicator_id,
        applicant,
        period,
        value as left_value,
        right_value,
        table_index,
        row_index,
        column_index,
        span_start,
        span_end,
        quote,
        rule,
        severity,
        indicator_id || ' is ' || {{ number_text('value') }} || ' here and '
        || {{ number_text('right_value') }} || elsewhere as message
    from compared
    where value <> right_value and not is_approximate
)

select * from duplicates
union all by name
select * from differing
