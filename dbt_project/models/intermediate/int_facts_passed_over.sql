-- The facts of the year that have a comparable cell and do not count there: another of the same body and year
-- says the same figure in the form's own terms, or says it in parts.
with yielded_to as (
    select distinct comparable_id
    from {{ ref('int_indicators_comparable') }}
    where yields
),

facts as (
    select
        facts.year_key,
        facts.scope,
        facts.document_key,
        facts.observation_index,
        facts.indicator_id,
        comparable.comparable_id,
        comparable.yields,
        coalesce(comparable.older_applicant, facts.applicant) as comparable_applicant
    from {{ ref('int_facts_named') }} as facts
    inner join {{ ref('int_indicators_comparable') }} as comparable using (indicator_id)
    left join yielded_to using (comparable_id)
    where
        facts.period = 'year'
        and (
            yielded_to.comparable_id is not null
            or starts_with(comparable.comparable_id, 'applications.other')
        )
),

-- Only where such a statement is there anything has to be put in order.
yielding as (
    select distinct
        year_key,
        scope,
        comparable_id
    from facts
    where yields
),

-- What the form itself asks goes before the older or prose statement of the same.
ranked as (
    select
        *,
        row_number() over (
            partition by year_key, scope, comparable_id, comparable_applicant
            order by yields, indicator_id
        ) as place
    from facts
    semi join yielding using (year_key, scope, comparable_id)
),

-- The one row 其他处理 of 2019 beside the three of 2021 in one report would count them twice.
split as (
    select distinct
        year_key,
        scope
    from facts
    where starts_with(comparable_id, 'applications.other.')
)

select
    document_key,
    observation_index
from ranked
where yields and place > 1
union all
select
    facts.document_key,
    facts.observation_index
from facts
semi join split using (year_key, scope)
where facts.comparable_id = 'applications.other'
