-- One row for each body with a counted report, as its newest report names and places it.
with reports as (
    select documents.*
    from {{ ref('int_reports') }}
    inner join {{ ref('int_documents_current') }} as documents using (document_id)
),

counted as (
    select
        agency_id,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(*) as n_reports
    from reports
    group by agency_id
),

newest as (
    select *
    from reports
    qualify row_number() over (partition by agency_id order by report_year desc, document_id asc) = 1
)

select
    agency_id,
    newest.agency_name,
    newest.level,
    newest.category,
    newest.province,
    newest.city,
    newest.county,
    newest.region_code,
    counted.first_year,
    counted.last_year,
    counted.n_reports
from newest
inner join counted using (agency_id)
