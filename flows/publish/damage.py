"""What of a release is not as it was published any more: the disk spoils files, and people remove them.

What belongs here: looking at a release's files, and naming those at fault. What does not: what follows from it
(`road.py`, `rollback.py`, `screens.py`).
"""

import hashlib
from collections.abc import Iterator, Sequence

from flows.publish.release import CHECKSUMS, Release, checksums


def damaged_files(release: Release, *, by_content: bool = True) -> list[str]:
    """The files of a release that are missing or not what its check sums say, by their paths in its folder.

    Args:
        by_content: read every file, which takes about a second a gigabyte; else only look whether they are there and
            have their sizes.
    """
    return list(dict.fromkeys(_damaged(release, by_content=by_content)))


def in_words(damaged: Sequence[str]) -> str:
    """Damaged files, at least one, in few words."""
    more = len(damaged) - 1
    return damaged[0] + (f" and {more} more" if more else "")


def _damaged(release: Release, *, by_content: bool) -> Iterator[str]:
    try:
        expected = checksums(release)
    except (OSError, ValueError):
        expected = {}
    if expected.get(release.file.name) != release.sha256:
        yield CHECKSUMS
    for name, digest in ({release.file.name: release.sha256} | expected).items():
        try:
            if not _holds(release, name, digest if by_content else None):
                yield name
        except (OSError, ValueError):  # it cannot be read, or is no name
            yield name


def _holds(release: Release, name: str, digest: str | None) -> bool:
    path = release.file.parent / name
    if digest is None:
        size = ({release.file.name: release.size_bytes} | release.sizes).get(name)
        return path.is_file() and size in (None, path.stat().st_size)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == digest
