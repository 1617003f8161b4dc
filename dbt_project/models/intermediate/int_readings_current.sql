-- Of each payload at each address the reading of the highest reader version; of a part the reading with the
-- report page that stands today. What was refused because its record was damaged may have been read since.
select
    readings.payload_sha256,
    readings.url,
    readings.reader_version,
    readings.outcome,
    readings.reason,
    readings.detail,
    readings.parent_sha256
from {{ ref('stg_raw__readings') }} as readings
left join {{ ref('int_captures_first') }} as captures using (payload_sha256, url)
qualify row_number() over (
    partition by readings.payload_sha256, readings.url
    order by
        readings.reader_version desc,
        readings.parent_sha256 is not distinct from captures.parent_sha256 desc,
        readings.outcome = 'read' desc,
        readings.run_id desc
) = 1
