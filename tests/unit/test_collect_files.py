"""Folders of saved pages: which files are taken, and what they come to from night to night."""

import os
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
from flows.settings import Settings
from flows.sources.model import Bounds, LinkRules, Source
from flows.sources.registry import folder_source


def night(source: Source, data: Path, run_id: str, **limits: int) -> SourceReport:
    settings = Settings(data_dir=data, **limits)  # type: ignore[arg-type]
    with Archive(settings.archive_dir) as archive:
        return collect_source(source, archive, settings, run_id)


def rows(data: Path, run_id: str) -> dict[str, tuple[str, str | None]]:
    with Archive(data / "archive") as archive:
        table = archive.captures.to_arrow().to_pylist()
    return {row["url"]: (row["outcome"], row["reason"]) for row in table if row["run_id"] == run_id}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "deeper").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "a.html").write_bytes(b"<p>a</p>")
    (folder / "deeper" / "年报 2020.txt").write_bytes("年报".encode())
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden" / "b.html").write_bytes(b"hidden")
    (folder / ".c.html").write_bytes(b"hidden")
    (folder / "link.html").symlink_to(folder / "a.html")
    (folder / "loop").symlink_to(folder)
    return folder


DEEPER = "file://files_pages/deeper/%E5%B9%B4%E6%8A%A5%202020.txt"


def test_every_file_is_captured_by_its_path_inside_the_folder(folder: Path, tmp_path: Path) -> None:
    progress: list[tuple[int, int, str]] = []
    settings = Settings(data_dir=tmp_path / "data")
    with Archive(settings.archive_dir) as archive:
        report = collect_source(
            folder_source(folder), archive, settings, "run1", on_progress=lambda *step: progress.append(step)
        )
        table = archive.captures.to_arrow().to_pylist()
    assert report == SourceReport("files_pages", {"new": 3}, 3, (), "ok")
    assert [row["url"] for row in table] == [
        "file://files_pages/a.html",
        DEEPER,
        "file://files_pages/empty.txt",
    ]
    assert [row["content_type"] for row in table] == ["text/html", "text/plain", "text/plain"]
    assert progress == [(1, 3, "new"), (2, 3, "new"), (3, 3, "new")]


def test_the_nights_after(folder: Path, tmp_path: Path) -> None:
    source, data = folder_source(folder), tmp_path / "data"
    night(source, data, "run1")
    assert night(source, data, "run2").counts == {"unchanged": 3}
    (folder / "a.html").write_bytes(b"<p>corrected</p>")
    (folder / "empty.txt").unlink()
    (folder / "z.txt").write_bytes("年报".encode())
    assert night(source, data, "run3").counts == {"new": 1, "changed": 1, "unchanged": 1, "gone": 1}
    assert rows(data, "run3")["file://files_pages/empty.txt"] == ("gone", "no_such_file")
    assert night(source, data, "run4").counts == {"unchanged": 3}
    (folder / "empty.txt").write_bytes(b"")
    assert night(source, data, "run5").counts == {"unchanged": 4}


def test_the_folder_may_move(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    night(folder_source(folder), data, "run1")
    moved = tmp_path / "elsewhere" / "pages"
    moved.parent.mkdir()
    folder.rename(moved)
    assert night(folder_source(moved), data, "run2").counts == {"unchanged": 3}


def test_a_file_that_is_too_large_is_refused_unread(folder: Path, tmp_path: Path) -> None:
    with (folder / "huge.html").open("wb") as stream:
        stream.truncate(50_000_000)
    report = night(folder_source(folder), tmp_path / "data", "run1", max_page_bytes=1_000_000)
    assert report.counts == {"new": 3, "refused": 1}
    assert rows(tmp_path / "data", "run1")["file://files_pages/huge.html"] == ("refused", "too_large")


def test_a_file_that_cannot_be_read_fails_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "a.html":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    assert night(folder_source(folder), tmp_path / "data", "run1").counts == {"new": 2, "failed": 1}
    assert rows(tmp_path / "data", "run1")["file://files_pages/a.html"] == (
        "failed",
        "unreadable_PermissionError",
    )


def test_links_rules_choose_files(folder: Path, tmp_path: Path) -> None:
    rules = LinkRules.model_validate({"include": [r"\.txt$"], "exclude": ["empty"]})
    source = folder_source(folder).model_copy(update={"links": rules})
    night(source, tmp_path / "data", "run1")
    assert set(rows(tmp_path / "data", "run1")) == {DEEPER}


def test_names_that_are_no_utf8_have_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + "/年报.txt".encode("gb18030"))).write_bytes(b"x")
    night(folder_source(folder), tmp_path / "data", "run1")
    assert set(rows(tmp_path / "data", "run1")) == {"file://files_pages/%C4%EA%B1%A8.txt"}


def test_an_empty_or_missing_folder_fails_the_source(folder: Path, tmp_path: Path) -> None:
    source = folder_source(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    report = night(source.model_copy(update={"folder": empty}), tmp_path / "data", "run1")
    assert (report.status, report.problems) == ("failed", ("nothing was found where reports are expected",))
    report = night(source.model_copy(update={"folder": tmp_path / "missing"}), tmp_path / "data", "run2")
    assert report.status == "failed"
    assert "no such folder" in report.problems[0]


def test_a_folder_outside_its_bounds_fails_the_source(folder: Path, tmp_path: Path) -> None:
    source = folder_source(folder)
    few = source.model_copy(update={"bounds": Bounds(min_reports=9, max_reports=20)})
    report = night(few, tmp_path / "data", "run1")
    assert (report.status, report.counts) == ("failed", {"new": 3})
    many = source.model_copy(update={"bounds": Bounds(max_reports=2)})
    report = night(many, tmp_path / "data", "run2")
    assert (report.status, report.counts) == ("failed", {})


def test_an_empty_folder_does_not_bury_what_was_there(folder: Path, tmp_path: Path) -> None:
    """A folder that is not mounted tonight is a failure and not a hundred vanished reports."""
    source, data = folder_source(folder), tmp_path / "data"
    night(source, data, "run1")
    empty = tmp_path / "empty"
    empty.mkdir()
    report = night(source.model_copy(update={"folder": empty}), data, "run2")
    assert (report.status, report.counts) == ("failed", {})
