"""The folder of the site: it appears whole, never takes the place of anything else, and is built by one at a time.

What belongs here: the lock, the mark by which a site is known, and putting a new one in the place of the last. What
does not: what is in it (`build.py`).
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from flows.durable import alone_with
from flows.errors import PublishError

MARK: Final = "site.json"
"""Lies in every site and says what it is; a folder with other files and without it is not touched."""
_MADE_BY: Final = "gongkai site build"


@contextmanager
def new_site(target: Path, *, is_own_place: bool) -> Iterator[Path]:
    """An empty folder to build a site in, which then takes the place of the last one. Who comes while another builds at
    the same place waits; what a killed build left is swept away.

    Args:
        target: where the site shall lie; absent, empty, or an earlier site.
        is_own_place: the data folder's own place for it, where nothing else can lie.

    Raises:
        PublishError: something else lies there, or it cannot be written.
    """
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with alone_with(target.parent / f".{target.name}.lock"):
            if not is_own_place:
                _refuse_what_is_no_site(target)
            part = _new(target)
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            try:
                yield part
                _replace(target, part)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise PublishError(f"the site cannot be written to {target}: {_first(error)}") from error


def mark(folder: Path, run_id: str) -> None:
    """Write into a folder that it is a site, and of which release."""
    content = json.dumps({"made_by": _MADE_BY, "release": run_id})
    (folder / MARK).write_text(content + "\n", encoding="utf-8")


def release_shown(target: Path) -> str | None:
    """The release that the site in a folder shows, or None where no site of ours lies there."""
    said = _mark_of(target)
    return str(said["release"]) if said is not None and "release" in said else None


def has_leftovers(target: Path) -> bool:
    """Whether a build of the site died in the middle, or is under way."""
    return any(path.exists() for path in (_new(target), _old(target)))


def _refuse_what_is_no_site(target: Path) -> None:
    if not target.exists() or _mark_of(target) is not None:
        return
    if not target.is_dir() or any(target.iterdir()):
        raise PublishError(
            f"{target} is no site of ours and holds something else: name a new or an empty folder"
        )


def _mark_of(target: Path) -> dict[str, Any] | None:
    try:
        said = json.loads((target / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("made_by") == _MADE_BY else None


def _new(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _first(error: OSError) -> str:
    """What went wrong; of a tree that could not be copied only its first file, since there may be thousands."""
    return str(error.args[0][0][-1]) if isinstance(error, shutil.Error) else str(error)


def _replace(target: Path, part: Path) -> None:
    old = _old(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)
