"""Prefect's database, where it is spoiled: set aside, so that a night begins with a new one.

What belongs here: finding out, and putting it beside its place. What does not: Prefect's settings (`settings.py`). It
holds the history that Prefect's page shows; what the project itself knows of its runs lies in `data/runs`.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

log = logging.getLogger("gongkai")

_SPOILED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_OF_ITS_FORM: Final = "***"
"""How SQLite begins what it says of a file's form; else it speaks of a value, which hinders nobody."""


def set_aside_if_spoiled(file: Path) -> None:
    """Put a database that cannot be read beside its place as `<name>.spoiled`, with what SQLite keeps for it.

    Raises:
        OSError: it cannot be renamed.
    """
    said = _damage(file) if file.exists() else None
    if said is None:
        return
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    aside = file.replace(file.with_name(f"{file.name}.spoiled"))
    log.warning("Prefect's database is spoiled (%s): it lies in %s, and a new one is made", said, aside)


def _damage(file: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as database:
            ((said,),) = database.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error) if error.sqlite_errorname.startswith(_SPOILED) else None
    return " ".join(said.split()) if said.startswith(_OF_ITS_FORM) else None
