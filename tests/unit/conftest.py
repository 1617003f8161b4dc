"""Fixtures of the tests that collect from the small portal of `collect_portal.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.collect_portal import Nights, Portal, portal


@pytest.fixture
def site() -> Iterator[Portal]:
    """A portal on loopback with three reports."""
    with portal() as server:
        yield server


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    """Nights on a data folder of their own."""
    return Nights(tmp_path / "data")
