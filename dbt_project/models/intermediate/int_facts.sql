{{ config(materialized='view') }}

-- One row for each agency, year, scope, indicator, applicant and period: the statement of a counted report.
-- A view: it is quicker to choose again than to write all facts once more.
with reports as (
    select document_id
    from {{ ref('int_reports') }}
    where n_parts = 0
),

statements as not materialized (
    select
        statements.*,
        statements.document_id as report_document_id
    from {{ ref('int_statements') }} as statements
    semi join reports using (document_id)
    union all by name
    select * from {{ ref('int_statements_of_parts') }}
),

-- One report counts for each agency, year and scope, so these are unique already.
of_own_scope as (
    select *
    from statements
    where scope = document_scope
),

-- A report on the whole system can state the body's own figures; the body's own report goes before it.
of_other_scope as (
    select statements.*
    from statements
    anti join of_own_scope
        on
            statements.agency_id = of_own_scope.agency_id
            and statements.report_year = of_own_scope.report_year
            and statements.scope = of_own_scope.scope
            and statements.indicator_id = of_own_scope.indicator_id
            and statements.applicant is not distinct from of_own_scope.applicant
            and statements.period = of_own_scope.period
    where statements.scope <> statements.document_scope
    qualify row_number() over (
        partition by
            statements.agency_id,
            statements.report_year,
            statements.scope,
            statements.indicator_id,
            statements.applicant,
            statements.period
        order by statements.document_id
    ) = 1
)

select * from of_own_scope
union all by name
select * from of_other_scope
