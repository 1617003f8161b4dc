-- What did bodies change after they had published? Every value that a later version at the same address states
-- otherwise, with both captures.
select
    revisions.agency_name,
    revisions.report_year,
    indicators.label_zh,
    revisions.applicant,
    revisions.change,
    revisions.old_value,
    revisions.new_value,
    revisions.old_captured_at,
    revisions.new_captured_at,
    revisions.url
from fct_report_revision as revisions
inner join dim_indicator as indicators using (indicator_id)
order by
    revisions.new_captured_at desc, revisions.region_code, revisions.agency_id, indicators.indicator_id,
    revisions.applicant;
