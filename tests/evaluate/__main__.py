"""`make evaluate`: how right the reader is on the labelled real reports, per field and per kind of fact.

Precision: which share of what was read is right. Recall: which share of what is printed was read. Misses are
listed by document, so that each can be explained.
"""

import re
import sys
from collections import Counter
from decimal import Decimal
from typing import Any

from rich.console import Console

from flows.clean.payload import clean
from flows.errors import GongkaiError
from flows.extract.document import read_payload
from flows.extract.identity.identify import identify
from flows.extract.prose import read_prose
from flows.extract.report_json import document_object
from flows.extract.tables.forms import read_tables
from flows.extract.tables.grid import grids
from flows.reference import load_reference
from tests.evaluate.cases import IDENTITY_FIELDS, SHARED, Case, clauses, examples, facts_of, seeds
from tests.measures import Measure, publish

console = Console(width=150)

# The condensed clauses keep some tables as bare rows. Without its headings a table is of no form, so their cells
# are not asked for here; whole tables are measured on the examples.
_ROWS_WITHOUT_HEADINGS = re.compile(r"规章( \d+){2,}")


def main() -> int:
    """Measure, print, write; 1 where a target is missed or the labelled reports are not here."""
    if not SHARED.exists():
        console.print(f"the labelled reports are not here: {SHARED}", style="red")
        return 1
    measures = [*_seeds(), *_examples(), *_clauses()]
    return 0 if publish("evaluate", measures) else 1


def _read(case: Case) -> dict[str, Any]:
    return document_object(read_payload(case.path.read_bytes())[0], file=case.name)


def _seeds() -> list[Measure]:
    exact = 0
    for case in seeds():
        row = _read(case)
        optional = case.label.get("optional", ())
        wrong = [
            f"{name}: {row[name]!r} for {case.label.get(name)!r}"
            for name in IDENTITY_FIELDS
            if row[name] != case.label.get(name) and not (name in optional and row[name] is None)
        ]
        read = facts_of(row["observations"])
        wrong += [f"extra {fact}" for fact in sorted(read - case.facts, key=str)]
        wrong += [f"missing {fact}" for fact in sorted(case.facts - read, key=str)]
        _list_misses(case.name, wrong)
        exact += not wrong
    return [Measure("read.seeds.exact", exact, len(seeds()), note="documents read without any difference")]


def _examples() -> list[Measure]:
    right = wrong = missing = total = 0
    for case in examples():
        truth = {(i, a, p): v for i, a, p, b, v, _ in case.facts if b == "table"}
        try:
            row = _read(case)
        except GongkaiError as error:
            _list_misses(case.name, [f"not read: {error!r}"])
            total += len(truth)
            missing += len(truth)
            continue
        read = {(i, a, p): v for i, a, p, b, v, _ in facts_of(row["observations"]) if b == "table"}
        bad = [
            f"{key}: read {read[key]}, printed {truth.get(key)}"
            for key in read
            if read[key] != truth.get(key)
        ]
        gone = [f"{key}: missing, printed {truth[key]}" for key in truth if key not in read]
        fields = [
            f"{n}: {row[n]!r} for {case.label[n]!r}"
            for n in ("kind", "agency", "report_year", "form")
            if row[n] != case.label[n]
        ]
        _list_misses(case.name, [*fields, *bad, *gone])
        total += len(truth)
        wrong += len(bad)
        missing += len(gone)
        right += len(truth) - len(gone) - sum(1 for key in truth if key in read and read[key] != truth[key])
    return [
        Measure("read.tables.wrong_cells", wrong, 0, "at most", note=f"of {total} printed in the examples"),
        Measure("read.tables.recall", right / total if total else 0.0, 0.99, note=f"{missing} missing"),
    ]


def _clauses() -> list[Measure]:
    reference = load_reference()
    counts: Counter[str] = Counter()
    for label in clauses():
        page = clean(label["text"].encode(), content_type="text/plain; charset=utf-8", url=label["url"])
        tables = grids(page)
        reading = read_tables(tables, reference)
        year = int(label["report_year"]) if label["report_year"] else None
        prose = read_prose(page.text, [(t.start, t.end) for t in tables], reference, report_year=year)
        read = {(o.indicator_id, o.value, o.period) for o in (*reading.observations, *prose.observations)}
        truth = {
            (
                f["indicator_id"],
                Decimal(str(f["value"])),
                "cumulative" if f["period"] == "cumulative" else "year",
            )
            for f in label["facts"]
            if f["indicator_id"]
        }
        if label["doc_kind"] == "guide_not_report":
            truth = set()
        if _ROWS_WITHOUT_HEADINGS.search(label["text"]):
            truth = {fact for fact in truth if not fact[0].startswith("proactive.")}
        counts["right"] += len(read & truth)
        counts["read"] += len(read)
        counts["printed"] += len(truth)
        identity = identify(page, url=label["url"], reference=reference, table_forms=reading.forms)
        wrong = _count_identity(label, identity, counts)
        wrong += [f"extra {fact}" for fact in sorted(read - truth, key=str)]
        wrong += [f"missing {fact}" for fact in sorted(truth - read, key=str)]
        _list_misses(label["key"], wrong)
    return [
        Measure("read.prose.precision", counts["right"] / max(1, counts["read"]), 0.99, note=f"{counts['read']} read"),
        Measure(
            "read.prose.recall",
            counts["right"] / max(1, counts["printed"]),
            0.92,
            note=f"{counts['printed']} labelled",
        ),
        *[
            Measure(f"read.identity.{name}", counts[f"{name} right"] / max(1, counts[f"{name} asked"]), 0.98,
                    note=f"{counts[f'{name} asked']} derivable")
            for name in ("agency", "report_year")
        ],
        *[
            Measure(f"read.identity.{name}_wrong", counts[f"{name} wrong"], 0, "at most", note="wrong instead of null")
            for name in ("agency", "report_year")
        ],
    ]  # fmt: skip


def _count_identity(label: dict[str, Any], identity: Any, counts: Counter[str]) -> list[str]:
    said = []
    year = int(label["report_year"]) if label["report_year"] else None
    for name, read, truth in (
        ("agency", identity.agency, label["agency_full_name"]),
        ("report_year", identity.report_year, year),
    ):
        derivable = label["derivable"][name] and label["doc_kind"] != "guide_not_report"
        counts[f"{name} asked"] += derivable
        counts[f"{name} right"] += derivable and read == truth
        is_wrong = read is not None and truth is not None and read != truth
        counts[f"{name} wrong"] += is_wrong
        if is_wrong or (derivable and read != truth):
            said.append(f"{name}: {read!r} for {truth!r}")
    return said


def _list_misses(name: str, misses: list[str]) -> None:
    if misses:
        console.print(f"[bold]{name}[/]")
        for miss in misses[:40]:
            console.print(f"  {miss}", highlight=False, markup=False)
        if len(misses) > 40:
            console.print(f"  ... and {len(misses) - 40} more")


if __name__ == "__main__":
    sys.exit(main())
