"""Real reports with what a careful reader takes from them, read from the folder `shared` beside the repository.

The pages are other people's texts and are not kept here; where the folder is missing there are no cases.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
EXAMPLES = SHARED / "examples"
LABELS = SHARED / "domain" / "labels-dev.jsonl"

IDENTITY_FIELDS = (
    "kind", "agency", "level", "province", "city", "county", "region_code", "report_year", "published_on", "form",
)  # fmt: skip

Fact = tuple[str, str | None, str, str, Decimal, bool]
"""indicator_id, applicant, period, basis, value, approximate."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document and its label."""

    name: str
    path: Path
    label: dict[str, Any]

    @property
    def facts(self) -> set[Fact]:
        """The labelled facts."""
        return facts_of(self.label.get("observations", ()))


def facts_of(observations: Iterable[dict[str, Any]]) -> set[Fact]:
    """Observations in the printed contract's names, as comparable tuples."""
    return {
        (
            o["indicator_id"],
            o.get("applicant"),
            o["period"],
            o["basis"],
            Decimal(str(o["value"])),
            bool(o.get("approximate")),
        )
        for o in observations
    }


def seeds() -> list[Case]:
    """The real texts the project started from."""
    if not SEEDS.exists():
        return []
    labels = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
    return [Case(label["file"], SEEDS / label["file"], label) for label in labels]


def examples() -> list[Case]:
    """Real documents in other containers, with their table cells read by hand."""
    if not EXAMPLES.exists():
        return []
    labels = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((EXAMPLES / "truth").glob("*.json"))
    ]
    return [Case(label["file"], EXAMPLES / label["file"], label) for label in labels]


def clauses() -> list[dict[str, Any]]:
    """Condensed clauses of real pages with their prose facts and identity."""
    if not LABELS.exists():
        return []
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines() if line.strip()]
