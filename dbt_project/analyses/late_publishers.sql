-- Who published after the legal deadline, and by how many days? Townships have no national date and are not here.
select
    agency_name,
    province,
    level,
    category,
    report_year,
    due_on,
    published_on,
    days_late
from fct_report_coverage
where days_late > 0
order by days_late desc, region_code, agency_name, report_year
limit 200;
