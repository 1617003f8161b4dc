select
    document_id,
    other_document_id,
    reader_version,
    sentences,
    share,
    run_id
from {{ source('raw', 'document_overlaps') }}
