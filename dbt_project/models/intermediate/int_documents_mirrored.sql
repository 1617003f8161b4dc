-- For each document of a report that stands in several the one that is preferred to it, null where it is
-- that one.
-- Each with the other and with itself, whichever way they were linked.
with pairs as (
    select
        unnest([document_id, document_id, other_document_id, other_document_id]) as document_id,
        unnest([document_id, other_document_id, document_id, other_document_id]) as other_document_id,
        reader_version
    from {{ ref('stg_raw__document_links') }}
    where relation = 'same_as'
)

select
    pairs.document_id,
    nullif(
        first(
            others.document_id
            order by
                -- An official site before a mirror, what stands there today before what stood there.
                others.is_government_site desc,
                others.is_latest desc,
                -- What certainly says who reports, before what does not.
                others.agency_id is not null desc,
                others.run_id asc,
                others.fetched_at asc,
                others.document_id asc
        ),
        pairs.document_id
    ) as same_as_document_id
from pairs
semi join {{ ref('int_documents_current') }} using (document_id, reader_version)
inner join {{ ref('int_documents_current') }} as others
    on pairs.other_document_id = others.document_id and pairs.reader_version = others.reader_version
group by pairs.document_id
