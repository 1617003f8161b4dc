-- One value for each body, year, scope, indicator, applicant and period. Of the years that were not worked
-- out anew the build before has shown it.
with facts as (
    select
        facts.year_key,
        facts.figure_key,
        manners.scope
    from {{ ref('facts') }} as facts
    inner join {{ ref('dim_manner') }} as manners using (manner_key)
    semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
),

-- Keys whose hashes meet: all of them side by side would not fit in memory.
met as (
    select hash(year_key, figure_key, scope) as key_hash
    from facts
    group by key_hash
    having count(*) > 1
)

select
    facts.year_key,
    facts.scope,
    figures.indicator_id,
    figures.applicant,
    figures.period,
    count(*) as n_rows
from facts
inner join {{ ref('dim_figure') }} as figures using (figure_key)
where hash(facts.year_key, facts.figure_key, facts.scope) in (select key_hash from met)
group by all
having count(*) > 1
