-- The first capture of each payload at each address: where its bytes lie. Later nights that find the same
-- payload again change nothing here but `is_latest`, so that a night without news gives the same rows. Runs
-- come in the order of their ids, whatever the clock says. `gone_at` is the first answer, after the last that
-- showed it, that nothing is there.
with payloads as (
    select *
    from {{ ref('stg_raw__captures') }}
    where
        role = 'report'
        and outcome in ('new', 'changed', 'unchanged')
        and payload_sha256 is not null
),

seen as (
    select
        payload_sha256,
        url,
        max(row(run_id, fetched_at)) as last_seen,
        arg_max(linked_from, row(run_id, fetched_at)) as linked_from
    from payloads
    group by payload_sha256, url
),

-- At nearly every address one payload has ever stood: only the others need to be put in order.
changed as (
    select url
    from seen
    group by url
    having count(*) > 1
),

newest as (
    select
        url,
        max(last_seen) as last_seen
    from seen
    semi join changed using (url)
    group by url
),

standing as (
    select
        seen.*,
        coalesce(seen.last_seen = newest.last_seen, true) as is_latest
    from seen
    left join newest using (url)
),

withdrawn as (
    select
        standing.url,
        arg_min(gone.fetched_at, row(gone.run_id, gone.fetched_at)) as gone_at
    from standing
    inner join {{ ref('stg_raw__captures') }} as gone on standing.url = gone.url
    where
        standing.is_latest
        and gone.role = 'report'
        and gone.outcome = 'gone'
        and row(gone.run_id, gone.fetched_at) > standing.last_seen
    group by standing.url
),

firsts as (
    select
        payload_sha256,
        url,
        source_id,
        fetched_at,
        warc_file,
        warc_offset,
        run_id
    from payloads
    qualify row_number() over (partition by payload_sha256, url order by run_id, fetched_at, capture_id) = 1
)

select
    firsts.*,
    {{ is_government_site('firsts.url') }} as is_government_site,
    standing.is_latest,
    case when standing.is_latest then withdrawn.gone_at end as gone_at,
    -- Of a part, the report page that links it, as it stands today.
    parents.payload_sha256 as parent_sha256
from firsts
inner join standing using (payload_sha256, url)
left join withdrawn on firsts.url = withdrawn.url
left join standing as parents on standing.linked_from = parents.url and parents.is_latest
