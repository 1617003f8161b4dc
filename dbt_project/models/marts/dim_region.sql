select
    region_code,
    region_name,
    level,
    parent_code,
    province,
    city,
    county
from {{ ref('regions') }}
order by region_code
