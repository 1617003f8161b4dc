"""A reader who opens the published file again and again, in a process of his own: `python -m flows.demo.poller FILE`.

What belongs here: opening, and complaining of a file that is not there, is half there, or is older than the one
before. What does not: the nights meanwhile (`week.py`).

He begins when there is a file, ends when his standard input does, and prints what he saw as one line of JSON.
"""

import json
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Final

from duckdb import DuckDBPyConnection

from flows.errors import GongkaiError
from flows.warehouse import connect

_SECONDS_BETWEEN: Final = 0.02
_ASKED: Final = "select count(*) from fct_disclosure union all select count(*) from fct_agency_year"


@dataclass(slots=True)
class Seen:
    """What the reader saw: how often he looked, the releases in their order, and what was wrong."""

    n_looks: int = 0
    releases: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def polled(file: Path, seen: Seen) -> Iterator[None]:
    """Let a reader look at a file all through the block; `seen` is filled in at its end."""
    with Popen([sys.executable, "-m", __name__, str(file)], stdin=PIPE, stdout=PIPE, text=True) as reader:  # noqa: S603 - our own interpreter, arguments passed as a list
        try:
            yield
        finally:
            said, _ = reader.communicate()
            if reader.returncode == 0:
                for name, value in json.loads(said).items():
                    setattr(seen, name, value)
            else:
                seen.complaints.append(f"the reader died with exit code {reader.returncode}")


def main() -> None:
    """Look until the standard input ends."""
    file, seen = Path(sys.argv[1]), Seen()
    counted: dict[str, list[tuple[int]]] = {}
    while not select.select([sys.stdin], [], [], _SECONDS_BETWEEN)[0]:
        if seen.releases or file.exists():
            _look(file, seen, counted)
    sys.stdout.write(json.dumps(asdict(seen)))


def _look(file: Path, seen: Seen, counted: dict[str, list[tuple[int]]]) -> None:
    seen.n_looks += 1
    try:
        with connect(file, read_only=True) as database:
            run_id, rows = _asked(database)
    except GongkaiError as error:
        seen.complaints.append(str(error))
        return
    if run_id in seen.releases[:-1]:
        seen.complaints.append(f"a step back from {seen.releases[-1]} to {run_id}")
    if counted.setdefault(run_id, rows) != rows:
        seen.complaints.append(f"release {run_id} had {counted[run_id]} rows and has {rows}")
    if run_id not in seen.releases:
        seen.releases.append(run_id)


def _asked(database: DuckDBPyConnection) -> tuple[str, list[tuple[int]]]:
    ((run_id,),) = database.execute("select run_id from release").fetchall()
    return str(run_id), database.execute(_ASKED).fetchall()


if __name__ == "__main__":
    main()
