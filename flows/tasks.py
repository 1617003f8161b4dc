"""Prefect's wrappers round the stages' functions: one task a source, one a batch, one a stage.

What belongs here: names, tags, retries, and artifacts that Prefect shows. What does not: any work of a stage,
and the order of the stages (`nightly.py`). A task costs Prefect tens of milliseconds and kilobytes, so none is
made for a single page.
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.archive.archive import Archive
from flows.build.dbt import BuildReport, generate_docs, prune_builds, run_build
from flows.check.gate import GateReport, run_gate
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.collect.politeness import Hosts
from flows.compare.compare import CompareCounts, compare_and_append
from flows.load.batch import ReadingCounts, read_and_append
from flows.load.store import Pending, RawStore
from flows.progress import reporter
from flows.publish.release import Release, publish
from flows.runs import source_columns
from flows.settings import Settings
from flows.sources.model import Source


@task(name="collect", task_run_name="collect-{source.id}", tags=["collect"], cache_policy=NO_CACHE)
def collect(source: Source, archive: Archive, hosts: Hosts, settings: Settings, run_id: str) -> SourceReport:
    """Collect one source into the archive. Retries stand where faults are transient: at the single request.

    Args:
        archive, hosts: what all sources of a night share.
    """

    def advance(done: int, total: int | None, outcome: str) -> None:
        del done, outcome
        reporter().advance(source.id, 1, total)

    reporter().start(source.id)
    report = collect_source(source, archive, settings, run_id, on_progress=advance, hosts=hosts)
    said = ", ".join(f"{number} {name}" for name, number in report.counts.items()) or "nothing due"
    problems = "".join(f"; {problem}" for problem in report.problems)
    fields = {"status": report.status, "outcomes": dict(report.counts), "problems": list(report.problems)}
    reporter().finish(
        source.id, f"{report.status}: {said}{problems}", fields, failed=report.status == "failed"
    )
    reporter().advance("collect")
    return report


@task(name="load-captures", tags=["load"], cache_policy=NO_CACHE)
def load_captures(settings: Settings) -> int:
    """Copy what the capture log has more than the raw tables, a killed night's captures too; gives how many."""
    store = RawStore(settings)
    with Archive(settings.archive_dir) as archive:
        captures = archive.captures.to_arrow(after=store.counts()["captures"])
    return store.append_captures(captures)


@task(name="read", task_run_name="read-{batch_name}", tags=["read"], cache_policy=NO_CACHE)
def read(batch: Sequence[Pending], batch_name: str, settings: Settings, run_id: str) -> ReadingCounts:
    """Clean and extract one batch in worker processes and append it to the raw tables."""
    counts = read_and_append(batch, batch_name, settings, run_id)
    reporter().advance("read", len(batch))
    return counts


@task(name="compare", tags=["compare"], cache_policy=NO_CACHE)
def compare(settings: Settings, run_id: str) -> CompareCounts:
    """Compare the new documents with all others and append what was found to the raw tables."""
    return compare_and_append(settings, run_id, lambda done: reporter().advance("compare", done))


@task(name="build", tags=["build"], cache_policy=NO_CACHE)
def build(settings: Settings, run_id: str, full: bool) -> BuildReport:
    """Bring the marts up to date on a file of their own, and drop the oldest builds."""
    built = run_build(settings, run_id, full=full)
    prune_builds(settings)
    return built


@task(name="docs", tags=["build"], cache_policy=NO_CACHE)
def docs(settings: Settings, run_id: str) -> Path:
    """Write the static page of the models and their lineage."""
    return generate_docs(settings, run_id)


@task(name="check", tags=["check"], cache_policy=NO_CACHE)
def check(candidate: Path, previous: Path | None, settings: Settings, run_id: str) -> GateReport:
    """Ask the gate whether the built file may be published."""
    return run_gate(candidate, previous, run_id, settings)


@task(name="publish", tags=["publish"], cache_policy=NO_CACHE)
def release(candidate: Path, settings: Settings, run_id: str, notes: Sequence[str]) -> Release:
    """Move the checked file in."""
    return publish(candidate, run_id, settings, notes)


def source_lines(sources: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each source came to, as the lines of a Markdown table; what a page said cannot break out of its cell."""
    columns = source_columns(sources)
    if not columns:
        return []
    cells = ([_in_cell(row.get(name, "")) for name in columns] for row in sources)
    rows = [list(columns), ["---"] * len(columns), *cells]
    return ["", *(f"| {' | '.join(row)} |" for row in rows)]


def _in_cell(value: object) -> str:
    text = escape(" ".join(str(value).split()), quote=False)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`").replace("[", "\\[")


@task(name="report", tags=["report"], cache_policy=NO_CACHE)
def report(
    run_id: str, decision: str, message: str, counts: dict[str, int], sources: list[dict[str, Any]]
) -> None:
    """Leave the night's summary where Prefect's users look for it."""
    lines = [f"# Night {run_id}: {decision}", "", message, "", "| what | number |", "| --- | ---: |"]
    lines += [f"| {name} | {number:,} |" for name, number in counts.items()]
    lines += source_lines(sources)
    create_markdown_artifact("\n".join(lines), key="night-summary", description=f"What night {run_id} did")
    create_table_artifact(
        sources, key="night-sources", description=f"What night {run_id} collected, a row a source"
    )
