"""What a person sees of the archive: damage, captures, what importing and pruning came to.

What belongs here: tables and sentences for people. What does not: finding out what they say (`archive/`), and what is
shown of nights and documents (`screens.py`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.archive.model import Capture
from flows.archive.prune import Plan
from flows.archive.reindex import Reindexed
from flows.archive.verify import Finding
from flows.settings import Settings
from flows.terminal import in_one_line


def print_verified(console: Console, settings: Settings, found: Iterable[Finding]) -> bool:
    """What is not as it should be in the archive, a line each, as it is found; gives whether nothing is damaged."""
    counts: Counter[str] = Counter()
    for finding in found:
        counts[finding.kind] += 1
        console.print(
            in_one_line(f"{finding.kind}: {finding.place}: {finding.message}"),
            soft_wrap=True,
            highlight=False,
            markup=False,
        )
    verdict = f"{counts['damage']} damaged records" if counts["damage"] else "every record is whole"
    console.print(f"{settings.archive_dir}: {verdict}", soft_wrap=True, highlight=False, markup=False)
    return not counts["damage"]


def print_reindexed(console: Console, settings: Settings, came_to: Reindexed) -> bool:
    """What writing the capture log anew came to, in one line; gives whether nothing was damaged."""
    lost = (
        (came_to.n_damaged, "damaged records"),
        (came_to.n_without_note, "whole pages of which no record says whose they are"),
    )
    said = [f"{came_to.n_captures:,} captures", *(f"{number:,} {what}" for number, what in lost if number)]
    console.print(f"{settings.archive_dir}: {', '.join(said)}", soft_wrap=True, highlight=False, markup=False)
    return not came_to.n_damaged


def print_captures(console: Console, captures: Sequence[Capture]) -> None:
    """Fetches, a row each, oldest first."""
    if not captures:
        console.print("nothing of it was fetched")
        return
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("fetched at (UTC)", no_wrap=True)
    for name in ("source", "came to"):
        table.add_column(name)
    table.add_column("bytes", justify="right")
    table.add_column("SHA-256", no_wrap=True)
    table.add_column("address", overflow="fold")
    for capture in captures:
        table.add_row(
            f"{capture.fetched_at:%Y-%m-%d %H:%M:%S}",
            escape(in_one_line(capture.source_id)),
            f"{capture.outcome} ({escape(in_one_line(capture.reason))})"
            if capture.reason
            else capture.outcome,
            "" if capture.payload_size is None else f"{capture.payload_size:,}",
            (capture.payload_sha256 or "")[:12],
            escape(in_one_line(capture.url)),
        )
    console.print(table)


def print_imported(console: Console, counts: Counter[str]) -> None:
    """What importing came to, in one line."""
    said = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
    console.print(said or "no record that may be a page", highlight=False)


def print_pruned(console: Console, plan: Plan, budget_mb: int, *, done: bool) -> None:
    """What goes from the archive, a row a source and year."""
    table = Table(title=f"{budget_mb:,} MB for each source and year", title_justify="left", box=SIMPLE)
    for name in ("source", "year"):
        table.add_column(name)
    for name in ("takes, MB", "dropped" if done else "would go", "frees, MB"):
        table.add_column(name, justify="right")
    table.add_column("")
    for shelf in plan.shelves:
        table.add_row(
            escape(shelf.source_id or "(not stated)"),
            str(shelf.year),
            f"{shelf.n_bytes / 1e6:,.1f}",
            f"{shelf.n_dropped:,}",
            f"{shelf.dropped_bytes / 1e6:,.1f}",
            "over the budget: all the rest is needed" if shelf.is_over else "",
        )
    console.print(table)
    if plan.doomed and not done:
        console.print("nothing was deleted; --yes does it")
