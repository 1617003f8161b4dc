select
    capture_id,
    source_id,
    url,
    fetched_at,
    status,
    outcome,
    reason,
    role,
    content_type,
    etag,
    last_modified,
    payload_sha256,
    payload_size,
    warc_file,
    warc_offset,
    run_id
from {{ source('raw', 'captures') }}
