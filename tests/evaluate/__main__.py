"""`make evaluate`: how right the reader is on labelled reports, and the page `docs/accuracy.md` that tells it.

`python -m tests.evaluate FOLDER` measures instead the labelled files of a folder (`gongkai label` writes such
labels) and only prints.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.console import Console

from tests.evaluate.accuracy import explanations, unexplained, write_page
from tests.evaluate.cases import LABELS, SHARED, WRITTEN, clauses, examples, labelled_files, seeds
from tests.evaluate.scoring import Score, score
from tests.measures import Measure, publish

SEEDS: Final = "real texts"
EXAMPLES: Final = "real tables"
CLAUSES: Final = "real clauses"
ABOUT: Final = {
    SEEDS: "five real scraped texts, labelled whole",
    EXAMPLES: "real documents (PDF, HTML, text), table cells read by hand",
    CLAUSES: "condensed clauses of real pages; facts by indicator, value and period",
    "invented clauses": "clauses in the manner of real ones, by an author who had not seen the reader",
    "invented clauses, held back": "the same, unseen until the reader was finished",
    "invented pages": "whole pages in the manner of real ones, by an author who had not seen the reader",
    "invented pages, held back": "the same, unseen until the reader was finished",
}
_CLAUSE_TARGETS: Final = {
    "precision": 0.99,
    "recall": 0.92,
    "kind": 0.98,
    "agency": 0.98,
    "report_year": 0.98,
}

console = Console(width=150)


def main() -> int:
    """Measure, print, write; 1 where a target is missed or the labelled reports are not here."""
    if len(sys.argv) > 1:
        return _folder(Path(sys.argv[1]))
    if not SHARED.exists():
        console.print(f"the labelled reports are not here: {SHARED}", style="red")
        return 1
    scores = {
        SEEDS: score(seeds()),
        EXAMPLES: score(examples()),
        CLAUSES: score(clauses(LABELS), by_basis=False),
        "invented clauses": score(clauses(WRITTEN / "clauses.jsonl"), by_basis=False),
        "invented clauses, held back": score(clauses(WRITTEN / "clauses_held_back.jsonl"), by_basis=False),
        "invented pages": score(labelled_files(WRITTEN / "pages")),
        "invented pages, held back": score(labelled_files(WRITTEN / "pages_held_back")),
    }
    known = explanations()
    write_page(scores, ABOUT, known)
    left = unexplained(scores, known)
    for name, miss in left:
        console.print(f"{name}: {miss}", highlight=False, markup=False)
    explained = Measure(
        "read.misses.unexplained", len(left), 0, "at most", note="differences without a reason"
    )
    return 0 if publish("evaluate", [*_measures(scores), explained]) else 1


def _measures(scores: Mapping[str, Score]) -> list[Measure]:
    of_seeds, of_tables = scores[SEEDS], scores[EXAMPLES].total("table")
    found = [
        Measure(
            "read.seeds.exact",
            of_seeds.n_exact,
            of_seeds.n_documents,
            note="documents read without any difference",
        ),
        Measure(
            "read.tables.wrong_cells",
            of_tables.wrong,
            0,
            "at most",
            note=f"of {of_tables.asked} printed in the examples",
        ),
        Measure("read.tables.recall", of_tables.recall, 0.99, note=f"{of_tables.asked} printed"),
        *_clause_measures("read.prose", "read.identity", scores[CLAUSES]),
    ]
    for name, scored in scores.items():
        if name.startswith("invented clauses"):
            found += _clause_measures(*[f"{area}.{_slug(name)}" for area in ("prose", "identity")], scored)
        elif name.startswith("invented pages"):
            found += _page_measures(_slug(name), scored)
    return found


def _clause_measures(prose: str, identity: str, scored: Score) -> list[Measure]:
    facts = scored.total("prose")
    found = [
        Measure(
            f"{prose}.precision", facts.precision, _CLAUSE_TARGETS["precision"], note=f"{facts.read} read"
        ),
        Measure(f"{prose}.recall", facts.recall, _CLAUSE_TARGETS["recall"], note=f"{facts.asked} labelled"),
    ]
    for name in ("kind", "agency", "report_year"):
        tally = scored.total("identity", [name])
        found.append(
            Measure(
                f"{identity}.{name}", tally.recall, _CLAUSE_TARGETS[name], note=f"{tally.asked} derivable"
            )
        )
        found.append(
            Measure(
                f"{identity}.{name}_wrong", tally.wrong, 0.02 * tally.asked, "at most", note="instead of null"
            )
        )
    return found


def _page_measures(name: str, scored: Score) -> list[Measure]:
    cells, facts = scored.total("table"), scored.total("prose")
    return [
        Measure(f"pages.{name}.wrong_cells", cells.wrong, 0, "at most", note=f"of {cells.asked} printed"),
        Measure(f"pages.{name}.cells_recall", cells.recall, 0.99, note=f"{cells.asked} printed"),
        Measure(f"pages.{name}.prose_precision", facts.precision, 0.99, note=f"{facts.read} read"),
        Measure(f"pages.{name}.prose_recall", facts.recall, 0.92, note=f"{facts.asked} labelled"),
        *[
            Measure(
                f"pages.{name}.{one}",
                tally.recall,
                0.98,
                note=f"{tally.asked} derivable, {tally.wrong} wrong",
            )
            for one in ("kind", "agency", "report_year")
            for tally in [scored.total("identity", [one])]
        ],
    ]


def _slug(name: str) -> str:
    return "held_back" if name.endswith("held back") else "invented"


def _folder(folder: Path) -> int:
    scored = score(labelled_files(folder))
    for miss in sorted(scored.misses):
        console.print(str(miss), highlight=False, markup=False)
    publish("evaluate_folder", _page_measures(folder.name, scored))
    return 0


if __name__ == "__main__":
    sys.exit(main())
