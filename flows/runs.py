"""Runs: who runs now, what each run did and how it ended.

What belongs here: the run record (one JSON file a run, replaced whole), run ids, and the lock that lets one
night at a time into a data folder. What does not: the stages and their order.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

from flows.archive.model import Outcome
from flows.durable import known_fields, replace_through
from flows.errors import BusyError
from flows.run_ids import RUN_ID_FORMAT, is_run_id
from flows.settings import Settings

Decision = Literal["running", "published", "unchanged", "held", "refused", "failed"]
"""`held`: the gate passed what was built, and people were led back from a release: nothing is published until a person
says so."""

RECORDS_KEPT: Final = 2000
"""Records that stay: about five years of nights. Of a release whose record is gone nobody knows any more what it was
built from, so a night without news builds once more and publishes the same."""

_LOOKED_SECONDS: Final = 1.0
"""How long a run tries to get the lock: who looks whether one is under way has it for a moment."""
_LOOKED_BACK: Final = 10
"""Records among which dead runs are looked for: each run closes what died before it."""

MANY_SOURCES: Final = 0.2
"""The share of a run's sources that may fail before the operator is told: on thousands of sites some are always ill."""

_SOURCES_NAMED: Final = 5


@dataclass(slots=True)
class RunRecord:
    """What one run did.

    Attributes:
        run_id: start time in UTC (`20260131T183000Z`); ids grow even where the clock was set back.
        flow: name of the flow.
        decision: how it ended; a record that still says `running` while no lock is held died.
        message: one sentence for people.
        sources: per source: status, how many reports it listed, outcome counts and problems.
        counts: pages, documents, facts, findings, ... of this run and of the release.
        gate: what the gate decided, or empty where it was not asked.
        failures: rules of the gate, or nodes of dbt, that do not hold: name, severity, message and rows.
        release: path of the published release, relative to the data folder.
        inputs: fingerprint of what the build reads; equal inputs give an equal release.
    """

    run_id: str
    flow: str
    started_at: str
    finished_at: str | None = None
    decision: Decision = "running"
    message: str = ""
    sources: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    gate: str = ""
    failures: list[dict[str, Any]] = field(default_factory=list)
    release: str | None = None
    inputs: str = ""


def failed_sources(record: RunRecord) -> list[Mapping[str, Any]]:
    """The rows of the sources of a run that failed."""
    return [row for row in record.sources if row["status"] == "failed"]


def many_sources_failed(record: RunRecord) -> str | None:
    """A sentence where so many sources failed that somebody should look; None where it was fewer."""
    failed, number = failed_sources(record), len(record.sources)
    if len(failed) <= MANY_SOURCES * number:
        return None
    named = ", ".join(str(row["source"]) for row in failed[:_SOURCES_NAMED])
    others = len(failed) - _SOURCES_NAMED
    more = f" and {others} more" if others > 0 else ""
    return f"{len(failed)} of {number} sources failed: {named}{more}"


def source_columns(sources: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns of the table of a night's sources: what each came to, the outcomes that occurred, and last the
    problems, where there are any."""
    said = {name for row in sources for name, value in row.items() if value not in ("", None)}
    return tuple(name for name in ("source", "status", *get_args(Outcome), "problems") if name in said)


def start_run(settings: Settings, flow: str) -> RunRecord:
    """Write and return the record of a new run."""
    now = datetime.now(UTC)
    for old in _records(settings)[RECORDS_KEPT - 1 :]:
        old.unlink()
    last = max((path.stem for path in _records(settings)), default="")
    run_id = now.strftime(RUN_ID_FORMAT)
    if run_id <= last:
        after = datetime.strptime(last, RUN_ID_FORMAT).replace(tzinfo=UTC) + timedelta(seconds=1)
        run_id = after.strftime(RUN_ID_FORMAT)
    record = RunRecord(run_id=run_id, flow=flow, started_at=now.isoformat(timespec="seconds"))
    save_run(settings, record)
    return record


def finish_run(settings: Settings, record: RunRecord, decision: Decision, message: str) -> None:
    """Close a record. That many of its sources failed is said, too, where the run went on without them."""
    record.decision = decision
    ill = many_sources_failed(record) if decision != "failed" else None
    record.message = f"{message}; {ill}" if ill else message
    record.finished_at = datetime.now(UTC).isoformat(timespec="seconds")
    save_run(settings, record)


def save_run(settings: Settings, record: RunRecord) -> None:
    """Replace the record's file whole."""
    settings.runs_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str)
    replace_through(settings.runs_dir / f"{record.run_id}.json", text.encode())


def last_runs(settings: Settings, limit: int) -> list[RunRecord]:
    """The newest records, newest first; a file that cannot be read stands as a failed run that says so."""
    return [_read(path) for path in _records(settings)[:limit]]


def find_run(settings: Settings, run_id: str) -> RunRecord | None:
    """The record of one run, or None where there is none any more."""
    path = settings.runs_dir / f"{run_id}.json"
    return _read(path) if path.exists() else None


def close_dead_runs(settings: Settings) -> list[RunRecord]:
    """Write down of each run that says it is under way that it died, and give those records, newest first.

    Call it while nobody else can work on the data folder (`only_night`).
    """
    dead = [run for run in last_runs(settings, _LOOKED_BACK) if run.decision == "running"]
    for run in dead:
        finish_run(
            settings, run, "failed", "the process of the run died; the next run goes on from where it was"
        )
    return dead


def _records(settings: Settings) -> list[Path]:
    return sorted((path for path in settings.runs_dir.glob("*.json") if is_run_id(path.stem)), reverse=True)


def _read(path: Path) -> RunRecord:
    """The record in a file, or one that says why it cannot be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if not {"run_id", "flow", "started_at"} <= set(said):
            raise ValueError("it is none")
        return RunRecord(**known_fields(RunRecord, said))
    except (OSError, ValueError, TypeError) as error:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        return RunRecord(
            path.stem, "", written, decision="failed", message=f"its record cannot be read: {path}: {error}"
        )


@contextmanager
def only_night(settings: Settings) -> Iterator[None]:
    """Hold the lock of the data folder; the system frees it when the process ends, however it ends.

    Raises:
        BusyError: another process holds it.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock_file(settings), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _locked(handle):
            raise BusyError(_busy(settings))
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Take the lock, if need be by the second attempt or the hundredth."""
    until = time.monotonic() + _LOOKED_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(_LOOKED_SECONDS / 100)
        else:
            return True


def refuse_second_night(settings: Settings) -> None:
    """Raise BusyError where a night is under way; the lock itself is taken by `only_night`."""
    if is_running(settings):
        raise BusyError(_busy(settings))


def is_running(settings: Settings) -> bool:
    """Whether some process holds the lock of the data folder; who may only read can ask it too. Those who look share
    it, so that none takes another for a run."""
    if not lock_file(settings).exists():
        return False
    with lock_file(settings).open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _busy(settings: Settings) -> str:
    holder = lock_file(settings).read_text(encoding="utf-8").strip() or "unknown"
    return f"another run works on {settings.data_dir} (process {holder}); try again later"


def lock_file(settings: Settings) -> Path:
    """The lock's path."""
    return settings.data_dir / "night.lock"
