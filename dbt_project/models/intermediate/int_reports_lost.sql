{{ config(materialized='view') }}

-- The reports of which something could not be read: a damaged page, pictures without text, an annex that was
-- refused; with the first reason.
with damaged as (
    select
        members.report_document_id as document_id,
        findings.rule as reason
    from {{ ref('fct_finding') }} as findings
    inner join {{ ref('int_report_documents') }} as members using (document_id)
    where findings.severity = 'damage'
),

-- What is refused has no document: the page that links it says whose it is.
refused as (
    select
        sources.document_id,
        readings.reason
    from {{ ref('int_readings_current') }} as readings
    inner join {{ ref('stg_raw__document_sources') }} as sources
        on readings.parent_sha256 = sources.payload_sha256
    where readings.outcome = 'refused'
),

lost as (
    select * from damaged
    union all by name
    select * from refused
)

select
    document_id,
    min(reason) as reason
from lost
group by document_id
