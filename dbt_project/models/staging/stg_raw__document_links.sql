select
    document_id,
    relation,
    other_document_id,
    reader_version,
    share,
    run_id
from {{ source('raw', 'document_links') }}
