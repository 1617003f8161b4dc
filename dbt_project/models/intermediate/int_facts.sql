-- One row for each agency, year, scope, indicator, applicant and period: the statement of a counted document.
-- A report on the whole system can state the body's own figures; the body's own report goes before it.
select statements.*
from {{ ref('int_statements') }} as statements
semi join {{ ref('int_reports') }} using (document_id)
qualify row_number() over (
    partition by agency_id, report_year, scope, indicator_id, applicant, period
    order by scope = document_scope desc, document_id asc
) = 1
