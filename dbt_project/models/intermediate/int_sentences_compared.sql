-- The sentences of the documents that share prose with another, and how common each is: more than so many
-- bodies print it, or 0. A sentence is as common as the most common of its keys.
with signatures as (
    select signatures.*
    from {{ ref('stg_raw__document_signatures') }} as signatures
    inner join {{ ref('int_documents_current') }} using (document_id, reader_version)
    semi join {{ ref('stg_raw__document_overlaps') }} using (document_id, reader_version)
),

sentence_keys as (
    select
        document_id,
        reader_version,
        unnest(sentence_keys) as sentence_key,
        (generate_subscripts(sentence_keys, 1) - 1) // (len(sentence_keys) // len(lengths)) as sentence
    from signatures
),

common as (
    select
        sentence_keys.document_id,
        sentence_keys.sentence,
        max(common_sentences.n_bodies) as n_bodies
    from sentence_keys
    inner join {{ ref('stg_raw__common_sentences') }} as common_sentences using (sentence_key, reader_version)
    group by sentence_keys.document_id, sentence_keys.sentence
),

sentences as (
    select
        document_id,
        unnest(lengths) as n_characters,
        generate_subscripts(lengths, 1) - 1 as sentence
    from signatures
)

select
    sentences.document_id,
    sentences.sentence,
    sentences.n_characters,
    coalesce(common.n_bodies, 0) as n_bodies
from sentences
left join common using (document_id, sentence)
