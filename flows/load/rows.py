"""Readings become rows: Arrow tables with exactly the schemas of `schema.py`.

What belongs here: which attribute goes into which column, and what is done with a number that the column
cannot hold. What does not: reading payloads (`batch.py`) and writing the tables (`store.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

import pyarrow as pa

from flows.extract.model import Balance, Document, Finding, Observation, Where
from flows.schema import (
    BALANCES,
    CELLS,
    DOCUMENT_LINKS,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    FINDINGS,
    OBSERVATIONS,
    READINGS,
    VALUE,
    RawTable,
)

Row = dict[str, Any]

READING_TABLES: Final[tuple[RawTable, ...]] = (
    CELLS,
    OBSERVATIONS,
    FINDINGS,
    BALANCES,
    DOCUMENT_LINKS,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    READINGS,
)
"""What a batch of readings fills, children first: a batch is whole when its readings are there."""

_SMALLEST_STEP: Final = Decimal(1).scaleb(-VALUE.scale)
_LIMIT: Final = Decimal(10) ** (VALUE.precision - VALUE.scale)


@dataclass(frozen=True, slots=True)
class PayloadReading:
    """What came of reading one payload at one address.

    Attributes:
        reason, detail: why it was refused, for the tables and for people; None where it was read.
        parent_sha256: the payload of the report page that links it, which it was read with.
        documents: the page's own document first, then members cut from it; empty where it was refused.
    """

    payload_sha256: str
    url: str
    source_id: str
    outcome: Literal["read", "refused"]
    reason: str | None = None
    detail: str | None = None
    documents: tuple[Document, ...] = ()
    parent_sha256: str | None = None


def to_tables(readings: Sequence[PayloadReading], *, reader_version: int, run_id: str) -> dict[str, pa.Table]:
    """Lay out a batch of readings as raw tables.

    A reading that is given twice is written once. A document that several payloads of the batch hold is written
    once, with a row of its sources for each, and one of its links for each other document.

    Returns:
        table name to table, for every table of `READING_TABLES`.
    """
    rows: dict[str, list[Row]] = {table.name: [] for table in READING_TABLES}
    written: set[str] = set()
    links: dict[tuple[str, str, str], None] = {}
    for reading in {(one.payload_sha256, one.url, one.parent_sha256): one for one in readings}.values():
        rows[READINGS.name].append(_reading_row(reading))
        for ordinal, document in enumerate(reading.documents):
            rows[DOCUMENT_SOURCES.name].append(
                {
                    "document_id": document.document_id,
                    "payload_sha256": reading.payload_sha256,
                    "url": reading.url,
                    "ordinal": ordinal,
                    "parent_sha256": reading.parent_sha256,
                }
            )
            links |= dict.fromkeys(_links(document))
            if document.document_id not in written:
                written.add(document.document_id)
                _add_document(rows, document)
    names = ("document_id", "relation", "other_document_id", "share")
    rows[DOCUMENT_LINKS.name] = [dict(zip(names, (*link, None), strict=True)) for link in links]
    constants = {"reader_version": reader_version, "run_id": run_id}
    return {table.name: _table(rows[table.name], table.schema, constants) for table in READING_TABLES}


def _table(rows: list[Row], schema: pa.Schema, constants: Row) -> pa.Table:
    """One table; columns that are the same for the whole batch come from `constants`."""
    columns = []
    for field in schema:
        values = [constants[field.name] if field.name in constants else row[field.name] for row in rows]
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=schema)


def _reading_row(reading: PayloadReading) -> Row:
    return {
        "payload_sha256": reading.payload_sha256,
        "url": reading.url,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "detail": reading.detail,
        "n_documents": len(reading.documents),
        "source_id": reading.source_id,
        "parent_sha256": reading.parent_sha256,
    }


def _links(document: Document) -> Iterator[tuple[str, str, str]]:
    """Document, relation and other document."""
    if document.member_of is not None:
        yield document.document_id, "member_of", document.member_of
    if document.part_of is not None:
        yield document.document_id, "part_of", document.part_of


def _add_document(rows: dict[str, list[Row]], document: Document) -> None:
    oversized = [observation for observation in document.observations if not _fits(observation.value)]
    findings = (*document.findings, *map(_out_of_range, oversized))
    counts = {
        "n_observations": len(document.observations) - len(oversized),
        "n_findings": len(findings),
    }
    rows[DOCUMENTS.name].append(_document_row(document) | counts)
    rows[CELLS.name].extend(_cell_rows(document))
    rows[OBSERVATIONS.name].extend(
        _observation_row(document.document_id, index, observation)
        for index, observation in enumerate(document.observations)
        if _fits(observation.value)
    )
    rows[FINDINGS.name].extend(
        _finding_row(document.document_id, index, finding) for index, finding in enumerate(findings)
    )
    rows[BALANCES.name].extend(
        _balance_row(document.document_id, index, balance) for index, balance in enumerate(document.balances)
    )


def _document_row(document: Document) -> Row:
    identity = document.identity
    return {
        "document_id": document.document_id,
        "text_sha256": document.text_sha256,
        "kind": identity.kind,
        "title": identity.title,
        "clean_text": document.text,
        "agency_as_written": identity.agency_as_written,
        "agency_name": identity.agency,
        "level": identity.level,
        "category": identity.category,
        "province": identity.province,
        "city": identity.city,
        "county": identity.county,
        "region_code": identity.region_code,
        "report_year": identity.report_year,
        "published_on": date.fromisoformat(identity.published_on) if identity.published_on else None,
        "scope": identity.scope,
        "form": document.form,
        "excluded_because": identity.excluded_because,
        "member_of": document.member_of,
        "member_start": document.member_start,
        "evidence": [
            {
                "field": evidence.field,
                "value": evidence.value,
                "source": evidence.source,
                "is_chosen": evidence.is_chosen,
                "quote": evidence.quote,
                "span_start": evidence.start,
                "span_end": evidence.end,
            }
            for evidence in identity.evidence
        ],
        "n_repairs": sum(document.repairs.values()),
        "n_lost": document.n_lost,
    }


def _cell_rows(document: Document) -> Iterator[Row]:
    for cell in document.cells:
        yield {
            "document_id": document.document_id,
            "table_index": cell.table,
            "row_index": cell.row,
            "column_index": cell.column,
            "row_span": cell.rowspan,
            "column_span": cell.colspan,
            "span_start": cell.start,
            "span_end": cell.end,
            "cell_text": cell.text,
        }


def _observation_row(document_id: str, index: int, observation: Observation) -> Row:
    return {
        "document_id": document_id,
        "observation_index": index,
        "indicator_id": observation.indicator_id,
        "applicant": observation.applicant,
        "period": observation.period,
        "value": observation.value,
        "unit": observation.unit,
        "is_approximate": observation.approximate,
        "is_unit_assumed": observation.unit_assumed,
        "scope": observation.scope,
        "basis": observation.basis,
        "form": observation.form,
        "aligned_by": observation.aligned_by,
        **_where(observation.where),
    }


def _finding_row(document_id: str, index: int, finding: Finding) -> Row:
    return {
        "document_id": document_id,
        "finding_index": index,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "indicator_id": finding.indicator_id,
        "applicant": finding.applicant,
        # The message names both sides, so one that the column cannot hold is not lost.
        "left_value": finding.left if finding.left is not None and _fits(finding.left) else None,
        "right_value": finding.right if finding.right is not None and _fits(finding.right) else None,
        **_where(finding.where),
    }


def _balance_row(document_id: str, index: int, balance: Balance) -> Row:
    return {
        "document_id": document_id,
        "balance_index": index,
        "rule": balance.rule,
        "instance": balance.instance,
        "state": balance.state,
        "observation_indexes": balance.terms,
    }


def _where(where: Where | None) -> Row:
    return {
        "table_index": where.table if where else None,
        "row_index": where.row if where else None,
        "column_index": where.column if where else None,
        "span_start": where.start if where else None,
        "span_end": where.end if where else None,
        "quote": where.quote if where else None,
    }


def _fits(value: Decimal) -> bool:
    """Whether the column holds the value exactly; a rounded number would be a false one."""
    return value.is_finite() and abs(value) < _LIMIT and value % _SMALLEST_STEP == 0


def _out_of_range(observation: Observation) -> Finding:
    return Finding(
        rule="value_out_of_range",
        severity="refusal",
        message=f"{observation.indicator_id} is printed as {observation.where.quote!r}, outside {VALUE}",
        indicator_id=observation.indicator_id,
        applicant=observation.applicant,
        where=observation.where,
    )
