"""Reading on a Dask cluster: the raw tables are those of one machine, whatever happens to a worker."""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import gethostname
from subprocess import Popen
from threading import Timer

import dask
import pytest
from distributed import Client, LocalCluster

from flows import cluster as reading
from flows.archive.files import WarcFiles
from flows.cluster import read_on_cluster, reading_cluster
from flows.errors import ArchiveError, GongkaiError, OtherArchiveError, SettingsError
from flows.extract.document import READER_VERSION
from flows.load.batch import read_and_append, read_and_write
from flows.load.code import files_code, reading_code
from flows.load.rows import READING_TABLES
from flows.load.store import Pending, RawStore
from flows.remote_owner import claim_remote
from flows.settings import PROJECT_DIR, Settings, environment_with, make_settings
from flows.warehouse import connect
from tests.samples import archive_texts

N_PAGES = 12
BATCH = 3
RUN = "20260601T000000Z"


def _page(number: int) -> bytes:
    return f"""云溪县第{number}局2022年政府信息公开工作年度报告

本报告由云溪县第{number}局编制，统计期限自2022年1月1日起至2022年12月31日止。
一、主动公开情况
2022年，我局主动公开政府信息{100 + number}条。
二、依申请公开情况
2022年，我局收到政府信息公开申请{number}件，均按时答复。
""".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path / "data", workers=2)


def filled(settings: Settings) -> RawStore:
    """An archive with pages that wait to be read, one of them empty."""
    pages = [*map(_page, range(1, N_PAGES)), b""]
    return archive_texts(settings, {f"{number:02}.txt": page for number, page in enumerate(pages)}, RUN)


def batches_of(store: RawStore) -> dict[str, Sequence[Pending]]:
    pending = store.pending(READER_VERSION)
    return {f"{RUN}-{first:05}": pending[first : first + BATCH] for first in range(0, len(pending), BATCH)}


