-- One value for each body, year, scope, indicator, applicant and period. Of the years that were not worked
-- out anew the build before has shown it. Only keys whose hashes meet are put side by side: all of them
-- would not fit in memory.
with facts as (
    select
        facts.*,
        hash(facts.year_key, facts.scope, facts.indicator_id, facts.applicant, facts.period) as key_hash
    from {{ ref('facts') }} as facts
    semi join {{ ref('int_years') }} as years on facts.year_key = years.year_key and years.is_recomputed
),

repeated as (
    select key_hash
    from facts
    group by key_hash
    having count(*) > 1
)

select
    facts.document_key,
    facts.scope,
    facts.indicator_id,
    facts.applicant,
    facts.period,
    count(*) over (
        partition by facts.year_key, facts.scope, facts.indicator_id, facts.applicant, facts.period
    ) as n_rows
from facts
semi join repeated using (key_hash)
qualify n_rows > 1
