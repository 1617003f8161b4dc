"""What the simulated week shows on the terminal: a paragraph a night, and whether all of it was as it should be."""

from typing import Final

from rich.console import Console

from flows.demo.week import Night, Week
from flows.publish.notes import changed

_COLOURS: Final = {"published": "green", "unchanged": "cyan", "refused": "yellow", "failed": "red"}
_LINES: Final = 2
"""Of what changed: reports and facts."""


def print_night_of_week(console: Console, night: Night) -> None:
    """What had happened, how the night ended, and what changed with its release."""
    record = night.record
    colour = _COLOURS.get(record.decision, "red")
    console.print(f"\n{' '.join(night.happened.split())}", highlight=False)
    message = record.message.splitlines()[0] if record.message else ""
    console.print(f"  [{colour}]{record.decision}[/]: ", end="")
    console.print(message, highlight=False, markup=False, soft_wrap=True)
    for row in record.sources:
        if row["status"] == "failed":
            console.print(f"  failed: {row['source']}: {row['problems']}", markup=False, highlight=False)
    if night.changes is not None:
        for line in list(changed(night.changes))[:_LINES]:
            console.print(f"  {line}", markup=False, highlight=False)
    for complaint in night.complaints:
        console.print(f"  not as it should be: {complaint}", style="red", markup=False, highlight=False)


def print_week(console: Console, week: Week) -> None:
    """What the reader saw, and the verdict."""
    seen = week.seen
    console.print(
        f"\na reader opened the published file {seen.n_looks:,} times and saw {len(seen.releases)} releases;"
        f" {len(seen.complaints)} times something was amiss",
        highlight=False,
    )
    for complaint in seen.complaints[:_LINES]:
        console.print(f"  {complaint}", style="red", markup=False, highlight=False)
    said = (
        "[green]the week was as it should be[/]" if week.holds else "[red]the week was not as it should be[/]"
    )
    console.print(said)