def _rows(settings: Settings) -> dict[str, list[object]]:
    with connect(settings.store_file, read_only=True) as database:
        return {
            table.name: database.execute(f"from raw.{table.name} order by all").fetchall()
            for table in READING_TABLES
        }


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, list[object]]:
    """The raw tables after a night of one machine."""
    alone = make_settings(data_dir=tmp_path / "alone", workers=2)
    for name, batch in batches_of(filled(alone)).items():
        read_and_append(batch, name, alone, RUN)
    return _rows(alone)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A cluster that was there before: two workers of a scheduler at a tcp address."""
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
    ):
        yield cluster


def _read(settings: Settings, store: RawStore, client: Client) -> list[str]:
    written = [one for _, one in read_on_cluster(client, batches_of(store), settings, RUN)]
    for one in written:
        store.insert(one.name)
    return [one.name for one in written]


def test_a_cluster_of_its_own_reads_what_one_machine_reads(
    settings: Settings, expected: dict[str, list[object]]
) -> None:
    store = filled(settings)
    with reading_cluster(settings.model_copy(update={"dask": "local"})) as client:
        _read(settings, store, client)
    assert _rows(settings) == expected
    assert store.pending(READER_VERSION) == []


def test_a_cluster_elsewhere_does_and_reading_again_changes_nothing(
    settings: Settings, expected: dict[str, list[object]], cluster: LocalCluster
) -> None:
    store = filled(settings)
    with reading_cluster(settings.model_copy(update={"dask": cluster.scheduler_address})) as client:
        batches = batches_of(store)
        # A night that ends before anything is inserted; the next one reads all of it again.
        first = [one.name for _, one in read_on_cluster(client, batches, settings, RUN)]
        files = sorted(settings.raw_dir.rglob("*.parquet"))
        assert _read(settings, store, client) == first
    assert sorted(settings.raw_dir.rglob("*.parquet")) == files
    for name in first:
        assert store.insert(name) == 0
    assert _rows(settings) == expected
    settings.store_file.unlink()
    assert RawStore(settings).pending(READER_VERSION) == []
    assert _rows(settings) == expected


def test_a_scheduler_that_is_lost_is_told_and_the_next_night_reads_what_is_left(
    settings: Settings, expected: dict[str, list[object]], cluster: LocalCluster
) -> None:
    store = filled(settings)
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as lost,
        Client(lost.scheduler_address, timeout=1, set_as_default=False) as client,
    ):
        written = read_on_cluster(client, batches_of(store), settings, RUN)
        store.insert(next(written)[1].name)
        lost.close()
        with pytest.raises(GongkaiError, match="Dask"):
            list(written)
    with Client(cluster, set_as_default=False) as client:
        _read(settings, store, client)
    assert _rows(settings) == expected


def test_a_batch_that_is_not_in_the_folder_is_an_error(settings: Settings) -> None:
    store = filled(settings)
    with pytest.raises(GongkaiError, match="do all machines share this folder"):
        store.insert("nobody-wrote-this", patience_seconds=0)


def test_a_batch_that_shows_late_is_waited_for_and_one_that_stays_torn_is_refused(
    settings: Settings, expected: dict[str, list[object]]
) -> None:
    store = filled(settings)
    batches = batches_of(store)
    archive = WarcFiles(settings.archive_dir).identity()
    late, torn, *_ = (
        read_and_write(batch, name, settings, RUN, archive).name for name, batch in batches.items()
    )
    shown = settings.raw_dir / "observations" / f"{late}.parquet"
    hidden = shown.rename(shown.with_suffix(".hidden"))
    (settings.raw_dir / "observations" / f"{torn}.parquet").unlink()
    with pytest.raises(GongkaiError, match=f"{torn}.parquet is lost; remove .*readings/{torn}.parquet"):
        store.insert(torn, patience_seconds=0)
    Timer(0.3, hidden.rename, [shown]).start()
    assert store.insert(late, patience_seconds=30) == BATCH
    for name, batch in batches_of(store).items():
        read_and_append(batch, name, settings, RUN)
    assert _rows(settings) == expected


def test_a_worker_that_may_start_no_process_is_told_how(settings: Settings) -> None:
    store = filled(settings)
    with (
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as daemons,
        Client(daemons, set_as_default=False) as client,
        pytest.raises(GongkaiError, match="DASK_DISTRIBUTED__WORKER__DAEMON=False"),
    ):
        _read(settings, store, client)


@contextmanager
def _cluster_of_two(settings: Settings, elsewhere: Path) -> Iterator[tuple[Client, str]]:
    """A client of two workers, and the address of the one whose machine has another folder in the archive's place; the
    batches it shares."""
    (elsewhere / "data").mkdir(parents=True)
    (elsewhere / "data" / "raw").symlink_to(settings.raw_dir.absolute())
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        blind, _ = sorted(client.nthreads())
        client.run(os.chdir, elsewhere, workers=[blind])
        yield client, blind


def _n_refused(rows: dict[str, list[object]]) -> int:
    return sum("corrupt_record" in str(row) for row in rows["readings"])


def _at_a_path_of_each_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder whose name is one everywhere, and leads each process to what lies in its own working folder."""
    monkeypatch.chdir(tmp_path)
    return make_settings(data_dir=Path("/proc/self/cwd/data"), workers=2)


@pytest.mark.parametrize("lies_there", ["nothing", "another archive"])
def test_a_worker_that_sees_another_folder_reads_nothing_and_the_others_do(
    lies_there: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected: dict[str, list[object]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = _at_a_path_of_each_machine(tmp_path, monkeypatch)
    store = filled(settings)
    with _cluster_of_two(settings, tmp_path / "elsewhere") as (client, blind):
        if lies_there != "nothing":
            other = make_settings(data_dir=tmp_path / "elsewhere" / "data")
            WarcFiles(other.archive_dir).identity()
        _read(settings, store, client)
    assert _rows(settings) == expected
    settings.store_file.unlink()
    RawStore(settings)
    assert _rows(settings) == expected
    told = [line for line in caplog.messages if "is it mounted" in line]
    assert len(told) == 1
    assert blind in told[0]
    assert gethostname() in told[0]
    assert str(settings.archive_dir) in told[0]


def test_a_night_none_of_whose_workers_sees_the_archive_fails_and_no_page_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _at_a_path_of_each_machine(tmp_path, monkeypatch)
    store = filled(settings)
    waiting = store.pending(READER_VERSION)
    with _cluster_of_two(settings, tmp_path / "elsewhere") as (client, _):
        client.run(os.chdir, tmp_path / "elsewhere")
        with pytest.raises(GongkaiError, match=r"on .*cwd/data/archive .*is it mounted"):
            _read(settings, store, client)
    assert store.pending(READER_VERSION) == waiting


@contextmanager
def _workers_with(*projects: Path) -> Iterator[Client]:
    """A client of a scheduler with one worker a project, whose code it was started with."""
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
        ExitStack() as started,
    ):
        command = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address]
        for project in projects:
            environment = environment_with(PYTHONPATH=str(project), DASK_DISTRIBUTED__WORKER__DAEMON="False")
            worker = started.enter_context(
                Popen([*command, "--nthreads", "1", "--no-dashboard"], cwd=project, env=environment)
            )
            started.callback(worker.terminate)
        client.wait_for_workers(len(projects), timeout=60)
        yield client


