"""The archive: what is stored comes back, nothing is stored twice, nothing torn is ever logged."""

import errno
import gzip
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from flows.archive import archive as archive_module
from flows.archive import warc
from flows.archive.archive import Archive
from flows.archive.model import Capture, Exchange, Fetched
from flows.archive.reindex import reindex
from flows.archive.segments import end_of_whole_members
from flows.archive.verify import verify
from flows.archive.warc import sha256_of
from flows.errors import ArchiveError, Refusal
from flows.schema import CAPTURES

URL = "http://county.example/art/{}.html"


def fetched(number: int, payload: bytes | None, **changes: Any) -> Fetched:
    url = URL.format(number)
    exchange = Exchange(
        url,
        f"GET /art/{number}.html HTTP/1.1",
        (("Host", "county.example"),),
        "HTTP/1.1 200 OK",
        (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "7")),
    )
    given: dict[str, Any] = {
        "source_id": "county",
        "url": url,
        "fetched_at": datetime.now(UTC),
        "outcome": "new",
        "role": "report",
        "run_id": "run1",
        "status": 200,
        "content_type": "text/html",
        "payload": payload,
        "exchange": exchange,
    }
    return Fetched(**(given | changes))


def each_record(folder: Path) -> Iterator[ArcWarcRecord]:
    """Every record, in order, read by warcio alone."""
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        with path.open("rb") as stream:
            yield from ArchiveIterator(stream)


def records(folder: Path) -> list[tuple[str, str | None]]:
    """Type and address of every record."""
    return [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI")) for one in each_record(folder)]


def warcio_finds_no_fault(folder: Path) -> bool:
    paths = [str(path) for path in sorted((folder / "warc").glob("*.warc.gz"))]
    return bool(Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all() == 0)


def test_the_capture_mirrors_the_raw_table() -> None:
    assert [field.name for field in fields(Capture)] == CAPTURES.schema.names


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    pages = [f"<p>第{number}页</p>".encode() * 100 for number in range(5)] + [b"", bytes(range(256))]
    with Archive(tmp_path) as archive:
        captures = [archive.store(fetched(number, page)) for number, page in enumerate(pages)]
    with Archive(tmp_path) as archive:
        for capture, page in zip(captures, pages, strict=True):
            assert capture.warc_file is not None
            assert capture.warc_offset is not None
            assert archive.payload(capture.warc_file, capture.warc_offset, sha256_of(page)) == page
            assert capture.payload_size == len(page)
        assert list(verify(tmp_path)) == []
        table = archive.captures.to_arrow()
        assert archive.captures.to_arrow(after=1).equals(table.slice(1))
    assert table.schema.equals(CAPTURES.schema, check_metadata=True)
    assert table.column("capture_id").to_pylist() == [capture.capture_id for capture in captures]
    assert table.column("fetched_at").to_pylist() == [capture.fetched_at for capture in captures]
    assert warcio_finds_no_fault(tmp_path)


def test_a_log_without_captures_is_an_empty_table(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        assert archive.captures.to_arrow().schema.equals(CAPTURES.schema)
        assert archive.captures.to_arrow().num_rows == 0


def test_the_same_payload_is_stored_once(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.store(fetched(1, b"<p>same</p>"))
        again = archive.store(fetched(2, b"<p>same</p>"))
        confirmed = archive.store(fetched(1, None, status=304, outcome="unchanged", same_as=first))
    assert (again.warc_file, again.warc_offset) == (first.warc_file, first.warc_offset)
    assert confirmed.payload_sha256 == first.payload_sha256
    assert [kind for kind, _ in records(tmp_path)] == [
        "warcinfo", "response", "request", "metadata", "revisit", "request", "metadata", "revisit", "request",
        "metadata",
    ]  # fmt: skip
    assert warcio_finds_no_fault(tmp_path)


def test_a_file_is_a_resource_and_leaves_its_bytes_once(tmp_path: Path) -> None:
    changes = {"url": "file://saved/a.txt", "exchange": None, "status": None}
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"text", **changes))
        archive.store(fetched(1, b"text", outcome="unchanged", **changes))
    assert [kind for kind, _ in records(tmp_path)] == ["warcinfo", "resource", "metadata", "metadata"]


def test_redirects_are_kept_with_the_answer(tmp_path: Path) -> None:
    hop = Exchange(
        "http://county.example/old",
        "GET /old HTTP/1.1",
        (),
        "HTTP/1.1 302 Found",
        (("Location", "/art/1.html"),),
    )
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"<p>moved</p>", url="http://county.example/old", redirects=(hop,)))
        assert archive.captures.latest("http://county.example/old") is not None
        archive.store(fetched(1, b"<p>moved</p>", url="http://county.example/old", redirects=(hop,)))
    assert ("response", "http://county.example/old") in records(tmp_path)
    assert ("response", URL.format(1)) in records(tmp_path)
    named = [record.rec_headers.get_header("WARC-Refers-To-Target-URI") for record in each_record(tmp_path)]
    assert [url for url in named if url] == [URL.format(1)], "the address of the record, not the one asked"


