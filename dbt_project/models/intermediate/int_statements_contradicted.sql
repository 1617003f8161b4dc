-- The statements that an equation of their document, or another statement of the same figure, says cannot be
-- right, each with one finding. Which of the terms is wrong nobody knows, so all of them are contradicted.
with broken as (
    select
        balances.document_id,
        balances.reader_version,
        balances.rule,
        balances.observation_indexes,
        balances.observation_indexes[1] as first_index
    from {{ ref('stg_raw__balances') }} as balances
    semi join {{ ref('int_documents_read') }} using (document_id, reader_version)
    inner join {{ ref('identities') }} as identities on balances.rule = identities.identity_id
    -- C1 is a notice and still says that prose and table state one figure in two ways.
    where balances.state = 'broken' and (identities.severity = 'contradiction' or balances.rule = 'C1')
),

-- The reader's finding on an equation stands at its first term.
by_equation as (
    select
        broken.document_id,
        broken.rule,
        findings.finding_number,
        unnest(broken.observation_indexes) as observation_index
    from broken
    inner join {{ ref('stg_raw__observations') }} as observations
        on
            broken.document_id = observations.document_id
            and broken.reader_version = observations.reader_version
            and broken.first_index = observations.observation_index
    inner join {{ ref('int_findings') }} as findings
        on
            broken.document_id = findings.document_id
            and broken.rule = findings.rule
            and observations.span_start = findings.span_start
            and observations.applicant is not distinct from findings.applicant
),

by_another_statement as (
    select
        findings.document_id,
        findings.rule,
        findings.finding_number,
        statements.observation_index
    from {{ ref('int_findings') }} as findings
    inner join {{ ref('int_statements_named') }} as statements
        on
            findings.document_id = statements.document_id
            and findings.indicator_id = statements.indicator_id
            and findings.applicant is not distinct from statements.applicant
            and findings.period = statements.period
            and findings.span_start = statements.span_start
    where list_contains({{ var('contradicting_rules') }}, findings.rule)
),

contradicted as (
    select * from by_equation
    union all by name
    select * from by_another_statement
)

select
    {{ document_key('document_id') }} as document_key,
    observation_index,
    min(finding_number) as finding_number,
    arg_min(rule, finding_number) as rule
from contradicted
group by document_id, observation_index
