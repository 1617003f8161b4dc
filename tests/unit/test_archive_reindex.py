"""The capture log written anew from the WARC files: what a lost log knew, the files know too."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.archive import prune, walk
from flows.archive.archive import Archive
from flows.archive.captures import CaptureLog
from flows.archive.export import export
from flows.archive.intake import import_file
from flows.archive.model import Exchange
from flows.archive.reindex import Reindexed, reindex
from flows.archive.verify import verify
from flows.errors import ArchiveError
from flows.load.store import RawStore
from flows.settings import Settings
from flows.upkeep import reindex_archive
from tests.unit.test_archive import URL, each_record, fetched, records, warcio_finds_no_fault
from tests.unit.test_archive_upkeep import damaged, stored

Rows = list[dict[str, Any]]


def rows_of(folder: Path) -> Rows:
    with Archive(folder) as archive:
        return archive.captures.to_arrow().to_pylist()


def a_hop(path: str, target: str) -> Exchange:
    asked = f"GET {path} HTTP/1.1"
    return Exchange(f"http://county.example{path}", asked, (), "HTTP/1.1 302 Found", (("Location", target),))


def every_kind_of_fetch(folder: Path) -> None:
    """Pages, repeated ones, files, and all ways in which none comes; a few segments."""
    with Archive(folder, segment_bytes=3_000) as archive:
        first = archive.store(
            fetched(1, b"<p>first</p>", etag='"\u0085a b"', last_modified="Fri, 31 Jan 2020")
        )
        archive.store(fetched(2, b"<p>first</p>", linked_from=URL.format(1)))
        archive.store(fetched(1, None, status=304, outcome="unchanged", same_as=first, run_id="run2"))
        archive.store(fetched(3, b"gone", status=404, outcome="gone", reason="http_404"))
        archive.store(fetched(4, None, outcome="refused", reason="too_large"))
        archive.store(
            fetched(
                5, None, status=None, outcome="failed", reason="dns_failed", exchange=None, content_type=None
            )
        )
        hop = a_hop("/art/6.html", "/art/7.html")
        archive.store(fetched(6, None, outcome="failed", reason="timeout", exchange=None, redirects=(hop,)))
        there, back = a_hop("/art/8.html", "/art/9.html"), a_hop("/art/9.html", "/art/8.html")
        loop: dict[str, Any] = {"exchange": back, "redirects": (there, back), "status": 302}
        archive.store(fetched(8, None, outcome="refused", reason="redirect_loop", **loop))
        a_file: dict[str, Any] = {"url": "file://saved/年报 1.txt", "exchange": None, "status": None}
        archive.store(fetched(1, b"text", **a_file))
        archive.store(fetched(1, b"text", outcome="unchanged", **a_file))
        archive.store(fetched(1, None, outcome="gone", reason="no_such_file", **a_file))
        archive.store(fetched(9, None, status=304, outcome="failed", reason="not_modified_without_a_page"))


def pruned(folder: Path) -> None:
    stored(folder, segment_bytes=20_000)
    with Archive(folder) as archive:
        prune.carry_out(archive, prune.plan(archive, 0, set()))


@pytest.mark.parametrize("made_by", [every_kind_of_fetch, stored, pruned])
@pytest.mark.parametrize("harm", [Path.unlink, lambda log: log.write_bytes(b"no log" * 500)])
def test_a_lost_log_loses_nothing(
    tmp_path: Path, made_by: Callable[[Path], object], harm: Callable[[Path], object]
) -> None:
    made_by(tmp_path)
    before = rows_of(tmp_path)
    harm(tmp_path / "captures.sqlite")
    assert reindex(tmp_path) == Reindexed(len(before), 0, 0)
    assert rows_of(tmp_path) == before
    assert list(verify(tmp_path)) == []
    assert warcio_finds_no_fault(tmp_path)
    with Archive(tmp_path) as archive:
        for row in before:
            if row["warc_file"]:
                archive.payload(row["warc_file"], row["warc_offset"], row["payload_sha256"])
    assert reindex(tmp_path).n_captures == len(before), "and again, over a whole log"


def test_what_did_not_come_is_told_in_the_files(tmp_path: Path) -> None:
    every_kind_of_fetch(tmp_path)
    kinds = records(tmp_path)
    assert kinds.count(("response", "http://county.example/art/8.html")) == 1
    assert kinds.count(("response", "http://county.example/art/9.html")) == 2, "the loop's hop, and the 304"
    assert ("response", "http://county.example/art/6.html") in kinds, "a hop before a host that is silent"
    assert ("metadata", URL.format(5)) in kinds
    cut = {
        record.rec_headers.get_header("WARC-Target-URI"): record.rec_headers.get_header("WARC-Truncated")
        for record in each_record(tmp_path)
        if record.rec_headers.get_header("WARC-Truncated")
    }
    assert cut == {URL.format(4): "length"}


def test_a_log_that_knows_more_than_the_files_stays(tmp_path: Path) -> None:
    stored(tmp_path, segment_bytes=20_000)
    before = rows_of(tmp_path)
    next(iter(sorted((tmp_path / "warc").glob("*.warc.gz")))).unlink()
    with pytest.raises(ArchiveError, match="18 captures"):
        reindex(tmp_path)
    assert rows_of(tmp_path) == before


def test_an_empty_log_is_no_reason_to_lose_the_rest(tmp_path: Path) -> None:
    stored(tmp_path)
    before = rows_of(tmp_path)
    (tmp_path / "captures.sqlite").unlink()
    CaptureLog(tmp_path / "captures.sqlite").close()
    with Archive(tmp_path) as archive:
        archive.store(fetched(99, b"<p>since</p>", run_id="run8"))
    assert reindex(tmp_path).n_captures == len(before) + 1
    assert rows_of(tmp_path)[:-1] == before


def test_a_fetch_that_a_kill_kept_out_of_the_log_is_in_the_new_one(tmp_path: Path) -> None:
    stored(tmp_path)
    with closing(sqlite3.connect(tmp_path / "captures.sqlite")) as log:
        log.execute("DELETE FROM captures WHERE row_number = 18")
        log.commit()
    assert reindex(tmp_path).n_captures == 18
    assert (tmp_path / "captures.sqlite.old").exists()


def test_an_import_that_was_killed_and_made_again_counts_once(tmp_path: Path) -> None:
    stored(tmp_path / "home", versions=1)
    export(tmp_path / "home", tmp_path / "all.warc.gz", None, None)
    away = tmp_path / "away"
    for _ in range(2):
        with Archive(away) as archive:
            import_file(tmp_path / "all.warc.gz", archive, None, 1_000_000)
            archive.captures._db.execute("DELETE FROM captures WHERE row_number > 2")
    assert reindex(away).n_captures == 6


def test_a_file_of_an_export_brings_the_page_that_it_repeats(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "2025.warc.gz"
    a_file: dict[str, Any] = {"url": "file://saved/a.txt", "exchange": None, "status": None}
    with Archive(home) as archive:
        archive.store(fetched(1, b"text", fetched_at=datetime(2024, 5, 1, tzinfo=UTC), **a_file))
        archive.store(
            fetched(1, b"text", fetched_at=datetime(2025, 5, 1, tzinfo=UTC), outcome="unchanged", **a_file)
        )
    assert export(home, file, "county", 2025) == 2


def test_a_failure_behind_a_page_does_not_speak_for_it(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    with Archive(home) as archive:
        archive.store(fetched(1, b"<p>page</p>"))
        archive.store(fetched(1, None, status=None, outcome="failed", reason="timeout", exchange=None))
    export(home, tmp_path / "all.warc.gz", None, None)
    with Archive(away) as archive:
        import_file(tmp_path / "all.warc.gz", archive, None, 1_000_000)
        assert [row["outcome"] for row in archive.captures.to_arrow().to_pylist()] == ["new"]


def test_the_raw_captures_follow_the_new_log(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    stored(settings.archive_dir)
    store = RawStore(settings)
    with Archive(settings.archive_dir) as archive:
        store.replace_captures(archive.captures.to_arrow().slice(0, 3))
    (settings.archive_dir / "captures.sqlite").unlink()
    assert reindex_archive(settings).n_captures == 18
    assert store.counts()["captures"] == 18


@pytest.mark.parametrize(("kind", "n_rows", "without_note"), [("request", 18, 0), ("metadata", 17, 1)])
def test_a_bad_byte_beside_a_whole_page_does_not_lose_the_page(
    tmp_path: Path, kind: str, n_rows: int, without_note: int
) -> None:
    stored(tmp_path)
    before = rows_of(tmp_path)
    record = next(one for one in walk.records(tmp_path / before[3]["warc_file"]) if one.kind == kind)
    damaged(tmp_path / before[3]["warc_file"], record.offset + 20)
    (tmp_path / "captures.sqlite").unlink()
    assert reindex(tmp_path) == Reindexed(n_rows, 1, without_note)
    if kind == "request":
        assert rows_of(tmp_path) == before


def test_a_note_that_is_damaged_leaves_its_page_to_the_next_night(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        page = archive.store(fetched(1, b"<p>page</p>"))
        archive.store(fetched(1, b"<p>page</p>", outcome="unchanged", run_id="run2"))
    file = tmp_path / str(page.warc_file)
    note = next(one for one in walk.records(file) if one.kind == "metadata")
    damaged(file, note.offset + 20)
    (tmp_path / "captures.sqlite").unlink()
    assert reindex(tmp_path) == Reindexed(1, 1, 0)
    with Archive(tmp_path) as archive:
        capture = archive.captures.latest(page.url)
        assert capture is not None
        assert archive.payload_of(capture) == b"<p>page</p>"


def test_without_files_nothing_is_made_and_nothing_emptied(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no WARC file"):
        reindex(tmp_path)
    assert list(tmp_path.iterdir()) == []
