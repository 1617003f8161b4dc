"""A PostgreSQL of a test's own, on loopback: the catalog of a lake.

What belongs here: starting and ending it. What does not: what is kept in it. The programs come from Debian's package
`postgresql` (`tests/programs.sh`); where they are missing the test fails and says so.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Postgres:
    """A server with one empty database.

    Attributes:
        data: its folder.
        database: the database as libpq names it, without the password.
    """

    data: Path
    database: str

    def die(self) -> None:
        """End it at once, as a power cut does."""
        _run("pg_ctl", "stop", "--wait", "--pgdata", self.data, "--mode", "immediate")


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
        data, port = folder / "data", _free_port()
        word = folder / "password"
        word.write_text(password or "none")
        method = "scram-sha-256" if password else "trust"
        _run(
            "initdb",
            "--pgdata",
            data,
            "--auth",
            method,
            "--pwfile",
            word,
            "--username",
            "gongkai",
            "--no-sync",
        )
        heard = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        _run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log", "--options", heard)
        try:
            there = ("--host", "127.0.0.1", "--port", str(port), "--username", "gongkai")
            _run("createdb", *there, "lake", password=password)
            yield Postgres(data, f"dbname=lake host=127.0.0.1 port={port} user=gongkai")
        finally:
            with suppress(AssertionError):  # a test may have ended it
                _run("pg_ctl", "stop", "--wait", "--pgdata", data, "--mode", "immediate")
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
