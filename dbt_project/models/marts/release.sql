select
    -- Asked for when the model runs: what is asked of the environment in parsing makes dbt parse again.
    '{{ env_var("GONGKAI_RUN_ID", "none") if execute else "none" }}' as run_id,
    cast({{ var('schema_version') }} as integer) as schema_version,
    (select max(reader_version) from {{ ref('int_readings_current') }}) as reader_version,
    (select count(*) from {{ ref('dim_document') }}) as n_documents,
    (select count(*) from {{ ref('fct_agency_year') }}) as n_reports,
    (select count(*) from {{ ref('facts') }}) as n_facts,
    (select count(*) from {{ ref('fct_finding') }}) as n_findings
