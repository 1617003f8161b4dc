-- The numbers that the documents of the years that this build works out state, counted or not, so that they
-- can be compared. The one pass over the raw observations: from here on figures and manners are small numbers
-- (`int_statements_named` has the names again).
with impossible as (
    -- A value that its indicator cannot have (a negative count, a fraction of one, a share over 100 %) is
    -- printed and cannot be true: a finding and no fact.
    select distinct
        document_id,
        reader_version,
        indicator_id,
        span_start
    from {{ ref('stg_raw__findings') }}
    where rule in ('N1', 'N2', 'N3')
)

select
    documents.document_key,
    cast(observations.observation_index as integer) as observation_index,
    -- Null where the dictionary lacks what is counted: a finding and no fact.
    figures.figure_key,
    case
        when figures.figure_key is null
            then
                struct_pack(
                    indicator_id := observations.indicator_id,
                    applicant := observations.applicant,
                    period := observations.period
                )
    end as unknown_figure,
    -- Null where a word is none of the vocabulary, which a test refuses.
    manners.manner_key,
    coalesce(observations.scope, documents.scope) as scope,
    coalesce(observations.scope <> documents.scope, false) as is_of_other_scope,
    observations.value,
    nullif(observations.unit, figures.unit) as other_unit,
    observations.table_index,
    observations.row_index,
    observations.column_index,
    observations.span_start,
    observations.span_end,
    -- Most cells print the number and nothing else.
    nullif(observations.quote, {{ number_text('observations.value') }}) as other_quote,
    documents.excluded_because is null
    and figures.figure_key is not null
    and impossible.document_id is null as is_possible
from {{ ref('stg_raw__observations') }} as observations
inner join {{ ref('int_documents_read') }} as documents
    on {{ is_of_document('observations', 'documents') }}
left join {{ ref('dim_figure') }} as figures
    on
        observations.indicator_id = figures.indicator_id
        and coalesce(observations.applicant, '') = coalesce(figures.applicant, '')
        and observations.period = figures.period
left join {{ ref('dim_manner') }} as manners
    on
        coalesce(observations.scope, documents.scope) = manners.scope
        and observations.basis = manners.basis
        and coalesce(observations.form, '') = coalesce(manners.form, '')
        and coalesce(observations.aligned_by, '') = coalesce(manners.aligned_by, '')
        and observations.is_approximate = manners.is_approximate
        and observations.is_unit_assumed = manners.is_unit_assumed
left join impossible
    on
        observations.document_id = impossible.document_id
        and observations.reader_version = impossible.reader_version
        and observations.indicator_id = impossible.indicator_id
        and observations.span_start = impossible.span_start
where documents.is_recomputed
