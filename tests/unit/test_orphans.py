"""A process that is killed alone takes with it what it had started."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from flows.settings import PROJECT_DIR, environment_with
from tests.processes import alive_after
from tests.samples import write_sample_reports

FILES = Path(__file__).parent / "files"
_SECONDS = 60


@contextmanager
def _running(*command: str) -> Iterator[psutil.Process]:
    """A process that starts others; what is left of it is ended at last."""
    environment = environment_with()
    environment.pop("PREFECT_API_URL", None)
    with subprocess.Popen([sys.executable, *command], cwd=PROJECT_DIR, env=environment) as process:
        seen = psutil.Process(process.pid)
        try:
            yield seen
        finally:
            process.kill()


def _started_by(process: psutil.Process, what: str) -> list[psutil.Process]:
    """All that a process has started, in which there is one of a name, when it is there."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        started = process.children(recursive=True)
        if any(what in _named(one) for one in started):
            return started
        time.sleep(0.02)
    raise AssertionError(f"{what} was not started")


def _named(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _left(started: list[psutil.Process], seconds: float = 10) -> list[str]:
    """The names of those that have not ended soon; they are ended."""
    left = alive_after(started, seconds)
    names = [_named(one) for one in left]
    for one in left:
        one.kill()
    return names


def test_a_night_that_is_killed_leaves_no_server_of_prefect(tmp_path: Path) -> None:
    write_sample_reports(tmp_path / "pages")
    folders = ("--from-files", str(tmp_path / "pages"), "--data", str(tmp_path / "data"))
    command = ("-m", "flows.cli", "nightly", *folders)
    with _running(*command) as night:
        started = _started_by(night, "uvicorn")
        night.kill()
        assert _left(started) == []


def test_a_reader_that_is_killed_leaves_no_libreoffice() -> None:
    file = str(FILES / "libreoffice.doc")
    script = f"from flows.clean.office import read_doc; read_doc(open({file!r}, 'rb').read())"
    with _running("-c", script) as reader:
        started = _started_by(reader, "soffice.bin")
        (converter,) = (one for one in started if "soffice.bin" in _named(one))
        converter.suspend()  # as one that hangs: else it would end by itself
        reader.kill()
        assert _left(started) == []


def test_a_gate_whose_input_is_held_open_ends_with_its_night() -> None:
    script = (
        "import os, subprocess, sys, time; reading, writing = os.pipe(); "
        "subprocess.Popen([sys.executable, '-m', 'expectations', str(os.getpid())], stdin=reading); "
        "subprocess.Popen(['sleep', '100'], pass_fds=[writing]); time.sleep(100)"
    )
    with _running("-c", script) as night:
        sleeper, gate = sorted(_started_by(night, "sleep"), key=lambda one: "expectations" in _named(one))
        assert "expectations" in _named(gate)
        night.kill()
        try:
            assert _left([gate], seconds=_SECONDS) == []
        finally:
            sleeper.kill()
