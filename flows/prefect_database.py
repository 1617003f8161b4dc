"""Prefect's database, made ready for a night: whole, and brought up to the Prefect that is installed.

What belongs here: making and migrating it beside its place, and setting aside one that is spoiled. What does not:
Prefect's settings (`settings.py`). It holds the history that Prefect's page shows; what the project itself knows of its
runs lies in `data/runs`.

Prefect's server migrates in place, and not as one transaction: where it dies meanwhile it leaves a file that none can
go on from. So Prefect's own command migrates a copy, or makes a new file, which is moved in when it is whole.
"""

import logging
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zlib import crc32

from flows.disk import LEAST_MB, is_of_full_disk, megabytes_left, with_disk_named
from flows.durable import alone_with, sync, sync_folder
from flows.errors import GongkaiError

log = logging.getLogger("gongkai")

_SPOILED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_OF_ITS_FORM: Final = "***"
"""How SQLite begins what it says of a file's form; else it speaks of a value, which hinders nobody."""
_ERROR: Final = re.compile(r"[\w.]*(?:Error|Exception)\b")
"""How the line of a traceback begins that says what went wrong."""


class _CannotBeMigratedError(GongkaiError):
    """A copy could not be brought up to date, and not for want of room."""


def make_ready(file: Path, environment: Mapping[str, str]) -> None:
    """Make the database where there is none, and bring one up to date that was not made whole for the Prefect of today.
    One that cannot be brought up to date is set aside for a new one; one that others have open is left to them.

    For whom it was made whole the file says itself (`user_version`), so that an ordinary night only looks. Of two
    starts at one moment the second waits for the first.

    Args:
        environment: what Prefect's command is started in.

    Raises:
        GongkaiError: none can be made; what was there stays.
        OSError: none can be written; likewise.
    """
    with alone_with(file.with_name(f"{file.name}.lock"), mode=0o600) as lock:
        set_aside_if_spoiled(file)
        if not file.exists():
            _move_in(_migrated(file, None, environment, lock), file)
            return
        with closing(_opened(file)) as database:
            if not _is_to_be_migrated(file, database):
                return
            try:
                made = _migrated(file, database, environment, lock)
            except _CannotBeMigratedError as error:
                made = _migrated(file, None, environment, lock)
                _set_aside(file, f"cannot be brought up to date ({error})")
            _move_in(made, file)


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _of_today() -> int:
    """What a database that is whole for the Prefect of today says of itself."""
    return crc32(version("prefect").encode()) >> 1


def _is_to_be_migrated(file: Path, database: sqlite3.Connection) -> bool:
    """Whether it was not made whole for the Prefect of today, and nobody else has it open; then nobody else can open it
    until it is closed."""
    try:
        ((made_for,),) = database.execute("PRAGMA user_version").fetchall()
        if made_for == _of_today():
            return False
        # SQLite refuses it while others have the file open.
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_BUSY":
            raise GongkaiError(with_disk_named(f"Prefect's database: {error}", file.parent)) from error
        return False
    return True


def _migrated(
    file: Path, database: sqlite3.Connection | None, environment: Mapping[str, str], lock: int
) -> Path:
    """A whole database in a folder beside its place, from a copy of what is there or from nothing.

    Prefect's command keeps the lock: where this process dies before it, the next start waits for it.
    """
    folder = file.with_name(f"{file.name}.making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    made = folder / file.name
    try:
        if database is not None:
            database.execute("VACUUM INTO ?", (str(made),))
        _upgrade(made, environment, lock)
        with closing(_opened(made)) as whole:
            whole.execute(f"PRAGMA user_version = {_of_today()}")
            whole.execute("PRAGMA journal_mode = DELETE")
        sync(made)
    except (_CannotBeMigratedError, sqlite3.DatabaseError) as error:
        said, is_full = str(error), is_of_full_disk(str(error)) or megabytes_left(folder) < LEAST_MB
        told = with_disk_named(said, folder.parent)
        shutil.rmtree(folder)
        if is_full or database is None:
            raise GongkaiError(f"Prefect's database cannot be made: {told}") from error
        raise _CannotBeMigratedError(said) from error
    return made


def _upgrade(made: Path, environment: Mapping[str, str], lock: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"],
        env={**environment, "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{made.name}"},
        cwd=made.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        pass_fds=(lock,),
    )
    if done.returncode < 0:
        raise GongkaiError(f"what migrates Prefect's database was ended by signal {-done.returncode}")
    if done.returncode > 0:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        raise _CannotBeMigratedError(
            next((line for line in reversed(lines) if _ERROR.match(line)), f"exit code {done.returncode}")
        )


def _move_in(made: Path, file: Path) -> None:
    _without_companions(file)
    made.replace(file)
    shutil.rmtree(made.parent, ignore_errors=True)
    sync_folder(file.parent)


def _without_companions(file: Path) -> None:
    """Remove what SQLite keeps for a file that goes, or is gone: it would take it for the next one's."""
    for ending in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def set_aside_if_spoiled(file: Path) -> None:
    """Put a database that cannot be read beside its place as `<name>.spoiled`, with what SQLite keeps for it.

    Raises:
        OSError: it cannot be renamed.
    """
    said = _damage(file) if file.exists() else None
    if said is not None:
        _set_aside(file, f"is spoiled ({said})")


def _set_aside(file: Path, why: str) -> None:
    _without_companions(file)
    aside = file.replace(file.with_name(f"{file.name}.spoiled"))
    log.warning("Prefect's database %s: it lies in %s, and a new one is made", why, aside)


def _damage(file: Path) -> str | None:
    try:
        with closing(_opened(file)) as database:
            ((said,),) = database.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error) if error.sqlite_errorname.startswith(_SPOILED) else None
    return " ".join(said.split()) if said.startswith(_OF_ITS_FORM) else None
