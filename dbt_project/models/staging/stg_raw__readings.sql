select
    payload_sha256,
    url,
    reader_version,
    outcome,
    reason,
    detail,
    n_documents,
    source_id,
    run_id,
    parent_sha256
from {{ source('raw', 'readings') }}
