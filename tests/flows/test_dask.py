"""A night's reading on a cluster, as the flows do it: through Prefect's wrappers, into the raw tables."""

import pytest

from flows.extract.document import READER_VERSION
from flows.progress import reporter
from flows.settings import Settings
from tests.unit.test_dask_reading import N_PAGES, RUN, batches_of, filled

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


def test_pages_that_wait_are_read_on_the_cluster_that_the_settings_name(settings: Settings) -> None:
    from flows.road import _read_batches

    store = filled(settings)
    reporter().start("read", N_PAGES)
    counts = list(_read_batches(batches_of(store), settings.model_copy(update={"dask": "local"}), RUN))
    assert sum(one.documents for one in counts) == N_PAGES - 1
    assert sum(one.refused for one in counts) == 1
    assert store.pending(READER_VERSION) == []
