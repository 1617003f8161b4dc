"""Sources of kind `warc`: what others collected becomes captures, with its own date, and damage stops nothing."""

import re
import tracemalloc
from base64 import b32encode
from collections import Counter
from gzip import GzipFile, compress, decompress
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archive.answers import answers
from flows.archive.archive import SOFTWARE, Archive
from flows.archive.intake import import_file
from flows.archive.verify import verify
from flows.collect.account import SourceReport
from flows.collect.collect import collect_source
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
    return "sha1:" + b32encode(sha1(body).digest()).decode()  # noqa: S324 - as crawlers write it


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


HTML = "Content-Type: text/html; charset=utf-8"
WORDS = "<html><h1>年度报告</h1><p>" + "本单位全年主动公开政府信息若干条。" * 40 + "</p></html>"
ANSWER = "application/http; msgtype=response"


def page_of(number: int) -> bytes:
    return WORDS.replace("报告", f"报告之{number}", 1).encode()


def record(
    body: bytes,
    *headers: str,
    name: str = "1.html",
    url: str = "",
    date: str = "2020-02-03T04:05:06Z",
    more: str = "",
    kind: str = "response",
) -> bytes:
    """One record as bytes, so that it can be as wrong as others write it."""
    first = "HTTP/1.1 200 OK" if kind == "response" else "GET / HTTP/1.1"
    block = "\r\n".join((first, *headers, "", "")).encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url or 'https://county.example/xxgk/nb/' + name}\r\n"
        f"WARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {ANSWER.replace('response', kind)}\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return compress(head.encode() + block + b"\r\n\r\n")


def taken(tmp_path: Path, *records: bytes) -> tuple[SourceReport, list[dict[str, Any]]]:
    """A night on one file with these records."""
    (tmp_path / "f.warc.gz").write_bytes(b"".join(records))
    report = night(source_of(tmp_path / "f.warc.gz"), tmp_path / "data")
    return report, rows(tmp_path / "data")


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def test_a_broken_base_hides_nothing_of_what_follows(tmp_path: Path) -> None:
    evil = page_of(0).replace(b"</html>", b"<base href='http://[bad'><a href='x.pdf'>x</a></html>")
    others = [record(page_of(number), HTML, name=f"{number}.html") for number in range(1, 4)]
    report, _ = taken(tmp_path, record(evil, HTML, name="0.html"), *others)
    assert (report.counts, report.problems) == ({"new": 4}, ())


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    report, found = taken(
        tmp_path,
        record(page_of(1), HTML),
        record(page_of(2), HTML, name="2.html", more=f"WARC-Payload-Digest: {_sha1(b'other')}\r\n"),
        record(b"x" * 40_000_000, HTML, name="3.html"),
        record(page_of(4), HTML, name="4.html", more="WARC-Truncated: length\r\n"),
        record(page_of(5), HTML, name="5.html", date="2099-01-01T00:00:00Z"),
        record(page_of(6), HTML, name="6.html", date="yesterday"),
        record(page_of(7), HTML, name="7.html", date="0001-01-01T00:00:00+14:00"),
    )
    assert [row["url"].rpartition("/")[2] for row in found] == ["1.html"]
    assert report.problems == ("f.warc.gz: left out: 1 damaged, 1 cut short, 1 too large, 3 badly dated",)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2009", "2009-01-01 00:00:00"),
        ("2009-05", "2009-05-01 00:00:00"),
        ("2009-05-06", "2009-05-06 00:00:00"),
        ("2009-05-06T07:08:09.123456789Z", "2009-05-06 07:08:09.123456"),
        ("2009-05-06T07:08:09+08:00", "2009-05-05 23:08:09"),
    ],
)
def test_dates_as_the_standard_allows_them(tmp_path: Path, date: str, moment: str) -> None:
    _, found = taken(tmp_path, record(page_of(1), HTML, date=date))
    assert [str(row["fetched_at"]) for row in found] == [moment]


