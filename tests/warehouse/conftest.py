"""What several files of tests look into is made once: the builds of the nights."""

import pytest

from flows.settings import make_settings
from tests.warehouse.nights import Nights, run_nights


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return run_nights(make_settings(data_dir=tmp_path_factory.mktemp("nights")))
