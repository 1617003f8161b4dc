-- How many bodies say that nobody applied? Reports that state a number of applications, and those that state 0.
-- A blank is no zero and is not here.
select
    report_year,
    level,
    count(*) as n_reports,
    count(*) filter (where applications_received = 0) as n_zero,
    round(count(*) filter (where applications_received = 0) / count(*), 4) as share_zero
from fct_agency_year
where applications_received is not null
group by report_year, level
order by report_year, level;
