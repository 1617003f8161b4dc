{{ config(materialized='view') }}

-- What the warehouse finds wrong or odd in single documents.
with documents as (
    select
        documents.*,
        recomputed.document_key
    from {{ ref('int_documents_current') }} as documents
    inner join {{ ref('int_documents_read') }} as recomputed using (document_id)
    where recomputed.is_recomputed
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

corrected as (
    select
        corrections.document_id,
        corrections.other_document_id,
        'corrected_report' as rule,
        'refusal' as severity,
        'a newer version at its address says the same of '
        || newer.report_year || ', scope ' || newer.scope || '; no figure of this one is counted' as message
    from {{ ref('int_documents_corrected') }} as corrections
    semi join documents using (document_id)
    inner join {{ ref('int_documents_current') }} as newer
        on corrections.other_document_id = newer.document_id
),

withdrawn as (
    select
        document_id,
        'withdrawn_report' as rule,
        'notice' as severity,
        'no address shows it any more since ' || cast(withdrawn_at as date)
        || '; its figures count on' as message
    from documents
    where withdrawn_at is not null and agency_id is not null
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
        documents.document_id,
        observations.unknown_figure['indicator_id'] as indicator_id,
        observations.unknown_figure['applicant'] as applicant,
        observations.unknown_figure['period'] as period,
        observations.value as left_value,
        observations.table_index,
        observations.row_index,
        observations.column_index,
        observations.span_start,
        observations.span_end,
        coalesce(observations.other_quote, {{ number_text('observations.value') }}) as quote,
        'unknown_indicator' as rule,
        'refusal' as severity,
        'the dictionary has no indicator ' || observations.unknown_figure['indicator_id']
        || case
            when indicators.indicator_id is not null
                then
                    ' of applicant ' || coalesce(observations.unknown_figure['applicant'], 'none')
                    || ' and period ' || observations.unknown_figure['period']
            else ''
        end || '; its value is no fact' as message
    from {{ ref('int_observations') }} as observations
    inner join documents using (document_key)
    left join {{ ref('indicators') }} as indicators
        on observations.unknown_figure['indicator_id'] = indicators.indicator_id
    where observations.figure_key is null
),

implausible_keys as (
    select
        statements.document_key,
        statements.observation_index
    from {{ ref('int_statements') }} as statements
    inner join {{ ref('dim_figure') }} as figures using (figure_key)
    inner join {{ ref('indicators') }} as indicators using (indicator_id)
    where
        abs(statements.value)
        > indicators.largest_plausible * if(figures.period = 'cumulative', {{ var('years_in_all') }}, 1)
),

implausible as (
    select
        statements.document_id,
        statements.indicator_id,
        statements.applicant,
        statements.period,
        statements.value as left_value,
        statements.table_index,
        statements.row_index,
        statements.column_index,
        statements.span_start,
        statements.span_end,
        statements.quote,
        'implausible_value' as rule,
        'notice' as severity,
        statements.indicator_id || ' is ' || {{ number_text('statements.value') }}
        || ', more than the dictionary holds plausible' as message
    from {{ ref('int_statements_named') }} as statements
    semi join implausible_keys using (document_key, observation_index)
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
select * from corrected
union all by name
select * from withdrawn
union all by name
select * from repeated
union all by name
select * from regions
union all by name
select * from indicators
union all by name
select * from implausible
union all by name
select * from conflicts
