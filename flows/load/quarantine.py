"""Documents that a person keeps out of the marts: put in quarantine, let out again, listed.

What belongs here: the three acts, as rows of `data/overrides.csv`. What does not: what the file may say
(`overrides.py`), and how the build leaves a document out (`dbt_project`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flows.errors import GongkaiError
from flows.load.overrides import Decision, add_decision, decisions_in_force
from flows.reference import Reference
from flows.settings import Settings
from flows.warehouse import connect

_FOUND: Final = """
select documents.title, documents.agency_name, documents.report_year, sources.url, sources.payload_sha256
from raw.documents as documents
inner join raw.document_sources as sources using (document_id, reader_version)
where documents.document_id = ?
order by documents.reader_version desc, sources.ordinal, sources.url
limit 1
"""


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A document in quarantine.

    Attributes:
        what: its title, or body and year, as it was read; empty where the raw tables do not hold it now.
    """

    document_id: str
    what: str
    url: str
    who: str
    decided_on: str
    why: str


@dataclass(frozen=True, slots=True)
class _Found:
    title: str | None
    agency_name: str | None
    report_year: int | None
    url: str
    payload_sha256: str

    @property
    def what(self) -> str:
        return self.title or f"{self.agency_name or 'no body'}, {self.report_year or 'no year'}"


def put_in(
    settings: Settings, reference: Reference, document_id: str, *, who: str, on: date, why: str
) -> KeptOut:
    """Keep a document out of the builds to come; the next night is built without it.

    Raises:
        GongkaiError: no such document was read, or it is in quarantine already.
        SettingsError: the file of decisions is wrong, or a reason is missing.
    """
    for before in _decisions(settings):
        if before.document_id == document_id:
            raise GongkaiError(
                f"{document_id} is in quarantine already: {before.who}, {before.decided_on}: {before.why}"
            )
    found = _find(settings, document_id)
    if found is None:
        raise GongkaiError(
            f"no document {document_id} was read; its id stands in the gate's rows and in dim_document"
        )
    decision = Decision(
        "quarantine", document_id, found.url, found.payload_sha256, "", "", who, on.isoformat(), why
    )
    add_decision(settings.overrides_file, decision, reference)
    return KeptOut(document_id, found.what, found.url, who, decision.decided_on, why)


def ids_kept_out(settings: Settings) -> frozenset[str]:
    """The documents in quarantine.

    Raises:
        SettingsError: the file of decisions is wrong.
    """
    return frozenset(one.document_id for one in _decisions(settings))


def let_out(
    settings: Settings, reference: Reference, document_id: str, *, who: str, on: date, why: str
) -> None:
    """End a quarantine.

    Raises:
        GongkaiError: the document is in none.
        SettingsError: as `put_in`.
    """
    if document_id not in ids_kept_out(settings):
        raise GongkaiError(f"{document_id} is not in quarantine")
    add_decision(
        settings.overrides_file,
        Decision("withdraw", document_id, "", "", "", "", who, on.isoformat(), why),
        reference,
    )


def kept_out(settings: Settings) -> tuple[KeptOut, ...]:
    """All documents in quarantine, in the order of the decisions.

    Raises:
        SettingsError: the file of decisions is wrong.
    """
    listed = []
    for one in _decisions(settings):
        found = _find(settings, one.document_id)
        listed.append(
            KeptOut(one.document_id, found.what if found else "", one.url, one.who, one.decided_on, one.why)
        )
    return tuple(listed)


def _decisions(settings: Settings) -> Sequence[Decision]:
    in_force = decisions_in_force(settings.overrides_file).values()
    return [decision for decision in in_force if decision.decision == "quarantine"]


def _find(settings: Settings, document_id: str) -> _Found | None:
    if not settings.store_file.exists():
        return None
    with connect(settings.store_file, read_only=True) as database:
        row = database.execute(_FOUND, [document_id]).fetchone()
    return _Found(*row) if row else None
