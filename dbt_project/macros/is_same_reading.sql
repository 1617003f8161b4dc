{# The join condition of what was read of a page, or of a part of it, by one version of the reader. #}
{% macro is_same_reading(one, other) -%}
{{ one }}.payload_sha256 = {{ other }}.payload_sha256
    and {{ one }}.url = {{ other }}.url
    and {{ one }}.reader_version = {{ other }}.reader_version
    and {{ one }}.parent_sha256 is not distinct from {{ other }}.parent_sha256
{%- endmacro %}
