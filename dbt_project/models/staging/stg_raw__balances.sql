select
    document_id,
    reader_version,
    balance_index,
    rule,
    instance,
    state,
    observation_indexes
from {{ source('raw', 'balances') }}
