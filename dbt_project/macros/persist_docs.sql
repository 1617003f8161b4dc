{# The words of a model, kept as comments; a lake keeps none of the columns of a view. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
{% set may_hold_them = not (relation.is_view and adapter.is_ducklake(relation)) %}
{% do default__persist_docs(relation, model, for_relation, for_columns and may_hold_them) %}
{%- endmacro %}
