"""One process that keeps the nights going: `gongkai serve` starts Prefect's server and worker on loopback.

What belongs here: starting them, deploying `prefect.yaml`, watching, and stopping them all. What does not: the flows
and their schedules (`prefect.yaml`).

Each program is the head of a session of its own, so that Ctrl-C reaches this process alone, which stops first the
worker with whatever it runs, then the server. A night that is stopped so is continued by the next one. Where one of
them dies, all are stopped: whoever watches this process (systemd) starts it anew. Where all of them died at once, the
next start ends the runs that were under way (`stranded.py`).
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import requests

from flows.errors import GongkaiError
from flows.settings import PROJECT_DIR, Settings, prefect_password_file, serving_environment
from flows.stranded import end_stranded_runs

log = logging.getLogger("gongkai")

POOL: Final = "gongkai"
_ONE_AT_A_TIME: Final = "data"
"""The work queue of what writes into the data folder."""
_STARTUP_SECONDS: Final = 180
_GRACE_SECONDS: Final = 30
_SECONDS_BETWEEN: Final = 0.5


def serve(settings: Settings, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        GongkaiError: a program did not start, or died; all are stopped.
    """
    api = f"http://127.0.0.1:{port}/api"
    if _answers(api):
        raise GongkaiError(f"a Prefect server answers at {api} already: stop it, or give another --port")
    environment = serving_environment(settings, api)
    logs = settings.prefect_home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with _stop_signals() as stopping:
        address = ("--host", "127.0.0.1", "--port", str(port))
        with _program(("server", "start", *address), environment, logs / "server.log") as server:
            _wait_until_healthy(api, server, stopping)
            if not stopping.is_set():
                _deploy(environment)
                end_stranded_runs(settings, api, environment["PREFECT_API_AUTH_STRING"])
            worker = ("worker", "start", "--pool", POOL, "--type", "process", "--name", POOL)
            with _program(worker, environment, logs / "worker.log") as working:
                page, password = api.removesuffix("/api"), prefect_password_file(settings)
                log.info("serving at %s; logs in %s; its password in %s", page, logs, password)
                _watch({"server": server, "worker": working}, stopping, logs)
    log.info("stopped")


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, instead of ending this process at once."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def _program(
    arguments: tuple[str, ...], environment: Mapping[str, str], log_file: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command of Prefect's for the length of the block."""
    with log_file.open("ab") as stream:
        program = subprocess.Popen(  # noqa: S603 - our own interpreter, arguments passed as a list
            [sys.executable, "-m", "prefect", *arguments],
            env=environment,
            cwd=PROJECT_DIR,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        yield program
    finally:
        _stop(program)


def _stop(program: "subprocess.Popen[bytes]") -> None:
    """Ask a program to end, then end all that is left of its session."""
    program.terminate()
    try:
        program.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        log.warning("process %d did not end when it was asked to", program.pid)
    try:
        os.killpg(program.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    program.wait()


def _wait_until_healthy(api: str, server: "subprocess.Popen[bytes]", stopping: threading.Event) -> None:
    deadline = time.monotonic() + _STARTUP_SECONDS
    while not stopping.wait(_SECONDS_BETWEEN):
        if server.poll() is not None:
            raise GongkaiError(f"Prefect's server ended with exit code {server.returncode}")
        if _answers(api):
            return
        if time.monotonic() > deadline:
            raise GongkaiError(f"Prefect's server did not answer within {_STARTUP_SECONDS} s")


def _answers(api: str) -> bool:
    try:
        return requests.get(f"{api}/health", timeout=2).ok
    except requests.RequestException:
        return False


def _deploy(environment: Mapping[str, str]) -> None:
    """Bring pool, deployments and limits up to `prefect.yaml`; doing it again changes nothing."""
    for arguments in (
        ("work-pool", "create", "--type", "process", "--overwrite", POOL),
        ("deploy", "--all"),
        ("work-queue", "set-concurrency-limit", _ONE_AT_A_TIME, "1", "--pool", POOL),
    ):
        done = subprocess.run(  # noqa: S603 - our own interpreter, arguments passed as a list
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            env=environment,
            cwd=PROJECT_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise GongkaiError(
                f"prefect {' '.join(arguments)}: {(done.stdout + done.stderr).strip()[-1000:]}"
            )


def _watch(programs: Mapping[str, "subprocess.Popen[bytes]"], stopping: threading.Event, logs: Path) -> None:
    while not stopping.wait(_SECONDS_BETWEEN):
        for name, program in programs.items():
            if program.poll() is not None:
                raise GongkaiError(
                    f"Prefect's {name} ended with exit code {program.returncode}; see {logs / name}.log"
                )
