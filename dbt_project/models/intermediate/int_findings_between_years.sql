-- The identities that tie a report to the report of the year before, of the same agency and scope. Real
-- published data breaks them: they are findings for readers and stop nothing. So is a report that says the
-- figures of the year before again.
{#- What the years before say that this build does not work out: it stands as it was. By its name and not as a
    parent, for the facts of this build are made of these findings. #}
{%- set mart = api.Relation.create(
    database='gongkai', schema=var('marts_schema', 'main'), identifier='facts'
) %}
{%- set before = load_relation(mart) if execute else none %}
{%- set normative = ['proactive.regulations', 'proactive.normative_documents'] %}
{%- set projects = [
    'proactive.licensing', 'proactive.other_services', 'proactive.penalty', 'proactive.coercion', 'proactive.fees'
] %}

with cumulative as (
    select distinct indicator_id
    from {{ ref('int_statements_named') }}
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

-- Most facts have no part in any rule.
named as (
    select
        indicator_id,
        period
    from rules
    union
    select
        term_id as indicator_id,
        term_period as period
    from rules
),

-- Of the years that this build works out, and of those before them.
documents as (
    select *
    from {{ ref('int_documents_read') }}
),

stands as (
    {%- if before %}
    select
        document_key,
        figure_key,
        manner_key,
        {{ stored_value('facts') }} as value
    from {{ before }} as facts
    {%- else %}
    select
        document_key,
        figure_key,
        manner_key,
        value
    from {{ ref('int_facts') }}
    where false
    {%- endif %}
),

facts_before as materialized (
    select
        stands.document_key,
        stands.figure_key,
        documents.document_id,
        documents.agency_id,
        documents.report_year,
        documents.scope as document_scope,
        manners.scope,
        manners.is_approximate,
        stands.value
    from stands
    inner join documents on stands.document_key = documents.document_key and not documents.is_recomputed
    inner join {{ ref('dim_manner') }} as manners using (manner_key)
),

facts as materialized (
    select facts.*
    from {{ ref('int_facts_named') }} as facts
    semi join named using (indicator_id, period)
    where not facts.is_approximate
    union all by name
    select
        facts.* exclude (figure_key, document_scope),
        figures.indicator_id,
        figures.applicant,
        figures.period
    from facts_before as facts
    inner join {{ ref('dim_figure') }} as figures using (figure_key)
    semi join named using (indicator_id, period)
    where not facts.is_approximate
),

asked as materialized (
    select
        facts.*,
        rules.rule,
        rules.severity,
        rules.n_terms,
        rules.term_id,
        rules.term_period,
        rules.sign,
        rules.years_before,
        facts.report_year - rules.years_before as term_year
    from facts
    inner join rules using (indicator_id, period)
    where list_contains(rules.forms, facts.form)
),

term_facts as materialized (
    select
        facts.agency_id,
        facts.scope,
        facts.report_year as term_year,
        facts.indicator_id as term_id,
        facts.applicant,
        facts.period as term_period,
        facts.value,
        facts.document_id
    from facts
    semi join rules on facts.indicator_id = rules.term_id and facts.period = rules.term_period
),

broken as (
    select
        asked.document_id,
        asked.indicator_id,
        asked.applicant,
        asked.period,
        asked.value as left_value,
        asked.rule,
        asked.severity,
        asked.table_index,
        asked.row_index,
        asked.column_index,
        asked.span_start,
        asked.span_end,
        asked.quote,
        sum(asked.sign * term_facts.value) as right_sum,
        max(term_facts.document_id) filter (where asked.years_before = 1) as other_document_id
    from asked
    inner join term_facts
        on
            asked.agency_id = term_facts.agency_id
            and asked.scope = term_facts.scope
            and asked.term_year = term_facts.term_year
            and asked.term_id = term_facts.term_id
            and asked.term_period = term_facts.term_period
            and asked.applicant is not distinct from term_facts.applicant
    group by all
    having count(*) = max(asked.n_terms) and sum(asked.sign * term_facts.value) <> asked.value
),

figures as (
    select
        document_key,
        count(*) as n_figures,
        sum(cast(hash(figure_key, value) as hugeint)) as figures
    from (
        select
            document_key,
            figure_key,
            value
        from {{ ref('int_facts') }}
        where not is_of_other_scope
        union all
        select
            document_key,
            figure_key,
            value
        from facts_before
        where scope = document_scope
    )
    where value <> 0
    group by document_key
),

stated as (
    select
        reports.agency_id,
        reports.report_year,
        reports.scope,
        reports.document_id,
        cast(sum(figures.n_figures) as bigint) as n_figures,
        sum(figures.figures) as figures
    from {{ ref('int_reports') }} as reports
    inner join {{ ref('int_report_documents') }} as members
        on reports.document_id = members.report_document_id
    inner join documents on members.document_id = documents.document_id
    inner join figures using (document_key)
    group by all
    having sum(figures.n_figures) >= {{ var('least_repeated_figures') }}
),

-- Most likely one report under two years, and which of the two nobody can say: both count.
repeated as (
    select
        later.document_id,
        earlier.document_id as other_document_id,
        'repeated_figures' as rule,
        'notice' as severity,
        'all ' || later.n_figures
        || ' figures other than 0 are those of the report of the year before' as message
    from stated as later
    inner join stated as earlier
        on
            later.agency_id = earlier.agency_id
            and later.scope = earlier.scope
            and later.report_year - 1 = earlier.report_year
            and later.n_figures = earlier.n_figures
            and later.figures = earlier.figures
)

select
    * exclude (right_sum),
    -- Two values that can be held may have a sum that cannot: the message says it all the same.
    try_cast(right_sum as decimal(18, 6)) as right_value,
    indicator_id || ' is '
    || {{ number_text('left_value') }} || ', and by the report of the year before it would be '
    || {{ number_text('right_sum') }} as message
from broken
union all by name
select * from repeated
