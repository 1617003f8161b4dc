"""A night's reading as the flows do it, on a cluster too: through Prefect's wrappers, into the raw tables."""

import pytest

from flows.extract.document import READER_VERSION
from flows.progress import reporter
from flows.runs import start_run
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


def test_a_night_reads_a_batch_again_that_has_lost_a_file_and_says_so(settings: Settings) -> None:
    from flows.road import _read

    store = filled(settings)
    _read(start_run(settings, "nightly"), settings, store, None)
    (documents,) = (settings.raw_dir / "documents").iterdir()
    documents.unlink()

    of_some = start_run(settings, "backfill")
    _read(of_some, settings, store, lambda _page: True)
    assert (of_some.failures, of_some.counts) == ([], {})
    night = start_run(settings, "nightly")
    _read(night, settings, store, None)
    (note,) = night.failures
    assert note["name"] == "batches_are_whole"
    assert f"documents/{documents.name} was lost" in note["message"]
    assert night.counts["documents"] == N_PAGES - 1
    after = start_run(settings, "nightly")
    _read(after, settings, store, None)
    assert (after.failures, after.counts) == ([], {})
