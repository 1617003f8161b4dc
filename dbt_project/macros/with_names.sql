{# Statements or facts with the words that their keys stand for, and what is said of their documents. #}
{% macro with_names(statements) -%}
select
    documents.document_id,
    documents.agency_id,
    documents.report_year,
    documents.year_key,
    figures.indicator_id,
    figures.applicant,
    figures.period,
    coalesce(statements.other_unit, figures.unit) as unit,
    manners.is_approximate,
    manners.basis,
    manners.form,
    manners.aligned_by,
    coalesce(statements.other_quote, {{ number_text('statements.value') }}) as quote,
    statements.* exclude (figure_key, manner_key, other_unit, other_quote)
from {{ statements }} as statements
inner join {{ ref('int_documents_read') }} as documents using (document_key)
inner join {{ ref('dim_figure') }} as figures using (figure_key)
inner join {{ ref('dim_manner') }} as manners using (manner_key)
{%- endmacro %}
