"""Measured on real pages: the labelled clauses and the seeds, where their folder is at hand."""

import json
from decimal import Decimal
from pathlib import Path

import opencc
import pytest

from flows.clean.payload import clean
from flows.extract.prose import read_prose
from flows.reference import load_reference
from flows.settings import PROJECT_DIR

SHARED = PROJECT_DIR.parent / "shared"
SEEDS = SHARED / "seeds"
LABELS = SHARED / "domain" / "labels-dev.jsonl"
PRECISION, RECALL = 0.99, 0.92
# Their clauses keep tables whose headings were left out.
IN_TABLES = "proactive."

Fact = tuple[str, Decimal, str]


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not beside the repository")


def stated(label: dict[str, object], *, in_table: bool) -> set[Fact]:
    facts: list[dict[str, object]] = label["facts"]  # type: ignore[assignment]
    return {
        (
            str(f["indicator_id"]),
            Decimal(str(f["value"])),
            "cumulative" if f["period"] == "cumulative" else "year",
        )
        for f in facts
        if f["indicator_id"] and not (in_table and str(f["indicator_id"]).startswith(IN_TABLES))
    }


@needs(LABELS)
def test_labelled_clauses() -> None:
    reference = load_reference()
    simplified = opencc.OpenCC("t2s")
    right = read = expected = 0
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        text = simplified.convert(label["text"])
        year = int(label["report_year"]) if label["report_year"] else None
        found = {
            (o.indicator_id, o.value, o.period)
            for o in read_prose(text, (), reference, report_year=year).observations
        }
        wanted = stated(label, in_table="规章 0 0 0" in text)
        right += len(found & wanted)
        read += len(found)
        expected += len(wanted)
    assert right / read >= PRECISION
    assert right / expected >= RECALL


@needs(SEEDS)
def test_seeds() -> None:
    reference = load_reference()
    for expected in json.loads((SEEDS / "expected.json").read_text(encoding="utf-8")):
        page = clean((SEEDS / expected["file"]).read_bytes())
        reading = read_prose(page.text, (), reference, report_year=expected["report_year"])
        found = {(o.indicator_id, o.value, o.period, o.approximate) for o in reading.observations}
        assert found == {
            (o["indicator_id"], Decimal(str(o["value"])), o["period"], o.get("approximate", False))
            for o in expected["observations"]
            if o["basis"] == "prose"
        }
