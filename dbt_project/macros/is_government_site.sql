{# Whether an address lies on a .gov.cn host: official sites are preferred to mirrors. #}
{% macro is_government_site(url) -%}
regexp_matches(lower({{ url }}), '^https?://([^/?#@]+\.)?gov\.cn(:[0-9]+)?([/?#]|$)')
{%- endmacro %}
