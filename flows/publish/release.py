"""Releases: a checked file becomes the one that people read.

What belongs here: the folders of releases, which of them are kept, and that nothing gets in while the nights are held.
What does not: whether a file may be published (`check/`), what is in it (`content.py`), the links that lead to it
(`door.py`), its views on a lake (`lake.py`), and the way back (`rollback.py`).

Layout of `data/published`:

    current -> releases/<run>                           the current release, moved by rename
    gongkai.duckdb -> current/gongkai.duckdb            the analysts' door
    releases/<run>/gongkai.duckdb                       the file
    releases/<run>/parquet/, csv/, datapackage.json     the same tables for other tools (`export.py`)
    releases/<run>/release.json                         what it is
    releases/<run>/NOTES.md                             what changed since the release before (`notes.py`)
    releases/<run>/rolled_back.json                     when and why people were led back to an older one (`marks.py`)
    releases/<run>/SHA256SUMS                           for `sha256sum --check`

A release is made whole in a folder whose name begins with a dot, written through to the disk, renamed, and only then
linked. Nobody has the right to write to its files, not even their owner; the mark alone is replaced. So the links name
a whole release at every moment, whatever dies when, and whoever holds the old file open keeps it: its name is taken
away at last, never its bytes. Only rolling back leads to an older release.
"""

import json
import logging
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from flows.durable import copy_through, known_fields, sync, sync_folder, write_through
from flows.errors import PublishError
from flows.publish.changes import changes_between
from flows.publish.content import content_hash, schema_version
from flows.publish.door import alone_at_the_door, lead_to, release_folder
from flows.publish.export import export
from flows.publish.lake import publish_on_lake
from flows.publish.marks import RollBack, read_mark
from flows.publish.notes import release_notes
from flows.run_ids import is_run_id
from flows.settings import Settings
from flows.warehouse import row_counts

log = logging.getLogger("gongkai")

RECORD: Final = "release.json"
CHECKSUMS: Final = "SHA256SUMS"
NOTES: Final = "NOTES.md"
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
        sizes: bytes of each of its files, by its path in the release's folder, but for its record and its check sums;
            empty for a release of a version that did not write them down.
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
    sizes: dict[str, int] = field(default_factory=dict)
    rolled_back: RollBack | None = None


class HeldError(PublishError):
    """Nothing is published: people were led back from a release, and nobody has let the nights publish on.

    Attributes:
        mark: the roll-back that holds them.
    """

    def __init__(self, mark: RollBack) -> None:
        super().__init__(f"the nights are held since a roll-back by {mark.who or 'somebody'} ({mark.why})")
        self.mark = mark


def publish(candidate: Path, run_id: str, settings: Settings, notes: Sequence[str] = ()) -> Release:
    """Make a checked file the current release and take away the oldest beyond `releases_kept`. On a lake, people are
    led to what was checked there first, so that a run whose file did not get in is not taken for published.

    The candidate stays where it is. Publishing again what a run has published already changes nothing. The
    release that was current until now is never taken away at once: somebody may be opening it at this moment.

    Raises:
        HeldError: people were led back from a release, perhaps while this waited at the door; nothing is changed.
        PublishError: the run has published another content, or a newer run has published already.
        GongkaiError: the lake did not take it; the last release stays.
        OSError: the disk is full or cannot be written; the last release stays.
    """
    folder = _releases_dir(settings) / run_id
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone_at_the_door(settings):
        refuse_where_held(settings)
        _clear_leftovers(settings)
        current = current_release(settings)
        if current is not None and run_id < current.run_id:
            raise PublishError(f"run {run_id} is older than the current release {current.run_id}")
        if settings.is_on_lake:
            publish_on_lake(settings, run_id)
        is_known = folder.exists()
        before = last_whole(settings)
        release = _known(folder, candidate) if is_known else _make(folder, candidate, run_id, notes, before)
        lead_to(settings, folder)
        _prune(settings, {release.run_id, current.run_id if current is not None else release.run_id})
    return release


def hold(settings: Settings) -> RollBack | None:
    """The roll-back that holds the nights, or None where they may publish: that of the newest release, while a newer
    one than the current was rolled back and nobody has let the nights publish on.

    Raises:
        PublishError: the current release, or a mark, cannot be read.
    """
    current = current_release(settings)
    marks = map(read_mark, newer_than(settings, current)) if current else ()
    return next((mark for mark in marks if mark is not None and not mark.resumed_by), None)


