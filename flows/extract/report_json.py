"""A document as one JSON object: the contract of `gongkai extract --json`.

What belongs here: names and shapes of the printed fields. What does not: reading, and the raw tables.
Values are printed as JSON numbers with exactly the digits of the decimal.
"""

from decimal import Decimal
from typing import Any, Final

import simplejson

from flows.errors import Refusal
from flows.extract.model import Document, Evidence, Finding, Observation, Where

IDENTITY_FIELDS: Final = (
    "kind", "agency", "level", "category", "province", "city", "county", "region_code", "report_year",
    "published_on", "scope", "form",
)  # fmt: skip
"""The printed fields that say which body reports, where and on which year, and in which form."""


def document_object(document: Document, *, file: str, member_of: str | None = None) -> dict[str, Any]:
    """The fields of one document, in the order they are printed.

    Args:
        document: what was read.
        file: name of the file it was read from.
        member_of: name of the file whose compilation it is a member of.
    """
    identity = document.identity
    return {
        "file": file,
        "document_id": document.document_id,
        "kind": identity.kind,
        "title": identity.title,
        "agency": identity.agency,
        "agency_as_written": identity.agency_as_written,
        "level": identity.level,
        "category": identity.category,
        "province": identity.province,
        "city": identity.city,
        "county": identity.county,
        "region_code": identity.region_code,
        "report_year": identity.report_year,
        "published_on": identity.published_on,
        "scope": identity.scope,
        "form": document.form,
        "observations": [_observation(o) for o in document.observations],
        "findings": [_finding(f) for f in document.findings],
        "excluded_because": identity.excluded_because,
        "member_of": member_of,
        "member_start_line": document.member_start,
        "part_of": document.part_of,
        "evidence": [_evidence(e) for e in identity.evidence],
        "repairs": dict(document.repairs),
    }


def refusal_object(refusal: Refusal, *, file: str) -> dict[str, Any]:
    """The object printed for a file that cannot be read: the same names, no facts, the reason as a finding."""
    names = (
        "title agency agency_as_written level category province city county region_code report_year published_on "
        "scope form"
    )
    finding = {"rule": refusal.reason, "severity": "refusal", "message": refusal.detail or refusal.reason}
    return {
        "file": file,
        "kind": "other",
        **dict.fromkeys(names.split()),
        "observations": [],
        "findings": [finding],
        "excluded_because": str(refusal),
        "member_of": None,
        "part_of": None,
    }


def dumps(row: dict[str, Any]) -> str:
    """One line of JSON; decimals keep their digits."""
    return str(simplejson.dumps(row, ensure_ascii=False, use_decimal=True))


def _plain(value: Decimal) -> int | Decimal:
    """A whole number prints as one (43, not 43.0 or 4.3E+1); another keeps its decimals without an exponent."""
    return int(value) if value == value.to_integral_value() else Decimal(format(value.normalize(), "f"))


def _where(where: Where) -> dict[str, Any]:
    place = {"start": where.start, "end": where.end, "quote": where.quote}
    if where.table is None:
        return place
    return {"table": where.table, "row": where.row, "column": where.column, **place}


def _observation(observation: Observation) -> dict[str, Any]:
    row: dict[str, Any] = {
        "indicator_id": observation.indicator_id,
        "value": _plain(observation.value),
        "period": observation.period,
        "unit": observation.unit,
        "basis": observation.basis,
    }
    optional = {
        "applicant": observation.applicant,
        "approximate": observation.approximate or None,
        "unit_assumed": observation.unit_assumed or None,
        "scope": observation.scope,
        "form": observation.form,
        "aligned_by": observation.aligned_by,
    }
    row.update({name: value for name, value in optional.items() if value is not None})
    row["evidence"] = _where(observation.where)
    return row


def _finding(finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {"rule": finding.rule, "severity": finding.severity, "message": finding.message}
    optional = {
        "left": None if finding.left is None else _plain(finding.left),
        "right": None if finding.right is None else _plain(finding.right),
        "indicator_id": finding.indicator_id,
        "applicant": finding.applicant,
        "evidence": None if finding.where is None else _where(finding.where),
    }
    row.update({name: value for name, value in optional.items() if value is not None})
    return row


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "field": evidence.field,
        "value": evidence.value,
        "source": evidence.source,
        "is_chosen": evidence.is_chosen,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
    }
