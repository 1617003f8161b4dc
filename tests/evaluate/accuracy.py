"""`docs/accuracy.md`: how right the reader is, field by field and indicator by indicator, with every miss.

What belongs here: the page. What does not: counting (`scoring.py`). Why a miss is one is written by a person in
`explained.csv`; a miss without a line there stands on the page as not explained, and fails `make evaluate`.
"""

import csv
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Final

from flows.extract.report_json import IDENTITY_FIELDS
from tests.evaluate.scoring import Miss, Part, Score, Tally

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
EXPLAINED: Final = Path(__file__).with_name("explained.csv")
_UNEXPLAINED: Final = "**not explained**"

_HEAD: Final = """\
# Accuracy

Made by `make evaluate`; do not edit. Every labelled document is read as `gongkai extract` reads it and compared
with what a careful reader wrote down. Precision: which share of what was read is right. Recall: which share of what
is printed was read. Identity fields that nobody could know from the document's own words are not asked for, but a
wrong answer to one counts.
"""

Explanations = Mapping[tuple[str, Miss], str]


def explanations() -> Explanations:
    """Why each known miss is one, by set and miss."""
    with EXPLAINED.open(encoding="utf-8", newline="") as stream:
        return {
            (row["set"], Miss(row["document"], row["what"], row["label"], row["read"])): row["why"]
            for row in csv.DictReader(stream)
        }


def unexplained(scores: Mapping[str, Score], known: Explanations) -> list[tuple[str, Miss]]:
    """Misses that nobody has explained."""
    return [
        (name, miss)
        for name, scored in scores.items()
        for miss in scored.misses
        if not known.get((name, miss))
    ]


def stale(scores: Mapping[str, Score], known: Explanations) -> list[tuple[str, Miss]]:
    """Explanations of what is no miss any more."""
    return [(name, miss) for name, miss in known if name in scores and miss not in scores[name].misses]


def write_page(
    scores: Mapping[str, Score],
    about: Mapping[str, str],
    known: Explanations,
    *,
    explained: Container[str],
    closed: Container[str],
) -> None:
    """Write the page.

    Args:
        scores: by name of the set.
        about: what each set is, in a sentence.
        known: why each miss is one.
        explained: the sets whose misses are explained one by one; of the others they are listed.
        closed: the sets whose misses are counted and not shown, so that nobody mends the reader by them.
    """
    parts = [
        _HEAD,
        *_sets(scores, about),
        *_identity(scores),
        *_indicators(scores),
        *_misses({name: one for name, one in scores.items() if name not in closed}, known, explained),
    ]
    PAGE.write_text("\n".join(parts).rstrip("\n") + "\n", encoding="utf-8")


def _sets(scores: Mapping[str, Score], about: Mapping[str, str]) -> Iterator[str]:
    yield "## Sets\n"
    yield "| set | documents | no difference | table precision | recall | prose precision | recall | what it is |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, scored in scores.items():
        shares = " | ".join(_shares(scored.total(part)) for part in ("table", "prose"))  # type: ignore[arg-type]
        yield f"| {name} | {scored.n_documents} | {scored.n_exact} | {shares} | {about[name]} |"
    yield ""


def _identity(scores: Mapping[str, Score]) -> Iterator[str]:
    yield "## Identity\n\nRight of asked, and wrong answers (instead of none) in brackets.\n"
    yield from _heading("field", scores)
    for field in IDENTITY_FIELDS:
        cells = (_of_asked(scored.tallies.get(("identity", field))) for scored in scores.values())
        yield f"| {field} | {' | '.join(cells)} |"
    yield ""


def _indicators(scores: Mapping[str, Score]) -> Iterator[str]:
    parts: tuple[tuple[Part, str], ...] = (("table", "Table cells"), ("prose", "Prose"))
    for part, title in parts:
        chosen = {name: scored for name, scored in scores.items() if scored.total(part).asked}
        names = sorted({name for scored in chosen.values() for one, name in scored.tallies if one == part})
        yield f"## {title}, by indicator\n\nRight of printed, and wrong ones in brackets.\n"
        yield from _heading("indicator", chosen)
        for name in names:
            cells = (_of_asked(scored.tallies.get((part, name))) for scored in chosen.values())
            yield f"| `{name}` | {' | '.join(cells)} |"
        yield ""


def _misses(scores: Mapping[str, Score], known: Explanations, explained: Container[str]) -> Iterator[str]:
    yield "## Every difference\n"
    yield "Of the sets that are held back they are counted above and not shown.\n"
    if not any(scored.misses for scored in scores.values()):
        yield "None."
    for name, scored in scores.items():
        if not scored.misses:
            continue
        has_why = name in explained
        yield f"### {name}\n"
        yield "| document | what | label | read |" + (" why |" if has_why else "")
        yield "| --- | --- | --- | --- |" + (" --- |" if has_why else "")
        for miss in sorted(scored.misses):
            why = [known.get((name, miss), "") or _UNEXPLAINED] if has_why else []
            cells = (miss.document, miss.what, miss.label, miss.read, *why)
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
        yield ""


def _heading(first: str, names: Mapping[str, Score]) -> Iterator[str]:
    yield f"| {first} | {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in range(len(names) + 1))} |"


def _shares(tally: Tally) -> str:
    if not tally.asked and not tally.read:
        return " | "
    return f"{tally.precision:.4g} ({tally.read}) | {tally.recall:.4g} ({tally.asked})"


def _of_asked(tally: Tally | None) -> str:
    if tally is None or not (tally.asked or tally.read):
        return ""
    return f"{tally.right} of {tally.asked}" + (f" ({tally.wrong} wrong)" if tally.wrong else "")
