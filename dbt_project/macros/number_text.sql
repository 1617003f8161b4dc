{# A decimal as people write it: without the zeros that its type adds. Whole numbers, nearly all, go the short way. #}
{% macro number_text(value) -%}
case
    when {{ value }} % 1 = 0 then cast(cast({{ value }} as bigint) as varchar)
    else rtrim(rtrim(cast({{ value }} as varchar), '0'), '.')
end
{%- endmacro %}


{# The value of a row of `facts`, exact: nearly all are whole numbers. #}
{% macro stored_value(facts) -%}
case
    when {{ facts }}.fraction = 0 then cast({{ facts }}.whole as decimal(18, 6))
    else cast(cast({{ facts }}.whole as decimal(18, 6)) + {{ facts }}.fraction as decimal(18, 6))
end
{%- endmacro %}
