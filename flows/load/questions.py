"""What the raw store is asked: which of its rows the marts are made of, and which pages wait for the reader.

What belongs here: the SQL. What does not: asking it (`store.py`).
"""

from typing import Final

# Rows are never changed, so what belongs to a document is known by the document.
CONTENT: Final = """
with payloads as (
    select
        payload_sha256,
        url,
        max(row(run_id, fetched_at)) as last_seen,
        arg_max(linked_from, row(run_id, fetched_at)) as linked_from
    from raw.captures
    where role = 'report' and outcome in ('new', 'changed', 'unchanged') and payload_sha256 is not null
    group by all
),
rows as (
    select
        'payloads' as name,
        concat_ws(
            '|', payload_sha256, url, last_seen = max(last_seen) over (partition by url), linked_from
        ) as content
    from payloads
    union all
    -- The first answer, after the last that showed the page, that nothing is there.
    select 'withdrawals', concat_ws('|', url, min(row(run_id, fetched_at)))
    from raw.captures as captures
    inner join (select url, max(last_seen) as last_seen from payloads group by url) using (url)
    where role = 'report' and outcome = 'gone' and row(run_id, fetched_at) > last_seen
    group by url
    union all
    select 'readings', concat_ws(
        '|', payload_sha256, url, reader_version, outcome, reason, n_documents, parent_sha256
    )
    from raw.readings
    union all
    select 'documents', concat_ws('|', document_id, reader_version) from raw.documents
    union all
    select 'links', concat_ws('|', document_id, relation, other_document_id, reader_version, share)
    from raw.document_links
    union all
    select 'overlaps', concat_ws('|', document_id, other_document_id, reader_version)
    from raw.document_overlaps
    union all
    select 'overrides', cast(overrides as varchar)
    from (select * exclude (line) from raw.overrides) as overrides
    union all
    select 'common sentences', concat_ws('|', sentence_key, n_bodies, reader_version)
    from raw.common_sentences
)
select name, count(*), sum(md5_number_lower(content)) from rows group by name order by name
"""

PENDING: Final = """
with payloads as (
    select
        payload_sha256,
        url,
        arg_max(source_id, seen) as source_id,
        -- An answer that says "not modified" repeats no content type.
        arg_max(content_type, seen) as content_type,
        arg_max(warc_file, seen) as warc_file,
        arg_max(warc_offset, seen) as warc_offset,
        arg_max(linked_from, seen) as linked_from,
        max(seen) as last_seen
    from (select *, row(run_id, fetched_at) as seen from raw.captures)
    where
        role = 'report'
        and outcome in ('new', 'changed', 'unchanged')
        and payload_sha256 is not null
        and warc_file is not null
    group by payload_sha256, url
),
-- What stands at an address today.
standing as (
    from payloads qualify last_seen = max(last_seen) over (partition by url)
)
select
    payloads.payload_sha256,
    payloads.url,
    payloads.source_id,
    payloads.content_type,
    payloads.warc_file,
    payloads.warc_offset,
    parents.payload_sha256,
    parents.url,
    parents.source_id,
    parents.content_type,
    parents.warc_file,
    parents.warc_offset
from payloads
left join standing as parents on payloads.linked_from = parents.url
-- A damaged record says nothing of the page: it is tried again until the archive holds it whole. A part that was read
-- without its report page, whose record is damaged, waits with that page: its reading names none.
anti join (
    from raw.readings
    anti join again using (payload_sha256, url, reader_version)
    where reader_version = ? and reason is distinct from 'corrupt_record'
) as done
    on
        payloads.payload_sha256 = done.payload_sha256
        and payloads.url = done.url
        and parents.payload_sha256 is not distinct from done.parent_sha256
order by payloads.url, payloads.payload_sha256
"""
