{{ config(
    materialized='incremental',
    unique_key='document_id',
    pre_hook="{{ forget_documents() }}"
) }}

-- depends_on: {{ ref('int_years') }}

-- Title and evidence are most of a document: they, and all else, are read for those alone of which something
-- is said anew.
with parts as (
    select
        members.document_id,
        members.report_document_id as part_of,
        reports.document_id is not null as is_counted
    from {{ ref('int_report_documents') }} as members
    left join {{ ref('int_reports') }} as reports on members.report_document_id = reports.document_id
    where members.is_part
    -- Of the versions of a page that link it the one that counts.
    qualify row_number() over (
        partition by members.document_id order by is_counted desc, members.report_document_id asc
    ) = 1
),

-- What a person has decided is the first evidence of a document.
decided as (
    select
        current_document_id as document_id,
        list(
            struct_pack(
                field := field,
                value := value,
                source := 'override',
                is_chosen := true,
                quote := concat(who, ', ', decided_on, ': ', why),
                span_start := cast(null as integer),
                span_end := cast(null as integer)
            )
            order by field
        ) as evidence
    from {{ ref('int_overrides') }} as overrides -- noqa: AL05
    where current_document_id is not null and decision = 'set'
    group by current_document_id
),

{%- if is_incremental() %}

known as (
    select
        document_id,
        copied_share,
        nearest_sources,
        n_copies,
        same_as_document_id
    from {{ this }}
),

-- What is said of a document is made of what its year is made of, of what was copied, and of mirrors.
-- Where people decide, the evidence alone may be other: that is the year's too.
said_anew as (
    select documents.document_id
    from {{ ref('int_documents_current') }} as documents
    left join known on documents.document_id = known.document_id
    left join {{ ref('int_documents_copied') }} as copied on documents.document_id = copied.document_id
    left join {{ ref('int_documents_mirrored') }} as mirrored on documents.document_id = mirrored.document_id
    where
        known.document_id is null
        or copied.copied_share is distinct from known.copied_share
        or copied.nearest_sources is distinct from known.nearest_sources
        or coalesce(copied.n_copies, 0) <> known.n_copies
        or mirrored.same_as_document_id is distinct from known.same_as_document_id
        or ({{ subject('documents') }}, coalesce(documents.report_year, 0)) in (
            select (subject, report_year) from {{ ref('int_years') }} where is_touched
        )
),
{%- endif %}

described as (
    select
        documents.document_id,
        {{ document_key('documents.document_id') }} as document_key,
        documents.url,
        documents.source_id,
        documents.kind,
        documents.agency_id,
        documents.agency_name,
        documents.agency_as_written,
        documents.level,
        documents.category,
        documents.province,
        documents.city,
        documents.county,
        documents.region_code,
        documents.region_code_of_year,
        documents.report_year,
        documents.published_on,
        documents.scope,
        documents.form,
        coalesce(documents.document_id = reports.document_id or parts.is_counted, false) as is_counted,
        case
            when documents.excluded_because is not null then documents.excluded_because
            when documents.document_id = reports.document_id or parts.is_counted then null
            when corrected.document_id is not null
                then 'a newer version at its address corrects its year or scope'
            when documents.is_latest then 'another document counts for the same agency, year and scope'
            else 'a newer version stands at its address'
        end as excluded_because,
        reports.document_id as counted_document_id,
        documents.is_latest,
        documents.withdrawn_at,
        cast(documents.n_addresses as integer) as n_addresses,
        documents.fetched_at,
        documents.warc_file,
        documents.warc_offset,
        documents.payload_sha256,
        parts.part_of,
        mirrored.same_as_document_id,
        copied.copied_share,
        copied.nearest_sources[1].document_id as nearest_source_document_id,
        copied.nearest_sources,
        cast(coalesce(copied.n_copies, 0) as integer) as n_copies,
        cast(documents.n_observations as integer) as n_observations,
        cast(documents.n_findings as integer) as n_findings,
        documents.reader_version
    from {{ ref('int_documents_current') }} as documents
    left join {{ ref('int_reports') }} as reports using (agency_id, report_year, scope)
    left join parts on documents.document_id = parts.document_id
    left join {{ ref('int_documents_corrected') }} as corrected
        on documents.document_id = corrected.document_id
    left join {{ ref('int_documents_copied') }} as copied on documents.document_id = copied.document_id
    left join {{ ref('int_documents_mirrored') }} as mirrored on documents.document_id = mirrored.document_id
    {%- if is_incremental() %}
    semi join said_anew on documents.document_id = said_anew.document_id
    {%- endif %}
),

documents as (
    select
        described.document_id,
        documents.title,
        documents.text_sha256,
        documents.member_of,
        documents.n_repairs,
        documents.n_lost,
        case
            when decided.evidence is null then documents.evidence
            else {{ evidence_after('decided.evidence', 'documents.evidence') }}
        end as evidence
    from described
    inner join {{ ref('stg_raw__documents') }} as documents using (document_id, reader_version)
    left join decided using (document_id)
)

select
    described.*,
    documents.* exclude (document_id, title, evidence),
    without_personal(documents.title, false) as title,
    {{ without_personal_in('documents.evidence') }} as evidence
from described
inner join documents using (document_id)
order by described.region_code, described.agency_name, described.report_year, described.document_id