def test_the_latest_capture_of_an_address_is_the_last_good_one(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        good = archive.store(fetched(1, b"one"))
        archive.store(fetched(1, b"404 page", outcome="gone", status=404))
        archive.store(fetched(1, None, outcome="failed", status=None, exchange=None, reason="timeout"))
        assert archive.captures.latest(URL.format(1)) == good
        assert [capture.outcome for capture in archive.captures.known("county")] == ["failed"]
        assert archive.captures.latest(URL.format(2)) is None


def test_a_clock_set_back_does_not_hide_the_last_capture(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"one", fetched_at=datetime(2026, 2, 1, tzinfo=UTC)))
        second = archive.store(
            fetched(1, b"two", fetched_at=datetime(2026, 1, 1, tzinfo=UTC), outcome="changed")
        )
        assert archive.captures.latest(URL.format(1)) == second


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    with Archive(tmp_path, segment_bytes=3_000) as archive:
        captures = [archive.store(fetched(number, os.urandom(1_500))) for number in range(6)]
        assert len({capture.warc_file for capture in captures}) > 2
        assert list(verify(tmp_path)) == []
    assert warcio_finds_no_fault(tmp_path)
    assert not list((tmp_path / "warc").glob("*.open"))


def test_two_archives_on_one_folder_write_files_of_their_own(tmp_path: Path) -> None:
    with Archive(tmp_path) as one, Archive(tmp_path) as two:
        a, b = one.store(fetched(1, b"a")), two.store(fetched(2, b"b"))
        c = one.store(fetched(3, b"c"))
        assert a.warc_file == c.warc_file != b.warc_file
        assert one.captures.to_arrow().num_rows == 3
        assert list(verify(tmp_path)) == []


