{#- What a person has decided goes before what was read: the columns of the body, where one was set by hand. -#}
{% macro body_after(decided, read) -%}
    {%- for column in ['agency_name', 'level', 'category', 'province', 'city', 'county', 'region_code'] -%}
        if({{ decided }} is null, {{ read }}.{{ column }}, {{ decided }}.{{ column }}) as {{ column }},
    {% endfor -%}
{%- endmacro %}

{#- The decisions first, then the evidence that was read, of which none is chosen for a field that was decided. -#}
{% macro evidence_after(decided, read) -%}
    {{ decided }} || list_transform(
        {{ read }},
        lambda one: struct_pack(
            field := one.field,
            value := one.value,
            source := one.source,
            is_chosen := one.is_chosen
                and not list_contains(list_transform({{ decided }}, lambda new: new.field), one.field),
            quote := one.quote,
            span_start := one.span_start,
            span_end := one.span_end
        )
    )
{%- endmacro %}
