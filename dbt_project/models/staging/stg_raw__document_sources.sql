select
    document_id,
    payload_sha256,
    url,
    reader_version,
    ordinal,
    run_id,
    parent_sha256
from {{ source('raw', 'document_sources') }}
