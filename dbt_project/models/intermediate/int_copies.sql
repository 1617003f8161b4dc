-- One row for each document and each source that it copied from, with the sentences that it took.
with captured as (
    select
        sources.document_id,
        min(row(captures.run_id, captures.fetched_at)) as first_seen
    from {{ ref('stg_raw__document_sources') }} as sources
    inner join {{ ref('int_captures_first') }} as captures using (payload_sha256, url)
    group by sources.document_id
),

documents as (
    select
        documents.document_id,
        documents.reader_version,
        documents.report_year,
        documents.published_on,
        documents.kind in ('template_member', 'template_compilation') as is_model,
        captured.first_seen
    from {{ ref('int_documents_current') }} as documents
    inner join captured using (document_id)
),

in_common as (
    select
        in_common.document_id,
        in_common.other_document_id,
        in_common.sentences,
        sources.is_model,
        sources.report_year,
        sources.published_on,
        sources.first_seen,
        row(documents.first_seen, documents.document_id) as place,
        row(sources.first_seen, sources.document_id) as source_place
    from {{ ref('stg_raw__document_overlaps') }} as in_common
    inner join documents using (document_id, reader_version)
    inner join documents as sources
        on
            in_common.other_document_id = sources.document_id
            and in_common.reader_version = sources.reader_version
    -- The same report is named once.
    anti join {{ ref('int_documents_mirrored') }} as mirrors
        on in_common.other_document_id = mirrors.document_id and mirrors.same_as_document_id is not null
),

-- Where neither year nor publication date says which is earlier there is a row each way, and what was
-- captured first is the source.
directed as (
    select in_common.*
    from in_common
    left join in_common as reverse
        on
            in_common.document_id = reverse.other_document_id
            and in_common.other_document_id = reverse.document_id
    where reverse.document_id is null or in_common.source_place < in_common.place
),

shared as (
    select
        in_common.document_id,
        in_common.other_document_id,
        in_common.is_model,
        unnest(in_common.sentences) as sentence
    from directed as in_common
),

-- What many bodies print was taken from nobody: more than a fifth of them, as far as it was noted, or fifty.
-- What a model text offers is known to be taken by more.
bounds as (
    select
        case
            when count(distinct agency_id) <= 50 then 10
            when count(distinct agency_id) <= 100 then 20
            else {{ var('common_in_reports') }}
        end as in_reports
    from {{ ref('int_documents_current') }}
),

taken_sentences as (
    select
        shared.document_id,
        shared.other_document_id,
        shared.sentence,
        sentences.n_characters
    from shared
    inner join {{ ref('int_sentences_compared') }} as sentences
        on shared.document_id = sentences.document_id and shared.sentence = sentences.sentence
    cross join bounds
    where
        sentences.n_bodies
        < case when shared.is_model then {{ var('common_in_models') }} else bounds.in_reports end
),

taken_at_all as (
    select distinct
        document_id,
        sentence
    from taken_sentences
),

own as (
    select
        sentences.document_id,
        sum(sentences.n_characters) as n_compared_characters,
        sum(sentences.n_characters) filter (
            sentences.n_bodies < bounds.in_reports or taken_at_all.sentence is not null
        ) as n_characters
    from {{ ref('int_sentences_compared') }} as sentences
    left join taken_at_all
        on
            sentences.document_id = taken_at_all.document_id
            and sentences.sentence = taken_at_all.sentence
    cross join bounds
    group by sentences.document_id
),

taken as (
    select
        document_id,
        other_document_id,
        list(sentence order by sentence) as sentences,
        sum(n_characters) as n_characters
    from taken_sentences
    group by document_id, other_document_id
)

select
    taken.document_id,
    taken.other_document_id as source_document_id,
    taken.sentences,
    own.n_characters as n_own_characters,
    taken.n_characters / own.n_characters as share,
    row_number() over (
        partition by taken.document_id
        order by
            share desc,
            directed.is_model desc,
            directed.report_year asc,
            directed.published_on asc,
            directed.first_seen asc,
            taken.other_document_id asc
    ) as place
from taken
inner join directed using (document_id, other_document_id)
inner join own using (document_id)
where
    len(taken.sentences) >= {{ var('least_copied_sentences') }}
    and taken.n_characters >= {{ var('least_copied_characters') }}
    and taken.n_characters / own.n_compared_characters >= {{ var('least_copied_share') }}
