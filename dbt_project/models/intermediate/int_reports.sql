-- One row for each agency, year and scope: the document whose figures count, with those of its parts.
with members as (
    select
        members.report_document_id,
        members.is_part,
        documents.url,
        documents.form
    from {{ ref('int_report_documents') }} as members
    inner join {{ ref('int_documents_current') }} as documents using (document_id)
),

-- Nearly every report is one document of one form: only the others need to be put in order.
composed as (
    select report_document_id
    from members
    group by report_document_id
    having count(*) > 1 or bool_or(contains(form, '+'))
),

forms as (
    select
        members.report_document_id,
        members.is_part,
        members.url,
        unnest(string_split(members.form, '+')) as form,
        generate_subscripts(string_split(members.form, '+'), 1) as place
    from members
    semi join composed using (report_document_id)
),

-- The forms of a report in the order in which its page and its parts print them; prose where there is none.
first_forms as (
    select
        report_document_id,
        form,
        min(row(is_part, url, place)) as place
    from forms
    group by report_document_id, form
),

report_forms as (
    select
        report_document_id as document_id,
        string_agg(form, '+' order by place) filter (where form <> 'prose') as form
    from first_forms
    group by report_document_id
),

pages as (
    select
        report_document_id as document_id,
        count(*) filter (where is_part) as n_parts
    from {{ ref('int_report_documents') }}
    group by report_document_id
    having bool_or(not is_part)
),

candidates as (
    select
        documents.agency_id,
        documents.report_year,
        documents.scope,
        documents.document_id,
        coalesce(report_forms.form, documents.form) as form,
        pages.n_parts,
        -- A date before the year had ended is not that of its report.
        case when year(documents.published_on) > documents.report_year then documents.published_on end
            as published_on,
        documents.is_latest,
        documents.is_government_site,
        documents.kind,
        documents.run_id,
        documents.fetched_at
    from {{ ref('int_documents_current') }} as documents
    inner join pages using (document_id)
    left join report_forms using (document_id)
),

contested as (
    select
        agency_id,
        report_year,
        scope
    from candidates
    group by agency_id, report_year, scope
    having count(*) > 1
),

ranked as (
    select
        agency_id,
        report_year,
        scope,
        document_id,
        form,
        n_parts,
        -- The day of the first official page; a mirror may bear any date, and speaks only for itself.
        coalesce(
            min(published_on) filter (where is_government_site) over report, published_on
        ) as published_on,
        count(*) over report as n_documents,
        row_number() over (
            report
            order by
                -- What stands there today before what stood there.
                is_latest desc,
                -- An official site before a mirror.
                is_government_site desc,
                -- A report before the summary of the year's work.
                kind = 'annual_report' desc,
                -- Tables before prose.
                coalesce(form, 'prose') <> 'prose' desc,
                -- The version that was captured last.
                run_id desc,
                fetched_at desc,
                document_id asc
        ) as place
    from candidates
    semi join contested using (agency_id, report_year, scope)
    window report as (partition by agency_id, report_year, scope)
)

select * exclude (place)
from ranked
where place = 1
union all by name
select
    agency_id,
    report_year,
    scope,
    document_id,
    form,
    n_parts,
    published_on,
    1 as n_documents
from candidates
anti join contested using (agency_id, report_year, scope)
