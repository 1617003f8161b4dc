"""Labelled reports: what a careful reader takes from each, in one shape, whatever file the label stands in.

What belongs here: finding and reading labels. What does not: reading the reports, and counting (`scoring.py`).

Real reports are other people's texts and are not kept here: they are read from the folder `shared` beside the
repository, and where it is missing there are no such cases. The invented ones in `written/` were written, with
their labels, by authors who had not seen the reader.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from flows.extract.report_json import IDENTITY_FIELDS
from flows.labelling.draft import SUFFIX, is_complete, load_label

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"
SEEDS: Final = SHARED / "seeds"
EXAMPLES: Final = SHARED / "examples"
LABELS: Final = SHARED / "domain" / "labels-dev.jsonl"
WRITTEN: Final = Path(__file__).resolve().parent / "written"


_KIND_OF_CLAUSES: Final = {"annual_report_mirror": "annual_report", "template": "template_compilation"}
_NO_REPORT: Final = "_not_report"

Fact = tuple[str, str | None, str, str | None, Decimal, bool | None]
"""indicator_id, applicant, period, basis, value, approximate; None where the label does not tell."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document and its label.

    Attributes:
        name: known by it in `docs/accuracy.md`.
        payload: its bytes.
        url: its address, where the label gives it.
        label: all of the label, as it stands in its file.
        identity: field to value, for the fields that the label speaks of; None says that it cannot be known.
        may_be_null: fields that a careful reader may leave open.
        accept: other answers to a field that are right as well; `*` for any.
        facts: what it states.
        asks: `table`, `prose` or both: whose facts the label holds completely.
        optional_facts: indicator, applicant and period of what is right to read and right to leave out.
        same_as: facts that say a labelled one in the words of another form, each with the labelled one.
    """

    name: str
    payload: bytes
    url: str | None
    label: dict[str, Any]
    identity: dict[str, Any]
    facts: frozenset[Fact]
    asks: frozenset[str]
    may_be_null: frozenset[str] = field(default_factory=frozenset)
    accept: dict[str, list[Any]] = field(default_factory=dict)
    optional_facts: frozenset[tuple[str, str | None, str]] = field(default_factory=frozenset)
    same_as: dict[Fact, Fact] = field(default_factory=dict)


def facts_of(observations: Iterable[dict[str, Any]]) -> frozenset[Fact]:
    """Observations in the names of `gongkai extract --json`, as comparable tuples."""
    return frozenset(
        (
            one["indicator_id"],
            one.get("applicant"),
            one["period"],
            one["basis"],
            Decimal(str(one["value"])),
            bool(one.get("approximate")),
        )
        for one in observations
    )


def seeds() -> Iterator[Case]:
    """The real texts the project started from, labelled whole."""
    for label in _json(SEEDS / "expected.json") or ():
        yield Case(
            name=label["file"],
            payload=(SEEDS / label["file"]).read_bytes(),
            url=None,
            label=label,
            identity={name: label.get(name) for name in IDENTITY_FIELDS if name in label},
            facts=facts_of(label.get("observations", ())),
            asks=frozenset({"table", "prose"}),
            may_be_null=frozenset(label.get("optional", ())),
        )


def cells_by_hand(folder: Path) -> Iterator[Case]:
    """Documents of a folder with their table cells read by hand, in `truth/` beside them; prose is not labelled."""
    for path in sorted((folder / "truth").glob("*.json")):
        label = _json(path)
        yield Case(
            name=label["file"],
            payload=(folder / label["file"]).read_bytes(),
            url=None,
            label=label,
            identity={name: label[name] for name in ("kind", "agency", "report_year", "form")},
            facts=facts_of(label["observations"]),
            asks=frozenset({"table"}),
        )


def labelled_files(folder: Path) -> Iterator[Case]:
    """Files with a label beside them, as `gongkai label` writes it; drafts are left out."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        label = load_label(path)
        if not is_complete(label):
            continue
        yield Case(
            name=label["file"],
            payload=(folder / label["file"]).read_bytes(),
            url=label.get("url"),
            label=label,
            identity={name: label[name] for name in IDENTITY_FIELDS if name in label},
            facts=facts_of(label["observations"]),
            asks=frozenset({"table", "prose"}),
            may_be_null=frozenset(label.get("optional", ())),
            accept=label.get("accept", {}),
            optional_facts=frozenset(
                (one["indicator_id"], one.get("applicant"), one["period"])
                for one in label.get("optional_facts", ())
            ),
            same_as=dict(_same_cells(label["observations"])),
        )


def clauses(path: Path) -> Iterator[Case]:
    """Condensed clauses of pages, one a line, with their facts and whether body and year can be known from them."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for label in (json.loads(line) for line in lines if line.strip()):
        kind = label["doc_kind"].removesuffix(_NO_REPORT)
        kind = _KIND_OF_CLAUSES.get(kind, kind)
        known = {
            "agency": label["agency_full_name"],
            "report_year": int(label["report_year"]) if label["report_year"] else None,
        }
        is_report = kind == "annual_report"
        yield Case(
            name=label["key"],
            payload=label["text"].encode(),
            url=label["url"],
            label=label,
            identity={"kind": kind, **known},
            facts=frozenset(_clause_facts(_certain(label["facts"])) if is_report else ()),
            asks=frozenset({"table", "prose"}),
            optional_facts=frozenset(fact[:3] for fact in _clause_facts(label["facts"]))
            - frozenset(fact[:3] for fact in _clause_facts(_certain(label["facts"]))),
            may_be_null=frozenset(name for name in known if not (label["derivable"][name] and is_report)),
            same_as=dict(_said_otherwise(label["facts"]) if is_report else ()),
        )


def _same_cells(observations: Iterable[dict[str, Any]]) -> Iterator[tuple[Fact, Fact]]:
    """Each fact that says one of a label in the words of another form, with that one."""
    for one in observations:
        (fact,) = facts_of([one])
        for indicator_id in one.get("same_as_by_crosswalk", ()):
            yield (indicator_id, *fact[1:]), fact


def _certain(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of which the label's author says nothing else: what he calls doubtful is right to read or to leave out."""
    return [one for one in facts if not one.get("doubtful")]


def _clause_facts(facts: Iterable[dict[str, Any]]) -> Iterator[Fact]:
    """A clause's numbers that are indicators; the label tells neither table from prose nor the applicant."""
    return (_clause_fact(one, one["indicator_id"]) for one in facts if one["indicator_id"])


def _said_otherwise(facts: Iterable[dict[str, Any]]) -> Iterator[tuple[Fact, Fact]]:
    for one in facts:
        for indicator_id in one.get("same_as_by_crosswalk", ()):
            yield _clause_fact(one, indicator_id), _clause_fact(one, one["indicator_id"])


def _clause_fact(one: dict[str, Any], indicator_id: str) -> Fact:
    period = "cumulative" if one["period"] == "cumulative" else "year"
    value = one.get("value_in_dictionary_unit", one["value"])
    return indicator_id, None, period, None, Decimal(str(value)), None


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
