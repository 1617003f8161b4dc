with rules as (
    select identity_id as rule
    from {{ ref('identities') }}
    union
    select unnest({{ var('contradicting_rules') }}) as rule
)

select
    cast(row_number() over (order by status.place, rules.rule) as utinyint) as status_key,
    status.status,
    rules.rule as contradicted_by
from (values (1, 'stated'), (2, 'proved_zero'), (3, 'proved'), (4, 'contradicted')) as status (place, status)
left join rules on status.status = 'contradicted'
order by status_key
