-- How many normative documents are made, repealed and in force, by year? One column has one meaning in all forms and
-- is empty where the forms of a year do not ask it.
select
    report_year,
    count(*) as n_reports,
    sum(made) as made,
    sum(disclosed) as disclosed,
    sum(repealed) as repealed,
    sum(in_force) as in_force
from fct_proactive
where item = 'normative_documents' and scope <> 'system' and not is_contradicted
group by report_year
order by report_year;
