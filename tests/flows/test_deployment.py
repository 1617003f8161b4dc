"""`gongkai serve` with the deployments of `prefect.yaml`: a real server and worker, stopped, killed and begun anew."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from flows.warehouse import connect
from tests.processes import is_alive
from tests.receiver import Receiver
from tests.samples import write_sample_reports

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

pytestmark = [pytest.mark.server, pytest.mark.timeout(1200)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(what: str, ready: Callable[[], Any], seconds: float) -> Any:
    """Ask until there is an answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = ready()
        if answer:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{what} not seen within {seconds:.0f} s")


class Service:
    """`gongkai serve` in a process of its own, on a data folder of its own."""

    def __init__(self, folder: Path, notify_url: str) -> None:
        self.port = _free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.data = folder / "data"
        self.log = folder / "serve.log"
        unset = (
            "PREFECT_API_URL",
            "PREFECT_HOME",
            "PREFECT_API_AUTH_STRING",
            "PREFECT_SERVER_API_AUTH_STRING",
        )
        self.env = {name: value for name, value in os.environ.items() if name not in unset}
        self.env |= {
            "HOME": str(folder),
            "GONGKAI_DATA_DIR": str(self.data),
            "GONGKAI_WORKERS": "1",
            "GONGKAI_NOTIFY_URL": notify_url,
            "GONGKAI_SITE_AFTER_PUBLISH": "false",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until the worker asks for work."""
        n_before = self._n_started()
        with self.log.open("ab") as log:
            command = [str(BIN / "gongkai"), "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log)
        # The server remembers the worker of its last life.
        _wait_for("a start", lambda: self._has_worker() and self._n_started() > n_before, 600)

    def stop(self) -> int:
        """Ctrl-C; gives the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=300)

    def kill(self) -> None:
        """What a power cut does: server, worker, nights and all that they started end at once, unasked."""
        assert self.process is not None
        service = psutil.Process(self.process.pid)
        for one in (service, *service.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait()

    def answer(self, path: str, query: dict[str, Any] | None = None) -> Any:
        """What the server answers; a query is posted."""
        url = f"{self.api}/{path}"
        with requests.Session() as session:
            # Its database may be busy for a moment.
            again = Retry(total=6, backoff_factor=1, status_forcelist=[503], allowed_methods=None)
            session.mount("http://", HTTPAdapter(max_retries=again))
            session.auth = self.password()
            answer = session.request("GET" if query is None else "POST", url, json=query, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def password(self) -> tuple[str, str]:
        """What the server asks for: a name and a word."""
        name, _, word = (self.data / "prefect" / "password").read_text().strip().partition(":")
        return name, word

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment, named flow/deployment."""
        return dict(self.answer(f"deployments/name/{name}"))

    def run(self, name: str, **parameters: Any) -> str:
        """Ask for a run of a deployment; gives its id."""
        path = f"deployments/{self.deployment(name)['id']}/create_flow_run"
        return str(self.answer(path, {"parameters": parameters, "state": {"type": "SCHEDULED"}})["id"])

    def state(self, run_id: str) -> str:
        """The kind of state that a run is in."""
        return str(self.answer(f"flow_runs/{run_id}")["state"]["type"])

    def ended(self, run_id: str, seconds: float = 600) -> str:
        """Wait for a run's end; gives how it ended."""
        ends = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        _wait_for("the end of the run", lambda: self.state(run_id) in ends, seconds)
        return self.state(run_id)

    def _n_started(self) -> int:
        return self.log.read_text().count("serving at") if self.log.exists() else 0

    def _has_worker(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-4000:]
        try:
            return bool(self.answer("work_pools/gongkai/workers/filter", {}))
        except (requests.RequestException, FileNotFoundError):  # the password is not made yet
            return False


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.stop()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Service]:
    one = Service(tmp_path_factory.mktemp("deployment"), receiver.url)
    try:
        one.start()
        yield one
    finally:
        if one.process is not None and one.process.poll() is None:
            one.stop()


def test_nights_are_scheduled_in_china_and_the_season_between_them(service: Service) -> None:
    query = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
    deployed = {name: service.deployment(name)["id"] for name in ("nightly/nightly", "season/season")}
    runs = _wait_for("scheduled runs", lambda: service.answer("flow_runs/filter", query), 60)
    starts = [(run["deployment_id"], datetime.fromisoformat(run["expected_start_time"])) for run in runs]
    china = [(one, start.astimezone(ZoneInfo("Asia/Shanghai"))) for one, start in starts]
    nightly = {(at.hour, at.minute) for one, at in china if one == deployed["nightly/nightly"]}
    season = {at.month for one, at in china if one == deployed["season/season"]}
    assert nightly == {(2, 30)}
    assert season <= {1, 2, 3}
    (schedule,) = service.deployment("season/season")["schedules"]
    assert schedule["schedule"] == {
        "cron": "30 5-23/6 * 1-3 *",
        "timezone": "Asia/Shanghai",
        "day_or": True,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},  # whose name leads to loopback now
        {"Authorization": "Basic Z29uZ2thaTo="},  # gongkai, without a word
    ],
)
def test_a_page_in_the_operators_browser_starts_nothing(service: Service, headers: dict[str, str]) -> None:
    command = {"job_variables": {"command": "touch evil"}}
    path = f"{service.api}/deployments/{service.deployment('site/site')['id']}/create_flow_run"
    of_site = {"deployments": {"name": {"any_": ["site"]}}}
    runs = service.answer("flow_runs/count", of_site)
    answer = requests.post(path, json=command, headers=headers, timeout=20)
    assert answer.status_code == 401
    assert "Access-Control-Allow-Origin" not in answer.headers
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = requests.options(path, headers={"Origin": "https://evil.example", **asked}, timeout=20)
    assert preflight.status_code == 400
    assert "Access-Control-Allow-Origin" not in preflight.headers
    assert service.answer("flow_runs/count", of_site) == runs


