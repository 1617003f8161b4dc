"""The road from a filled archive to a release, and the bracket round every run.

What belongs here: read > compare > build > check > publish, and what a run's end is called. What does not: how
the archive is filled (`nightly.py`), what is to be read anew (`backfill.py`), and any logic of a stage.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from flows import tasks
from flows.build.dbt import FailedNodesError
from flows.build.inputs import inputs_fingerprint
from flows.check.gate import GateReport
from flows.compare.compare import count_uncompared
from flows.errors import GateError, GongkaiError
from flows.extract.document import READER_VERSION
from flows.load.store import Pending, RawStore
from flows.progress import reporter
from flows.publish.release import current_release
from flows.runs import RunRecord, finish_run, last_runs, only_night, save_run, start_run
from flows.settings import Settings

Wanted = Callable[[Pending], bool]
"""Whether a page that waits is to be read in this run."""


@contextmanager
def recorded_run(settings: Settings, flow: str) -> Iterator[RunRecord]:
    """The only run on this data folder, with its record: whatever happens inside, the record says how it ended.

    Raises:
        BusyError: another run works on the same data folder.
    """
    with only_night(settings):
        record = start_run(settings, flow)
        try:
            yield record
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
            reporter().end(record)
            tasks.report(record.run_id, record.decision, record.message, record.counts, record.sources)


def from_archive_to_release(
    record: RunRecord, settings: Settings, *, full_build: bool, wanted: Wanted | None = None
) -> None:
    """Read what waits, compare, build, check and publish.

    Args:
        full_build: build even where nothing is new since the published release, and refresh everything.
        wanted: which of the pages that wait are read; all of them where it is not given.

    Raises:
        GateError: the gate said no; the last good release stays.
        GongkaiError: a stage failed; the last good release stays.
    """
    store = RawStore(settings)
    _read(record, settings, store, wanted)
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


def _read(record: RunRecord, settings: Settings, store: RawStore, wanted: Wanted | None) -> None:
    pending: Sequence[Pending] = store.pending(READER_VERSION)
    if wanted is not None:
        pending = [page for page in pending if wanted(page)]
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
