{# A table is made in its place, where dbt would make it beside it and rename it: in the file of a build nobody reads
   yet, and to rename and to drop cost more than most of a night's tables. On a lake every build begins afresh, and
   dbt's own way stands. #}
{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
{%- if adapter.is_ducklake(this) -%}
    {{ return(dbt.materialization_table_duckdb()) }}
{%- endif -%}
{{ return(made_in_place()) }}
{% endmaterialization %}


{# The rows that a model adds to the table that its build began with, put there at once, where dbt would make a table
   of them first and compare its columns: of another project no build is begun with. Rows that are there already go by
   `unique_key`, if the model has one. A model of the strategy `difference` gives all rows of its table: those that are
   the same stay, for to write a row costs more than to compare it. #}
{% materialization incremental, adapter='duckdb', supported_languages=['sql'] %}
{%- if adapter.is_ducklake(this) -%}
    {{ return(dbt.materialization_incremental_duckdb()) }}
{%- endif -%}
{%- if not is_incremental() -%}
    {{ return(made_in_place()) }}
{%- endif -%}
{%- set key = config.get('unique_key') -%}
{{ run_hooks(pre_hooks, inside_transaction=False) }}
{{ run_hooks(pre_hooks, inside_transaction=True) }}
{% call statement('main') -%}
{%- if key -%}
{%- set anew = this.identifier ~ '_anew' -%}
{%- set is_whole = config.get('incremental_strategy') == 'difference' -%}
create or replace temp table {{ anew }} as (
{{ compiled_code }}
);
delete from {{ this }}
where {% if is_whole %}rowid in ({{ other_rows(anew, key) }}){% else %}{{ key }} in (select {{ key }} from {{ anew }}){% endif %};
insert into {{ this }} by name
from {{ anew }}{% if is_whole %} anti join {{ this }} using ({{ key | join(', ') }}){% endif %};
drop table {{ anew }};
{%- else -%}
insert into {{ this }} by name (
{{ compiled_code }}
)
{%- endif -%}
{%- endcall %}
{{ run_hooks(post_hooks, inside_transaction=True) }}
{% do adapter.commit() %}
{{ run_hooks(post_hooks, inside_transaction=False) }}
{{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}


{# The rows of the table that `anew` does not have or has otherwise; the columns of `key` are those by which two rows
   are the same row. #}
{% macro other_rows(anew, key) %}
{%- set columns = model.columns.keys() -%}
select there.rowid
from {{ this }} as there
left join {{ anew }} as anew using ({{ key | join(', ') }})
where row(there.{{ columns | join(', there.') }}) is distinct from row(anew.{{ columns | join(', anew.') }})
{%- endmacro %}


{# A table of a model, in the place of the one that is there. What has no contract may read that one. #}
{% macro made_in_place() %}
{%- set made = this.incorporate(type='table') -%}
{{ run_hooks(pre_hooks, inside_transaction=False) }}
{{ run_hooks(pre_hooks, inside_transaction=True) }}
{% call statement('main') -%}
{%- if config.get('contract').enforced -%}
drop table if exists {{ made }};
{{ create_table_as(False, made, compiled_code) }}
{%- else -%}
create or replace table {{ made }} as (
{{ compiled_code }}
)
{%- endif -%}
{%- endcall %}
{{ run_hooks(post_hooks, inside_transaction=True) }}
{% do persist_docs(made, model) %}
{% do adapter.commit() %}
{{ run_hooks(post_hooks, inside_transaction=False) }}
{{ return({'relations': [made]}) }}
{% endmacro %}
