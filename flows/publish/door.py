"""The door: the two links by which people reach the current release.

What belongs here: moving the links, reading where they lead, and that one process at a time does it. What does not:
which release they lead to (`release.py`, `rollback.py`).

    data/published/current        -> releases/<run>               moved by rename: a whole release at every moment
    data/published/gongkai.duckdb -> current/gongkai.duckdb       stands still, so both show the same release
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.durable import alone_with, sync_folder
from flows.errors import PublishError
from flows.settings import Settings

CURRENT: Final = "current"


@contextmanager
def alone_at_the_door(settings: Settings) -> Iterator[None]:
    """Let one process at a time move the door: a person may roll back while a night is under way."""
    with alone_with(settings.published_dir / ".door.lock"):
        yield


def lead_to(settings: Settings, folder: Path) -> None:
    """Lead people to the release in a folder.

    Raises:
        PublishError: something else stands where a link should be.
        OSError: the disk cannot be written.
    """
    door = settings.published_file
    _move(door.with_name(CURRENT), folder.relative_to(door.parent))
    _move(door, Path(CURRENT) / door.name)


def release_folder(settings: Settings) -> Path | None:
    """The folder that the door leads to, which may be none of a release; None where there is no door.

    Raises:
        PublishError: the door is no link.
    """
    door = settings.published_file
    _refuse_what_is_no_link(door)
    return door.resolve().parent if door.is_symlink() else None


def _move(link: Path, target: Path) -> None:
    _refuse_what_is_no_link(link)
    if link.is_symlink() and link.readlink() == target:
        return
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)  # a run that died here left it
    new.symlink_to(target)
    new.replace(link)
    sync_folder(link.parent)


def _refuse_what_is_no_link(path: Path) -> None:
    if path.exists() and not path.is_symlink():
        raise PublishError(f"{path} stands where the link to a release should be; move it away")
