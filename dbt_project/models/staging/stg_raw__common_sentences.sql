select
    sentence_key,
    n_bodies,
    reader_version,
    run_id
from {{ source('raw', 'common_sentences') }}
