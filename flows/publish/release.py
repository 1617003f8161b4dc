"""Releases: a checked file becomes the one that people read.

What belongs here: the folders of releases, the link that is the analysts' door, and which releases are kept.
What does not: whether a file may be published (`check/`), and what is in it (`content.py`).

Layout of `data/published`:

    gongkai.duckdb -> releases/<run>/gongkai.duckdb     the door: one relative link, replaced by rename
    releases/<run>/gongkai.duckdb                       the file, read-only
    releases/<run>/parquet/, csv/, datapackage.json     the same tables for other tools (`export.py`)
    releases/<run>/release.json                         what it is
    releases/<run>/SHA256SUMS                           for `sha256sum --check`

A release is made whole in a folder whose name begins with a dot, written through to the disk, renamed, and
only then linked. So the link names a whole release at every moment, whatever dies when, and whoever holds the
old file open keeps it: its name is taken away at last, never its bytes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from flows.errors import PublishError
from flows.publish.content import content_hash, schema_version
from flows.publish.export import export
from flows.settings import Settings
from flows.warehouse import row_counts

RECORD: Final = "release.json"
CHECKSUMS: Final = "SHA256SUMS"
_CHUNK: Final = 1 << 20
_READ_ONLY: Final = 0o444


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
    """

    run_id: str
    file: Path
    sha256: str
    size_bytes: int
    schema_version: int
    content: str
    counts: dict[str, int]
    notes: tuple[str, ...]


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
    _clear_leftovers(settings)
    current = current_release(settings)
    if current is not None and run_id < current.run_id:
        raise PublishError(f"run {run_id} is older than the current release {current.run_id}")
    release = _known(folder, candidate) if folder.exists() else _make(folder, candidate, run_id, notes)
    _link(settings, release)
    _prune(settings, {release.run_id, current.run_id if current is not None else release.run_id})
    return release


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


def _known(folder: Path, candidate: Path) -> Release:
    release = _read(folder)
    if not is_same(candidate, release):
        raise PublishError(f"run {release.run_id} has published another content already")
    return release


def _make(folder: Path, candidate: Path, run_id: str, notes: Sequence[str]) -> Release:
    part = folder.with_name(f".{run_id}")
    part.mkdir()
    file = part / "gongkai.duckdb"
    sha256 = _copy(candidate, file)
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
    record = json.dumps(described, ensure_ascii=False, indent=1).encode()
    _write(part / RECORD, record)
    export(file, part, run_id)
    exported = sorted(path for path in part.rglob("*") if path.is_file() and path != file)
    sums = {file.name: sha256} | {str(path.relative_to(part)): _sync(path) for path in exported}
    _write(part / CHECKSUMS, "".join(f"{value}  {name}\n" for name, value in sums.items()).encode())
    file.chmod(_READ_ONLY)
    _sync_folder(part)
    part.rename(folder)
    _sync_folder(folder.parent)
    return release


def _link(settings: Settings, release: Release) -> None:
    door = settings.published_file
    new = _new_door(settings)
    new.symlink_to(release.file.relative_to(door.parent))
    new.replace(door)
    _sync_folder(door.parent)


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
        return Release(
            **{**described, "file": folder / described["file"], "notes": tuple(described["notes"])}
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PublishError(f"{folder / RECORD} cannot be read: {error}") from error


def _copy(source: Path, target: Path) -> str:
    """Copy a file through to the disk and return the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("xb") as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _sync(path: Path) -> str:
    """Write a file that is there through to the disk and return its SHA-256."""
    with path.open("rb") as reading:
        os.fsync(reading.fileno())
        return hashlib.file_digest(reading, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())


def _sync_folder(folder: Path) -> None:
    """Write a folder's names through to the disk: a rename is only then sure to outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _releases_dir(settings: Settings) -> Path:
    return settings.published_dir / "releases"


def _new_door(settings: Settings) -> Path:
    return settings.published_file.with_name(f".{settings.published_file.name}.new")
