"""What a build begins with: nothing, or what the last finished build of the same models left.

What belongs here: which build serves as a base, and what is carried over. What does not: which rows are worked out
anew (the model `int_years`), and dbt (`dbt.py`).

A base holds right rows whether or not its gate let it be published: they are a function of the raw rows alone. It
serves where nothing but raw rows has been added since: another reader version, other models or seeds, or another
DuckDB begin afresh.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb

from flows.build.files import BuildFiles, build_folders, files_in
from flows.build.inputs import project_fingerprint
from flows.durable import replace_through
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
    """A finished build to begin with: its files, and what it says of itself."""

    files: BuildFiles
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
    for folder in reversed(build_folders(builds)):
        finished = _read(folder / _RECORD)
        if finished is not None:
            is_like = (finished.project, finished.reader_version) == (fresh.project, fresh.reader_version)
            serves = is_like and finished.chain < LONGEST_CHAIN
            return Base(files_in(folder, store), finished) if serves else None
    return None


def carry_over(base: Base, files: BuildFiles) -> None:
    """Begin a build with what is the same in it as in its base: the marts as they were, the work tables and views
    that no night changes, what the years were made of, and the project as dbt has read it.

    Raises:
        GongkaiError: a file of the base cannot be opened.
        OSError: the disk is full.
    """
    shutil.copyfile(base.files.candidate, files.candidate)
    shutil.copyfile(base.files.parsed, files.parsed)
    shutil.copyfile(base.files.manifest, files.manifest)
    settled = _settled(json.loads(base.files.manifest.read_text(encoding="utf-8")))
    with connect(files.work, attach={"base": base.files.work, "store": files.store}) as database:
        views = dict(
            database.sql("select view_name, sql from duckdb_views() where database_name = 'base'").fetchall()
        )
        database.begin()
        for name in (*settled, _YEARS):
            as_it_was = f"create table {identifier(name)} as from base.{identifier(name)}"
            database.execute(views.get(name, as_it_was))
        database.commit()


def _settled(manifest: Mapping[str, Any]) -> list[str]:
    """The nodes in the work file that are what they were while the project is: made of seeds alone, or views of raw
    tables. The same that the selector `changed_by_a_night` leaves out."""
    parents: Mapping[str, Sequence[str]] = manifest["parent_map"]

    @cache
    def is_made_of_seeds(node: str) -> bool:
        return not node.startswith("source.") and all(map(is_made_of_seeds, parents[node]))

    def is_staging(node: str) -> bool:
        return bool(parents[node]) and all(parent.startswith("source.") for parent in parents[node])

    return [
        described["name"]
        for node, described in manifest["nodes"].items()
        if described["resource_type"] in {"seed", "model"}
        and described["database"] != "gongkai"
        and (is_made_of_seeds(node) or is_staging(node))
    ]


def mark_finished(folder: Path, finished: Finished) -> None:
    """Say of a build that it is whole, the last thing of all."""
    replace_through(folder / _RECORD, json.dumps(asdict(finished)).encode())


@contextmanager
def distrusted_on_failure(base: Base | None) -> Iterator[None]:
    """Where a build fails that began with this one, let no other begin with it: its files may be spoiled."""
    try:
        yield
    except Exception:
        if base is not None:
            (base.files.folder / _RECORD).unlink(missing_ok=True)
        raise


def _read(path: Path) -> Finished | None:
    """What a build says of itself; None where it says nothing, or nothing that can be read: it is not finished."""
    if not path.exists():
        return None
    try:
        described: Mapping[str, str | int | None] = json.loads(path.read_text(encoding="utf-8"))
        return Finished(**described)  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        return None


def _reader_version(store: Path) -> int | None:
    with connect(store, read_only=True) as database:
        ((version,),) = database.execute("select max(reader_version) from raw.readings").fetchall()
    return None if version is None else int(version)
