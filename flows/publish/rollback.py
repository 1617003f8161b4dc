"""The way back: people are led to an older release, and the nights are held until a person lets them publish on.

What belongs here: rolling back, on disk and on the lake, and the end of the hold that follows. What does not:
publishing, and that nothing is published while the nights are held (`release.py`).
"""

from dataclasses import replace
from datetime import UTC, datetime

from flows.errors import PublishError
from flows.publish.damage import damaged_files
from flows.publish.door import alone_at_the_door, lead_to
from flows.publish.lake import publish_on_lake
from flows.publish.marks import RollBack, read_mark, remove_mark, write_mark
from flows.publish.release import (
    Release,
    current_release,
    find_release,
    hold,
    newer_than,
    read_release,
    releases,
)
from flows.settings import Settings


def roll_back(settings: Settings, run_id: str | None, *, why: str, who: str) -> Release:
    """Lead people to another release that is on disk, by moving the door, and hold the nights.

    Every newer release is marked as rolled back, and the mark of the one that people are led to is taken away: so a
    roll-back that was a mistake is undone, hold and all, by naming the release that it left. The door is moved first; a
    roll-back that dies after that is finished by doing it again.

    What is left is what people read when this is asked for, and whatever a night publishes while it waits at the door:
    that may hold the same fault, and nobody has looked at it.

    Args:
        run_id: the release; the newest one before the current one that was never rolled back, if None.
        why, who: kept in the mark.

    Raises:
        PublishError: there is no such release (any more), or its files are not what was published.
        OSError: the disk cannot be written.
    """
    current = current_release(settings)
    if current is None:
        raise PublishError("nothing is published yet: there is nothing to lead back to")
    wanted = run_id or _before(settings, current).run_id
    with alone_at_the_door(settings):
        target = find_release(settings, wanted)
        damaged = damaged_files(target)
        if damaged:
            raise PublishError(
                f"release {target.run_id} is damaged, and people were not led to it: {', '.join(damaged)}"
            )
        lead_to(settings, target.file.parent)
        remove_mark(target.file.parent)
        mark = RollBack(datetime.now(UTC).isoformat(timespec="seconds"), why, who)
        for newer in newer_than(settings, target):
            if read_mark(newer) is None:
                write_mark(newer, mark)
    return read_release(target.file.parent)


def lead_lake_back(settings: Settings) -> None:
    """Show the current release to those who read the lake: the one that the door leads to once nobody else moves it,
    so that two who roll back at one moment leave both at the same one.

    Raises:
        GongkaiError: the lake does not answer, or has no build of that run any more.
    """
    with alone_at_the_door(settings):
        current = current_release(settings)
        if current is not None:
            publish_on_lake(settings, current.run_id, is_back=True)


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
        for newer in newer_than(settings, current) if current else ():
            mark = read_mark(newer)
            if mark is not None:
                write_mark(newer, replace(mark, resumed_by=who))


def _before(settings: Settings, current: Release) -> Release:
    """The newest release before the current one that nobody was led back from."""
    for release in releases(settings):
        if release.run_id < current.run_id and release.rolled_back is None:
            return release
    raise PublishError("there is no older release to lead back to")
