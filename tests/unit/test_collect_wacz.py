"""WACZ files as a source and in an import: a ZIP of WARC files counts as those files."""

import random
from pathlib import Path
from tempfile import gettempdir
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from flows.archive.archive import Archive
from flows.archive.intake import UnreadableFileError, import_file
from tests.unit.test_collect_warcs import REPORT, Writer, night, rows, source_of


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two WARC files with what a crawler packs beside them; the second holds a further page of the first's report."""
    first, second = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    page = Writer(first)
    page.page(REPORT, b"<html><h1>report</h1><a href='t20200120_1_2.html'>2</a></html>")
    page.close()
    further = Writer(second)
    further.page(REPORT.replace("_1.html", "_1_2.html"), b"<html>page 2</html>")
    further.close()
    target = tmp_path / "crawl.wacz"
    with ZipFile(target, "w", ZIP_STORED) as made:
        made.writestr("datapackage.json", "{}")
        made.writestr("pages/pages.jsonl", "{}")
        made.write(first, "archive/data-1.warc.gz")
        made.write(second, "archive/data-2.warc.gz")
    first.unlink()
    second.unlink()
    return target


def test_a_wacz_file_is_a_source(package: Path, tmp_path: Path) -> None:
    report = night(source_of(package.parent, id="packed"), tmp_path / "data")
    assert (report.status, report.counts, report.problems) == ("ok", {"new": 2}, ())
    linked = {row["url"].rpartition("/")[2]: row["linked_from"] for row in rows(tmp_path / "data")}
    assert linked == {"t20200120_1.html": None, "t20200120_1_2.html": REPORT}
    assert night(source_of(package.parent, id="packed"), tmp_path / "data", "run2").counts == {}


def test_a_wacz_file_is_imported_and_leaves_nothing_behind(package: Path, tmp_path: Path) -> None:
    before = set(Path(gettempdir()).glob("gongkai-wacz-*"))
    with Archive(tmp_path / "archive") as archive:
        assert import_file(package, archive, "county", 100_000) == {"imported": 2}
    assert set(Path(gettempdir()).glob("gongkai-wacz-*")) <= before


def _changed(package: Path, name: str, content: bytes, method: int = ZIP_STORED) -> None:
    with ZipFile(package, "w", method) as made:
        made.writestr(name, content)


def test_what_is_no_wacz_file_is_said(package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    with Archive(tmp_path / "archive") as archive:
        for said in ("no WACZ file", "no WARC file in it", "would unpack to"):
            if said == "no WACZ file":
                package.write_bytes(whole[: len(whole) // 2])
            elif said == "no WARC file in it":
                _changed(package, "pages/pages.jsonl", b"{}")
            else:
                _changed(package, "archive/bomb.warc", bytes(5_000_000), ZIP_DEFLATED)
            with pytest.raises(UnreadableFileError, match=said):
                import_file(package, archive, "county", 100_000)


def test_a_damaged_member_is_told_and_fails_the_source(package: Path, tmp_path: Path) -> None:
    content = bytearray(package.read_bytes())
    place = content.rfind(b"\x1f\x8b\x08")
    content[place + 60] ^= 0xFF
    package.write_bytes(content)
    report = night(source_of(package), tmp_path / "data")
    assert report.status == "failed"
    assert "no WACZ file that can be read: Bad CRC-32" in report.problems[0]
    assert report.counts == {"new": 1}


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_a_member_whose_packing_is_damaged_is_told(package: Path, tmp_path: Path, method: int) -> None:
    _changed(package, "a.warc", random.Random(1).randbytes(2_000), method)  # noqa: S311 - made-up data, not a secret
    content = bytearray(package.read_bytes())
    for place in range(60, 90):
        content[place] ^= 0x5A
    package.write_bytes(content)
    with Archive(tmp_path / "archive") as archive, pytest.raises(UnreadableFileError):
        import_file(package, archive, "county", 100_000)
