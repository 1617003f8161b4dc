{# Before a build adds its rows to a table: away with what stood there for the bodies' years that it works out anew.
   `row` is how a row of the table names its body's year, `year` the same in columns of `int_years`. #}
{% macro forget_recomputed(row, year) -%}
{% if is_incremental() -%}
delete from {{ this }} where {{ row }} in (select {{ year }} from {{ ref('int_years') }} where is_recomputed)
{%- endif %}
{%- endmacro %}


{# As above for findings: a document of no body's year stands for itself, and pages that could not be read, of which
   there are few, are named anew in each build. #}
{% macro forget_findings() -%}
{% if is_incremental() -%}
delete from {{ this }}
where
    found_by = 'refusal'
    or (coalesce(agency_id, document_id), coalesce(report_year, 0)) in (
        select (subject, report_year) from {{ ref('int_years') }} where is_recomputed
    )
{%- endif %}
{%- endmacro %}


{# As above for documents: away with those that are found no more. What is said anew of the others goes before what was
   said of them. #}
{% macro forget_documents() -%}
{% if is_incremental() -%}
delete from {{ this }} where document_id not in (select document_id from {{ ref('int_documents_current') }})
{%- endif %}
{%- endmacro %}
