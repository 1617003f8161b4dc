"""Upkeep of the archive: what is damaged is named, what moves is found again, what is dropped was replaced."""

import os
import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive import prune
from flows.archive.archive import Archive
from flows.archive.export import export
from flows.archive.intake import import_file
from flows.archive.model import Capture, Exchange
from flows.archive.verify import verify
from flows.archive.warc import sha256_of
from flows.errors import ArchiveError
from flows.runs import finish_run, only_night, start_run
from flows.settings import make_settings
from tests.unit.test_archive import URL, each_record, fetched, records, warcio_finds_no_fault

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1_000_000


def stored(
    folder: Path, *, versions: int = 3, pages: int = 6, segment_bytes: int = 500_000_000
) -> list[Capture]:
    """Pages that change every night: the captures in the order in which they were made."""
    captures = []
    with Archive(folder, segment_bytes=segment_bytes) as archive:
        for night in range(versions):
            for page in range(pages):
                payload = random.Random(f"{night} {page}").randbytes(2_000)  # noqa: S311 - made-up data, not a secret
                outcome = "changed" if night else "new"
                at = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(days=night, seconds=page)
                captures.append(
                    archive.store(
                        fetched(page, payload, run_id=f"run{night}", outcome=outcome, fetched_at=at)
                    )
                )
    return captures


def kinds(folder: Path) -> Counter[str]:
    return Counter(found.kind for found in verify(folder))


def path_of(folder: Path, capture: Capture) -> Path:
    assert capture.warc_file is not None
    return folder / capture.warc_file


def damaged(file: Path, offset: int) -> None:
    """Change one byte."""
    content = bytearray(file.read_bytes())
    content[offset] ^= 0xFF
    file.write_bytes(content)


# --- verify


_ON_A_MOUNT = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && ! touch "$0/x" 2>&- && exec "$@"'


