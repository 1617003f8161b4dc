{# A table that is not there yet is made in its place, where dbt would make it beside it and rename it: nearly all of a
   night's tables are new in its work file, and to rename and to drop cost more than most of them. #}
{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
{%- if load_cached_relation(this) is not none or adapter.is_ducklake(this) -%}
    {{ return(dbt.materialization_table_duckdb()) }}
{%- endif -%}
{%- set made = this.incorporate(type='table') -%}
{{ run_hooks(pre_hooks, inside_transaction=False) }}
{{ run_hooks(pre_hooks, inside_transaction=True) }}
{% call statement('main') -%}
{{ create_table_as(False, made, compiled_code) }}
{%- endcall %}
{{ run_hooks(post_hooks, inside_transaction=True) }}
{% do persist_docs(made, model) %}
{% do adapter.commit() %}
{{ run_hooks(post_hooks, inside_transaction=False) }}
{{ return({'relations': [made]}) }}
{% endmaterialization %}
