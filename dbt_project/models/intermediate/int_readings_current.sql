-- Of each payload at each address the reading of the highest reader version.
select
    payload_sha256,
    url,
    reader_version,
    outcome,
    reason,
    detail
from {{ ref('stg_raw__readings') }}
qualify row_number() over (partition by payload_sha256, url order by reader_version desc) = 1
