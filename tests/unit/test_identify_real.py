"""Identity on the real pages that were read by hand (skipped where they are not here)."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.clean.payload import clean
from flows.extract.identity.identify import identify
from flows.extract.model import Identity
from flows.reference import load_reference

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REFERENCE = load_reference()
KINDS = {"annual_report_mirror": "annual_report", "guide_not_report": "guide"}

pytestmark = pytest.mark.skipif(
    not SHARED.exists(), reason="the folder of real examples (../shared) is not here"
)


def read(payload: bytes, url: str | None, forms: tuple[str, ...] = ()) -> Identity:
    return identify(clean(payload, url=url), url=url, reference=REFERENCE, table_forms=forms)


def labels() -> list[dict[str, Any]]:
    path = SHARED / "domain" / "labels-dev.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize("label", labels(), ids=lambda label: label["key"][-40:])
def test_labelled_pages(label: dict[str, Any]) -> None:
    identity = read(label["text"].encode(), label["url"])
    assert identity.kind == KINDS.get(label["doc_kind"], label["doc_kind"])
    # What cannot be known from the text kept here may be found or be null, and is never wrong.
    agencies = {label["agency_full_name"]} | (set() if label["derivable"]["agency"] else {None})
    assert identity.agency in agencies
    year = int(label["report_year"]) if label["report_year"] else None
    assert identity.report_year in {year} | (set() if label["derivable"]["report_year"] else {None})


FIELDS = (
    "kind",
    "agency",
    "level",
    "province",
    "city",
    "county",
    "region_code",
    "report_year",
    "published_on",
)


def seeds() -> list[dict[str, Any]]:
    path = SHARED / "seeds" / "expected.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else []


@pytest.mark.parametrize("expected", seeds(), ids=lambda expected: expected["file"])
def test_seeds(expected: dict[str, Any]) -> None:
    identity = read((SHARED / "seeds" / expected["file"]).read_bytes(), None)
    for field in FIELDS:
        found = getattr(identity, field)
        assert found == expected[field] or (field in expected.get("optional", ()) and found is None), field
    assert identity.title == expected["title"]


@pytest.mark.parametrize("name", ["pingtan_area_2014", "pingtan_county_2013", "shuyang_ndrc_2023"])
def test_examples(name: str) -> None:
    truth = json.loads((SHARED / "examples" / "truth" / f"{name}.json").read_text("utf-8"))
    identity = read((SHARED / "examples" / truth["file"]).read_bytes(), None, tuple(truth["form"].split("+")))
    assert (identity.kind, identity.agency) == (truth["kind"], truth["agency"])
    assert identity.report_year == truth["report_year"]
