"""Invented documents and captures, loaded the way a night loads them: what the tests of the raw store and of
the marts stand on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from flows.extract.document import READER_VERSION
from flows.extract.identities import check
from flows.extract.model import Balance, Document, Evidence, Finding, Identity, Observation, TableCell, Where
from flows.load.rows import PayloadReading, to_tables
from flows.load.store import RawStore
from flows.reference import load_reference
from flows.schema import CAPTURES
from flows.settings import Settings

FIRST_NIGHT = datetime(2026, 1, 1, 18, 30)  # noqa: DTZ001 - raw times are UTC without a zone


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fact(indicator_id: str, value: str | int, **more: Any) -> Observation:
    """A table cell of the form of 2021 at the head of the text, unless told otherwise; basis `prose` has no cell."""
    basis, start = more.pop("basis", "table"), more.pop("start", 0)
    in_table = basis == "table"
    place = {"table": 0, "row": 1, "column": 2} if in_table else {}
    defaults: dict[str, Any] = {
        "form": "F2021" if in_table else None,
        "aligned_by": "label" if in_table else None,
        "period": "year",
        "unit": "件",
    }
    where = Where(start=start, end=start + len(str(value)), quote=str(value), **place)
    return Observation(indicator_id, Decimal(value), basis=basis, where=where, **(defaults | more))


def report(
    agency: str | None = "云溪县人民政府",
    year: int | None = 2022,
    *facts: Observation,
    text: str = "",
    **more: Any,
) -> Document:
    """An annual report; keyword arguments are fields of its identity, but `form`, `findings` and `cells`."""
    content = text or f"{agency}{year}年政府信息公开工作年度报告"
    form = more.pop("form", "F2021" if any(f.basis == "table" for f in facts) else "prose")
    findings: tuple[Finding, ...] = more.pop("findings", ())
    cells: tuple[TableCell, ...] = more.pop("cells", ())
    broken, balances = _checked(facts)
    identity = Identity(
        kind=more.pop("kind", "annual_report"),
        title=content[:40],
        agency=agency,
        agency_as_written=agency,
        level=more.pop("level", "county"),
        category=more.pop("category", "government"),
        province=more.pop("province", "云山省"),
        region_code=more.pop("region_code", "430721"),
        report_year=year,
        evidence=(
            Evidence("report_year", str(year), "title", is_chosen=True, quote=str(year), start=0, end=4),
        ),
        **more,
    )
    return Document(
        document_id=sha256(f"{content}|{agency}|{year}|{identity.kind}")[:32],
        text_sha256=sha256(content),
        text=content,
        identity=identity,
        form=form,
        observations=facts,
        findings=(*findings, *broken),
        balances=tuple(balances),
        cells=cells,
        repairs={"pinyin_gloss": 2},
    )


def _checked(facts: Sequence[Observation]) -> tuple[list[Finding], list[Balance]]:
    """The identities as the reader asks them; it never states what the dictionary lacks, or what is no number."""
    reference = load_reference()
    known = all(one.indicator_id in reference.indicators and one.value.is_finite() for one in facts)
    return check(facts, reference) if known else ([], [])


@dataclass(frozen=True)
class Page:
    """One payload at one address, captured on the given night (0 is the first), with what was read in it; a part
    with the report page that links it."""

    url: str
    documents: Sequence[Document] = ()
    night: int = 0
    refusal: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    parent: "Page | None" = None

    @property
    def payload_sha256(self) -> str:
        return sha256("|".join(document.text for document in self.documents) or f"empty {self.url}")

    def again(self, night: int) -> "Page":
        return replace(self, night=night, more={"outcome": "unchanged"})


def captures(pages: Sequence[Page]) -> pa.Table:
    return pa.Table.from_pylist([_capture(page) for page in pages], schema=CAPTURES.schema)


def _capture(page: Page) -> dict[str, Any]:
    fetched_at = FIRST_NIGHT + timedelta(days=page.night)
    return {
        "capture_id": sha256(f"{page.url}|{fetched_at}")[:16],
        "source_id": "sample",
        "url": page.url,
        "fetched_at": fetched_at,
        "status": 200,
        "outcome": "new",
        "reason": None,
        "role": "report",
        "content_type": "text/html",
        "etag": None,
        "last_modified": None,
        "payload_sha256": page.payload_sha256,
        "payload_size": 1000,
        "warc_file": "warc/sample-00000.warc.gz",
        "warc_offset": 1234,
        "run_id": f"{fetched_at:%Y%m%dT%H%M%SZ}",
        "linked_from": page.parent.url if page.parent else None,
        **page.more,
    }


def readings(pages: Sequence[Page]) -> list[PayloadReading]:
    return [
        PayloadReading(
            payload_sha256=page.payload_sha256,
            url=page.url,
            source_id="sample",
            outcome="refused" if page.refusal else "read",
            reason=page.refusal,
            detail="nothing in it" if page.refusal else None,
            documents=tuple(page.documents),
            parent_sha256=page.parent.payload_sha256 if page.parent else None,
        )
        for page in pages
    ]


def load(
    settings: Settings, pages: Sequence[Page], *, reader_version: int = READER_VERSION, run_id: str = "night"
) -> RawStore:
    """Append the pages' captures and readings to the raw store."""
    store = RawStore(settings)
    store.append_captures(captures(pages))
    store.append(to_tables(readings(pages), reader_version=reader_version, run_id=run_id), run_id)
    return store
