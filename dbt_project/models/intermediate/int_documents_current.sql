-- Every document of the current readings, at its preferred address, and whether it may state facts.
with addresses as (
    select
        sources.document_id,
        sources.reader_version,
        captures.*
    from {{ ref('stg_raw__document_sources') }} as sources
    inner join {{ ref('int_readings_current') }} as readings
        on {{ is_same_reading('sources', 'readings') }}
    inner join {{ ref('int_captures_first') }} as captures
        on sources.payload_sha256 = captures.payload_sha256 and sources.url = captures.url
),

found as (
    select
        document_id,
        count(*) as n_found,
        bool_or(is_latest) as is_latest,
        -- Every address that showed it at last answers that nothing is there.
        case
            when bool_and(gone_at is not null) filter (where is_latest) then max(gone_at)
        end as withdrawn_at,
        -- No report is on a year that had not begun when it was first seen.
        min(year(fetched_at)) as last_report_year
    from addresses
    group by document_id
),

-- Nearly every document was found once, at one address: only the others need to be put in order.
several as (
    select document_id
    from found
    where n_found > 1
),

found_again as (
    select *
    from addresses
    semi join several using (document_id)
),

-- An official site before a mirror, what stands there today before what stood there, then the first found.
preferred as (
    select *
    from addresses
    anti join several using (document_id)
    union all
    (
        select *
        from found_again
        qualify row_number() over (
            partition by document_id
            order by
                reader_version desc,
                is_government_site desc,
                is_latest desc,
                run_id asc,
                fetched_at asc,
                url asc
        ) = 1
    )
),

at_addresses as (
    select
        document_id,
        count(distinct url) as n_addresses
    from found_again
    group by document_id
),

-- Documents that an older loader wrote do not say how much they hold.
uncounted as (
    select
        document_id,
        reader_version
    from {{ ref('stg_raw__documents') }}
    where n_observations is null
),

observed as (
    select
        document_id,
        reader_version,
        count(*) as n_observations
    from {{ ref('stg_raw__observations') }}
    semi join uncounted using (document_id, reader_version)
    group by document_id, reader_version
),

findings as (
    select
        document_id,
        reader_version,
        count(*) as n_findings
    from {{ ref('stg_raw__findings') }}
    semi join uncounted using (document_id, reader_version)
    group by document_id, reader_version
),

-- What a person has decided goes before what was read.
decided as (
    select
        current_document_id as document_id,
        any_value(why) filter (where decision = 'quarantine') as quarantined_because,
        any_value(overrides) filter (where field = 'agency') as body,
        any_value(report_year) filter (where field = 'report_year') as report_year,
        bool_or(decision = 'set') as is_set
    from {{ ref('int_overrides') }} as overrides -- noqa: AL05
    where current_document_id is not null and decision in ('quarantine', 'set')
    group by current_document_id
),

read as (
    select
        documents.* replace (
            {{ body_after('decided.body', 'documents') }}
            coalesce(decided.report_year, documents.report_year) as report_year
        ),
        decided.quarantined_because,
        coalesce(decided.is_set, false) as is_decided
    from {{ ref('stg_raw__documents') }} as documents
    left join decided using (document_id)
),

documents as (
    select
        -- Without what `dim_document` alone says of it.
        documents.* exclude (
            clean_text, run_id, excluded_because, scope, member_start, agency_name, is_decided, title,
            evidence, text_sha256, member_of, n_repairs, n_lost, n_observations, n_findings
        ),
        -- A body keeps its id through a spelling.
        coalesce(there.agency_name, anywhere.agency_name, documents.agency_name) as agency_name,
        preferred.* exclude (document_id, reader_version, is_latest, gone_at, parent_sha256),
        coalesce(at_addresses.n_addresses, 1) as n_addresses,
        found.is_latest,
        found.withdrawn_at,
        case
            when by_name.region_code is not null then by_name.region_code
            when by_code.code_read is not null then by_code.region_code
            else left(documents.region_code, 6)
        end as region_code_of_year,
        coalesce(documents.scope, 'unstated') as scope,
        coalesce(documents.n_observations, observed.n_observations, 0) as n_observations,
        coalesce(documents.n_findings, findings.n_findings, 0) as n_findings,
        documents.report_year
        not between {{ var('first_report_year') }} and found.last_report_year as is_year_out_of_range,
        -- What the reader leaves out of a kind that states facts lacks the body or the year.
        case
            when not (documents.is_decided and list_contains({{ var('fact_kinds') }}, documents.kind))
                then documents.excluded_because
        end as excluded_by_reader
    from preferred
    inner join found using (document_id)
    left join at_addresses using (document_id)
    inner join read as documents using (document_id, reader_version)
    left join observed using (document_id, reader_version)
    left join findings using (document_id, reader_version)
    left join {{ ref('agency_aliases') }} as there
        on
            documents.agency_name = there.alias_name
            and left(documents.region_code, 6) = there.region_code
    left join {{ ref('agency_aliases') }} as anywhere
        on documents.agency_name = anywhere.alias_name and anywhere.region_code is null
    left join {{ ref('int_past_regions') }} as by_name
        on
            left(documents.region_code, 6) = by_name.code_read
            and coalesce(documents.county, documents.city) = by_name.region_name
            and documents.report_year = by_name.report_year
    left join {{ ref('int_past_regions') }} as by_code
        on
            left(documents.region_code, 6) = by_code.code_read
            and by_code.region_name is null
            and documents.report_year = by_code.report_year
)

select
    * exclude (excluded_by_reader, quarantined_because),
    case
        when quarantined_because is not null then 'in quarantine: ' || quarantined_because
        when excluded_by_reader is not null then excluded_by_reader
        when not list_contains({{ var('fact_kinds') }}, kind)
            then 'a document of this kind states no facts'
        when agency_name is null then 'the body is not certain'
        when report_year is null then 'the report year is not certain'
        when is_year_out_of_range then 'the report year is out of range'
    end as excluded_because,
    case
        when excluded_because is null
            then {{ agency_id('region_code', 'agency_name') }}
    end as agency_id
from documents
