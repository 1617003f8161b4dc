"""Machines of a Dask cluster that die while pages are read: really done, on a scheduler and workers of this machine.

What belongs here: the cluster's processes, as docs/scaling.md starts them, what is done to them, and what must stand at
the end. What does not: reading on one machine (`kills.py`), and the cluster as the night uses it (`flows/cluster.py`).

A page is a batch here, so that many are under way. What is read must be what one machine reads, row for row; where the
night cannot go on it must say why, and the next one reads what is left.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

import psutil
from distributed import Client

from tests.faults.kills import AGAIN, HARMED, Road, harm
from tests.faults.stages import Ran
from tests.faults.state import state, unlike
from tests.faults.trials import ROOT, Outcome
from tests.ports import free_port

_READ: Final = "read"
STAGES: Final = ("collect", _READ)
"""Of the road to what one machine reads."""

_N_WORKERS: Final = 2
_N_PAGES: Final = 10
"""The second night has at least as many to read."""

_AT_MOST: Final = 60.0
"""Seconds that are waited for a process, or for a batch."""


def worker_killed(made: Road, number: int) -> Outcome:
    """Kill one of the workers; every other time what watches over it dies too, so that it does not come again."""
    for_good = number % 2 == 1
    return _harmed(
        made, f"worker {number}", lambda one: one.kill_workers(1, for_good=for_good), may_fail=False
    )


def workers_killed(made: Road, number: int) -> Outcome:
    """Kill all workers; every other time what watches over them dies too, and they do not come again."""
    for_good = number % 2 == 1
    return _harmed(
        made,
        f"workers {number}",
        lambda one: one.kill_workers(_N_WORKERS, for_good=for_good),
        may_fail=for_good,
    )


def scheduler_killed(made: Road, number: int) -> Outcome:
    """Kill the scheduler."""
    return _harmed(made, f"scheduler {number}", Machines.kill_scheduler, may_fail=True)


def _harmed(made: Road, name: str, harm_them: Callable[["Machines"], str], *, may_fail: bool) -> Outcome:
    """Harm the cluster at a random moment of the night; where that ends it, run another with another cluster.

    Args:
        may_fail: the night may end with an error of the house.
    """
    dice = random.Random(name)  # noqa: S311 - a moment, no secret
    n_read, more = dice.randrange(_N_PAGES), dice.uniform(0, 0.5)
    what = f"after {n_read} pages and {more:.2f} s"
    made.begin_before(_READ)
    with Machines(made.folder / "machines.log") as machines:

        def meanwhile() -> None:
            nonlocal what
            with suppress(TimeoutError):  # the stage failed before, and says why
                _wait_until(lambda: _n_read(made) >= n_read)
            time.sleep(more)
            what += f", {harm_them(machines)}"

        ran = _run(made, machines, HARMED, meanwhile=meanwhile)
    problems = [] if ran.done or (may_fail and ran.clear) else [f"it said {ran.said[:300]!r}"]
    if not ran.done:
        what += f": {' '.join(ran.said.split())[:150]}"
        with Machines(made.folder / "machines.log") as machines:
            again = _run(made, machines, AGAIN)
        problems += [] if again.done else [f"run again: {again.said[:300]}"]
    return Outcome(what, tuple(problems + harm(made) + unlike(made.calm[_READ].left, state(made.settings))))


def _run(made: Road, machines: "Machines", run_id: str, **more: Any) -> Ran:
    told = {"dask": machines.address}
    return made.starter.run(_READ, made.data, made.pages, run_id, settings=told, **more)


def _n_read(made: Road) -> int:
    """Batches that the cluster has left, of a page each."""
    return len(list((made.settings.raw_dir / "readings").glob(f"{HARMED}-*.parquet")))


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _AT_MOST
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


class Machines:
    """A scheduler and workers, each started by its own command in a process group of its own."""

    def __init__(self, log: Path) -> None:
        self._log, port = log, free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self._scheduler = self._start("scheduler", "--port", str(port))
        self._workers = [self._start("worker", self.address, "--nthreads", "1") for _ in range(_N_WORKERS)]

    def kill_workers(self, n: int, *, for_good: bool) -> str:
        """Kill workers (SIGKILL), and where it is for good what would start them anew; gives what was done."""
        for nanny in self._workers[:n]:
            if for_good:
                _kill_group(nanny)
            else:
                for worker in psutil.Process(nanny.pid).children():
                    worker.kill()
        return f"{n} of {_N_WORKERS} workers killed{' for good' if for_good else ''}"

    def kill_scheduler(self) -> str:
        """Kill the scheduler (SIGKILL); gives what was done."""
        _kill_group(self._scheduler)
        return "the scheduler killed"

    def _start(self, what: str, *words: str) -> "subprocess.Popen[bytes]":
        env = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *words, "--host", "127.0.0.1", "--no-dashboard"],
                env=env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        try:
            with Client(self.address, timeout=_AT_MOST, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(_N_WORKERS, timeout=_AT_MOST)  # type: ignore[no-untyped-call]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        for one in (*self._workers, self._scheduler):
            _kill_group(one)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
