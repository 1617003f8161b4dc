{# The words of a model, kept as comments; a lake keeps none of the columns of a view. What a build only adds to has
   them already. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
{% if not is_incremental() %}
{% set may_hold_them = not (relation.is_view and adapter.is_ducklake(relation)) %}
{% do default__persist_docs(relation, model, for_relation, for_columns and may_hold_them) %}
{% endif %}
{%- endmacro %}
