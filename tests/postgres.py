"""A PostgreSQL of a test's own, on loopback: the catalog of a lake.

What belongs here: starting and ending it, by force too, and copies of its database. What does not: what is kept in it.
The programs come from Debian's package `postgresql` (`tests/programs.sh`); where they are missing the test fails and
says so.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.ports import free_port

_DEBIAN = Path("/usr/lib/postgresql")
_USER: Final = "gongkai"


@dataclass(frozen=True)
class Postgres:
    """A server with one empty database, `lake`.

    Attributes:
        data: its folder.
        password: what it asks for; it lets everybody in if empty.
    """

    data: Path
    port: int
    password: str = ""

    @property
    def database(self) -> str:
        """The database as libpq names it, without the password."""
        return f"dbname=lake host=127.0.0.1 port={self.port} user={_USER}"

    def start(self) -> None:
        """Start it; after a hard end it recovers what was committed."""
        heard = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = self.data.with_name("log")
        _run("pg_ctl", "start", "--wait", "--pgdata", self.data, "--log", log, "--options", heard)

    def die(self) -> None:
        """End it at once, as a power cut does."""
        _run("pg_ctl", "stop", "--wait", "--pgdata", self.data, "--mode", "immediate")

    def kill(self) -> None:
        """Kill it and all its processes (SIGKILL)."""
        server = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        family = [server, *server.children(recursive=True)]
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs(family)

    def copy(self, name: str, to: str) -> None:
        """Make a database a copy of another, to which nobody is connected."""
        _run("dropdb", *self._there, "--if-exists", "--force", to, password=self.password)
        _run("createdb", *self._there, "--template", name, to, password=self.password)

    @property
    def _there(self) -> tuple[str, ...]:
        return ("--host", "127.0.0.1", "--port", str(self.port), "--username", _USER)


@contextmanager
def running_postgres(password: str = "") -> Iterator[Postgres]:
    """Start a server and end it.

    Args:
        password: what it asks for; it lets everybody in if empty.

    Raises:
        AssertionError: PostgreSQL is not installed.
    """
    # Beside every test's own folder: the server's user cannot enter those.
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _user())
        postgres = Postgres(folder / "data", free_port(), password)
        word = folder / "password"
        word.write_text(password or "none")
        method = "scram-sha-256" if password else "trust"
        _run(
            "initdb",
            "--pgdata",
            postgres.data,
            "--auth",
            method,
            "--pwfile",
            word,
            "--username",
            _USER,
            "--no-sync",
        )
        postgres.start()
        try:
            postgres.copy("template0", "lake")
            yield postgres
        finally:
            with suppress(AssertionError):  # a test may have ended it
                postgres.die()
    finally:
        shutil.rmtree(folder)


def _run(program: str, *arguments: str | Path, password: str = "") -> None:
    """Run one of its programs, as the server's user where this one may do everything: the server refuses that."""
    done = subprocess.run(
        [_program(program), *map(str, arguments)],
        user=_user() if os.getuid() == 0 else None,
        cwd="/",
        env={**os.environ, "PGPASSWORD": password},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server keeps what it is given, and a pipe would never end
        stderr=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{program} ended with exit code {done.returncode}"


def _program(name: str) -> str:
    found = shutil.which(name) or max(map(str, _DEBIAN.glob(f"*/bin/{name}")), default=None)
    assert found, f"PostgreSQL's {name} is not installed: tests/programs.sh installs it"
    return found


def _user() -> str:
    """Somebody who may do little: Debian's `postgres`, else `nobody`."""
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
