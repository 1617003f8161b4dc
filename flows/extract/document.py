"""One payload becomes its documents: identity, facts from tables and prose, findings.

What belongs here: the order in which the extract stage's parts are asked, and what a document's id is. What
does not: any rule about words, cells or numbers.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flows.clean.archives import Member
from flows.clean.page import Page
from flows.clean.payload import clean, unpack
from flows.errors import Refusal
from flows.extract import identities
from flows.extract.compilation import split_members
from flows.extract.identity.identify import identify
from flows.extract.model import Document, Finding, Identity, Observation, TableCell
from flows.extract.prose import read_prose
from flows.extract.tables.forms import TableReading, read_tables
from flows.extract.tables.grid import Grid, grids
from flows.reference import Reference, load_reference
from flows.vocabulary import FACT_KINDS, FORM_PROSE

READER_VERSION: Final = 1
"""Raised by one whenever clean or extract read anything differently: the archive is then read anew."""

_MAX_ARCHIVE_DEPTH: Final = 2
_SENTENCES: Final = re.compile(r"[^。\n]{30}.*。")


def read_payload(
    payload: bytes,
    *,
    content_type: str | None = None,
    url: str | None = None,
    max_bytes: int | None = None,
) -> list[Document]:
    """Read one payload: the page's own document first, then the members it is cut into; an archive of several
    files gives the documents of each.

    Args:
        payload: bytes as archived.
        content_type: Content-Type as answered, if any.
        url: the address, which can help to know the body.
        max_bytes: a larger payload is refused.

    Raises:
        Refusal: the payload cannot be read (empty, binary, too large, a container without a reader, an
            archive with nothing readable in it).
    """
    members = unpack(payload, content_type=content_type, url=url, max_bytes=max_bytes)
    if members is not None:
        return _archive(members, url=url, max_bytes=max_bytes, depth=0)
    page = clean(payload, content_type=content_type, url=url, max_bytes=max_bytes)
    return read_page(page, url=url, reference=load_reference())


def _archive(
    members: Sequence[Member], *, url: str | None, max_bytes: int | None, depth: int
) -> list[Document]:
    """The documents of an archive's files; a file that cannot be read is a finding of the first document."""
    if depth > _MAX_ARCHIVE_DEPTH:
        raise Refusal("too_deep", "archives in archives in archives")
    documents: list[Document] = []
    refusals: list[tuple[str, Refusal]] = []
    for name, payload in members:
        try:
            inner = unpack(payload, url=name, max_bytes=max_bytes)
            if inner is not None:
                documents += _archive(inner, url=url, max_bytes=max_bytes, depth=depth + 1)
            else:
                page = clean(payload, url=name, max_bytes=max_bytes)
                documents += read_page(page, url=url, reference=load_reference())
        except Refusal as refusal:
            refusals.append((name, refusal))
    if not documents:
        raise refusals[0][1] if refusals else Refusal("empty_file", "an archive without files")
    unread = tuple(
        Finding(
            rule="member_refused",
            severity="damage",
            message=f"{name} in the archive cannot be read: {refusal}",
        )
        for name, refusal in refusals
    )
    documents[0] = replace(documents[0], findings=(*documents[0].findings, *unread))
    # The same file can lie in an archive twice.
    return list({document.document_id: document for document in reversed(documents)}.values())[::-1]


def read_page(page: Page, *, url: str | None, reference: Reference) -> list[Document]:
    """Read one clean page."""
    tables = grids(page)
    reading = read_tables(tables, reference)
    identity = identify(page, url=url, reference=reference, table_forms=reading.forms)
    if identity.kind == "template_compilation":
        return _compilation(page, identity)
    observations, findings = _facts(page, tables, reading, identity, reference)
    return [
        Document(
            document_id=document_id(page.text, identity),
            text_sha256=_sha256(page.text),
            text=page.text,
            identity=identity,
            form=_form(identity, reading),
            observations=observations,
            findings=(*identity.findings, *findings, *_damage(page)),
            cells=_cells(tables),
            repairs=page.repairs,
            n_lost=page.n_lost,
        )
    ]


def document_id(text: str, identity: Identity) -> str:
    """First 32 hex digits of SHA-256 over the clean text and the body and year it was read as."""
    body = (identity.agency or "", identity.region_code or "", str(identity.report_year or ""))
    return _sha256("\0".join((text, *body)))[:32]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _form(identity: Identity, reading: TableReading) -> str | None:
    """The forms of the tables; a report without one is prose, another kind of document has no form."""
    if reading.forms and identity.kind in FACT_KINDS:
        return "+".join(reading.forms)
    return FORM_PROSE if identity.kind == "annual_report" else None


def _states_facts(identity: Identity) -> bool:
    """An annual report states facts even where body or year stay unknown (the warehouse then leaves them out);
    a work summary only where both are certain."""
    if identity.kind not in FACT_KINDS:
        return False
    return identity.kind == "annual_report" or (
        identity.agency is not None and identity.report_year is not None
    )


def _facts(
    page: Page, tables: list[Grid], reading: TableReading, identity: Identity, reference: Reference
) -> tuple[tuple[Observation, ...], tuple[Finding, ...]]:
    if not _states_facts(identity):
        return (), ()
    prose = read_prose(page.text, _no_prose(tables, reading), reference, report_year=identity.report_year)
    observations = (*reading.observations, *prose.observations)
    broken = identities.check(observations, reference)
    return observations, (*reading.findings, *prose.findings, *broken)


def _no_prose(tables: list[Grid], reading: TableReading) -> list[tuple[int, int]]:
    """Where no sentences are looked for: the tables that were read, and all others but those that only lay out
    the page, whose cells hold whole sentences."""
    plain = [grid for grid in tables if not any(_SENTENCES.search(cell.text) for cell in grid.cells)]
    return sorted({*reading.spans, *((grid.start, grid.end) for grid in plain)})


def _damage(page: Page) -> tuple[Finding, ...]:
    if not page.n_lost:
        return ()
    message = f"{page.n_lost} characters of the page are lost; numbers beside them may be missing"
    return (Finding(rule="lost_characters", severity="damage", message=message),)


def _cells(tables: list[Grid]) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(index, cell.row, cell.column, cell.rowspan, cell.colspan, cell.start, cell.end, cell.text)
        for index, grid in enumerate(tables)
        for cell in grid.cells
    )


def _compilation(page: Page, identity: Identity) -> list[Document]:
    """A compilation of model texts is kept whole, then cut into its members: texts to compare with, not facts."""
    whole = Document(
        document_id=document_id(page.text, identity),
        text_sha256=_sha256(page.text),
        text=page.text,
        identity=identity,
        form=None,
        findings=(*identity.findings, *_damage(page)),
        repairs=page.repairs,
        n_lost=page.n_lost,
    )
    members = []
    for member in split_members(page.text):
        text = page.text[member.start : member.end]
        member_identity = Identity(
            kind="template_member",
            title=text.split("\n", 1)[0][:80],
            excluded_because="a member text of a compilation of model texts",
        )
        members.append(
            Document(
                document_id=_sha256("\0".join((text, whole.document_id, str(member.start_line))))[:32],
                text_sha256=_sha256(text),
                text=text,
                identity=member_identity,
                form=None,
                member_of=whole.document_id,
                member_start=member.start_line,
            )
        )
    return [whole, *members]