def said_where_it_may_only_be_read(data: Path, *words: str) -> str:
    """What a command says of a data folder that nobody may write to; for root, whom no mode holds, a mount does it."""
    mounted = (
        [] if os.geteuid() else ["unshare", "--map-root-user", "--mount", "sh", "-c", _ON_A_MOUNT, str(data)]
    )
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words, "--data", str(data)]
    modes = {path: path.stat().st_mode for path in (data, *data.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    done = subprocess.run([*mounted, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    for path, mode in modes.items():
        path.chmod(mode)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_who_may_only_read_verifies_an_archive_and_sees_the_status(tmp_path: Path) -> None:
    captures = stored(tmp_path / "archive")
    settings = make_settings(data_dir=tmp_path)
    with only_night(settings):
        finish_run(settings, start_run(settings, "nightly"), "failed", "said of itself")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "every record is whole" in said_where_it_may_only_be_read(tmp_path, "archive", "verify")
    said = said_where_it_may_only_be_read(tmp_path, "status")
    assert "said of itself" in said
    assert "nothing yet" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    damaged(path_of(tmp_path / "archive", captures[3]), (captures[3].warc_offset or 0) + 300)
    assert captures[3].url in said_where_it_may_only_be_read(tmp_path, "archive", "verify")


_DIES = """
import os, sys
from pathlib import Path
from flows.archive.archive import Archive
from tests.unit.test_archive import fetched
archive = Archive(Path(sys.argv[1]))
archive.store(fetched(1, b"the last page before the end"))
os._exit(1)
"""


def test_what_a_dead_writer_left_is_read_by_who_may_only_read_or_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    subprocess.run([sys.executable, "-c", _DIES, str(folder)], cwd=ROOT, check=False)
    assert folder.joinpath("captures.sqlite-wal").stat().st_size > 0
    assert "every record is whole" in said_where_it_may_only_be_read(tmp_path, "archive", "verify")
    assert URL.format(1) in said_where_it_may_only_be_read(tmp_path, "archive", "find")
    folder.joinpath("captures.sqlite-shm").unlink()  # a backup may leave it out
    said = said_where_it_may_only_be_read(tmp_path, "archive", "verify")
    assert "nothing is broken" in said
    assert "captures.sqlite-wal" in said
    assert "reindex" not in said
    assert list(verify(folder)) == []


def test_all_behind_a_damaged_record_is_still_looked_at(tmp_path: Path) -> None:
    captures = stored(tmp_path)
    path = path_of(tmp_path, captures[0])
    content = bytearray(path.read_bytes())
    hurt = (captures[2], captures[9])
    for capture in hurt:
        assert capture.warc_offset is not None
        content[capture.warc_offset + 200] ^= 0xFF
    path.write_bytes(content)
    found = list(verify(tmp_path))
    assert [f.kind for f in found] == ["damage", "damage"]
    assert [f.place for f in found] == [f"{c.warc_file} at {c.warc_offset}" for c in hurt]
    assert all(str(capture.fetched_at) in f.message for capture, f in zip(hurt, found, strict=True))


def test_a_missing_file_and_a_cut_one_are_damage(tmp_path: Path) -> None:
    captures = stored(tmp_path, segment_bytes=20_000)
    files = sorted({path_of(tmp_path, capture) for capture in captures})
    assert len(files) > 2
    files[0].unlink()
    os.truncate(files[1], files[1].stat().st_size - 10)
    found = list(verify(tmp_path))
    assert found[0].place == f"warc/{files[0].name}"
    assert {f.place.split(" ")[0] for f in found} == {f"warc/{files[0].name}", f"warc/{files[1].name}"}
    assert {f.kind for f in found} == {"damage"}


def test_a_capture_that_points_beside_its_record_is_damage(tmp_path: Path) -> None:
    stored(tmp_path)
    with Archive(tmp_path) as archive:
        archive.captures._db.execute("UPDATE captures SET warc_offset = warc_offset + 1 WHERE row_number = 2")
    assert [f.message.endswith("no record begins there") for f in verify(tmp_path) if f.kind == "damage"] == [
        True
    ]


def test_what_no_capture_speaks_of_is_told_and_no_damage(tmp_path: Path) -> None:
    stored(tmp_path)
    with Archive(tmp_path) as archive:
        archive.captures._db.execute("DELETE FROM captures WHERE row_number = 2")
    assert kinds(tmp_path) == {"orphan": 1}


def test_a_broken_log_is_damage(tmp_path: Path) -> None:
    stored(tmp_path, pages=60)
    log = tmp_path / "captures.sqlite"
    content = bytearray(log.read_bytes())
    content[8_192:20_000] = bytes(20_000 - 8_192)
    log.write_bytes(content)
    assert kinds(tmp_path)["damage"] == 1


# --- export and import


def test_an_export_stands_alone_and_comes_back_whole(tmp_path: Path) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    with Archive(home) as archive:
        first = archive.store(fetched(1, b"<p>first</p>", fetched_at=datetime(2024, 5, 1, tzinfo=UTC)))
        assert first.content_type == "text/html"
        not_modified = Exchange(
            URL.format(1), "GET /art/1.html HTTP/1.1", (), "HTTP/1.1 304 Not Modified", (("ETag", '"a"'),)
        )
        archive.store(
            fetched(
                1, None, status=304, outcome="unchanged", same_as=first, run_id="run2", etag='"a"',
                exchange=not_modified, fetched_at=datetime(2025, 5, 1, tzinfo=UTC),
            )
        )  # fmt: skip
        archive.store(
            fetched(2, b"<p>other</p>", source_id="other", fetched_at=datetime(2025, 5, 2, tzinfo=UTC))
        )
        archive.store(
            fetched(
                3, b"<p>annex</p>", fetched_at=datetime(2025, 5, 3, tzinfo=UTC), run_id="run2",
                linked_from=URL.format(1),
            )
        )  # fmt: skip
    file = tmp_path / "county-2025.warc.gz"
    # The revisit of 2025 needs the answer of 2024.
    assert export(home, file, "county", 2025) == 3
    with file.open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)].count("revisit") == 1
    with Archive(away) as archive:
        assert import_file(file, archive, None, LIMIT) == {"imported": 3}
        assert import_file(file, archive, None, LIMIT) == {"known": 3}
        there = archive.captures.to_arrow().drop(["warc_file", "warc_offset"]).to_pylist()
    with Archive(home) as archive:
        here = archive.captures.to_arrow().drop(["warc_file", "warc_offset"]).to_pylist()
    assert there == [row for row in here if row["source_id"] == "county"]
    assert kinds(away) == {}
    assert warcio_finds_no_fault(away)


def test_nothing_to_export_writes_no_file(tmp_path: Path) -> None:
    stored(tmp_path)
    with pytest.raises(ArchiveError, match="no fetch"):
        export(tmp_path, tmp_path / "none.warc.gz", "county", 1999)
    assert not list(tmp_path.glob("*.gz*"))


def test_the_year_of_an_export_is_chinas(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.store(fetched(1, b"late", fetched_at=datetime(2024, 12, 31, 17, tzinfo=UTC)))
    assert export(tmp_path, tmp_path / "2025.warc.gz", None, 2025) == 1


def foreign(path: Path, *, gzip: bool = True) -> None:
    """What another crawler writes: request first, SHA-1 digests, compressed answers, cookies, pictures."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzip)

        def write(kind: str, url: str, head: StatusAndHeaders, body: bytes) -> None:
            made = writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": "2020-02-03T04:05:06Z"},
            )
            writer.write_record(made)

        def answer(status: str, kind: str) -> StatusAndHeaders:
            return StatusAndHeaders(
                status, [("Content-Type", kind), ("Set-Cookie", "id=1")], protocol="HTTP/1.1"
            )

        asked = StatusAndHeaders(
            "/a.html HTTP/1.1", [("Cookie", "id=1"), ("Host", "x.example")], protocol="GET"
        )
        write("request", "http://x.example/a.html", asked, b"")
        write("response", "http://x.example/a.html", answer("200 OK", "text/html"), b"<p>page</p>")
        write("response", "http://x.example/logo", answer("200 OK", "image/png"), b"picture")
        write("response", "http://x.example/b.html", answer("404 Not Found", "text/html"), b"none")
        write("response", "http://x.example/c.html", answer("200 OK", "text/html"), b"x" * 5_000)
        write("response", "http://x.example/robots.txt", answer("200 OK", "text/plain"), b"User-agent: *")


@pytest.mark.parametrize("gzip", [True, False])
def test_what_others_collected_is_taken_with_its_own_time(tmp_path: Path, gzip: bool) -> None:
    file = tmp_path / "others.warc"
    foreign(file, gzip=gzip)
    with Archive(tmp_path / "archive") as archive:
        archive.store(fetched(1, b"today", url="http://x.example/a.html", run_id="20250101T000000Z"))
        counts = import_file(file, archive, "county", 4_000)
        assert counts == {"imported": 2, "other records": 2, "too large": 1}
        rows = {row["url"]: row for row in archive.captures.to_arrow().slice(1).to_pylist()}
        page = rows["http://x.example/a.html"]
        assert (page["run_id"], page["source_id"], page["role"]) == ("20200203T040506Z", "county", "report")
        assert rows["http://x.example/robots.txt"]["role"] == "robots"
        # An old page that comes in late does not stand at its address.
        latest = archive.captures.latest("http://x.example/a.html")
        assert latest is not None
        assert archive.payload_of(latest) == b"today"
    folder = tmp_path / "archive"
    assert ("request", "http://x.example/a.html") in records(folder)
    assert ("request", "http://x.example/robots.txt") not in records(folder)
    assert any(content.startswith(b"GET /a.html HTTP/1.1\r\n") for content in unpacked(folder))
    assert not any(b"Cookie" in content for content in unpacked(folder))
    assert warcio_finds_no_fault(folder)


def unpacked(folder: Path) -> list[bytes]:
    found = []
    for record in each_record(folder):
        head = record.http_headers.to_bytes() if record.http_headers else b""
        found.append(head + record.raw_stream.read())
    return found


def test_a_file_without_a_source_needs_one(tmp_path: Path) -> None:
    foreign(tmp_path / "others.warc.gz")
    with Archive(tmp_path / "archive") as archive:
        assert import_file(tmp_path / "others.warc.gz", archive, None, LIMIT)["without source"] == 3


def test_a_record_that_is_cut_or_changed_is_left_out(tmp_path: Path) -> None:
    captures = stored(tmp_path / "home", versions=1)
    path = path_of(tmp_path / "home", captures[0])
    offset = captures[5].warc_offset
    assert offset is not None
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(path.read_bytes()[: offset + 1_000])
    changed = tmp_path / "changed.warc"
    foreign(changed, gzip=False)
    changed.write_bytes(changed.read_bytes().replace(b"<p>page</p>", b"<p>cage</p>"))
    with Archive(tmp_path / "away") as archive:
        assert import_file(cut, archive, None, LIMIT) == {"imported": 5, "damaged": 1}
        assert import_file(changed, archive, "county", LIMIT)["damaged"] == 1
        addresses = archive.captures.to_arrow()["url"].to_pylist()
    assert "http://x.example/a.html" not in addresses
    assert kinds(tmp_path / "away") == {}


def test_what_stands_behind_damaged_bytes_is_taken(tmp_path: Path) -> None:
    captures = stored(tmp_path / "home", versions=1)
    content = bytearray(path_of(tmp_path / "home", captures[0]).read_bytes())
    offset = captures[3].warc_offset
    assert offset is not None
    content[offset + 300 : offset + 800] = bytes(500)
    (tmp_path / "some.warc.gz").write_bytes(content)
    with Archive(tmp_path / "away") as archive:
        assert import_file(tmp_path / "some.warc.gz", archive, None, LIMIT) == {"imported": 5, "damaged": 1}
    assert kinds(tmp_path / "away") == {}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.warc").write_bytes(b"text " * 99)
    with Archive(tmp_path / "away") as archive, pytest.raises(ArchiveError, match="no WARC file"):
        import_file(tmp_path / "text.warc", archive, "county", LIMIT)


# --- prune


def pruned(folder: Path, budget: int, kept: set[str] = frozenset()) -> prune.Plan:  # type: ignore[assignment]
    with Archive(folder) as archive:
        prune.finish(archive)
        chosen = prune.plan(archive, budget, kept)
        prune.carry_out(archive, chosen)
    return chosen


def test_what_stands_or_is_kept_stays_and_the_rest_goes(tmp_path: Path) -> None:
    captures = stored(tmp_path, segment_bytes=20_000)
    kept = captures[3]
    assert kept.payload_sha256 is not None
    plan = pruned(tmp_path, 0, {kept.payload_sha256})
    assert sum(shelf.n_dropped for shelf in plan.shelves) == 11
    assert all(shelf.is_over for shelf in plan.shelves)
    with Archive(tmp_path) as archive:
        rows = archive.captures.to_arrow().to_pylist()
        assert [row["capture_id"] for row in rows] == [capture.capture_id for capture in captures]
        whole = [row["warc_file"] is not None for row in rows]
        assert whole == [index == 3 or index >= 12 for index in range(18)]
        for capture in (kept, *captures[12:]):
            # The place in the old file leads there too.
            assert sha256_of(archive.payload_of(capture) or b"") == capture.payload_sha256
    assert kinds(tmp_path) == {}
    assert warcio_finds_no_fault(tmp_path)


def test_the_oldest_goes_first_and_no_more_than_needed(tmp_path: Path) -> None:
    captures = stored(tmp_path)
    with Archive(tmp_path) as archive:
        (shelf,) = prune.plan(archive, 10**9, set()).shelves
    assert shelf.n_dropped == 0
    plan = pruned(tmp_path, shelf.n_bytes - 1)
    assert [shelf.n_dropped for shelf in plan.shelves] == [1]
    with Archive(tmp_path) as archive:
        dropped = [
            row["capture_id"] for row in archive.captures.to_arrow().to_pylist() if not row["warc_file"]
        ]
    assert dropped == [captures[0].capture_id]


def test_a_dropped_payload_that_comes_again_is_stored_again(tmp_path: Path) -> None:
    captures = stored(tmp_path, versions=2)
    pruned(tmp_path, 0)
    again = random.Random("0 0").randbytes(2_000)  # noqa: S311 - made-up data, not a secret
    assert sha256_of(again) == captures[0].payload_sha256
    with Archive(tmp_path) as archive:
        capture = archive.store(fetched(0, again, run_id="run9", outcome="changed"))
        assert archive.payload_of(capture) == again
    pruned(tmp_path, 0)
    assert kinds(tmp_path) == {}


def test_a_plan_deletes_nothing(tmp_path: Path) -> None:
    stored(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "warc").iterdir()}
    with Archive(tmp_path) as archive:
        assert prune.plan(archive, 0, set()).doomed
    assert {path: path.read_bytes() for path in (tmp_path / "warc").iterdir()} == before


_KILLED = """
import os, pathlib, signal, sys
from flows.archive import prune
from flows.archive.archive import Archive
from flows.archive.captures import CaptureLog

left = int(sys.argv[2])

def step():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def killing(function):
    def call(*args, **options):
        step()
        result = function(*args, **options)
        step()
        return result
    return call

prune.copy_range = killing(prune.copy_range)
pathlib.Path.replace = killing(pathlib.Path.replace)
pathlib.Path.unlink = killing(pathlib.Path.unlink)
CaptureLog.replace_file = killing(CaptureLog.replace_file)
folder = pathlib.Path(sys.argv[1])
with Archive(folder) as archive:
    prune.finish(archive)
    prune.carry_out(archive, prune.plan(archive, 0, set()))
"""


def test_a_kill_at_any_step_loses_nothing(tmp_path: Path) -> None:
    captures = stored(tmp_path, versions=2, pages=6, segment_bytes=20_000)
    needed = captures[6:]
    n_killed = 0
    for after in (0, 1, 3, 4, 5, 6, 7, 2, 9, 11, 40):
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(tmp_path), str(after)], cwd=ROOT, check=False
        )
        n_killed += done.returncode == -9
        assert done.returncode in (0, -9)
        assert not [found for found in verify(tmp_path) if found.kind == "damage"]
        with Archive(tmp_path) as archive:
            for capture in needed:
                assert sha256_of(archive.payload_of(capture) or b"") == capture.payload_sha256
    assert n_killed >= 5
    pruned(tmp_path, 0)
    assert kinds(tmp_path) == {}
    assert warcio_finds_no_fault(tmp_path)
    with Archive(tmp_path) as archive:
        rows = archive.captures.to_arrow().to_pylist()
    assert [row["warc_file"] is not None for row in rows] == [False] * 6 + [True] * 6


def test_a_folder_without_its_log_loses_no_file(tmp_path: Path) -> None:
    stored(tmp_path)
    pruned(tmp_path, 0)
    for path in tmp_path.glob("captures.sqlite*"):
        path.unlink()
    before = sorted((tmp_path / "warc").iterdir())
    with pytest.raises(ArchiveError, match="gongkai archive reindex"):
        pruned(tmp_path, 0)
    assert sorted((tmp_path / "warc").iterdir()) == before
