{# All that is promised of the rows of a table, in one test: a test costs dbt more than most of what it asks. Each row
   that it gives says what does not hold, of which value, and in how many rows.
   keys: columns that no two rows agree in; null counts as a value. required: columns that are never null, where no
   contract says so. words: the words that a column may hold. leads_to: columns whose values are those of a column
   `field` of the table `to`, where `which` is given of those of its rows that it holds of. #}
{% test sound(model, keys=[], required=[], words={}, leads_to=[]) %}
{%- set asked = [] -%}
{%- for key in keys -%}
    {%- set sql -%}
select
    'two rows of one key: {{ key | join(', ') }}' as problem,
    cast(row({{ key | join(', ') }}) as varchar) as value,
    count(*) as n_rows
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1
    {%- endset -%}
    {%- do asked.append(sql) -%}
{%- endfor -%}
{%- for column in required -%}
    {%- set sql -%}
select
    '{{ column }} is null' as problem,
    null as value,
    count(*) as n_rows
from {{ model }}
where {{ column }} is null
having count(*) > 0
    {%- endset -%}
    {%- do asked.append(sql) -%}
{%- endfor -%}
{%- for column, known in words.items() -%}
    {%- set sql -%}
select
    '{{ column }} holds another word' as problem,
    {{ column }} as value,
    count(*) as n_rows
from {{ model }}
where {{ column }} not in ('{{ known | join("', '") }}')
group by {{ column }}
    {%- endset -%}
    {%- do asked.append(sql) -%}
{%- endfor -%}
{#- Values first: they are few where rows are many. -#}
{%- for one in leads_to -%}
    {%- set sql -%}
select
    '{{ one.column }} leads to no row of {{ one.to.identifier }}{{ " where " ~ one.which if one.which }}' as problem,
    cast(found.{{ one.column }} as varchar) as value,
    found.n_rows
from (
    select
        {{ one.column }},
        count(*) as n_rows
    from {{ model }}
    where {{ one.column }} is not null
    group by {{ one.column }}
) as found
anti join {{ one.to }} as there
    on found.{{ one.column }} = there.{{ one.field }}{% if one.which %} and {{ one.which }}{% endif %}
    {%- endset -%}
    {%- do asked.append(sql) -%}
{%- endfor -%}
{{ asked | join('\nunion all\n') }}
{% endtest %}
