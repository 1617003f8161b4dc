-- How many bodies say that nobody applied? Bodies that state a number of applications, and those that state 0.
-- A blank is no zero and is not here. One row of each body counts: the body alone where it says so, never its system.
with reports as (
    select *
    from fct_agency_year
    where applications_received is not null and scope <> 'system'
    qualify row_number() over (partition by agency_id, report_year order by scope) = 1
)

select
    report_year,
    level,
    count(*) as n_reports,
    count(*) filter (where applications_received = 0) as n_zero,
    round(count(*) filter (where applications_received = 0) / count(*), 4) as share_zero
from reports
group by report_year, level
order by report_year, level;
