"""What a person sees on the terminal: a night under way, its closing table, the status, one document.

What belongs here: tables and sentences for people. What does not: finding out what they say, and what is shown of the
archive (`archive_screens.py`) and of the published file (`ask_screens.py`).
"""

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any, Final

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.archive.archive import Archive
from flows.extract.document import READER_VERSION
from flows.extract.report_json import IDENTITY_FIELDS
from flows.load.store import RawStore
from flows.progress import as_json, on_terminal
from flows.publish.damage import damaged_files, in_words
from flows.publish.release import Release, current_release, hold, releases
from flows.runs import RunRecord, is_running, last_runs, source_columns
from flows.settings import Settings
from flows.site.build import site_dir, why_behind
from flows.sources.registry import load_sources

_ROWS_SHOWN: Final = 5
_GATE_SAID: Final = {
    "": "not asked",
    "publish": "publish",
    "publish_with_notes": "publish, with the notes below",
    "refuse": "refuse, for the reasons below",
}
_COLOURS: Final = {
    "published": "green",
    "unchanged": "cyan",
    "held": "yellow",
    "refused": "red",
    "failed": "red",
    "running": "yellow",
}


@contextmanager
def watched(console: Console, *, log_json: bool = False) -> Iterator[None]:
    """Show a run's progress: bars on a terminal, plain lines elsewhere, or JSON lines on the standard output."""
    if log_json:
        with as_json(sys.stdout):
            yield
        return
    if console.is_terminal:
        with on_terminal(console):
            yield
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    log = logging.getLogger("gongkai")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False  # Prefect's root handler would print every line a second time
    try:
        yield
    finally:
        log.propagate = True
        log.removeHandler(handler)


def print_night(console: Console, settings: Settings, record: Mapping[str, Any]) -> None:
    """The closing tables of one night, and what the gate noted."""
    _print_sources_of(console, record["sources"])
    table = Table(title=f"night {record['run_id']}", title_justify="left", show_header=False)
    for name, number in record["counts"].items():
        table.add_row(name, f"{number:,}")
    all_met = record["gate"] == "publish" and not record["failures"]
    table.add_row("the gate", "all met" if all_met else _GATE_SAID[record["gate"]])
    table.add_row(
        "decision",
        f"[{_COLOURS.get(record['decision'], 'white')}]{record['decision']}[/]: {escape(record['message'])}",
    )
    console.print(table)
    _print_failures(console, settings, record["failures"])
    if settings.published_file.exists():
        console.print(f"published file: [bold]{settings.published_file}[/]", soft_wrap=True, highlight=False)


def _print_sources_of(console: Console, sources: Sequence[Mapping[str, Any]]) -> None:
    """What each source came to, a row each."""
    if not sources:
        return
    table = Table(title="sources", title_justify="left", box=SIMPLE, pad_edge=False)
    columns = source_columns(sources)
    for name in columns:
        is_number = name not in ("source", "status", "problems")
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in sources:
        table.add_row(*(escape(str(row.get(name, ""))) for name in columns))
    console.print(table)


def print_last_failures(console: Console, settings: Settings) -> None:
    """Why the last night was refused: each rule with the rows and pages at fault."""
    for run in last_runs(settings, 1):
        if not is_running(settings):
            _print_failures(console, settings, run.failures)


def _print_failures(console: Console, settings: Settings, failures: Sequence[Mapping[str, Any]]) -> None:
    for failure in failures:
        colour = "red" if failure["severity"] == "critical" else "yellow"
        said = f"[{colour}]{failure['severity']}[/] [bold]{failure['name']}[/]: {escape(failure['message'])}"
        console.print(said, soft_wrap=True, highlight=False)
        for row in failure["rows"][:_ROWS_SHOWN]:
            cells = ", ".join(f"{name} {value}" for name, value in row.items() if value is not None)
            console.print(f"    {cells}", soft_wrap=True, highlight=False, markup=False)
        if len(failure["rows"]) > _ROWS_SHOWN:
            console.print(f"    ... and {len(failure['rows']) - _ROWS_SHOWN} more rows in the run's record")
    docs = settings.quality_dir / "docs" / "index.html"
    if failures and docs.exists():
        console.print(f"all of it: {docs}", soft_wrap=True, highlight=False)


def print_status(console: Console, settings: Settings, nights: int) -> None:
    """The last nights (a line each), the current release, and what waits."""
    runs = last_runs(settings, nights)
    running = is_running(settings)
    table = Table(
        title=f"last nights in {settings.data_dir}", title_justify="left", box=SIMPLE, pad_edge=False
    )
    for name, width in (("night", 16), ("decision", 9)):
        table.add_column(name, min_width=width, no_wrap=True)
    for name, width in (("took", 6), ("pages", 6), ("documents", 9), ("facts", 7)):
        table.add_column(name, min_width=width, justify="right", no_wrap=True)
    table.add_column("what happened", no_wrap=True, overflow="ellipsis")
    for index, run in enumerate(runs):
        table.add_row(*_status_row(run, alive=running and index == 0))
    if runs:
        console.print(table)
    else:
        console.print(
            f"no night has run in {settings.data_dir} yet; `make demo` shows one, `gongkai nightly` runs one"
        )
    release = current_release(settings)
    if release is None:
        console.print("published: nothing yet")
    else:
        console.print(
            f"published: release {release.run_id}, {settings.published_file}{_damage(release)}",
            soft_wrap=True,
            highlight=False,
        )
        _print_behind(console, settings)
    console.print(f"waiting:   {_waiting(settings, runs)}")


