{#- Evidence with what is a person's own hidden in its words (flows/personal.py); an address has to lead to its page. -#}
{% macro without_personal_in(evidence) -%}
    list_transform(
        {{ evidence }},
        lambda one: struct_pack(
            field := one.field,
            value := one.value,
            source := one.source,
            is_chosen := one.is_chosen,
            quote := if(one.source = 'url', one.quote, without_personal(one.quote, false)),
            span_start := one.span_start,
            span_end := one.span_end
        )
    )
{%- endmacro %}
