"""Files that the disk has spoiled, and a lock that a dead process left: really done, on the stages of a night.

What belongs here: what is spoiled, which stages follow, and what must stand at the end. What does not: kills and full
disks (`kills.py`).

Each ends with what the operator's guide tells a person to do, where a run cannot mend it by itself; a stage that has
met the damage must have said so, and nothing spoiled may be published.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from flows.archive.verify import verify
from flows.archive.walk import records
from flows.build.base import find_base
from flows.errors import GongkaiError
from flows.publish.release import current_release
from flows.runs import is_running, only_night
from tests.faults.kills import AGAIN, HARMED, Road
from tests.faults.stages import Ran
from tests.faults.state import State, broken_releases, state, unlike
from tests.faults.trials import Outcome

_HOLDER: Final = """
import sys
from pathlib import Path
from flows.runs import only_night
from flows.publish.door import alone_at_the_door
from flows.settings import Settings
from flows.warehouse import connect
settings = Settings(data_dir=Path(sys.argv[1]))
settings.published_dir.mkdir(exist_ok=True)
with only_night(settings), alone_at_the_door(settings), connect(settings.store_file):
    print("held", flush=True)
    sys.stdin.read()
"""
"""A process that holds every lock there is."""

_NAMED: Final = re.compile(r"; remove (.+?\.parquet), and")
"""What a batch that is not whole says is to be taken away."""


def warc_record(road: Road, number: int) -> Outcome:
    """A record of the archive is spoiled before it is read; the next night fetches the page again."""
    dice = _dice("warc_record", number)
    road.begin_before("read")
    files = sorted((road.settings.archive_dir / "warc").glob("*.warc.gz"))
    responses = [
        (file, one) for file in files for one in records(file) if one.kind in {"response", "resource"}
    ]
    file, record = dice.choice([(file, one) for file, one in responses if one.url.startswith("file://")][-4:])
    _spoil(file, record.offset + dice.randrange(200, 600))
    problems = [] if _damage(road) else ["`archive verify` does not see it"]
    problems += _run(road, HARMED, "read", "compare", "build")
    problems += _run(road, AGAIN, "collect", "read", "compare", "build")
    expected = _only(road.calm["build"].left, "built.")
    return Outcome(record.url, tuple(problems + unlike(expected, _only(state(road.settings), "built."))))


def store_file(road: Road, number: int) -> Outcome:
    """The file of the raw tables is spoiled; it is taken away, and made again from the Parquet batches."""
    road.begin_before("compare")
    at = _dice("store_file", number).uniform(0, 0.9)
    _spoil(road.settings.store_file, int(road.settings.store_file.stat().st_size * at), n_bytes=200_000)
    ran = road.starter.run("compare", road.data, road.pages, HARMED)
    problems = _run(road, AGAIN, "read", "compare", after=lambda: road.settings.store_file.unlink())
    return _ended(road, "compare", f"at {at:.0%}: {_told(ran)}", problems)


def parquet_file(road: Road, number: int) -> Outcome:
    """A Parquet batch is spoiled and the file of the raw tables lost; the raw tables are put away, as `gongkai
    backfill` does, and the archive is read again."""
    dice = _dice("parquet_file", number)
    road.begin_before("compare")
    path = dice.choice(sorted(road.settings.raw_dir.glob("*/*.parquet")))
    _spoil(path, path.stat().st_size // 2)
    road.settings.store_file.unlink()
    ran = road.starter.run("read", road.data, road.pages, HARMED)
    problems = [] if not ran.done and path.name in ran.said else [f"it said {_told(ran)!r} of {path.name}"]
    problems += _run(road, AGAIN, "read", "compare", after=lambda: shutil.rmtree(road.settings.raw_dir))
    return _ended(road, "compare", f"{path.parent.name}: {_told(ran)}", problems)


def parquet_lost(road: Road, number: int) -> Outcome:
    """A Parquet batch loses a file, and the file of the raw tables is lost; what the error names is taken away, and
    what the batch held is made again. A batch without its last file never counted, so nobody needs to be told."""
    dice = _dice("parquet_lost", number)
    road.begin_before("compare")
    path = dice.choice(sorted(road.settings.raw_dir.glob("*/*.parquet")))
    path.unlink()
    road.settings.store_file.unlink()
    ran = road.starter.run("read", road.data, road.pages, HARMED)
    named = _NAMED.search(ran.said)
    if named:
        Path(named[1]).unlink()
    problems = (
        [] if ran.done or (named and f"{path} is lost" in ran.said) else [f"it said {_told(ran)!r} of {path}"]
    )
    problems += _run(road, AGAIN, "read", "compare")
    return _ended(road, "compare", f"{path.parent.name}: {_told(ran)}", problems)


def build_file(road: Road, number: int) -> Outcome:
    """A file of the last build, which the next one begins with, is spoiled; a build begins afresh by itself, at the
    latest in the next run."""
    road.begin_before("build")
    base = find_base(road.settings.warehouse_dir, road.settings.store_file)
    assert base is not None
    path = (base.files.candidate, base.files.work, base.files.parsed, base.files.manifest)[number % 4]
    at = _dice("build_file", number).uniform(0, 0.9)
    _spoil(path, int(path.stat().st_size * at), n_bytes=200_000)
    ran = road.starter.run("build", road.data, road.pages, HARMED)
    problems = [] if ran.done else _run(road, AGAIN, "build")
    return _ended(road, "build", f"{path.name} at {at:.0%}: {_told(ran)}", problems)


def release_file(road: Road, number: int) -> Outcome:
    """The file that people read is spoiled; its check sum says so, and the next release replaces it."""
    road.begin_before("publish")
    release = current_release(road.settings)
    assert release is not None
    release.file.chmod(0o644)
    at = _dice("release_file", number).uniform(0, 0.9)
    _spoil(release.file, int(release.size_bytes * at), n_bytes=200_000)
    problems = [] if broken_releases(road.settings) else ["its check sum does not tell"]
    ran = road.starter.run("publish", road.data, road.pages, HARMED)
    problems += [] if ran.done else [_told(ran)]
    return _ended(road, "publish", f"at {at:.0%}", problems)


def dead_lock(road: Road, number: int) -> Outcome:
    """A process that holds the night's lock, the door's and the store dies."""
    del number
    road.begin_before("read")
    command = [sys.executable, "-c", _HOLDER, str(road.data)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    problems = [] if is_running(road.settings) else ["the lock is not seen while it is held"]
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    problems += ["the lock of a dead process holds"] if is_running(road.settings) else []
    try:
        with only_night(road.settings):
            problems += _run(road, AGAIN, "read")
    except GongkaiError as error:
        problems.append(str(error))
    return _ended(road, "read", "killed while it held every lock", problems)


MISHAPS: Final[Mapping[str, Callable[[Road, int], Outcome]]] = {
    "warc_record": warc_record,
    "store_file": store_file,
    "parquet_file": parquet_file,
    "parquet_lost": parquet_lost,
    "build_file": build_file,
    "release_file": release_file,
    "dead_lock": dead_lock,
}
"""Each takes a road and the number of the trial."""


def _ended(road: Road, stage: str, what: str, problems: list[str]) -> Outcome:
    """The trial, whose end must be what a calm night leaves of this stage."""
    try:
        problems = problems + unlike(road.calm[stage].left, state(road.settings))
    except Exception as error:  # noqa: BLE001 - whatever it is, the end cannot be read
        problems = [*problems, f"the end cannot be read: {error}"]
    return Outcome(what, tuple(problems))


def _run(road: Road, run_id: str, *stages: str, after: Callable[[], None] = lambda: None) -> list[str]:
    """Run stages, which must all come to their end."""
    after()
    ran = {stage: road.starter.run(stage, road.data, road.pages, run_id) for stage in stages}
    return [f"{stage}: {_told(one)}" for stage, one in ran.items() if not one.done]


def _told(ran: Ran) -> str:
    return " ".join(ran.said.split())[:300] if not ran.done else "nobody noticed"


def _damage(road: Road) -> list[str]:
    return [one.message for one in verify(road.settings.archive_dir) if one.kind == "damage"]


def _only(found: State, prefix: str) -> State:
    return {name: digest for name, digest in found.items() if name.startswith(prefix)}


def _spoil(path: Path, at: int, n_bytes: int = 64) -> None:
    """Turn bytes over, as many as the file has from there on."""
    content = bytearray(path.read_bytes())
    for index in range(at, min(at + n_bytes, len(content))):
        content[index] ^= 0xFF
    path.write_bytes(content)


def _dice(fault: str, number: int) -> random.Random:
    return random.Random(f"{fault} {number}")  # noqa: S311 - damage, no secret
