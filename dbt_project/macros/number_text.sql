{# A decimal as people write it: without the zeros that its type adds. #}
{% macro number_text(value) -%}
rtrim(rtrim(cast({{ value }} as varchar), '0'), '.')
{%- endmacro %}
