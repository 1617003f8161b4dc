"""The same report in files that other programs wrote: every cell of every table is read from each."""

import json
import shutil
from pathlib import Path

import pytest

from flows.clean.payload import clean, container_of
from flows.errors import Refusal
from flows.reference import load_reference
from tests.unit.table_pages import facts, read

FILES = Path(__file__).parent / "files"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _wanted() -> dict[tuple[str, ...], str]:
    return {tuple(fact[:3]): fact[3] for fact in json.loads((FILES / "figures.json").read_text("utf-8"))}


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls", "pdf"])
def test_every_cell_of_an_office_programs_file_is_read(kind: str) -> None:
    page = clean((FILES / f"libreoffice.{kind}").read_bytes())
    reading = read(page, load_reference())
    assert facts(reading) == _wanted()
    assert (page.container, reading.forms, reading.findings) == (kind, ("F2021",), ())


def test_a_document_of_wps_is_read_as_one_of_word() -> None:
    assert shutil.which("soffice"), "LibreOffice is not installed: make programs"
    page = clean((FILES / "libreoffice.doc").read_bytes(), url="http://a.test/files/report.wps?x=1")
    assert facts(read(page, load_reference())).items() <= _wanted().items()
    assert (page.container, len(page.tables)) == ("doc", 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.wps", "doc"), ("a.WPS", "doc"), ("a.doc", "doc"), ("a.et", "xls"), ("a.xls", "xls"), ("a", "ole")],
)
def test_old_office_files_without_a_known_stream_go_by_their_name(name: str, kind: str) -> None:
    assert container_of(OLE, url=f"http://a.test/{name}") == kind


def test_a_document_of_today_that_asks_for_a_password_says_so() -> None:
    with pytest.raises(Refusal, match=r"^encrypted"):
        clean(OLE + "EncryptedPackage".encode("utf-16-le"), url="http://a.test/report.docx")
