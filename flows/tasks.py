"""Prefect's wrappers round the stages' functions: one task a source, one a batch, one a stage.

What belongs here: names, retries, and artifacts that Prefect shows. What does not: any work of a stage, and the order
of the stages (`nightly.py`). A task costs Prefect tens of milliseconds and kilobytes, so none is made for a single
page. None has tags, which flows and deployments have: for a tag Prefect asks its server for a slot before each task,
and after five quiet seconds that request meets a connection that the server has closed and waits two more seconds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

from prefect import task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State

from flows.archive.archive import Archive
from flows.build.dbt import BuildReport, generate_docs, prune_builds, run_build
from flows.check.gate import Gate, GateReport
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.collect.politeness import Hosts
from flows.compare.compare import CompareCounts, compare_and_append
from flows.errors import BusyError
from flows.load.batch import ReadingCounts, WrittenBatch, read_and_append
from flows.load.store import Pending, RawStore
from flows.notify import is_transient, notify
from flows.progress import reporter
from flows.publish.content import coverage
from flows.publish.release import Release, publish
from flows.reference import load_reference
from flows.runs import RunRecord, close_dead_runs, only_night, source_columns
from flows.settings import Settings, load_settings
from flows.site.build import build_site
from flows.sources.model import Source
from flows.sources.registry import load_sources
from flows.terminal import in_one_line

HELD_SECONDS: Final[list[float]] = [20, 120]
"""Waits before a further attempt where a person looks into the raw tables: a reader shuts a writer out of a DuckDB
file. Everything else that can be mended by trying again is tried again where it occurs, at the single request."""


def _is_held(_task: object, _run: object, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), BusyError)


_PLAIN: Final[dict[str, Any]] = {"cache_policy": NO_CACHE, "persist_result": False}
"""Options of every task: what it did stands in the data folder, and the next run finds it there."""
_TRIED_AGAIN: Final[dict[str, Any]] = {
    **_PLAIN,
    "retries": len(HELD_SECONDS),
    "retry_delay_seconds": HELD_SECONDS,
    "retry_condition_fn": _is_held,
}
"""Options of the tasks that open the raw tables."""


@task(name="collect", task_run_name="collect-{source.id}", **_PLAIN)
def collect(
    source: Source,
    archive: Archive,
    hosts: Hosts,
    settings: Settings,
    run_id: str,
    today: date | None = None,
) -> SourceReport:
    """Collect one source into the archive. Retries stand where faults are transient: at the single request.

    Args:
        archive, hosts: what all sources of a night share.
        today: as `collect_source` takes it.
    """

    def advance(done: int, total: int | None, outcome: str) -> None:
        del done, outcome
        reporter().advance(source.id, 1, total)

    reporter().start(source.id)
    report = collect_source(source, archive, settings, run_id, on_progress=advance, hosts=hosts, today=today)
    said = ", ".join(f"{number} {name}" for name, number in report.counts.items()) or "nothing due"
    problems = "".join(f"; {problem}" for problem in report.problems)
    fields = {"status": report.status, "outcomes": dict(report.counts), "problems": list(report.problems)}
    reporter().finish(
        source.id, f"{report.status}: {said}{problems}", fields, failed=report.status == "failed"
    )
    reporter().advance("collect")
    return report


@task(name="load-captures", **_TRIED_AGAIN)
def load_captures(settings: Settings) -> int:
    """Copy what the capture log has more than the raw tables, a killed night's captures too, when all closed files lie
    where readers look for them; gives how many."""
    store = RawStore(settings)
    with Archive(settings.archive_dir, settings.remote) as archive:
        archive.files.settle()
        captures = archive.captures.to_arrow(after=store.counts()["captures"])
    return store.append_captures(captures)


@task(name="read", task_run_name="read-{batch_name}", **_TRIED_AGAIN)
def read(batch: Sequence[Pending], batch_name: str, settings: Settings, run_id: str) -> ReadingCounts:
    """Clean and extract one batch in worker processes and append it to the raw tables."""
    counts = read_and_append(batch, batch_name, settings, run_id)
    reporter().advance("read", len(batch))
    return counts


@task(name="load", task_run_name="load-{written.name}", **_TRIED_AGAIN)
def load(written: WrittenBatch, n_pages: int, settings: Settings) -> ReadingCounts:
    """Insert a batch that was read elsewhere into the raw tables."""
    RawStore(settings).insert(written.name)
    reporter().advance("read", n_pages)
    return written.counts


@task(name="compare", **_TRIED_AGAIN)
def compare(settings: Settings, run_id: str) -> CompareCounts:
    """Compare the new documents with all others and append what was found to the raw tables."""
    return compare_and_append(settings, run_id, lambda done: reporter().advance("compare", done))


@task(name="build", **_PLAIN)
def build(settings: Settings, run_id: str, full: bool) -> BuildReport:
    """Bring the marts up to date on a file of their own, and drop the oldest builds."""
    built = run_build(settings, run_id, full=full)
    prune_builds(settings)
    return built


@task(name="docs", **_PLAIN)
def docs(settings: Settings, run_id: str) -> Path:
    """Write the static page of the models and their lineage."""
    return generate_docs(settings, run_id)


@task(name="check", **_PLAIN)
def check(gate: Gate, candidate: Path, previous: Path | None, last_release: str, run_id: str) -> GateReport:
    """Ask the gate whether the built file may be published."""
    return gate.check_release(candidate, previous, last_release, run_id)


@task(name="check-raw", **_PLAIN)
def check_raw(gate: Gate, settings: Settings, last_release: str, record: RunRecord) -> GateReport:
    """Ask the gate whether what was collected and read may be built from."""
    sources = [source for source in load_sources(settings.sources_dir) if source.enabled]
    listed = {row["source"]: row["listed"] for row in record.sources}
    return gate.check_raw(sources, listed, last_release, record.run_id)


@task(name="publish", **_PLAIN)
def release(candidate: Path, settings: Settings, run_id: str, notes: Sequence[str]) -> Release:
    """Move the checked file in."""
    return publish(candidate, run_id, settings, notes)


def source_lines(sources: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each source came to, as the lines of a Markdown table; what a page said cannot break out of its cell."""
    columns = source_columns(sources)
    if not columns:
        return []
    cells = ([_as_text(row.get(name, "")) for name in columns] for row in sources)
    rows = [list(columns), ["---"] * len(columns), *cells]
    return ["", *(f"| {' | '.join(row)} |" for row in rows)]


