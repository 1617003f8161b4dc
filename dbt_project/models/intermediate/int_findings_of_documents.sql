-- What the warehouse finds wrong or odd in single documents.
with documents as (
    select documents.*
    from {{ ref('int_documents_current') }} as documents
    semi join {{ ref('int_documents_read') }} using (document_id)
),

years as (
    select
        document_id,
        'year_out_of_range' as rule,
        'refusal' as severity,
        'the report year ' || report_year || ' cannot be right; no figure of it is counted' as message
    from documents
    where is_year_out_of_range
),

repeated as (
    select
        document_id,
        'repeated_document' as rule,
        'notice' as severity,
        'the same text stands at ' || n_addresses || ' addresses; it is counted once' as message
    from documents
    where n_addresses > 1 and agency_id is not null
),

regions as (
    select
        document_id,
        'unknown_region' as rule,
        'notice' as severity,
        'the list of today has no region code ' || region_code as message
    from documents
    anti join {{ ref('regions') }} using (region_code)
    where region_code is not null
),

indicators as (
    select
        observations.document_id,
        observations.indicator_id,
        observations.applicant,
        observations.period,
        observations.value as left_value,
        observations.table_index,
        observations.row_index,
        observations.column_index,
        observations.span_start,
        observations.span_end,
        observations.quote,
        'unknown_indicator' as rule,
        'refusal' as severity,
        'the dictionary has no indicator ' || observations.indicator_id
        || case
            when indicators.indicator_id is not null
                then
                    ' of applicant ' || coalesce(observations.applicant, 'none')
                    || ' and period ' || observations.period
            else ''
        end || '; its value is no fact' as message
    from {{ ref('stg_raw__observations') }} as observations
    semi join documents using (document_id, reader_version)
    left join {{ ref('indicators') }} as indicators using (indicator_id)
    anti join {{ ref('dim_figure') }} as figures
        on
            observations.indicator_id = figures.indicator_id
            and coalesce(observations.applicant, '') = coalesce(figures.applicant, '')
            and observations.period = figures.period
),

conflicts as (
    select
        statements.document_id,
        statements.indicator_id,
        statements.applicant,
        statements.period,
        repeated.least_value as left_value,
        repeated.greatest_value as right_value,
        statements.table_index,
        statements.row_index,
        statements.column_index,
        statements.span_start,
        statements.span_end,
        statements.quote,
        'conflicting_values' as rule,
        'contradiction' as severity,
        'the document states ' || statements.indicator_id || ' more than once: '
        || {{ number_text('repeated.least_value') }} || ' and '
        || {{ number_text('repeated.greatest_value') }} as message
    from {{ ref('int_statements_repeated') }} as repeated
    inner join {{ ref('int_statements_named') }} as statements using (document_key, observation_index)
    where repeated.place = 1 and repeated.least_value < repeated.greatest_value
)

select * from years
union all by name
select * from repeated
union all by name
select * from regions
union all by name
select * from indicators
union all by name
select * from conflicts
