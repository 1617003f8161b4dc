{# The join condition of a body's year with its row of the seed `deadlines`. #}
{% macro has_deadline(deadlines, body) -%}
{{ deadlines }}.category = {{ body }}.category
    and {{ body }}.report_year between {{ deadlines }}.first_year
    and coalesce({{ deadlines }}.last_year, {{ body }}.report_year)
    and (
        {{ deadlines }}.levels is null
        or list_contains(string_split({{ deadlines }}.levels, ' '), {{ body }}.level)
    )
{%- endmacro %}


{# The day until which a body had to publish its report of a year: in the year after it. #}
{% macro due_on(deadlines, report_year) -%}
make_date({{ report_year }} + 1, {{ deadlines }}.due_month, {{ deadlines }}.due_day)
{%- endmacro %}