def summary(record: RunRecord) -> str:
    """What a run did, in Markdown."""
    lines = [f"# Run {record.run_id} ({record.flow}): {record.decision}", "", _as_text(record.message), ""]
    lines += ["| what | number |", "| --- | ---: |"]
    lines += [f"| {name} | {number:,} |" for name, number in record.counts.items()]
    return "\n".join(lines + source_lines(record.sources))


def _as_text(value: object) -> str:
    """A value in one line of Markdown, without any markup of its own."""
    text = escape(in_one_line(" ".join(str(value).split())), quote=False)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("`", "\\`").replace("[", "\\[")


def _written_out(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: in_one_line(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]


@task(name="report", **_PLAIN)
def report(settings: Settings, record: RunRecord) -> None:
    """Leave what a run did where Prefect's users look for it: a summary, tables of its sources and of what the
    release covers, and links to the Data Docs and to the lineage of the models."""
    run_id = record.run_id
    create_markdown_artifact(summary(record), key="run-summary", description=f"What run {run_id} did")
    create_table_artifact(
        _written_out(record.sources),
        key="run-sources",
        description=f"What run {run_id} collected, a row a source",
    )
    if record.release is not None:
        create_table_artifact(
            coverage(settings.data_dir / record.release),
            key="coverage",
            description=f"Whose reports release {run_id} has, a row a report year",
        )
    for key, page in (
        ("data-docs", settings.quality_dir / "docs" / "index.html"),
        ("lineage", settings.warehouse_dir / run_id / "docs" / "index.html"),
    ):
        if page.exists():
            create_link_artifact(
                page.resolve().as_uri(), link_text=str(page), key=key, description=f"Left by run {run_id}"
            )


@task(name="site", **_PLAIN)
def site(settings: Settings) -> Path:
    """Build the static site of the current release."""
    return build_site(settings, load_reference()).folder


def _may_be_sent_again(_task: object, _run: object, state: State[Any]) -> bool:
    return is_transient(state.result(raise_on_failure=False))


@task(
    name="notify",
    **_PLAIN,
    retries=3,
    retry_delay_seconds=[1, 10, 60],
    retry_condition_fn=_may_be_sent_again,
)
def tell(settings: Settings, record: RunRecord) -> None:
    """Tell the operator what became of a run, where he wants to be told."""
    notify(settings, record)


def tell_of_crash(flow: object, flow_run: FlowRun, state: State[Any]) -> None:
    """Tell the operator of a run whose process died, and close its record; the worker that started it calls this."""
    settings = load_settings()
    try:
        with only_night(settings):
            dead = close_dead_runs(settings)
    except BusyError:
        dead = []  # the run that is under way now closes what died before it
    without_record = RunRecord(
        run_id=str(flow_run.id),
        flow=getattr(flow, "name", ""),
        started_at=str(flow_run.start_time),
        decision="failed",
        message=f"the process of the run died ({state.message}); the next run goes on from where it was",
    )
    for record in dead or [without_record]:
        notify(settings, record)


ROAD_FLOW: Final[dict[str, Any]] = {
    "retries": 0,
    "validate_parameters": True,
    "persist_result": True,
    "result_serializer": "json",
    "on_crashed": [tell_of_crash],
}
"""Options of every flow that takes the road to a release. No flow is tried again as a whole: what failed once by its
input fails again, and what was done is found by the next run."""
