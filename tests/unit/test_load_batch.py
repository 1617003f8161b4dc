"""A batch, from the archive to the raw tables: what can be read is read, what cannot is recorded."""

from pathlib import Path

import pytest

from flows.extract.document import READER_VERSION
from flows.load.batch import ReadingCounts, read_and_append
from flows.settings import Settings, make_settings
from flows.warehouse import connect
from tests.samples import archive_texts

_REPORT = """云溪县财政局2022年政府信息公开工作年度报告

本报告由云溪县财政局编制，统计期限自2022年1月1日起至2022年12月31日止。
一、主动公开情况
2022年，我局主动公开政府信息174条。
二、依申请公开情况
2022年，我局收到政府信息公开申请3件，均按时答复。
""".encode()

_PAGE = b"<p>" + _REPORT.replace(b"\n", b"</p><p>")
_FURTHER = "<p>三、行政复议</p><p>2022年，未发生因政府信息公开申请提起的行政复议。</p>".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(data_dir=tmp_path, workers=2, max_page_bytes=10_000)


def test_what_can_be_read_is_read_and_the_rest_is_recorded(settings: Settings) -> None:
    payloads = {
        "good.txt": _REPORT,
        "empty.txt": b"",
        "large.txt": _REPORT * 40,
        "binary.txt": bytes(range(256)) * 9,
    }
    store = archive_texts(settings, payloads, "run")
    waiting = store.pending(READER_VERSION)
    counts = read_and_append(waiting, "run-00000", settings, "run")
    assert len(waiting) == 4
    assert (counts.documents, counts.refused) == (1, 3)
    assert counts.facts >= 1
    assert store.pending(READER_VERSION) == []
    stored = store.counts()
    assert (stored["readings"], stored["documents"], stored["observations"]) == (4, 1, counts.facts)


def test_reading_again_changes_nothing(settings: Settings) -> None:
    store = archive_texts(settings, {"good.txt": _REPORT}, "run")
    waiting = store.pending(READER_VERSION)
    assert waiting
    first = read_and_append(waiting, "run-00000", settings, "run")
    before = store.counts()
    assert read_and_append(waiting, "run-00001", settings, "run") == first
    assert store.counts() == before
    assert read_and_append([], "run-00002", settings, "run") == ReadingCounts(0, 0, 0, 0)


def test_a_damaged_record_costs_its_own_page_alone(settings: Settings) -> None:
    store = archive_texts(settings, {"a.txt": _REPORT, "b.txt": _REPORT + "附件。".encode()}, "run")
    waiting = store.pending(READER_VERSION)
    damaged = settings.archive_dir / waiting[0].warc_file
    content = bytearray(damaged.read_bytes())
    start = waiting[0].warc_offset + 40
    content[start : start + 60] = bytes(60)
    damaged.write_bytes(content)
    counts = read_and_append(waiting, "run-00000", settings, "run")
    assert (counts.documents, counts.refused) == (1, 1)


def test_a_part_whose_report_page_is_damaged_waits_until_that_is_whole(settings: Settings) -> None:
    payloads = {"p.html": _PAGE, "p_2.html": _FURTHER}
    store = archive_texts(settings, payloads, "run", p_2="file://saved/p.html")
    page, part = store.pending(READER_VERSION)
    file = settings.archive_dir / page.warc_file
    whole = file.read_bytes()
    start = page.warc_offset + 40
    file.write_bytes(whole[:start] + bytes(60) + whole[start + 60 :])
    for night in range(2):
        counts = read_and_append([page, part], f"run{night}-00000", settings, f"run{night}")
        assert (counts.documents, counts.refused) == (1, 1)
        assert store.pending(READER_VERSION) == [page, part]
    assert store.counts()["readings"] == 2
    file.write_bytes(whole)
    read_and_append(store.pending(READER_VERSION), "run2-00000", settings, "run2")
    assert store.pending(READER_VERSION) == []
    with connect(settings.store_file, read_only=True) as connection:
        found = connection.execute(
            """
            select parent_sha256, agency_name
            from raw.document_sources
            inner join raw.documents using (document_id)
            where url = 'file://saved/p_2.html'
            order by parent_sha256 nulls first
            """
        ).fetchall()
    assert found == [(None, None), (page.payload_sha256, "云溪县财政局")]


def test_a_part_is_read_with_its_report(settings: Settings) -> None:
    payloads = {"p_2.html": _FURTHER, "q_2.html": _FURTHER, "p.html": _PAGE}
    store = archive_texts(settings, payloads, "run", p_2="file://saved/p.html", q_2="file://saved/lost.html")
    counts = read_and_append(store.pending(READER_VERSION), "run-00000", settings, "run")
    assert (counts.documents, counts.refused) == (3, 0)
    assert store.pending(READER_VERSION) == []
    with connect(settings.store_file, read_only=True) as connection:
        found = connection.execute(
            """
            select part.agency_name, part.report_year, page.agency_name
            from raw.document_links as links
            inner join raw.documents as part using (document_id)
            inner join raw.documents as page on links.other_document_id = page.document_id
            where relation = 'part_of'
            """
        ).fetchall()
    assert found == [("云溪县财政局", 2022, "云溪县财政局")]