def _print_behind(console: Console, settings: Settings) -> None:
    """That the site does not show the release that people read, where it should or is there."""
    why = why_behind(settings)
    if why is not None and (settings.site_after_publish or site_dir(settings).exists()):
        later = "the next run builds it; " if settings.site_after_publish else ""
        said = f"site:      {why}: {later}`gongkai site build` does it now"
        console.print(said, soft_wrap=True, highlight=False)


def _status_row(run: RunRecord, *, alive: bool) -> tuple[str, ...]:
    decision = run.decision if run.decision != "running" or alive else "failed"
    message = run.message or (
        "it ended without a word; the next night goes on from here" if decision == "failed" else ""
    )
    took = ""
    if run.finished_at is not None:
        seconds = (
            datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)
        ).total_seconds()
        took = f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
    counts = (
        f"{run.counts[name]:,}" if name in run.counts else "" for name in ("pages", "documents", "facts")
    )
    return (
        run.run_id,
        f"[{_COLOURS.get(decision, 'white')}]{decision}[/]",
        took,
        *counts,
        escape(message.split("\n")[0]),
    )


def _waiting(settings: Settings, runs: list[RunRecord]) -> str:
    parts = []
    if settings.store_file.exists():
        pending = len(RawStore(settings, read_only=True).pending(READER_VERSION))
        parts.append(f"{pending} archived pages to be read")
    failed = [row["source"] for row in runs[0].sources if row.get("status") == "failed"] if runs else []
    if failed:
        parts.append(f"sources that failed last time: {', '.join(failed)}")
    if runs and runs[0].decision == "refused":
        parts.append("the last night was refused: mend what the gate names and run it again")
    if hold(settings) is not None:
        parts.append("the nights are held since a roll-back: `gongkai releases resume` lets them publish on")
    enabled = sum(source.enabled for source in load_sources(settings.sources_dir))
    parts.append(f"{enabled} sources are switched on")
    return "; ".join(parts)


def _damage(release: Release, *, by_content: bool = False) -> str:
    """That a release is damaged, behind what is said of it; empty where it is not."""
    damaged = damaged_files(release, by_content=by_content)
    return f" [red]damaged[/]: {escape(in_words(damaged))}" if damaged else ""


def print_releases(console: Console, settings: Settings, *, by_content: bool = False) -> None:
    """The releases on disk, newest first, a row each; the one that people read is marked, and so are damaged ones.

    Args:
        by_content: read every file to see it; else only look whether they are there.
    """
    current = current_release(settings)
    if current is None:
        console.print(f"no release in {settings.published_dir} yet", soft_wrap=True, highlight=False)
        return
    table = Table(title=f"releases in {settings.published_dir}", title_justify="left", box=SIMPLE)
    table.add_column("release", no_wrap=True)
    for name in ("reports", "facts", "MB", "schema", "notes"):
        table.add_column(name, justify="right")
    table.add_column("", overflow="fold")
    for release in releases(settings):
        mark, said = release.rolled_back, "[green]current[/]" if release.run_id == current.run_id else ""
        if mark is not None:
            said = f"[yellow]rolled back[/] {mark.at[:10]} {escape(mark.who)}: {escape(mark.why)}"
        numbers = (release.counts.get(name, 0) for name in ("fct_agency_year", "fct_disclosure"))
        table.add_row(
            release.run_id,
            *(f"{number:,}" for number in numbers),
            f"{release.size_bytes / 1e6:,.1f}",
            str(release.schema_version),
            str(len(release.notes)),
            (said + _damage(release, by_content=by_content)).lstrip(),
        )
    console.print(table)


def print_sources(console: Console, settings: Settings) -> None:
    """The sources, a row each."""
    table = Table(title=f"sources in {settings.sources_dir}", title_justify="left")
    for name in ("id", "title", "kind", "enabled", "verified", "captures"):
        table.add_column(name)
    # A folder without an archive is left as it is: its name may be mistyped.
    with Archive(settings.archive_dir) if settings.archive_dir.is_dir() else nullcontext() as archive:
        for source in load_sources(settings.sources_dir):
            captures = len(archive.captures.known(source.id)) if archive else 0
            table.add_row(
                source.id, source.title, source.kind, str(source.enabled), str(source.verified), str(captures)
            )
    console.print(table)


def print_document(console: Console, row: Mapping[str, Any]) -> None:
    """One read document, for a person."""
    head = Table(
        title=escape(f"{row['file']}: {row.get('title') or row['kind']}"),
        title_justify="left",
        show_header=False,
    )
    for name in (*IDENTITY_FIELDS, "excluded_because", "part_of"):
        if row.get(name) is not None:
            head.add_row(name, escape(str(row[name])))
    console.print(head)
    if row["observations"]:
        facts = Table(show_header=True)
        for name in ("indicator", "applicant", "period", "value", "unit", "basis", "printed"):
            facts.add_column(name, justify="right" if name == "value" else "left", overflow="fold")
        for o in row["observations"]:
            about = "≈" if o.get("approximate") else ""
            facts.add_row(
                o["indicator_id"],
                o.get("applicant", ""),
                o["period"],
                f"{about}{o['value']}",
                o["unit"],
                o["basis"],
                escape(o["evidence"]["quote"]),
            )
        console.print(facts)
    for finding in row["findings"]:
        console.print(
            f"[yellow]{finding['severity']}[/] {finding['rule']}: {escape(finding['message'])}",
            highlight=False,
        )
