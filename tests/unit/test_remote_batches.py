"""Raw tables whose archive and batches lie outside of this machine are those of a data folder."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from distributed import LocalCluster

from flows.archive.files import WarcFiles
from flows.cluster import read_on_cluster, reading_cluster
from flows.compare.compare import compare_and_append
from flows.errors import GongkaiError, RemoteError
from flows.extract.document import READER_VERSION
from flows.load import workers
from flows.load.batch import read_and_append, read_and_write
from flows.load.batches import ParquetBatches
from flows.load.rows import READING_TABLES
from flows.load.store import Pending, RawStore, put_away
from flows.schema import CELLS, DOCUMENTS, OBSERVATIONS, RAW_TABLES, READINGS, RawTable
from flows.settings import Settings, make_settings
from flows.site.excerpts import write_excerpts
from flows.warehouse import connect
from tests.unit.test_dask_reading import RUN, batches_of, cluster, filled

__all__ = ["cluster"]


@pytest.fixture
def far(tmp_path: Path) -> Path:
    return tmp_path / "far"


@pytest.fixture
def settings(tmp_path: Path, far: Path) -> Settings:
    return make_settings(data_dir=tmp_path / "data", remote=far.as_uri(), workers=2)


def all_rows(settings: Settings) -> dict[str, list[object]]:
    """Every raw table; where a record lies differs by the names that records have."""
    with connect(settings.store_file, read_only=True) as database:
        return {
            table.name: database.execute(
                f"from raw.{table.name} select columns(lambda name: name != 'warc_offset') order by all"
            ).fetchall()
            for table in RAW_TABLES
        }


def read_here(settings: Settings, batches: Mapping[str, Sequence[Pending]]) -> None:
    for name, batch in batches.items():
        read_and_append(batch, name, settings, RUN)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """The raw tables of one folder."""
    alone = make_settings(data_dir=tmp_path_factory.mktemp("alone"), workers=2)
    read_here(alone, batches_of(filled(alone)))
    compare_and_append(alone, RUN, lambda _: None)
    return all_rows(alone)


def files_in(folder: Path) -> Sequence[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_night_and_the_next_and_a_lost_store(
    settings: Settings, far: Path, expected: dict[str, list[object]]
) -> None:
    batches = batches_of(filled(settings))
    read_here(settings, batches)
    compare_and_append(settings, RUN, lambda _: None)
    assert all_rows(settings) == expected
    assert list(settings.raw_dir.rglob("*.parquet")) == list(settings.archive_dir.rglob("*.gz")) == []
    files = files_in(far)
    assert all(name.endswith((".parquet", ".warc.gz")) for name in files)
    read_here(settings, batches)
    compare_and_append(settings, RUN, lambda _: None)
    assert all_rows(settings) == expected
    assert files_in(far) == files
    settings.store_file.unlink()
    assert RawStore(settings).pending(READER_VERSION) == []
    assert all_rows(settings) == expected
    with connect(Path(":memory:")) as database:
        batches_there = ParquetBatches(settings.raw_dir, settings.remote)
        assert batches_there.shown_to(database, CELLS) == []
        shown = batches_there.shown_to(database, DOCUMENTS)
        rows = database.execute("select count(*) from read_parquet(?)", [shown]).fetchall()
    assert rows == [(len(expected["documents"]),)]
    put_away(settings)
    assert [name for name in files_in(far) if name.startswith("raw/")] == []
    assert not settings.raw_dir.exists()


def test_workers_elsewhere_need_no_folder(
    settings: Settings, tmp_path: Path, expected: dict[str, list[object]], cluster: LocalCluster
) -> None:
    store = filled(settings)
    theirs = settings.model_copy(update={"data_dir": tmp_path / "nowhere", "dask": cluster.scheduler_address})
    with reading_cluster(theirs) as client:
        client.run(workers.os.chdir, "/")
        for _ in range(2):
            for _, one in read_on_cluster(client, batches_of(store), theirs, RUN):
                store.insert(one.name)
    compare_and_append(settings, RUN, lambda _: None)
    assert all_rows(settings) == expected
    assert not (tmp_path / "nowhere").exists()


def test_a_batch_that_several_write_at_one_moment_is_one(settings: Settings, far: Path) -> None:
    batches = ParquetBatches(settings.raw_dir, settings.remote)
    tables = {table.name: table.schema.empty_table() for table in READING_TABLES}
    row = {field.name: 1 if pa.types.is_integer(field.type) else "a" for field in READINGS.schema}
    tables[READINGS.name] = pa.Table.from_pylist([row], schema=READINGS.schema)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: batches.write(READING_TABLES, tables, RUN), range(24)))
    (name,) = names
    assert files_in(far) == [f"raw/readings/{name}.parquet"]
    assert batches.read(READING_TABLES, name)[READINGS.name].num_rows == 1


def test_a_batch_that_lost_a_file_is_refused_and_named(settings: Settings, far: Path) -> None:
    store = filled(settings)
    (name, batch), *_ = batches_of(store).items()
    archive = WarcFiles(settings.archive_dir, settings.remote).identity()
    written = read_and_write(batch, name, settings, RUN, archive).name
    (far / "raw" / "observations" / f"{written}.parquet").unlink()
    with pytest.raises(GongkaiError, match=f"far/raw/observations/{written}.parquet is lost"):
        store.insert(written, patience_seconds=0)


@pytest.mark.parametrize(("lies", "lost"), [("there", DOCUMENTS), ("here", OBSERVATIONS)])
def test_a_batch_that_loses_a_file_later_is_missed_and_read_again(
    lies: str, lost: RawTable, tmp_path: Path, expected: dict[str, list[object]]
) -> None:
    remote = (tmp_path / "far").as_uri() if lies == "there" else ""
    settings = make_settings(data_dir=tmp_path / "data", remote=remote, workers=2)
    raw = (tmp_path / "far" if remote else settings.data_dir) / "raw"
    store = filled(settings)
    pages = batches_of(store)
    read_here(settings, pages)
    compare_and_append(settings, RUN, lambda _: None)
    assert store.broken_batches() == {}
    batches = ParquetBatches(settings.raw_dir, remote)
    batches.must_be_whole(READING_TABLES)
    batch = batches.names(lost)[1]
    (raw / lost.name / f"{batch}.parquet").unlink()

    with (
        connect(Path(":memory:")) as database,
        pytest.raises(GongkaiError, match=f"raw/{lost.name}/{batch}.parquet is lost"),
    ):
        write_excerpts(database, batches, tmp_path / "texts", 0)
    broken = store.broken_batches()
    assert broken == {batch: f"{lost.name}/{batch}.parquet"}
    assert store.pending(READER_VERSION) == []
    again = store.pending(READER_VERSION, broken)
    assert again == next(pages[name] for name in pages if batch.startswith(name))
    read_and_append(again, "again", settings, RUN)
    assert store.broken_batches() == broken  # a kill here, and the next night does it again
    store.drop(broken)
    assert store.broken_batches() == {}
    assert not list(raw.rglob(f"{batch}.parquet"))
    assert all_rows(settings) == expected
    settings.store_file.unlink()
    assert RawStore(settings).pending(READER_VERSION) == []
    assert all_rows(settings) == expected


def test_an_archive_that_does_not_answer_is_no_refusal_of_its_pages(settings: Settings, far: Path) -> None:
    store = filled(settings)
    waiting = store.pending(READER_VERSION)
    silent = settings.model_copy(update={"remote": "nosuch://bucket/gongkai"})
    (name, batch), *_ = batches_of(store).items()
    with pytest.raises(RemoteError, match="nothing here opens nosuch"):
        read_and_append(batch, name, silent, RUN)
    assert store.pending(READER_VERSION) == waiting
