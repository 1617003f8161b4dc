{# Schemas are called what the project calls them, with nothing of the target's put before. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name or target.schema }}
{%- endmacro %}
