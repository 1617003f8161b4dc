"""Runs that stand in Prefect's database as under way and are dead: a power cut took server, worker and night at once.

What belongs here: ending them, so that their places are free and the next ones start, and telling the operator. What
does not: a run whose worker outlived it (`tasks.tell_of_crash`), and the server and worker themselves (`serve.py`).
"""

import logging
from datetime import UTC, datetime
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from flows.errors import BusyError, GongkaiError
from flows.notify import UntoldError, notify
from flows.runs import RunRecord, close_dead_runs, only_night
from flows.settings import Settings

log = logging.getLogger("gongkai")

_UNDER_WAY: Final = ("PENDING", "RUNNING", "CANCELLING")
_TIMEOUT_SECONDS: Final = 60
_AGAIN: Final = Retry(
    total=6, backoff_factor=1, status_forcelist=[503], allowed_methods=None, raise_on_status=False
)
"""Prefect's server answers 503 while its database is busy, as it may be in its first seconds."""


def end_stranded_runs(settings: Settings, api: str, password: str) -> int:
    """End the runs of the deployments that nobody works on any more, and tell the operator; gives how many there were.

    Call it before a worker runs. Where some process still holds the data folder its run is not dead: nothing is ended,
    and that run reports to the server when it is done.

    Args:
        password: what the server asks for, as `name:word`.

    Raises:
        GongkaiError: the server did not take it.
    """
    try:
        with only_night(settings):
            ended = _crash(api, password)
            dead = close_dead_runs(settings)
    except BusyError as error:
        log.warning("%s: its run is left as it is", error)
        return 0
    for record in dead or [_record_of(run) for run in ended]:
        _tell(settings, record)
    return len(ended)


def _crash(api: str, password: str) -> list[dict[str, Any]]:
    """Set the state of all runs of deployments that are under way; gives those runs. Prefect frees their places: of the
    deployment, and of the work queue."""
    runs = {
        "state": {"type": {"any_": list(_UNDER_WAY)}},
        "deployment_id": {"is_null_": False},
    }
    found: list[dict[str, Any]] = _asked(f"{api}/flow_runs/filter", password, {"flow_runs": runs})
    if found:
        message = (
            "everything was stopped at once while it was under way; the next run goes on from where it was"
        )
        state = {"type": "CRASHED", "name": "Crashed", "message": message}
        change = {"flow_runs": runs, "state": state, "force": True}
        _asked(f"{api}/flow_runs/bulk_set_state", password, change)
    return found


def _asked(url: str, password: str, body: dict[str, Any]) -> Any:
    name, _, word = password.partition(":")
    try:
        with requests.Session() as session:
            session.mount("http://", HTTPAdapter(max_retries=_AGAIN))
            answer = session.post(url, json=body, auth=(name, word), timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()
    except requests.RequestException as error:
        raise GongkaiError(f"Prefect's server did not end the runs of its last life: {error}") from error


def _record_of(run: dict[str, Any]) -> RunRecord:
    """What is told of a run that died before it had a record."""
    return RunRecord(
        run_id=str(run["id"]),
        flow=str(run["name"]),
        started_at=str(run["start_time"]),
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        decision="failed",
        message="everything was stopped at once before the run had a record",
    )


def _tell(settings: Settings, record: RunRecord) -> None:
    log.warning("run %s (%s) had died", record.run_id, record.flow)
    try:
        notify(settings, record)
    except UntoldError as error:
        log.warning("nobody could be told of it: %s", error)
