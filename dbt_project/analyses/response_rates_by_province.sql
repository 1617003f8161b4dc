-- How do provinces answer applications? Shares of all results in each province and year.
-- One scope of each body counts: the body alone where it says so, so that a system is not added to its members.
-- Only reports whose equations hold, or could not be asked, are taken; n_reports says how many stand behind a row.
with reports as (
    select *
    from fct_agency_year
    where applications_closed > 0 and is_balanced is distinct from false
    qualify row_number() over (
        partition by agency_id, report_year order by scope = 'agency' desc, scope = 'unstated' desc
    ) = 1
)

select
    province,
    report_year,
    count(*) as n_reports,
    sum(applications_closed) as applications_closed,
    round(sum(applications_granted + applications_partly_granted) / sum(applications_closed) filter (
        where applications_granted + applications_partly_granted is not null
    ), 4) as share_granted,
    round(sum(applications_denied) / sum(applications_closed) filter (
        where applications_denied is not null
    ), 4) as share_denied,
    round(sum(applications_not_held) / sum(applications_closed) filter (
        where applications_not_held is not null
    ), 4) as share_not_held
from reports
group by province, report_year
order by province, report_year;