def test_a_digest_may_be_of_the_body_or_the_page(tmp_path: Path) -> None:
    page = page_of(1)
    bodies = [
        (chunked(page), ["Transfer-Encoding: chunked"], chunked(page)),
        (chunked(page), ["Transfer-Encoding: chunked"], page),
        (compress(page), ["Content-Encoding: gzip"], compress(page)),
        (compress(page), ["Content-Encoding: gzip"], page),
        (chunked(compress(page)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"], compress(page)),
        (page, ["Content-Encoding: gzip"], page),
    ]
    records = [
        record(body, HTML, *headers, name=f"{n}.html", more=f"WARC-Payload-Digest: {_sha1(of)}\r\n")
        for n, (body, headers, of) in enumerate(bodies)
    ]
    unknown = record(page, HTML, name="6.html", more="WARC-Payload-Digest: crc:1234\r\n")
    report, found = taken(tmp_path, *records, unknown)
    assert report.problems == ()
    assert len({row["payload_sha256"] for row in found}) == 1
    assert len(found) == 7


def test_what_is_no_report_is_not_new(tmp_path: Path) -> None:
    gone = "<html><title>404</title><body>页面不存在</body></html>".encode()
    report, found = taken(
        tmp_path,
        record(gone, HTML),
        record(b"", HTML, name="2.html"),
        record(page_of(3), HTML, name="3.html"),
    )
    assert report.counts["new"] == 1
    assert [row["outcome"] for row in found] == ["gone", "failed", "new"]
    assert all(row["reason"] for row in found[:2])


def test_two_pages_of_one_address_and_one_second_are_both_kept(tmp_path: Path) -> None:
    both = (record(page_of(1), HTML), record(page_of(2), HTML), record(page_of(1), HTML))
    report, found = taken(tmp_path, *both)
    assert report.counts == {"new": 1, "changed": 1}
    assert [str(row["fetched_at"]) for row in found] == ["2020-02-03 04:05:06", "2020-02-03 04:05:06.000001"]
    again = night(source_of(tmp_path / "f.warc.gz", bounds={"max_reports": 9}), tmp_path / "data", "run2")
    assert again.counts == {}
    assert len(rows(tmp_path / "data")) == 2


def test_upper_case_names_are_files_too(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "A.WARC.GZ").write_bytes(record(page_of(1), HTML))
    assert night(source_of(folder), tmp_path / "data").counts == {"new": 1}


def test_secrets_of_others_stay_out_of_the_archive(tmp_path: Path) -> None:
    url = "https://me:SECRET1@county.example/xxgk/nb/5.html;jsessionid=SECRET2"
    link = b"<a href='5_2.html;jsessionid=SECRET3'>2</a></html>"
    asked = (
        "Cookie: SECRET4",
        "X-Auth-Token: SECRET5",
        "Referer: https://county.example/;jsessionid=SECRET6",
    )
    answered = ("Set-Cookie: SECRET7", "Location: https://u:SECRET8@county.example/", "X-Api-Key: SECRET9")
    second = "https://county.example/xxgk/nb/5_2.html;jsessionid=SECRET3"
    _, found = taken(
        tmp_path,
        record(b"", *asked, url=url, kind="request"),
        record(page_of(5).replace(b"</html>", link), HTML, *answered, url=url),
        record(page_of(6), HTML, url=second),
    )
    clean = "https://county.example/xxgk/nb/5.html"
    assert [(row["url"], row["linked_from"]) for row in found] == [
        (clean, None),
        (clean.replace("5.html", "5_2.html"), clean),
    ]
    written = b"".join(decompress(file.read_bytes()) for file in (tmp_path / "data").rglob("*.warc.gz"))
    heads = written.replace(link, b"")
    assert b"SECRET" not in heads
    assert b"GET / HTTP/1.1" in heads


def test_a_record_that_unpacks_to_very_much_is_never_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bomb.warc.gz"
    size = 30_000_000
    monkeypatch.setattr("flows.archive.answers._HELD_AT_ONCE", 1_000_000)
    head, _, block = decompress(record(b"", HTML)).removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % (len(block) + size), head)
    with file.open("wb") as stream:
        with GzipFile(fileobj=stream, mode="wb", compresslevel=1) as packed:
            packed.write(head + b"\r\n\r\n" + block)
            for _ in range(size // 1_000_000):
                packed.write(bytes(1_000_000))
            packed.write(b"\r\n\r\n")
        stream.write(record(page_of(2), HTML, name="2.html"))
    counts: Counter[str] = Counter()
    tracemalloc.start()
    try:
        found = [answer.url for answer in answers(file, 1_000_000, counts, bool)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == ["https://county.example/xxgk/nb/2.html"]
    assert counts == {"too large": 1}
    assert peak < 12_000_000


def test_a_note_in_the_file_of_others_is_not_believed(tmp_path: Path) -> None:
    url = "https://county.example/xxgk/nb/1.html"
    said = (
        "askedFor: http://other.example/x\r\nrun: 99999999T999999Z\r\noutcome: unchanged\r\nrole: robots\r\n"
    )
    for name, software in (("1.warc.gz", "crawler/1.0"), ("2.warc.gz", SOFTWARE)):
        with (tmp_path / name).open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            writer.write_record(writer.create_warcinfo_record(name, {"software": software}))
            date = {"WARC-Date": "2020-02-03T04:05:06Z"}
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            page: dict[str, Any] = {"payload": BytesIO(PAGE), "http_headers": head}
            writer.write_record(writer.create_warc_record(url, "response", **page, warc_headers_dict=date))
            note = {"payload": BytesIO(said.encode()), "warc_content_type": "application/warc-fields"}
            writer.write_record(writer.create_warc_record(url, "metadata", **note, warc_headers_dict=date))
    with Archive(tmp_path / "by_hand") as archive:
        import_file(tmp_path / "1.warc.gz", archive, "county", 100_000)
        import_file(tmp_path / "2.warc.gz", archive, "ours", 100_000)
        foreign, ours = archive.captures.to_arrow().to_pylist()
    assert (foreign["url"], foreign["run_id"], foreign["role"]) == (url, "20200203T040506Z", "report")
    assert (ours["url"], ours["role"]) == ("http://other.example/x", "robots")
    night(source_of(tmp_path / "2.warc.gz"), tmp_path / "data")
    taken_as = next(row for row in rows(tmp_path / "data") if row["role"] == "report")
    assert (taken_as["url"], taken_as["outcome"], taken_as["run_id"]) == (url, "new", "20200203T040506Z")
