-- What the forms ask comes first, in the order of the newest form: neighbours in a report are then neighbours
-- here, and their numbers are small. Every other period, and applicant of an indicator that has them, has a
-- number too, for prose may state it.
with places as (
    select
        indicator_id,
        applicant,
        period,
        min(row(-form_rank, cell_order)) as place
    from (
        select
            *,
            dense_rank() over (order by form) as form_rank
        from {{ ref('forms') }}
    )
    group by indicator_id, applicant, period
),

combined as (
    select
        indicators.indicator_id,
        applicants.applicant,
        periods.period,
        indicators.unit
    from {{ ref('indicators') }} as indicators
    cross join (
        values
        (null),
        ('natural_person'),
        ('legal_person.business'),
        ('legal_person.research'),
        ('legal_person.social'),
        ('legal_person.legal_service'),
        ('legal_person.other'),
        ('total')
    ) as applicants (applicant)
    cross join (values ('year'), ('cumulative')) as periods (period)
    where applicants.applicant is null or indicators.dimension = 'applicant'
)

select
    cast(
        row_number() over (
            order by
                places.place asc nulls last,
                combined.applicant is null desc,
                combined.period = 'year' desc,
                combined.indicator_id asc,
                combined.applicant asc
        ) as smallint
    ) as figure_key,
    combined.indicator_id,
    combined.applicant,
    combined.period,
    combined.unit
from combined
left join places
    on
        combined.indicator_id = places.indicator_id
        and combined.applicant is not distinct from places.applicant
        and combined.period = places.period
order by figure_key
