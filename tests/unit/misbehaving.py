"""A task that does what it is told to: what the tests of the worker processes load, and no more."""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from flows.errors import Refusal, RemoteError


def behave(item: str) -> str:
    actions: dict[str, Callable[[], Any]] = {
        "slow": lambda: time.sleep(30),
        "deaf": _deaf,
        "stubborn": _stubborn,
        "hungry": lambda: bytearray(1 << 30),
        "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "wrong": lambda: dict[str, str]()["neither"],
        "odd": lambda: lambda: None,
        "refused": _refuse,
    }
    action = actions.get(item)
    result = action() if action else None
    return result or item.upper()


def _deaf() -> None:
    """Code that no signal reaches, as a C library in a loop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    time.sleep(30)


def _stubborn() -> None:
    try:
        time.sleep(30)
    except Exception:  # noqa: BLE001 - what a parser that swallows everything does
        time.sleep(30)


def _refuse() -> None:
    raise Refusal("empty_file", "0 bytes")


class CannotBeRead:
    """A task that breaks its worker before it can take anything."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _die, ()


def _die() -> None:
    os._exit(3)


def fetch(item: str) -> str:
    """Brings an item as far folders do: in its own time, or never."""
    fetching: dict[str, Callable[[], Any]] = {
        "far": lambda: time.sleep(0.8),
        "lost": lambda: time.sleep(30),
        "deaf and lost": _deaf,
        "silent": _nobody,
        "damaged": _refuse,
    }
    if action := fetching.get(item):
        action()
    return item


def _nobody() -> None:
    raise RemoteError("nobody is there")
