"""What a build begins with: nothing, or what the last finished build of the same models left.

What belongs here: which build serves as a base, and what is carried over. What does not: which rows are worked out
anew (the model `int_years`), and dbt (`dbt.py`).

A base holds right rows whether or not its gate let it be published: they are a function of the raw rows alone. It
serves where nothing but raw rows has been added since: another reader version, other models or seeds, or another
DuckDB begin afresh.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import duckdb

from flows.build.inputs import project_fingerprint
from flows.errors import GongkaiError
from flows.settings import PROJECT_DIR
from flows.warehouse import connect, identifier

LONGEST_CHAIN: Final = 30
"""Builds that begin with one another before one begins afresh: rows that are replaced leave gaps in the file, and new
ones lie at its end."""

_RECORD: Final = "build.json"
_YEARS: Final = "int_years"


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished build says of itself.

    Attributes:
        project: fingerprint of models, macros, seeds and the engine.
        reader_version: highest version of the reader in its raw rows; None where there were none.
        chain: how many builds lie between it and one that began afresh.
    """

    project: str
    reader_version: int | None
    chain: int


@dataclass(frozen=True, slots=True)
class Base:
    """A finished build to begin with: its folder, and what it says of itself."""

    folder: Path
    finished: Finished


def describe(store: Path, base: Base | None) -> Finished:
    """What the build that is being made will say of itself.

    Raises:
        GongkaiError: the store cannot be opened.
    """
    return Finished(
        project=f"{project_fingerprint()} {duckdb.__version__}",
        reader_version=_reader_version(store),
        chain=base.finished.chain + 1 if base else 0,
    )


def find_base(builds: Path, store: Path) -> Base | None:
    """The newest finished build in a folder that a build from this store can begin with."""
    fresh = describe(store, None)
    for folder in sorted((path for path in builds.glob("*") if path.is_dir()), reverse=True):
        finished = _read(folder / _RECORD)
        if finished is not None:
            is_like = (finished.project, finished.reader_version) == (fresh.project, fresh.reader_version)
            return Base(folder, finished) if is_like and finished.chain < LONGEST_CHAIN else None
    return None


def carry_over(base: Base, candidate: Path, work: Path) -> None:
    """Begin a build's two files: the marts as they were, the seeds, and what the years were made of.

    Raises:
        GongkaiError: a file of the base cannot be opened.
        OSError: the disk is full.
    """
    shutil.copyfile(base.folder / candidate.name, candidate)
    seeds = sorted(path.stem for path in (PROJECT_DIR / "dbt_project" / "seeds").glob("*.csv"))
    with connect(work, attach={"base": base.folder / work.name}) as database:
        for name in map(identifier, (*seeds, _YEARS)):
            database.execute(f"create table {name} as from base.{name}")


def mark_finished(folder: Path, finished: Finished) -> None:
    """Say of a build that it is whole, the last thing of all."""
    part = folder / f".{_RECORD}"
    part.write_text(json.dumps(asdict(finished)), encoding="utf-8")
    part.replace(folder / _RECORD)


def _read(path: Path) -> Finished | None:
    if not path.exists():
        return None
    try:
        described: Mapping[str, str | int | None] = json.loads(path.read_text(encoding="utf-8"))
        return Finished(**described)  # type: ignore[arg-type]
    except (ValueError, TypeError) as error:
        raise GongkaiError(f"{path} is no record of a build: {error}; remove its folder") from error


def _reader_version(store: Path) -> int | None:
    with connect(store, read_only=True) as database:
        ((version,),) = database.execute("select max(reader_version) from raw.readings").fetchall()
    return None if version is None else int(version)
