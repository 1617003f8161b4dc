-- The statements of a document that share scope, indicator, applicant and period with another of it, in the
-- order in which they go before each other. Nearly all keys are stated once: only these few are put in order,
-- which costs far more than counting.
with repeated as (
    -- Where the scopes alone differ it does no harm, they are ordered apart.
    select
        document_key,
        figure_key
    from {{ ref('int_observations') }}
    where is_possible
    group by document_key, figure_key
    having count(*) > 1
),

keyed as (
    select
        statements.document_key,
        statements.observation_index,
        statements.scope,
        statements.figure_key,
        statements.value,
        manners.basis,
        manners.aligned_by,
        manners.is_approximate
    from {{ ref('int_observations') }} as statements
    semi join repeated using (document_key, figure_key)
    left join {{ ref('dim_manner') }} as manners using (manner_key)
    where statements.is_possible
)

select
    document_key,
    observation_index,
    -- The same key stated twice with the same standing and other figures: one of them is wrong.
    min(value) filter (where not is_approximate) over same_basis as least_value,
    max(value) filter (where not is_approximate) over same_basis as greatest_value,
    row_number() over (
        partition by document_key, scope, figure_key
        order by
            -- The table is what the marts take where prose disagrees (identity C1).
            basis = 'table' desc,
            is_approximate asc,
            -- A cell found by its label before one placed by order.
            aligned_by = 'label' desc nulls last,
            observation_index asc
    ) as place
from keyed
window same_basis as (partition by document_key, scope, figure_key, basis)
qualify count(*) over (partition by document_key, scope, figure_key) > 1
