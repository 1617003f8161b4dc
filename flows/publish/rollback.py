"""The way back: people are led to an older release, and the nights are held until a person lets them publish on.

What belongs here: rolling back, the hold that follows, and its end. What does not: publishing (`release.py`) and what a
night does while it is held (`road.py`).
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import PublishError
from flows.publish.damage import damaged_files
from flows.publish.door import alone_at_the_door, lead_to
from flows.publish.marks import RollBack, read_mark, remove_mark, write_mark
from flows.publish.release import (
    Release,
    current_release,
    find_release,
    read_release,
    release_folders,
    releases,
)
from flows.settings import Settings


def roll_back(settings: Settings, run_id: str | None, *, why: str, who: str) -> Release:
    """Lead people to another release that is on disk, by moving the door, and hold the nights.

    Every newer release is marked as rolled back, and the mark of the one that people are led to is taken away: so a
    roll-back that was a mistake is undone, hold and all, by naming the release that it left. The door is moved first; a
    roll-back that dies after that is finished by doing it again.

    Args:
        run_id: the release; the newest one before the current one that was never rolled back, if None.
        why, who: kept in the mark.

    Raises:
        PublishError: there is no such release, or its files are not what was published.
        OSError: the disk cannot be written.
    """
    if current_release(settings) is None:
        raise PublishError("nothing is published yet: there is nothing to lead back to")
    with alone_at_the_door(settings):
        target = _target(settings, run_id)
        damaged = damaged_files(target)
        if damaged:
            raise PublishError(
                f"release {target.run_id} is damaged, and people were not led to it: {', '.join(damaged)}"
            )
        lead_to(settings, target.file.parent)
        remove_mark(target.file.parent)
        mark = RollBack(datetime.now(UTC).isoformat(timespec="seconds"), why, who)
        for newer in _newer_than(settings, target):
            if read_mark(newer) is None:
                write_mark(newer, mark)
    return read_release(target.file.parent)


def hold(settings: Settings) -> RollBack | None:
    """The roll-back that holds the nights, or None where they may publish: that of the newest release, while a newer
    one than the current was rolled back and nobody has let the nights publish on.

    Raises:
        PublishError: the current release, or a mark, cannot be read.
    """
    current = current_release(settings)
    marks = map(read_mark, _newer_than(settings, current)) if current else ()
    return next((mark for mark in marks if mark is not None and not mark.resumed_by), None)


def resume(settings: Settings, *, who: str) -> None:
    """Let the nights publish on after a roll-back; the mark of each release that was left says who did.

    Raises:
        PublishError: the nights are not held.
        OSError: the disk cannot be written.
    """
    if hold(settings) is None:
        raise PublishError("the nights are not held: there is nothing to resume")
    with alone_at_the_door(settings):
        current = current_release(settings)
        for newer in _newer_than(settings, current) if current else ():
            mark = read_mark(newer)
            if mark is not None:
                write_mark(newer, replace(mark, resumed_by=who))


def _target(settings: Settings, run_id: str | None) -> Release:
    if run_id is not None:
        return find_release(settings, run_id)
    current = current_release(settings)
    for release in releases(settings):
        if current is not None and release.run_id < current.run_id and release.rolled_back is None:
            return release
    raise PublishError("there is no older release to lead back to")


def _newer_than(settings: Settings, release: Release) -> list[Path]:
    """The folders of newer releases, newest first: a mark counts also where the record beside it is spoiled."""
    return [folder for folder in release_folders(settings) if folder.name > release.run_id]
