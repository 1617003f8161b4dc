"""The road from a filled archive to a release, and the bracket round every run.

What belongs here: read > compare > build > check > publish, and what a run's end is called. What does not: how
the archive is filled (`nightly.py`), what is to be read anew (`backfill.py`), and any logic of a stage.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from flows import tasks
from flows.build.dbt import FailedNodesError
from flows.build.inputs import inputs_fingerprint
from flows.check.gate import Failure, Gate, GateReport, opened_gate
from flows.compare.compare import count_uncompared
from flows.disk import with_disk_named
from flows.errors import GateError, GongkaiError
from flows.extract.document import READER_VERSION
from flows.load.batch import ReadingCounts
from flows.load.batch_place import must_hold_batches
from flows.load.overrides import overrides_table
from flows.load.store import Pending, RawStore
from flows.progress import reporter
from flows.publish.damage import damaged_files, in_words
from flows.publish.release import HeldError, Release, current_release, last_whole, refuse_where_held
from flows.reference import load_reference
from flows.remote_owner import claim_remote
from flows.runs import (
    Decision,
    RunRecord,
    close_dead_runs,
    find_run,
    finish_run,
    many_sources_failed,
    only_night,
    save_run,
    start_run,
)
from flows.settings import Settings
from flows.site.build import why_behind

log = logging.getLogger("gongkai")

_WORSE = ("", "publish", "publish_with_notes", "refuse")
"""What the gate can say of a run, at its two checkpoints together."""

Wanted = Callable[[Pending], bool]
"""Whether a page that waits is to be read in this run."""


@contextmanager
def recorded_run(settings: Settings, flow: str) -> Iterator[RunRecord]:
    """The only run on this data folder, with its record: whatever happens inside, the record says how it ended. Of a
    run that died before it the operator is told first.

    Raises:
        BusyError: another run works on the same data folder.
        GongkaiError: the folder outside of this machine that the settings name is not to be had.
    """
    with only_night(settings):
        for dead in close_dead_runs(settings):
            _tell(settings, dead)
        record = start_run(settings, flow)
        try:
            claim_remote(settings)
            with _site_brought_up(record, settings):
                yield record
        except BaseException as error:
            is_refused = isinstance(error, GateError)
            if isinstance(error, FailedNodesError):
                failed = [{"severity": "critical", **asdict(failure)} for failure in error.failures]
                record.failures = failed + record.failures
            said = str(error) if isinstance(error, GongkaiError) else repr(error)
            message = with_disk_named(said, settings.data_dir)
            _close(settings, record, "refused" if is_refused else "failed", message)
            if isinstance(error, Exception) and message != said:
                raise (GateError if is_refused else GongkaiError)(message) from error
            raise
        finally:
            reporter().end(record)
            if record.decision in ("refused", "failed") or many_sources_failed(record) is not None:
                _tell(settings, record)
            tasks.report(settings, record, return_state=True)


@contextmanager
def _site_brought_up(record: RunRecord, settings: Settings) -> Iterator[None]:
    """However a run ends, the site shows the release that people read then: an earlier run, which died or had no
    room, may have left an older site, or none. Whatever becomes of the site, the release stands.

    Raises:
        GongkaiError: all went well but the site.
    """
    try:
        yield
    except GongkaiError:
        unshown = _show(record, settings)
        if unshown is not None:
            record.failures.append(asdict(Failure("site_shows_the_release", "warning", unshown, ())))
        raise
    unshown = _show(record, settings)
    if unshown is not None:
        raise GongkaiError(f"{record.decision}: {record.message}; but {unshown}")


def _close(settings: Settings, record: RunRecord, decision: Decision, message: str) -> None:
    """Close the record of a run that went wrong. Where the disk is full the record cannot be written, and what went
    wrong must be told all the same."""
    try:
        finish_run(settings, record, decision, message)
    except OSError as error:
        log.warning("the record of run %s could not be written: %s", record.run_id, error)


def _tell(settings: Settings, record: RunRecord) -> None:
    """Tell the operator what became of a run; that he cannot be reached changes nothing of it."""
    if settings.notify_url and tasks.tell(settings, record, return_state=True).is_failed():
        log.warning(
            "nobody could be told of run %s: the address of GONGKAI_NOTIFY_URL did not take it", record.run_id
        )


def from_archive_to_release(
    record: RunRecord, settings: Settings, *, full_build: bool, wanted: Wanted | None = None
) -> None:
    """Read what waits, compare, build, check and publish; while the nights are held after a roll-back, nothing is
    published.

    Args:
        full_build: build even where nothing is new since the published release, and refresh everything.
        wanted: which of the pages that wait are read; all of them where it is not given.

    Raises:
        GateError: the gate said no; the last good release stays.
        GongkaiError: a stage failed; the last good release stays.
    """
    must_hold_batches(settings)
    store = RawStore(settings)
    store.replace_overrides(overrides_table(settings.overrides_file, load_reference()))
    _read(record, settings, store, wanted)
    _compare(record, settings)
    record.inputs = inputs_fingerprint(store)
    published = None if full_build else published_already(record, settings)
    if published is not None:
        finish_run(settings, record, "unchanged", published)
        return
    with opened_gate(settings) as gate:
        _check_raw(record, settings, gate)
        candidate = _build(record, settings, full_build)
        docs = tasks.docs.submit(settings, record.run_id)
        _check(record, settings, gate, candidate)
        docs.result()
    try:
        refuse_where_held(settings)
        _publish(record, settings, candidate)
    except HeldError as error:
        finish_run(settings, record, "held", _why_held(error))


def _read(record: RunRecord, settings: Settings, store: RawStore, wanted: Wanted | None) -> None:
    broken = store.broken_batches() if wanted is None else {}
    pending: Sequence[Pending] = store.pending(READER_VERSION, broken)
    if wanted is not None:
        pending = [page for page in pending if wanted(page)]
    reporter().start("read", len(pending))
    batches = {
        f"{record.run_id}-{number:05d}": pending[first : first + settings.batch_size]
        for number, first in enumerate(range(0, len(pending), settings.batch_size))
    }
    totals: Counter[str] = Counter()
    for counts in _read_batches(batches, settings, record.run_id):
        totals.update(asdict(counts))
    store.drop(broken)
    record.failures += [asdict(_read_again(name)) for name in broken.values()]
    record.counts |= {name: int(number) for name, number in totals.items()}
    save_run(settings, record)
    reporter().finish(
        "read", ", ".join(f"{number} {name}" for name, number in totals.items()) or "nothing new"
    )


def _read_again(name: str) -> Failure:
    message = f"{name} was lost; the pages of its batch were read again from the archive"
    return Failure("batches_are_whole", "warning", message, ())


def _read_batches(
    batches: Mapping[str, Sequence[Pending]], settings: Settings, run_id: str
) -> Iterator[ReadingCounts]:
    if not settings.dask or not batches:
        for name, batch in batches.items():
            yield tasks.read(batch, name, settings, run_id)
        return
    try:
        from flows import cluster  # noqa: PLC0415 - costs a second, which only those pay who have a cluster
    except ModuleNotFoundError as error:
        raise GongkaiError(
            f"GONGKAI_DASK needs what the extra `scale` holds (make setup): {error}"
        ) from error
    with cluster.reading_cluster(settings) as client:
        for name, written in cluster.read_on_cluster(client, batches, settings, run_id):
            yield tasks.load(written, len(batches[name]), settings)


def _compare(record: RunRecord, settings: Settings) -> None:
    reporter().start("compare", count_uncompared(settings))
    counts = asdict(tasks.compare(settings, record.run_id))
    record.counts |= counts
    save_run(settings, record)
    reporter().finish("compare", ", ".join(f"{number} {name}" for name, number in counts.items()))


def published_already(record: RunRecord, settings: Settings) -> str | None:
    """Why there is nothing to publish, where the current release was built from exactly these inputs and is whole."""
    current = current_release(settings)
    run = find_run(settings, current.run_id) if current is not None else None
    if current is None or run is None or run.inputs != record.inputs or damaged_files(current):
        return None
    return "nothing new: the published release already holds all of it"


def _why_held(held: HeldError) -> str:
    return f"the gate passes it, and {held}: `gongkai releases resume` lets the next one publish"


def _build(record: RunRecord, settings: Settings, full: bool) -> Path:
    reporter().start("build")
    built = tasks.build(settings, record.run_id, full)
    record.counts |= {
        "reports": built.row_counts.get("fct_agency_year", 0),
        "published facts": built.row_counts["facts"],
    }
    save_run(settings, record)
    reporter().finish(
        "build", ", ".join(f"{name} {rows:,}" for name, rows in sorted(built.row_counts.items()))
    )
    return built.candidate


def _check_raw(record: RunRecord, settings: Settings, gate: Gate) -> None:
    reporter().start("check raw")
    current = current_release(settings)
    verdict = tasks.check_raw(gate, settings, current.run_id if current else "", record)
    _heed(record, settings, "check raw", verdict)


def _check(record: RunRecord, settings: Settings, gate: Gate, candidate: Path) -> None:
    reporter().start("check")
    current, last = current_release(settings), last_whole(settings)
    damaged = damaged_files(current) if current is not None else []
    if current is not None and damaged:
        record.failures.append(asdict(_damaged(current, damaged, last)))
    file, run_id = (last.file, last.run_id) if last else (None, "")
    _heed(record, settings, "check", tasks.check(gate, candidate, file, run_id, record.run_id))


def _damaged(current: Release, damaged: Sequence[str], last: Release | None) -> Failure:
    compared = f"release {last.run_id}" if last else "no other: there is none"
    message = (
        f"release {current.run_id} is not what was published any more ({in_words(damaged)}): the night builds anew, "
        f"and is compared with {compared}"
    )
    return Failure("last_release_is_whole", "warning", message, tuple({"file": name} for name in damaged))


def _heed(record: RunRecord, settings: Settings, stage: str, verdict: GateReport) -> None:
    """Keep what a checkpoint said, and stop where it says no."""
    record.gate = max(record.gate, verdict.decision, key=_WORSE.index)
    record.failures += [asdict(failure) for failure in verdict.failures]
    save_run(settings, record)
    reporter().finish(
        stage, f"{verdict.n_expectations} expectations, {len(verdict.failures)} not met: {verdict.decision}"
    )
    if verdict.decision == "refuse":
        critical = [failure for failure in verdict.failures if failure.severity == "critical"]
        raise GateError(
            "the gate refused the night: " + "; ".join(f"{f.name}: {f.message}" for f in critical)
        )


def _publish(record: RunRecord, settings: Settings, candidate: Path) -> None:
    reporter().start("publish")
    notes = [f"{failure['name']}: {failure['message']}" for failure in record.failures]
    released = tasks.release(candidate, settings, record.run_id, notes)
    record.release = str(released.file.relative_to(settings.data_dir))
    finish_run(
        settings,
        record,
        "published",
        f"release {record.run_id}"
        + (f", with {len(notes)} note{'s' if len(notes) > 1 else ''}" if notes else ""),
    )
    reporter().finish("publish", str(released.file))


def _show(record: RunRecord, settings: Settings) -> str | None:
    """Build the site where it does not show the release that people read; gives why that did not go well."""
    why = why_behind(settings) if settings.site_after_publish else None
    if why is None:
        return None
    reporter().start("site")
    state = tasks.site(settings, return_state=True)
    reporter().finish("site", state.message or "built", failed=state.is_failed())
    if state.is_failed():
        error = state.result(raise_on_failure=False)
        return f"{why}, and it was not built: {error}; the next run tries again"
    if record.decision in ("unchanged", "held"):
        record.message += f"; {why}: it was built"
        save_run(settings, record)
    return None
