-- Do courts correct agencies more often than reviewing authorities do? By year: cases, and the share corrected of
-- those that are decided. A report counts where it states every term and nothing contradicts it; what a body states
-- for itself and once more without saying for whom counts once.
with decided as (
    select *
    from fct_remedy
    where
        route = 'all'
        and scope <> 'system'
        and not is_contradicted
        and corrected is not null
        and pending is not null
        and total is not null
    qualify row_number() over (partition by agency_id, report_year, remedy order by scope) = 1
)

select
    report_year,
    remedy,
    count(*) as n_reports,
    sum(total) as cases,
    sum(corrected) as corrected,
    round(sum(corrected) / nullif(sum(total - pending), 0), 4) as share_corrected
from decided
group by report_year, remedy
order by report_year, remedy;