def test_the_operators_own_pages_ask_for_the_password(service: Service) -> None:
    page = service.api.removesuffix("/api")
    told = requests.get(f"{page}/ui-settings", timeout=20).json()
    assert told["api_url"] == service.api
    assert told["auth"] == "BASIC"
    origin = {"Origin": page.replace("127.0.0.1", "localhost")}
    answer = requests.get(f"{service.api}/admin/version", headers=origin, auth=service.password(), timeout=20)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, origin["Origin"])


@pytest.mark.parametrize(
    ("name", "queue"),
    [
        ("nightly/nightly", "data"),
        ("season/season", "data"),
        ("backfill/backfill", "data"),
        ("reprocess/reprocess", "data"),
        ("site/site", "reading"),
    ],
)
def test_deployments_say_what_they_take_and_run_one_at_a_time(
    service: Service, name: str, queue: str
) -> None:
    deployed = service.deployment(name)
    assert deployed["global_concurrency_limit"]["limit"] == 1
    assert deployed["work_queue_name"] == queue
    assert {"gongkai", name.partition("/")[0]} < set(deployed["tags"])
    assert deployed["description"]
    for parameter in deployed["parameter_openapi_schema"]["properties"].values():
        assert parameter["description"]
        assert "type" in parameter or "anyOf" in parameter
    limit = service.answer(f"work_pools/gongkai/queues/{queue}")["concurrency_limit"]
    assert limit == (1 if queue == "data" else None)


def test_a_failed_run_is_told(service: Service, receiver: Receiver) -> None:
    assert service.ended(service.run("backfill/backfill", year=1999)) == "FAILED"
    told = receiver.taken.pop()
    assert (told["flow"], told["decision"]) == ("backfill", "failed")
    assert "no such page" in told["text"]


def test_a_killed_night_is_told_and_the_next_one_and_its_state_outlive_a_restart(
    service: Service, receiver: Receiver, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    expected = write_sample_reports(pages)
    killed = service.run("nightly/nightly", from_files=str(pages))
    _wait_for("the night", lambda: _last_record(service).get("flow") == "nightly", 120)
    os.kill(int((service.data / "night.lock").read_text()), signal.SIGKILL)
    assert service.ended(killed) == "CRASHED"
    told = _wait_for("what was told", lambda: receiver.taken, 60)
    assert [one["flow"] for one in told] == ["nightly"]
    assert "died" in told[0]["text"]

    again = service.run("nightly/nightly", from_files=str(pages))
    assert service.ended(again) == "COMPLETED", (service.data / "prefect/logs/worker.log").read_text()[-4000:]
    with connect(service.data / "published" / "gongkai.duckdb", read_only=True) as con:
        assert con.sql("select count(*) from fct_disclosure").fetchall() == [(expected,)]
    artifacts = {one["key"]: one for one in service.answer("artifacts/latest/filter", {})}
    assert {"run-summary", "run-sources", "coverage", "data-docs", "lineage"} <= artifacts.keys()

    assert service.process is not None
    children = psutil.Process(service.process.pid).children(recursive=True)
    assert len(children) >= 2
    assert service.stop() == 0
    assert [one for one in children if is_alive(one)] == []
    service.start()
    assert (service.state(killed), service.state(again)) == ("CRASHED", "COMPLETED")
    stored = service.answer(f"flow_runs/{again}")["state"]["data"]
    assert "published" in (service.data / "prefect" / "storage" / stored["storage_key"]).read_text()


def test_after_a_power_cut_the_run_that_died_is_told_of_and_its_place_is_free(
    service: Service, receiver: Receiver
) -> None:
    receiver.taken.clear()
    killed = service.run("reprocess/reprocess", full_build=True)
    _wait_for("the run", lambda: _last_record(service).get("flow") == "reprocess", 120)
    service.kill()
    assert _last_record(service)["decision"] == "running"
    service.start()
    assert service.state(killed) == "CRASHED"
    assert service.deployment("reprocess/reprocess")["global_concurrency_limit"]["active_slots"] == 0
    assert [(one["flow"], one["decision"]) for one in receiver.taken] == [("reprocess", "failed")]
    assert "died" in receiver.taken[0]["text"]
    assert _last_record(service)["decision"] == "failed"
    # The queue has one place, and the deployment lets one run in: both are free.
    service.ended(service.run("reprocess/reprocess"))
    # Without the pages of the tests above there is nothing that could be published.
    assert _last_record(service)["decision"] in ("unchanged", "refused")


def test_the_password_stands_in_one_file_that_only_its_owner_reads(service: Service) -> None:
    (file,) = [
        path
        for path in service.data.rglob("*")
        if path.is_file() and service.password()[1].encode() in path.read_bytes()
    ]
    assert file == service.data / "prefect" / "password"
    assert file.stat().st_mode & 0o777 == 0o600
    assert service.password()[1] not in service.log.read_text()


def _last_record(service: Service) -> dict[str, Any]:
    records = sorted((service.data / "runs").glob("*.json"))
    return dict(json.loads(records[-1].read_text())) if records else {}
