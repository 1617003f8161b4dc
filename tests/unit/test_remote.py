"""An archive that lies outside of this machine: nothing is there that is not whole, and nothing is lost on the way."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from typer.testing import CliRunner

from flows.archive import prune
from flows.archive.archive import Archive
from flows.archive.export import export
from flows.archive.files import WarcFiles
from flows.archive.model import Capture
from flows.archive.reindex import reindex
from flows.archive.verify import verify
from flows.cli import app
from flows.errors import ArchiveError, Refusal, RemoteError, SettingsError
from flows.remote import Remote
from flows.remote_owner import claim_remote
from flows.settings import make_settings
from flows.upkeep import prune_archive
from tests.unit.far_folder import SCHEME, FarFolder
from tests.unit.test_archive import fetched

ADDRESS = f"{SCHEME}://bucket/gongkai"
ROOT = Path(__file__).resolve().parents[2]
PAGES = 40


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive's files as they lie on the remote."""
    monkeypatch.setattr(FarFolder, "root", tmp_path / "far", raising=False)
    monkeypatch.setattr(FarFolder, "asked", [])
    fsspec.register_implementation(SCHEME, FarFolder, clobber=True)
    return tmp_path / "far" / "bucket" / "gongkai" / "archive"


@pytest.fixture
def here(tmp_path: Path, far: Path) -> Path:
    """The archive's folder of an installation that has claimed the remote."""
    (tmp_path / "data").mkdir()
    claim_remote(make_settings(data_dir=tmp_path / "data", remote=ADDRESS))
    return tmp_path / "data" / "archive"


def page(number: int, night: int = 0) -> bytes:
    return random.Random(f"{number} {night}").randbytes(4_000)  # noqa: S311 - made-up data, not a secret


def collect(folder: Path, remote: str = ADDRESS, *, first: int = 0, nights: int = 1) -> list[Capture]:
    captures = []
    for night in range(first, first + nights):
        with Archive(folder, remote, segment_bytes=60_000) as archive:
            for number in range(PAGES):
                at = datetime(2025, 3, 1, tzinfo=UTC) + timedelta(days=night, seconds=number)
                one = fetched(number, page(number, night), run_id=f"run{night}", fetched_at=at)
                captures.append(archive.store(one))
    return captures


def without_place(capture: Capture) -> Capture:
    """Records have random names, which are packed to more bytes or fewer."""
    return replace(capture, warc_offset=None)


def spooled(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "warc").glob("*"))


def sent(far: Path) -> list[str]:
    return sorted(path.name for path in (far / "warc").glob("*"))


def test_the_archive_is_the_one_that_a_folder_holds(tmp_path: Path, here: Path, far: Path) -> None:
    captures = collect(here, nights=2)
    in_a_folder = collect(tmp_path / "folder", "", nights=2)
    assert list(map(without_place, captures)) == list(map(without_place, in_a_folder))
    assert spooled(here) == []
    assert sent(far) == spooled(tmp_path / "folder")
    with Archive(here, ADDRESS) as archive:
        for capture in captures[PAGES:]:
            assert archive.payload_of(capture) == page(int(capture.url.split("/")[-1][:-5]), night=1)
    assert list(verify(here, ADDRESS)) == []


def test_a_machine_without_the_folder_reads_a_page_and_not_the_file(
    here: Path, far: Path, tmp_path: Path
) -> None:
    captures = collect(here)
    size = max(path.stat().st_size for path in (far / "warc").glob("*"))
    elsewhere = Archive(tmp_path / "nowhere", ADDRESS)
    for capture in captures:
        assert elsewhere.payload_of(capture) is not None
    assert len(FarFolder.asked) == len(captures)
    assert max(FarFolder.asked) <= 1 << 16 <= size + (1 << 14)
    assert not (tmp_path / "nowhere").exists()


def test_a_large_page_comes_in_growing_pieces(here: Path, far: Path, tmp_path: Path) -> None:
    payload = random.Random(1).randbytes(3_000_000)  # noqa: S311 - made-up data, not a secret
    with Archive(here, ADDRESS) as archive:
        captures = [archive.store(fetched(1, payload)), archive.store(fetched(2, payload[::-1]))]
    assert Archive(tmp_path / "nowhere", ADDRESS).payload_of(captures[0]) == payload
    assert len(FarFolder.asked) < 8
    assert sum(FarFolder.asked) < 2 * len(payload)


