{{ config(materialized='view') }}

-- One row for each agency, year, scope, indicator, applicant and period: the statement of a counted
-- report. One report counts for each agency, year and scope, so what it states of its own scope is unique
-- already.
select *
from {{ ref('int_statements_counted') }}
where scope = document_scope
union all by name
select * from {{ ref('int_facts_of_other_scope') }}
