-- The statements of a document that share scope, indicator, applicant and period with another of it, in the
-- order in which they go before each other. Nearly all keys are stated once: only these few are put in order,
-- which costs far more than counting.
with keyed as not materialized (
    select
        *,
        hash(document_key, scope, indicator_id, applicant, period) as key_hash
    from {{ ref('int_statements_possible') }}
),

-- Two keys with one hash do no harm, they are ordered apart.
repeated as materialized (
    select key_hash
    from keyed
    group by key_hash
    having count(*) > 1
)

select
    document_key,
    observation_index,
    -- The same key stated twice with the same standing and other figures: one of them is wrong.
    min(value) filter (where not is_approximate) over same_basis as least_value,
    max(value) filter (where not is_approximate) over same_basis as greatest_value,
    row_number() over (
        partition by document_key, scope, indicator_id, applicant, period
        order by
            -- The table is what the marts take where prose disagrees (identity C1).
            basis = 'table' desc,
            is_approximate asc,
            -- A cell found by its label before one placed by order.
            aligned_by = 'label' desc nulls last,
            observation_index asc
    ) as place
from keyed
semi join repeated using (key_hash)
window same_basis as (partition by document_key, scope, indicator_id, applicant, period, basis)
