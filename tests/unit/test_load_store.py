"""The raw store: nothing twice, nothing lost, whatever moment a process ends."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.errors import BusyError, GongkaiError
from flows.extract.document import READER_VERSION
from flows.load.ddl import ddl
from flows.load.rows import to_tables
from flows.load.store import RawStore
from flows.schema import RAW_TABLES
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.warehouse.synthetic_raw import Page, captures, fact, load, readings, report


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path)


def _pages(number: int = 3) -> list[Page]:
    return [
        Page(f"https://www.yunxi.gov.cn/{n}.htm", [report(f"云溪县第{n}局", 2022, fact("review.total", n))])
        for n in range(number)
    ]


def _rows(settings: Settings) -> dict[str, list[Any]]:
    with connect(settings.store_file, read_only=True) as connection:
        rows = {}
        for table in RAW_TABLES:
            names = ", ".join(name for name in table.schema.names if name != "run_id")
            sql = f"select {names} from raw.{table.name} order by all"  # noqa: S608 - names and words of our own
            rows[table.name] = connection.execute(sql).fetchall()
        return rows


def test_columns_and_comments_are_those_of_the_schema(settings: Settings) -> None:
    RawStore(settings)
    with connect(settings.store_file, read_only=True) as connection:
        found = connection.execute(
            "select table_name, column_name, is_nullable, comment from duckdb_columns() "
            "where schema_name = 'raw' and not internal order by table_name, column_index"
        ).fetchall()
    expected = [
        (table.name, column.name, column.nullable, (column.metadata or {})[b"description"].decode())
        for table in sorted(RAW_TABLES, key=lambda table: table.name)
        for column in table.schema
    ]
    assert found == expected
    assert all("NOT NULL" in ddl(table) for table in RAW_TABLES)


def test_the_same_batch_twice_changes_nothing(settings: Settings) -> None:
    store = load(settings, _pages())
    before = _rows(settings)
    fingerprint = store.content_fingerprint()
    files = {path: path.stat().st_size for path in settings.raw_dir.rglob("*.parquet")}
    load(settings, _pages(), run_id="another")
    assert _rows(settings) == before
    assert before["observations"]
    assert store.content_fingerprint() == fingerprint
    load(settings, _pages())
    assert set(files) <= set(settings.raw_dir.rglob("*.parquet"))


def test_a_document_found_again_elsewhere_brings_only_a_new_source(settings: Settings) -> None:
    (page,) = _pages(1)
    load(settings, [page], run_id="first")
    load(settings, [Page("https://mirror.example/1", page.documents)], run_id="second")
    counts = RawStore(settings).counts()
    assert (counts["documents"], counts["observations"], counts["document_sources"]) == (1, 1, 2)


def test_a_new_reader_version_stands_beside_the_old(settings: Settings) -> None:
    load(settings, _pages(1))
    load(settings, _pages(1), reader_version=READER_VERSION + 1)
    counts = RawStore(settings).counts()
    assert (counts["documents"], counts["observations"], counts["readings"], counts["captures"]) == (
        2,
        2,
        2,
        1,
    )


def test_what_waits_is_what_no_reading_of_this_version_covers(settings: Settings) -> None:
    read, waiting = _pages(2)
    store = load(settings, [read])
    skipped = [
        Page("https://www.yunxi.gov.cn/list", more={"role": "list"}),
        Page("https://www.yunxi.gov.cn/gone", more={"outcome": "gone", "payload_sha256": None}),
        Page("https://www.yunxi.gov.cn/wall", more={"outcome": "blocked"}),
    ]
    later = Page(waiting.url, waiting.documents, night=1, more={"outcome": "unchanged", "content_type": None})
    store.append_captures(captures([waiting, *skipped]))
    store.append_captures(captures([later]))
    (pending,) = store.pending(READER_VERSION)
    assert (pending.url, pending.payload_sha256) == (waiting.url, waiting.payload_sha256)
    assert pending.content_type == "text/html"
    assert [item.url for item in store.pending(READER_VERSION + 1)] == [read.url, waiting.url]


def test_a_page_whose_record_was_damaged_waits_until_it_is_whole(settings: Settings) -> None:
    (page,) = _pages(1)
    calm = make_settings(data_dir=settings.data_dir / "calm")
    load(calm, [page])
    (whole,) = readings([page])
    damaged = replace(whole, outcome="refused", reason="corrupt_record", documents=())
    store = RawStore(settings)
    store.append_captures(captures([page]))
    for night in ("one", "two"):
        store.append(to_tables([damaged], reader_version=READER_VERSION, run_id=night), night)
        assert [waiting.url for waiting in store.pending(READER_VERSION)] == [page.url]
    store.append(to_tables([whole], reader_version=READER_VERSION, run_id="three"), "three")
    assert store.pending(READER_VERSION) == []
    found, expected = _rows(settings), _rows(calm)
    assert (len(found.pop("readings")), len(expected.pop("readings"))) == (2, 1)
    assert found == expected


def test_looking_again_without_news_keeps_the_fingerprint(settings: Settings) -> None:
    (page,) = _pages(1)
    store = load(settings, [page])
    fingerprint = store.content_fingerprint()
    store.append_captures(captures([page.again(night=1)]))
    assert store.content_fingerprint() == fingerprint
    load(
        settings,
        [Page(page.url, [report("云溪县第0局", 2022, fact("review.total", 9), text="更正")], night=2)],
    )
    assert store.content_fingerprint() != fingerprint


def test_a_lost_store_is_made_again_from_its_batches(settings: Settings) -> None:
    load(settings, _pages(2), run_id="a")
    load(settings, _pages(4), run_id="b")
    before = _rows(settings)
    settings.store_file.unlink()
    RawStore(settings)
    assert _rows(settings) == before


def test_a_batch_whose_readings_were_not_written_never_counted(settings: Settings) -> None:
    load(settings, _pages(2))
    for path in (settings.raw_dir / "readings").glob("*.parquet"):
        path.unlink()
    settings.store_file.unlink()
    counts = RawStore(settings).counts()
    assert (counts["captures"], counts["readings"], counts["documents"], counts["observations"]) == (
        2,
        0,
        0,
        0,
    )
    assert len(RawStore(settings).pending(READER_VERSION)) == 2


def _lost(path: Path) -> None:
    path.unlink()


def _short(path: Path) -> None:
    whole = pq.read_table(path)
    pq.write_table(whole.slice(1), path)


def _spoiled(path: Path) -> None:
    """Values turned over: without check sums such a file is read, with other numbers in it."""
    content = bytearray(path.read_bytes())
    column = pq.read_metadata(path).row_group(0).column(0)
    at = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 3
    content[at] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_lost, _short, _spoiled])
def test_a_batch_that_lost_something_is_refused_and_read_anew(
    settings: Settings, harm: Callable[[Path], None]
) -> None:
    load(settings, _pages(2), run_id="a")
    load(settings, _pages(4)[2:], run_id="b")
    before = _rows(settings)
    harmed = min((settings.raw_dir / "observations").glob("*.parquet"))
    harm(harmed)
    settings.store_file.unlink()
    last = settings.raw_dir / "readings" / harmed.name
    with pytest.raises(GongkaiError, match=rf"{harmed} .*; remove {last},") as refused:
        RawStore(settings)
    assert "gongkai backfill" in str(refused.value)
    last.unlink()
    store = RawStore(settings)
    assert len(store.pending(READER_VERSION)) == 2
    load(settings, _pages(4), run_id="c")
    assert _rows(settings) == before


def test_a_batch_that_does_not_say_what_it_has_is_refused(settings: Settings) -> None:
    load(settings, _pages(2))
    (last,) = (settings.raw_dir / "readings").glob("*.parquet")
    pq.write_table(pq.read_table(last).replace_schema_metadata(), last)
    settings.store_file.unlink()
    with pytest.raises(GongkaiError, match="does not say how many rows"):
        RawStore(settings)


def test_a_store_with_other_columns_is_refused_with_the_way_out(settings: Settings) -> None:
    settings.raw_dir.mkdir(parents=True)
    with connect(settings.store_file) as connection:
        connection.execute("create schema raw")
        connection.execute("create table raw.readings (url varchar)")
    with pytest.raises(GongkaiError, match="made again from the Parquet"):
        RawStore(settings)


def _before_parts(table: str) -> str:
    return f"alter table raw.{table} drop column {'linked_from' if table == 'captures' else 'parent_sha256'}"


def test_a_store_and_batches_of_before_a_column_go_on(settings: Settings) -> None:
    load(settings, _pages(2))
    before = _rows(settings)
    with connect(settings.store_file) as connection:
        for table in ("captures", "readings", "document_sources"):
            connection.execute(_before_parts(table))
    for name, column in (("captures", "linked_from"), ("readings", "parent_sha256")):
        for path in (settings.raw_dir / name).glob("*.parquet"):
            pq.write_table(pq.read_table(path).drop_columns([column]), path)
    load(settings, _pages(2), run_id="again")
    assert _rows(settings) == before
    test_columns_and_comments_are_those_of_the_schema(settings)
    settings.store_file.unlink()
    RawStore(settings)
    assert _rows(settings) == before


def test_a_part_waits_with_its_report_and_again_when_that_changed(settings: Settings) -> None:
    (page,) = _pages(1)
    further = Page(f"{page.url}_2", [report(text="第二页")], parent=page)
    store = load(settings, [page])
    store.append_captures(captures([further]))
    (pending,) = store.pending(READER_VERSION)
    assert pending.parent is not None
    assert (pending.url, pending.parent.url, pending.parent.payload_sha256) == (
        further.url,
        page.url,
        page.payload_sha256,
    )
    (read,) = readings([further])
    store.append(to_tables([read], reader_version=READER_VERSION, run_id="r"), "r")
    assert store.pending(READER_VERSION) == []
    # Seen again, also where that night's answer says nothing of the link, it stays the same part.
    store.append_captures(captures([replace(further.again(1), more={"linked_from": None})]))
    assert store.pending(READER_VERSION) == []
    corrected = Page(page.url, [report(text="更正")], night=2)
    store.append_captures(captures([corrected]))
    fingerprint = store.content_fingerprint()
    waiting = [
        (item.url, item.parent and item.parent.payload_sha256) for item in store.pending(READER_VERSION)
    ]
    assert waiting == [(page.url, None), (further.url, corrected.payload_sha256)]
    again = replace(read, parent_sha256=corrected.payload_sha256)
    for _ in range(2):
        store.append(to_tables([again], reader_version=READER_VERSION, run_id="r2"), "r2")
    assert store.counts()["readings"] == 3
    assert store.content_fingerprint() != fingerprint


def test_that_nothing_is_there_any_more_is_content_once(settings: Settings) -> None:
    page = Page("https://a.gov.cn/1.htm", [report()])
    store = load(settings, [page])
    before = store.content_fingerprint()

    def answered(night: int) -> str:
        nothing: dict[str, Any] = {"outcome": "gone", "payload_sha256": None, "warc_file": None}
        store.append_captures(captures([replace(page, night=night, more=nothing)]))
        return store.content_fingerprint()

    gone = answered(1)
    assert gone != before
    assert answered(2) == gone
    store.append_captures(captures([page.again(3)]))
    assert store.content_fingerprint() == before


def _append_until_killed(data_dir: str, started: Any) -> None:
    settings = make_settings(data_dir=Path(data_dir))
    started.set()
    for size in range(1, 31):
        load(settings, _pages(size), run_id=f"batch-{size:03d}")


def test_a_kill_at_any_moment_and_a_rerun_end_in_the_same_rows(tmp_path: Path) -> None:
    undisturbed = make_settings(data_dir=tmp_path / "undisturbed")
    load(undisturbed, _pages(30))
    killed = make_settings(data_dir=tmp_path / "killed")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.warehouse.synthetic_raw"])
    kills = 0
    for milliseconds in (30, 100, 170, 240):
        started = context.Event()
        process = context.Process(target=_append_until_killed, args=(str(killed.data_dir), started))
        process.start()
        assert started.wait(30)
        process.join(milliseconds / 1000)
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        kills += process.exitcode == -signal.SIGKILL
    assert kills >= 3
    load(killed, _pages(30), run_id="rerun")
    assert _rows(killed) == _rows(undisturbed)
    killed.store_file.unlink()
    RawStore(killed)
    assert _rows(killed) == _rows(undisturbed)


def _hold(path: str, held: Any, done: Any) -> None:
    with connect(Path(path)):
        held.set()
        done.wait(30)


def test_a_file_held_by_another_process_is_said_so(settings: Settings) -> None:
    RawStore(settings)
    context = multiprocessing.get_context("forkserver")
    held, done = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(str(settings.store_file), held, done))
    process.start()
    try:
        assert held.wait(30)
        with pytest.raises(BusyError, match="held by another process"):
            RawStore(settings)
    finally:
        done.set()
        process.join()


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database" * 1000)
    with pytest.raises(GongkaiError, match="cannot be opened"), connect(broken):
        pass


def test_rows_of_one_batch_are_appended_whole_or_not_at_all(settings: Settings) -> None:
    store = RawStore(settings)
    tables = to_tables(readings(_pages(2)), reader_version=READER_VERSION, run_id="r")
    broken = dict(tables)
    broken["readings"] = tables["readings"].drop_columns(["outcome"])
    with pytest.raises(Exception, match="outcome"):
        store.append(broken, "r")
    assert set(store.counts().values()) == {0}
