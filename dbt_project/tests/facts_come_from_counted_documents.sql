-- Every fact stands in a document whose figures count.
select
    facts.document_id,
    documents.url,
    documents.excluded_because,
    count(*) as n_facts
from {{ ref('fct_disclosure') }} as facts
inner join {{ ref('dim_document') }} as documents using (document_id)
where not documents.is_counted
group by facts.document_id, documents.url, documents.excluded_because