def test_threads_share_an_archive(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:

        def store(first: int) -> None:
            for number in range(first, first + 25):
                archive.store(fetched(number, str(number % 40).encode() * 300))

        threads = [threading.Thread(target=store, args=(first,)) for first in range(0, 200, 25)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert archive.captures.to_arrow().num_rows == 200
        assert len(set(archive.captures.to_arrow()["payload_sha256"].to_pylist())) == 40
        assert list(verify(tmp_path)) == []
    assert sum(kind == "response" for kind, _ in records(tmp_path)) == 40
    assert warcio_finds_no_fault(tmp_path)


def test_a_damaged_record_is_told_and_never_given_out(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.store(fetched(1, b"<p>a page</p>" * 200))
        other = archive.store(fetched(2, b"<p>another</p>" * 200))
    assert capture.warc_file is not None
    assert capture.warc_offset is not None
    path = tmp_path / capture.warc_file
    damaged = bytearray(path.read_bytes())
    damaged[capture.warc_offset + 100] ^= 0xFF
    path.write_bytes(damaged)
    with Archive(tmp_path) as archive:
        with pytest.raises(Refusal, match="corrupt_record"):
            archive.payload_of(capture)
        assert archive.payload_of(other) == b"<p>another</p>" * 200
        assert [URL.format(1) in found.message for found in verify(tmp_path)] == [True]


def test_a_page_whose_copy_is_lost_is_stored_anew(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        lost = archive.store(fetched(1, b"<p>a page</p>" * 200))
        mirror = archive.store(fetched(2, b"<p>a page</p>" * 200))
    path = tmp_path / str(lost.warc_file)
    path.write_bytes(path.read_bytes()[:-1].replace(b"\x1f\x8b\x08", b"\0\0\0"))
    with Archive(tmp_path) as archive:
        anew = archive.store(fetched(1, b"<p>a page</p>" * 200, run_id="run2", outcome="unchanged"))
        assert anew.warc_file != lost.warc_file
        again = archive.store(fetched(3, b"<p>a page</p>" * 200, run_id="run2"))
        assert (again.warc_file, again.warc_offset) == (anew.warc_file, anew.warc_offset)
        for capture in (lost, mirror, anew):
            assert archive.payload_of(capture) == b"<p>a page</p>" * 200
        assert archive.captures.files() == [anew.warc_file]


def test_files_without_their_log_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"<p>a page</p>"))
    for path in tmp_path.glob("captures.sqlite*"):
        path.unlink()
    with Archive(tmp_path) as archive, pytest.raises(ArchiveError, match="gongkai archive reindex"):
        archive.store(fetched(2, None, status=None, outcome="failed", exchange=None))
    assert len(list((tmp_path / "warc").iterdir())) == 1


@pytest.mark.parametrize(("name", "offset"), [("../outside", 0), ("warc/missing.warc.gz", 0)])
def test_a_place_that_holds_no_record_is_refused(tmp_path: Path, name: str, offset: int) -> None:
    with pytest.raises(Refusal, match="corrupt_record"):
        Archive(tmp_path).payload(name, offset, sha256_of(b""))


def test_a_wrong_offset_gives_the_payload_that_was_meant(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        one, two = archive.store(fetched(1, b"one")), archive.store(fetched(2, b"two"))
        assert one.warc_file is not None
        assert two.warc_offset is not None
        assert one.payload_sha256 is not None
        assert archive.payload(one.warc_file, two.warc_offset, one.payload_sha256) == b"one"


@pytest.mark.parametrize("content", [b"", b"no WARC at all\r\n\r\n", b"WARC/1.1\r\nthis is no head\r\n\r\n"])
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").write_bytes(gzip.compress(content))
    with pytest.raises(Refusal, match="corrupt_record"):
        Archive(tmp_path).payload("warc/a.warc.gz", 0, sha256_of(b"x"))


@pytest.mark.parametrize(
    "error",
    [StatusAndHeadersParserException("no status line", ""), ArchiveLoadFailed("no record"), EOFError()],
)
def test_whatever_reading_a_broken_record_raises_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def breaks(stream: object) -> Iterator[ArcWarcRecord]:
        raise error

    with Archive(tmp_path) as archive:
        capture = archive.store(fetched(1, b"<p>whole</p>"))
        monkeypatch.setattr(warc, "ArchiveIterator", breaks)
        with pytest.raises(Refusal, match="corrupt_record"):
            archive.payload_of(capture)


def test_the_records_of_a_fetch_name_the_one_with_its_payload(tmp_path: Path) -> None:
    hop = Exchange("http://county.example/old", "GET /old HTTP/1.1", (), "HTTP/1.1 302 Found", ())
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"<p>moved</p>", redirects=(hop,)))
    ids = {}
    for record in each_record(tmp_path):
        get = record.rec_headers.get_header
        if record.rec_type == "response":
            ids[get("WARC-Target-URI")] = get("WARC-Record-ID")
        elif record.rec_type != "warcinfo":
            assert get("WARC-Concurrent-To") == ids[get("WARC-Target-URI")]
    assert len(set(ids.values())) == 2


def test_a_torn_tail_is_cut_off_and_a_new_file_begun(tmp_path: Path) -> None:
    dead = Archive(tmp_path)
    kept = dead.store(fetched(1, b"<p>whole</p>"))
    assert kept.warc_file is not None
    path = tmp_path / kept.warc_file
    whole = path.stat().st_size
    # What a killed process leaves: half a record, and its marker without a lock.
    with path.open("ab") as stream:
        stream.write(path.read_bytes()[:90])
    os.close(dead._segments._open.descriptor)  # type: ignore[union-attr]
    dead._segments._open._marker.close()  # type: ignore[union-attr]
    with Archive(tmp_path) as archive:
        later = archive.store(fetched(2, b"<p>later</p>"))
        assert later.warc_file != kept.warc_file
        assert path.stat().st_size == whole
        assert archive.payload_of(kept) == b"<p>whole</p>"
    assert warcio_finds_no_fault(tmp_path)


def test_a_living_writer_is_not_cut(tmp_path: Path) -> None:
    with Archive(tmp_path) as living:
        capture = living.store(fetched(1, b"a"))
        assert capture.warc_file is not None
        with (tmp_path / capture.warc_file).open("ab") as stream:
            stream.write(b"half a record")
        size = (tmp_path / capture.warc_file).stat().st_size
        with Archive(tmp_path) as other:
            other.store(fetched(2, b"b"))
        assert (tmp_path / capture.warc_file).stat().st_size == size


def test_the_end_of_whole_members(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, os.urandom(3_000_000)))
    path = next((tmp_path / "warc").glob("*.gz"))
    content = path.read_bytes()
    assert end_of_whole_members(path) == len(content)
    path.write_bytes(content[:-1])
    assert 0 < end_of_whole_members(path) < len(content) - 1
    path.write_bytes(b"no gzip at all")
    assert end_of_whole_members(path) == 0


