select
    payload_sha256,
    url,
    reader_version,
    outcome,
    reason,
    detail,
    n_documents,
    source_id,
    run_id
from {{ source('raw', 'readings') }}
