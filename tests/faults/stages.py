"""The stages of a night as processes that can be killed one by one.

What belongs here: one function a stage, as the road calls it, without Prefect, and the program that runs each in a
process of its own. What does not: what is done to them (`kills.py`, `mishaps.py`, `lake.py`, `cluster.py`), what a data
folder holds afterwards (`state.py`), and whole nights (`nights.py`).
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from threading import Timer
from typing import Any, Final, Self
from unittest.mock import patch

from flows.archive.archive import Archive
from flows.build.dbt import prune_builds, run_build
from flows.check.gate import opened_gate
from flows.collect.collect import collect_source
from flows.compare.compare import compare_and_append
from flows.errors import GongkaiError
from flows.extract.document import READER_VERSION
from flows.load.batch import read_and_append
from flows.load.store import Pending, RawStore
from flows.publish.release import last_whole, publish
from flows.reference import load_reference
from flows.settings import Settings
from flows.site.build import build_site
from flows.sources.registry import folder_source
from tests.faults.state import newest_candidate

_AT_MOST: Final = 300.0
"""Seconds after which a stage that does not come to its end is killed: it hangs."""

_WORKERS_SECONDS: Final = 15.0
"""So long a cluster may be without workers here, where a night waits a minute."""

_SAID: Final = "said.json"
_REPOSITORY: Final = Path(__file__).resolve().parents[2]


def _collect(settings: Settings, pages: Path, run_id: str) -> str:
    with Archive(settings.archive_dir) as archive:
        collect_source(folder_source(pages), archive, settings, run_id)
    return ""


def _read(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    store = RawStore(settings)
    with Archive(settings.archive_dir) as archive:
        store.append_captures(archive.captures.to_arrow())
    pending = store.pending(READER_VERSION)
    if settings.dask:
        _read_on_cluster(store, pending, settings, run_id)
    else:
        read_and_append(pending, run_id, settings, run_id)
    return ""


def _read_on_cluster(store: RawStore, pending: Sequence[Pending], settings: Settings, run_id: str) -> None:
    """A page a batch, so that there are many of them."""
    from flows import cluster  # costs seconds, which only those pay who have a cluster

    batches = {f"{run_id}-{number:05d}": [page] for number, page in enumerate(pending)}
    with (
        patch.object(cluster, "_WORKERS_SECONDS", _WORKERS_SECONDS),
        patch.object(cluster, "_LOOK_SECONDS", 0.5),
        cluster.reading_cluster(settings) as client,
    ):
        for _, written in cluster.read_on_cluster(client, batches, settings, run_id):
            store.insert(written.name)


def _compare(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    compare_and_append(settings, run_id)
    return ""


def _build(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    run_build(settings, run_id)
    prune_builds(settings)
    return ""


def _check(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    last_release = last_whole(settings)
    file, last = (last_release.file, last_release.run_id) if last_release else (None, "")
    with opened_gate(settings) as gate:
        verdicts = [
            gate.check_raw([], {}, last, run_id),
            gate.check_release(_candidate(settings), file, last, run_id),
        ]
    return ", ".join(f"{one.decision} {[failure.name for failure in one.failures]}" for one in verdicts)


def _publish(settings: Settings, pages: Path, run_id: str) -> str:
    del pages
    candidate = _candidate(settings)
    if settings.is_on_lake:
        run_id = candidate.parent.name  # a lake knows its builds by their runs
    publish(candidate, run_id, settings)
    return ""


def _site(settings: Settings, pages: Path, run_id: str) -> str:
    del pages, run_id
    build_site(settings, load_reference())
    return ""


STAGES: Final[Mapping[str, Callable[[Settings, Path, str], str]]] = {
    "collect": _collect,
    "read": _read,
    "compare": _compare,
    "build": _build,
    "check": _check,
    "publish": _publish,
    "site": _site,
}
"""In the order of the road. Each takes settings, a folder of pages and a run's id, and gives what it has to say."""


def _candidate(settings: Settings) -> Path:
    candidate = newest_candidate(settings)
    if candidate is None:
        raise AssertionError("no finished build")
    return candidate


@dataclass(frozen=True, slots=True)
class Ran:
    """How a stage's process ended.

    Attributes:
        said: what it had to say; an error with its type; empty where it was killed.
        done: whether it came to its end without an error.
        clear: whether that was an error of the house, written for people.
        group: its process group, in which children may live on.
    """

    said: str
    done: bool
    clear: bool
    group: int

    def end_children(self) -> None:
        """Leave no process of it behind."""
        _kill_group(self.group)


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class Starter:
    """Runs stages, each in a process (and process group) of its own; importing takes longer than most stages."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        self._group = 0
        self._process = subprocess.Popen(command, cwd=_REPOSITORY, stdin=PIPE, stdout=PIPE, text=True)

    def run(
        self,
        stage: str,
        data: Path,
        pages: Path,
        run_id: str,
        *,
        kill_after: float | None = None,
        alone: bool = False,
        file_size: int = 0,
        settings: Mapping[str, str] | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> Ran:
        """Run one stage on a data folder, and wait for its end; where it hangs it is killed.

        Args:
            kill_after: seconds after which it is killed.
            alone: kill the process itself, and not what it has started.
            file_size: bytes that a file may grow to; 0 for any.
            settings: those of the stage beside the data folder.
            meanwhile: what happens elsewhere while it runs.
        """
        asked = {
            "stage": stage,
            "data": str(data),
            "pages": str(pages),
            "run_id": run_id,
            "file_size": file_size,
            "settings": dict(settings or {}),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        group = self._group = int(self._process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                (os.kill if alone else os.killpg)(group, signal.SIGKILL)
        if meanwhile is not None:
            meanwhile()
        watchdog = Timer(_AT_MOST, _kill_group, [group])
        watchdog.start()
        try:
            answer = json.loads(self._process.stdout.readline())
        finally:  # an interrupted run does not wait for it
            watchdog.cancel()
        return Ran(answer["said"], answer["done"], answer["clear"], group)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._group and error[0] is not None:  # an interrupted run leaves no stage at work
            _kill_group(self._group)
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Run the stages that are asked for, one line of JSON each, in a process of its own each."""
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(asked)
        with suppress(PermissionError):  # the child does it too, and may be quicker
            os.setpgid(child, child)
        _tell(str(child))
        _, status = os.waitpid(child, 0)
        said = Path(asked["data"], _SAID)
        _tell(said.read_text(encoding="utf-8") if status == 0 else _answer("", done=False))


def _answer(said: str, *, done: bool, clear: bool = False) -> str:
    return json.dumps({"said": said, "done": done, "clear": clear})


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _be(asked: Mapping[str, Any]) -> None:
    """Be the process of a stage."""
    os.setpgid(0, 0)
    data = Path(asked["data"])
    data.mkdir(parents=True, exist_ok=True)
    log = os.open(data / "stage.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    settings = Settings(**{"data_dir": data, "workers": 2, "batch_size": 5, **asked["settings"]})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if asked["file_size"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["file_size"], hard))
    done, clear, said = True, False, ""
    try:
        said = STAGES[asked["stage"]](settings, Path(asked["pages"]), asked["run_id"])
    except BaseException as error:  # noqa: BLE001 - whatever it is, the trial tells it
        done, clear, said = False, isinstance(error, GongkaiError), f"{type(error).__name__}: {error}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    (data / _SAID).write_text(_answer(said, done=done, clear=clear), encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    main()
