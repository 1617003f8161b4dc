{# Whether a bit of a bit string is set; one behind its end, or of a missing string, is not. #}
{% macro is_set(bits, index) -%}
case
    when {{ index }} < bit_length({{ bits }})
        then get_bit({{ bits }}, {{ index }}) = 1
    else false
end
{%- endmacro %}
