-- One row for each agency, year, scope, indicator, applicant and period: the statement of a counted
-- report. One report counts for each agency, year and scope, so what it states of its own scope is unique
-- already. A table: all that is asked of facts is planned by how many there are.
select *
from {{ ref('int_statements_counted') }}
where not is_of_other_scope
union all by name
select * from {{ ref('int_facts_of_other_scope') }}
