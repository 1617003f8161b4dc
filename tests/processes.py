"""What is left of processes that should have ended.

What belongs here: whether one still lives, and waiting for its end. What does not: starting and killing it.
"""

import time
from collections.abc import Sequence

import psutil


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still runs; one that nobody has buried yet (a zombie) does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def alive_after(processes: Sequence[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that have not ended within some seconds; it is not waited longer than they take."""
    deadline = time.monotonic() + seconds
    while any(map(is_alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [one for one in processes if is_alive(one)]
