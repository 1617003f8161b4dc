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
from flows.extract.compilation import member_title, split_members
from flows.extract.identity.identify import identify
from flows.extract.model import Balance, Document, Finding, Identity, Observation, TableCell
from flows.extract.other_bodies import passages_of_others
from flows.extract.part import Parent, Report, joined, titled_by_link
from flows.extract.passage_findings import (
    of_a_part,
    of_another_body,
    of_another_year,
    of_two_bodies,
    titled_as_part,
)
from flows.extract.prose import read_prose
from flows.extract.tables.forms import TableReading, read_tables
from flows.extract.tables.grid import Grid, GridCell, grids
from flows.extract.tables.period_words import stated_part, titled_part
from flows.extract.tables.settled import settled
from flows.extract.titled_bodies import reports_of_other_years, titles_of_reports, two_reports
from flows.reference import Reference, load_reference
from flows.vocabulary import FACT_KINDS, FORM_PROSE

READER_VERSION: Final = 3
"""Raised by one whenever clean or extract read anything differently: the archive is then read anew."""

_MAX_ARCHIVE_DEPTH: Final = 2
_PASTED_ROW: Final = re.compile(r"(?m)^.*\t.*$")
_SENTENCES: Final = re.compile(r"[^。\n]{30}.*。")


def read_payload(
    payload: bytes,
    *,
    content_type: str | None = None,
    url: str | None = None,
    max_bytes: int | None = None,
    parent: Parent | None = None,
) -> list[Document]:
    """Read one payload: the page's own document first, then the members it is cut into; an archive of several
    files gives the documents of each.

    Args:
        payload: bytes as archived.
        content_type: Content-Type as answered, if any.
        url: the address, which can help to know the body.
        max_bytes: a larger payload is refused.
        parent: the report page that links it: what the text of a part does not say is taken from there.

    Raises:
        Refusal: the payload cannot be read (empty, binary, too large, a container without a reader, an
            archive with nothing readable in it).
    """
    members = unpack(payload, content_type=content_type, url=url, max_bytes=max_bytes)
    if members is not None:
        return _archive(members, url=url, max_bytes=max_bytes, parent=parent, depth=0)
    page = clean(payload, content_type=content_type, url=url, max_bytes=max_bytes)
    return read_page(page, url=url, reference=load_reference(), parent=parent)


def read_report(
    payload: bytes, *, url: str, content_type: str | None = None, max_bytes: int | None = None
) -> Report:
    """Read of a page that links parts what they need: its identity and its links; arguments as for
    `read_payload`.

    Raises:
        Refusal: the payload cannot be read, or it is an archive of several files.
    """
    page = clean(payload, content_type=content_type, url=url, max_bytes=max_bytes)
    reference = load_reference()
    reading = read_tables(grids(page), reference)
    identity = identify(page, url=url, reference=reference, table_forms=reading.forms)
    return Report(document_id(page.text, identity), identity, page.links, url)


def _archive(
    members: Sequence[Member], *, url: str | None, max_bytes: int | None, parent: Parent | None, depth: int
) -> list[Document]:
    """The documents of an archive's files; a file that cannot be read is a finding of the first document."""
    if depth > _MAX_ARCHIVE_DEPTH:
        raise Refusal("too_deep", "archives in archives in archives")
    documents: list[Document] = []
    refusals: list[tuple[str, Refusal]] = []
    for name, payload in members:
        # A file of an annex is known by its own name.
        named = replace(parent, words=name) if parent and parent.words is not None else parent
        try:
            inner = unpack(payload, url=name, max_bytes=max_bytes)
            if inner is not None:
                documents += _archive(inner, url=url, max_bytes=max_bytes, parent=named, depth=depth + 1)
            else:
                page = clean(payload, url=name, max_bytes=max_bytes)
                documents += read_page(page, url=url, reference=load_reference(), parent=named)
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


