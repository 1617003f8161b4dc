-- One row for each agency, year and scope: the document whose figures count.
with candidates as (
    select *
    from {{ ref('int_documents_current') }}
    where excluded_because is null
),

ranked as (
    select
        agency_id,
        report_year,
        scope,
        document_id,
        min(published_on) over report as published_on,
        count(*) over report as n_documents,
        row_number() over (
            report
            order by
                -- What stands there today before what stood there.
                is_latest desc,
                -- An official site before a mirror.
                is_government_site desc,
                -- A report before the summary of the year's work.
                kind = 'annual_report' desc,
                -- Tables before prose.
                coalesce(form, 'prose') <> 'prose' desc,
                -- The version that was captured last.
                run_id desc,
                fetched_at desc,
                document_id asc
        ) as place
    from candidates
    window report as (partition by agency_id, report_year, scope)
)

select * exclude (place)
from ranked
where place = 1
