"""What serving does before it starts anything, and what it leaves when it stops."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest

from flows import serve
from flows.errors import GongkaiError
from flows.settings import make_settings
from tests.processes import alive_after

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
"""A program with a process of its own, as a worker has a night's."""


class _Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keeps no log."""


def test_a_second_server_at_one_port_is_refused_at_once(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Healthy) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(GongkaiError, match="answers at"):
            serve.serve(make_settings(data_dir=tmp_path / "data"), other.server_address[1])
        other.shutdown()
    assert not (tmp_path / "data").exists()


def test_a_program_is_stopped_with_all_that_it_started() -> None:
    program = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True)
    assert program.stdout is not None
    child = psutil.Process(int(program.stdout.readline()))
    serve._stop(program)
    assert program.poll() is not None
    assert alive_after([child], 20) == []
    program.stdout.close()
