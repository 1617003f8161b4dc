"""What would take the place of a document that is left out: its copies, and other reports of the same body and year.

What belongs here: finding them in the raw tables. What does not: leaving them out too (`quarantine.py`), and which of
several counts (`dbt_project/models/intermediate/int_reports.sql`).
"""

from dataclasses import dataclass
from typing import Final

from flows.load.quarantine import ids_kept_out
from flows.settings import Settings
from flows.warehouse import connect

_STAND_INS: Final = """
with current as (
    select document_id, max(reader_version) as reader_version, min(url) as url
    from (
        from raw.document_sources
        qualify reader_version = max(reader_version) over (partition by payload_sha256, url)
    )
    group by document_id
),
documents as (
    select documents.*, current.url
    from raw.documents as documents
    inner join current using (document_id, reader_version)
),
asked as (from documents where document_id = $document),
linked as (
    select unnest([document_id, other_document_id]) as document_id
    from raw.document_links
    where relation = 'same_as' and $document in (document_id, other_document_id)
),
stated as (
    select observations.document_id, indicator_id, applicant, period, observations.value
    from raw.observations as observations
    inner join documents using (document_id, reader_version)
),
alike as (
    select others.document_id, count(distinct others) as n
    from stated as others
    inner join stated as own
        on
            own.document_id = $document and others.indicator_id = own.indicator_id
            and others.applicant is not distinct from own.applicant and others.period = own.period
            and others.value = own.value
    group by others.document_id
),
counts as (select document_id, count(distinct stated) as n from stated group by document_id)
select
    others.document_id,
    coalesce(others.title, others.agency_name, 'no title'),
    others.url,
    case
        when others.text_sha256 = asked.text_sha256 then 'the same text'
        when others.document_id in (select document_id from linked) then 'a mirror'
        when alike.n >= $share * least(own.n, counts.n) then 'the same figures'
    end
from documents as others
inner join asked on others.document_id <> asked.document_id
left join alike on others.document_id = alike.document_id
left join counts on others.document_id = counts.document_id
left join counts as own on asked.document_id = own.document_id
where
    others.text_sha256 = asked.text_sha256
    or others.document_id in (select document_id from linked)
    or (
        others.agency_name = asked.agency_name and others.region_code is not distinct from asked.region_code
        and others.report_year = asked.report_year
    )
order by others.url, others.document_id
"""
_SHARE: Final = 0.5
"""What two documents of one body and year state alike, of the figures of the one that states fewer, to be copies."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A document that would be published in another's place.

    Attributes:
        what: its title, or its body.
        copies: what makes it a copy; None of another report of the same body and year, such as a corrected one.
    """

    document_id: str
    what: str
    url: str
    copies: str | None


def stand_ins(settings: Settings, document_id: str) -> tuple[StandIn, ...]:
    """What would take a document's place, by address; what is in quarantine itself is left out.

    Raises:
        GongkaiError: the raw tables cannot be read.
        SettingsError: the file of decisions is wrong.
    """
    gone = ids_kept_out(settings)
    with connect(settings.store_file, read_only=True) as database:
        rows = database.execute(_STAND_INS, {"document": document_id, "share": _SHARE}).fetchall()
    return tuple(StandIn(*row) for row in rows if row[0] not in gone)
