"""The lake harmed in the middle of a build and of a publication: its PostgreSQL killed, the build killed, the disk of
its tables full. All of it really done.

What belongs here: nights on a lake stage by stage, what is done to them, and what people must see of the lake
afterwards. What does not: the same stages in one file (`kills.py`), and the lake itself (`flows/ducklake.py`).

A second night is run on a lake that a first one has filled. After each harm a normal run follows, from the stage that
was harmed to what people see; at every moment they must see the first night's release or the second's, whole, and at
the end all must be as if nothing had been, with no schema left of the build that came to grief.
"""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from flows.ducklake import build_schemas, connected_lake, published_run
from tests.faults.kills import AGAIN, HARMED, Road, harm, road
from tests.faults.stages import Ran
from tests.faults.state import State, seen_on_lake, state, unlike
from tests.faults.trials import Outcome
from tests.postgres import Postgres, running_postgres

STAGES: Final = ("build", "publish")
"""Those that use the lake, in their order."""

FULL_AT: Final = (0.05, 0.4, 0.9)
"""Of what the second night writes: how much room the disk has for it."""

_PASSWORD: Final = "not-to-be-seen"  # noqa: S105 - of a server that ends with the trials
_BEFORE: Final = ("collect", "read")
_BLOCK: Final = 4096


@dataclass(frozen=True, slots=True)
class Catalog:
    """The lake's database, which is copied where the data folder is."""

    postgres: Postgres

    def keep(self, stage: str) -> None:
        """Keep it as it stands before a stage."""
        self.postgres.copy("lake", f"before_{stage}")

    def bring_back(self, stage: str) -> None:
        """Bring it to where it stood before a stage."""
        self.postgres.copy(f"before_{stage}", "lake")


@dataclass(frozen=True, slots=True)
class Lake:
    """A road whose marts stand on a lake, and the server of its catalog."""

    road: Road
    postgres: Postgres

    @property
    def files(self) -> Path:
        """The folder of the lake's tables."""
        return self.road.data / "lake"


@contextmanager
def lake(folder: Path) -> Iterator[Lake]:
    """Two nights on a lake of their own."""
    with running_postgres(_PASSWORD) as postgres:
        told = {"lake": f"postgres:{postgres.database} password={_PASSWORD}", "builds_kept": "1"}
        with road(folder, (*_BEFORE, *STAGES), told=told, elsewhere=Catalog(postgres)) as made:
            yield Lake(made, postgres)


def catalog_killed(there: Lake, stage: str, number: int) -> Outcome:
    """End PostgreSQL at a random moment of a stage: its processes are killed, or every other time it ends at once and
    without a word. It starts again on what it left, and a normal run follows."""
    delay, by_kill = _moment(there, f"catalog {stage}", stage, number), number % 2 == 0

    def end() -> None:
        time.sleep(delay)
        (there.postgres.kill if by_kill else there.postgres.die)()

    there.road.begin_before(stage)
    try:
        ran = _run(there, stage, HARMED, meanwhile=end)
    finally:
        there.postgres.start()
    what = f"after {delay:.2f} s, {'kill -9' if by_kill else 'stop -m immediate'}: {_told(ran)}"
    return Outcome(what, tuple(_unclear(ran) + _then_a_normal_run(there, stage)))


def killed(there: Lake, stage: str, number: int) -> Outcome:
    """Kill a stage at a random moment, every other time without the processes that it has started."""
    delay, alone = _moment(there, stage, stage, number), number % 2 == 1
    there.road.begin_before(stage)
    ran = _run(there, stage, HARMED, kill_after=delay, alone=alone)
    try:
        what = f"after {delay:.2f} s, {'the process alone' if alone else 'with its children'}"
        return Outcome(what, tuple(_then_a_normal_run(there, stage)))
    finally:
        ran.end_children()


def disk_full(there: Lake, number: int) -> Outcome:
    """Give the lake's tables a disk that is too small for the build, then a larger one."""
    before, after = (_room_of(there.road.before(stage) / "lake") for stage in STAGES)
    room = before + int((after - before) * FULL_AT[number])
    there.road.begin_before("build")
    with _disk(there.files, room) as widen:
        ran = _run(there, "build", HARMED)
        problems = _unclear(ran) + (["the disk was never full"] if ran.done else [])
        widen()
        problems += _then_a_normal_run(there, "build")
    return Outcome(f"a disk of {room} bytes: {_told(ran)}", tuple(problems))


def _then_a_normal_run(there: Lake, stage: str) -> list[str]:
    """What is wrong now, and after the stages from this one on were run."""
    made, settings = there.road, there.road.settings
    problems = harm(made) + _seen_by_people(there)
    for again in STAGES[STAGES.index(stage) :]:
        ran = _run(there, again, AGAIN)
        problems += [] if ran.done else [f"{again} again: {_told(ran)}"]
        problems += harm(made) + _seen_by_people(there)
    problems += unlike(made.calm[STAGES[-1]].left, state(settings))
    with connected_lake(settings) as database:
        n_schemas, shown = len(build_schemas(database, settings)), published_run(database, settings)
    problems += (
        [f"{n_schemas} builds on the lake, of which {shown} is shown"] if n_schemas > len(STAGES) else []
    )
    return problems + _written_passwords(made.data)


def _seen_by_people(there: Lake) -> list[str]:
    """They see one of the two nights' releases, whole, or something is wrong."""
    seen = seen_on_lake(there.road.settings)
    whole: Sequence[State] = [_of_lake(calm.left) for calm in there.road.calm.values()]
    return [] if seen in whole else ["people see neither the first release nor the second"]


def _of_lake(left: State) -> State:
    return {name: digest for name, digest in left.items() if name.startswith("lake.")}


def _run(there: Lake, stage: str, run_id: str, **more: object) -> Ran:
    run = partial(there.road.starter.run, stage, there.road.data, there.road.pages, run_id)
    return run(settings=there.road.told, **more)


def _moment(there: Lake, what: str, stage: str, number: int) -> float:
    seconds = there.road.calm[stage].seconds
    return random.Random(f"lake {what} {number}").uniform(0, seconds)  # noqa: S311 - a moment, no secret


def _unclear(ran: Ran) -> list[str]:
    problems = [] if ran.done or ran.clear else [f"it said {_told(ran)!r}"]
    return problems + (["the password is told"] if _PASSWORD in ran.said else [])


def _written_passwords(data: Path) -> list[str]:
    files = (path for path in data.rglob("*") if path.is_file())
    return [f"{path.name} holds the password" for path in files if _PASSWORD.encode() in path.read_bytes()]


def _told(ran: Ran) -> str:
    return " ".join(ran.said.split())[:200] or ("nothing was noticed" if ran.done else "it did not end")


def _room_of(folder: Path) -> int:
    """Bytes that the files of a folder take on a disk."""
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(-(-size // _BLOCK) * _BLOCK for size in sizes)


@contextmanager
def _disk(folder: Path, room: int) -> Iterator[Callable[[], None]]:
    """Put a folder on a disk of its own, in memory; what is given makes the disk large.

    Raises:
        AssertionError: this user may mount nothing.
    """
    aside = folder.with_name("lake.aside")
    folder.rename(aside)
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={room}", "tmpfs", folder)
    try:
        shutil.copytree(aside, folder, dirs_exist_ok=True)
        shutil.rmtree(aside)
        yield lambda: _mount("-o", "remount,size=1g", folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(*words: str | Path) -> None:
    done = subprocess.run(["mount", *map(str, words)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, (
        f"a disk can be mounted by root alone (this is user {os.getuid()}): {done.stderr}"
    )
