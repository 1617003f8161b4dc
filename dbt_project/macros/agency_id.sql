{# The id of a body: its county-level place and its full name. A township keeps the code of its county here, so that
   it stays the same body whether or not today's list has it. #}
{% macro agency_id(region_code, agency_name) -%}
left(sha256(coalesce(left({{ region_code }}, 6), '') || '|' || {{ agency_name }}), 16)
{%- endmacro %}
