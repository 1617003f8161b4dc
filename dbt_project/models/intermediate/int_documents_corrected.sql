-- The documents that no address shows any more, where a later version at their address is of the same body
-- and says nearly the same of another year or scope: the page was corrected, and what it said before is no
-- report. An address that always shows the newest report says other figures, and leaves last year's behind.
with versions as (
    select
        url,
        document_id,
        reader_version,
        agency_id,
        report_year,
        document_scope,
        is_latest,
        -- Of two documents that followed each other, here one way and there the other, one is the later.
        max(row(run_id, fetched_at)) over (partition by document_id) as last_stood
    from {{ ref('int_report_versions') }}
),

pairs as (
    select distinct
        earlier.document_id,
        earlier.reader_version,
        later.document_id as other_document_id,
        later.reader_version as other_reader_version
    from versions as earlier
    inner join versions as later
        on
            earlier.url = later.url
            and earlier.agency_id = later.agency_id
            and earlier.last_stood < later.last_stood
            and (earlier.report_year <> later.report_year or earlier.document_scope <> later.document_scope)
    where not earlier.is_latest
),

compared as (
    select
        document_id,
        reader_version
    from pairs
    union
    select
        other_document_id as document_id,
        other_reader_version as reader_version
    from pairs
),

figures as materialized (
    select distinct
        document_id,
        indicator_id,
        coalesce(applicant, '') as applicant,
        period,
        value
    from {{ ref('stg_raw__observations') }}
    semi join compared using (document_id, reader_version)
    where value <> 0
),

shared as (
    select
        pairs.document_id,
        pairs.other_document_id,
        count(*) as n_figures,
        count(later.document_id) as n_shared
    from pairs
    inner join figures as earlier on pairs.document_id = earlier.document_id
    left join figures as later
        on
            pairs.other_document_id = later.document_id
            and earlier.indicator_id = later.indicator_id
            and earlier.applicant = later.applicant
            and earlier.period = later.period
            and earlier.value = later.value
    group by pairs.document_id, pairs.other_document_id
)

select
    document_id,
    other_document_id
from shared
where
    n_shared >= {{ var('least_repeated_figures') }}
    and n_shared >= {{ var('least_corrected_share') }} * n_figures
qualify row_number() over (partition by document_id order by n_shared desc, other_document_id asc) = 1
