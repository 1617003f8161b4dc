"""Runs that a power cut left under way, against a server that answers as Prefect's does."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.errors import GongkaiError
from flows.runs import last_runs, only_night, start_run
from flows.settings import Settings, make_settings
from flows.stranded import end_stranded_runs
from tests.receiver import Receiver

RUN = {"id": "a-run", "name": "old-owl", "start_time": "2027-01-01T18:30:00Z"}


class Server:
    """Answers a filter with `found` and takes a new state; keeps what it was asked. Each of `status` comes first."""

    def __init__(self, *found: dict[str, str]) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.status: list[int] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.headers["Authorization"] == "Basic Z29uZ2thaTp3b3Jk"  # gongkai:word
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = server.status.pop(0) if server.status else 200
                if status == 200:
                    server.asked.append((self.path, body))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(found if self.path.endswith("filter") else {}).encode())

            def log_message(self, format: str, *args: object) -> None:
                """Keeps no log."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.api = f"http://127.0.0.1:{self.http.server_address[1]}/api"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server(RUN)
    yield one
    one.stop()


@pytest.fixture
def settings(tmp_path: Path, receiver: Receiver) -> Settings:
    return make_settings(data_dir=tmp_path / "data", notify_url=receiver.url)


def test_a_dead_run_is_ended_closed_and_told_of(
    settings: Settings, server: Server, receiver: Receiver
) -> None:
    record = start_run(settings, "backfill")
    assert end_stranded_runs(settings, server.api, "gongkai:word") == 1
    (_, asked), (path, ended) = server.asked
    assert asked["flow_runs"] == ended["flow_runs"]
    assert asked["flow_runs"]["deployment_id"] == {"is_null_": False}
    assert (path, ended["state"]["type"], ended["force"]) == (
        "/api/flow_runs/bulk_set_state",
        "CRASHED",
        True,
    )
    assert last_runs(settings, 1)[0].decision == "failed"
    assert [told["run_id"] for told in receiver.taken] == [record.run_id]


def test_a_run_that_died_before_it_had_a_record_is_told_of_too(
    settings: Settings, server: Server, receiver: Receiver
) -> None:
    assert end_stranded_runs(settings, server.api, "gongkai:word") == 1
    assert [(told["run_id"], told["decision"]) for told in receiver.taken] == [("a-run", "failed")]


def test_a_run_whose_process_lives_is_left(settings: Settings, server: Server, receiver: Receiver) -> None:
    with only_night(settings):
        start_run(settings, "backfill")
        assert end_stranded_runs(settings, server.api, "gongkai:word") == 0
    assert (server.asked, receiver.taken) == ([], [])
    assert last_runs(settings, 1)[0].decision == "running"


def test_where_nothing_died_nothing_is_ended(settings: Settings, receiver: Receiver) -> None:
    server = Server()
    assert end_stranded_runs(settings, server.api, "gongkai:word") == 0
    server.stop()
    assert [path for path, _ in server.asked] == ["/api/flow_runs/filter"]
    assert receiver.taken == []


def test_a_server_whose_database_is_busy_is_asked_again(settings: Settings, server: Server) -> None:
    server.status = [503]
    assert end_stranded_runs(settings, server.api, "gongkai:word") == 1
    server.status = [500]
    with pytest.raises(GongkaiError, match="did not end the runs"):
        end_stranded_runs(settings, server.api, "gongkai:word")


def test_that_nobody_can_be_told_ends_nothing(settings: Settings, server: Server, receiver: Receiver) -> None:
    receiver.status = [500]
    start_run(settings, "backfill")
    assert end_stranded_runs(settings, server.api, "gongkai:word") == 1
    assert last_runs(settings, 1)[0].decision == "failed"
