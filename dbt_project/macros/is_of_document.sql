{# Whether a row of a raw table is of a document as it is read today. The reader version is no second key: DuckDB
   filters a table by the documents that are asked for as it reads it only where they have one key. #}
{% macro is_of_document(one, document) -%}
{{ one }}.document_id = {{ document }}.document_id
    and {{ one }}.reader_version - {{ document }}.reader_version = 0
{%- endmacro %}
