-- The identities that tie a report to the report of the year before, of the same agency and scope. Real
-- published data breaks them: they are findings for readers and stop nothing.
{%- set normative = ['proactive.regulations', 'proactive.normative_documents'] %}
{%- set projects = [
    'proactive.licensing', 'proactive.other_services', 'proactive.penalty', 'proactive.coercion', 'proactive.fees'
] %}

with facts as not materialized (
    select *
    from {{ ref('int_facts') }}
    where not is_approximate
),

cumulative as (
    select distinct indicator_id
    from facts
    where period = 'cumulative'
),

-- `indicator_id` of one year should be the sum of its terms; a term has a sign and lies 0 or 1 years before.
terms (rule, indicator_id, period, term_id, term_period, years_before, sign) as (
    values
    ('X1', 'applications.carried_in', 'year', 'applications.carried_out', 'year', 1, 1)
    {%- for block in normative %},
    ('X2', '{{ block }}.in_force', 'year', '{{ block }}.in_force', 'year', 1, 1),
    ('X2', '{{ block }}.in_force', 'year', '{{ block }}.issued', 'year', 0, 1),
    ('X2', '{{ block }}.in_force', 'year', '{{ block }}.repealed', 'year', 0, -1)
    {%- endfor %}
    {%- for block in projects %},
    ('X3', '{{ block }}.items_last_year', 'year', '{{ block }}.items_last_year', 'year', 1, 1),
    ('X3', '{{ block }}.items_last_year', 'year', '{{ block }}.items_change', 'year', 1, 1)
    {%- endfor %}
    union all
    select
        'S8' as rule,
        cumulative.indicator_id,
        'cumulative' as period,
        cumulative.indicator_id as term_id,
        term.period as term_period,
        term.years_before,
        1 as sign
    from cumulative
    cross join (values ('cumulative', 1), ('year', 0)) as term (period, years_before)
),

rules as (
    select
        terms.*,
        identities.severity,
        string_split(identities.forms, ' ') as forms,
        count(*) over (partition by terms.rule, terms.indicator_id) as n_terms
    from terms
    inner join {{ ref('identities') }} as identities on terms.rule = identities.identity_id
),

term_facts as (
    select facts.*
    from facts
    semi join rules on facts.indicator_id = rules.term_id and facts.period = rules.term_period
),

broken as (
    select
        facts.document_id,
        facts.indicator_id,
        facts.applicant,
        facts.period,
        facts.value as left_value,
        rules.rule,
        rules.severity,
        max(facts.table_index) as table_index,
        max(facts.row_index) as row_index,
        max(facts.column_index) as column_index,
        max(facts.span_start) as span_start,
        max(facts.span_end) as span_end,
        max(facts.quote) as quote,
        cast(sum(rules.sign * term.value) as decimal(18, 6)) as right_value,
        max(term.document_id) filter (where rules.years_before = 1) as other_document_id
    from facts
    inner join rules using (indicator_id, period)
    inner join term_facts as term
        on
            facts.agency_id = term.agency_id
            and facts.scope = term.scope
            and facts.applicant is not distinct from term.applicant
            and facts.report_year - rules.years_before = term.report_year
            and rules.term_id = term.indicator_id
            and rules.term_period = term.period
    where list_contains(rules.forms, facts.form)
    group by
        facts.document_id,
        facts.scope,
        facts.indicator_id,
        facts.applicant,
        facts.period,
        facts.value,
        rules.rule,
        rules.severity,
        rules.n_terms
    having count(*) = rules.n_terms and sum(rules.sign * term.value) <> facts.value
)

select
    *,
    indicator_id || ' is '
    || {{ number_text('left_value') }} || ', and by the report of the year before it would be '
    || {{ number_text('right_value') }} as message
from broken