def read_page(
    page: Page, *, url: str | None, reference: Reference, parent: Parent | None = None
) -> list[Document]:
    """Read one clean page."""
    tables = grids(page)
    reading = read_tables(tables, reference)
    titled = titled_by_link(page, parent) if parent else page
    identity = identify(titled, url=url, reference=reference, table_forms=reading.forms)
    as_part = joined(identity, page, parent, has_form=bool(reading.forms)) if parent else None
    part_of = parent.report.document_id if parent and as_part else None
    identity = as_part or identity
    if identity.kind == "template_compilation":
        return _compilation(page, identity)
    observations, findings, balances = _facts(page, tables, reading, identity, reference)
    return [
        Document(
            document_id=document_id(page.text, identity, is_part=part_of is not None),
            text_sha256=_sha256(page.text),
            text=page.text,
            identity=identity,
            form=_form(identity, reading),
            observations=observations,
            findings=(*identity.findings, *findings, *_damage(page)),
            balances=balances,
            cells=_cells(tables),
            repairs=page.repairs,
            n_lost=page.n_lost,
            part_of=part_of,
        )
    ]


def document_id(text: str, identity: Identity, *, is_part: bool = False) -> str:
    """First 32 hex digits of SHA-256 over the clean text and the body and year it was read as; as a part of a
    report a text is another document than alone."""
    body = (identity.agency or "", identity.region_code or "", str(identity.report_year or ""))
    return _sha256("\0".join((text, *body, *(("part",) if is_part else ()))))[:32]


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
) -> tuple[tuple[Observation, ...], tuple[Finding, ...], tuple[Balance, ...]]:
    if not _states_facts(identity):
        return (), (), ()
    if (part := stated_part(page.text)) is not None:
        return (), (of_a_part(part),), ()
    if identity.title is not None and titled_part(identity.title):
        return (), (titled_as_part(identity.title),), ()
    titles = titles_of_reports(page.text)
    if (two := two_reports(titles)) is not None:
        return (), (of_two_bodies(*two),), ()
    others = reports_of_other_years(titles, identity.report_year)
    names = _names(identity)
    passages = passages_of_others(page.text, names)
    foreign = [*((title.start(), end) for title, end in others), *((one.start, one.end) for one in passages)]
    reading = settled(reading, tables, page.text, identity.report_year, names)
    prose = read_prose(
        page.text,
        [*_no_prose(page, tables, reading), *foreign],
        reference,
        report_year=identity.report_year,
        has_territory=identity.category in (None, "government", "development_zone"),
        own_names=[*names, identity.title or ""] if names else [],
    )
    own = (
        one
        for one in reading.observations
        if not any(start <= one.where.start < end for start, end in foreign)
    )
    observations = (*own, *prose.observations)
    broken, balances = identities.check(observations, reference)
    of_others = (
        *map(of_another_year, (title for title, _ in others)),
        *(of_another_body(page.text, one) for one in passages),
    )
    return observations, (*reading.findings, *prose.findings, *of_others, *broken), tuple(balances)


def _names(identity: Identity) -> list[str]:
    """The names of the body that reports; none where it is not known."""
    if identity.agency is None:
        return []
    return [name for name in (identity.agency, identity.agency_as_written) if name]


def _no_prose(page: Page, tables: list[Grid], reading: TableReading) -> list[tuple[int, int]]:
    """Where no sentences are looked for: the tables that were read, all others but those that only lay out the
    page, whose cells hold whole sentences, and the rows of cells that were pasted into a text."""
    plain = [grid for grid in tables if not any(map(_is_layout, grid.cells))]
    rows = _PASTED_ROW.finditer(page.text) if page.container == "text" else ()
    spans = {*((grid.start, grid.end) for grid in plain), *(row.span() for row in rows)}
    return sorted({*reading.spans, *spans})


def _is_layout(cell: GridCell) -> bool:
    return "。" in cell.text and _SENTENCES.search(cell.text) is not None


def _damage(page: Page) -> tuple[Finding, ...]:
    said = {
        "lost_characters": (
            page.n_lost,
            "characters of the page are lost; numbers beside them may be missing",
        ),
        "page_without_text": (
            page.repairs.get("page_without_text", 0),
            "pages of the file are pictures without text; what they state is missing",
        ),
    }
    return tuple(
        Finding(rule=rule, severity="damage", message=f"{number} {words}")
        for rule, (number, words) in said.items()
        if number
    )


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
            title=member_title(text),
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
