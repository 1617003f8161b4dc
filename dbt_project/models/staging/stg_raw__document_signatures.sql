select
    document_id,
    reader_version,
    span_starts,
    span_ends,
    lengths,
    sentence_keys,
    document_keys,
    run_id
from {{ source('raw', 'document_signatures') }}
