"""The comparison on a terminal: a table by form, and the first differences.

What belongs here: showing. What does not: counting (`compare.py`).
"""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.demo.compare import Comparison, Outcome

OUTCOMES: tuple[Outcome, ...] = ("right", "wrong", "missing", "extra")


def show_comparison(comparison: Comparison, console: Console, *, limit: int = 20) -> None:
    """Print the counts, and at most `limit` differences with the page and the noises on it."""
    console.print(_counts(comparison))
    console.print(
        f"read right: {comparison.share_right:.2%} of the printed facts on {comparison.n_pages} pages; "
        f"planted faults found: {comparison.n_findings_found} of {comparison.n_findings_expected}"
    )
    if comparison.differences:
        console.print(_differences(comparison, limit))
    hidden = len(comparison.differences) - limit
    if hidden > 0:
        console.print(f"... and {hidden} more differences")


def _counts(comparison: Comparison) -> Table:
    table = Table(title="What was read against what was printed")
    for heading in ("form", "printed", *OUTCOMES):
        table.add_column(heading, justify="left" if heading == "form" else "right")
    for form, counts in sorted(comparison.facts.items()):
        printed = counts.total() - counts["extra"]
        table.add_row(form, *(f"{n:,}" for n in (printed, *(counts[outcome] for outcome in OUTCOMES))))
    totals = (comparison.n_printed, *(comparison.count(outcome) for outcome in OUTCOMES))
    table.add_section()
    table.add_row("all", *(f"{n:,}" for n in totals))
    return table


def _differences(comparison: Comparison, limit: int) -> Table:
    table = Table(title="Differences")
    for heading in ("what", "outcome", "name", "printed", "read", "noises", "page"):
        table.add_column(heading, overflow="fold")
    for d in comparison.differences[:limit]:
        cells = (d.subject, d.outcome, d.name, d.printed, d.read, " ".join(d.noises), d.path)
        table.add_row(*map(escape, cells))
    return table
