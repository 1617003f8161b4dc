{{ config(materialized='view') }}

-- The facts with the words that their keys stand for.
{{ with_names(ref('int_facts')) }}
