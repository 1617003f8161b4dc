"""A full disk is named, and where; the system's own folder of processes is a disk without any room."""

from pathlib import Path

import pytest

from flows.disk import megabytes_left, refuse_full_disk, with_disk_named
from flows.errors import GongkaiError

FULL = Path("/proc")
_LONG = """dbt ended without results:
10:00:00  Encountered an error:
OSError: [Errno 28] No space left on device
UserWarning: resource_tracker: There appear to be 2 leaked semaphore objects
"""


def test_no_run_begins_on_a_full_disk(tmp_path: Path) -> None:
    refuse_full_disk(tmp_path / "not" / "there" / "yet")
    with pytest.raises(GongkaiError, match=r"^the disk of /proc/self/data is full: 0 MB are left"):
        refuse_full_disk(FULL / "self" / "data")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (_LONG, "OSError: [Errno 28] No space left on device"),
        ("fct: database or disk is full\nmore", "fct: database or disk is full"),
        ("two lines\nof something else", "two lines\nof something else"),
    ],
)
def test_what_is_said_on_a_full_disk_is_the_line_that_says_so(said: str, kept: str, tmp_path: Path) -> None:
    assert with_disk_named(said, FULL) == f"0 MB are left on the disk of /proc: {kept}"
    assert megabytes_left(tmp_path) > 100, "the tests need a disk with room"
    assert with_disk_named(said, tmp_path) == said
