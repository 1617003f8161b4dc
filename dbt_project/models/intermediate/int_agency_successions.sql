-- Which body took over from which, and from which report year on. A body of today's list need not have been
-- seen; where a row speaks of the ending of names, or a place's bodies follow its government, both must have
-- been.
with successions as (
    select
        *,
        -- Where the code of the time is not given, that of the place above is told by the successor's.
        left(coalesce(predecessor_region_code, successor_region_code), 4) as place_above
    from {{ ref('agency_successions') }}
),

named as (
    select
        agencies.agency_id as predecessor_agency_id,
        {{ agency_id('successions.successor_region_code', 'successions.successor_name') }}
            as successor_agency_id,
        successions.change,
        successions.changed_in
    from successions
    left join {{ ref('int_agencies') }} as agencies
        on
            successions.predecessor_name = agencies.agency_name
            -- A place that today's list lacks has the code of the place above it, or none.
            and coalesce(left(agencies.region_code, 6), '') in (
                '',
                coalesce(successions.predecessor_region_code, ''),
                successions.place_above || '00',
                left(successions.place_above, 2) || '0000'
            )
    where not successions.is_ending
),

-- The bodies of a place go where its government went: 样例县财政局, 样例市样例区财政局.
places as (
    select
        * exclude (predecessor_name, successor_name),
        regexp_extract(predecessor_name, '^(.+)人民政府$', 1) as predecessor_place,
        regexp_extract(successor_name, '^(.+)人民政府$', 1) as successor_place
    from successions
    where not is_ending and suffix(predecessor_name, '人民政府') and suffix(successor_name, '人民政府')
),

by_place as (
    select
        predecessors.agency_id as predecessor_agency_id,
        successors.agency_id as successor_agency_id,
        places.change,
        places.changed_in
    from places
    inner join {{ ref('int_agencies') }} as predecessors
        on
            left(places.place_above, 2) = left(predecessors.region_code, 2)
            and substr(predecessors.region_code, 3, 2) in ('00', substr(places.place_above, 3, 2))
            and starts_with(predecessors.agency_name, places.predecessor_place)
    inner join {{ ref('int_agencies') }} as successors
        on
            places.successor_region_code = left(successors.region_code, 6)
            and places.successor_place
            || substr(predecessors.agency_name, length(places.predecessor_place) + 1) = successors.agency_name
    where predecessors.agency_name <> places.predecessor_place || '人民政府'
),

by_ending as (
    select
        predecessors.agency_id as predecessor_agency_id,
        successors.agency_id as successor_agency_id,
        successions.change,
        -- In places the reform came before its year; not as long as the old body published.
        least(
            successions.changed_in, greatest(successors.first_year, predecessors.last_year + 1)
        ) as changed_in
    from {{ ref('int_agencies') }} as predecessors
    inner join successions
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
select * from by_place
union all by name
select * from by_ending
