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
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

import duckdb
from isal import isal_zlib

from flows.build.files import YEARS, BuildFiles, build_folders, files_in
from flows.build.inputs import project_fingerprint
from flows.durable import replace_through
from flows.errors import BuildError
from flows.warehouse import connect, identifier, tables_of

LONGEST_CHAIN: Final = 30
"""Builds that begin with one another before one begins afresh: rows that are replaced leave gaps in the file, and new
ones lie at its end."""

_RECORD: Final = "build.json"
_CHUNK: Final = 1 << 22

_VIEWS: Final = "select view_name, sql from duckdb_views() where database_name = 'base' and not internal"


@dataclass(frozen=True, slots=True)
class Finished:
    """What a finished build says of itself.

    Attributes:
        project: fingerprint of models, macros, seeds and the engine.
        reader_version: highest version of the reader in its raw rows; None where there were none.
        chain: how many builds lie between it and one that began afresh.
        sums: CRC-32 of the files that the next build copies, by name; what it reads of the others DuckDB checks.
    """

    project: str
    reader_version: int | None
    chain: int
    sums: Mapping[str, int] = field(default_factory=dict)


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
    if base is not None:
        return replace(base.finished, chain=base.finished.chain + 1)  # else it would be no base
    return Finished(
        project=f"{project_fingerprint()} {duckdb.__version__}",
        reader_version=_reader_version(store),
        chain=0,
    )


def find_base(builds: Path, store: Path) -> Base | None:
    """The newest finished build in a folder that a build from this store can begin with: it must be what it was when
    it was finished, for a copy would carry on what the disk has spoiled."""
    fresh = describe(store, None)
    for folder in reversed(build_folders(builds)):
        finished = _read(folder / _RECORD)
        if finished is not None:
            is_like = (finished.project, finished.reader_version) == (fresh.project, fresh.reader_version)
            files = files_in(folder, store)
            serves = is_like and finished.chain < LONGEST_CHAIN and finished.sums == _sums(files)
            return Base(files, finished) if serves else None
    return None


def carry_over(base: Base, files: BuildFiles) -> None:
    """Begin a build with what is the same in it as in its base: the marts as they were, the work tables that no night
    changes, all views, what the years were made of, and the project as dbt has read it.

    Raises:
        GongkaiError: a file of the base cannot be opened, or holds what cannot be carried over.
        OSError: the disk is full.
    """
    for source, target in zip(_copied(base.files), _copied(files), strict=True):
        shutil.copyfile(source, target)
    try:
        _carry_over_work(base, files, json.loads(base.files.manifest.read_text(encoding="utf-8")))
    except duckdb.Error as error:
        raise BuildError(f"{base.files.work} cannot be begun with: {error}") from error


def _carry_over_work(base: Base, files: BuildFiles, manifest: Mapping[str, Any]) -> None:
    made_of_seeds = _made_of_seeds(manifest)
    files_named = {"base": base.files.work, "store": files.store, "gongkai": files.candidate}
    with connect(files.work, attach=files_named) as database:
        database.begin()
        for name in tables_of(database, "base"):
            # Of the others a view needs to know what columns they have, until they are made.
            rows = "" if name in made_of_seeds or name == YEARS else " limit 0"
            database.execute(f"create table {identifier(name)} as from base.{identifier(name)}{rows}")
        views = dict(database.execute(_VIEWS).fetchall())
        # A view stands on others, and a file gives them by name.
        for node in TopologicalSorter(manifest["parent_map"]).static_order():
            if node.startswith("model.") and (view := views.get(node.rpartition(".")[2])) is not None:
                database.execute(view)
        database.commit()


def _made_of_seeds(manifest: Mapping[str, Any]) -> set[str]:
    """The nodes that are what they were while the project is, but for views, which all are. The selector
    `changed_by_a_night` leaves out the same."""
    parents: Mapping[str, Sequence[str]] = manifest["parent_map"]

    @cache
    def is_made_of_seeds(node: str) -> bool:
        return not node.startswith("source.") and all(map(is_made_of_seeds, parents[node]))

    return {
        described["name"]
        for node, described in manifest["nodes"].items()
        if described["resource_type"] in {"seed", "model"} and is_made_of_seeds(node)
    }


def mark_finished(files: BuildFiles, finished: Finished) -> None:
    """Say of a build that it is whole, and by which check sums, the last thing of all."""
    said = replace(finished, sums=_sums(files))
    replace_through(files.folder / _RECORD, json.dumps(asdict(said)).encode())


@contextmanager
def distrusted_on_failure(base: Base | None) -> Iterator[None]:
    """Where a build fails that began with this one, let no other begin with it: its files may be spoiled."""
    try:
        yield
    except Exception:
        if base is not None:
            (base.files.folder / _RECORD).unlink(missing_ok=True)
        raise


def _copied(files: BuildFiles) -> tuple[Path, ...]:
    """What a build that begins with this one takes as it is."""
    return files.candidate, files.parsed, files.manifest


def _sums(files: BuildFiles) -> dict[str, int]:
    """Check sums of what is copied; a file that cannot be read has none."""
    found = {}
    for path in _copied(files):
        with suppress(OSError):
            found[path.name] = _sum(path)
    return found


def _sum(path: Path) -> int:
    """CRC-32 of a file: against a disk that errs, not against people, and every night waits for it."""
    content, value = memoryview(bytearray(_CHUNK)), 0
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(content):
            value = isal_zlib.crc32(content[:size], value)
    return value


def _read(path: Path) -> Finished | None:
    """What a build says of itself; None where it says nothing, or nothing that can be read: it is not finished."""
    if not path.exists():
        return None
    try:
        described: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Finished(**described)
    except (OSError, ValueError, TypeError):
        return None


def _reader_version(store: Path) -> int | None:
    with connect(store, read_only=True) as database:
        ((version,),) = database.execute("select max(reader_version) from raw.readings").fetchall()
    return None if version is None else int(version)
