-- The statements that an equation of their document, or another statement of the same figure, says cannot be
-- right, each with one finding. Which of the terms is wrong nobody knows, so all of them are contradicted.
with findings as (
    select
        documents.document_key,
        findings.*
    from {{ ref('int_findings') }} as findings
    inner join {{ ref('int_documents_read') }} as documents using (document_id)
),

-- Statements whose value no column holds are not among the observations.
unheld as (
    select
        document_key,
        span_start
    from findings
    where rule = 'value_out_of_range'
),

terms as (
    select
        document_key,
        unnest(broken) as term
    from {{ ref('int_documents_proved') }}
),

broken as (
    select
        document_key,
        term['rule'] as rule,
        term['first_index'] as first_index,
        term['observation_index'] as observation_index
    from terms
),

-- The reader's finding on an equation stands at its first term.
by_equation as (
    select
        broken.document_key,
        broken.rule,
        findings.finding_number,
        broken.observation_index
    from broken
    left join {{ ref('int_observations') }} as firsts
        on broken.document_key = firsts.document_key and broken.first_index = firsts.observation_index
    left join {{ ref('dim_figure') }} as figures on firsts.figure_key = figures.figure_key
    inner join findings
        on broken.document_key = findings.document_key and broken.rule = findings.rule
    left join unheld
        on findings.document_key = unheld.document_key and findings.span_start = unheld.span_start
    where
        case
            when firsts.document_key is null then unheld.document_key is not null
            else
                firsts.span_start = findings.span_start
                and figures.applicant is not distinct from findings.applicant
        end
),

by_another_statement as (
    select
        findings.document_key,
        findings.rule,
        findings.finding_number,
        statements.observation_index
    from findings
    inner join {{ ref('int_statements_named') }} as statements
        on
            findings.document_key = statements.document_key
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
    document_key,
    observation_index,
    min(finding_number) as finding_number,
    arg_min(rule, finding_number) as rule
from contradicted
group by document_key, observation_index