def test_a_page_that_is_there_is_not_stored_twice_and_one_that_is_spoiled_is(here: Path, far: Path) -> None:
    first, second, *_ = collect(here)
    path = far / str(first.warc_file)
    content = bytearray(path.read_bytes())
    content[(first.warc_offset or 0) + 2_000] ^= 0xFF
    path.write_bytes(content)
    found = [finding for finding in verify(here, ADDRESS) if finding.kind == "damage"]
    assert [finding.place for finding in found] == [f"{first.warc_file} at {first.warc_offset}"]
    with Archive(here, ADDRESS) as archive:
        with pytest.raises(Refusal, match="corrupt_record"):
            archive.payload_of(first)
        again = [archive.store(fetched(number, page(number), run_id="run1")) for number in (0, 1)]
        assert (again[1].warc_file, again[1].warc_offset) == (second.warc_file, second.warc_offset)
        assert again[0].warc_file != first.warc_file
    with Archive(here, ADDRESS) as archive:
        assert archive.payload_of(first) == archive.payload_of(again[0]) == page(0)
    (far / str(second.warc_file)).unlink()
    assert any("the file is not there" in finding.message for finding in verify(here, ADDRESS))
    with Archive(here, ADDRESS) as archive, pytest.raises(Refusal, match="corrupt_record"):
        archive.payload_of(second)


