-- What says how a number is stated is of the vocabulary: scope, table or prose, form, how its cell was found.
select
    observations.document_id,
    observations.observation_index,
    observations.scope,
    observations.basis,
    observations.form,
    observations.aligned_by
from {{ ref('int_observations') }} as statements
inner join {{ ref('int_documents_read') }} as documents using (document_key)
inner join {{ ref('stg_raw__observations') }} as observations
    on
        documents.document_id = observations.document_id
        and documents.reader_version = observations.reader_version
        and statements.observation_index = observations.observation_index
where statements.is_possible and statements.manner_key is null
