-- Who published for at least two years and is missing since? Bodies known to have gone into another are left out
-- by the coverage table itself; only years whose deadline has passed count.
with published as (
    select
        agency_id,
        count(*) as n_years,
        max(report_year) as last_published
    from fct_report_coverage
    where status = 'published'
    group by agency_id
    having count(*) >= 2
)

select
    coverage.agency_name,
    coverage.province,
    coverage.region_code,
    published.n_years as years_published,
    published.last_published,
    count(*) as years_missing_since
from fct_report_coverage as coverage
inner join published using (agency_id)
where coverage.status = 'missing' and coverage.report_year > published.last_published
group by all
order by years_missing_since desc, coverage.region_code, coverage.agency_name;
