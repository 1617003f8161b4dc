-- What a document's own equations say of its statements, in the one pass over the raw balances. What they
-- prove is one bit for each observation and no row for each: facts are many, and a document's bits are
-- looked up once. What they break is little.
with documents as (
    select *
    from {{ ref('int_documents_read') }}
    where is_recomputed
),

equations as (
    select
        identity_id as rule,
        -- A rule that only makes odd what breaks it proves nothing where it holds.
        severity = 'contradiction' as proves
    from {{ ref('identities') }}
    -- C1 is a notice and still says that prose and table state one figure in two ways.
    where severity = 'contradiction' or identity_id = 'C1'
),

shown as (
    select
        documents.document_key,
        balances.rule,
        equations.proves,
        balances.state,
        balances.observation_indexes[1] as first_index,
        unnest(balances.observation_indexes) as observation_index
    from {{ ref('stg_raw__balances') }} as balances
    inner join documents on {{ is_of_document('balances', 'documents') }}
    inner join equations using (rule)
    where balances.state in ('held', 'held_on_zeros', 'broken')
)

-- No report states so many numbers as there are bits; what lies behind is taken as stated and not as proved.
select
    document_key,
    {%- for state, bits in [('held', 'proved'), ('held_on_zeros', 'proved_on_zeros')] %}
    bitstring_agg(observation_index, 0, {{ var('last_observation_index') }}) filter (
        where state = '{{ state }}' and proves and observation_index <= {{ var('last_observation_index') }}
    ) as {{ bits }},
    {%- endfor %}
    list(
        struct_pack(rule := rule, first_index := first_index, observation_index := observation_index)
    ) filter (where state = 'broken') as broken
from shown
group by document_key
