"""Real tables, read by hand by others: the folder beside the repository that holds them is not part of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flows.clean.payload import clean
from flows.extract.tables.forms import read_tables
from flows.extract.tables.grid import grids
from flows.reference import load_reference

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SEEDS = SHARED / "seeds"
EXAMPLES = SHARED / "examples"
TRUTHS = sorted((EXAMPLES / "truth").glob("*.json"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real pages are not here: {SHARED}")


def wanted(observations: list[dict[str, Any]]) -> Counter[tuple[str, str | None, str, str]]:
    return Counter(
        (o["indicator_id"], o.get("applicant"), o["period"], str(o["value"]))
        for o in observations
        if o["basis"] == "table" and o["value"] is not None
    )


def assert_read(path: Path, truth: dict[str, Any]) -> None:
    page = clean(path.read_bytes())
    reading = read_tables(grids(page), load_reference())
    read = Counter((o.indicator_id, o.applicant, o.period, f"{o.value:f}") for o in reading.observations)
    assert read == wanted(truth["observations"])
    assert all(page.text[o.where.start : o.where.end] == o.where.quote for o in reading.observations)
    if reading.forms:
        assert "+".join(reading.forms) == truth["form"]


@pytest.mark.parametrize("number", range(5))
def test_seed(number: int) -> None:
    truth = json.loads((SEEDS / "expected.json").read_text("utf-8"))[number]
    assert_read(SEEDS / truth["file"], truth)


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_example(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    assert_read(EXAMPLES / truth["file"], truth)
