"""What was fetched is found again by address, time and hash, and its bytes come back."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.archive.archive import Archive
from flows.archive.walk import records
from flows.archive.warc import sha256_of
from flows.cli.archive import app
from flows.errors import ArchiveError
from tests.unit.test_archive import URL, fetched
from tests.unit.test_archive_upkeep import damaged

BEGIN = datetime(2026, 1, 31, 23, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("wide_screen")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two versions of one page, a page that failed, and another page."""
    with Archive(tmp_path / "archive") as archive:
        archive.store(fetched(1, b"first", fetched_at=BEGIN))
        archive.store(fetched(2, b"other", fetched_at=BEGIN + timedelta(minutes=30)))
        archive.store(
            fetched(1, b"second", fetched_at=BEGIN + timedelta(hours=2), outcome="changed", run_id="run2")
        )
        archive.store(
            fetched(
                1, None, fetched_at=BEGIN + timedelta(days=9), outcome="failed", reason="timeout", exchange=None,
                run_id="run3",
            )
        )  # fmt: skip
    return tmp_path


def find(data: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["find", *arguments, "--data", str(data)])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([URL.format(1)], ["new", "changed", "failed (timeout)"]),
        ([URL.format(1), "--until", "2026-02-01"], ["new"]),
        ([URL.format(1), "--since", "2026-02-01T01:00:00", "--limit", "1"], ["failed (timeout)"]),
        (["--until", "2026-02-01"], ["new", "new"]),
        ([sha256_of(b"second")], ["changed"]),
        ([sha256_of(b"second")[:8].upper()], ["changed"]),
    ],
)
def test_by_address_time_and_hash(data: Path, arguments: list[str], told: list[str]) -> None:
    code, said = find(data, *arguments)
    rows = [line.split("county", 1)[1].strip() for line in said.splitlines() if " county " in line]
    assert code == 0
    assert [row[: len(outcome)] for row, outcome in zip(rows, told, strict=True)] == told


def test_the_bytes_come_back(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert find(data, URL.format(1), "--out", str(out))[0] == 0
    assert out.read_bytes() == b"second", "of the last one that has any"
    assert find(data, URL.format(1), "--until", "2026-02-01", "--out", str(out))[0] == 0
    assert out.read_bytes() == b"first"


def test_what_is_not_there_is_said(data: Path, tmp_path: Path) -> None:
    code, said = find(data, URL.format(9))
    assert (code, said.strip()) == (1, "nothing of it was fetched")
    assert find(data, "--since", "2026-02-09", "--out", str(tmp_path / "none"))[0] == 1
    assert not (tmp_path / "none").exists()


def test_a_page_is_found_by_its_address_as_it_was_linked(data: Path) -> None:
    whole = URL.format(1).replace("//", "//me:secret@") + ";jsessionid=0A1B?token=verysecret"
    assert find(data, whole) == find(data, URL.format(1))


def test_an_address_stays_whole_where_a_program_reads_it(tmp_path: Path) -> None:
    address = URL.format("x" * 300)
    with Archive(tmp_path / "archive") as archive:
        archive.store(fetched(1, b"page", url=address, exchange=None))
    command = [sys.executable, "-m", "flows.cli", "archive", "find", "--data", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert any(line.rstrip().endswith(f" {address}") for line in ended.stdout.splitlines())


def test_what_a_terminal_would_obey_is_written_out(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        archive.store(fetched(1, b"page", url="http://county.example/\x1b[31m年报.html", exchange=None))
    assert "http://county.example/\\x1b[31m年报.html" in find(tmp_path)[1]


@pytest.mark.parametrize(
    "command", [["find"], ["verify"], ["reindex"], ["prune"], ["export", "--to", "x.warc.gz"]]
)
def test_a_mistyped_folder_is_told_and_not_made(tmp_path: Path, command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--data", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, ArchiveError)
    assert "no archive" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_an_import_needs_an_id_that_a_source_can_have(data: Path, tmp_path: Path) -> None:
    file = next((data / "archive" / "warc").iterdir())
    result = CliRunner().invoke(app, ["import", str(file), "--source", "bad id", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "no id of a source" in result.output


def test_reindex_tells_what_is_damaged(data: Path) -> None:
    file = next((data / "archive" / "warc").iterdir())
    note = next(one for one in records(file) if one.kind == "metadata")
    damaged(file, note.offset + 20)
    (data / "archive" / "captures.sqlite").unlink()
    result = CliRunner().invoke(app, ["reindex", "--data", str(data)])
    assert result.exit_code == 1
    assert "3 captures, 1 damaged records, 1 whole pages of which" in result.output
