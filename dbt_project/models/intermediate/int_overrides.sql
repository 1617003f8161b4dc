-- What people have decided, each decision with the documents of today that it is about. A document decided on
-- is known by its id, and as what is read today in the same payload at the same address: its id may change
-- with the reader. What is decided of a page holds for its parts, but where they have a decision of their
-- own.
with decisions as (
    select *
    from {{ ref('stg_raw__overrides') }}
),

found as (
    select
        sources.document_id,
        sources.payload_sha256,
        sources.url,
        sources.ordinal,
        sources.parent_sha256,
        readings.payload_sha256 is not null as is_current
    from {{ ref('stg_raw__document_sources') }} as sources
    left join {{ ref('int_readings_current') }} as readings
        on {{ is_same_reading('sources', 'readings') }}
),

places as (
    select
        decisions.line,
        found.payload_sha256,
        found.url
    from decisions
    inner join found using (document_id)
    -- What stands behind the first document of a page may be cut anew by another reader.
    where found.ordinal = 0
    union
    select
        line,
        payload_sha256,
        url
    from decisions
    where payload_sha256 is not null
),

meant as (
    select
        decisions.line,
        found.document_id
    from decisions
    inner join found using (document_id)
    where found.is_current
    union
    select
        places.line,
        found.document_id
    from places
    inner join found using (payload_sha256, url)
    where found.is_current and found.ordinal = 0
),

with_parts as (
    select
        line,
        document_id,
        true as is_own
    from meant
    union all
    select
        meant.line,
        links.document_id,
        false as is_own
    from meant
    inner join decisions using (line)
    inner join found as pages on meant.document_id = pages.document_id
    inner join {{ ref('stg_raw__document_links') }} as links
        on meant.document_id = links.other_document_id and links.relation = 'part_of'
    -- Where the page was corrected, a part belongs to the page that it was read with last.
    inner join found as parts
        on
            links.document_id = parts.document_id
            and pages.payload_sha256 = parts.parent_sha256
            and parts.is_current
    where decisions.decision in ('quarantine', 'set')
),

settled as (
    select
        with_parts.document_id as current_document_id,
        decisions.*
    from with_parts
    inner join decisions using (line)
    qualify row_number() over (
        partition by with_parts.document_id, decisions.decision, decisions.field
        order by with_parts.is_own desc, decisions.line desc
    ) = 1
)

select *
from settled
union all by name
select *
from decisions
anti join settled using (line)
