"""The nightly flow: collect > archive > clean > extract > load > compare > build > check > publish.

What belongs here: the order of the stages and what a night's end is called. What does not: any logic of a
stage. This is the only module that knows the order.
"""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows import tasks
from flows.build.dbt import FailedNodesError
from flows.build.inputs import inputs_fingerprint
from flows.check.gate import GateReport
from flows.collect.collect import SourceReport
from flows.compare.compare import count_uncompared
from flows.errors import CollectError, GateError, GongkaiError
from flows.extract.document import READER_VERSION
from flows.load.store import RawStore
from flows.progress import reporter
from flows.publish.release import current_release
from flows.runs import RunRecord, finish_run, last_runs, only_night, save_run, start_run
from flows.settings import Settings, load_settings
from flows.sources.model import Source
from flows.sources.registry import folder_source, load_sources

HOSTS_AT_ONCE = 8
"""Sources collected at the same time; each keeps its own pace."""


@flow(
    name="nightly",
    description="Collect the reports that are due, read them, build the marts, publish what the gate passes.",
    task_runner=ThreadPoolTaskRunner(max_workers=HOSTS_AT_ONCE),  # type: ignore[arg-type]  # invariant in its futures
    retries=0,
    validate_parameters=True,
)
def nightly(
    sources: list[str] | None = None, from_files: str | None = None, full_build: bool = False
) -> dict[str, Any]:
    """Run one night on this installation's data folder.

    Args:
        sources: ids of the sources to collect; all that are switched on where it is not given.
        from_files: a folder of saved pages to read instead of the sources.
        full_build: build even where nothing is new since the published release, and refresh everything.

    Returns:
        The run record as a dictionary; its `decision` is `published` or `unchanged`.

    Raises:
        BusyError: another night works on the same data folder.
        GateError: the gate said no; the last good release stays.
        GongkaiError: the night could not be finished; the last good release stays.
    """
    settings = load_settings()
    with only_night(settings):
        record = start_run(settings, "nightly")
        try:
            _night(record, settings, _chosen(settings, sources, from_files), full_build)
        except GateError as error:
            finish_run(settings, record, "refused", str(error))
            raise
        except FailedNodesError as error:
            record.failures = [{"severity": "critical", **asdict(failure)} for failure in error.failures]
            finish_run(settings, record, "failed", str(error))
            raise
        except BaseException as error:
            finish_run(
                settings, record, "failed", str(error) if isinstance(error, GongkaiError) else repr(error)
            )
            raise
        finally:
            _report(record)
    return asdict(record)


def _chosen(settings: Settings, ids: list[str] | None, from_files: str | None) -> list[Source]:
    if from_files is not None:
        return [folder_source(Path(from_files))]
    known = {source.id: source for source in load_sources(settings.sources_dir)}
    if ids is None:
        chosen = [source for source in known.values() if source.enabled]
    else:
        missing = [name for name in ids if name not in known]
        if missing:
            raise CollectError(f"no such source in {settings.sources_dir}: {', '.join(missing)}")
        chosen = [known[name] for name in ids]
    if not chosen:
        raise CollectError(
            f"no source in {settings.sources_dir} is switched on; set `enabled: true` in one, or give --from-files"
        )
    return chosen


def _night(record: RunRecord, settings: Settings, sources: list[Source], full_build: bool) -> None:
    _collect(record, settings, sources)
    store = RawStore(settings)
    _read(record, settings, store)
    _compare(record, settings)
    record.inputs = inputs_fingerprint(store)
    if not full_build and _is_published(record, settings):
        finish_run(
            settings, record, "unchanged", "nothing new: the published release already holds all of it"
        )
        return
    candidate = _build(record, settings, full_build)
    docs = tasks.docs.submit(settings, record.run_id)
    verdict = _check(record, settings, candidate)
    docs.result()
    _publish(record, settings, candidate, verdict)


