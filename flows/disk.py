"""The disk, where it is full: how much room is left, and what is said of it.

What belongs here: finding it out, and putting it in words. What does not: what follows from it.
"""

import re
import shutil
from pathlib import Path
from typing import Final

from flows.errors import GongkaiError

LEAST_MB: Final = 20
"""With less left no run begins: of 14 MB nothing is left when dbt has read its project, whatever the sources hold."""
_NEARLY_FULL_MB: Final = 100
"""A disk with less left is named when something fails: it is the likely cause, whatever is said."""

_FULL: Final = re.compile(
    r"no space left on device|disk quota exceeded|database or disk is full|errno (?:28|122)\b", re.IGNORECASE
)
"""How the system, SQLite and Python say it."""


def megabytes_left(folder: Path) -> int:
    """What is free on the disk of a folder, which need not be there yet."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free // 1_000_000


def refuse_full_disk(folder: Path) -> None:
    """Raise GongkaiError where there is no room on a folder's disk for anything that a run does."""
    left = megabytes_left(folder)
    if left < LEAST_MB:
        raise GongkaiError(
            f"the disk of {folder} is full: {left} MB are left, and no run begins with less than {LEAST_MB}"
        )


def is_of_full_disk(line: str) -> bool:
    """Whether somebody says that a disk is full."""
    return _FULL.search(line) is not None


def with_disk_named(message: str, folder: Path) -> str:
    """What went wrong; where the disk of a folder is nearly full, it begins with how much is left there, and of many
    lines it keeps only the one that says so."""
    left = megabytes_left(folder)
    if left >= _NEARLY_FULL_MB:
        return message
    said = [line.strip() for line in message.splitlines() if is_of_full_disk(line)]
    return f"{left} MB are left on the disk of {folder}: {said[-1] if said else message}"
