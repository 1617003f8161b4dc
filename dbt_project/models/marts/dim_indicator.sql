select
    indicator_id,
    indicators.section,
    indicators.parent_id,
    indicators.label_zh,
    indicators.label_en,
    indicators.unit,
    indicators.dimension,
    indicators.largest_plausible,
    comparable.comparable_id,
    comparable.older_applicant,
    nullif(
        regexp_extract(
            comparable.comparable_id,
            '^applications\.((granted|partly_granted|denied|unavailable|not_processed|other)(\..*)?)$',
            1
        ),
        ''
    ) as outcome,
    outcome is not null or (comparable.indicator_id is not null and comparable.comparable_id is null)
        as is_outcome
from {{ ref('indicators') }} as indicators
left join {{ ref('int_indicators_comparable') }} as comparable using (indicator_id)
order by indicator_id
