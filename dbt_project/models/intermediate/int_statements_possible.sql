{{ config(materialized='view') }}

-- What the documents that this build reads state and what can be true: all that may state facts, counted or
-- not, so that they can be compared. A view: to read raw rows again costs less than to write them once more.
with impossible as (
    -- A value that its indicator cannot have (a negative count, a fraction of one, a share over 100 %) is
    -- printed and cannot be true: a finding and no fact.
    select
        document_id,
        reader_version,
        indicator_id,
        span_start
    from {{ ref('stg_raw__findings') }}
    where rule in ('N1', 'N2', 'N3')
)

select
    documents.agency_id,
    documents.report_year,
    documents.document_key,
    documents.year_key,
    documents.place,
    documents.is_recomputed,
    documents.scope as document_scope,
    coalesce(observations.scope, documents.scope) as scope,
    observations.* exclude (scope, reader_version)
from {{ ref('stg_raw__observations') }} as observations
inner join {{ ref('int_documents_read') }} as documents using (document_id, reader_version)
-- An id that the dictionary lacks is a finding and no fact.
semi join {{ ref('indicators') }} using (indicator_id)
anti join impossible using (document_id, reader_version, indicator_id, span_start)
where documents.excluded_because is null
