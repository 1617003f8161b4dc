"""Releases: a checked file becomes the one that people read.

What belongs here: the folders of releases, the link that is the analysts' door, and which releases are kept.
What does not: whether a file may be published (`check/`), and what is in it (`content.py`).

Layout of `data/published`:

    gongkai.duckdb -> releases/<run>/gongkai.duckdb     the door: one relative link, replaced by rename
    releases/<run>/gongkai.duckdb                       the file, read-only
    releases/<run>/parquet/, csv/, datapackage.json     the same tables for other tools (`export.py`)
    releases/<run>/release.json                         what it is
    releases/<run>/NOTES.md                             what changed since the release before (`notes.py`)
    releases/<run>/rolled_back.json                     when and why people were led back to an older one
    releases/<run>/SHA256SUMS                           for `sha256sum --check`

A release is made whole in a folder whose name begins with a dot, written through to the disk, renamed, and
only then linked. So the link names a whole release at every moment, whatever dies when, and whoever holds the
old file open keeps it: its name is taken away at last, never its bytes. Only rolling back leads to an older release.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.errors import PublishError
from flows.publish.changes import changes_between
from flows.publish.content import content_hash, schema_version
from flows.publish.durable import copy_through, sync, sync_folder, write_through
from flows.publish.export import export
from flows.publish.notes import release_notes
from flows.settings import Settings
from flows.warehouse import row_counts

RECORD: Final = "release.json"
CHECKSUMS: Final = "SHA256SUMS"
NOTES: Final = "NOTES.md"
_ROLLED_BACK: Final = "rolled_back.json"
_READ_ONLY: Final = 0o444


@dataclass(frozen=True, slots=True)
class RollBack:
    """That people were led back from a release: when (UTC), and why."""

    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Release:
    """One published release.

    Attributes:
        run_id: the run that built it; ids grow, so they order the releases.
        file: the DuckDB file.
        sha256, size_bytes: of that file.
        schema_version: version of the marts' columns.
        content: hash of what the marts hold, whatever run wrote it.
        counts: rows per table.
        notes: what the gate remarked.
        rolled_back: that people were led back from it; None for a release that stands.
    """

    run_id: str
    file: Path
    sha256: str
    size_bytes: int
    schema_version: int
    content: str
    counts: dict[str, int]
    notes: tuple[str, ...]
    rolled_back: RollBack | None = None


def publish(candidate: Path, run_id: str, settings: Settings, notes: Sequence[str] = ()) -> Release:
    """Make a checked file the current release and take away the oldest beyond `releases_kept`.

    The candidate stays where it is. Publishing again what a run has published already changes nothing. The
    release that was current until now is never taken away at once: somebody may be opening it at this moment.

    Raises:
        PublishError: the run has published another content, or a newer run has published already.
        OSError: the disk is full or cannot be written; the last release stays.
    """
    folder = _releases_dir(settings) / run_id
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone_at_the_door(settings):
        _clear_leftovers(settings)
        current = current_release(settings)
        if current is not None and run_id < current.run_id:
            raise PublishError(f"run {run_id} is older than the current release {current.run_id}")
        is_known = folder.exists()
        release = _known(folder, candidate) if is_known else _make(folder, candidate, run_id, notes, current)
        _link(settings, release)
        _prune(settings, {release.run_id, current.run_id if current is not None else release.run_id})
    return release


def roll_back(settings: Settings, run_id: str | None, why: str) -> Release:
    """Lead people to another release that is on disk, by moving the door; the next night publishes on from there.

    Every newer release is marked as rolled back, and the mark of the one that people are led to is taken away: so a
    roll-back that was a mistake is undone by naming the release that it left. The door is moved first; a roll-back
    that dies after that is finished by doing it again.

    Args:
        run_id: the release; the newest one before the current one that was never rolled back, if None.
        why: kept in the mark.

    Raises:
        PublishError: there is no such release.
        OSError: the disk cannot be written.
    """
    if not _releases_dir(settings).exists():
        raise PublishError("nothing is published yet: there is nothing to lead back to")
    with _alone_at_the_door(settings):
        target = _target(settings, run_id)
        _new_door(settings).unlink(missing_ok=True)
        _link(settings, target)
        target.file.with_name(_ROLLED_BACK).unlink(missing_ok=True)
        mark = RollBack(datetime.now(UTC).isoformat(timespec="seconds"), why)
        for release in releases(settings):
            if release.run_id > target.run_id and release.rolled_back is None:
                _write_mark(release, mark)
    return _read(target.file.parent)


def find_release(settings: Settings, run_id: str) -> Release:
    """A release that is on disk.

    Raises:
        PublishError: there is none of this name; the message says which there are.
    """
    known = {release.run_id: release for release in releases(settings)}
    if run_id not in known:
        raise PublishError(f"there is no release {run_id}; there are: {', '.join(known) or 'none'}")
    return known[run_id]


def current_release(settings: Settings) -> Release | None:
    """The release that the analysts' door leads to, or None where nothing has been published.

    Raises:
        PublishError: the door is no link, or leads nowhere.
    """
    door = settings.published_file
    if not door.is_symlink():
        if door.exists():
            raise PublishError(f"{door} is a file where the link to a release should be; move it away")
        return None
    folder = door.resolve().parent
    if not (folder / RECORD).exists():
        raise PublishError(f"{door} leads to {door.readlink()}, which is no release")
    return _read(folder)


def releases(settings: Settings) -> tuple[Release, ...]:
    """All releases on disk, newest first."""
    found = (
        path for path in _releases_dir(settings).glob(f"*/{RECORD}") if not path.parent.name.startswith(".")
    )
    return tuple(_read(record.parent) for record in sorted(found, reverse=True))


def is_same(candidate: Path, current: Release) -> bool:
    """Whether a built file holds what the current release holds, but for the columns that say which run wrote
    it."""
    return content_hash(candidate) == current.content


def _target(settings: Settings, run_id: str | None) -> Release:
    if run_id is not None:
        return find_release(settings, run_id)
    current = current_release(settings)
    for release in releases(settings):
        if current is not None and release.run_id < current.run_id and release.rolled_back is None:
            return release
    raise PublishError("there is no older release to lead back to")


@contextmanager
def _alone_at_the_door(settings: Settings) -> Iterator[None]:
    """Let one process at a time move the door: a person may roll back while a night is under way."""
    handle = os.open(settings.published_dir / ".door.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _known(folder: Path, candidate: Path) -> Release:
    release = _read(folder)
    if not is_same(candidate, release):
        raise PublishError(f"run {release.run_id} has published another content already")
    return release


def _make(
    folder: Path, candidate: Path, run_id: str, notes: Sequence[str], before: Release | None
) -> Release:
    part = folder.with_name(f".{run_id}")
    part.mkdir()
    file = part / "gongkai.duckdb"
    sha256 = copy_through(candidate, file)
    release = Release(
        run_id=run_id,
        file=folder / file.name,
        sha256=sha256,
        size_bytes=file.stat().st_size,
        schema_version=schema_version(file),
        content=content_hash(file),
        counts=row_counts(file),
        notes=tuple(notes),
    )
    described = {**asdict(release), "file": file.name}
    del described["rolled_back"]  # said by a file of its own: what was published is never written again
    write_through(part / RECORD, json.dumps(described, ensure_ascii=False, indent=1).encode())
    changes = changes_between(before.file, file) if before is not None else None
    said = release_notes(run_id, before.run_id if before is not None else None, changes, notes)
    write_through(part / NOTES, said.encode())
    export(file, part, run_id)
    exported = sorted(path for path in part.rglob("*") if path.is_file() and path != file)
    sums = {file.name: sha256} | {str(path.relative_to(part)): sync(path) for path in exported}
    write_through(part / CHECKSUMS, "".join(f"{value}  {name}\n" for name, value in sums.items()).encode())
    file.chmod(_READ_ONLY)
    sync_folder(part)
    part.rename(folder)
    sync_folder(folder.parent)
    return release


def _link(settings: Settings, release: Release) -> None:
    door = settings.published_file
    new = _new_door(settings)
    new.symlink_to(release.file.relative_to(door.parent))
    new.replace(door)
    sync_folder(door.parent)


def _prune(settings: Settings, kept: set[str]) -> None:
    for old in releases(settings)[settings.releases_kept :]:
        if old.run_id not in kept:
            # Renamed first, so that a run that dies here leaves a leftover and no half release.
            shutil.rmtree(old.file.parent.rename(_releases_dir(settings) / f".{old.run_id}"))


def _clear_leftovers(settings: Settings) -> None:
    """Take away what a run that died in the middle of publishing left."""
    _new_door(settings).unlink(missing_ok=True)
    for part in _releases_dir(settings).glob(".*"):
        shutil.rmtree(part)


def _read(folder: Path) -> Release:
    try:
        described = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        described |= {"file": folder / described["file"], "notes": tuple(described["notes"])}
        return Release(**described, rolled_back=_mark(folder))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PublishError(f"{folder / RECORD} cannot be read: {error}") from error


def _write_mark(release: Release, mark: RollBack) -> None:
    part = release.file.with_name(f".{_ROLLED_BACK}")
    part.unlink(missing_ok=True)
    write_through(part, json.dumps(asdict(mark), ensure_ascii=False).encode())
    part.replace(release.file.with_name(_ROLLED_BACK))


def _mark(folder: Path) -> RollBack | None:
    try:
        return RollBack(**json.loads((folder / _ROLLED_BACK).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _releases_dir(settings: Settings) -> Path:
    return settings.published_dir / "releases"


def _new_door(settings: Settings) -> Path:
    return settings.published_file.with_name(f".{settings.published_file.name}.new")
