with printed as (
    select
        'table' as basis,
        forms.form,
        alignments.aligned_by
    from (
        select distinct form from {{ ref('forms') }}
        union all
        select null
    ) as forms
    cross join (values ('label'), ('order'), (null)) as alignments (aligned_by)
    union all
    select
        'prose' as basis,
        forms.form,
        null as aligned_by
    from (
        select distinct form from {{ ref('forms') }}
        union all
        select null
    ) as forms
)

select
    cast(
        row_number() over (
            order by
                approximations.is_approximate,
                assumptions.is_unit_assumed,
                scopes.scope,
                printed.basis,
                printed.form,
                printed.aligned_by
        ) as smallint
    ) as manner_key,
    scopes.scope,
    printed.basis,
    printed.form,
    printed.aligned_by,
    approximations.is_approximate,
    assumptions.is_unit_assumed
from printed
cross join (values ('agency'), ('system'), ('unstated')) as scopes (scope)
cross join (values (false), (true)) as approximations (is_approximate)
cross join (values (false), (true)) as assumptions (is_unit_assumed)
order by manner_key
