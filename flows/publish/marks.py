"""Marks of releases that people were led back from: `rolled_back.json` in the release's folder.

What belongs here: the mark, read, written and taken away. What does not: when (`rollback.py`). It is a file of its own
because a release is never written again.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from flows.durable import known_fields, replace_through
from flows.errors import PublishError

_MARK: Final = "rolled_back.json"


@dataclass(frozen=True, slots=True)
class RollBack:
    """That people were led back from a release: when (UTC), why, who did it, and who let the nights publish on since
    (empty: nobody; they are held)."""

    at: str
    why: str
    who: str = ""
    resumed_by: str = ""


def read_mark(folder: Path) -> RollBack | None:
    """The mark of the release in a folder, or None.

    Raises:
        PublishError: there is one, and it cannot be read.
    """
    path = folder / _MARK
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return RollBack(**known_fields(RollBack, said))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise PublishError(f"{path} cannot be read: {error}") from error


def write_mark(folder: Path, mark: RollBack) -> None:
    """Mark the release in a folder, or replace its mark."""
    replace_through(folder / _MARK, json.dumps(asdict(mark), ensure_ascii=False).encode())


def remove_mark(folder: Path) -> None:
    """Take the mark of the release in a folder away, where there is one."""
    (folder / _MARK).unlink(missing_ok=True)
