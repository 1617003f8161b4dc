select
    indicator_id,
    section,
    parent_id,
    label_zh,
    label_en,
    unit,
    dimension
from {{ ref('indicators') }}
order by indicator_id
