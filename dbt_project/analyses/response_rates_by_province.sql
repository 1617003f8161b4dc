-- How do provinces answer applications? Shares of all results in each province and year.
-- One row of each body counts: the body alone where it says so, and never its whole system, whose members report too.
-- Only reports whose equations hold, or could not be asked, are taken; before each share stands how many state it.
with reports as (
    select
        *,
        applications_granted + applications_partly_granted as applications_granted_at_all
    from fct_agency_year
    where applications_closed > 0 and is_balanced is distinct from false and scope <> 'system'
    qualify row_number() over (partition by agency_id, report_year order by scope) = 1
)

select
    province,
    report_year,
    count(*) as n_reports,
    sum(applications_closed) as applications_closed,
    count(applications_granted_at_all) as n_stating_granted,
    round(sum(applications_granted_at_all) / sum(applications_closed) filter (
        where applications_granted_at_all is not null
    ), 4) as share_granted,
    count(applications_denied) as n_stating_denied,
    round(sum(applications_denied) / sum(applications_closed) filter (
        where applications_denied is not null
    ), 4) as share_denied,
    count(applications_not_held) as n_stating_not_held,
    round(sum(applications_not_held) / sum(applications_closed) filter (
        where applications_not_held is not null
    ), 4) as share_not_held
from reports
group by province, report_year
order by province, report_year;
