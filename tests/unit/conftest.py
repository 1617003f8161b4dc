"""Fixtures: the small portal of `collect_portal.py`, one who is told of runs, and a screen wide enough."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.shared import console
from tests.receiver import Receiver
from tests.unit.collect_portal import Nights, Portal, portal


@pytest.fixture
def site() -> Iterator[Portal]:
    """A portal on loopback with three reports."""
    with portal() as server:
        yield server


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    """Nights on a data folder of their own; at last the WARC files know all that the log does."""
    nights = Nights(tmp_path / "data")
    yield nights
    nights.lose_the_log()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody on loopback whom a run can tell what became of it."""
    one = Receiver()
    yield one
    one.stop()


@pytest.fixture
def wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on which no cell of a table is cut, whatever the width of the one that the tests run on."""
    monkeypatch.setattr(console, "width", 200)
