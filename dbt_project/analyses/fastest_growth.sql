-- Where did applications grow most from one year to the next? The 50 largest rises, same body and scope.
-- Small bodies double easily: at least 10 applications the year before.
select
    this_year.agency_name,
    this_year.province,
    this_year.report_year,
    last_year.applications_received as received_year_before,
    this_year.applications_received as received,
    round(this_year.applications_received / last_year.applications_received, 2) as growth
from fct_agency_year as this_year
inner join fct_agency_year as last_year
    on
        this_year.agency_id = last_year.agency_id
        and this_year.scope = last_year.scope
        and this_year.report_year = last_year.report_year + 1
where
    last_year.applications_received >= 10
    and this_year.applications_received > last_year.applications_received
order by growth desc, received desc, this_year.agency_id
limit 50;
