"""Sources of kind `warc`: what others collected becomes captures, with its own date, and damage stops nothing."""

from gzip import decompress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive.archive import Archive
from flows.archive.verify import verify
from flows.collect.collect import SourceReport, collect_source
from flows.settings import Settings
from flows.sources.model import Source

REPORT = "https://county.example/xxgk/nb/202001/t20200120_1.html"
PAGE = b"<html><h1>report</h1><a href='t20200120_1_2.html'>2</a><a href='../../f/table.xlsx'>annex</a></html>"


class Writer:
    """Writes a WARC file as other crawlers do: SHA-1 digests, one gzip member a record."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = path.open("wb")
        self._writer = WARCWriter(self._stream, gzip=True)

    def page(
        self, url: str, body: bytes, date: str = "2020-02-03T04:05:06Z", kind: str = "text/html"
    ) -> None:
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = self._writer.create_warc_record(
            url, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": date}
        )
        self._writer.write_record(record)

    def revisit(self, url: str, digest: str, refers_to: tuple[str, str], date: str) -> None:
        head = StatusAndHeaders("304 Not Modified", [], protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(url, digest, *refers_to, http_headers=head)
        record.rec_headers.replace_header("WARC-Date", date)
        self._writer.write_record(record)

    def close(self) -> None:
        self._stream.close()


def source_of(place: Path, **changes: Any) -> Source:
    given: dict[str, Any] = {
        "id": "crawl",
        "title": "What others collected",
        "kind": "warc",
        "folder": place,
        "links": {"include": [r"/xxgk/nb/"], "exclude": ["logo"]},
    }
    return Source.model_validate(given | changes)


def night(source: Source, data: Path, run_id: str = "run1") -> SourceReport:
    settings = Settings(data_dir=data)
    with Archive(settings.archive_dir) as archive:
        report = collect_source(source, archive, settings, run_id)
    assert list(verify(settings.archive_dir)) == []
    return report


def rows(data: Path) -> list[dict[str, Any]]:
    with Archive(data / "archive") as archive:
        return [row for row in archive.captures.to_arrow().to_pylist() if row["role"] == "report"]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    first = Writer(folder / "a.warc.gz")
    first.page(REPORT, PAGE)
    first.page("https://county.example/news/1.html", b"<html>news</html>")
    first.page("https://county.example/robots.txt", b"User-agent: *", kind="text/plain")
    first.page("https://county.example/xxgk/f/table.xlsx", b"sheet", kind="application/vnd.ms-excel")
    first.close()
    second = Writer(folder / "b.warc.gz")
    second.page(REPORT.replace("_1.html", "_1_2.html"), b"<html>page 2</html>", "2020-02-03T04:05:07Z")
    second.close()
    return folder


def test_pages_are_captured_under_their_own_address_and_date(crawl: Path, tmp_path: Path) -> None:
    report = night(source_of(crawl), tmp_path / "data")
    assert report == SourceReport("crawl", {"new": 3}, 3, (), "ok")
    by_name = {row["url"].rpartition("/")[2]: row for row in rows(tmp_path / "data")}
    assert set(by_name) == {"t20200120_1.html", "t20200120_1_2.html", "table.xlsx"}
    assert str(by_name["t20200120_1.html"]["fetched_at"]) == "2020-02-03 04:05:06"
    assert by_name["t20200120_1.html"]["run_id"] == "20200203T040506Z"
    parents = {name: row["linked_from"] for name, row in by_name.items()}
    assert parents == {"t20200120_1.html": None, "t20200120_1_2.html": REPORT, "table.xlsx": REPORT}


def test_a_file_that_was_read_is_not_read_again(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    night(source_of(crawl), data)
    read: list[Path] = []
    import flows.collect.warcs as module

    real = module.import_file
    monkeypatch.setattr(module, "import_file", lambda path, *rest: read.append(path) or real(path, *rest))
    assert night(source_of(crawl), data, "run2") == SourceReport("crawl", {}, 3, (), "ok")
    assert read == []
    third = Writer(crawl / "c.warc.gz")
    third.page(REPORT, PAGE + b" ", "2021-02-03T04:05:06Z")
    third.close()
    assert night(source_of(crawl), data, "run3").counts == {"changed": 1}
    assert read == [crawl / "c.warc.gz"]
    wider = source_of(crawl, links={"include": ["/news/", "/xxgk/"]})
    assert night(wider, data, "run4").counts == {"new": 1}
    assert len(read) == 4


@pytest.mark.parametrize("by_digest", [True, False])
def test_a_revisit_is_the_page_that_it_repeats(tmp_path: Path, by_digest: bool) -> None:
    file = tmp_path / "a.warc.gz"
    writer = Writer(file)
    writer.page(REPORT, b"<html>x</html>")
    digest = "sha1:PV72NJIQCSKPFUW56H4J5BGSSPGDZVZF" if not by_digest else _sha1(b"<html>x</html>")
    target = (REPORT, "2020-02-03T04:05:06Z") if not by_digest else ("", "")
    writer.revisit(REPORT, digest, target, "2021-02-03T04:05:06Z")
    writer.revisit(REPORT + "?2", "sha1:PV72NJIQCSKPFUW56H4J5BGSSPGDZVZF", ("", ""), "2021-02-03T04:05:08Z")
    writer.close()
    report = night(source_of(file), tmp_path / "data")
    assert report.counts == {"new": 1, "unchanged": 1}
    assert report.problems == ("a.warc.gz: left out: 1 without page",)
    first, again = rows(tmp_path / "data")
    assert first["payload_sha256"] == again["payload_sha256"]
    assert str(again["fetched_at"]) == "2021-02-03 04:05:06"


def _sha1(body: bytes) -> str:
    import base64
    import hashlib

    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()  # noqa: S324 - as crawlers write it


def test_broken_records_are_told_and_the_others_go_on(crawl: Path, tmp_path: Path) -> None:
    writer = Writer(crawl / "0.warc.gz")
    for number in range(5):
        writer.page(f"https://county.example/xxgk/nb/{number}.html", b"<html>%d</html>" % number * 50)
    writer.close()
    content = bytearray((crawl / "0.warc.gz").read_bytes())
    starts = [at for at in range(len(content)) if content.startswith(b"\x1f\x8b\x08", at)]
    content[starts[2] + 100 : starts[2] + 200] = bytes(100)
    (crawl / "0.warc.gz").write_bytes(content)
    (crawl / "1.warc.gz").write_bytes(b"no archive at all")
    report = night(source_of(crawl), tmp_path / "data")
    assert report.counts == {"new": 7}
    assert report.status == "failed"
    assert "1.warc.gz" in report.problems[0]
    assert report.problems[1] == "0.warc.gz: left out: 1 damaged"


def test_a_place_without_warc_files_fails_the_source(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place, said in ((tmp_path / "none", "no such file"), (tmp_path / "empty", "no WARC file")):
        report = night(source_of(place), tmp_path / "data")
        assert report.status == "failed"
        assert said in report.problems[0]


def test_more_pages_than_expected_are_not_taken(crawl: Path, tmp_path: Path) -> None:
    report = night(source_of(crawl, bounds={"max_reports": 1}), tmp_path / "data")
    assert (report.status, report.counts) == ("failed", {})
    assert rows(tmp_path / "data") == []


def test_only_allowed_hosts_are_taken_where_some_are_named(crawl: Path, tmp_path: Path) -> None:
    report = night(source_of(crawl, allowed_hosts=["other.example"]), tmp_path / "data")
    assert (report.status, report.n_links) == ("failed", 0)


@pytest.mark.parametrize("gzip", [True, False])
def test_damage_anywhere_is_survived(tmp_path: Path, gzip: bool) -> None:
    whole = Writer(tmp_path / "whole.warc.gz")
    for number in range(4):
        whole.page(f"https://county.example/xxgk/nb/{number}.html", b"<html>%d</html>" % number * 40)
    whole.revisit(
        REPORT,
        "sha1:X",
        ("https://county.example/xxgk/nb/1.html", "2020-02-03T04:05:06Z"),
        "2021-02-03T04:05:06Z",
    )
    whole.close()
    content = (tmp_path / "whole.warc.gz").read_bytes()
    if not gzip:
        content = decompress(content)
    chance = Random(7)  # noqa: S311 - a choice of damage, not a secret
    for number in range(30):
        damaged = bytearray(content)
        for _ in range(3):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.choice((0, 1, 1, 60))] = chance.randbytes(chance.choice((0, 1, 1, 20)))
        file = tmp_path / f"{number}.warc{'.gz' if gzip else ''}"
        file.write_bytes(damaged)
        report = night(source_of(file), tmp_path / f"data{number}")
        assert report.n_links <= 9
        assert report.status == "failed" or report.n_links > 0
