-- How many people work on disclosure? The form of 2014 asks it, later ones do not: by level and year, and how many
-- applications come to one of them. One row of each body counts: the body alone where it says so, never its system.
with reports as (
    select *
    from fct_agency_year
    where staff is not null and scope <> 'system'
    qualify row_number() over (partition by agency_id, report_year order by scope) = 1
)

select
    report_year,
    level,
    count(*) as n_reports,
    sum(staff) as staff,
    sum(staff_full_time) as staff_full_time,
    round(avg(staff), 2) as staff_a_body,
    round(sum(applications_received) filter (where staff > 0) / nullif(sum(staff) filter (
        where applications_received is not null
    ), 0), 2) as applications_a_person
from reports
group by report_year, level
order by report_year, level;
