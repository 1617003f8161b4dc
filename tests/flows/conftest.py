"""One real Prefect server for the flow tests of a session, and a data folder of its own for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import PROJECT_DIR, Settings, make_settings, prepare_prefect, use_settings


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect's own embedded server on a temporary database."""
    home = make_settings(data_dir=tmp_path_factory.mktemp("prefect"))
    before = dict(os.environ)
    prepare_prefect(home)
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings with an empty data folder, active in this process."""
    chosen = make_settings(
        data_dir=tmp_path / "data",
        sources_dir=PROJECT_DIR / "data" / "sources",
        workers=1,
        site_after_publish=False,
    )
    with use_settings(chosen):
        yield chosen
