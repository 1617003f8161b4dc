"""Processes that end with the one that started them, also where that one is killed and can end nobody.

What belongs here: the two rules for it. What does not: how a process ends in good order.

A program of ours asks the system for it when it begins (`end_with`): the system kills it with the thread that started
it, and not what it has started itself. One that is not ours, and starts others in its turn, bears a mark in its
environment: a keeper, this module run as a script, kills all that bear it when its own input ends, for whoever held
that open is no more (`kept`). Both are Linux's ways: elsewhere nothing is done.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

_SET_PARENT_DEATH_SIGNAL: Final = 1
"""As prctl(2) names it, PR_SET_PDEATHSIG."""
_MARK: Final = "GONGKAI_KEPT"
_PROCESSES: Final = Path("/proc")
_LOOKS: Final = 3
"""So often in a row none may be found: a process that is just being started has no environment of its own yet."""
_SECONDS_BETWEEN: Final = 0.2


def end_with(parent: int) -> None:
    """Have this process killed by the system once the parent is; end it where the parent is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


@contextmanager
def kept() -> Iterator[dict[str, str]]:
    """Have processes killed if this one ends within the block, however it does, and with them what they started.

    Yields:
        what stands in the environment that they are started in.
    """
    if sys.platform != "linux":
        yield {}
        return
    mark, keeper = _started_keeper()
    try:
        yield mark
    finally:
        keeper.kill()
        keeper.communicate()


def keep_till_the_end() -> dict[str, str]:
    """As `kept`, till this process ends."""
    return _keeper_of_this_process()[0] if sys.platform == "linux" else {}


@cache
def _keeper_of_this_process() -> tuple[dict[str, str], "subprocess.Popen[bytes]"]:
    # Whoever lets go of it closes its pipe.
    return _started_keeper()


def _started_keeper() -> tuple[dict[str, str], "subprocess.Popen[bytes]"]:
    value = os.urandom(16).hex()
    # By its path and alone with Python's own library: a hundredth of a second, where the house takes many.
    command = [sys.executable, "-I", "-S", __file__, f"{_MARK}={value}"]
    quiet = subprocess.DEVNULL
    keeper = subprocess.Popen(  # noqa: S603 - our own interpreter, arguments passed as a list
        command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env={}, cwd="/", start_new_session=True
    )
    return {_MARK: value}, keeper


def main() -> None:
    """Wait for the end of whoever started this, then kill all that bear the mark, until there is none any more."""
    mark = sys.argv[1].encode()
    sys.stdin.buffer.read()
    looks = 0
    while looks < _LOOKS:
        marked = [process for process in _PROCESSES.glob("[0-9]*") if _bears(process, mark)]
        for process in marked:
            with suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)
        looks = 0 if marked else looks + 1
        time.sleep(_SECONDS_BETWEEN)


def _bears(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


if __name__ == "__main__":
    main()
