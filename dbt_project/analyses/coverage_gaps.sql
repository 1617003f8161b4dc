-- What share of the governments at county level and above has a report here, by province and year? `never_seen` can
-- be a gap of this collection: it says nothing of the body.
select
    province,
    report_year,
    count(*) as n_governments,
    count(*) filter (where status = 'published') as published,
    count(*) filter (where status = 'unreadable') as unreadable,
    count(*) filter (where status = 'not_yet_due') as not_yet_due,
    count(*) filter (where status = 'missing') as missing,
    count(*) filter (where status = 'never_seen') as never_seen,
    round(count(*) filter (where status = 'published') / count(*), 4) as share_published
from fct_report_coverage
where category = 'government' and level in ('province', 'prefecture', 'county')
group by province, report_year
order by province, report_year;
