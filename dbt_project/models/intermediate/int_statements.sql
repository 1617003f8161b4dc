{{ config(materialized='view') }}

-- One row for each document that this build reads, scope, indicator, applicant and period: the statement
-- that counts in that document. A view: few are passed over, and to leave them out costs less than to write
-- all others once more.
with passed_over as (
    select
        document_key,
        observation_index
    from {{ ref('int_statements_repeated') }}
    where place > 1
)

select statements.* exclude (unknown_figure, is_possible)
from {{ ref('int_observations') }} as statements
anti join passed_over using (document_key, observation_index)
where statements.is_possible
