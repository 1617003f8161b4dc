"""Single stages killed at random moments, and disks that are full in the middle of them: really done.

A second night is run stage by stage, on a data folder that a first night has filled; each stage is tried alone, from a
copy of what stood before it. A stage is killed (SIGKILL), every other time without the processes that it has started,
and run again; or no file may grow beyond some size, which the system enforces as it does a full disk, and it is run
again with room. At every moment people must find whole releases, and at the end all must be as if nothing had been.
The collector is killed more finely in `collect.py`, in the middle of records.
"""

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from flows.archive.verify import verify
from flows.settings import Settings
from tests.faults.stages import STAGES, Starter
from tests.faults.state import State, broken_releases, state, unlike
from tests.faults.trials import Outcome
from tests.samples import write_sample_reports

FIRST: Final = "20260101T000000Z"
CALM: Final = "20260102T000000Z"
HARMED: Final = "20260102T000001Z"
AGAIN: Final = "20260102T000002Z"

FULL_AT: Final = (0.02, 0.4, 0.9)
"""Of the largest file that a stage writes: how large a file may become."""

SMALLEST_FILE: Final = 500
"""Bytes; a stage that writes no larger file cannot be given too small a disk."""


@dataclass(frozen=True, slots=True)
class Calm:
    """A stage that nothing happened to: how long it takes in seconds, what it says, the largest file that it wrote
    in bytes, and what it leaves."""

    seconds: float
    said: str
    largest: int
    left: State


class Elsewhere(Protocol):
    """What a night leaves outside the data folder."""

    def keep(self, stage: str) -> None:
        """Keep it as it stands before a stage."""

    def bring_back(self, stage: str) -> None:
        """Bring it to where it stood before a stage."""


@dataclass(slots=True)
class Road:
    """The second night, stage by stage: what stands before each, and what each leaves when nothing happens.

    Attributes:
        told: settings of all stages beside the data folder.
        elsewhere: what they leave outside the data folder, if anything.
    """

    folder: Path
    pages: Path
    starter: Starter
    told: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Elsewhere | None = None
    calm: dict[str, Calm] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder; always the same, since programs remember paths."""
        return self.folder / "data"

    @property
    def settings(self) -> Settings:
        """Those of the stages."""
        return Settings(**{"data_dir": self.data, **self.told})

    def begin_before(self, stage: str) -> None:
        """Bring the data folder to where the second night stands before a stage."""
        if self.data.exists():
            shutil.rmtree(self.data)
        shutil.copytree(self.before(stage), self.data, symlinks=True)
        if self.elsewhere is not None:
            self.elsewhere.bring_back(stage)

    def keep(self, stage: str) -> None:
        """Keep the data folder as it stands before a stage."""
        shutil.copytree(self.data, self.before(stage), symlinks=True)
        if self.elsewhere is not None:
            self.elsewhere.keep(stage)

    def before(self, stage: str) -> Path:
        """Where the data folder is kept as it stood before a stage."""
        return self.folder / "before" / stage


@contextmanager
def road(
    folder: Path,
    stages: Sequence[str] = tuple(STAGES),
    *,
    told: Mapping[str, str] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Road]:
    """A first night, and a second one with other pages.

    Args:
        stages: those of the nights.
        told, elsewhere: as the attributes of `Road`.
    """
    pages = folder / "pages"
    with Starter() as starter:
        made = Road(folder, pages, starter, told or {}, elsewhere)
        write_sample_reports(pages, years=(2012,))
        for stage in stages:
            ran = starter.run(stage, made.data, pages, FIRST, settings=made.told)
            assert ran.done, ran.said
        write_sample_reports(pages, years=(2012, 2023))
        for stage in stages:
            made.keep(stage)
            began = time.time()
            ran = starter.run(stage, made.data, pages, CALM, settings=made.told)
            assert ran.done, ran.said
            written = [
                path.stat() for path in made.data.rglob("*") if path.is_file() and not path.is_symlink()
            ]
            largest = max(file.st_size for file in written if file.st_mtime >= began)
            made.calm[stage] = Calm(time.time() - began, ran.said, largest, state(made.settings))
        yield made


def killed(made: Road, stage: str, number: int) -> Outcome:
    """Kill a stage at a random moment, and run it again."""
    delay = random.Random(f"{stage} {number}").uniform(0, made.calm[stage].seconds)  # noqa: S311 - no secret
    alone = number % 2 == 1
    made.begin_before(stage)
    ran = made.starter.run(stage, made.data, made.pages, HARMED, kill_after=delay, alone=alone)
    what = f"after {delay:.2f} s, {'the process alone' if alone else 'with its children'}"
    try:
        return Outcome(what, tuple(harm(made) + _again(made, stage)))
    finally:
        ran.end_children()


def filled(made: Road, stage: str, number: int) -> Outcome:
    """Give a stage a disk that is too small, and run it again with room.

    Args:
        number: which of the sizes of `FULL_AT`; half of it where that was room enough.
    """
    size = int(made.calm[stage].largest * FULL_AT[number])
    while True:
        made.begin_before(stage)
        ran = made.starter.run(stage, made.data, made.pages, HARMED, file_size=size)
        if not ran.done or size < SMALLEST_FILE:
            break
        size //= 2
    what = f"files of {size} bytes at most: {' '.join(ran.said.split())[:120]}"
    problems = ["the disk was never full"] if ran.done else []
    return Outcome(what, tuple(problems + harm(made) + _again(made, stage)))


def harm(made: Road) -> list[str]:
    """What is wrong at the very moment: releases and the archive are whole, always."""
    damage = [one.message for one in verify(made.settings.archive_dir) if one.kind == "damage"]
    return damage + broken_releases(made.settings)


def _again(made: Road, stage: str) -> list[str]:
    calm = made.calm[stage]
    ran = made.starter.run(stage, made.data, made.pages, AGAIN)
    problems = [] if ran.done else [f"run again: {ran.said[:500]}"]
    problems += [f"it said {ran.said!r}"] if ran.done and ran.said != calm.said else []
    return problems + harm(made) + unlike(calm.left, state(made.settings))
