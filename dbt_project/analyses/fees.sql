-- Who charges most in administrative fees, and who procured most? In 万元, with how far the figure can be trusted:
-- these amounts are the likeliest to be printed in another unit than the form's. What a body states for itself and
-- once more without saying for whom is here once, and a whole system not.
select
    facts.agency_name,
    facts.report_year,
    indicators.label_zh,
    facts.value as amount_10k_yuan,
    facts.is_unit_assumed,
    facts.status,
    facts.quote
from fct_disclosure as facts
inner join dim_indicator as indicators using (indicator_id)
where
    facts.indicator_id in ('proactive.fees.amount', 'proactive.procurement.amount')
    and facts.scope <> 'system'
    and facts.value > 0
qualify
    row_number() over (partition by facts.agency_id, facts.report_year, facts.indicator_id order by facts.scope) = 1
order by facts.value desc, facts.agency_id, facts.report_year, facts.indicator_id
limit 100;
