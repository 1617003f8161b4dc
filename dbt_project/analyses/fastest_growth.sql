-- Where did applications grow most from one year to the next? The 50 largest rises, same body and scope.
-- Small bodies double easily: at least 10 applications the year before. Reports whose equations are broken are left
-- out, and numbers that are approximate, contradicted or larger than the dictionary holds plausible.
with doubted as (
    select
        agency_id,
        report_year,
        scope
    from fct_disclosure
    where
        indicator_id in ('applications.new', 'stat.applications.received')
        and coalesce(applicant, 'total') = 'total'
        and period = 'year'
        and (is_approximate or status = 'contradicted')
    union
    select
        agency_id,
        report_year,
        scope
    from fct_finding
    where
        rule = 'implausible_value'
        and indicator_id in ('applications.new', 'stat.applications.received')
),

reports as (
    select
        years.agency_id,
        years.agency_name,
        years.province,
        years.report_year,
        years.scope,
        years.applications_received
    from fct_agency_year as years
    anti join doubted using (agency_id, report_year, scope)
    where years.is_balanced is distinct from false
)

select
    this_year.agency_name,
    this_year.province,
    this_year.report_year,
    last_year.applications_received as received_year_before,
    this_year.applications_received as received,
    round(this_year.applications_received / last_year.applications_received, 2) as growth
from reports as this_year
inner join reports as last_year
    on
        this_year.agency_id = last_year.agency_id
        and this_year.scope = last_year.scope
        and this_year.report_year = last_year.report_year + 1
where
    last_year.applications_received >= 10
    and this_year.applications_received > last_year.applications_received
order by growth desc, received desc, this_year.agency_id
limit 50;
