-- For each document that was compared: how much of its prose was copied, from where, and who copied from it.
with compared as (
    select
        signatures.document_id,
        list_contains({{ var('fact_kinds') }}, documents.kind) as can_be_a_copy,
        coalesce(list_sum(signatures.lengths), 0) as n_characters
    from {{ ref('stg_raw__document_signatures') }} as signatures
    inner join {{ ref('int_documents_current') }} as documents using (document_id, reader_version)
),

taken as (
    select distinct
        document_id,
        n_own_characters,
        unnest(sentences) as sentence
    from {{ ref('int_copies') }}
),

copied as (
    select
        taken.document_id,
        sum(sentences.n_characters) / any_value(taken.n_own_characters) as share
    from taken
    inner join {{ ref('int_sentences_compared') }} as sentences using (document_id, sentence)
    group by taken.document_id
),

sources as (
    select
        document_id,
        list(
            struct_pack(document_id := source_document_id, share := cast(share as decimal(5, 4)))
            order by place
        ) as sources
    from {{ ref('int_copies') }}
    where place <= {{ var('nearest_sources') }}
    group by document_id
),

copies as (
    select
        copies.source_document_id as document_id,
        count(*) as n_copies
    from {{ ref('int_copies') }} as copies
    anti join {{ ref('int_documents_mirrored') }} as mirrors
        on copies.document_id = mirrors.document_id and mirrors.same_as_document_id is not null
    group by copies.source_document_id
)

select
    compared.document_id,
    sources.sources as nearest_sources,
    cast(
        coalesce(
            copied.share,
            case
                when not compared.can_be_a_copy then null
                when compared.n_characters >= {{ var('least_compared_characters') }} then 0
            end
        ) as decimal(5, 4)
    ) as copied_share,
    coalesce(copies.n_copies, 0) as n_copies
from compared
left join copied using (document_id)
left join sources using (document_id)
left join copies using (document_id)