def refuse_where_held(settings: Settings) -> None:
    """Raise HeldError where the nights are held; to be sure of it for longer, ask alone at the door."""
    held = hold(settings)
    if held is not None:
        raise HeldError(held)


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
    folder = release_folder(settings)
    if folder is None:
        return None
    if not (folder / RECORD).exists():
        raise PublishError(f"{settings.published_file} leads to {folder}, which is no release")
    return read_release(folder)


def last_whole(settings: Settings) -> Release | None:
    """The release to compare a new one with: the current one, or the newest before it where its file is not what was
    published any more. None where there is none.

    Raises:
        PublishError: the door is broken.
    """
    current = current_release(settings)
    before = (one for one in releases(settings) if current is not None and one.run_id <= current.run_id)
    return next((one for one in before if one.rolled_back is None and _is_whole(one)), None)


def release_folders(settings: Settings) -> list[Path]:
    """The folders of all releases on disk, named after their runs, newest first."""
    found = (path.parent for path in _releases_dir(settings).glob(f"*/{RECORD}"))
    return sorted((folder for folder in found if is_run_id(folder.name)), reverse=True)


def newer_than(settings: Settings, release: Release) -> list[Path]:
    """The folders of newer releases, newest first: a mark counts also where the record beside it is spoiled."""
    return [folder for folder in release_folders(settings) if folder.name > release.run_id]


def releases(settings: Settings) -> tuple[Release, ...]:
    """All releases on disk, newest first. One whose record cannot be read is left out and told of: an old one that is
    spoiled must not keep the next from being published."""
    found = []
    for folder in release_folders(settings):
        try:
            found.append(read_release(folder))
        except PublishError as error:
            log.warning("release %s is left out: %s", folder.name, error)
    return tuple(found)


def read_release(folder: Path) -> Release:
    """The release in a folder.

    Raises:
        PublishError: its record or its mark cannot be read.
    """
    try:
        said = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        described = known_fields(Release, said) | {
            "file": folder / said["file"],
            "notes": tuple(said["notes"]),
        }
        return Release(**described | {"rolled_back": read_mark(folder)})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PublishError(f"{folder / RECORD} cannot be read: {error}") from error


def checksums(release: Release) -> dict[str, str]:
    """SHA-256 of every file of a release, by its path inside the release's folder, as they were published."""
    lines = release.file.with_name(CHECKSUMS).read_text(encoding="utf-8").splitlines()
    return {name.lstrip("*"): digest for digest, _, name in (line.partition("  ") for line in lines)}


def _is_whole(release: Release) -> bool:
    try:
        return sync(release.file) == release.sha256
    except OSError:
        return False


def is_same(candidate: Path, current: Release) -> bool:
    """Whether a built file holds what the current release holds, but for the columns that say which run wrote
    it."""
    return content_hash(candidate) == current.content


def _known(folder: Path, candidate: Path) -> Release:
    release = read_release(folder)
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
    changes = changes_between(before.file, file) if before is not None else None
    said = release_notes(run_id, before.run_id if before is not None else None, changes, notes)
    write_through(part / NOTES, said.encode())
    export(file, part, run_id)
    release = Release(
        run_id=run_id,
        file=folder / file.name,
        sha256=sha256,
        size_bytes=file.stat().st_size,
        schema_version=schema_version(file),
        content=content_hash(file),
        counts=row_counts(file),
        notes=tuple(notes),
        sizes={str(path.relative_to(part)): path.stat().st_size for path in _files_in(part)},
    )
    described = {**asdict(release), "file": file.name}
    del described["rolled_back"]  # said by a file of its own: what was published is never written again
    write_through(part / RECORD, json.dumps(described, ensure_ascii=False, indent=1).encode())
    beside = [path for path in _files_in(part) if path != file]
    sums = {file.name: sha256} | {str(path.relative_to(part)): sync(path) for path in beside}
    write_through(part / CHECKSUMS, "".join(f"{value}  {name}\n" for name, value in sums.items()).encode())
    for path in _files_in(part):
        path.chmod(_READ_ONLY)
    sync_folder(part)
    part.rename(folder)
    sync_folder(folder.parent)
    return release


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _prune(settings: Settings, kept: set[str]) -> None:
    for old in release_folders(settings)[settings.releases_kept :]:
        if old.name not in kept:
            # Renamed first, so that a run that dies here leaves a leftover and no half release.
            shutil.rmtree(old.rename(old.with_name(f".{old.name}")))


def _clear_leftovers(settings: Settings) -> None:
    """Take away what a run that died in the middle of publishing left; what others put there (a file of the system's
    that begins with a dot too) is passed over."""
    for part in _releases_dir(settings).glob(".*"):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)


def _releases_dir(settings: Settings) -> Path:
    return settings.published_dir / "releases"
