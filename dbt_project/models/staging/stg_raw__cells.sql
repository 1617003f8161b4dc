select
    document_id,
    reader_version,
    table_index,
    row_index,
    column_index,
    row_span,
    column_span,
    span_start,
    span_end,
    cell_text
from {{ source('raw', 'cells') }}
