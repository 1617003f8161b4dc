"""Runs: who runs now, what each run did and how it ended.

What belongs here: the run record (one JSON file a run, replaced whole), run ids, and the lock that lets one
night at a time into a data folder. What does not: the stages and their order.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from flows.archive.model import RUN_ID_FORMAT, Outcome
from flows.errors import BusyError
from flows.settings import Settings

Decision = Literal["running", "published", "unchanged", "refused", "failed"]


@dataclass(slots=True)
class RunRecord:
    """What one run did.

    Attributes:
        run_id: start time in UTC (`20260131T183000Z`); ids grow even where the clock was set back.
        flow: name of the flow.
        decision: how it ended; a record that still says `running` while no lock is held died.
        message: one sentence for people.
        sources: per source: outcome counts and problems.
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


def source_columns(sources: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns of the table of a night's sources: what each came to, the outcomes that occurred, and last the
    problems, where there are any."""
    said = {name for row in sources for name, value in row.items() if value not in ("", None)}
    return tuple(name for name in ("source", "status", *get_args(Outcome), "problems") if name in said)


def start_run(settings: Settings, flow: str) -> RunRecord:
    """Write and return the record of a new run."""
    now = datetime.now(UTC)
    last = max((path.stem for path in settings.runs_dir.glob("*.json")), default="")
    run_id = now.strftime(RUN_ID_FORMAT)
    if run_id <= last:
        after = datetime.strptime(last, RUN_ID_FORMAT).replace(tzinfo=UTC) + timedelta(seconds=1)
        run_id = after.strftime(RUN_ID_FORMAT)
    record = RunRecord(run_id=run_id, flow=flow, started_at=now.isoformat(timespec="seconds"))
    save_run(settings, record)
    return record


def finish_run(settings: Settings, record: RunRecord, decision: Decision, message: str) -> None:
    """Close a record."""
    record.decision = decision
    record.message = message
    record.finished_at = datetime.now(UTC).isoformat(timespec="seconds")
    save_run(settings, record)


def save_run(settings: Settings, record: RunRecord) -> None:
    """Replace the record's file whole, so that a reader never sees half of it."""
    settings.runs_dir.mkdir(parents=True, exist_ok=True)
    path = settings.runs_dir / f"{record.run_id}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    part.replace(path)


def last_runs(settings: Settings, limit: int) -> list[RunRecord]:
    """The newest records, newest first."""
    paths = sorted(settings.runs_dir.glob("*.json"), reverse=True)[:limit]
    return [RunRecord(**json.loads(path.read_text(encoding="utf-8"))) for path in paths]


@contextmanager
def only_night(settings: Settings) -> Iterator[None]:
    """Hold the lock of the data folder; the system frees it when the process ends, however it ends.

    Raises:
        BusyError: another process holds it.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = lock_file(settings)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(_busy(settings)) from None
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def refuse_second_night(settings: Settings) -> None:
    """Raise BusyError where a night is under way; the lock itself is taken by `only_night`."""
    if is_running(settings):
        raise BusyError(_busy(settings))


def is_running(settings: Settings) -> bool:
    """Whether some process holds the lock of the data folder."""
    if not lock_file(settings).exists():
        return False
    with lock_file(settings).open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _busy(settings: Settings) -> str:
    holder = lock_file(settings).read_text(encoding="utf-8").strip() or "unknown"
    return f"another run works on {settings.data_dir} (process {holder}); try again later"


def lock_file(settings: Settings) -> Path:
    """The lock's path."""
    return settings.data_dir / "night.lock"
