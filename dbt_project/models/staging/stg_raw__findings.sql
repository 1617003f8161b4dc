select
    document_id,
    reader_version,
    finding_index,
    rule,
    severity,
    message,
    indicator_id,
    applicant,
    left_value,
    right_value,
    table_index,
    row_index,
    column_index,
    span_start,
    span_end,
    quote
from {{ source('raw', 'findings') }}
