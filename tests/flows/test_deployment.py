"""The deployment of `prefect.yaml` on a real server with a real worker: deployed, scheduled, run once."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from flows.warehouse import connect
from tests.samples import write_sample_reports

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

pytestmark = [pytest.mark.server, pytest.mark.timeout(420)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(what: str, ready: Any, seconds: float) -> Any:
    """Ask until there is an answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = ready()
        if answer:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{what} not seen within {seconds:.0f} s")


class Prefect:
    """A Prefect server on loopback with a home of its own, and the environment to reach it."""

    def __init__(self, folder: Path) -> None:
        self.api = f"http://127.0.0.1:{_free_port()}/api"
        self.data = folder / "data"
        self.env = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "GONGKAI_HOME": str(ROOT),
            "GONGKAI_DATA_DIR": str(self.data),
            "GONGKAI_WORKERS": "1",
        }
        self.log = folder / "prefect.log"
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> None:
        """Start a long-running `prefect` command."""
        with self.log.open("ab") as log:
            command = [str(BIN / "prefect"), *arguments]
            self._children.append(subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log))

    def run(self, *arguments: str) -> None:
        """Run a short `prefect` command."""
        command = [str(BIN / "prefect"), "--no-prompt", *arguments]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    def is_healthy(self) -> bool:
        """Whether the server answers."""
        try:
            return requests.get(f"{self.api}/health", timeout=2).ok
        except requests.ConnectionError:
            return False

    def flow_runs(self, state: str) -> list[dict[str, Any]]:
        """The server's flow runs in one state."""
        query = {"flow_runs": {"state": {"type": {"any_": [state]}}}}
        answer = requests.post(f"{self.api}/flow_runs/filter", json=query, timeout=10)
        answer.raise_for_status()
        return list(answer.json())

    def stop(self) -> None:
        """End what was started here, newest first."""
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    server = Prefect(tmp_path_factory.mktemp("deployment"))
    server.start("server", "start", "--host", "127.0.0.1", "--port", server.api.split(":")[2].split("/")[0])
    try:
        _wait_for("a healthy server", server.is_healthy, 120)
        server.run("work-pool", "create", "--type", "process", "gongkai")
        server.run("deploy", "--all")
        yield server
    finally:
        server.stop()


def test_deployed_flow_is_scheduled_for_the_night(prefect: Prefect) -> None:
    scheduled = _wait_for("a scheduled run", lambda: prefect.flow_runs("SCHEDULED"), 60)
    starts = {
        datetime.fromisoformat(run["expected_start_time"]).astimezone(ZoneInfo("Asia/Shanghai"))
        for run in scheduled
    }
    assert {(start.hour, start.minute) for start in starts} == {(2, 30)}


def test_deployment_runs_once_at_a_time(prefect: Prefect) -> None:
    answer = requests.get(f"{prefect.api}/deployments/name/nightly/nightly", timeout=10).json()
    assert answer["global_concurrency_limit"]["limit"] == 1


def test_worker_runs_the_deployment(prefect: Prefect, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    expected = write_sample_reports(pages)
    prefect.start("worker", "start", "--pool", "gongkai", "--type", "process")
    prefect.run("deployment", "run", "nightly/nightly", "--param", f"from_files={json.dumps(str(pages))}")
    done = _wait_for(
        "the end of the run", lambda: [*prefect.flow_runs("COMPLETED"), *prefect.flow_runs("FAILED")], 240
    )
    assert [run["state"]["type"] for run in done] == ["COMPLETED"], prefect.log.read_text()[-4000:]
    with connect(prefect.data / "published" / "gongkai.duckdb", read_only=True) as con:
        facts = con.sql("select count(*) from fct_disclosure").fetchall()[0][0]
    assert facts == expected