def _collect(record: RunRecord, settings: Settings, sources: list[Source]) -> None:
    reporter().start("collect")
    futures = [tasks.collect.submit(source, settings, record.run_id) for source in sources]
    reports: list[SourceReport] = [future.result() for future in futures]
    captures = tasks.load_captures(settings)
    record.sources = [_source_row(report) for report in reports]
    outcomes: Counter[str] = Counter()
    for report in reports:
        outcomes.update(report.counts)
    record.counts |= {
        "pages": captures,
        **{f"pages {name}": number for name, number in sorted(outcomes.items())},
    }
    save_run(settings, record)
    failed = [report for report in reports if report.status == "failed"]
    said = ", ".join(f"{number} {name}" for name, number in sorted(outcomes.items()))
    reporter().finish("collect", f"{captures} pages from {len(reports)} sources ({said or 'nothing'})")
    for report in failed:
        reporter().finish("collect", f"source {report.source_id} failed: {'; '.join(report.problems)}")
    if len(failed) == len(reports):
        raise CollectError(
            "every source failed: " + "; ".join(f"{r.source_id}: {'; '.join(r.problems)}" for r in failed)
        )


def _source_row(report: SourceReport) -> dict[str, Any]:
    return {
        "source": report.source_id,
        "status": report.status,
        **report.counts,
        "problems": "; ".join(report.problems),
    }


def _read(record: RunRecord, settings: Settings, store: RawStore) -> None:
    pending = store.pending(READER_VERSION)
    reporter().start("read", len(pending))
    totals: Counter[str] = Counter()
    for number, first in enumerate(range(0, len(pending), settings.batch_size)):
        batch = pending[first : first + settings.batch_size]
        counts = tasks.read(batch, f"{record.run_id}-{number:05d}", settings, record.run_id)
        totals.update(asdict(counts))
    record.counts |= {name: int(number) for name, number in totals.items()}
    save_run(settings, record)
    reporter().finish(
        "read", ", ".join(f"{number} {name}" for name, number in totals.items()) or "nothing new"
    )


def _compare(record: RunRecord, settings: Settings) -> None:
    reporter().start("compare", count_uncompared(settings))
    counts = asdict(tasks.compare(settings, record.run_id))
    record.counts |= counts
    save_run(settings, record)
    reporter().finish("compare", ", ".join(f"{number} {name}" for name, number in counts.items()))


def _is_published(record: RunRecord, settings: Settings) -> bool:
    """Whether the current release was built from exactly these inputs."""
    current = current_release(settings)
    if current is None:
        return False
    before = next((run for run in last_runs(settings, limit=1000) if run.run_id == current.run_id), None)
    return before is not None and before.inputs == record.inputs


def _build(record: RunRecord, settings: Settings, full: bool) -> Path:
    reporter().start("build")
    built = tasks.build(settings, record.run_id, full)
    record.counts |= {
        "reports": built.row_counts.get("fct_agency_year", 0),
        "published facts": built.row_counts["fct_disclosure"],
    }
    save_run(settings, record)
    reporter().finish(
        "build", ", ".join(f"{name} {rows:,}" for name, rows in sorted(built.row_counts.items()))
    )
    return built.candidate


def _check(record: RunRecord, settings: Settings, candidate: Path) -> GateReport:
    reporter().start("check")
    current = current_release(settings)
    verdict = tasks.check(candidate, current.file if current else None, settings, record.run_id)
    record.gate = verdict.decision
    record.failures = [asdict(failure) for failure in verdict.failures]
    save_run(settings, record)
    reporter().finish(
        "check", f"{verdict.n_expectations} expectations, {len(verdict.failures)} not met: {verdict.decision}"
    )
    if verdict.decision == "refuse":
        critical = [failure for failure in verdict.failures if failure.severity == "critical"]
        raise GateError(
            "the gate refused the night: " + "; ".join(f"{f.name}: {f.message}" for f in critical)
        )
    return verdict


def _publish(record: RunRecord, settings: Settings, candidate: Path, verdict: GateReport) -> None:
    reporter().start("publish")
    notes = [f"{failure.name}: {failure.message}" for failure in verdict.failures]
    released = tasks.release(candidate, settings, record.run_id, notes)
    record.release = str(released.file.relative_to(settings.data_dir))
    finish_run(
        settings,
        record,
        "published",
        f"release {record.run_id}" + (f", with {len(notes)} notes" if notes else ""),
    )
    reporter().finish("publish", str(released.file))


def _report(record: RunRecord) -> None:
    tasks.report(record.run_id, record.decision, record.message, record.counts, record.sources)
