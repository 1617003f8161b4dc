-- Every fact stands in a document that counts, of a body that has a row.
select
    documents.document_id,
    documents.url,
    documents.excluded_because,
    documents.agency_id,
    facts.n_facts
from (
    select
        document_key,
        count(*) as n_facts
    from {{ ref('facts') }}
    group by document_key
) as facts
inner join {{ ref('dim_document') }} as documents using (document_key)
left join {{ ref('dim_agency') }} as agencies using (agency_id)
where not documents.is_counted or agencies.agency_id is null
