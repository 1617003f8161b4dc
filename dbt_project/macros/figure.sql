{# One figure by name: whole names are compared once a row, and then as numbers. #}
{% macro cell(indicator_id, applicant, period) -%}
hash({{ indicator_id }}, {{ applicant }}, {{ period }})
{%- endmacro %}


{# One count of a group of facts, a whole number. #}
{% macro figure(indicator_id, applicant='', period='year') -%}
cast({{ amount(indicator_id, applicant, period) }} as bigint)
{%- endmacro %}


{# One value with its decimals. The facts hold at most one value for each key, so `max` only picks it. Not by
   `filter`: DuckDB then cuts all columns anew for each of the many figures. #}
{% macro amount(indicator_id, applicant='', period='year') -%}
max(
    case
        when cell = {{ cell("'" ~ indicator_id ~ "'", "'" ~ applicant ~ "'", "'" ~ period ~ "'") }} then value
    end
)
{%- endmacro %}


{# The sum of all parts of an indicator, null unless every one is stated: a missing part is not zero. #}
{% macro figures(parent_id, parts, applicant) -%}
{% for part in parts -%}
{{ figure(parent_id ~ '.' ~ part, applicant) }}
{{- ' + ' if not loop.last }}
{% endfor %}
{%- endmacro %}


{# A part as a share of its whole, 0 to 1; null where it cannot be one. #}
{% macro share(part, whole) -%}
case
    when
        {{ whole }} > 0
        and {{ part }} between 0 and {{ whole }}
        then
            cast({{ part }} as double)
            / cast({{ whole }} as double)
end
{%- endmacro %}
