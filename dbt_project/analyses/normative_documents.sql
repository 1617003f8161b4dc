-- How many normative documents are made, repealed and in force, by year? One column has one meaning in all forms and
-- is empty where the forms of a year do not ask it. What a body states for itself and once more without saying for
-- whom counts once.
with stated as (
    select *
    from fct_proactive
    where item = 'normative_documents' and scope <> 'system' and not is_contradicted
    qualify row_number() over (partition by agency_id, report_year order by scope) = 1
)

select
    report_year,
    count(*) as n_reports,
    sum(made) as made,
    sum(disclosed) as disclosed,
    sum(repealed) as repealed,
    sum(in_force) as in_force
from stated
group by report_year
order by report_year;
