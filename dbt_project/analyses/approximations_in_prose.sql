-- Where do reports say 近, 约 or 余 in place of a number? By year and indicator, with one of the phrases.
select
    facts.report_year,
    facts.indicator_id,
    indicators.label_zh,
    count(*) as n_facts,
    count(*) filter (where facts.is_approximate) as n_approximate,
    round(count(*) filter (where facts.is_approximate) / count(*), 4) as share_approximate,
    min(facts.quote) filter (where facts.is_approximate) as for_example
from fct_disclosure as facts
inner join dim_indicator as indicators using (indicator_id)
where facts.basis = 'prose'
group by facts.report_year, facts.indicator_id, indicators.label_zh
having count(*) filter (where facts.is_approximate) > 0
order by facts.report_year, n_approximate desc, facts.indicator_id;
