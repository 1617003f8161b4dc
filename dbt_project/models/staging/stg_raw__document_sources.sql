select
    document_id,
    payload_sha256,
    url,
    reader_version,
    ordinal,
    run_id
from {{ source('raw', 'document_sources') }}
