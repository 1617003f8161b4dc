-- Which body took over from which, and from which report year on. A body of today's list need not have been
-- seen; where a row speaks of the ending of names, both bodies must have been.
with named as (
    select
        agencies.agency_id as predecessor_agency_id,
        {{ agency_id('successions.successor_region_code', 'successions.successor_name') }}
            as successor_agency_id,
        successions.change,
        successions.changed_in
    from {{ ref('agency_successions') }} as successions
    left join {{ ref('int_agencies') }} as agencies
        on
            successions.predecessor_name = agencies.agency_name
            -- A place that today's list lacks has the code of the place above it, or none.
            and coalesce(left(agencies.region_code, 6), '') in (
                '',
                coalesce(successions.predecessor_region_code, ''),
                left(successions.predecessor_region_code, 4) || '00',
                left(successions.predecessor_region_code, 2) || '0000'
            )
    where not successions.is_ending
),

by_ending as (
    select
        predecessors.agency_id as predecessor_agency_id,
        successors.agency_id as successor_agency_id,
        successions.change,
        -- In places the reform came before its year.
        least(successions.changed_in, successors.first_year) as changed_in
    from {{ ref('int_agencies') }} as predecessors
    inner join {{ ref('agency_successions') }} as successions
        on suffix(predecessors.agency_name, successions.predecessor_name)
    inner join {{ ref('int_agencies') }} as successors
        on
            left(predecessors.region_code, 6) is not distinct from left(successors.region_code, 6)
            and left(
                predecessors.agency_name,
                length(predecessors.agency_name) - length(successions.predecessor_name)
            ) || successions.successor_name = successors.agency_name
    where successions.is_ending
)

select * from named
union all by name
select * from by_ending