def test_a_full_disk_leaves_a_valid_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write

    def full(descriptor: int, content: Any) -> int:
        real_write(descriptor, bytes(content)[:50])
        raise OSError(errno.ENOSPC, "No space left on device")

    with Archive(tmp_path) as archive:
        before = archive.store(fetched(1, b"before"))
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.store(fetched(2, b"too much"))
        monkeypatch.setattr(os, "write", real_write)
        after = archive.store(fetched(3, b"after"))
        assert archive.captures.to_arrow().column("url").to_pylist() == [before.url, after.url]
        assert list(verify(tmp_path)) == []
    assert warcio_finds_no_fault(tmp_path)


def test_nothing_is_logged_before_it_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(handle: int) -> None:
        os.close(handle)
        raise OSError(errno.EIO, "Input/output error")

    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"one"))
        monkeypatch.setattr(archive_module, "close_through", failing)
        with pytest.raises(ArchiveError, match="Input/output error"):
            archive.store(fetched(2, b"two"))
        monkeypatch.undo()
        with pytest.raises(ArchiveError, match="takes nothing more"):
            archive.store(fetched(3, b"three"))
        assert archive.captures.to_arrow().num_rows == 1


def test_the_log_is_append_only_and_refuses_a_row_twice(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.store(fetched(1, b"one"))
        with pytest.raises(ArchiveError, match="capture_id"):
            archive.captures.append([capture])
        assert archive.captures.to_arrow().num_rows == 1


def test_a_log_of_before_a_column_goes_on(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"one"))
    with closing(sqlite3.connect(tmp_path / "captures.sqlite")) as log:
        log.execute("alter table captures drop column linked_from")
        log.commit()
    with Archive(tmp_path) as archive:
        archive.store(fetched(2, b"two", linked_from=URL.format(1)))
        found = [row["linked_from"] for row in archive.captures.to_arrow().to_pylist()]
    assert found == [None, URL.format(1)]


def test_a_log_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "captures.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(ArchiveError, match=r"captures\.sqlite.*`gongkai archive reindex`"):
        _ = Archive(tmp_path).captures


def test_a_log_that_is_spoiled_inside_is_told_with_the_way_back(tmp_path: Path) -> None:
    urls = [URL.format(number) for number in range(300)]
    with Archive(tmp_path) as archive:
        archive.store_all([fetched(number, b"%d" % number) for number in range(300)])
    log = tmp_path / "captures.sqlite"
    content = bytearray(log.read_bytes())
    content[8_192:] = bytes(byte ^ 0xFF for byte in content[8_192:])
    log.write_bytes(content)
    way_back = r"captures\.sqlite: the capture log .*; `gongkai archive reindex`"
    with Archive(tmp_path) as archive:
        with pytest.raises(ArchiveError, match=way_back):
            archive.captures.to_arrow()
        with pytest.raises(ArchiveError, match=way_back):
            archive.store(fetched(301, b"one more"))
    assert reindex(tmp_path).n_captures >= len(urls)
    with Archive(tmp_path) as archive:
        assert set(urls) <= set(archive.captures.to_arrow()["url"].to_pylist())
