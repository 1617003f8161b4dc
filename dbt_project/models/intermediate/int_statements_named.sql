{{ config(materialized='view') }}

-- The statements that count in their documents, with the words that their keys stand for.
{{ with_names(ref('int_statements')) }}
