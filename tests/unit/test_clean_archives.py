"""Archives: their members become documents; bombs, nests and what is no document."""

import gzip
import shutil
import zipfile
from pathlib import Path

import pytest
import rarfile

from flows.clean.payload import clean, container_of, unpack
from flows.errors import Refusal
from flows.extract.document import read_payload
from flows.reference import Reference, load_reference
from tests.unit.container_files import docx, pdf, rng, xlsx
from tests.unit.hostile_files import lying, zipped
from tests.unit.rar_files import rar
from tests.unit.table_pages import figures, proactive

PERIOD = "本报告所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def report(year: int, reference: Reference, write: object = docx) -> bytes:
    table = proactive(reference, "F2021", figures(reference, "F2021", rng(year)))
    title = f"样例县样例局{year}年政府信息公开工作年度报告"
    return write([title, PERIOD.format(year), table])  # type: ignore[operator,no-any-return]


@pytest.mark.parametrize("pack", [zipped, rar])
def test_members_of_every_kind_become_documents(pack: object, reference: Reference) -> None:
    members = {
        "年报/2021.docx": report(2021, reference),
        "年报/2022.pdf": report(2022, reference, pdf),
        "年报/2023.xlsx": report(2023, reference, xlsx),
        "年报/~$2021.docx": b"\0" * 60,
        "__MACOSX/2021.docx": b"\0" * 60,
    }
    documents = read_payload(pack(members))  # type: ignore[operator]
    assert [document.identity.report_year for document in documents] == [2021, 2022, 2023]
    assert all(len(document.observations) == 10 for document in documents)
    assert not any(finding.rule == "member_refused" for d in documents for finding in d.findings)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_an_office_file_is_no_office_file(method: int, reference: Reference) -> None:
    archive = zipped({"报告.docx": report(2022, reference)}, method=method)
    assert container_of(archive) == "zip"
    assert container_of(report(2022, reference)) == "docx"
    assert [d.identity.report_year for d in read_payload(archive)] == [2022]


def test_a_member_that_cannot_be_read_is_a_finding_and_not_silence(reference: Reference) -> None:
    archive = zipped({"a.docx": report(2022, reference), "b.pdf": b"%PDF-1.7 cut", "c.png": b"\x89PNG\0\0\0"})
    (document,) = read_payload(archive)
    found = [f for f in document.findings if f.rule == "member_refused"]
    assert [(f.severity, f.message.split(" ")[0]) for f in found] == [
        ("damage", "b.pdf"),
        ("damage", "c.png"),
    ]
    assert "broken_file" in found[0].message


def test_archives_in_archives_are_read_to_a_depth(reference: Reference) -> None:
    inner = zipped({"a.docx": report(2022, reference)})
    assert [d.identity.report_year for d in read_payload(zipped({"b.zip": inner}))] == [2022]
    for n in range(4):
        inner = zipped({f"{n}.zip": inner})
    with pytest.raises(Refusal, match="too_deep"):
        read_payload(inner)


def test_the_same_file_twice_is_one_document(reference: Reference) -> None:
    one = report(2022, reference)
    assert len(read_payload(zipped({"a.docx": one, "b.docx": one}))) == 1


def test_names_in_gbk_are_read() -> None:
    archive = bytearray(zipped({"aaaaaaaa.txt": "全年收到申请七件。".encode()}))
    name = "年度报告.txt".encode("gbk")
    members = unpack(bytes(archive.replace(b"aaaaaaaa.txt", name)))
    assert members is not None
    assert [member.name for member in members] == ["年度报告.txt"]


def test_one_file_is_not_unpacked(reference: Reference) -> None:
    assert unpack(report(2022, reference)) is None
    assert unpack(b"<html><body><p>one</p></body></html>") is None
    with pytest.raises(Refusal, match="needs_reader: zip"):
        clean(zipped({"a.txt": b"one"}))


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (zipped({"a.txt": b"0" * 40_000_000}), "archive_bomb"),
        (zipped({f"{n}.txt": b"0" for n in range(3_001)}), "archive_bomb"),
        (zipped({"a.png": b"\x89PNG\0\0\0"}), "binary_file"),
        (zipped({"a.txt": b"words " * 900})[:-40], "broken_file"),
        (rar({"a.txt": b"words " * 90})[:60], "broken_file"),
        (b"Rar!\x1a\x07\0", "empty_file"),
    ],
    ids=["bomb", "many", "pictures", "cut", "cut_rar", "bare_rar"],
)
def test_a_bad_archive_is_refused_with_its_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_payload(payload)
    assert refused.value.reason == reason


def test_a_packed_rar_is_read(reference: Reference, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shutil.which("unar"), "unar is not installed: make programs"
    chosen = {name: name == "unar" for name in ("unrar", "unar", "bsdtar", "sevenzip", "sevenzip2")}
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", rarfile.tool_setup(**chosen, force=True))
    members = {"年报/2021.docx": report(2021, reference), "年报/2022.pdf": report(2022, reference, pdf)}
    documents = read_payload(rar(members, method=3))
    assert [document.identity.report_year for document in documents] == [2021, 2022]
    assert all(len(document.observations) == 10 for document in documents)


def test_damage_in_a_packed_rar_is_a_refusal() -> None:
    whole = bytearray(rar({"a.txt": b"words " * 90}, method=3))
    whole[-40] ^= 0xFF
    with pytest.raises(Refusal, match=r"broken_file|needs_converter"):
        read_payload(bytes(whole))


def test_the_file_in_a_gzip_file_is_read(reference: Reference) -> None:
    packed = gzip.compress(report(2022, reference))
    assert [d.identity.report_year for d in read_payload(packed)] == [2022]
    assert [d.identity.report_year for d in read_payload(zipped({"a.docx.gz": packed}))] == [2022]


def test_a_packed_rar_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)
    with pytest.raises(Refusal, match="needs_converter"):
        read_payload(rar({"a.txt": b"words " * 90}, method=3))


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    with pytest.raises(Refusal):
        read_payload(lying(9, 4_000_000))
