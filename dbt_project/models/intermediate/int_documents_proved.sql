-- Which statements of a document its own equations prove. One bit for each observation and no row for each:
-- facts are many, and a document's bits are looked up once.
with documents as (
    select *
    from {{ ref('int_documents_read') }}
    where is_recomputed
),

equations as (
    select identity_id as rule
    from {{ ref('identities') }}
    -- A rule that only makes odd what breaks it proves nothing where it holds.
    where severity = 'contradiction'
),

shown as (
    select
        documents.document_key,
        balances.state,
        unnest(balances.observation_indexes) as observation_index
    from {{ ref('stg_raw__balances') }} as balances
    inner join documents using (document_id, reader_version)
    semi join equations on balances.rule = equations.rule
    where balances.state in ('held', 'held_on_zeros')
)

select
    document_key,
    bitstring_agg(observation_index, 0, {{ var('last_observation_index') }}) filter (
        where state = 'held'
    ) as proved,
    bitstring_agg(observation_index, 0, {{ var('last_observation_index') }}) filter (
        where state = 'held_on_zeros'
    ) as proved_on_zeros
from shown
-- No report states so many numbers; what lies behind is taken as stated and not as proved.
where observation_index <= {{ var('last_observation_index') }}
group by document_key