def _copy_of_the_code(project: Path) -> Path:
    for part in ("flows", "dbt_project/seeds"):
        shutil.copytree(PROJECT_DIR / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    return project


@pytest.mark.parametrize("changed", ["flows/extract/numbers.py", "dbt_project/seeds/label_aliases.csv"])
def test_a_worker_with_other_code_reads_nothing_and_one_with_the_same_in_another_folder_does(
    changed: str,
    settings: Settings,
    tmp_path: Path,
    expected: dict[str, list[object]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    same, other = _copy_of_the_code(tmp_path / "same"), _copy_of_the_code(tmp_path / "other")
    with (other / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    store = filled(settings)
    with _workers_with(same, other) as client:
        _read(settings, store, client)
    assert _rows(settings) == expected
    (told,) = [line for line in caplog.messages if "it reads with" in line]
    assert gethostname() in told
    assert files_code(other) in told
    assert reading_code() in told


def test_a_night_whose_workers_all_have_other_code_fails_and_says_so(
    settings: Settings, tmp_path: Path
) -> None:
    older = _copy_of_the_code(tmp_path / "older")
    document = older / "flows" / "extract" / "document.py"
    now = f"READER_VERSION: Final = {READER_VERSION}"
    assert now in document.read_text("utf-8")
    document.write_text(document.read_text("utf-8").replace(now, "READER_VERSION: Final = 1"), "utf-8")
    store = filled(settings)
    waiting = store.pending(READER_VERSION)
    with (
        _workers_with(older) as client,
        pytest.raises(GongkaiError, match=rf"reads with reader 1, .* the night with {reading_code()}"),
    ):
        _read(settings, store, client)
    assert store.pending(READER_VERSION) == waiting
    assert _rows(settings)["readings"] == []


def test_a_worker_whose_code_does_not_know_the_question_is_told(settings: Settings, tmp_path: Path) -> None:
    older = _copy_of_the_code(tmp_path / "older")
    module = older / "flows" / "cluster.py"
    known = "run_id: str, archive: str, code: str\n"
    assert known in module.read_text("utf-8")
    module.write_text(module.read_text("utf-8").replace(known, "run_id: str, archive: str\n"), "utf-8")
    store = filled(settings)
    with _workers_with(older) as client, pytest.raises(GongkaiError, match="have the version of Gongkai"):
        _read(settings, store, client)
    assert _rows(settings)["readings"] == []


def test_a_data_folder_is_the_same_one_wherever_a_worker_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, list[object]], cluster: LocalCluster
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    settings = make_settings(data_dir=Path("data"), workers=2)
    store = filled(settings)
    with Client(cluster, set_as_default=False) as client:
        assert set(client.run(os.getcwd).values()) != {str(Path.cwd())}
        _read(settings, store, client)
    assert _rows(settings) == expected


def test_an_archive_that_lies_elsewhere_is_the_one_of_the_night(tmp_path: Path) -> None:
    """A mount of the remote on one machine that shows another installation's folder, owner and all."""
    address = (tmp_path / "mount").as_uri()
    settings = make_settings(data_dir=tmp_path / "data", remote=address)
    filled(settings)
    claim_remote(settings)
    (name, batch), *_ = batches_of(RawStore(settings)).items()
    archive = WarcFiles(settings.archive_dir, address).identity()
    assert archive
    assert read_and_write(batch, name, settings, RUN, archive).counts.refused == 0
    (tmp_path / "mount").rename(tmp_path / "away")
    claim_remote(make_settings(data_dir=tmp_path / "other", remote=address))
    with pytest.raises(OtherArchiveError, match=f"{address} is not the archive"):
        read_and_write(batch, name, settings, RUN, archive)


def test_a_file_that_is_really_lost_damages_its_pages_alone(settings: Settings) -> None:
    store = filled(settings)
    (file,) = (settings.archive_dir / "warc").glob("*.gz")
    file.unlink()
    with reading_cluster(settings.model_copy(update={"dask": "local"})) as client:
        _read(settings, store, client)
    assert _n_refused(_rows(settings)) == N_PAGES
    assert len(store.pending(READER_VERSION)) == N_PAGES


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_cannot_be_read_is_no_damage(
    workers: int, settings: Settings, cluster: LocalCluster
) -> None:
    store = filled(settings)
    waiting = store.pending(READER_VERSION)
    (file,) = (settings.archive_dir / "warc").glob("*.gz")
    file.unlink()
    file.mkdir()  # EISDIR: an error of the place that root meets too
    if workers == 1:
        (name, batch), *_ = batches_of(store).items()
        with pytest.raises(ArchiveError, match=file.name):
            read_and_append(batch, name, settings, RUN)
    else:
        with Client(cluster, set_as_default=False) as client, pytest.raises(GongkaiError, match=file.name):
            _read(settings, store, client)
    assert store.pending(READER_VERSION) == waiting
    assert _rows(settings)["readings"] == []


def test_no_password_travels_to_the_workers(settings: Settings) -> None:
    told = reading._for_workers(make_settings(data_dir=settings.data_dir, lake="postgres:password=hunter2"))
    assert not told.is_on_lake
    assert told.workers == 1


def test_a_scheduler_that_is_not_there_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CONNECT_SECONDS", 1)
    nowhere = settings.model_copy(update={"dask": "tcp://127.0.0.1:9"})
    with pytest.raises(GongkaiError, match=r"tcp://127\.0\.0\.1:9"), reading_cluster(nowhere):
        pass


def test_a_scheduler_without_workers_does_not_hold_the_night(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "_WORKERS_SECONDS", 0.5)
    monkeypatch.setattr(reading, "_LOOK_SECONDS", 0.1)
    store = filled(settings)
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty:
        theirs = settings.model_copy(update={"dask": empty.scheduler_address})
        with reading_cluster(theirs) as client, pytest.raises(GongkaiError, match="no worker"):
            _read(theirs, store, client)
    assert sum("has no worker" in line for line in caplog.messages) == 1


def test_workers_that_come_late_are_waited_for_and_where_all_go_it_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LOOK_SECONDS", 0.1)
    store = filled(settings)
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        late = Timer(0.5, cluster.scale, [1])
        late.start()
        written = read_on_cluster(client, batches_of(store), settings, RUN)
        assert next(written)[1].name
        cluster.scale(0)
        while client.nthreads():
            time.sleep(0.05)
        monkeypatch.setattr(reading, "_WORKERS_SECONDS", 0.5)
        with pytest.raises(GongkaiError, match="no worker"):
            list(written)


def test_a_batch_whose_workers_are_gone_is_given_to_others_and_waits_for_no_unfit_one(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LOOK_SECONDS", 0.1)
    monkeypatch.setattr(reading, "_WORKERS_SECONDS", 0.5)
    gone = "tcp://127.0.0.1:9"
    with Client(cluster, set_as_default=False) as client:
        future = client.submit(len, "", workers=[gone], pure=False)
        handed = reading._Handed("batch", future, frozenset({gone}))
        assert not reading._wait(client, handed, set())
        with pytest.raises(GongkaiError, match="no worker"):
            reading._wait(client, handed, set(client.nthreads()))


def test_what_names_no_cluster_is_refused() -> None:
    with pytest.raises(SettingsError, match="dask"):
        make_settings(dask="8786")