def test_what_a_kill_left_here_is_settled_by_the_next(
    here: Path, far: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(WarcFiles, "_send", lambda *_: None)
        captures = collect(here)
        dead = Archive(here, ADDRESS)  # with a file open
        captures.append(dead.store(fetched(99, b"last")))
        dead._segments._open._marker.close()  # type: ignore[union-attr]
    names = spooled(here)
    assert f"{names[-2]}.open" == names[-1]
    (far / "warc").mkdir(parents=True, exist_ok=True)
    shutil.copy(here / "warc" / names[0], far / "warc")  # killed before it was dropped here
    (far / "warc" / f"{names[1]}.part").write_bytes(b"half of it")
    with Archive(here, ADDRESS) as archive:
        assert archive.payload_of(captures[-1]) == b"last"
        archive.files.settle()
        assert spooled(here) == []
        assert sent(far) == names[:-1]
        assert all(archive.payload_of(capture) for capture in captures)
    assert list(verify(here, ADDRESS)) == []


_COLLECTING = """
import sys
from pathlib import Path
from tests.unit.test_remote import collect
print("collecting", flush=True)
for night in range(1_000):
    collect(Path(sys.argv[1]), sys.argv[2], first=night)
"""


@pytest.mark.parametrize("seconds", [0.02, 0.15, 0.4])
def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, seconds: float) -> None:
    here = tmp_path / "data" / "archive"
    address = (tmp_path / "remote").as_uri()
    command = [sys.executable, "-c", _COLLECTING, str(here), address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()
    with Archive(here, address) as archive:
        archive.files.settle()
        assert spooled(here) == []
        captures = archive.captures.find("", datetime.min, datetime.max, 100_000)  # noqa: DTZ901
        assert all(archive.payload_of(capture) for capture in captures)
    assert [finding for finding in verify(here, address) if finding.kind == "damage"] == []
    collect(here, address, first=2_000)
    assert spooled(here) == []


@pytest.mark.parametrize("harm", [{"room": 1_000}, {"spoils": True}, {"is_silent": True}])
def test_what_does_not_arrive_stays_and_is_told(
    here: Path, far: Path, harm: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(here, ADDRESS)
    captures = [archive.store(fetched(number, page(number))) for number in range(3)]
    with monkeypatch.context() as harmed:
        for name, value in harm.items():
            harmed.setattr(FarFolder, name, value)
        with pytest.raises(RemoteError, match=r"far://bucket/gongkai"):
            archive.close()
        assert len(spooled(here)) == 1
    with Archive(here, ADDRESS) as archive:
        assert archive.captures.count() == 3
        archive.files.settle()
        assert spooled(here) == []
        assert [archive.payload_of(capture) for capture in captures] == [page(number) for number in range(3)]


def test_silence_is_no_damage(here: Path, far: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captures = collect(here)
    files = sent(far)
    monkeypatch.setattr(FarFolder, "is_silent", True)
    with Archive(here, ADDRESS) as archive:
        with pytest.raises(RemoteError, match="nobody is there"):
            archive.payload_of(captures[0])
        with pytest.raises(ArchiveError, match="nobody is there"):
            archive.store(fetched(0, page(0), run_id="run1"))
        with pytest.raises(ArchiveError, match="nobody is there"):
            archive.store(fetched(77, b"new"))
        assert archive.captures.count() == len(captures)
    assert sent(far) == files


def test_a_lost_machine_is_made_again_from_the_remote(here: Path, far: Path, tmp_path: Path) -> None:
    captures = collect(here)
    with pytest.raises(ArchiveError, match="gongkai archive reindex"):
        _ = Archive(tmp_path / "new", ADDRESS).captures
    assert reindex(tmp_path / "new", ADDRESS).n_captures == len(captures)
    with Archive(tmp_path / "new", ADDRESS) as archive:
        assert archive.captures.find("", datetime.min, datetime.max, 1_000) == captures  # noqa: DTZ901
        later = archive.store(fetched(99, b"later"))
    assert str(later.warc_file).removeprefix("warc/") == sent(far)[-1]
    assert len({capture.warc_file for capture in captures}) + 1 == len(sent(far))


def test_exports_and_pruning_work_on_it(here: Path, far: Path, tmp_path: Path) -> None:
    collect(here, nights=3)
    collect(tmp_path / "folder", "", nights=3)
    pair = []
    for name, folder, remote in (("far", here, ADDRESS), ("near", tmp_path / "folder", "")):
        target = tmp_path / f"{name}.warc.gz"
        assert export(folder, target, "county", 2025, remote) == 3 * PAGES
        with Archive(folder, remote) as archive:
            chosen = prune.plan(archive, 0, set())
            prune.carry_out(archive, chosen)
            prune.finish(archive)
            rows = archive.captures.to_arrow().drop_columns("warc_offset")
            pair.append((chosen.shelves[0].n_dropped, rows, archive.files.names()))
        assert list(verify(folder, remote)) == []
    assert pair[0] == pair[1]
    assert pair[0][0] == 2 * PAGES
    assert spooled(here) == []


def test_a_folder_belongs_to_one_installation(far: Path, tmp_path: Path) -> None:
    one, other = (make_settings(data_dir=tmp_path / name, remote=ADDRESS) for name in ("one", "other"))
    for settings in (one, other):
        settings.data_dir.mkdir()
    claim_remote(one)
    claim_remote(one)
    with pytest.raises(RemoteError, match="belongs to another installation"):
        claim_remote(other)
    other.remote_owner_file.write_text(one.remote_owner_file.read_text(), encoding="utf-8")
    claim_remote(other)
    with pytest.raises(SettingsError, match="GONGKAI_REMOTE does not say where"):
        claim_remote(make_settings(data_dir=one.data_dir))
    (far.parent / "owner").unlink()
    with pytest.raises(RemoteError, match="is it mounted"):
        claim_remote(one)


def test_the_data_folder_itself_is_no_remote(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "link").symlink_to(data)
    for name in ("data", "link"):
        with pytest.raises(SettingsError, match="the data folder itself"):
            claim_remote(make_settings(data_dir=data, remote=(tmp_path / name).as_uri()))
    assert list(data.iterdir()) == []
    with pytest.raises(RemoteError, match="leads into the data folder"):
        collect(data / "archive", data.as_uri())
    assert spooled(data / "archive") == ["gongkai-00000001.warc.gz"]
    assert list(verify(data / "archive")) == []


def lost(folder: Path) -> int:
    """Payloads of the log that cannot be read."""
    n = 0
    with Archive(folder, ADDRESS) as archive:
        for capture in archive.captures.find("", datetime.min, datetime.max, 1_000):  # noqa: DTZ901
            try:
                archive.payload_of(capture)
            except Refusal:
                n += 1
    return n


def replaced_pages(folder: Path) -> None:
    """Half of the pages of a night were replaced by those of the next."""
    for night, n_pages in enumerate((20, 10)):
        with Archive(folder, ADDRESS) as archive:
            for number in range(n_pages):
                at = datetime(2025, 3, 1 + night, 0, 0, number, tzinfo=UTC)
                archive.store(fetched(number, page(number, night), run_id=f"run{night}", fetched_at=at))


def test_what_comes_short_is_told_and_never_taken_for_the_file(
    here: Path, far: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_pages(here)
    files = sent(far)
    with Archive(here, ADDRESS) as archive:
        chosen = prune.plan(archive, 0, set())
        with monkeypatch.context() as short:
            short.setattr(FarFolder, "ends_at", 50_000)
            with pytest.raises(RemoteError, match="bytes came"):
                prune.carry_out(archive, chosen)
            with pytest.raises(RemoteError, match="bytes came"):
                export(here, tmp_path / "out.warc.gz", "county", 2025, ADDRESS)
            with pytest.raises(RemoteError, match="bytes came"):
                reindex(tmp_path / "new", ADDRESS)
            with pytest.raises(RemoteError, match="bytes came"):
                list(verify(here, ADDRESS))
        with monkeypatch.context() as short:
            short.setattr(FarFolder, "ends_at", 1_000)
            with pytest.raises(RemoteError, match="bytes came"):
                lost(here)
        assert sent(far) == files
        assert not (tmp_path / "out.warc.gz").exists()
        prune.carry_out(archive, chosen)
    assert lost(here) == 0
    assert list(verify(here, ADDRESS)) == []


def test_pruning_keeps_a_file_that_would_lose_a_page(
    here: Path, far: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_pages(here)
    files = sent(far)
    with Archive(here, ADDRESS) as archive:
        chosen = prune.plan(archive, 0, set())
        with monkeypatch.context() as wrong:
            wrong.setattr(FarFolder, "brings_wrong", True)
            with pytest.raises(ArchiveError, match="could not be rewritten without loss"):
                prune.carry_out(archive, chosen)
        assert sent(far) == files
        assert spooled(here) == []
    assert lost(here) == 0


@pytest.mark.parametrize("gone_for", [2, 16])
def test_a_mount_that_goes_in_mid_run_takes_nothing(here: Path, far: Path, gone_for: int) -> None:
    collect(here)
    root, aside = far.parent, far.parent.with_name("aside")
    files = sent(far)
    archive = Archive(here, ADDRESS, segment_bytes=20_000)
    archive.store(fetched(100, page(100)))
    root.rename(aside)
    root.mkdir()
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(RemoteError, match="is it mounted"))
        stack.enter_context(archive)
        for number in range(101, 101 + gone_for):
            archive.store(fetched(number, page(number)))
    with pytest.raises(RemoteError, match="is it mounted"), Archive(here, ADDRESS) as unmounted:
        unmounted.store(fetched(200, page(200)))
    with pytest.raises(RemoteError, match="is it mounted"):
        list(verify(here, ADDRESS))
    with pytest.raises(RemoteError, match="is it mounted"):
        lost(here)
    assert list(root.iterdir()) == []
    root.rmdir()
    aside.rename(root)
    assert lost(here) == 0
    collect(here, first=1)
    assert spooled(here) == []
    assert lost(here) == 0
    assert set(files) < set(sent(far))
    assert [finding for finding in verify(here, ADDRESS) if finding.kind == "damage"] == []


def test_a_folder_that_is_gone_says_nothing_of_a_page(here: Path, far: Path, tmp_path: Path) -> None:
    capture, *_ = collect(here)
    shutil.rmtree(far.parent)
    for folder in (here, tmp_path / "nowhere"):
        with pytest.raises(RemoteError, match="is it mounted"):
            Archive(folder, ADDRESS).payload_of(capture)


def test_other_bytes_of_the_same_name_are_not_written_over(here: Path, far: Path) -> None:
    replaced_pages(here)
    name = sent(far)[0]
    shutil.copy(far / "warc" / name, here / "warc")
    spoiled = bytearray((far / "warc" / name).read_bytes())
    spoiled[20_000:20_100] = bytes(100)
    (far / "warc" / name).write_bytes(spoiled)
    assert list(verify(here, ADDRESS)) == []  # what lies here is read
    with Archive(here, ADDRESS) as archive, pytest.raises(RemoteError, match="other bytes"):
        prune.finish(archive)
    assert (far / "warc" / name).read_bytes() == spoiled
    assert reindex(here, ADDRESS).n_damaged == lost(here) == 0
    (far / "warc" / name).unlink()
    with Archive(here, ADDRESS) as archive:
        prune.finish(archive)
    assert spooled(here) == []
    assert lost(here) == 0


def test_a_file_of_another_installation_hides_none_of_the_remote(
    here: Path, far: Path, tmp_path: Path
) -> None:
    capture = collect(here)[0]
    with Archive(tmp_path / "other" / "archive") as other:
        other.store(fetched(7, page(7)))
    assert Archive(tmp_path / "other" / "archive", ADDRESS).payload_of(capture) == page(0)


def test_a_number_that_another_writer_has_sent_meanwhile_is_taken(
    here: Path, far: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Archive(here, ADDRESS), Archive(here, ADDRESS)
    first = one.store(fetched(1, page(1)))
    look = WarcFiles._there

    def and_then_it_is_sent(files: WarcFiles) -> list[str]:
        found = look(files)
        one.close()
        return found

    with monkeypatch.context() as late:
        late.setattr(WarcFiles, "_there", and_then_it_is_sent)
        second = two.store(fetched(2, page(2)))
    two.close()
    assert first.warc_file != second.warc_file
    assert lost(here) == 0


def test_an_owner_that_says_nothing_is_nobodys(here: Path, far: Path, tmp_path: Path) -> None:
    (far.parent / "owner").write_text("")
    for name in ("data", "other"):
        with pytest.raises(RemoteError, match="says of nobody"):
            claim_remote(make_settings(data_dir=tmp_path / name, remote=ADDRESS))


def test_what_a_command_on_the_archive_needs_is_the_address(here: Path, far: Path) -> None:
    collect(here)
    for command in (["verify"], ["prune", "--budget-mb", "0"]):
        told = CliRunner().invoke(app, ["archive", *command, "--data", str(here.parent)])
        assert isinstance(told.exception, SettingsError)
        assert "GONGKAI_REMOTE does not say where" in str(told.exception)


def test_pruning_takes_away_what_kills_left_half_written(here: Path, far: Path) -> None:
    collect(here)
    left = [
        far / "warc" / "gongkai-00000009.warc.gz.part",
        far.parent / "raw" / "cells" / "a.parquet.1f.part",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    files = [name for name in sent(far) if name.endswith(".gz")]
    prune_archive(make_settings(data_dir=here.parent, remote=ADDRESS), 1_000, do_it=True)
    assert not any(path.exists() for path in left)
    assert sent(far) == files


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/mnt/gongkai", "no address"),
        ("s3://", "no address"),
        ("simplecache::s3://bucket", "no address"),
        ("file://mnt/gongkai", "in full"),
        ("memory://gongkai", "lost with it"),
        ("http://host/gongkai", "nothing can be written"),
        ("s3://key:hunter2@bucket/gongkai", "keys, passwords"),
        ("sftp://user:hun/ter2@host/gongkai", "keys, passwords"),
        ("az://box/gongkai?sig=hunter2", "keys, passwords"),
    ],
)
def test_an_address_that_will_not_do_is_refused(address: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        make_settings(remote=address)
    assert "ter2" not in repr(refused.value) + repr(refused.value.__cause__)


def test_an_address_that_nothing_opens_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="GONGKAI_REMOTE: nothing here opens nosuch://"):
        Remote("nosuch://bucket").names("archive")


@pytest.fixture(autouse=True)
def nobody_else() -> Iterator[None]:
    yield
    FarFolder.asked.clear()
