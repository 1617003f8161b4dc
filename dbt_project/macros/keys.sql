{# A document as a number: what the table `facts` names it by, for a number that repeats costs nearly nothing. #}
{% macro document_key(document_id) -%}
md5_number_upper({{ document_id }})
{%- endmacro %}


{# Whose years a document's are: its body's, or where it belongs to no body, its own. #}
{% macro subject(row) -%}
coalesce({{ row }}.agency_id, {{ row }}.document_id)
{%- endmacro %}


{# A subject's year as a number. #}
{% macro year_key(subject, report_year) -%}
md5_number_upper({{ subject }} || '|' || {{ report_year }})
{%- endmacro %}
