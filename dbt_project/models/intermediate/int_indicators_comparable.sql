-- Which cell of the forms of 2019 and 2021 means the same as an indicator, by the seed `crosswalk`: null
-- where none does. Of the older indicators without one only results of applications are here.
with same as (
    select distinct
        prose_or_older_id as indicator_id,
        -- The forms of 2019 and 2021 count lawsuits in two tables.
        case
            when contains(form_id, ' + ') then 'litigation.total'
            else regexp_replace(form_id, '@total$', '')
        end as cell_id
    from {{ ref('crosswalk') }}
    where relation = 'same'
)

select distinct
    indicators.indicator_id,
    -- 2019 asked for what was 新制作, 2021 for what was 制发.
    regexp_replace(
        case when indicators.section = 'statistics' then same.cell_id else indicators.indicator_id end,
        '\.issued$',
        '.made'
    ) as comparable_id,
    -- Older forms have no columns for applicants: what they state is the total.
    case
        when indicators.section = 'statistics' and starts_with(same.cell_id, 'applications.') then 'total'
    end as older_applicant,
    coalesce(comparable_id <> indicators.indicator_id, false) as yields
from {{ ref('indicators') }} as indicators
left join same using (indicator_id)
where comparable_id is not null or starts_with(indicators.indicator_id, 'stat.applications.replied.')
