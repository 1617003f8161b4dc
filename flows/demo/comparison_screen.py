"""The comparison on a terminal: a table by form, and the differences by page.

What belongs here: showing. What does not: counting (`compare.py`).
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.demo.compare import Comparison, Difference, Outcome

_OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "wrong", "missing", "extra")
_WORST_FIRST: Final[tuple[Outcome, ...]] = ("wrong", "extra", "missing")


def show_comparison(comparison: Comparison, console: Console, *, limit: int = 20) -> None:
    """Print the counts, and at most `limit` lines of differences: one for each page and kind of difference,
    the worst first, with an example."""
    console.print(_counts(comparison))
    console.print(
        f"read right: {comparison.share_right:.2%} of the printed facts on {comparison.n_pages} pages; "
        f"planted faults found: {comparison.n_findings_found} of {comparison.n_findings_expected}"
    )
    groups = _by_page(comparison.differences)
    if groups:
        console.print(_differences(groups[:limit]))
    if len(groups) > limit:
        console.print(f"... and {len(groups) - limit} more lines of differences")


def _counts(comparison: Comparison) -> Table:
    table = Table(title="What was read against what was printed")
    for heading in ("form", "printed", *_OUTCOMES):
        table.add_column(heading, justify="left" if heading == "form" else "right")
    for form, counts in sorted(comparison.facts.items()):
        printed = counts.total() - counts["extra"]
        table.add_row(form, *(f"{n:,}" for n in (printed, *(counts[outcome] for outcome in _OUTCOMES))))
    totals = (comparison.n_printed, *(comparison.count(outcome) for outcome in _OUTCOMES))
    table.add_section()
    table.add_row("all", *(f"{n:,}" for n in totals))
    return table


def _by_page(differences: Sequence[Difference]) -> list[list[Difference]]:
    def place(difference: Difference) -> tuple[int, str, str]:
        return _WORST_FIRST.index(difference.outcome), difference.subject, difference.path

    return [list(group) for _, group in groupby(sorted(differences, key=place), key=place)]


def _differences(groups: Sequence[Sequence[Difference]]) -> Table:
    table = Table(title="Differences")
    for heading in ("what", "count", "for example", "noises", "page"):
        table.add_column(heading, justify="right" if heading == "count" else "left", overflow="fold")
    for group in groups:
        first = group[0]
        example = f"{first.name}: {first.printed or '(nothing)'} -> {first.read or '(nothing)'}"
        what, page = f"{first.subject} {first.outcome}", first.path.rsplit("/", 1)[-1]
        table.add_row(what, str(len(group)), escape(example), " ".join(first.noises), escape(page))
    return table
