-- What is wrong with the reports? Findings by rule, with the arithmetic behind it and one of them in words.
select
    rule,
    severity,
    any_value(identity) as identity,
    count(*) as n_findings,
    count(distinct document_id) as n_documents,
    min(report_year) as first_year,
    max(report_year) as last_year,
    min(message) as for_example
from fct_finding
group by rule, severity
order by n_findings desc, rule, severity;
