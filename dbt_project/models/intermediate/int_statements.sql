-- One row for each document that this build reads, scope, indicator, applicant and period: the statement
-- that counts in that document. Documents are all that may state facts, counted or not, so that they can
-- be compared.
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
),

-- Read once for the keys and once for the rest: that is less than to keep all of it in between.
observations as not materialized (
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
),

keyed as not materialized (
    select
        *,
        hash(document_key, scope, indicator_id, applicant, period) as key_hash
    from observations
),

-- Nearly all keys are stated once: only the few others are put in order, which costs far more than counting.
-- Two keys with one hash do no harm, they are ordered apart.
repeated as materialized (
    select key_hash
    from keyed
    group by key_hash
    having count(*) > 1
),

stated_once as (
    select
        *,
        case when not is_approximate then value end as least_value,
        case when not is_approximate then value end as greatest_value
    from keyed
    anti join repeated using (key_hash)
),

stated_again as (
    select
        *,
        -- The same key stated twice with the same standing and other figures: one of them is wrong.
        min(value) filter (where not is_approximate) over same_basis as least_value,
        max(value) filter (where not is_approximate) over same_basis as greatest_value
    from keyed
    semi join repeated using (key_hash)
    window same_basis as (partition by document_id, scope, indicator_id, applicant, period, basis)
    qualify row_number() over (
        partition by document_id, scope, indicator_id, applicant, period
        order by
            -- The table is what the marts take where prose disagrees (identity C1).
            basis = 'table' desc,
            is_approximate asc,
            -- A cell found by its label before one placed by order.
            aligned_by = 'label' desc nulls last,
            observation_index asc
    ) = 1
)

select * exclude (key_hash) from stated_once
union all by name
select * exclude (key_hash) from stated_again
