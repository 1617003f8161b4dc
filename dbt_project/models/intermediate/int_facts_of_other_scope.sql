-- A report on the whole system can state the body's own figures; the body's own report goes before it.
-- These are few, so that only they and what stands beside them need to be put in order.
with statements as (
    select *
    from {{ ref('int_statements_counted') }}
    where scope <> document_scope
),

of_own_scope as (
    select counted.*
    from {{ ref('int_statements_counted') }} as counted
    semi join statements using (year_key)
    where counted.scope = counted.document_scope
)

select statements.*
from statements
anti join of_own_scope
    on
        statements.year_key = of_own_scope.year_key
        and statements.scope = of_own_scope.scope
        and statements.indicator_id = of_own_scope.indicator_id
        and statements.applicant is not distinct from of_own_scope.applicant
        and statements.period = of_own_scope.period
qualify row_number() over (
    partition by
        statements.year_key,
        statements.scope,
        statements.indicator_id,
        statements.applicant,
        statements.period
    order by statements.document_id
) = 1
