-- Why are applications denied? Each reason's part of all denials in a year, in the terms of the forms of 2019 and
-- 2021; the reasons of older forms were others and are not here. What a body states for itself and once more
-- without saying for whom counts once.
with denials as (
    select *
    from fct_application_outcome
    where outcome_group = 'denied' and applicant = 'total' and scope <> 'system' and status <> 'contradicted'
    qualify row_number() over (partition by agency_id, report_year, outcome order by scope) = 1
)

select
    report_year,
    outcome as reason,
    sum(n_applications) as applications,
    round(sum(n_applications) / nullif(sum(sum(n_applications)) over (partition by report_year), 0), 4) as share
from denials
group by report_year, outcome
order by report_year, applications desc, reason;
