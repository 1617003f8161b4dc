{# A document as a number: what the table `facts` names it by, for a number that repeats costs nearly nothing. #}
{% macro document_key(document_id) -%}
md5_number_upper({{ document_id }})
{%- endmacro %}


{# A body's year as a number. A document that belongs to no body's year stands for itself. #}
{% macro year_key(row) -%}
md5_number_upper(
    coalesce({{ row }}.agency_id, {{ row }}.document_id) || '|' || coalesce({{ row }}.report_year, 0)
)
{%- endmacro %}
